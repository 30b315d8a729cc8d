"""Persons by requirements: every obligation in one cell, in the unit that it stands in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rutine.obligations.arrays import Places
from rutine.obligations.standing_places import NOWHERE
from rutine.obligations.standings import NO_STATE, Standings
from rutine.obligations.states import ObligationKey, Standing, State


class Line(NamedTuple):
    """One subject in one unit: places in `StandingTable.subjects` and `units`."""

    subject: int
    unit: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many lines are in each state of a requirement; `not_asked`: where it does not apply."""

    states: Mapping[State, int]
    not_asked: int

    @property
    def asked(self) -> int:
        """How many lines have a state, whichever."""
        return sum(self.states.values())


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class StandingTable:
    """Who stands how, by unit.

    A subject has a line in the unit of its latest position, and one more in each other unit where
    something is asked of it. A requirement that is asked for in one unit is not shown in the
    others, so each obligation is in one cell, and whoever sees a unit sees what its cases are of.

    Attributes:
        standings: the answers.
        units: the names that places stand for.
        place: a row a requirement, a column a subject.
        lines: in the order of units, then subjects.
    """

    standings: Standings
    units: tuple[str, ...]
    place: Places
    lines: tuple[Line, ...]

    @classmethod
    def of(
        cls, standings: Standings, units: Sequence[str], place: Places, main: Places
    ) -> StandingTable:
        """The table of answers, from where each stands and where each subject mostly works.

        Raises:
            ValueError: the arrays are not of the same subjects and requirements.
        """
        if place.shape != standings.state.shape or main.shape != (len(standings.subjects),):
            raise ValueError("the places are not of the same subjects and requirements")
        stands = (standings.state != NO_STATE) & (place != NOWHERE)
        subject = np.nonzero(stands)[1]
        mostly = np.flatnonzero(main != NOWHERE)
        pairs = np.concatenate(
            [
                np.column_stack([place[stands], subject]),
                np.column_stack([main[mostly], mostly]),
            ]
        )
        lines = tuple(Line(who, unit) for unit, who in np.unique(pairs, axis=0).tolist())
        return cls(standings, tuple(units), place, lines)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects' keys, in the order of `Line.subject`."""
        return self.standings.subjects

    @property
    def requirements(self) -> tuple[str, ...]:
        """The requirements, in the order of cells."""
        return self.standings.requirements

    def cells(self, line: Line) -> tuple[Standing | None, ...]:
        """A cell a requirement; None where it is not asked for in that unit."""
        key = self.subjects[line.subject]
        return tuple(
            self.standings.standing(ObligationKey(key, name))
            if self.place[row, line.subject] == line.unit
            else None
            for row, name in enumerate(self.requirements)
        )

    def count(self, lines: Iterable[Line]) -> dict[str, Count]:
        """How many of some lines are in each state, by requirement."""
        some = list(lines)
        found = {}
        for name, states in zip(self.requirements, self._states(some), strict=True):
            by_state = {state: int((states == state).sum()) for state in State}
            found[name] = Count(by_state, len(some) - sum(by_state.values()))
        return found

    def in_states(self, lines: Iterable[Line], wanted: Collection[State]) -> list[Line]:
        """Those of some lines that have at least one cell in one of the states."""
        some = list(lines)
        has = np.isin(self._states(some), [int(each) for each in wanted])
        return [some[at] for at in np.flatnonzero(has.any(axis=0)).tolist()]

    def _states(self, lines: Sequence[Line]) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
        """The states of some lines, a row a requirement; `NO_STATE` where it is not asked."""
        subject = np.array([line.subject for line in lines], np.int64)
        unit = np.array([line.unit for line in lines], np.int64)
        here = self.place[:, subject] == unit
        return np.where(here, self.standings.state[:, subject], np.int8(NO_STATE))
