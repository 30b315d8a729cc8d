"""Who works where on the day of the survey, and who stands on the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rutine.obligations.unit_tree import UnitTree


@dataclass(frozen=True, slots=True)
class Held:
    """A position that is held on the day.

    Attributes:
        unit: where.
        first: its first day.
        position_code: its code.
        percent: its size, 0-100.
        tags: marks that tell the kind of employment, such as `permanent`.
    """

    unit: str
    first: date
    position_code: str = ""
    percent: float = 100.0
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, repr=False)
class Somebody:
    """One employee as the registers have them on the day.

    Attributes:
        number: the employee number.
        email: the address that HR has; empty without one.
        held: the positions held on the day.
        ended: the last day of the employment or position, where all of it is over.
        away: whether they are wholly away on the day.
        hidden: whether only few may see them: they stand in no list that is delivered.
    """

    number: str
    email: str = ""
    held: tuple[Held, ...] = ()
    ended: date | None = None
    away: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One row of the list of respondents.

    Attributes:
        key: which row it is: the file's name and the row's place, from 1. Of one that is added,
            a name no file has, and 0.
        number: the employee number of the person.
        unit: where the list places them.
        email: where the survey is sent.
    """

    key: tuple[str, int]
    number: str
    unit: str
    email: str

    @property
    def is_added(self) -> bool:
        """Whether no row of the list is this entry."""
        return self.key[1] == 0


def added(number: str, unit: str, email: str) -> Entry:
    """An entry for somebody whom the list lacks."""
    return Entry((f"+{number}", 0), number, unit, email)


@dataclass(frozen=True, eq=False, slots=True)
class Units:
    """The employer's units.

    Attributes:
        tree: which lies in which.
        known: every unit of the list of units.
        managers: unit -> the employee number of its manager.
    """

    tree: UnitTree
    known: frozenset[str]
    managers: Mapping[str, str] = field(default_factory=dict)

    def above(self, unit: str) -> Sequence[str]:
        """The units above one, the nearest first."""
        return self.tree.path(unit)[1:]

    def is_led_by(self, unit: str, number: str) -> bool:
        """Whether the employee leads the unit."""
        return bool(number) and self.managers.get(unit) == number

    def answers_in(self, unit: str, number: str) -> str:
        """Where an employee of the unit answers who must not answer in a unit they lead.

        The nearest unit at or above it that they do not lead; the highest where they lead all.
        """
        path = self.tree.path(unit)
        return next((each for each in path if not self.is_led_by(each, number)), path[-1])
