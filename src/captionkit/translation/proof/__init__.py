"""Proving offline that replies are translations: each by itself, all together, and in the order of their texts.

:mod:`.undo` takes off what is certainly decoration, :mod:`.reply` judges one pair, :mod:`.crowd` the replies of a run,
:mod:`.order` their order. Nothing here asks a translator: :mod:`captionkit.translation.client` does.
"""

from captionkit.translation.proof.concepts import concepts_for
from captionkit.translation.proof.crowd import Crowd
from captionkit.translation.proof.order import OrderVerdict, agrees, learned, order_of
from captionkit.translation.proof.reply import Fault, faults_of
from captionkit.translation.proof.undo import undone

__all__ = ["Crowd", "Fault", "OrderVerdict", "agrees", "concepts_for", "faults_of", "learned", "order_of", "undone"]
