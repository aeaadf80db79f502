"""What ``--fail-on`` and a recipe's ``fail-on`` may name."""

from __future__ import annotations

from captionkit.errors import UsageError

__all__ = ["demand_known"]

WORDS = ("info", "warning", "error", "never")


def demand_known(word: str) -> str:
    """Return ``word`` where it is a severity, ``never``, a code, or what codes begin with (``loss``, ``srt``).

    Raises UsageError with the nearest name otherwise.

    >>> demand_known("warning"), demand_known("loss:position")
    ('warning', 'loss:position')
    """
    if word in WORDS:
        return word
    from captionkit.diagnostics import all_codes

    codes, wanted = all_codes(), word.replace(":", ".")
    if wanted in codes or any(code.startswith(f"{wanted}.") for code in codes):
        return word
    from difflib import get_close_matches

    known = [*WORDS, *dict.fromkeys(code.partition(".")[0] for code in codes), *codes]
    near = get_close_matches(wanted, known, n=3, cutoff=0.5)
    raise UsageError(
        f"{word!r} is not a severity and not the code of a diagnostic",
        hint=f"did you mean {' or '.join(near)}?"
        if near
        else f"severities: {', '.join(WORDS)}; captionkit codes lists codes",
    )
