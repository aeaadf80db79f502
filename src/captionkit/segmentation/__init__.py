"""From words to cues and lines: one optimiser, one break model, one sentence splitter.

>>> from captionkit.segmentation import PRESETS
>>> sorted(PRESETS)
['balanced', 'bottom-heavy', 'one-line', 'ted']
"""

from captionkit.segmentation.explain import Break, explained
from captionkit.segmentation.options import PRESETS, SegmentOptions
from captionkit.segmentation.resegment import flagged, resegment
from captionkit.segmentation.rewrap import rewrap
from captionkit.segmentation.segment import segment, stream

__all__ = ["PRESETS", "Break", "SegmentOptions", "explained", "flagged", "resegment", "rewrap", "segment", "stream"]
