"""``captionkit codes``."""

from __future__ import annotations

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.errors import UnknownNameError
from captionkit.values import nearest

__all__ = ["command"]


@opt.command("codes")
@click.argument("code", required=False)
def command(code: str | None) -> Outcome:
    """List what diagnostics mean, or explain CODE (or all codes that begin with it)."""
    from captionkit.diagnostics import all_codes

    table = {k: c for k, c in all_codes().items() if code is None or k == code or k.startswith(f"{code}.")}
    if not table:
        hint = nearest(str(code), all_codes()) or "captionkit codes lists them all"
        raise UnknownNameError(f"there is no diagnostic called {code!r}", hint=hint)
    rows = [{"code": k, "severity": c.severity.label, "summary": c.summary, "hint": c.hint} for k, c in table.items()]
    wide = max(len(row["code"]) for row in rows)
    text = "\n".join(f"{row['code']:<{wide}}  {row['severity']:<7}  {row['summary']}" for row in rows)
    return Outcome(result=rows, text=text)
