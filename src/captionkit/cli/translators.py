"""``captionkit translators``."""

from __future__ import annotations

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command
def command() -> Outcome:
    """List the translation hooks: builtin ones and installed plugins."""
    from captionkit.translation.table import TRANSLATORS

    rows = [{"name": name, "summary": row.summary} for name, row in TRANSLATORS.rows.items()]
    rows += [{"name": name, "summary": f"plugin of {dist}"} for name, dist in TRANSLATORS.plugins()]
    wide = max((len(row["name"]) for row in rows), default=0)
    return Outcome(result=rows, text="\n".join(f"{row['name']:<{wide}}  {row['summary']}" for row in rows))
