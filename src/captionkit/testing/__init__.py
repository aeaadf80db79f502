"""The tests that builtin parts and plugins alike must pass: readers, formats, rules, translators and recognisers.

Subclass a suite in a pytest module, name what is tested and give it samples; pytest collects the inherited tests::

    from captionkit.testing import ReaderSuite, Sample

    class TestOurReader(ReaderSuite):
        reader = READER
        samples = [Sample("talk.ours", OUR_BYTES, words="Good evening .")]

``captionkit plugin new`` writes a package with such a module. Nothing here imports pytest, and no file is opened but a
recogniser's sound: samples are bytes. Damaged input is made from the samples by a fixed sequence of mutations, so a
failure can be repeated.
"""

from captionkit.testing.common import Sample, damaged, letters
from captionkit.testing.formats import FormatSuite
from captionkit.testing.readers import ReaderSuite, carried, check_transcript
from captionkit.testing.rules import RuleSuite
from captionkit.testing.services import RecogniserSuite, TranslatorSuite

__all__ = [
    "FormatSuite", "ReaderSuite", "RecogniserSuite", "RuleSuite", "Sample", "TranslatorSuite", "carried",
    "check_transcript", "damaged", "letters",
]  # fmt: skip
