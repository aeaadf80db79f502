"""Slices of what ``make soak`` and ``make fuzz`` do for long, and what they have found."""

from __future__ import annotations

from pathlib import Path

import pytest

from captionkit.batch.command import run_batch
from captionkit.errors import CaptionkitError
from tests.fuzz import CORPUS, readers
from tests.soak import soak, srt


def test_a_slice_of_the_soak(capsys: pytest.CaptureFixture[str]) -> None:
    assert soak(0, 40, seed=7) == 0, capsys.readouterr().out


def test_a_recipe_that_goes_back_to_what_it_was_does_its_files_again(tmp_path: Path) -> None:
    """What another recipe had written in the meantime stood there for ever, and was said to be done."""
    source, recipe, out = tmp_path / "a.srt", tmp_path / "recipe.toml", tmp_path / "out" / "a.vtt"
    source.write_text(srt(3), "utf-8")
    plain = 'inputs = ["a.srt"]\n[write]\nto = ["vtt"]\n'
    shifted = 'inputs = ["a.srt"]\n[[steps]]\nstep = "do"\ntransforms = ["shift:by=5s"]\n[write]\nto = ["vtt"]\n'
    recipe.write_text(plain, "utf-8")
    run_batch(recipe)
    first = out.read_bytes()
    recipe.write_text(shifted, "utf-8")
    run_batch(recipe)
    assert out.read_bytes() != first
    recipe.write_text(plain, "utf-8")
    made = run_batch(recipe)
    assert made.summary is not None
    assert made.summary.count("done") == 1
    assert out.read_bytes() == first


def test_two_recipes_with_outputs_of_their_own_leave_each_other_alone(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text(srt(3), "utf-8")
    for name in ("vtt", "sbv"):
        (tmp_path / f"{name}.toml").write_text(f'inputs = ["a.srt"]\n[write]\nto = ["{name}"]\n', "utf-8")
        run_batch(tmp_path / f"{name}.toml")
    for name in ("vtt", "sbv"):
        again = run_batch(tmp_path / f"{name}.toml")
        assert again.summary is not None
        assert again.summary.count("skipped") == 1


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.iterdir()) if CORPUS.is_dir() else [])
def test_what_fuzzing_kept_is_read_or_refused(name: str) -> None:
    read = readers().get(name)
    if read is None:
        pytest.skip(f"not run: {name} is not a reader any more")
    for path in sorted((CORPUS / name).iterdir()):
        try:
            read(path.read_bytes())
        except CaptionkitError:
            continue
