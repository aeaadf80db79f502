"""The table of transcript readers, in the order in which equals are tried.

Adding one: a reader in a module, a row here with its name and target, data under tests. A row's title and suffixes are
the reader's own, copied here by ``scripts/make_docs.py`` so that none of these modules is loaded to list them.
"""

from __future__ import annotations

from captionkit.registry import Registry, Row
from captionkit.transcripts.base import Reader

__all__ = ["READERS"]

_HERE = "captionkit.transcripts"
_TEXT = f"{_HERE}.layout"
_STT = f"{_HERE}.stt"
_ANNOTATION = f"{_HERE}.annotation"

READERS: Registry[Reader] = Registry(
    "transcript format",
    "captionkit.transcripts",
    {
        # text
        "text": Row(f"{_TEXT}.reader:READER", "plain text", (".txt", ".md", ".text")),
        "whisper-console": Row(f"{_TEXT}.tools:WHISPER_CONSOLE", "what Whisper prints", (".txt",)),
        "premiere-text": Row(f"{_TEXT}.tools:PREMIERE_TEXT", "Adobe Premiere transcript text", (".txt",)),
        "premiere-csv": Row(f"{_HERE}.delimited:PREMIERE_CSV", "Adobe Premiere transcript CSV", (".csv",)),
        "resolve": Row(f"{_TEXT}.tools:RESOLVE", "DaVinci Resolve transcription text", (".txt",)),
        "scriptsync": Row(f"{_TEXT}.tools:SCRIPTSYNC", "Avid ScriptSync script", (".txt",)),
        "avid-ds": Row(f"{_TEXT}.tools:AVID_DS", "Avid DS caption text", (".txt",)),
        "descript": Row(f"{_TEXT}.tools:DESCRIPT", "Descript text", (".txt",)),
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
        "html": Row(
            f"{_HERE}.html:HTML",
            "HTML: Podcasting 2.0, Trint, or a page with a transcript",
            (".html", ".htm", ".xhtml"),
        ),
        "otranscribe": Row(f"{_HERE}.otranscribe:OTRANSCRIBE", "oTranscribe document", (".otr",)),
        "docx": Row(
            f"{_HERE}.docx:DOCX",
            "Word document with a transcript: Teams, Trint, Rev, Otter, as-broadcast tables",
            (".docx", ".docm"),
        ),
        "odt": Row(f"{_HERE}.odt:ODT", "OpenDocument text or sheet with a transcript", (".odt", ".ods", ".ott")),
        "epub": Row(f"{_HERE}.epub:EPUB", "EPUB publication with a transcript", (".epub",)),
        "xlsx": Row(f"{_HERE}.xlsx:XLSX", "Excel workbook with a transcript", (".xlsx", ".xlsm")),
        "pdf": Row(f"{_HERE}.pdf:PDF", "PDF with a transcript", (".pdf",)),
        "rtf": Row(f"{_HERE}.rtf:RTF", "Rich Text with a transcript", (".rtf",)),
        "whisper-tsv": Row(f"{_HERE}.delimited:WHISPER_TSV", "Whisper TSV and whisper.cpp CSV", (".tsv", ".csv")),
        "audacity": Row(f"{_HERE}.delimited:AUDACITY", "Audacity labels", (".txt",)),
        "table": Row(f"{_HERE}.delimited:TABLE", "a table with times and text in columns", (".csv", ".tsv", ".tab")),
        # speech-to-text services and tools
        "whisper": Row(f"{_STT}.services:whisper", "openai-whisper and faster-whisper JSON", (".json",)),
        "openai": Row(f"{_STT}.services:openai", "OpenAI audio API JSON: verbose, words, diarized", (".json",)),
        "whisper-timestamped": Row(f"{_STT}.services:whisper-timestamped", "whisper-timestamped JSON", (".json",)),
        "stable-ts": Row(f"{_STT}.services:stable-ts", "stable-ts JSON", (".json",)),
        "whisperx": Row(f"{_STT}.services:whisperx", "WhisperX JSON", (".json",)),
        "whisper-cpp": Row(f"{_STT}.services:whisper-cpp", "whisper.cpp JSON, -oj and -ojf", (".json",)),
        "transformers": Row(
            f"{_STT}.services:transformers", "transformers pipeline and insanely-fast-whisper JSON", (".json",)
        ),
        "aws": Row(f"{_STT}.services:aws", "AWS Transcribe JSON", (".json",)),
        "aws-call": Row(f"{_STT}.services:aws-call", "AWS Transcribe call analytics JSON", (".json",)),
        "google": Row(f"{_STT}.services:google", "Google Speech-to-Text JSON, v1 and v2", (".json",)),
        "azure": Row(f"{_STT}.services:azure", "Azure AI Speech batch JSON", (".json",)),
        "azure-fast": Row(f"{_STT}.services:azure-fast", "Azure AI Speech fast transcription JSON", (".json",)),
        "deepgram": Row(f"{_STT}.services:deepgram", "Deepgram JSON, whole or streamed", (".json", ".jsonl")),
        "assemblyai": Row(f"{_STT}.services:assemblyai", "AssemblyAI JSON", (".json",)),
        "elevenlabs": Row(f"{_STT}.services:elevenlabs", "ElevenLabs Scribe JSON", (".json",)),
        "gladia": Row(f"{_STT}.services:gladia", "Gladia JSON", (".json",)),
        "soniox": Row(f"{_STT}.services:soniox", "Soniox JSON", (".json",)),
        "revai": Row(f"{_STT}.services:revai", "Rev.ai and Rev JSON", (".json",)),
        "vosk-transcriber": Row(f"{_STT}.services:vosk-transcriber", "vosk-transcriber JSON", (".json",)),
        "speechmatics": Row(f"{_STT}.services:speechmatics", "Speechmatics JSON, batch and real-time", (".json",)),
        "speechmatics-v1": Row(f"{_STT}.services:speechmatics-v1", "Speechmatics JSON, version 1", (".json",)),
        "watson": Row(f"{_STT}.services:watson", "IBM Watson Speech to Text JSON", (".json",)),
        "vosk": Row(
            f"{_STT}.services:vosk", "Vosk and Kaldi JSON, an object an utterance", (".json", ".jsonl", ".ndjson")
        ),
        "funasr": Row(f"{_STT}.services:funasr", "FunASR and SenseVoice JSON", (".json",)),
        "sherpa-onnx": Row(f"{_STT}.services:sherpa-onnx", "sherpa-onnx JSON", (".json", ".jsonl")),
        "bbc-kaldi": Row(f"{_STT}.services:bbc-kaldi", "BBC Kaldi JSON", (".json",)),
        "premiere-json": Row(f"{_STT}.services:premiere-json", "Adobe Premiere transcript JSON", (".json",)),
        "podcast-json": Row(f"{_STT}.services:podcast-json", "Podcasting 2.0 transcript JSON", (".json",)),
        "sonix": Row(f"{_STT}.services:sonix", "Sonix JSON", (".json",)),
        "happyscribe": Row(f"{_STT}.services:happyscribe", "Happy Scribe JSON", (".json",)),
        "aeneas": Row(f"{_STT}.services:aeneas", "aeneas sync map JSON", (".json",)),
        "gentle": Row(f"{_STT}.services:gentle", "Gentle aligner JSON", (".json",)),
        "trint": Row(f"{_STT}.services:trint", "Trint JSON", (".json",)),
        "words-paragraphs": Row(
            f"{_STT}.services:words-paragraphs", "words and paragraphs JSON (Digital Paper Edit, autoEdit)", (".json",)
        ),
        "whisper-marks": Row(f"{_STT}.whispertext:WHISPER_MARKS", "Whisper text with time marks", (".txt",)),
        "broken-json": Row(f"{_STT}.refused:BROKEN_JSON", "damaged JSON, refused", (".json",)),
        "other-captions": Row(
            f"{_STT}.refused:OTHER_CAPTIONS",
            "SCC, MCC, ASS, TTML: refused, not taken for words",
            (".scc", ".mcc", ".ass", ".ssa", ".ttml", ".dfxp", ".itt"),
        ),
        "python-repr": Row(f"{_STT}.refused:PYTHON_REPR", "a result as Python prints it, refused", (".json",)),
        "old-office": Row(
            f"{_STT}.refused:OLD_OFFICE", "Word and Excel files before 2007, refused", (".doc", ".xls", ".dot")
        ),
        "iwork": Row(f"{_STT}.refused:IWORK", "Pages, Numbers, Keynote, refused", (".pages", ".numbers", ".key")),
        "prtranscript": Row(
            f"{_STT}.refused:PRTRANSCRIPT", "Adobe Premiere's binary transcript, refused", (".prtranscript",)
        ),
        "youtube-transcript-api": Row(
            f"{_STT}.services:youtube-transcript-api", "youtube-transcript-api JSON", (".json",)
        ),
        "youtube-json3": Row(f"{_STT}.services:youtube-json3", "YouTube timed text, json3", (".json3", ".json")),
        "text-json": Row(
            f"{_STT}.services:text-json", "JSON with a text and no times (OpenAI audio API, format json)", (".json",)
        ),
        "json": Row(
            f"{_STT}.services:json", "any other JSON with timed texts, by guess", (".json", ".jsonl", ".ndjson")
        ),
        # meeting tools, editors, annotation tools
        "youtube-xml": Row(
            f"{_ANNOTATION}.youtube:SRV",
            "YouTube timed text XML (srv1, srv2, srv3)",
            (".srv1", ".srv2", ".srv3", ".ytt", ".xml"),
        ),
        "textgrid": Row(f"{_ANNOTATION}.textgrid:TEXTGRID", "Praat TextGrid", (".textgrid",)),
        "elan": Row(f"{_ANNOTATION}.elan:ELAN", "ELAN annotation (EAF)", (".eaf",)),
        "chat": Row(f"{_ANNOTATION}.chat:CHAT", "CHAT (TalkBank)", (".cha",)),
        "transcriber": Row(f"{_ANNOTATION}.transcriber:TRANSCRIBER", "Transcriber (trs)", (".trs",)),
        "tei": Row(f"{_ANNOTATION}.tei:TEI", "TEI / ISO 24624 transcript of speech", (".xml", ".tei", ".exs")),
        "ctm": Row(f"{_ANNOTATION}.nist:CTM", "NIST / Kaldi CTM (a word a line)", (".ctm",)),
        "stm": Row(f"{_ANNOTATION}.nist:STM", "NIST STM (a segment a line)", (".stm",)),
        # caption tracks and captionkit's own
    },
)
