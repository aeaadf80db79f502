r"""LaTeX: plays, interviews and dialogues, by the commands that the file defines and those of published packages.

Who speaks is said by ``\item[Name]``, by the commands of a package (dramatist: ``\Character{Name}{cmd}`` makes
``\cmdspeaks``, https://ctan.org/pkg/dramatist; thalie: ``\character[cmd=c]{Name}`` makes ``\c``,
https://ctan.org/pkg/thalie; dialogue: ``\speak{Name}``, https://ctan.org/pkg/dialogue; screenplay:
``\begin{dialogue}{Name}``, https://ctan.org/pkg/screenplay), or by a command of the file's own that ends in one of
these. Where none does, what is set in bold type before the text is left to the inference of plain text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from captionkit.diagnostics import Collector, Result
from captionkit.model.transcript import Kind, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.layout.reader import Given, read_lines
from captionkit.transcripts.layout.rows import tidy
from captionkit.transcripts.syntax.latex_text import Macro, argument, definitions, readable
from captionkit.transcripts.syntax.script import Script, syntax_reader

__all__ = ["LATEX"]

_COMMAND = re.compile(r"\\(?P<name>[A-Za-z@]+)\*?|\\(?P<sign>.)|[{}$~]|\n[ \t]*\n\s*", re.S)
_DRAMATIST = re.compile(r"\\Character[ ]*(?:\[[^\[\]]*\])?[ ]*\{(?P<name>[^{}]*)\}[ ]*\{(?P<cmd>[A-Za-z]+)\}")
_THALIE = re.compile(
    r"\\character[ ]*\[[^\[\]]*\bcmd[ ]*=[ ]*\{?\\?(?P<cmd>[A-Za-z]+)\}?[^\[\]]*\][ ]*\{(?P<name>[^{}]*)\}"
)
_SPEAK = frozenset(("speak", "speaker", "speaks", "says", "say", "dialog", "dlg", "actor", "speakername"))
_DIRECT = frozenset(
    (
        "direct",
        "direction",
        "did",
        "didas",
        "stagedir",
        "stagedirection",
        "StageDir",
        "paren",
        "parenthetical",
        "action",
    )
)
_HEADS = frozenset(
    (
        *("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "act", "scene", "Act", "Scene"),
        *("intslug", "extslug", "slug", "sceneheading"),
    )
)
_STYLES = frozenset(
    (
        *("emph", "textit", "textbf", "textsc", "textsf", "texttt", "textrm", "textup", "textsl", "underline", "mbox"),
        *("enquote", "uppercase", "textnormal", "text", "hbox", "MakeUppercase", "textquote"),
    )
)
_BOLD = frozenset(("textbf", "textsc", "emph", "textit", "underline"))
#: What is printed nowhere, or not where it stands, with its arguments.
_UNSEEN = frozenset(
    (
        *("label", "ref", "pageref", "cite", "index", "vspace", "hspace", "includegraphics", "input", "include"),
        *("usepackage", "documentclass", "setlength", "pagestyle", "thispagestyle", "bibliography", "setcounter"),
        *("footnote", "marginpar", "todo", "title", "author", "date", "thanks", "Character", "character", "hypersetup"),
        *("newcommand", "renewcommand", "url", "selectlanguage", "addtolength", "renewenvironment", "newenvironment"),
    )
)
_SIGNS = {"\\": " ", " ": " ", ",": " ", ";": " ", ":": " ", "/": "", "-": "", "@": "", "!": ""}
_NAME, _NO_BRACES = re.compile(r"\\[A-Za-z@]+"), {ord("{"): "", ord("}"): ""}
#: So deep may commands stand in one another, and so many characters may definitions expand to in all.
_DEEP, _NESTED, _EXPANDED = 12, 100, 2_000_000


@dataclass(slots=True)
class _Event:
    """What the reading of LaTeX yields.

    ``text``, ``bold`` type, a ``name``, the label of an ``item``, ``direct``ions, a ``title``, the ``break`` between
    paragraphs, the ``begin`` and ``end`` of an environment.
    """

    kind: str
    line: int
    text: str = ""


@dataclass(slots=True)
class _Walk:
    """Goes through a text once: commands to events, what is neither said nor a name to ``markup``."""

    script: Script
    macros: dict[str, Macro]
    cues: dict[str, str]
    names: dict[str, str]
    events: list[_Event] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    spent: list[int] = field(default_factory=lambda: [0])

    def run(self, text: str, line: int, *, fixed: bool = False, deep: int = 0) -> None:
        """Read a text whose first character stands in a line; ``fixed`` says that all of it stands in that one."""
        if deep > _NESTED:
            self._text(text, line, fixed=fixed)
            return
        at = 0
        while at < len(text):
            match = _COMMAND.search(text, at)
            here = line if fixed else line + text.count("\n", 0, at)
            if match is None or match.start() > at:
                end = match.start() if match is not None else len(text)
                self._text(text[at:end], here, fixed=fixed)
                at = end
                continue
            at = match.end()
            if match["name"]:
                at = self._command(match["name"], text, match, here, fixed=fixed, deep=deep)
            elif match["sign"]:
                self._text(_SIGNS.get(match["sign"], match["sign"]), here, fixed=True)
            elif match[0] == "~":
                self._text(" ", here, fixed=True)
            elif match[0].isspace():
                self.events.append(_Event("break", here))

    def _text(self, text: str, line: int, *, fixed: bool) -> None:
        for at, part in enumerate(text.split("\n")):
            part = part.replace("\x02", "")
            self.events.append(_Event("text", line if fixed else line + at, f"{' ' if at else ''}{part}"))

    def _command(self, name: str, text: str, match: re.Match[str], line: int, *, fixed: bool, deep: int) -> int:
        at = match.end()
        if name in ("begin", "end"):
            return self._environment(name, text, at, line)
        if name == "item":
            return self._item(text, at, line)
        if name in self.cues:
            self.script.markup[line].append(match[0])
            self.events.append(_Event("name", line, self.cues[name]))
            return at
        if name in self.names:
            self.script.markup[line].append(match[0])
            self._text(self.names[name], line, fixed=True)
            return at
        macro = self.macros.get(name)
        if macro is not None and deep < _DEEP and self.spent[0] < _EXPANDED:
            return self._expand(name, macro, text, at, line, fixed=fixed, deep=deep)
        return self._known(name, text, at, line, fixed=fixed, deep=deep)

    def _known(self, name: str, text: str, at: int, line: int, *, fixed: bool, deep: int) -> int:
        self.script.markup[line].append(f"\\{name}")
        if name in _UNSEEN:
            return self._unseen(text, at, line)
        optional = argument(text, at, "[") if name in _SPEAK | _HEADS | _DIRECT else None
        if optional is not None:
            self.script.markup[line].append(optional[0])
            at = optional[1]
        given = argument(text, at)
        if given is None:
            if name in ("par", "medskip", "bigskip", "smallskip"):
                self.events.append(_Event("break", line))
            elif name in _HEADS:
                self.events.append(_Event("title", line))
            return at
        start = line if fixed else line + text.count("\n", 0, given[1]) - text.count("\n", 0, at)
        if name in _SPEAK | _DIRECT | _HEADS | _BOLD:
            kind = "name" if name in _SPEAK else "direct" if name in _DIRECT else "title" if name in _HEADS else "bold"
            self.events.append(_Event(kind, line, self._plain(given[0], line, deep + 1)))
        else:
            self.run(given[0], line, fixed=start == line, deep=deep + 1)
        return given[1]

    def _plain(self, text: str, line: int, deep: int) -> str:
        """Return the text of an argument, less the commands in it."""
        inner = _Walk(self.script, self.macros, {}, {**self.cues, **self.names}, spent=self.spent)
        if deep >= _DEEP:
            self.script.markup[line] += _NAME.findall(text)
            return tidy(_NAME.sub("", text).translate(_NO_BRACES))
        inner.run(text, line, fixed=True, deep=deep)
        return tidy("".join(event.text for event in inner.events))

    def _unseen(self, text: str, at: int, line: int) -> int:
        while (given := argument(text, at, "[") or argument(text, at)) is not None:
            self._gone(text[at : given[1]], line)
            at = given[1]
        return at

    def _gone(self, text: str, line: int) -> None:
        for further, part in enumerate(text.split("\n")):
            if part.strip():
                self.script.markup[line + further].append(part.strip())

    def _expand(self, name: str, macro: Macro, text: str, at: int, line: int, *, fixed: bool, deep: int) -> int:
        self.script.markup[line].append(f"\\{name}")
        given: list[str] = []
        if macro.default is not None:
            optional = argument(text, at, "[")
            given.append(optional[0] if optional is not None else macro.default)
            at = optional[1] if optional is not None else at
        while len(given) < macro.arguments and (found := argument(text, at)) is not None:
            given.append(found[0])
            at = found[1]
        body = re.sub(
            r"#(\d)", lambda match: given[int(match[1]) - 1] if int(match[1]) <= len(given) else "", macro.body
        )
        self.spent[0] += len(body)
        self.run(body, line, fixed=True, deep=deep + 1)
        return at

    def _environment(self, name: str, text: str, at: int, line: int) -> int:
        given = argument(text, at)
        if given is None:
            return at
        env, at = given
        self.script.markup[line].append(f"\\{name}{{{env}}}")
        if name == "end":
            if env in self.opened:
                self.opened.remove(env)
            self.events.append(_Event("end", line, env))
            return at
        if env == "comment":
            close = text.find("\\end{comment}", at)
            close = len(text) if close < 0 else close
            self._gone(text[at:close], line)
            return close
        self.opened.append(env)
        manner = argument(text, at, "[")
        who = argument(text, manner[1] if manner is not None else at)
        if env == "dialogue" and who is not None:
            self.events.append(_Event("name", line, self._plain(who[0], line, 0)))
            if manner is not None:
                self.events.append(_Event("direct", line, self._plain(manner[0], line, 0)))
            return who[1]
        self.events.append(_Event("begin", line, env))
        return at

    def _item(self, text: str, at: int, line: int) -> int:
        self.script.markup[line].append("\\item")
        label = argument(text, at, "[")
        if label is None:
            self.events.append(_Event("break", line))
            return at
        self.events.append(_Event("item", line, self._plain(label[0], line, 0)))
        return label[1]


def _sniff(lines: Sequence[str]) -> float:
    """Score commands with arguments: a document class, or environments that are closed."""
    head = [line for line in lines[:3000] if "\\" in line]
    if len(head) < 3:
        return 0.0
    text = "\n".join(head)
    classed = re.search(r"^\s*\\document(?:class|style)\b", text, re.M)
    begun = set(re.findall(r"\\begin\{([a-zA-Z*]+)\}", text)) & set(re.findall(r"\\end\{([a-zA-Z*]+)\}", text))
    return 0.96 if classed or (begun and len(head) >= 3) else 0.0


def _events(lines: Sequence[str], script: Script) -> list[_Event]:
    """Return the events of a source; its preamble, comments and definitions are markup."""
    clear, comments = readable(lines)
    script.lines = [line.replace("\x02", "") + comments.get(number, "") for number, line in enumerate(clear, 1)]
    for number, comment in comments.items():
        script.leave(number, comment, "a comment") if clear[number - 1] == "\x02" else script.markup[number].append(
            comment
        )
    text = "\n".join(clear)
    macros, spans = definitions(text)
    cues = {f"{m['cmd']}speaks": m["name"] for m in _DRAMATIST.finditer(text)}
    cues |= {m["cmd"]: m["name"] for m in _THALIE.finditer(text)}
    names = {m["cmd"]: m["name"] for m in _DRAMATIST.finditer(text)}
    begin = text.find("\\begin{document}")
    end = text.find("\\end{document}")
    begin = begin + len("\\begin{document}") if begin >= 0 else 0
    end = end if end >= begin else len(text)
    walk = _Walk(script, macros, cues, names)
    walk._gone(text[:begin], 1)
    walk._gone(text[end:], 1 + text.count("\n", 0, end))
    for first, last in spans:
        if first >= begin:
            walk._gone(text[first:last], 1 + text.count("\n", 0, first))
            text = text[:first] + "".join("\n" if sign == "\n" else "\x02" for sign in text[first:last]) + text[last:]
    walk.run(text[begin:end], 1 + text.count("\n", 0, begin))
    return _named(walk.events)


def _named(events: Sequence[_Event]) -> list[_Event]:
    """Return the events with the labels of items as names where most of them come again, else as text."""
    uses = Counter(_name(event.text) for event in events if event.kind == "item")
    again = sum(count for count in uses.values() if count > 1)
    if 2 * again >= uses.total():
        return [replace(event, kind="name") if event.kind == "item" else event for event in events]
    done: list[_Event] = []
    for event in events:
        item = event.kind == "item"
        label = replace(event, kind="text", text=f"{event.text} ")
        done += [_Event("break", event.line), label] if item else [event]
    return done


def _name(label: str) -> str:
    return tidy(label.rstrip(" :."))


def _parse(lines: Sequence[str], script: Script) -> None:
    turns = _Turns(script)
    for event in _events(lines, script):
        turns.take(event)
    turns.close()


@dataclass(slots=True)
class _Turns:
    """Makes segments of events: what stands behind a name is said, what stands outside is a note."""

    script: Script
    speaker: str | None = None
    within: list[tuple[str, bool]] = field(default_factory=list)
    line: int = 0
    text: str = ""

    def take(self, event: _Event) -> None:
        """Take one event."""
        if event.kind in ("text", "bold"):
            self.line = self.line if self.text.strip() else event.line
            self.text += event.text
            return
        self.close()
        if event.kind == "name":
            self.speaker = _name(event.text)
            self.script.labels.append(event.text)
            self.within = [(env, True) for env, _ in self.within]
        elif event.kind == "direct":
            self.script.mark(event.line, event.text)
        elif event.kind == "title":
            self.script.mark(event.line, event.text, Kind.TITLE)
        elif event.kind == "begin":
            self.within.append((event.text, False))
        elif event.kind == "end":
            spoken = [named for env, named in self.within if env == event.text]
            self.within = [entry for entry in self.within if entry[0] != event.text]
            if event.text == "dialogue" or any(spoken):
                self.speaker = None

    def close(self) -> None:
        """End the paragraph."""
        if tidy(self.text):
            if self.speaker is None:
                self.script.leave(self.line, self.text, "before or between what is said", sure=False)
            else:
                self.script.say(self.line, self.speaker, tidy(self.text))
        self.text = ""


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    script = Script()
    events = _events(source.lines, script)
    if any(event.kind == "name" for event in events):
        return _NAMED.read(source, options)
    notes = Collector(source.name, strict=options.strict)
    for line, gone in sorted(script.markup.items()):
        notes.add("text.markup", f"markup, not captioned: {' '.join(gone)[:80]!r}", line=line)
    paragraphs = list(_paragraphs(events))
    lines = [line for text, _ in paragraphs for line in (text, "")]
    places = [number for _, number in paragraphs for _ in range(2)]
    transcript = read_lines(lines, options, notes, Given(places=places, markdown=True))
    return Result(transcript.replace(source="latex"), notes.all)


def _paragraphs(events: Sequence[_Event]) -> Iterator[tuple[str, int]]:
    """Yield (text, line) of each paragraph, bold type at its beginning and headings as Markdown writes them."""
    text, line = "", 0
    for event in [*events, _Event("break", 0)]:
        if event.kind in ("text", "bold"):
            line = line if text.strip() else event.line
            text += f"**{event.text}**" if event.kind == "bold" and event.text and not text.strip() else event.text
            continue
        if tidy(text):
            yield tidy(text), line
        text = ""
        if event.kind in ("title", "direct") and event.text:
            yield f"# {event.text}" if event.kind == "title" else f"({event.text.strip('()')})", event.line


_NAMED = syntax_reader("latex", "LaTeX: plays, interviews, dialogues", (".tex", ".ltx"), _sniff, _parse)
LATEX = replace(_NAMED, read=_read)
