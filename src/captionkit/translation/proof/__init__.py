"""Proving offline that replies are translations: each by itself, all together, and in the order of their texts.

:mod:`.undo` takes off what is certainly decoration, :mod:`.reply` judges one pair (with :mod:`.signs`, :mod:`.facts`),
:mod:`.crowd` the replies of a run (with :mod:`.omission`), :mod:`.order` their
order. Nothing here asks a translator: :mod:`captionkit.translation.client` does.
"""

from captionkit.translation.proof.concepts import concepts_for
from captionkit.translation.proof.crowd import Crowd
from captionkit.translation.proof.order import OrderVerdict, agrees, learned, order_of
from captionkit.translation.proof.reply import Fault, faults_of
from captionkit.translation.proof.signs import unaccented
from captionkit.translation.proof.undo import uncounted, undone

__all__ = [
    "Crowd", "Fault", "OrderVerdict", "agrees", "concepts_for", "faults_of", "learned", "order_of", "unaccented",
    "uncounted", "undone",
]  # fmt: skip
