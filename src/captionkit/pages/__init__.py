"""What all pages share: one style sheet of tokens and parts, and how a page that stands alone is put together.

Workbench, reports, the client's page and the translators' page look alike because none has a style of its own.
"""

from __future__ import annotations

import html
import json
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Any

__all__ = ["embedded", "page", "part", "parts_css"]


def parts_css() -> str:
    """Return the style sheet of tokens and parts."""
    return part("captionkit.pages", "parts.css")


def part(package: str, name: str) -> str:
    """Return a part of a page, which stands beside the module that uses it."""
    return (files(package) / name).read_text("utf-8")


def embedded(value: Any) -> str:
    r"""Return a value as JSON that may stand in a script element: nothing in it can end that.

    >>> embedded({"text": "</script>"})
    '{"text":"\\u003c/script>"}'
    """
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # only "<" can end a script element, U+2028/9 are line ends to old readers
    for letter in "<\u2028\u2029":
        data = data.replace(letter, f"\\u{ord(letter):04x}")
    return data


def page(
    title: str,
    body: str,
    *,
    style: str = "",
    scripts: Sequence[str] = (),
    data: Any = None,
    allow: str = "",
    head: str = "",
    language: str = "en",
) -> str:
    """Return a page that loads nothing: style and scripts are in it, and its policy names their hashes and no more.

    ``data`` is what scripts read from the element ``#data``; ``allow`` are further directives of the policy (media,
    images); ``head`` is markup for the head. What is text in ``body`` must be escaped by who makes it.
    """
    sheet = parts_css() + style
    policy = "; ".join(
        [
            "default-src 'none'",
            f"style-src {_hashes([sheet])}",
            f"script-src {_hashes(scripts) or _NONE}",
            *([allow] if allow else []),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    ends = [f'<script type="application/json" id="data">{embedded(data)}</script>'] if data is not None else []
    ends += [f"<script>{script}</script>" for script in scripts]
    made = (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy, quote=False)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{html.escape(title)}</title>\n{head}<style>{sheet}</style>\n</head>\n<body>\n{body}\n"
        + "\n".join(ends)
        + "\n</body>\n</html>\n"
    )
    # names of files may hold halves of a character, which no UTF-8 file can
    return made.encode("utf-8", "backslashreplace").decode("utf-8")


_NONE = "'none'"


def _hashes(texts: Sequence[str]) -> str:
    """Return the sources of a policy that lets these texts run, and no others."""
    return " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts)
