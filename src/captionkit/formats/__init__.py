"""Caption tracks in files: the table of formats and the choice of one by content."""

from captionkit.formats.base import Feature, Format, Speakers, WriteOptions
from captionkit.formats.table import FORMATS

__all__ = ["FORMATS", "Feature", "Format", "Speakers", "WriteOptions"]
