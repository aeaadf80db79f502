"""``captionkit doctor``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.api.doctor import Health, Part

__all__ = ["command"]


@opt.command("doctor")
def command() -> Outcome:
    """Say what is installed, what each missing piece would bring, and how to get it.

    Pieces are the extras of the Python package and outside programs. The core works without any of them.
    """
    from captionkit.api.doctor import doctor

    health = doctor()
    rows = [{name: getattr(part, name) for name in part.__match_args__} for part in health.parts]
    known = {"captionkit": health.captionkit, "python": health.python, "system": health.system, "parts": rows}
    return Outcome(known, _text(health))


def _text(health: Health) -> str:
    ready = [part for part in health.parts if part.ready]
    absent = [part for part in health.parts if not part.ready]
    wide = max(len(part.name) for part in health.parts)
    lines = [f"captionkit {health.captionkit}, Python {health.python}, {health.system}"]
    if ready:
        lines += ["", "Ready:", *(f"  {part.name:<{wide}}  {part.brings}{_versions(part)}" for part in ready)]
    if absent:
        lines += ["", "Not installed, and what it would bring:"]
    for part in absent:
        size = f" ({part.size:g} MB)" if part.size else ""
        lines += [f"  {part.name:<{wide}}  {part.brings}", f"  {'':<{wide}}  {part.get}{size}"]
    return "\n".join(lines)


def _versions(part: Part) -> str:
    shown = ", ".join(f"{name} {number}".strip() for name, number in part.versions.items())
    return f" ({shown})" if any(part.versions.values()) else ""
