"""The two frames as columns of numbers, without copying what are numbers already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.matching.arrays import Ints, Places
from rutine.matching.texts import code_texts

COLUMNS: Final = ("row_id", "person", "unit", "benefit", "first", "last", "amount")
"""What a frame of either side has: int64, str, str, str, datetime64, datetime64, int64 (øre).
Person, unit and benefit may be categorical as well; person and unit whole numbers from 0, a
person's that of its eleven digits."""

NAME: Final = "name"
"""An optional column (text): what the person is called. It never settles anything, see `near`."""

CARRIED: Final = "carried"
"""An optional column (bool): an earlier run left the row open."""

NO_DAY: Final = np.iinfo(np.int32).min
"""The day of a missing date."""

_TEXTS: Final = ("person", "unit", "benefit")
_HIGHEST: Final = np.iinfo(np.int64).max
_ID_LENGTH: Final = 11
_SECONDS: Final = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_CHUNK: Final = 1 << 16
_MOST_PARTIES: Final = 1 << 62
_SMALL: Final = 1 << 16  # codes below it are looked up in a table


def check_frame(side: str, frame: pd.DataFrame) -> None:
    """Refuse a frame of the wrong shape: that is a fault of the program, not of a file.

    Raises:
        TypeError: a column is missing or of the wrong type; the message names it.
        ValueError: row ids are not unique, or amounts are too large to be added up.
    """
    for column in COLUMNS:
        if column not in frame.columns:
            raise TypeError(f"{side}: the column {column} is missing")
        kind = frame[column].dtype
        if column in {"row_id", "amount"} and kind != np.dtype(np.int64):
            raise TypeError(f"{side}: the column {column} must be int64, not {kind}")
        if column in {"first", "last"} and not pd.api.types.is_datetime64_dtype(kind):
            raise TypeError(f"{side}: the column {column} must be datetime64, not {kind}")
        if column in _TEXTS and not (_is_text(frame[column]) or _is_whole(frame[column])):
            raise TypeError(f"{side}: the column {column} must be text or whole numbers")
    if CARRIED in frame and frame[CARRIED].dtype != np.dtype(np.bool_):
        raise TypeError(f"{side}: the column {CARRIED} must be bool, not {frame[CARRIED].dtype}")
    amount = frame["amount"].to_numpy()
    if amount.size and max(int(amount.max()), -int(amount.min())) > _HIGHEST // amount.size:
        raise ValueError(f"{side}: the column amount holds more than can be added up")
    if NAME in frame.columns and not _is_text(frame[NAME]):
        raise TypeError(f"{side}: the column {NAME} must be text, not {frame[NAME].dtype}")
    row_id = frame["row_id"].to_numpy()
    if not (row_id[1:] > row_id[:-1]).all() and frame["row_id"].duplicated().any():
        raise ValueError(f"{side}: the column row_id must be unique")


def check_alike(lines: pd.DataFrame, claims: pd.DataFrame) -> None:
    """Refuse frames of which one has numbers where the other has texts: no row would match.

    Raises:
        TypeError: the message names the column.
    """
    for column in _TEXTS if len(lines) and len(claims) else ():
        if _is_whole(lines[column]) != _is_whole(claims[column]):
            raise TypeError(f"the column {column} is text on one side and numbers on the other")


def _is_whole(values: pd.Series) -> bool:
    return pd.api.types.is_integer_dtype(values.dtype)


