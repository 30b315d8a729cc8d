"""Whose an employee number or e-mail address was when a list was read.

A number says nothing by itself: systems give the numbers of those who left to others. So a number
is held against the list that names numbers beside national ids, of the same employer: the one of
the same run, or else the nearest before it, or else the first after.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import pandas as pd

from rutine.formats.reading import Reading
from rutine.steps.shapes.lists import whole
from rutine.steps.shapes.same_number import numbers_of_two

Key = tuple[str, str]
"""The column of a record, and what stands in it."""

COLUMNS = ("employee_number", "email")


class Whose(StrEnum):
    """Whose a number was."""

    OWN = "own"
    OTHER = "other"
    BOTH = "both"
    """Two people's in the lists of one time: nobody can tell."""
    UNKNOWN = "unknown"
    """No list of the employer names it beside a national id."""


@dataclass(frozen=True, slots=True, repr=False)
class Naming:
    """What the lists of one run say of keys: whether they are the person's, or somebody else's."""

    at: datetime
    own: frozenset[Key]
    others: frozenset[Key]


class OwnNumbers:
    """One person's employee numbers and addresses, by employer and time.

    Args:
        namings: employer -> what its runs' lists say, in any order.
    """

    def __init__(self, namings: Mapping[str, Iterable[Naming]]) -> None:
        self._namings = {
            employer: sorted(found, key=lambda each: each.at) for employer, found in namings.items()
        }

    def can_tell(self, employer: str) -> bool:
        """Whether any list of the employer names numbers beside national ids."""
        return bool(self._namings.get(employer))

    def whose(self, employer: str, key: Key, at: datetime) -> Whose:
        """Whose a number was at an employer, when a run read its lists."""
        namings = self._namings.get(employer, [])
        place = bisect_right([each.at for each in namings], at)
        for naming in (*reversed(namings[:place]), *namings[place:]):
            if key in naming.own and key in naming.others:
                return Whose.BOTH
            if key in naming.own:
                return Whose.OWN
            if key in naming.others:
                return Whose.OTHER
        return Whose.UNKNOWN


def rows_of(reading: Reading) -> pd.DataFrame | None:
    """The rows with their columns that tell whose they are; None where none does."""
    frame = reading.frame
    wanted = [name for name in ("person", *COLUMNS) if name in frame]
    more = ["name", "born"] if reading.record == "employee" else []
    return whole(frame, reading.record)[["row", *wanted, *more]] if wanted else None


def others_of(rows: pd.DataFrame, person: str) -> set[Key]:
    """The keys that the rows of a list say are another's, whoever the person is.

    In a list of employees, a number of which the rows are clearly two people's is another's too,
    also where only one of them has a national id.
    """
    found = keys_of(rows[(rows["person"] != person) & (rows["person"] != "")])
    if not {"employee_number", "name", "born"} <= {*rows.columns}:
        return found
    return found | {("employee_number", key_text(each)) for each in numbers_of_two(rows)}


def keys_of(rows: pd.DataFrame) -> set[Key]:
    """The numbers and addresses that stand in some rows."""
    return {
        (column, key_text(value))
        for column in COLUMNS
        if column in rows
        for value in rows[column].unique()
        if value
    }


def key_text(value: str) -> str:
    """A number or an address as it is held against others."""
    return str(value).strip().casefold()
