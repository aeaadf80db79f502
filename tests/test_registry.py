from __future__ import annotations

import importlib.metadata
from types import SimpleNamespace
from typing import Any

import pytest

from captionkit.errors import MissingExtraError, UnknownNameError
from captionkit.registry import Entry, Registry, need

TABLE = {"clock": Entry("captionkit.model.timecode:format_clock", "clock times", (".clk",))}


@pytest.fixture
def registry() -> Registry[Any]:
    return Registry("thing", "captionkit.things", TABLE)


def test_an_entry_loads_when_asked_for(registry: Registry[Any]) -> None:
    assert registry.get("clock")(1000) == "00:00:01.000"
    assert registry.by_suffix(".CLK") == ["clock"]


def test_an_unknown_name_suggests_the_nearest(registry: Registry[Any]) -> None:
    with pytest.raises(UnknownNameError) as caught:
        registry.get("clok")
    assert "clock" in caught.value.hint


def _plugin(monkeypatch: pytest.MonkeyPatch, loaded: list[str]) -> None:
    def load() -> str:
        loaded.append("yes")
        return "the plugin"

    point = SimpleNamespace(name="extra", load=load, dist=SimpleNamespace(name="captionkit-extra"))
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [point])


def test_a_plugin_loads_only_when_named(registry: Registry[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    _plugin(monkeypatch, loaded)
    monkeypatch.delenv("CAPTIONKIT_PLUGINS", raising=False)
    assert registry.plugins() == [("extra", "captionkit-extra")]
    registry.get("clock")
    assert loaded == []
    assert registry.get("extra") == "the plugin"


@pytest.mark.parametrize(("allowed", "works"), [("none", False), ("other", False), ("captionkit-extra", True)])
def test_plugins_can_be_switched_off_or_narrowed(
    registry: Registry[Any], monkeypatch: pytest.MonkeyPatch, allowed: str, works: bool
) -> None:
    _plugin(monkeypatch, [])
    monkeypatch.setenv("CAPTIONKIT_PLUGINS", allowed)
    if works:
        assert registry.get("extra") == "the plugin"
    else:
        with pytest.raises(UnknownNameError):
            registry.get("extra")


def test_a_missing_extra_names_what_to_install() -> None:
    with pytest.raises(MissingExtraError) as caught:
        need("no_such_module_anywhere", "align", "alignment")
    assert "captionkit[align]" in caught.value.hint
