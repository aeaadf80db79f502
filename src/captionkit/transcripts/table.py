"""The table of transcript readers. Adding one: a module or a row of the JSON core, a row here, data under tests."""

from __future__ import annotations

from captionkit.registry import Registry, Row
from captionkit.transcripts.base import Reader

__all__ = ["READERS"]

_HERE = "captionkit.transcripts"
_TEXT = f"{_HERE}.layout"
_STT = f"{_HERE}.stt"
_NOTED = "captionkit.transcripts.annotation"

READERS: Registry[Reader] = Registry(
    "transcript format",
    "captionkit.transcripts",
    {
        # text
        "text": Row(
            "captionkit.transcripts.layout.reader:READER",
            "plain text, timed or untimed, any layout",
            (".txt", ".md", ".text"),
        ),
        "whisper-console": Row(f"{_TEXT}.tools:WHISPER_CONSOLE", "what Whisper prints", (".txt",)),
        "premiere-text": Row(f"{_TEXT}.tools:PREMIERE_TEXT", "Adobe Premiere transcript text", (".txt",)),
        "premiere-csv": Row(f"{_HERE}.delimited:PREMIERE_CSV", "Adobe Premiere transcript CSV", (".csv",)),
        "resolve": Row(f"{_TEXT}.tools:RESOLVE", "DaVinci Resolve transcription text", (".txt",)),
        "scriptsync": Row(f"{_TEXT}.tools:SCRIPTSYNC", "Avid ScriptSync script", (".txt",)),
        "avid-ds": Row(f"{_TEXT}.tools:AVID_DS", "Avid DS caption text", (".txt",)),
        "descript": Row(f"{_TEXT}.tools:DESCRIPT", "Descript text", (".txt", ".md")),
        "otter": Row(f"{_TEXT}.tools:OTTER", "Otter.ai text", (".txt",)),
        "rev": Row(f"{_TEXT}.tools:REV", "Rev text", (".txt",)),
        "revai-text": Row(f"{_TEXT}.tools:REVAI_TEXT", "Rev.ai text", (".txt",)),
        "speechmatics-text": Row(f"{_TEXT}.tools:SPEECHMATICS_TEXT", "Speechmatics text", (".txt",)),
        "zoom-text": Row(f"{_TEXT}.tools:ZOOM_TEXT", "Zoom saved captions", (".txt",)),
        "teams-text": Row(f"{_TEXT}.tools:TEAMS_TEXT", "Microsoft Teams transcript text", (".txt",)),
        "meet": Row(f"{_TEXT}.tools:MEET", "Google Meet transcript", (".txt",)),
        "f4": Row(f"{_TEXT}.tools:F4", "f4 and f5 transcript", (".txt",)),
        "youtube-panel": Row(f"{_TEXT}.tools:YOUTUBE_PANEL", "text copied from YouTube's transcript panel", (".txt",)),
        "news": Row(f"{_TEXT}.tools:NEWS", "television news transcript", (".txt",)),
        "inqscribe": Row(f"{_HERE}.inqscribe:INQSCRIBE", "InqScribe document", (".inqscr",)),
        "html": Row(f"{_HERE}.html:HTML", "HTML: Podcasting 2.0, Trint, a page with a transcript", (".html", ".htm")),
        "otranscribe": Row(f"{_HERE}.html:OTRANSCRIBE", "oTranscribe document", (".otr",)),
        "docx": Row(f"{_HERE}.docx:DOCX", "Word document with a transcript", (".docx", ".docm")),
        "rtf": Row(f"{_HERE}.rtf:RTF", "Rich Text with a transcript", (".rtf",)),
        "whisper-tsv": Row(f"{_HERE}.delimited:WHISPER_TSV", "Whisper TSV, whisper.cpp CSV", (".tsv", ".csv")),
        "audacity": Row(f"{_HERE}.delimited:AUDACITY", "Audacity labels", (".txt",)),
        "table": Row(f"{_HERE}.delimited:TABLE", "a table with times and text", (".csv", ".tsv", ".tab")),
        # speech-to-text services and tools
        "whisper": Row(f"{_STT}.whisper:WHISPER", "openai-whisper and faster-whisper JSON", (".json",)),
        "openai": Row(f"{_STT}.whisper:OPENAI", "OpenAI audio API: verbose, word and diarized JSON", (".json",)),
        "whisper-timestamped": Row(f"{_STT}.whisper:WHISPER_TIMESTAMPED", "whisper-timestamped JSON", (".json",)),
        "stable-ts": Row(f"{_STT}.whisper:STABLE_TS", "stable-ts JSON", (".json",)),
        "whisperx": Row(f"{_STT}.whisper:WHISPERX", "WhisperX JSON", (".json",)),
        "whisper-cpp": Row(f"{_STT}.whisper:WHISPER_CPP", "whisper.cpp JSON, -oj and -ojf", (".json",)),
        "transformers": Row(f"{_STT}.whisper:HF", "transformers pipeline and insanely-fast-whisper JSON", (".json",)),
        "aws": Row(f"{_STT}.amazon:AWS", "AWS Transcribe JSON", (".json",)),
        "aws-call": Row(f"{_STT}.amazon:AWS_CALL", "AWS Transcribe call analytics JSON", (".json",)),
        "google": Row(f"{_STT}.google:GOOGLE", "Google Speech-to-Text JSON, v1 and v2", (".json",)),
        "azure": Row(f"{_STT}.microsoft:AZURE", "Azure AI Speech batch JSON", (".json",)),
        "azure-fast": Row(f"{_STT}.microsoft:AZURE_FAST", "Azure AI Speech fast transcription JSON", (".json",)),
        "deepgram": Row(f"{_STT}.deepgram:DEEPGRAM", "Deepgram JSON, whole or streamed", (".json", ".jsonl")),
        "assemblyai": Row(f"{_STT}.cloud:ASSEMBLYAI", "AssemblyAI JSON", (".json",)),
        "elevenlabs": Row(f"{_STT}.cloud:ELEVENLABS", "ElevenLabs Scribe JSON", (".json",)),
        "gladia": Row(f"{_STT}.cloud:GLADIA", "Gladia JSON", (".json",)),
        "soniox": Row(f"{_STT}.cloud:SONIOX", "Soniox JSON", (".json",)),
        "revai": Row(f"{_STT}.monologues:REVAI", "Rev.ai and Rev JSON", (".json",)),
        "vosk-transcriber": Row(f"{_STT}.monologues:VOSK_TRANSCRIBER", "vosk-transcriber JSON", (".json",)),
        "speechmatics": Row(f"{_STT}.speechmatics:SPEECHMATICS", "Speechmatics JSON, batch and real-time", (".json",)),
        "speechmatics-v1": Row(f"{_STT}.speechmatics:SPEECHMATICS_V1", "Speechmatics JSON, version 1", (".json",)),
        "watson": Row(f"{_STT}.recognisers:WATSON", "IBM Watson Speech to Text JSON", (".json",)),
        "vosk": Row(f"{_STT}.recognisers:VOSK", "Vosk and Kaldi JSON, an object an utterance", (".json", ".jsonl")),
        "bbc-kaldi": Row(f"{_STT}.recognisers:BBC_KALDI", "BBC Kaldi JSON", (".json",)),
        "premiere-json": Row(f"{_STT}.editing:PREMIERE", "Adobe Premiere transcript JSON", (".json",)),
        "podcast-json": Row(f"{_STT}.editing:PODCAST", "Podcasting 2.0 transcript JSON", (".json",)),
        "sonix": Row(f"{_STT}.editing:SONIX", "Sonix JSON", (".json",)),
        "happyscribe": Row(f"{_STT}.editing:HAPPYSCRIBE", "Happy Scribe JSON", (".json",)),
        "aeneas": Row(f"{_STT}.editing:AENEAS", "aeneas sync map JSON", (".json",)),
        "gentle": Row(f"{_STT}.editing:GENTLE", "Gentle aligner JSON", (".json",)),
        "trint": Row(f"{_STT}.editing:TRINT", "Trint JSON", (".json",)),
        "words-paragraphs": Row(f"{_STT}.editing:WORDS_PARAGRAPHS", "words and paragraphs JSON (autoEdit)", (".json",)),
        "broken-json": Row(f"{_STT}.refused:BROKEN_JSON", "JSON that is cut off, refused", (".json",)),
        "other-captions": Row(
            f"{_STT}.refused:OTHER_CAPTIONS",
            "SCC, MCC, ASS, TTML: refused, not taken for words",
            (".scc", ".mcc", ".ass", ".ssa", ".ttml", ".dfxp", ".itt"),
        ),
        "prtranscript": Row(f"{_STT}.refused:PRTRANSCRIPT", "Premiere's own binary, refused", (".prtranscript",)),
        "youtube-transcript-api": Row(f"{_STT}.youtube:SNIPPETS", "youtube-transcript-api JSON", (".json",)),
        "youtube-json3": Row(f"{_STT}.youtube:JSON3", "YouTube timed text, json3", (".json3", ".json")),
        "text-json": Row(f"{_STT}.generic:TEXT_ONLY", "JSON with nothing but a text", (".json",)),
        "json": Row(f"{_STT}.generic:GENERIC", "any other JSON with timed texts, by guess", (".json", ".jsonl")),
        # meeting tools, editors, annotation tools
        "youtube-xml": Row(f"{_NOTED}.youtube:SRV", "YouTube timed text, srv1, srv2, srv3", (".srv3", ".ytt", ".xml")),
        "textgrid": Row(f"{_NOTED}.textgrid:TEXTGRID", "Praat TextGrid, long and short", (".textgrid",)),
        "elan": Row(f"{_NOTED}.elan:ELAN", "ELAN annotation", (".eaf",)),
        "chat": Row(f"{_NOTED}.chat:CHAT", "CHAT, the format of TalkBank", (".cha",)),
        "transcriber": Row(f"{_NOTED}.transcriber:TRANSCRIBER", "Transcriber", (".trs",)),
        "tei": Row(f"{_NOTED}.tei:TEI", "TEI and ISO 24624 transcripts of speech", (".xml", ".tei")),
        "ctm": Row(f"{_NOTED}.nist:CTM", "Kaldi and NIST CTM, a word a line", (".ctm",)),
        "stm": Row(f"{_NOTED}.nist:STM", "NIST STM, a segment a line", (".stm",)),
        # caption tracks and captionkit's own
    },
)
