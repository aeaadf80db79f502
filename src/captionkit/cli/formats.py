"""``captionkit formats``."""

from __future__ import annotations

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.registry import Registry

__all__ = ["command"]


@opt.command("formats")
def command() -> Outcome:
    """List the caption formats (read and written) and the transcript formats (read)."""
    from captionkit.formats import FORMATS
    from captionkit.transcripts import READERS

    tables: dict[str, Registry] = {"caption": FORMATS, "transcript": READERS}  # type: ignore[type-arg]
    result = {kind: _rows(table) for kind, table in tables.items()}
    text = "\n\n".join(f"{kind} formats\n{_text(rows)}" for kind, rows in result.items())
    return Outcome(result=result, text=text)


def _rows(table: Registry) -> list[dict[str, object]]:  # type: ignore[type-arg]
    builtin: list[dict[str, object]] = [
        {"name": n, "summary": r.summary, "suffixes": list(r.suffixes)} for n, r in table.rows.items()
    ]
    plugins: list[dict[str, object]] = [
        {"name": n, "summary": f"plugin of {dist}", "suffixes": []} for n, dist in table.plugins()
    ]
    return [*builtin, *plugins]


def _text(rows: list[dict[str, object]]) -> str:
    wide = max((len(str(row["name"])) for row in rows), default=0)
    return "\n".join(f"  {row['name']!s:<{wide}}  {row['summary']}" for row in rows)
