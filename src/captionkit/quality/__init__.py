"""Style guides enforced: rules, checking, mending, reports."""

from captionkit.quality.check import check
from captionkit.quality.rule import Case, Finding, Rule, StyleGuide
from captionkit.quality.table import all_rules, rule_called

__all__ = ["Case", "Finding", "Rule", "StyleGuide", "all_rules", "check", "rule_called"]
