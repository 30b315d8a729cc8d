"""How everybody stood in the latest run: the table, and the words that people know things by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rutine.obligations.standing_table import StandingTable


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class Overview:
    """A run's table with what it takes to show it, and what may be shown to few.

    Attributes:
        routine, run: its name, and the run's number.
        day: the day that the states are of.
        changed: the routine's files have been changed since the run: the states are by them as
            they are now.
        health: the routine is for those with the right `follow_up` alone.
        table: who stands how; its subjects are employee numbers.
        titles: requirement -> language -> what it is called.
        names: employee number -> name, where the lists have one.
        hidden: the employee numbers of the protected.
        unit_names: unit -> its name.
        numbers: unit -> the organisation number that its cases go by.
        codes: what is asked for -> the requirements that ask for it, in the order of the file.
        unknown: codes of evidence that nobody asks for, and how many rows have each.
    """

    routine: str
    run: int
    day: date
    changed: bool
    health: bool
    table: StandingTable
    titles: Mapping[str, Mapping[str, str]]
    names: Mapping[str, str]
    hidden: frozenset[str]
    unit_names: Mapping[str, str]
    numbers: Mapping[str, str]
    codes: Mapping[str, tuple[str, ...]]
    unknown: Mapping[str, int]
