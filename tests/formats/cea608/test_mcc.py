"""MCC: the pairs of line 21 in packets, with the letters for runs, at every rate."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.errors import InputError
from captionkit.formats import FORMATS, WriteOptions
from captionkit.formats.cea608.codes import EDM, ENM, EOC, PARITY, RCL, address
from captionkit.formats.mcc import expanded, shortened
from captionkit.formats.sniff import recognise
from captionkit.model.cue import Cue
from captionkit.model.timecode import RATES, frames_to_ms
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from captionkit.testing import FormatSuite, Sample

MCC, SCC = FORMATS.get("mcc"), FORMATS.get("scc")
RATE = RATES["29.97"]


def packet(*triplets, rate=4, count=0, wrong=0):
    data = bytes((0x72, 0xE0 | len(triplets), *(byte for triplet in triplets for byte in triplet)))
    size = 7 + len(data) + 4
    body = bytes((0x96, 0x69, size, rate << 4 | 0xF, 0x43, 0, count)) + data + bytes((0x74, 0, count))
    body += bytes(((wrong - sum(body)) % 256,))
    whole = bytes((0x61, 1, size)) + body
    return shortened(whole + bytes((sum(whole) % 256,)))


PAIRS = [*(c for code in (RCL, ENM, address(15, 0)) for c in (code, code)), (ord("H"), ord("i")), EOC, EOC]


def mcc(header="30DF", rate=4, mark=":", wrong=0, field=0):
    rows = [f"File Format=MacCaption_MCC V1.0\n\n// a remark\nTime Code Rate={header}\n\n"]
    for frame, (first, second) in enumerate(PAIRS):
        kind = (0xFC + field, PARITY[first], PARITY[second])
        rows.append(f"01:00:00{mark}{frame:02d}\t{packet(kind, (0xFA, 0, 0), rate=rate, wrong=wrong)}\n")
    rows.append(f"01:00:02{mark}00\t{packet((0xFC + field, *(PARITY[b] for b in EDM)), rate=rate)}\n")
    return "".join(rows).encode()


def read(data, **options):
    result = MCC.read(Source(data, "talk.mcc"), ReadOptions(**options))
    return list(result.value), [d.code for d in result.diagnostics if d.code != "read.layout"]


@pytest.mark.parametrize(
    ("header", "rate", "exact", "hour"),
    [
        ("30DF", 4, "29.97", 3_599_996), ("30", 4, "29.97", 3_603_600), ("30", 5, "30", 3_600_000),
        ("25", 3, "25", 3_600_000), ("24", 1, "23.976", 3_603_600), ("24", 2, "24", 3_600_000),
        ("60DF", 7, "59.94", 3_599_996), ("60", 8, "60", 3_600_000),
    ],
)  # fmt: skip
def test_labels_count_the_headers_rate(header, rate, exact, hour):
    cues, codes = read(mcc(header, rate))
    assert [cue.text for cue in cues] == ["Hi"]
    assert abs(cues[0].start - hour - frames_to_ms(7, RATES[exact])) <= 1
    assert codes == []


def test_header_and_packets_that_disagree():
    cues, codes = read(mcc("25", 4))
    assert cues[0].start == 3_600_280
    assert codes == ["mcc.rate"]
    assert read(mcc("25", 4), rate="30")[0][0].start == 3_600_233


def test_wrong_sums_and_the_second_field():
    assert read(mcc(wrong=1))[1] == ["mcc.checksum"]
    assert [cue.text for cue in read(mcc(field=1))[0]] == ["Hi"]


def test_lines_that_are_no_packets():
    data = mcc() + b"01:00:03:00\tnonsense1\nremark\n01:00:03:01\t6101\n"
    cues, codes = read(data)
    assert [cue.text for cue in cues] == ["Hi"]
    assert codes == ["scc.line"] * 3
    with pytest.raises(InputError):
        read(b"File Format=MacCaption_MCC V1.0\n\nTime Code Rate=30DF\n")


def test_a_packet_as_others_write_it():
    """The line that loads two letters, from a published sample."""
    data = expanded("T49S494F43Z0872F4FCC8E5OOG74Z0805AB")
    assert len(data) == 2 * (4 + 0x49)
    assert shortened(bytes.fromhex(data)) == "T49S494F43Z0872F4FCC8E5OOG74Z0805AB"


@given(st.binary(max_size=120) | st.lists(st.sampled_from([b"\xfa\0\0", b"\0", b"\xfc\x80\x80", b"\x0f", b"\xa0"])))
@settings(max_examples=100, deadline=None)
def test_letters_stand_for_the_bytes(data):
    data = data if isinstance(data, bytes) else b"".join(data)
    assert bytes.fromhex(expanded(shortened(data))) == data


def test_written_and_read_back():
    cues = [
        Cue(frames_to_ms(a, RATE), frames_to_ms(b, RATE), text)
        for a, b, text in ((60, 150, "Low tide"), (200, 300, "at\ndawn"))
    ]
    data = MCC.write(Track(cues), WriteOptions()).value
    assert recognise(Source(data)).format.name == "mcc"
    again, codes = read(data)
    assert [(c.start, c.end, c.text) for c in again] == [(c.start, c.end, c.text) for c in cues]
    assert codes == []
    assert list(again) == list(SCC.read(Source(SCC.write(Track(cues), WriteOptions()).value), ReadOptions()).value)
    assert data == MCC.write(Track(cues), WriteOptions()).value


@given(st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    try:
        read(mcc() + data + b"\n01:00:04:00\t" + data.hex().encode())
    except InputError:
        pytest.fail("the file has packets")


class TestSuite(FormatSuite):
    format = MCC
    samples = (Sample("talk.mcc", mcc(), words="Hi"),)
