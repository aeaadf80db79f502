"""The table of transcript readers. Adding one: a module or a row of the JSON core, a row here, data under tests."""

from __future__ import annotations

from captionkit.registry import Registry, Row
from captionkit.transcripts.base import Reader

__all__ = ["READERS"]

_STT = "captionkit.transcripts.stt"

READERS: Registry[Reader] = Registry(
    "transcript format",
    "captionkit.transcripts",
    {
        # text
        "text": Row(
            "captionkit.transcripts.text.reader:READER",
            "plain text, timed or untimed, any dialect",
            (".txt", ".md", ".text"),
        ),
        # speech-to-text services and tools
        "whisper": Row(f"{_STT}.whisper:WHISPER", "openai-whisper and faster-whisper JSON", (".json",)),
        "openai": Row(f"{_STT}.whisper:OPENAI", "OpenAI audio API: verbose, word and diarized JSON", (".json",)),
        "whisper-timestamped": Row(f"{_STT}.whisper:WHISPER_TIMESTAMPED", "whisper-timestamped JSON", (".json",)),
        "stable-ts": Row(f"{_STT}.whisper:STABLE_TS", "stable-ts JSON", (".json",)),
        "whisperx": Row(f"{_STT}.whisper:WHISPERX", "WhisperX JSON", (".json",)),
        "whisper-cpp": Row(f"{_STT}.whisper:WHISPER_CPP", "whisper.cpp JSON, -oj and -ojf", (".json",)),
        "transformers": Row(f"{_STT}.whisper:HF", "transformers pipeline and insanely-fast-whisper JSON", (".json",)),
        # meeting tools, editors, annotation tools
        # caption tracks and captionkit's own
    },
)
