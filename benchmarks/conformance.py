"""What standards' own test suites, browsers, libraries and a film's captions say of what is read and written.

    python -m benchmarks conformance

Runs the tests that compare with each of them and prints how many of their files, screens or cases are as they say.
A row whose material or engine is not here is printed as not run.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
FORMATS = "tests/formats"


class Row(NamedTuple):
    """What is compared, the tests that do it, and what each of them goes through (empty: a case each)."""

    what: str
    tests: tuple[str, ...]
    each: str = ""


ROWS = (
    Row("WebVTT files, web platform tests", (f"{FORMATS}/webvtt/test_wpt.py::test_files_read",)),
    Row("WebVTT cue text, web platform tests", (f"{FORMATS}/webvtt/test_wpt.py::test_cue_text",)),
    Row("WebVTT, real captions as Chromium", (f"{FORMATS}/webvtt/test_wpt.py::test_real_captions",)),
    Row("WebVTT, made files as Chromium", (f"{FORMATS}/webvtt/test_chromium.py",), "hundreds of files each"),
    Row("IMSC suite: text and times", (f"{FORMATS}/ttml/test_corpora.py::test_text_and_times",), "140 documents"),
    Row("IMSC suite: styles, sides, regions", (f"{FORMATS}/ttml/test_corpora.py::test_styles",), "140 documents"),
    Row("Timed Text written, read by ttconv", (f"{FORMATS}/ttml/test_corpora.py::test_ttconv_reads",)),
    Row("SCC: a film's screens", (f"{FORMATS}/cea608/test_scc.py::test_every_screen",), "663 screens"),
    Row(
        "SCC written, read back by ttconv, pycaption, ffmpeg",
        tuple(
            f"{FORMATS}/cea608/test_write.py::test_{name}_reads_the_film" for name in ("ttconv", "pycaption", "ffmpeg")
        ),
        "663 screens each",
    ),
    Row("EBU STL test files", (f"{FORMATS}/test_ebustl.py::test_corpus",), "25 files"),
    Row("EBU STL, a second reader", (f"{FORMATS}/test_ebustl.py::test_a_second_reader_agrees",)),
    Row("ASS as libass and pysubs2", (f"{FORMATS}/ass/test_engines.py",)),
    Row("broadcast cases after public reports, read", (f"{FORMATS}/test_broadcast_cases.py::test_read",)),
    Row("broadcast cases after public reports, written", (f"{FORMATS}/test_broadcast_cases.py::test_write",)),
)


class _Outcomes:
    """Counts, of each test, how it ended."""

    def __init__(self) -> None:
        self.ended: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            self.ended[report.nodeid] = report.outcome


def main() -> int:
    outcomes = _Outcomes()
    files = sorted({test.partition("::")[0] for row in ROWS for test in row.tests})
    quiet = ["-o", "addopts=", "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:randomly"]
    ended_with = pytest.main(
        [*quiet, "--rootdir", str(ROOT), *(str(ROOT / file) for file in files)], plugins=[outcomes]
    )
    failed = ended_with not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or not outcomes.ended
    for row in ROWS:
        ended = [how for test, how in outcomes.ended.items() if test.startswith(row.tests)]
        ran = [how for how in ended if how != "skipped"]
        good = sum(how == "passed" for how in ran)
        failed |= good < len(ran)
        each = f" ({row.each})" if row.each else ""
        shown = f"{good} of {len(ran)}{each}" if ran else "not run: its material or engine is not here"
        print(f"{row.what:52} {shown}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
