"""What files are called: languages in names, templates, and no way out of the folder."""

from __future__ import annotations

import os
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.delivery.names import FIELDS, fill, fitting_language, language_in_name, output_name, parts_of
from captionkit.errors import UsageError

WORDS = st.text(string.ascii_letters + string.digits + "_- é日", min_size=1, max_size=12)
TAGS = st.sampled_from(["en", "pt-BR", "zh-Hant", "yue", "sr-Latn-RS", "es-419"])


@pytest.mark.parametrize(
    ("name", "stem", "language", "version"),
    [
        ("talk.srt", "talk", "", ""),
        ("talk.en.srt", "talk", "en", ""),
        ("in/talk.pt-BR.vtt", "talk", "pt-BR", ""),
        ("talk.pt_br.vtt", "talk", "pt-BR", ""),
        ("talk.eng.srt", "talk", "en", ""),
        ("talk.zh-hant.srt", "talk", "zh-Hant", ""),
        ("talk.en.sdh.srt", "talk", "en", "sdh"),
        ("talk.en.forced.sdh.srt", "talk", "en", "forced.sdh"),
        ("talk.sdh.srt", "talk", "", "sdh"),
        ("talk.hi.srt", "talk", "hi", ""),  # Hindi
        ("talk.en.hi.srt", "talk", "en", "hi"),  # for the hearing impaired
        ("the.full.srt", "the.full", "", ""),
        ("en.srt", "en", "", ""),  # a stem is needed
        ("v1.2.srt", "v1.2", "", ""),
        ("Where.We.Go.It.srt", "Where.We.Go.It", "", ""),
        ("talk.fr.ckit.json", "talk", "fr", ""),
        ("harbour.whisper.json", "harbour.whisper", "", ""),
        ("-", "captions", "", ""),
    ],
)
def test_parts_of_names(name: str, stem: str, language: str, version: str) -> None:
    parts = parts_of(name)
    assert (parts.stem, parts.language, parts.version) == (stem, language, version)


@pytest.mark.parametrize(
    ("source", "language", "name"),
    [
        ("talk.en.sdh.srt", "pt", "talk.pt.sdh.srt"),
        ("talk.en.srt", "", "talk.en.srt"),
        ("talk.eng.srt", "en", "talk.eng.srt"),  # said as it was
        ("talk.eng.srt", "pt", "talk.pt.srt"),
        ("talk.srt", "../../etc", "talk.srt"),  # a header may say anything
        ("talk.sdh.srt", "de", "talk.de.sdh.srt"),
    ],
)
def test_the_language_of_a_name_is_replaced(source: str, language: str, name: str) -> None:
    assert output_name(source, ".srt", language) == name


@given(WORDS, TAGS, TAGS)
def test_a_language_goes_into_a_name_and_comes_out_again(stem: str, first: str, second: str) -> None:
    name = output_name(f"{stem}.srt", ".vtt", first)
    assert language_in_name(name) == first
    assert output_name(name, ".vtt", second) == output_name(f"{stem}.srt", ".vtt", second)


@given(st.text(max_size=30), st.text(max_size=12), st.text(max_size=8))
def test_no_value_of_a_field_leads_out_of_the_folder(source: str, language: str, folder: str) -> None:
    made = fill("{stem}.{language}.{version}.{ext}", source, suffix=".srt", language=language)
    assert os.path.basename(made) == made
    assert os.sep not in made


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{steam}.srt", "steam"),
        ("{stem.__class__}.srt", "unknown fields"),
        ("{stem[0]}.srt", "unknown fields"),
        ("{0}.srt", "unknown fields"),
        ("{stem!r}.srt", "formats a field"),
        ("{stem:>99999999}.srt", "formats a field"),
        ("../{stem}.srt", "leads out"),
        ("a\\..\\{stem}.srt", "leads out"),
        ("{stem.srt", "not valid"),
    ],
)
def test_templates_that_are_refused(template: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        fill(template, "talk.srt", suffix=".srt")


def test_an_unknown_field_is_told_with_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        fill("{lang}.srt", "talk.srt", suffix=".srt")
    assert all(field in caught.value.hint for field in FIELDS)


def test_a_name_is_not_believed_against_the_text() -> None:
    text = ["The boats of the harbour were in the water and it was late in the evening when they came."]
    assert fitting_language("what.it.is.srt", "is", text)[0] == ""
    assert fitting_language("what.it.is.srt", "is", text)[1][0].code == "read.language-name"
    assert fitting_language("talk.en-GB.srt", "en-GB", text) == ("en-GB", ())
    assert fitting_language("talk.fr.srt", "fr", ["Paris 1936."]) == ("fr", ())
