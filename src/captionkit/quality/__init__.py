"""Profiles enforced: rules, checking, fixing, reports."""

from captionkit.quality.check import check
from captionkit.quality.rule import Case, Finding, Rule, RuleContext, View, one, rule
from captionkit.quality.table import all_rules, rule_called

__all__ = ["Case", "Finding", "Rule", "RuleContext", "View", "all_rules", "check", "one", "rule", "rule_called"]
