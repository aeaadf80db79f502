"""What to say to somebody who asks for a command that is not there."""

from __future__ import annotations

from captionkit.cli.table import COMMANDS

__all__ = ["answer"]

_TRANSFORM = 'a transform: captionkit transform IN OUT --do "{}"'

#: What people look for -> what is true instead.
_ANSWERS = {
    "that is captionkit burn": ("burnin", "burn-in", "hardsub", "render"),
    "that is captionkit mux": ("embed", "softsub", "remux"),
    "that is captionkit convert FILM OUT --track N; captionkit tracks lists what there is": ("extract", "demux", "rip"),
    "that is captionkit hls": ("package", "playlist"),
    "captionkit does not read pictures. Use an OCR tool (Subtitle Edit, vobsub2srt) and give captionkit its SRT": (
        "ocr",
    ),
    "that is captionkit caption FILM --recogniser NAME; or run a recogniser (Whisper, Vosk, a cloud service) and give "
    "captionkit caption its JSON: captionkit formats lists what is read": (
        "transcribe", "recognise", "recognize", "whisper", "stt", "asr", "listen", "diarize", "diarise",
    ),
    "captionkit does not make speech or sound": ("speak", "tts", "dub", "voice", "voiceover"),
    "that is captionkit review": ("edit", "editor", "gui", "play", "preview", "view", "serve", "workbench"),
    "captionkit does not fetch anything from the network": ("download", "fetch", "search", "upload"),
    f"that is {_TRANSFORM.format('shift:by=1.5s')}": ("shift", "delay", "offset", "move"),
    f"that is {_TRANSFORM.format('retime:from=24,to=25')}": ("retime", "scale", "stretch", "fps", "framerate"),
    f"that is {_TRANSFORM.format('clean')}": ("clean", "strip"),
    "that is a transform: captionkit transform --list shows all of them": (
        "split", "dedupe", "snap", "replace", "extend",
    ),
    "that is captionkit sync": ("synchronise", "synchronize", "resync", "autosync"),
    "that is captionkit join A B -o C": ("concat", "cat", "append"),
    "that is captionkit cut FILE --at TIME -o FOLDER/": ("trim", "slice", "reels"),
    "that is captionkit check": ("lint", "validate", "qc", "qa", "test", "stats", "statistics"),
    "that is captionkit fix": ("repair", "correct", "clean-up", "cleanup"),
    "that is captionkit inspect": ("info", "probe", "detect", "identify", "show"),
    "that is captionkit changes OLD NEW": ("diff", "compare", "delta", "revisions"),
    "that is captionkit convert": ("export", "import", "save"),
}  # fmt: skip


def answer(name: str) -> str:
    """Return what to say about a command that is not there."""
    for text, names in _ANSWERS.items():
        if name.lower() in names:
            return f"no such command: {name!r}: {text}"
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"no such command: {name!r}.{hint}"
