"""The shape of a film's sound: with numpy as without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.media.peaks import _by_numpy, _by_python, shapes


@given(st.binary(max_size=400))
def test_both_ways_find_the_same(samples: bytes) -> None:
    pytest.importorskip("numpy", reason="not run: numpy is not installed")
    whole = samples[: len(samples) // 16 * 16]
    assert _by_numpy(whole) == _by_python(whole)


@given(st.lists(st.binary(max_size=50), max_size=8))
def test_a_shape_does_not_depend_on_how_the_samples_come(blocks: list[bytes]) -> None:
    whole = b"".join(blocks)
    made = b"".join(shapes(blocks))
    assert made == b"".join(shapes([whole]))
    assert len(made) == 2 * -(-len(whole) // 16)
