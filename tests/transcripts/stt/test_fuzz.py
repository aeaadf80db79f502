"""Any change to a valid file gives a transcript that keeps the model's promises, or a CaptionkitError."""

from __future__ import annotations

import contextlib
import copy
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captionkit.errors import CaptionkitError
from captionkit.sources import ReadOptions, Source
from captionkit.testing import check_transcript
from captionkit.transcripts import READERS
from captionkit.transcripts.sniff import recognise
from tests.transcripts.annotation import test_annotation
from tests.transcripts.stt.test_services import DATA, FILES

VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=20)
    | st.sampled_from(["", " ", "1.5", "-1", "NaN", "00:00:01,000", "PT1S", "<unk>", "[x]", "日本", "\x00", "a b c"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["text", "word", "start", "end", "words", "speaker", "x"]), inner, max_size=4),
    max_leaves=6,
)  # fmt: skip


def places(value, path=()):
    """Yield the path of every value inside."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from places(inner, (*path, key))


def load(name: str):
    text = (DATA / name).read_text()
    if name.endswith("jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    return json.loads(text)


def mutate(data, draw):
    """Replace, delete, double or rename something at a few places."""
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        paths = list(places(data))
        if not paths:
            return data
        path = paths[draw(st.integers(0, len(paths) - 1))]
        holder = data
        for key in path[:-1]:
            holder = holder[key]
        how = draw(st.sampled_from(["replace", "replace", "delete", "double"]))
        if how == "delete":
            del holder[path[-1]]
        elif how == "double" and isinstance(holder, list):
            holder.insert(path[-1], copy.deepcopy(holder[path[-1]]))
        else:
            holder[path[-1]] = draw(VALUE)
    return data


def survive(source: Source, reader: str) -> None:
    with contextlib.suppress(CaptionkitError):
        check_transcript(READERS.get(reader).read(source, ReadOptions()).value)
    with contextlib.suppress(CaptionkitError):
        name = recognise(source).name
        if name != reader and name in READERS.names():
            check_transcript(READERS.get(name).read(source, ReadOptions()).value)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
@pytest.mark.parametrize("name", FILES)
def test_changed_json(name, data):
    changed = mutate(load(name), data.draw)
    survive(Source(json.dumps(changed).encode(), name), FILES[name][0])


@settings(max_examples=40, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", test_annotation.FILES)
def test_changed_text(name, data):
    raw = bytearray((Path(test_annotation.DATA) / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        drop = data.draw(st.integers(0, 12))
        raw[at : at + drop] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"<", b'"', b"\t", b"\n", b"&#x0;", b"-1"])
        )
    survive(Source(bytes(raw), name), test_annotation.FILES[name][0])


@settings(max_examples=100, deadline=None)
@given(VALUE)
def test_any_json_at_all(value):
    source = Source(json.dumps(value).encode(), "any.json")
    for name in READERS.names():
        if READERS.rows[name].target.startswith("captionkit.transcripts.stt"):
            with contextlib.suppress(CaptionkitError):
                check_transcript(READERS.get(name).read(source, ReadOptions()).value)
