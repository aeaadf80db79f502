"""What holds for every test: Hypothesis judges results, not how long a busy machine takes to make them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "captionkit",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=int(os.environ.get("CAPTIONKIT_EXAMPLES", "100")),  # the packaging test takes fewer
)
settings.load_profile("captionkit")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium under Playwright, for the tests of a module."""
    pytest.importorskip("playwright", reason="not run: playwright is not installed")
    from tests.support_browser import chromium

    with chromium() as running:
        yield running
