"""House styles enforced: rules, checking, mending, reports."""

from captionkit.quality.check import check
from captionkit.quality.rule import Case, Finding, House, Rule
from captionkit.quality.table import rule_called, rules

__all__ = ["Case", "Finding", "House", "Rule", "check", "rule_called", "rules"]
