"""The table of rules, in the order in which findings of one cue are told. Adding one: a row in a family's module."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from captionkit.quality.rule import Rule
from captionkit.registry import Registry

__all__ = ["FAMILIES", "all_rules", "rule_called"]

FAMILIES = ("timing", "speed", "shape", "text", "characters", "speech", "whole")


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule."""
    return tuple(rule for family in FAMILIES for rule in import_module(f"captionkit.quality.rules.{family}").RULES)


def rule_called(name: str) -> Rule:
    """Return a rule by name or code.

    Raises UnknownNameError, with the nearest names.
    """
    bare = name.removeprefix("quality.").replace("_", "-")
    for rule in all_rules():
        if rule.name == bare:
            return rule
    known = Registry[Rule]("rule", "captionkit.rules", dict.fromkeys(rule.name for rule in all_rules()))  # type: ignore[arg-type]
    raise known.unknown(bare) from None
