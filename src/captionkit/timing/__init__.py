"""When it was said: word times for every transcript, estimates where nothing was measured, frames, media."""

from captionkit.timing.estimate import estimate
from captionkit.timing.grid import snap
from captionkit.timing.interpolate import fill_words
from captionkit.timing.media import probe_duration
from captionkit.timing.words import split_words

__all__ = ["estimate", "fill_words", "probe_duration", "snap", "split_words"]
