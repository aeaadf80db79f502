"""The tests that every rule passes."""

from __future__ import annotations

from typing import ClassVar

from captionkit.profiles import Profile, load
from captionkit.quality import check
from captionkit.quality.rule import Case, Rule
from captionkit.testing.common import demand

__all__ = ["RuleSuite"]


class RuleSuite:
    """Tests for one rule. Set ``rule``; its own two examples are the samples."""

    rule: ClassVar[Rule]

    def test_describes_itself(self) -> None:
        """Summary, reason and source are filled in."""
        one = self.rule
        for field in ("name", "summary", "why", "source"):
            demand(bool(getattr(one, field)), f"no {field}")
        demand(one.name == one.name.lower() and " " not in one.name, f"bad name {one.name!r}")

    def test_finds_what_breaks_it(self) -> None:
        """The bad example is found, by this rule, with a message and an excess above zero."""
        found = self._found(self.rule.bad)
        demand(bool(found), "nothing is found in the bad example")
        demand(all(found), "a finding says nothing")

    def test_lets_the_rest_pass(self) -> None:
        """The good example passes, and so does a track without cues."""
        demand(not self._found(self.rule.good), f"found in the good example: {self._found(self.rule.good)}")
        empty = Case((), self.rule.good.profile, self.rule.good.language)
        demand(not self._found(empty), "found in a track without cues")

    def test_odd_cues_are_survived(self) -> None:
        """Cues without text, without duration, of other scripts and in odd order raise nothing."""
        for text in ("", " ", "-", "\u200f\u05e9\u05dc\u05d5\u05dd", "a" * 5000, "\n\n", "1\n2\n3\n4"):
            cues = ((5000, 5000, text), (0, 10_000, text), (3000, 1000, text))
            self._found(Case(cues, self.rule.bad.profile, self.rule.bad.language))

    def profile(self, name: str) -> Profile:
        """Return the profile that an example names: overwrite it where the examples need one of your own."""
        return load(name)

    def _found(self, case: Case) -> list[str]:
        found = check(case.track, self.profile(case.profile), case.options, only=[self.rule])
        return [diagnostic.message for diagnostic in found if diagnostic.code == self.rule.code]
