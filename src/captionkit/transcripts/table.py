"""The table of transcript readers, in the order in which equals are tried.

Adding one: a reader in a module, a row here with its name and target, data under tests. A row's title and suffixes are
the reader's own, copied here by ``scripts/make_docs.py`` so that none of these modules is loaded to list them.
"""

from __future__ import annotations

from captionkit.registry import Entry, Registry
from captionkit.transcripts.base import Reader

__all__ = ["READERS"]

_HERE = "captionkit.transcripts"
_TEXT = f"{_HERE}.layout"
_STT = f"{_HERE}.stt"
_ANNOTATION = f"{_HERE}.annotation"
_SYNTAX = f"{_HERE}.syntax"

READERS: Registry[Reader] = Registry(
    "transcript format",
    "captionkit.transcripts",
    {
        # text
        "text": Entry(f"{_TEXT}.reader:READER", "plain text", (".txt", ".md", ".text")),
        "whisper-console": Entry(f"{_TEXT}.tools:WHISPER_CONSOLE", "what Whisper prints", (".txt",)),
        "premiere-text": Entry(f"{_TEXT}.tools:PREMIERE_TEXT", "Adobe Premiere transcript text", (".txt",)),
        "premiere-csv": Entry(f"{_HERE}.delimited:PREMIERE_CSV", "Adobe Premiere transcript CSV", (".csv",)),
        "resolve": Entry(f"{_TEXT}.tools:RESOLVE", "DaVinci Resolve transcription text", (".txt",)),
        "scriptsync": Entry(f"{_TEXT}.tools:SCRIPTSYNC", "Avid ScriptSync script", (".txt",)),
        "avid-ds": Entry(f"{_HERE}.avid_ds:AVID_DS", "Avid DS caption text", (".txt",)),
        "descript": Entry(f"{_TEXT}.tools:DESCRIPT", "Descript text", (".txt",)),
        "otter": Entry(f"{_TEXT}.tools:OTTER", "Otter.ai text", (".txt",)),
        "rev": Entry(f"{_TEXT}.tools:REV", "Rev text", (".txt",)),
        "revai-text": Entry(f"{_TEXT}.tools:REVAI_TEXT", "Rev.ai text", (".txt",)),
        "speechmatics-text": Entry(f"{_TEXT}.tools:SPEECHMATICS_TEXT", "Speechmatics text", (".txt",)),
        "zoom-text": Entry(f"{_TEXT}.tools:ZOOM_TEXT", "Zoom saved captions", (".txt",)),
        "teams-text": Entry(f"{_TEXT}.tools:TEAMS_TEXT", "Microsoft Teams transcript text", (".txt",)),
        "meet": Entry(f"{_TEXT}.tools:MEET", "Google Meet transcript", (".txt",)),
        "f4": Entry(f"{_TEXT}.tools:F4", "f4 and f5 transcript", (".txt",)),
        "youtube-panel": Entry(
            f"{_TEXT}.tools:YOUTUBE_PANEL", "text copied from YouTube's transcript panel", (".txt",)
        ),
        "news": Entry(f"{_TEXT}.tools:NEWS", "television news transcript", (".txt",)),
        "inqscribe": Entry(f"{_HERE}.inqscribe:INQSCRIBE", "InqScribe document", (".inqscr",)),
        "html": Entry(
            f"{_HERE}.html:HTML",
            "HTML: Podcasting 2.0, Trint, or a page with a transcript",
            (".html", ".htm", ".xhtml"),
        ),
        "otranscribe": Entry(f"{_HERE}.otranscribe:OTRANSCRIBE", "oTranscribe document", (".otr",)),
        "docx": Entry(
            f"{_HERE}.docx:DOCX",
            "Word document with a transcript: Teams, Trint, Rev, Otter, as-broadcast tables",
            (".docx", ".docm"),
        ),
        "odt": Entry(f"{_HERE}.odt:ODT", "OpenDocument text or sheet with a transcript", (".odt", ".ods", ".ott")),
        "epub": Entry(f"{_HERE}.epub:EPUB", "EPUB publication with a transcript", (".epub",)),
        "xlsx": Entry(f"{_HERE}.xlsx:XLSX", "Excel workbook with a transcript", (".xlsx", ".xlsm")),
        "pdf": Entry(f"{_HERE}.pdf:PDF", "PDF with a transcript", (".pdf",)),
        "rtf": Entry(f"{_HERE}.rtf:RTF", "Rich Text with a transcript", (".rtf",)),
        "whisper-tsv": Entry(f"{_HERE}.delimited:WHISPER_TSV", "Whisper TSV and whisper.cpp CSV", (".tsv", ".csv")),
        "audacity": Entry(f"{_HERE}.delimited:AUDACITY", "Audacity labels", (".txt",)),
        "table": Entry(f"{_HERE}.delimited:TABLE", "a table with times and text in columns", (".csv", ".tsv", ".tab")),
        # speech-to-text services and tools
        "whisper": Entry(f"{_STT}.services:whisper", "openai-whisper and faster-whisper JSON", (".json",)),
        "openai": Entry(f"{_STT}.services:openai", "OpenAI audio API JSON: verbose, words, diarized", (".json",)),
        "whisper-timestamped": Entry(f"{_STT}.services:whisper-timestamped", "whisper-timestamped JSON", (".json",)),
        "stable-ts": Entry(f"{_STT}.services:stable-ts", "stable-ts JSON", (".json",)),
        "whisperx": Entry(f"{_STT}.services:whisperx", "WhisperX JSON", (".json",)),
        "whisper-cpp": Entry(f"{_STT}.services:whisper-cpp", "whisper.cpp JSON, -oj and -ojf", (".json",)),
        "transformers": Entry(
            f"{_STT}.services:transformers", "transformers pipeline and insanely-fast-whisper JSON", (".json",)
        ),
        "aws": Entry(f"{_STT}.services:aws", "AWS Transcribe JSON", (".json",)),
        "aws-call": Entry(f"{_STT}.services:aws-call", "AWS Transcribe call analytics JSON", (".json",)),
        "google": Entry(f"{_STT}.services:google", "Google Speech-to-Text JSON, v1 and v2", (".json",)),
        "azure": Entry(f"{_STT}.services:azure", "Azure AI Speech batch JSON", (".json",)),
        "azure-fast": Entry(f"{_STT}.services:azure-fast", "Azure AI Speech fast transcription JSON", (".json",)),
        "deepgram": Entry(f"{_STT}.services:deepgram", "Deepgram JSON, whole or streamed", (".json", ".jsonl")),
        "assemblyai": Entry(f"{_STT}.services:assemblyai", "AssemblyAI JSON", (".json",)),
        "elevenlabs": Entry(f"{_STT}.services:elevenlabs", "ElevenLabs Scribe JSON", (".json",)),
        "gladia": Entry(f"{_STT}.services:gladia", "Gladia JSON", (".json",)),
        "soniox": Entry(f"{_STT}.services:soniox", "Soniox JSON", (".json",)),
        "revai": Entry(f"{_STT}.services:revai", "Rev.ai and Rev JSON", (".json",)),
        "vosk-transcriber": Entry(f"{_STT}.services:vosk-transcriber", "vosk-transcriber JSON", (".json",)),
        "speechmatics": Entry(f"{_STT}.services:speechmatics", "Speechmatics JSON, batch and real-time", (".json",)),
        "speechmatics-v1": Entry(f"{_STT}.services:speechmatics-v1", "Speechmatics JSON, version 1", (".json",)),
        "watson": Entry(f"{_STT}.services:watson", "IBM Watson Speech to Text JSON", (".json",)),
        "vosk": Entry(
            f"{_STT}.services:vosk", "Vosk and Kaldi JSON, an object an utterance", (".json", ".jsonl", ".ndjson")
        ),
        "funasr": Entry(f"{_STT}.services:funasr", "FunASR and SenseVoice JSON", (".json",)),
        "sherpa-onnx": Entry(f"{_STT}.services:sherpa-onnx", "sherpa-onnx JSON", (".json", ".jsonl")),
        "bbc-kaldi": Entry(f"{_STT}.services:bbc-kaldi", "BBC Kaldi JSON", (".json",)),
        "premiere-json": Entry(f"{_STT}.services:premiere-json", "Adobe Premiere transcript JSON", (".json",)),
        "podcast-json": Entry(f"{_STT}.services:podcast-json", "Podcasting 2.0 transcript JSON", (".json",)),
        "sonix": Entry(f"{_STT}.services:sonix", "Sonix JSON", (".json",)),
        "happyscribe": Entry(f"{_STT}.services:happyscribe", "Happy Scribe JSON", (".json",)),
        "aeneas": Entry(f"{_STT}.services:aeneas", "aeneas sync map JSON", (".json",)),
        "gentle": Entry(f"{_STT}.services:gentle", "Gentle aligner JSON", (".json",)),
        "trint": Entry(f"{_STT}.services:trint", "Trint JSON", (".json",)),
        "words-paragraphs": Entry(
            f"{_STT}.services:words-paragraphs", "words and paragraphs JSON (Digital Paper Edit, autoEdit)", (".json",)
        ),
        "whisper-marks": Entry(f"{_STT}.whispertext:WHISPER_MARKS", "Whisper text with time marks", (".txt",)),
        "broken-json": Entry(f"{_STT}.refused:BROKEN_JSON", "damaged JSON, refused", (".json",)),
        "python-repr": Entry(f"{_STT}.refused:PYTHON_REPR", "a result as Python prints it, refused", (".json",)),
        "old-office": Entry(
            f"{_STT}.refused:OLD_OFFICE", "Word and Excel files before 2007, refused", (".doc", ".xls", ".dot")
        ),
        "iwork": Entry(f"{_STT}.refused:IWORK", "Pages, Numbers, Keynote, refused", (".pages", ".numbers", ".key")),
        "prtranscript": Entry(
            f"{_STT}.refused:PRTRANSCRIPT", "Adobe Premiere's binary transcript, refused", (".prtranscript",)
        ),
        "youtube-transcript-api": Entry(
            f"{_STT}.services:youtube-transcript-api", "youtube-transcript-api JSON", (".json",)
        ),
        "youtube-json3": Entry(f"{_STT}.services:youtube-json3", "YouTube timed text, json3", (".json3", ".json")),
        "text-json": Entry(
            f"{_STT}.services:text-json",
            "JSON with a text and no times, or lines of such (OpenAI audio API, format json)",
            (".json",),
        ),
        "json": Entry(
            f"{_STT}.services:json", "any other JSON with timed texts, by guess", (".json", ".jsonl", ".ndjson")
        ),
        # syntaxes of scripts, typesetting and chats
        "fountain": Entry(f"{_SYNTAX}.fountain:FOUNTAIN", "Fountain screenplay", (".fountain", ".spmd")),
        "yarn": Entry(f"{_SYNTAX}.yarn:YARN", "Yarn Spinner dialogue", (".yarn",)),
        "latex": Entry(f"{_SYNTAX}.latex:LATEX", "LaTeX: plays, interviews, dialogues", (".tex", ".ltx")),
        "shotlist": Entry(f"{_SYNTAX}.shotlist:SHOTLIST", "shotlist of a news agency", (".txt",)),
        "irc": Entry(f"{_SYNTAX}.irc:IRC", "IRC log", (".log", ".weechatlog")),
        "chat-log": Entry(f"{_SYNTAX}.messages:CHAT_LOG", "saved chat: WhatsApp, KakaoTalk and the like", (".txt",)),
        # meeting tools, editors, annotation tools
        "youtube-xml": Entry(
            f"{_ANNOTATION}.youtube:SRV",
            "YouTube timed text XML (srv1, srv2, srv3)",
            (".srv1", ".srv2", ".srv3", ".ytt", ".xml"),
        ),
        "textgrid": Entry(f"{_ANNOTATION}.textgrid:TEXTGRID", "Praat TextGrid", (".textgrid",)),
        "elan": Entry(f"{_ANNOTATION}.elan:ELAN", "ELAN annotation (EAF)", (".eaf",)),
        "chat": Entry(f"{_ANNOTATION}.chat:CHAT", "CHAT (TalkBank)", (".cha",)),
        "transcriber": Entry(f"{_ANNOTATION}.transcriber:TRANSCRIBER", "Transcriber (trs)", (".trs",)),
        "tei": Entry(f"{_ANNOTATION}.tei:TEI", "TEI / ISO 24624 transcript of speech", (".xml", ".tei", ".exs")),
        "ctm": Entry(f"{_ANNOTATION}.nist:CTM", "NIST / Kaldi CTM (a word a line)", (".ctm",)),
        "stm": Entry(f"{_ANNOTATION}.nist:STM", "NIST STM (a segment a line)", (".stm",)),
        # caption tracks and captionkit's own
    },
)
