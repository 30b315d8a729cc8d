"""The answers for many subjects and requirements, as arrays: a row a requirement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from rutine.obligations.arrays import ENDLESS, NEVER, Codes, Days
from rutine.obligations.states import Cause, ObligationKey, Standing, State

NO_STATE: Final = -1
"""The state of a subject that the requirement does not apply to."""
NO_WARNING: Final = -1


@dataclass(frozen=True, slots=True)
class Standings:
    """A row a requirement, a column a subject.

    Attributes:
        state: `State`, or `NO_STATE`; the rest means nothing where there is none.
        cause: `Cause`.
        deadline, last_day: ordinals, `ENDLESS` where there is none.
        valid_to: ordinals, `NEVER` and `ENDLESS`.
        warned: days, or `NO_WARNING`.
    """

    subjects: tuple[str, ...]
    requirements: tuple[str, ...]
    state: Codes
    cause: Codes
    deadline: Days
    last_day: Days
    valid_to: Days
    warned: npt.NDArray[np.int16]
    _subject_places: dict[str, int] = field(default_factory=dict, repr=False)

    @classmethod
    def none(cls, subjects: tuple[str, ...], requirements: tuple[str, ...]) -> Standings:
        """No requirement applies to any subject."""
        shape = len(requirements), len(subjects)
        deadline, last_day = (np.full(shape, ENDLESS, np.int32) for _ in range(2))
        return cls(
            subjects,
            requirements,
            state=np.full(shape, NO_STATE, np.int8),
            cause=np.zeros(shape, np.int8),
            deadline=deadline,
            last_day=last_day,
            valid_to=np.full(shape, NEVER, np.int32),
            warned=np.full(shape, NO_WARNING, np.int16),
        )

    def standing(self, key: ObligationKey) -> Standing | None:
        """One answer; None where the requirement does not apply, or no such is known."""
        if not self._subject_places:
            self._subject_places.update({name: at for at, name in enumerate(self.subjects)})
        column = self._subject_places.get(key.subject)
        if column is None or key.requirement not in self.requirements:
            return None
        return self._at(self.requirements.index(key.requirement), column)

    def open(self) -> dict[ObligationKey, Standing]:
        """Those that somebody must do something about, in the order of requirements."""
        rows, columns = np.nonzero(self.state >= State.DUE_SOON)
        found = {}
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            standing = self._at(row, column)
            if standing is not None:
                found[ObligationKey(self.subjects[column], self.requirements[row])] = standing
        return found

    def changes_to(
        self, other: Standings
    ) -> dict[ObligationKey, tuple[Standing | None, Standing | None]]:
        """Whose state or deadline is another one there: who is affected by a changed requirement.

        Both are of the same subjects; of the requirements, those that both have are compared.

        Raises:
            ValueError: the subjects are not the same.
        """
        if self.subjects != other.subjects:
            raise ValueError("the two are not of the same subjects")
        found = {}
        for row, requirement in enumerate(self.requirements):
            if requirement not in other.requirements:
                continue
            there = other.requirements.index(requirement)
            unlike = (self.state[row] != other.state[there]) | (
                (self.deadline[row] != other.deadline[there]) & (self.state[row] != NO_STATE)
            )
            for column in np.flatnonzero(unlike).tolist():
                key = ObligationKey(self.subjects[column], requirement)
                found[key] = self._at(row, column), other._at(there, column)
        return found

    def count(self) -> dict[str, dict[State, int]]:
        """How many subjects are in each state, by requirement."""
        return {
            name: {state: int((row == state).sum()) for state in State}
            for name, row in zip(self.requirements, self.state, strict=True)
        }

    def _at(self, row: int, column: int) -> Standing | None:
        state = int(self.state[row, column])
        if state == NO_STATE:
            return None
        warned = int(self.warned[row, column])
        return Standing(
            State(state),
            Cause(int(self.cause[row, column])),
            _day(self.deadline[row, column]),
            _day(self.last_day[row, column]),
            _day(self.valid_to[row, column]),
            None if warned == NO_WARNING else warned,
        )


def _day(ordinal: np.int32) -> date | None:
    return None if int(ordinal) in {ENDLESS, NEVER} else date.fromordinal(int(ordinal))
