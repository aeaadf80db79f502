"""``captionkit translators``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("translators")
def command() -> Outcome:
    """List the translators: builtin ones, with what each can do and still needs here, and installed plugins.

    Besides translating, one may read the lines around (context), address people formally or not (formality), keep to
    terms by itself (glossary) and make a text shorter that is read too fast; of the others the engine makes do with
    what comes. --json also lists the options of each.
    """
    from captionkit.translation.find import TRANSLATORS

    rows = [_row(name, row.summary) for name, row in TRANSLATORS.rows.items()]
    rows += [
        {"name": name, "summary": f"plugin of {dist}", "can": [], "missing": ""} for name, dist in TRANSLATORS.plugins()
    ]
    wide = max((len(row["name"]) for row in rows), default=0)
    lines = [f"{row['name']:<{wide}}  {row['summary']}" + _can(row["can"]) + _needs(row["missing"]) for row in rows]
    return Outcome(result=rows, text="\n".join(lines))


def _row(name: str, summary: str) -> dict[str, Any]:
    from captionkit.translation.find import TRANSLATORS

    backend = TRANSLATORS.get(name)
    return {
        "name": name, "summary": summary, "can": list(backend.can), "missing": backend.missing(),
        "options": dict(backend.options),
    }  # fmt: skip


def _can(words: Sequence[str]) -> str:
    return f"; {', '.join(words)}" if words else ""


def _needs(missing: str) -> str:
    return f"  [not ready: {missing}]" if missing else ""
