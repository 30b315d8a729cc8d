"""What went wrong, in bokmål and nynorsk, keyed by the error's code.

English is the error's own text. So is everything that is not in `texts/errors_*.toml`: a code
without a sentence, or one raised without the details that the sentence names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

from rutine.core.errors import Detail, RutineError
from rutine.formats.sentences import Language
from rutine.formats.yaml_source import MappingInvalid
from rutine.routines.check.wording import faults_said

TRANSLATED: Final[tuple[Language, ...]] = ("nb", "nn")
"""The languages with a catalogue."""


class Said(NamedTuple):
    """An error as a person reads it: what is wrong, and what to do about it."""

    what_label: str
    what: str
    remedy_label: str
    remedy: str


def said(error: RutineError, language: str) -> Said:
    """The error in a language, or in English where there is no sentence for it."""
    return _translated(error, language) or Said("Error:", error.message, "Do this:", error.remedy)


def _translated(error: RutineError, language: str) -> Said | None:
    spoken = next((each for each in TRANSLATED if each == language), None)
    if spoken is None:
        return None
    texts = catalogue(language)
    if isinstance(error, MappingInvalid):
        return _of_a_file(error, spoken, texts["label"])
    sentences = texts["error"].get(error.code)
    if sentences is None:
        return None
    words = {
        name: _word(name, value, language, texts["kind"]) for name, value in error.details.items()
    }
    try:
        what = sentences["what"].format_map(words)
        remedy = sentences["remedy"].format_map(words)
    except KeyError:  # raised somewhere that does not tell the details
        return None
    label = texts["label"]
    place = label["list"].format_map(words) if "list" in words else ""
    return Said(label["what"], f"{place}{what}", label["remedy"], remedy)


def _of_a_file(error: MappingInvalid, language: Language, label: dict[str, str]) -> Said:
    """Every fault of a file that people edit, as `rutine check` says it."""
    listed = "\n".join(f"  {each}" for each in faults_said(error, language))
    return Said(
        label["what"],
        f"{label['faults'].format(path=error.path)}\n{listed}",
        label["remedy"],
        label["correct"],
    )


@cache
def catalogue(language: str) -> dict[str, Any]:
    """A language's tables: `label`, `kind` (of files) and `error`, by code."""
    file = resources.files(__package__) / f"errors_{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def _word(name: str, value: Detail, language: str, kinds: dict[str, str]) -> str:
    if isinstance(value, Mapping):
        told: dict[str, str] = {str(key): text for key, text in value.items()}
        return told.get(language) or next(iter(told.values()), "")
    if name in {"seen", "wanted"}:
        return kinds.get(str(value), str(value))
    return str(value)
