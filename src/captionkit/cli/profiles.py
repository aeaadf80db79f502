"""``captionkit profiles``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from captionkit.cli import _options as opt
from captionkit.cli import _types as types
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.profiles import Profile

__all__ = ["command"]


@opt.command("profiles")
@click.argument("name", required=False, type=types.PROFILE)
@click.argument("target", required=False)
@click.option(
    "--inherits",
    "base",
    default="default",
    show_default=True,
    metavar="NAME",
    type=types.PROFILE,
    help="With new: the style guide that it begins from.",
)
def command(name: str | None, target: str | None, base: str, force: bool) -> Outcome:
    """List the style guides, or show the one called NAME: each number with its source and date.

    "profiles new FILE" writes a style guide of your own to start from, "profiles schema" prints the JSON Schema with
    which editors check it.

    \b
    captionkit profiles netflix-en
    captionkit profiles new guide.toml --inherits netflix-en
    """
    from captionkit.profiles import load

    if name == "new":
        return _new(target, base, force=force)
    if target is not None:
        raise click.UsageError(f"got an unexpected argument ({target})")
    if name == "schema":
        return _schema()
    if name is None:
        return _listing()
    profile = load(name)
    return Outcome(result=_shape(profile), text=_text(profile))


def _listing() -> Outcome:
    from captionkit.profiles import load, names

    loaded = [load(known) for known in names()]
    wide = max(len(p.name) for p in loaded)
    return Outcome(
        result=[{"name": p.name, "title": p.title, "languages": list(p.languages)} for p in loaded],
        text="\n".join(f"{p.name:<{wide}}  {p.title}" for p in loaded),
    )


def _new(target: str | None, base: str, *, force: bool) -> Outcome:
    from pathlib import Path

    from captionkit.delivery.atomic import write_atomic
    from captionkit.profiles import load
    from captionkit.profiles.writer import new_profile

    if target is None:
        raise click.UsageError("say which file to write: captionkit profiles new guide.toml --inherits netflix-en")
    # a base that is a file is named as the new file sees it
    inherits = os.path.relpath(base, Path(target).parent) if base.endswith(".toml") else ""
    text = new_profile(load(base), inherits=f"./{inherits}" if inherits and os.sep not in inherits else inherits)
    write_atomic(target, text.encode("utf-8"), force=force)
    return Outcome(result={"path": target, "inherits": base}, notes=[f"wrote {target}, which inherits from {base}"])


def _schema() -> Outcome:
    import json

    from captionkit.profiles.schema import schema

    return Outcome(result=schema(), text=json.dumps(schema(), indent=1), data=True)


def _shape(profile: Profile) -> dict[str, object]:
    return {
        "name": profile.name,
        "title": profile.title,
        "languages": list(profile.languages),
        "inherits": list(profile.inherits),
        "evidence": profile.evidence,
        "values": [
            {
                "key": s.key,
                "value": s.value,
                "source": s.source,
                "url": s.url,
                "date": s.date,
                "evidence": s.evidence,
                "note": s.note,
                "profile": s.profile,
            }
            for s in profile.sources
        ],
        "rules": dict(profile.rules),
        "audiences": list(profile.audiences),
        "not_published": sorted(profile.fallbacks),
        "note": profile.note,
    }


def _text(profile: Profile) -> str:
    lines = [f"{profile.name}: {profile.title}"]
    if profile.inherits:
        lines.append(f"inherits {', '.join(profile.inherits)}")
    if profile.note:
        lines.append(profile.note)
    if profile.audiences:
        lines.append(f"audiences: {', '.join(f'{profile.name}:{audience}' for audience in profile.audiences)}")
    wide = max((len(s.key) for s in profile.sources), default=0)
    for s in profile.sources:
        origin = ", ".join(part for part in (s.source, s.date, s.evidence, s.note) if part)
        lines.append(f"  {s.key:<{wide}}  {s.value}  ({origin})")
    lines += [f"    {url}" for url in dict.fromkeys(s.url for s in profile.sources if s.url)]
    return "\n".join(lines)
