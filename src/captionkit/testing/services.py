"""The tests that every translator and every recogniser passes."""

from __future__ import annotations

import tempfile
import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from captionkit.errors import CaptionkitError
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.model.transcript import Transcript
from captionkit.testing.common import demand, letters
from captionkit.translation.base import Backend, Request, Translator, ability_of
from captionkit.translation.find import find_translator

__all__ = ["RecogniserSuite", "TranslatorSuite"]

#: Texts that translators stumble over: signs only, numbers, several lines' worth, other scripts, no text at all.
ODD = ("...", "42", "\u266a", "No.", "\u4f60\u597d", "a" * 400, "<b>not a tag</b>", '"quoted"', "tab\there")


class TranslatorSuite:
    """Tests for one translator. Set ``translator``, the two languages, and pairs it must get right, if you know any."""

    translator: ClassVar[Translator | Backend]
    source: ClassVar[str] = "en"
    target: ClassVar[str] = "es"
    #: Text -> the only right translation.
    samples: ClassVar[dict[str, str]] = {}

    def test_describes_itself(self) -> None:
        """It can be called, and says how it wants to be asked."""
        ability = ability_of(self._ready())
        demand(ability.batch > 0 and ability.max_chars > 0, "a call that may hold nothing")

    def test_as_many_texts_come_back(self) -> None:
        """One text, several and none: as many come back, all of them text."""
        for texts in ([], ["Good evening."], ["Good evening.", "The ferry is late.", "Good night."], list(ODD)):
            replies = self._asked(texts)
            demand(len(replies) == len(texts), f"{len(texts)} texts came back as {len(replies)}")
            demand(all(isinstance(reply, str) for reply in replies), f"not all are text: {replies!r}")

    def test_the_samples(self) -> None:
        """The samples' translations are those stated."""
        for text, wanted in self.samples.items():
            demand(self._asked([text])[0] == wanted, f"{text!r} became {self._asked([text])[0]!r}, not {wanted!r}")

    def test_a_whole_track(self) -> None:
        """The engine takes its replies: each cue is translated, or named as not translated; none is lost."""
        from captionkit.api.translate import translate

        cues = [Cue(at * 3000, at * 3000 + 2000, text) for at, text in enumerate(self.samples or ["Good evening."])]
        made = translate(Track(tuple(cues), language=self.source), self.target, translator=self._ready())
        demand(len(made.track) == len(cues), f"{len(cues)} cues became {len(made.track)}")

    def _ready(self) -> Translator:
        return find_translator(self.translator)

    def _asked(self, texts: Sequence[str]) -> Sequence[str]:
        ids = tuple(map(str, range(len(texts))))
        return list(self._ready()(list(texts), Request(self.source, self.target, ids=ids)))


class RecogniserSuite:
    """Tests for one recogniser: a function of file, language and model.

    Set ``recogniser``, ``model`` where it needs one, and ``sound``, a file with the ``words`` said in
    it, if you have one.
    """

    recogniser: ClassVar[Callable[[str, str, str], Transcript | str | bytes]]
    model: ClassVar[str] = ""
    language: ClassVar[str] = "en"
    sound: ClassVar[str] = ""
    words: ClassVar[str] = ""

    def test_silence_has_no_words(self) -> None:
        """Two seconds of silence give no words, or a CaptionkitError that says why not."""
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder, "silence.wav"))
            with wave.open(path, "wb") as file:
                file.setparams((1, 2, 16_000, 0, "NONE", ""))
                file.writeframes(bytes(64_000))
            try:
                said = self._read(path)
            except CaptionkitError:
                return
        demand(not any(segment.text.strip() for segment in said.segments), f"heard in silence: {said.segments!r}")

    def test_a_missing_file_is_an_error(self) -> None:
        """What is not there is a CaptionkitError or an OSError, no crash and no transcript."""
        try:
            self._heard("no-such-file.wav")
        except (CaptionkitError, OSError):
            return
        demand(holds=False, message="a file that is not there was heard")

    def test_the_sample(self) -> None:
        """The sound's words are heard, in a transcript or a format that captionkit reads; times rise."""
        if not self.sound:
            return
        said = self._read(self.sound)
        heard = letters("".join(segment.text for segment in said.segments))
        demand(heard == letters(self.words), f"heard {heard!r}")
        starts = [word.start for segment in said.segments for word in segment.words if word.start is not None]
        demand(starts == sorted(starts), "words go back in time")

    def _heard(self, path: str) -> Transcript | str | bytes:
        return type(self).recogniser(path, self.language, self.model)

    def _read(self, path: str) -> Transcript:
        from captionkit.api.read_transcript import read_transcript

        heard = self._heard(path)
        if isinstance(heard, Transcript):
            return heard
        return read_transcript(heard.encode() if isinstance(heard, str) else heard)