def _is_text(values: pd.Series) -> bool:
    """Whether the values are texts, categories of texts, or missing."""
    kind = values.dtype
    if isinstance(kind, pd.CategoricalDtype):
        return _is_text(pd.Series(kind.categories))
    if isinstance(kind, pd.StringDtype):
        return True
    of_objects = kind == np.dtype(object)
    return of_objects and pd.api.types.infer_dtype(values, skipna=True) in {"string", "empty"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of both sides: `lines` and `claims` are arrays of one kind."""

    lines: npt.NDArray[Any]
    claims: npt.NDArray[Any]

    def rising(self, places: Ints) -> npt.NDArray[Any]:
        """The values at rising places."""
        cut = int(np.searchsorted(places, len(self.lines)))
        of_claims = self.claims[places[cut:] - len(self.lines)]
        return np.concatenate([self.lines[places[:cut]], of_claims])

    def at(self, places: Ints) -> npt.NDArray[Any]:
        """The values at any places."""
        is_line = places < len(self.lines)
        values = np.empty(len(places), dtype=self.lines.dtype)
        values[is_line] = self.lines[places[is_line]]
        values[~is_line] = self.claims[places[~is_line] - len(self.lines)]
        return values


@dataclass(frozen=True, slots=True)
class Parties:
    """Person, unit and benefit of every row as one whole number.

    Three words cost three times as much to sort, bring into order and compare as one.

    Attributes:
        number: (person x units + unit) x benefits + benefit; -1 without a person.
        units, benefits: how many of them the numbers have room for.
    """

    number: Column
    units: int
    benefits: int

    def person(self, number: Ints) -> Ints:
        """The person in each of these numbers; -1 where there is none."""
        return number // (self.units * self.benefits)

    def unit(self, number: Ints) -> Ints:
        """The unit in each of these numbers."""
        return number // self.benefits % self.units


@dataclass(frozen=True, slots=True)
class Words:
    """The rows of both sides as numbers, lines before claims, each side by row id.

    A row's number in that order is its *place*: places order rows everywhere, so that no result
    depends on how the frames were sorted.

    Attributes:
        line_count, count: so many lines, so many rows.
        row_id: the caller's own numbers, unique within a side.
        parties: person, unit and benefit.
        benefit: places in `benefit_names`.
        benefit_names: the benefits met; "" for none.
        first, last: days since 1970; `NO_DAY` where there is none.
        amount: øre.
        carried: left open by an earlier run; None when no frame says.
        given: the persons as they were given.
        called: what they are called; None unless both frames say.
    """

    line_count: int
    count: int
    row_id: Column
    parties: Parties
    benefit: Column
    benefit_names: tuple[str, ...]
    first: Column
    last: Column
    amount: Column
    carried: Column | None
    given: tuple[pd.Series, pd.Series]
    called: tuple[pd.Series, pd.Series] | None

    def ids(self, places: Ints) -> Ints:
        """The persons at places as the numbers their eleven digits make; -1 for anything else."""
        given = self._texts(self.given, places)
        texts_read = (f"{t:0{_ID_LENGTH}d}" if isinstance(t, int) else str(t) for t in given)
        numbers = (int(t) if len(t) == _ID_LENGTH and t.isdecimal() else -1 for t in texts_read)
        return np.fromiter(numbers, dtype=np.int64, count=len(places))

    def names(self, places: Ints) -> list[str]:
        """What the persons at places are called; "" where nobody says."""
        if self.called is None:
            return [""] * len(places)
        return ["" if pd.isna(t) else str(t) for t in self._texts(self.called, places)]

    def _texts(self, of: tuple[pd.Series, pd.Series], places: Ints) -> list[Any]:
        texts = np.empty(len(places), dtype=object)
        is_line = places < self.line_count
        texts[is_line] = of[0].iloc[places[is_line]].astype("object")
        texts[~is_line] = of[1].iloc[places[~is_line] - self.line_count].astype("object")
        return texts.tolist()


def read_words(lines: pd.DataFrame, claims: pd.DataFrame) -> Words:
    """Turn two checked frames into numbers."""
    sides = (_by_row_id(lines), _by_row_id(claims))

    def plain(column: str) -> Column:
        return Column(*(side[column].to_numpy() for side in sides))

    def text(column: str) -> Column:
        return Column(*code_texts(sides[0][column], sides[1][column]))

    def days(column: str) -> Column:
        return Column(*(_days(side[column].to_numpy()) for side in sides))

    benefit, names = _few(text("benefit"), [side["benefit"] for side in sides])
    return Words(
        line_count=len(lines),
        count=len(lines) + len(claims),
        row_id=plain("row_id"),
        parties=_parties(text("person"), text("unit"), benefit, len(names)),
        benefit=benefit,
        benefit_names=names,
        first=days("first"),
        last=days("last"),
        amount=plain("amount"),
        carried=_carried(sides),
        given=(sides[0]["person"], sides[1]["person"]),
        called=(sides[0][NAME], sides[1][NAME]) if all(NAME in side for side in sides) else None,
    )


def _parties(person: Column, unit: Column, benefit: Column, benefits: int) -> Parties:
    people, low_person = _span(person)
    units, low_unit = _span(unit)
    benefits = max(benefits, 1)
    if people * units * benefits > _MOST_PARTIES:
        # Numbers that lie too far apart are numbered anew, without gaps.
        person, unit = _dense(person), _dense(unit)
        (people, low_person), (units, low_unit) = _span(person), _span(unit)
    numbers = []
    for of_person, of_unit, of_benefit in (
        (person.lines, unit.lines, benefit.lines),
        (person.claims, unit.claims, benefit.claims),
    ):
        number = np.empty(len(of_person), dtype=np.int64)
        for start in range(0, len(number), _CHUNK):
            part = slice(start, start + _CHUNK)
            found = (of_person[part] - low_person) * units
            found += of_unit[part]
            found -= low_unit
            found *= benefits
            found += of_benefit[part]
            found[of_person[part] < 0] = -1
            number[part] = found
        numbers.append(number)
    return Parties(Column(*numbers), units, benefits)


def _span(column: Column) -> tuple[int, int]:
    """How many whole numbers there are from the lowest to the highest, and the lowest."""
    ends = [
        (int(side.min()), int(side.max())) for side in (column.lines, column.claims) if side.size
    ]
    if not ends:
        return 1, 0
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    return high - low + 1, low


def _dense(column: Column) -> Column:
    """The same numbers without gaps; -1 stays."""
    values, found = np.unique(np.concatenate([column.lines, column.claims]), return_inverse=True)
    found -= int(np.searchsorted(values, 0))
    found = np.maximum(found, -1)
    return Column(found[: len(column.lines)], found[len(column.lines) :])


def _by_row_id(frame: pd.DataFrame) -> pd.DataFrame:
    if frame["row_id"].is_monotonic_increasing:
        return frame
    return frame.sort_values("row_id", kind="stable")


def _carried(sides: tuple[pd.DataFrame, pd.DataFrame]) -> Column | None:
    if not any(CARRIED in side for side in sides):
        return None
    return Column(
        *(
            side[CARRIED].to_numpy(dtype=np.bool_)
            if CARRIED in side
            else np.zeros(len(side), dtype=np.bool_)
            for side in sides
        )
    )


def _few(numbers: Column, texts: list[pd.Series]) -> tuple[Column, tuple[str, ...]]:
    """A column of few different values as places in the list of their texts."""
    found: dict[int, str] = {}
    for values, series in ((numbers.lines, texts[0]), (numbers.claims, texts[1])):
        different, at = _different(values)
        for value, text in zip(different.tolist(), series.iloc[at].tolist(), strict=True):
            found.setdefault(value, "" if pd.isna(text) else str(text))
    rising = np.array(sorted(found), dtype=np.int64)
    kind = np.min_scalar_type(-len(rising) - 1)
    if rising.size and rising[-1] < _SMALL:
        table = np.zeros(_SMALL + 1, dtype=kind)
        table[rising] = np.arange(len(rising))  # -1, for none, is the last
        coded = [table[values] for values in (numbers.lines, numbers.claims)]
    else:
        sides = (numbers.lines, numbers.claims)
        coded = [np.searchsorted(rising, values).astype(kind) for values in sides]
    return Column(*coded), tuple(found[value] for value in rising.tolist())


def _different(values: Ints) -> tuple[Ints, Ints]:
    """The different values of a column, and where each stands for one."""
    if values.size and int(values.min()) >= -1 and int(values.max()) < _SMALL:
        at = np.full(_SMALL + 1, -1)
        at[values] = np.arange(len(values))  # -1 is the last
        kept = np.flatnonzero(at >= 0)
        return np.where(kept == _SMALL, -1, kept), at[kept]
    return np.unique(values, return_index=True)


def _days(values: npt.NDArray[Any]) -> Places:
    """Days since 1970, worked out piece by piece so that no second column is held."""
    unit = str(values.dtype).split("[")[1][:-1]
    number = values.view(np.int64)
    days = np.empty(len(number), dtype=np.int32)
    for start in range(0, len(number), _CHUNK):
        part = number[start : start + _CHUNK]
        found = part // _SECONDS[unit]
        found[part == np.iinfo(np.int64).min] = NO_DAY
        days[start : start + _CHUNK] = found
    return days
