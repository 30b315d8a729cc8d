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
Person, unit and benefit may be categorical as well; person and unit whole numbers from 0."""

NAME: Final = "name"
"""An optional column (text): what the person is called. It never settles anything, see `near`."""

CARRIED: Final = "carried"
"""An optional column (bool): an earlier run left the row open."""

NO_DAY: Final = np.iinfo(np.int32).min
"""The day of a missing date."""

_ID_LENGTH: Final = 11
_SECONDS: Final = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_CHUNK: Final = 1 << 18


def check_frame(side: str, frame: pd.DataFrame) -> None:
    """Refuse a frame of the wrong shape: that is a fault of the program, not of a file.

    Raises:
        TypeError: a column is missing or of the wrong type; the message names it.
        ValueError: row ids are not unique.
    """
    for column in COLUMNS:
        if column not in frame.columns:
            raise TypeError(f"{side}: the column {column} is missing")
        kind = frame[column].dtype
        if column in {"row_id", "amount"} and kind != np.dtype(np.int64):
            raise TypeError(f"{side}: the column {column} must be int64, not {kind}")
        if column in {"first", "last"} and not pd.api.types.is_datetime64_dtype(kind):
            raise TypeError(f"{side}: the column {column} must be datetime64, not {kind}")
    if NAME in frame.columns and not _is_text(frame[NAME]):
        raise TypeError(f"{side}: the column {NAME} must be text, not {frame[NAME].dtype}")
    row_id = frame["row_id"].to_numpy()
    if not (row_id[1:] > row_id[:-1]).all() and frame["row_id"].duplicated().any():
        raise ValueError(f"{side}: the column row_id must be unique")


def _is_text(column: pd.Series) -> bool:
    return isinstance(column.dtype, (pd.StringDtype, pd.CategoricalDtype)) or (
        column.dtype == np.dtype(object)
    )


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
class Words:
    """The rows of both sides as numbers, lines before claims, each side by row id.

    A row's number in that order is its *place*: places order rows everywhere, so that no result
    depends on how the frames were sorted.

    Attributes:
        line_count, count: so many lines, so many rows.
        row_id: the caller's own numbers, unique within a side.
        person, unit: numbers for the texts; -1 where there is none.
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
    person: Column
    unit: Column
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
        texts_read = map(str, self._texts(self.given, places))
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
        person=text("person"),
        unit=text("unit"),
        benefit=benefit,
        benefit_names=names,
        first=days("first"),
        last=days("last"),
        amount=plain("amount"),
        carried=_carried(sides),
        given=(sides[0]["person"], sides[1]["person"]),
        called=(sides[0][NAME], sides[1][NAME]) if all(NAME in side for side in sides) else None,
    )


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
        for value in pd.unique(values).tolist():
            if value not in found:
                text = series.iloc[int(np.argmax(values == value))]
                found[value] = "" if pd.isna(text) else str(text)
    rising = np.array(sorted(found), dtype=np.int64)
    coded = (
        np.searchsorted(rising, values).astype(np.int16)
        for values in (numbers.lines, numbers.claims)
    )
    return Column(*coded), tuple(found[value] for value in rising.tolist())


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
