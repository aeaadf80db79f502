"""Who files are delivered to: which formats each takes, what the files are called there, by which guide they are held.

A row is data with its source; a recipe's ``[[package]]`` names one, or says the same things itself.
"""

from __future__ import annotations

from difflib import get_close_matches

from captionkit.errors import UnknownNameError
from captionkit.values import value

__all__ = ["CLIENTS", "Client", "client_named"]


@value
class Client:
    """A player or service: formats, the template of names, the profile that files are checked by ("" the recipe's).

    ``languages`` are formats for single languages, by the tag's first part; ``source`` is where the rule stands.
    """

    name: str
    title: str
    formats: tuple[str, ...]
    template: str
    source: str
    profile: str = ""
    languages: tuple[tuple[str, tuple[str, ...]], ...] = ()


#: Beside a film, for players: the film's own name, the language, what the version is.
_BESIDE = "{folder}/{stem}.{language}.{version}.{ext}"

CLIENTS: dict[str, Client] = {
    client.name: client
    for client in (
        Client(
            "plex", "Plex", ("srt",), _BESIDE,
            "https://support.plex.tv/articles/200471133-adding-local-subtitles-to-your-media/",
        ),
        Client(
            "jellyfin", "Jellyfin", ("srt",), _BESIDE,
            "https://jellyfin.org/docs/general/server/media/external-files/",
        ),
        Client(
            "youtube", "YouTube", ("srt",), "{folder}/{stem}_{language}.{ext}",
            "https://support.google.com/youtube/answer/2734698", profile="youtube",
        ),
        Client(
            "apple", "Apple (iTunes Timed Text)", ("itt",), "{folder}/{stem}_{language}.{ext}",
            "observed: Compressor takes the language from NAME_en-US.itt",
        ),
        Client(
            "netflix", "Netflix (TTML1; IMSC 1.1 in Japanese)", ("dfxp",), "{folder}/{stem}.{language}.{version}.xml",
            "https://partnerhelp.netflixstudios.com/hc/en-us/articles/215758617", profile="netflix",
            languages=(("ja", ("ttml",)),),
        ),
    )
}  # fmt: skip


def client_named(name: str) -> Client:
    """Return the row of a player or service.

    Raises UnknownNameError, with the nearest name, for one that is not there.

    >>> client_named("apple").formats
    ('itt',)
    """
    if name not in CLIENTS:
        near = get_close_matches(name, CLIENTS, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(CLIENTS)}"
        raise UnknownNameError(f"there is no client {name!r} to deliver to", hint=hint)
    return CLIENTS[name]
