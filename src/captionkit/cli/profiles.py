"""``captionkit profiles``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.profiles import Profile

__all__ = ["command"]


@opt.command
@click.argument("name", required=False, shell_complete=opt.choices("profiles"))
def command(name: str | None) -> Outcome:
    """List the house styles, or show the one called NAME: each number with its source and date."""
    from captionkit.profiles import load, names

    if name is None:
        loaded = [load(known) for known in names()]
        wide = max(len(p.name) for p in loaded)
        return Outcome(
            result=[{"name": p.name, "title": p.title, "languages": list(p.languages)} for p in loaded],
            text="\n".join(f"{p.name:<{wide}}  {p.title}" for p in loaded),
        )
    profile = load(name)
    return Outcome(result=_shape(profile), text=_text(profile))


def _shape(profile: Profile) -> dict[str, object]:
    return {
        "name": profile.name,
        "title": profile.title,
        "languages": list(profile.languages),
        "inherits": list(profile.inherits),
        "evidence": profile.evidence,
        "values": [
            {"key": s.key, "value": s.value, "source": s.source, "url": s.url, "date": s.date, "evidence": s.evidence}
            for s in profile.sources
        ],
        "rules": dict(profile.rules),
    }


def _text(profile: Profile) -> str:
    lines = [f"{profile.name}: {profile.title}"]
    if profile.inherits:
        lines.append(f"inherits {', '.join(profile.inherits)}")
    wide = max((len(s.key) for s in profile.sources), default=0)
    for s in profile.sources:
        origin = ", ".join(part for part in (s.source, s.date, s.evidence) if part)
        lines.append(f"  {s.key:<{wide}}  {s.value}  ({origin})")
    lines += [f"    {url}" for url in dict.fromkeys(s.url for s in profile.sources if s.url)]
    return "\n".join(lines)
