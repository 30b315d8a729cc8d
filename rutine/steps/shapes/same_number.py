"""Whether the rows with one employee number are one person's: what tells two people apart.

A name finds nobody, but it can raise doubt. Wholly different ones under one number, with neither a
national id nor a birth date that joins them, are two people until somebody has looked: what is
theirs would else be counted as one's, and told to the other. Names with a word in common are one
person's, with a new surname most likely: that is asked about, and changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, permutations
from operator import itemgetter
from typing import Any, Final

import pandas as pd

_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
"""A word of a name. An initial says too little."""

_WRITTEN: Final = str.maketrans(
    {"ø": "o", "æ": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ł": "l", "ı": "i", "ð": "d", "þ": "th"}
)
"""Letters that no accent makes: Norwegian, Sámi, Polish, Turkish and Icelandic ones."""

_TWICE: Final = (("aa", "a"), ("ae", "a"), ("oe", "o"))
"""`Aase` is `Åse`, and `Bjoern` is `Bjørn`."""

_LONG: Final = 5
"""Letters from which a word with one slip is still the same word."""

_MOST: Final = 50
"""Ways in which the rows of one number may tell whose they are. Nobody has so many names: more are
a number that is used for whoever comes, and to hold each against each would take too long."""

_TOLD: Final = ["person", "born", "name"]
_Telling = tuple[str, Any, str]
"""What a row says of whose it is: a national id, a birth date and a name."""


@dataclass(frozen=True, slots=True, repr=False)
class _One:
    """What the rows that certainly are one person's say of that person."""

    ids: frozenset[str]
    births: frozenset[Any]
    names: frozenset[frozenset[str]]

    def is_with(self, other: _One) -> bool:
        """Whether both have the same national id or birth date."""
        return bool(self.ids & other.ids or self.births & other.births)

    def and_(self, other: _One) -> _One:
        return _One(self.ids | other.ids, self.births | other.births, self.names | other.names)

    def is_apart_from(self, other: _One) -> bool:
        """Whether they are clearly two: by id, by birth date, or by names with nothing in common.

        A word in common is a name that was changed, or written in another way.
        """
        if (self.ids and other.ids) or (self.births and other.births):
            return True
        pairs = list(self._beside(other))
        return bool(pairs) and not any(_share(one, two) for one, two in pairs)

    def differs_from(self, other: _One) -> bool:
        """Whether no name of the one is a name of the other, whole or with a part left out."""
        pairs = list(self._beside(other))
        return bool(pairs) and not any(one <= two or two <= one for one, two in pairs)

    def is_only_part_of(self, other: _One) -> bool:
        """Whether all that is said is a name, and the other's says it too, and more.

        `Kari Berg` and `Kari Hansen` are apart, until a row says `Kari Berg Hansen`.
        """
        said = self.ids or self.births
        return not said and all(any(one < two for two in other.names) for one in self.names)

    def _beside(self, other: _One) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
        return (
            (_joined(one, two), _joined(two, one))
            for one in self.names
            for two in other.names
            if one and two
        )


def numbers_in_doubt(rows: pd.DataFrame) -> tuple[str, ...]:
    """The employee numbers that are one person's, under names that are not one name."""
    return tuple(
        number
        for number, told in _several(rows)
        if not _are_apart(told) and any(one.differs_from(two) for one, two in _pairs(told))
    )


def numbers_of_two(rows: pd.DataFrame) -> frozenset[str]:
    """The employee numbers of a list of employees whose rows are clearly two people's."""
    return frozenset(number for number, told in _several(rows) if _are_apart(told))


def _are_apart(told: Sequence[_Telling]) -> bool:
    return len(told) > _MOST or any(one.is_apart_from(two) for one, two in _pairs(told))


def _pairs(told: Sequence[_Telling]) -> Iterator[tuple[_One, _One]]:
    return combinations(_people(told), 2)


def _several(rows: pd.DataFrame) -> Iterator[tuple[str, Sequence[_Telling]]]:
    """Each number of which the rows do not say the same, with what each of them says."""
    several = rows[rows["employee_number"].duplicated(keep=False)]
    told = several[["employee_number", *_TOLD]].drop_duplicates()
    told = told[told["employee_number"].duplicated(keep=False)]
    in_order = told.sort_values("employee_number", kind="stable")
    every: Iterator[Any] = in_order.itertuples(index=False, name=None)
    for number, own in groupby(every, key=itemgetter(0)):
        yield number, [row[1:] for row in own]


def _people(rows: Iterable[_Telling]) -> Sequence[_One]:
    """The rows, joined where an id or a birth date joins them; two ids are never one person.

    A name that is only a part of another row's says nothing, and is left out.
    """
    found: list[_One] = []
    for person, born, name in rows:
        one = _One(
            frozenset({person} if person else ()),
            frozenset(() if pd.isna(born) else {born}),
            frozenset({_words(name)}),
        )
        for each in tuple(found):
            if each.is_with(one) and not _two_ids(each, one):
                found.remove(each)
                one = one.and_(each)
        found.append(one)
    return [one for one in found if not any(one.is_only_part_of(each) for each in found)]


def _two_ids(one: _One, other: _One) -> bool:
    return bool(one.ids and other.ids and not one.ids & other.ids)


def _words(name: str) -> frozenset[str]:
    """The words of a name, as they are compared: case, accents and ways of writing left out."""
    parted = unicodedata.normalize("NFKD", name.casefold()).translate(_WRITTEN)
    plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    for written, letter in _TWICE:
        plain = plain.replace(written, letter)
    return frozenset(_LETTERS.findall(plain))


def _joined(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """A name's words, two of them as one where the other name has them so: `Anne-Marie`."""
    for first, second in permutations(one, 2):
        if first + second in other:
            return one - {first, second} | {first + second}
    return one


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names have a word in common, or one that is written with a slip."""
    return bool(one & other) or any(_slip(a, b) for a in one for b in other)


def _slip(one: str, other: str) -> bool:
    """Whether two long words differ by one letter: another, one more, or one less."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _LONG or len(longer) - len(shorter) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), 0)
    rest = shorter[same:] if len(shorter) < len(longer) else shorter[same + 1 :]
    return longer[same + 1 :] == rest or longer.startswith(shorter)
