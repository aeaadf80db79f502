"""Translation through hooks that cannot lose or shift a line: the contract, the table, the engine around them."""

from captionkit.translation.base import Ability, Backend, Request, Term, Translator, hook
from captionkit.translation.find import find_translator
from captionkit.translation.table import TRANSLATORS

__all__ = ["TRANSLATORS", "Ability", "Backend", "Request", "Term", "Translator", "find_translator", "hook"]
