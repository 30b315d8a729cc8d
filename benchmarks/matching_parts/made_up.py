"""Lines and claims made up by the million, with their truth: a few seconds for 10 million.

The practice generator simulates people and offices and gives 23 000 lines a second: it measures
quality. This one draws rows in bulk and measures speed. Each person has one to eight spans of
8 to 25 days in a month each; of the spans,

- 80 % are one line and one equal claim,
- 5 % one claim paid in two lines, 4 % two claims paid in one, 1 % two claims and two lines that
  are cut on different days,
- 1 % two equal lines and two equal claims, 0.5 % one claim paid twice,
- 1 % paid, taken back and paid anew with another rate,
- 3 % paid a day short, 2 % never paid, 1 % never claimed,
- 0.5 % each paid without dates, on another unit, and with the last day a weekday later.

Amounts are whole-krone day rates times weekdays, so that equal amounts abound. One row in a
hundred has a benefit code that may never settle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.core.identifiers import OrgNr

Ints = npt.NDArray[np.int64]

MISSING = -1
"""The day of a row without dates."""
BENEFITS = ("4", "9", "1", "H")
UNITS = 400

_BENEFIT_ODDS = (0.9, 0.05, 0.04, 0.01)
_BASE = np.datetime64("2026-01-05", "D").astype(np.int64)
_MONTH = 31
_SPANS = 8  # at most, for one person
_DIGITS = 11
_CANDIDATES = 28 * 12 * 100 * 1000  # day, month + 80, year, individual number
_STRIDE = 7_919_017  # prime to the candidates: spreads people over them
_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


class Kind(IntEnum):
    """What became of a span."""

    PLAIN = 0
    SPLIT = 1
    MERGED = 2
    CROSSING = 3
    TWINS = 4
    PAID_TWICE = 5
    PAID_ANEW = 6
    SHORT = 7
    UNPAID = 8
    UNCLAIMED = 9
    DATELESS = 10
    OTHER_UNIT = 11
    SHIFTED = 12


_ODDS = (0.8, 0.05, 0.04, 0.01, 0.01, 0.005, 0.01, 0.03, 0.02, 0.01, 0.005, 0.005, 0.005)
_LINES_A_SPAN = 1.075


@dataclass(frozen=True, slots=True)
class Rows:
    """One side's rows, coded: indices of persons, units and benefits, days since 1970, øre."""

    person: Ints
    unit: Ints
    benefit: Ints
    first: Ints
    last: Ints
    amount: Ints
    truth: Ints

    def __len__(self) -> int:
        return len(self.person)

    def taken(self, at: Ints) -> Rows:
        """The rows at these places."""
        return Rows(**{f.name: getattr(self, f.name)[at] for f in fields(self)})


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Both sides, and the national ids that persons stand for."""

    lines: Rows
    claims: Rows
    kinds: Ints
    fnrs: Ints


def make(rows: int, seed: int = 20261121) -> MadeUp:
    """About so many lines and so many claims, in random order."""
    rng = np.random.default_rng(seed)
    spans = _spans(round(rows / _LINES_A_SPAN), rng)
    kinds = rng.choice(np.array([*Kind], dtype=np.int64), len(spans), p=_ODDS)
    lines = _together([part for kind, part in _lines(spans, kinds) if kind is not Kind.UNPAID])
    claims = _together([part for kind, part in _claims(spans, kinds) if len(part)])
    return MadeUp(
        lines.taken(rng.permutation(len(lines))),
        claims.taken(rng.permutation(len(claims))),
        kinds,
        national_ids(int(spans.person.max(initial=0)) + 1),
    )


def _spans(count: int, rng: np.random.Generator) -> Rows:
    """One row per span: what it is worth when claimed and paid as it should."""
    each = rng.integers(1, _SPANS + 1, count // 4 + 100)
    person = np.repeat(np.arange(each.size), each)[:count]
    slot = np.arange(count) - np.concatenate([[0], np.cumsum(each)])[person]
    first = _BASE + slot * _MONTH + rng.integers(0, 6, count)
    last = first + rng.integers(7, 25, count)
    return Rows(
        person=person,
        unit=(person * 7) % UNITS,
        benefit=rng.choice(len(BENEFITS), count, p=_BENEFIT_ODDS),
        first=first,
        last=last,
        amount=rng.integers(800, 2400, count) * 100 * weekdays(first, last),
        truth=np.arange(count),
    )


def _lines(spans: Rows, kinds: Ints) -> Iterator[tuple[Kind, Rows]]:
    for kind in Kind:
        some = spans.taken(np.flatnonzero(kinds == kind))
        if kind in {Kind.SPLIT, Kind.CROSSING}:
            yield from ((kind, part) for part in _cut(some, 1 / 2))
        elif kind in {Kind.TWINS, Kind.PAID_TWICE}:
            yield from ((kind, part) for part in (some, some))
        elif kind is Kind.PAID_ANEW:
            rate = some.amount // weekdays(some.first, some.last) + 100
            wrong = rate * weekdays(some.first, some.last)
            for amount in (wrong, -wrong, some.amount):
                yield kind, replace(some, amount=amount)
        elif kind is Kind.SHORT:
            days = weekdays(some.first, some.last)
            yield kind, replace(some, amount=some.amount // days * (days - 1))
        elif kind is Kind.DATELESS:
            nowhen = np.full(len(some), MISSING)
            yield kind, replace(some, first=nowhen, last=nowhen)
        elif kind is Kind.OTHER_UNIT:
            yield kind, replace(some, unit=(some.unit + 1) % UNITS)
        elif kind is Kind.SHIFTED:
            yield kind, replace(some, last=some.last + 1)
        else:
            yield kind, some


def _claims(spans: Rows, kinds: Ints) -> Iterator[tuple[Kind, Rows]]:
    for kind in Kind:
        some = spans.taken(np.flatnonzero(kinds == kind))
        if kind in {Kind.MERGED, Kind.CROSSING}:
            # Crossing lines are cut in half, crossing claims at a third.
            part = 1 / 2 if kind is Kind.MERGED else 2 / 3
            yield from ((kind, piece) for piece in _cut(some, part))
        elif kind is Kind.TWINS:
            yield from ((kind, piece) for piece in (some, some))
        elif kind is not Kind.UNCLAIMED:
            yield kind, some


def _cut(some: Rows, part: float) -> tuple[Rows, Rows]:
    """Two rows for one: the first so large a part of the days, the amounts by weekdays."""
    middle = some.first + ((some.last - some.first + 1) * part).astype(np.int64)
    rate = some.amount // weekdays(some.first, some.last)
    before = rate * weekdays(some.first, middle - 1)
    return (
        replace(some, last=middle - 1, amount=before),
        replace(some, first=middle, amount=some.amount - before),
    )


def weekdays(first: Ints, last: Ints) -> Ints:
    """Mondays to Fridays from the first day to the last; 1970-01-01 was a Thursday."""
    return _weekdays_until(last + 1) - _weekdays_until(first)


def _weekdays_until(day: Ints) -> Ints:
    since_monday = day + 3
    return since_monday // 7 * 5 + np.minimum(since_monday % 7, 5)


def _together(parts: list[Rows]) -> Rows:
    return Rows(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Rows)}
    )


def national_ids(count: int) -> Ints:
    """So many different synthetic national ids (month + 80) with right control digits."""
    found: list[Ints] = []
    start = 0
    while sum(map(len, found)) < count:
        stop = min(_CANDIDATES, start + count + count // 3 + 100)
        if stop == start:
            raise ValueError("there are no more synthetic national ids")
        found.append(_valid(np.arange(start, stop) * _STRIDE % _CANDIDATES))
        start = stop
    return np.concatenate(found)[:count]


def _valid(candidate: Ints) -> Ints:
    rest, individual = np.divmod(candidate, 1000)
    rest, year = np.divmod(rest, 100)
    day, month = np.divmod(rest, 12)
    number = (((day + 1) * 100 + month + 81) * 100 + year) * 1000 + individual
    for weights in (_K1, _K2):
        digits = (number // 10**place % 10 for place in range(len(weights) - 1, -1, -1))
        total = sum(w * digit for w, digit in zip(weights, digits, strict=True))
        control = -total % 11
        number = np.where((number < 0) | (control == 10), -1, number * 10 + control)  # noqa: PLR2004 - no such digit
    return number[number >= 0]


def unit_numbers() -> list[str]:
    """The first valid organisation numbers from 900 000 000 on."""
    numbers = map(str, range(900_000_000, 900_000_000 + 20 * UNITS))
    return [number for number in numbers if OrgNr.is_valid(number)][:UNITS]


def frame(rows: Rows, fnrs: Ints) -> pd.DataFrame:
    """The rows as the engine takes them."""
    persons = np.array([f"{number:0{_DIGITS}d}" for number in fnrs], dtype=object)
    return pd.DataFrame(
        {
            "row_id": np.arange(len(rows), dtype=np.int64),
            "person": pd.array(persons[rows.person], dtype="str"),
            "unit": pd.array(np.array(unit_numbers(), dtype=object)[rows.unit], dtype="str"),
            "benefit": pd.array(np.array(BENEFITS, dtype=object)[rows.benefit], dtype="str"),
            "first": days(rows.first),
            "last": days(rows.last),
            "amount": rows.amount,
        },
        copy=False,
    )


def days(numbers: Ints) -> npt.NDArray[np.datetime64]:
    """Days since 1970 as dates, the missing ones NaT."""
    found = numbers.astype("datetime64[D]")
    found[numbers == MISSING] = np.datetime64("NaT")
    return found.astype("datetime64[s]")
