"""Translation through translators that cannot lose or shift a line: the contract, the table, the engine around them."""

from captionkit.translation.base import Ability, Backend, Replies, Request, Term, Tokens, Translator, translator
from captionkit.translation.find import TRANSLATORS, find_translator

__all__ = [
    "TRANSLATORS", "Ability", "Backend", "Replies", "Request", "Term", "Tokens", "Translator", "find_translator",
    "translator",
]  # fmt: skip
