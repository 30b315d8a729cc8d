"""How an answer is read: from a line that somebody typed, or from a form; the same for both."""

from __future__ import annotations

import builtins
import keyword
import re
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final

from rutine.routines.vocabulary import NAME

Read = Callable[[str], Any]
"""An answer's text to its value; raises `Fault` when it can't be read."""

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")
_NUMBER: Final = re.compile(r"\d{1,6}")
_KRONER: Final = re.compile(r"\d{1,6}(?:[.,]\d{1,2})?")
_SPAN: Final = re.compile(r"(-?\d{1,4})\s*([^\W\d]*)")
_YES: Final = frozenset({"ja", "j", "yes", "y", "true"})
_NO: Final = frozenset({"nei", "n", "no", "false"})
_UNITS: Final = {"d": "days", "u": "weeks", "v": "weeks", "w": "weeks", "m": "months"}
_OWN: Final = frozenset({"flow", "main", "shape"})
LONGEST_NAME: Final = 40


class Fault(Exception):  # noqa: N818 - it is told to the reader, and asked about again
    """An answer that can't be used: a code of the texts, and what the sentence names."""

    def __init__(self, code: str, words: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.words = words or {}


@dataclass(frozen=True, slots=True)
class Span:
    """So many months, weeks or days; below zero before the event."""

    months: int = 0
    weeks: int = 0
    days: int = 0


def text(answer: str) -> str:
    """Some words, on one line."""
    if len(answer) > 120:  # noqa: PLR2004 - what a label of a routine file may be
        raise Fault("too_long", {"most": "120"})
    return " ".join(answer.split())


def name(answer: str) -> str:
    """A name that no Python package, word or function has."""
    if not re.fullmatch(NAME, answer):
        raise Fault("name_form")
    if len(answer) > LONGEST_NAME:
        raise Fault("too_long", {"most": str(LONGEST_NAME)})
    if keyword.iskeyword(answer) or keyword.issoftkeyword(answer) or hasattr(builtins, answer):
        raise Fault("name_of_python", {"name": answer})
    if answer in _OWN or answer in sys.stdlib_module_names or find_spec(answer) is not None:
        raise Fault("name_of_package", {"name": answer})
    return answer


def one_of(words: Sequence[str]) -> Read:
    """One of some words, or its number in the list, from 1."""

    def read(answer: str) -> str:
        plain = answer.casefold()
        if plain.isdecimal() and 1 <= int(plain) <= len(words):
            return words[int(plain) - 1]
        if plain not in words:
            raise Fault("not_one_of", {"allowed": ", ".join(words)})
        return plain

    return read


def several(answer: str) -> tuple[str, ...]:
    """Words apart by commas, each once."""
    words = [word.strip() for word in answer.split(",") if word.strip()]
    if any(len(word) > 120 for word in words):  # noqa: PLR2004 - a label
        raise Fault("too_long", {"most": "120"})
    return tuple(dict.fromkeys(words))


def names(answer: str) -> tuple[str, ...]:
    """Names as files and lists write them, apart by commas, each once."""
    words = several(answer)
    if not all(re.fullmatch(NAME, word) for word in words):
        raise Fault("name_form")
    return words


def several_of(words: Collection[str]) -> Read:
    """Some of a list of words."""

    def read(answer: str) -> tuple[str, ...]:
        found = tuple(word.casefold() for word in several(answer))
        if not set(found) <= set(words):
            raise Fault("not_one_of", {"allowed": ", ".join(words)})
        return tuple(word for word in words if word in found)

    return read


def number(least: int, most: int) -> Read:
    """A whole number."""

    def read(answer: str) -> int:
        if not _NUMBER.fullmatch(answer) or not least <= int(answer) <= most:
            raise Fault("number", {"least": str(least), "most": str(most)})
        return int(answer)

    return read


def numbers(least: int, most: int) -> Read:
    """Whole numbers apart by commas, each once, the greatest first."""
    one = number(least, most)

    def read(answer: str) -> tuple[int, ...]:
        return tuple(sorted({one(each) for each in several(answer)}, reverse=True))

    return read


def clock(answer: str) -> str:
    """A time of day, as `06:30`."""
    found = _CLOCK.fullmatch(answer)
    if found is None:
        raise Fault("clock")
    return f"{int(found[1]):02d}:{found[2]}"


def yes_no(answer: str) -> bool:
    """Yes or no."""
    plain = answer.casefold()
    if plain not in _YES | _NO:
        raise Fault("yes_no")
    return plain in _YES


def span(answer: str) -> Span:
    """A length of time, as `30 dager`, `8 uker` or `3 måneder`; `0` is none."""
    found = _SPAN.fullmatch(answer)
    unit = _UNITS.get(found[2][:1].casefold()) if found else None
    if found and found[1] == "0" and not found[2]:
        unit = "days"
    if found is None or unit is None:
        raise Fault("span")
    return Span(**{unit: int(found[1])})


def ore(answer: str) -> int:
    """An amount in kroner, as øre."""
    if not _KRONER.fullmatch(answer):
        raise Fault("kroner")
    whole, _, part = answer.replace(",", ".").partition(".")
    return int(whole) * 100 + int(f"{part:0<2}"[:2])


def needs(answer: str) -> tuple[tuple[str, int], ...]:
    """Competences and how many must have each: `legemiddel 1, sykepleier 2`."""
    found = []
    for each in several(answer):
        word, _, count = each.rpartition(" ")
        if not word or not count.isdecimal() or not 1 <= int(count) <= 1000:  # noqa: PLR2004 - a rule's most
            word, count = each, "1"
        found.append((word.strip(), int(count)))
    return tuple(found)
