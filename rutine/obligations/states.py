"""The answer for one subject and one requirement: a state, its cause and its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import NamedTuple


class State(IntEnum):
    """Where an obligation stands; the numbers order them from the best to the worst.

    A requirement that does not apply has no state at all.
    """

    ENDED = 0
    """It applied, and does so no more."""
    DONE = 1
    """What is needed is held, and no warning is due."""
    EXEMPT = 2
    """Somebody decided that it need not be held now."""
    NOT_DUE = 3
    """Not held, and too early to say so."""
    DUE_SOON = 4
    """The deadline is near, or passed and within the grace."""
    OVERDUE = 5

    @property
    def is_open(self) -> bool:
        """Whether somebody must do something."""
        return self >= State.DUE_SOON


class Cause(IntEnum):
    """What the evidence amounts to, whatever the state."""

    VALID = 0
    """Held today, and no warning is due."""
    EXPIRING = 1
    """Held today, and about to run out."""
    EXPIRED = 2
    """Was held whole once; a part of it, or all, has run out."""
    PART_MISSING = 3
    """There is evidence of a part, never of the whole: a course without its test."""
    MISSING = 4
    """There is no evidence that counts."""


class ObligationKey(NamedTuple):
    """One subject and one requirement."""

    subject: str
    requirement: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one obligation stands on a day.

    Attributes:
        deadline: the day by which it should be held (again); None where there is none: it is
            held for ever, has ended, or waits for somebody whose return nobody knows.
        last_day: the deadline and the grace; overdue from the day after.
        valid_to: the last day on which everything needed is or was held; None where it never
            was, or is for ever (`cause` tells which).
        warned: the warning that is due: so many days before the deadline; None when not due
            soon.
    """

    state: State
    cause: Cause
    deadline: date | None
    last_day: date | None
    valid_to: date | None
    warned: int | None
