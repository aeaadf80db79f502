"""Translation through translators that cannot lose or shift a line: the contract, the table, the engine around them."""

from captionkit.translation.base import Ability, Backend, Request, Term, Translator, translator
from captionkit.translation.find import TRANSLATORS, find_translator

__all__ = ["TRANSLATORS", "Ability", "Backend", "Request", "Term", "Translator", "find_translator", "translator"]
