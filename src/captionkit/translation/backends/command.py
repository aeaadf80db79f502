"""Any program as a translator: texts in on its standard input, translations out on its standard output.

No shell is involved: the command line is split into words and ``{source}`` and ``{target}`` are filled in afterwards.

``cmd:``  one text a line, one translation a line.
``jsonl:``  one JSON object a line: ``{"id", "text", "source", "target", "budget", "speaker"}``, answered in any order
with ``{"id", "text"}``.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess  # a program the user named is the translator
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

from captionkit.errors import EngineError, RetryableError, UsageError
from captionkit.translation.base import Ability, Request, Translator

__all__ = ["OPTIONS", "Command", "command", "run"]

#: Bytes a program may write, besides twenty for each byte it was sent.
MOST_OUTPUT = 16 * 1024 * 1024

OPTIONS = {
    "timeout": "seconds a call may take, 120 by default",
    "batch": "texts a call, 50 by default",
    "version": "a label of yours: with another one nothing in the memory counts",
}


class Command:
    """A translator that runs a program once for each batch."""

    def __init__(self, words: Sequence[str], protocol: str, options: Mapping[str, str]) -> None:
        self.words = tuple(words)
        self.protocol = protocol
        self.timeout = float(options.get("timeout", "120"))
        self.ability = Ability(
            name=f"{protocol}:{shlex.join(words)}",
            version=options.get("version", ""),
            batch=int(options.get("batch", "50")),
            budget=protocol == "jsonl",
        )

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        """Run the program on one batch."""
        words = [w.replace("{source}", request.source).replace("{target}", request.target) for w in self.words]
        if self.protocol == "jsonl":
            return _unpacked(run(words, _packed(texts, request), self.timeout), request, texts)
        if any("\n" in text for text in texts):
            raise EngineError("a text with a line break cannot be sent to a line-by-line program", hint="use jsonl:")
        reply = run(words, "\n".join(texts) + "\n", self.timeout)
        return reply.replace("\r\n", "\n").removesuffix("\n").split("\n")


def command(line: str, *, protocol: str, options: Mapping[str, str]) -> Translator:
    """Return the translator for a command line.

    Raises UsageError where the line cannot be split, the program is not found or an option means nothing.
    """
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise UsageError(f"{protocol}:{line}: {error}") from None
    if not words or not (shutil.which(words[0])):
        raise UsageError(f"{protocol}:{line}: no program {words[0] if words else ''!r} on the path")
    unknown = options.keys() - OPTIONS.keys()
    if unknown:
        raise UsageError(f"a command has no option {', '.join(sorted(unknown))}", hint=f"known: {', '.join(OPTIONS)}")
    return Command(words, protocol, options)


def run(words: Sequence[str], stdin: str, timeout: float) -> str:
    """Run a program with text on its standard input and return its standard output.

    Raises RetryableError where it takes longer than ``timeout`` seconds (it and its children are ended), EngineError
    where it exits with another code than 0, writes nothing but an error, or what is not UTF-8.
    """
    process = subprocess.Popen(
        list(words),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=os.name == "posix",
    )
    limit = MOST_OUTPUT + 20 * len(stdin)
    feeder = _Pump(process.stdin, stdin.encode())
    readers = [_Drain(process.stdout, limit, process), _Drain(process.stderr, limit, process)]
    try:
        process.wait(timeout=timeout)
        for thread in (*readers, feeder):
            thread.join(timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        raise RetryableError(f"{words[0]} did not answer within {timeout:g} s") from None
    if any(reader.full for reader in readers):
        raise EngineError(f"{words[0]} wrote more than {limit:,} bytes; it was ended")
    out, err = (bytes(reader.data) for reader in readers)
    tail = err.decode(errors="replace").strip().rpartition("\n")[2][:300]
    if process.returncode:
        raise EngineError(f"{words[0]} ended with exit code {process.returncode}{': ' if tail else ''}{tail}")
    if stdin.strip() and tail and not out.strip():
        raise EngineError(f"{words[0]} wrote nothing but an error: {tail}")
    try:
        return out.decode()
    except UnicodeDecodeError:
        raise EngineError(f"{words[0]} wrote text that is not UTF-8") from None


class _Pump(threading.Thread):
    """Writes to a program's input while its output is read."""

    def __init__(self, pipe: IO[bytes] | None, data: bytes) -> None:
        super().__init__(daemon=True)
        self.pipe, self.bytes = pipe, data
        self.start()

    def run(self) -> None:
        if self.pipe is not None:
            with suppress(OSError), self.pipe:  # a program may end without reading
                self.pipe.write(self.bytes)


class _Drain(threading.Thread):
    """Reads a program's output up to a limit, beyond which the program is ended."""

    def __init__(self, pipe: IO[bytes] | None, limit: int, process: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True)
        self.pipe, self.limit, self.process = pipe, limit, process
        self.data = bytearray()
        self.full = False
        self.start()

    def run(self) -> None:
        if self.pipe is None:
            return
        with suppress(OSError), self.pipe:
            while part := self.pipe.read1(1 << 16):  # type: ignore[attr-defined]
                self.data += part
                if len(self.data) > self.limit:
                    self.full = True
                    _kill(self.process)
                    return


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    _kill(process)
    process.wait()


def _packed(texts: Sequence[str], request: Request) -> str:
    rows = []
    for index, text in enumerate(texts):
        row: dict[str, Any] = {"id": _id(request, index), "text": text}
        row |= {"source": request.source, "target": request.target, "budget": request.budget(index)}
        row["speaker"] = request.speakers[index] if index < len(request.speakers) else ""
        rows.append(json.dumps(row, ensure_ascii=False))
    return "\n".join(rows) + "\n"


def _id(request: Request, index: int) -> str:
    return request.ids[index] if index < len(request.ids) else str(index + 1)


def _unpacked(reply: str, request: Request, texts: Sequence[str]) -> list[str]:
    answers: dict[str, str] = {}
    for number, line in enumerate(reply.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            answers[str(row["id"])] = row["text"]
        except (ValueError, KeyError, TypeError):
            raise EngineError(f'line {number} of the reply is not {{"id": ..., "text": ...}}') from None
    # An id that is missing becomes an empty reply, which the engine notices and asks for again.
    return [answers.get(_id(request, index), "") for index in range(len(texts))]
