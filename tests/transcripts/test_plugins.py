"""A reader installed as a plugin: found by its entry point, loaded only when named and allowed, held to the suite."""

from __future__ import annotations

import sys

import pytest

from captionkit.api.read_transcript import read_transcript
from captionkit.errors import UnknownNameError
from captionkit.transcripts import READERS
from tests.support import ROOT

PAGE = ROOT / "docs" / "plugins.md"


def module_of_the_page() -> str:
    """Return the reader that the documentation shows."""
    blocks = PAGE.read_text("utf-8").split("```python\n")[1:]
    return next(block.split("```")[0] for block in blocks if "READER = Reader(" in block)


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    (tmp_path / "dotlog.py").write_text(module_of_the_page(), "utf-8")
    info = tmp_path / "captionkit_dotlog-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: captionkit-dotlog\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[captionkit.transcripts]\ndotlog = dotlog:READER\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "dotlog", raising=False)
    monkeypatch.setattr(READERS, "_loaded", dict(READERS._loaded))
    monkeypatch.delenv("CAPTIONKIT_PLUGINS", raising=False)
    yield "dotlog"
    sys.modules.pop("dotlog", None)


DATA = b"#dotlog\n0.4|Lena|The ferry is late.\n2.3|Omar|Then we walk.\n"


def test_named_plugin_reads(plugin):
    transcript = read_transcript(DATA, format=plugin)
    assert [(s.speaker, s.text, s.start) for s in transcript.segments] == [
        ("Lena", "The ferry is late.", 400), ("Omar", "Then we walk.", 2300),
    ]  # fmt: skip


def test_listed_without_loading(plugin):
    assert (plugin, "captionkit-dotlog") in READERS.plugins()
    assert "dotlog" not in sys.modules


def test_unnamed_plugin_is_never_loaded(plugin):
    read_transcript(DATA)
    assert "dotlog" not in sys.modules


@pytest.mark.parametrize("allowed", ["none", "other-package"])
def test_plugin_that_is_not_allowed(plugin, monkeypatch, allowed):
    monkeypatch.setenv("CAPTIONKIT_PLUGINS", allowed)
    with pytest.raises(UnknownNameError):
        READERS.get(plugin)
    assert "dotlog" not in sys.modules


def test_plugin_allowed_by_its_distribution(plugin, monkeypatch):
    monkeypatch.setenv("CAPTIONKIT_PLUGINS", "captionkit-dotlog")
    assert READERS.get(plugin).name == "dotlog"


def test_each_row_of_the_table_has_its_readers_own_title_and_suffixes():
    rows = {name: (row.summary, row.suffixes) for name, row in READERS.rows.items()}
    assert rows == {name: (READERS.get(name).title, READERS.get(name).suffixes) for name in READERS.names()}
