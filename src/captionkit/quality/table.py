"""The rules, in the order in which a cue's findings are reported. Adding one: a function in a family's module."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from captionkit.diagnostics import Code, Severity
from captionkit.errors import UsageError
from captionkit.quality.rule import Rule
from captionkit.registry import Entry, Registry, load_target

__all__ = ["CODES", "FAMILIES", "all_rules", "registered", "rule_called"]

FAMILIES = ("timing", "speed", "shape", "text", "characters", "speech", "whole")


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every builtin rule, by family, in the order in which they are defined."""
    modules = [import_module(f"captionkit.quality.rules.{family}") for family in FAMILIES]
    return tuple(
        value
        for family, module in zip(FAMILIES, modules, strict=True)
        for value in vars(module).values()
        if isinstance(value, Rule) and value.family == family
    )


@cache
def _registry() -> Registry[Rule]:
    rows = {
        rule.name: Entry(f"captionkit.quality.rules.{rule.family}:{rule.test.__name__}", rule.summary)
        for rule in all_rules()
    }
    return Registry("rule", "captionkit.rules", rows)


def rule_called(name: str | Rule) -> Rule:
    """Return a rule by name or code, of one's own by entry point (``captionkit.rules``) or ``module:function``.

    Raises UnknownNameError, with the nearest names; UsageError for what is not a rule.
    """
    if isinstance(name, Rule):
        return name
    return _own(name) if ":" in name else registered(name)


def registered(name: str) -> Rule:
    """Return a rule that is built in or an entry point, by name or code.

    Raises UnknownNameError, with the nearest names; UsageError for an entry point that is not a rule.
    """
    bare = name.removeprefix("quality.").replace("_", "-")
    found = _registry().get(bare)
    return found if isinstance(found, Rule) else _refused(bare)


def _own(target: str) -> Rule:
    try:
        found = load_target(target)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(f"the rule {target} cannot be loaded: {error}", hint="write module:function") from None
    return found if isinstance(found, Rule) else _refused(target)


def _refused(name: str) -> Rule:
    raise UsageError(f"{name} is not a rule", hint="decorate the function with captionkit.quality.rule")


#: Codes: one for each builtin rule, and what checking and fixing itself report.
CODES: dict[str, Code] = {rule.code: rule.meaning for rule in all_rules()} | {
    "quality.truncated": Code(Severity.INFO, "more findings than are reported"),
    "quality.fix-refused": Code(
        Severity.ERROR, "a fix would have lost words, and was not made", "please report it with the file"
    ),
    "quality.not-for-language": Code(
        Severity.WARNING, "the profile is meant for another language", "choose the profile of the track's language"
    ),
    "quality.waiver-unused": Code(
        Severity.WARNING, "a waiver matches no finding", "delete it: what it was for is fixed"
    ),
}
