"""What is found about a list of respondents, and the correction that would put it right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from rutine.surveys.people import Entry


class Kind(StrEnum):
    """What is wrong."""

    MISSING = "missing"
    """Takes part by the rule, and is not on the list."""
    ENDED = "ended"
    """On the list, though the employment or every position is over."""
    NOT_INCLUDED = "not_included"
    """On the list, though the rule does not include them."""
    TWICE = "twice"
    """On the list more than once."""
    NO_EMAIL = "no_email"
    """On the list without an address."""
    SHARED_EMAIL = "shared_email"
    """An address that several persons have."""
    WRONG_UNIT = "wrong_unit"
    """In a unit where they have no position that takes part."""
    UNKNOWN_UNIT = "unknown_unit"
    """A unit that the list of units does not have; once for each such unit."""
    SMALL_UNIT = "small_unit"
    """A unit with fewer respondents than a result needs; once for each such unit."""
    OWN_UNIT = "own_unit"
    """A manager who would answer in the unit that they lead."""
    HIDDEN = "hidden"
    """Takes part, and is never named in a list that is delivered: somebody adds them by hand."""


@dataclass(frozen=True, slots=True, repr=False)
class Correction:
    """What would be done to the list. Keys are those of its entries.

    Attributes:
        drop: rows that are taken off.
        move: row -> the unit it is moved to.
        email: row -> the address it gets.
        add: those who are put on.
    """

    drop: frozenset[tuple[str, int]] = frozenset()
    move: tuple[tuple[tuple[str, int], str], ...] = ()
    email: tuple[tuple[tuple[str, int], str], ...] = ()
    add: tuple[Entry, ...] = ()

    @property
    def takes_off(self) -> bool:
        """Whether somebody is on the list no more because of it."""
        return bool(self.drop)


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """One thing that a person must look at.

    Attributes:
        kind: what.
        who: the employee number; empty for what is about a unit or an address.
        about: the unit or address that it is about; empty for a person.
        unit: where the list has them, of a person.
        should_be: the unit that would be right; empty where none is known.
        others: the employee numbers of those who share it, the protected left out.
        count: how many respondents, rows or persons it is about.
        entries: the rows it rests on.
        correction: what would put it right; None where only a person knows.
    """

    kind: Kind
    who: str = ""
    about: str = ""
    unit: str = ""
    should_be: str = ""
    others: tuple[str, ...] = ()
    count: int = 0
    entries: tuple[tuple[str, int], ...] = ()
    correction: Correction | None = None

    @property
    def key(self) -> str:
        """Names it among those of the survey: the same thing has the same key in every run."""
        return f"{self.kind} {self.who or self.about}"


def corrected(entries: tuple[Entry, ...], correction: Correction) -> tuple[Entry, ...]:
    """The list after a correction."""
    moves, addresses = dict(correction.move), dict(correction.email)
    kept = (entry for entry in entries if entry.key not in correction.drop)
    return (
        *(
            replace(
                entry,
                unit=moves.get(entry.key, entry.unit),
                email=addresses.get(entry.key, entry.email),
            )
            for entry in kept
        ),
        *correction.add,
    )
