"""WebVTT cue text: the specification's tokenizer, its tree of nodes, and the spans that the model uses.

>>> parse("<v Ann>Hi <i>there</i>")[0].name
'v'
"""

from captionkit.formats.webvtt.cuetext.tokens import EndTag, StartTag, Timestamp, Token, tokens
from captionkit.formats.webvtt.cuetext.tree import Node, parse, text_of

__all__ = ["EndTag", "Node", "StartTag", "Timestamp", "Token", "parse", "text_of", "tokens"]
