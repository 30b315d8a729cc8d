"""What ended otherwise in a run that was done over again, row by row and month by month.

A row counts where it first went another way; what follows from it in later months does not count
again. Every row of a run is looked at, so two histories without a difference are the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from rutine.cases.lifecycle.identity import RowKey
from rutine.core.differences import Outcome, Side
from rutine.steps.outcomes import Ended, Outcomes


class Move(StrEnum):
    """How rows ended otherwise than they did."""

    TO_SETTLED = "to_settled"
    """Settled by the program; in history they were not."""
    TO_REVIEW = "to_review"
    """The program had settled them; now a person must look, or NAV may still answer."""
    OTHERWISE = "otherwise"
    """Settled then, and now: with another partner, for another reason, or another amount."""
    OTHER_CASE = "other_case"
    """Not settled, then or now, but in another case, or with another cause."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Rows that ended otherwise together.

    Attributes:
        month: of the run, `YYYY-MM`.
        before: where the rows ended in history.
        after: where they end now.
    """

    move: Move
    month: str
    before: tuple[Ended, ...]
    after: tuple[Ended, ...]

    @property
    def settlement(self) -> Ended | None:
        """The settlement that there is now, or was: its sums are what moved."""
        both = (*self.after, *self.before)
        return next((each for each in both if each.outcome is Outcome.SETTLED), None)

    @property
    def rows(self) -> frozenset[RowKey]:
        """The rows of it: the settlement's, or else all."""
        settlement = self.settlement
        if settlement is not None:
            return settlement.rows
        return frozenset(row for each in (*self.after, *self.before) for row in each.rows)

    @property
    def lines(self) -> int:
        """How many lines from NAV."""
        return sum(row[0] == Side.LINE for row in self.rows)


@dataclass(slots=True)
class Comparison:
    """Compares runs in their order; remembers which rows have gone another way already.

    Attributes:
        parted: those rows.
    """

    parted: set[RowKey] = field(default_factory=set)

    def of_run(
        self, month: str, then: Outcomes, now: Outcomes, settled_then: Collection[RowKey]
    ) -> list[Moved]:
        """What ended otherwise in one run.

        Args:
            month: of the run.
            then: how its rows ended.
            now: how they end when it is done over again.
            settled_then: rows that were settled in history before this run.
        """
        return [
            *self._settled_now(month, then, now, settled_then),
            *self._settled_then(month, then, now),
            *self._unsettled(month, then, now),
        ]

    def _settled_now(
        self, month: str, then: Outcomes, now: Outcomes, settled_then: Collection[RowKey]
    ) -> Iterator[Moved]:
        known = {_told(each) for each in then.groups if each.outcome is Outcome.SETTLED}
        for each in now.groups:
            if each.outcome is not Outcome.SETTLED or _told(each) in known:
                continue
            if self._part(each.rows):
                before = _of(then, each.rows)
                was_settled = any(one.outcome is Outcome.SETTLED for one in before) or any(
                    row in settled_then for row in each.rows if row not in then.of_row
                )
                move = Move.OTHERWISE if was_settled else Move.TO_SETTLED
                for one in before:
                    self.parted.update(one.rows if was_settled else ())
                yield Moved(move, month, before, (each,))

    def _settled_then(self, month: str, then: Outcomes, now: Outcomes) -> Iterator[Moved]:
        known = {_told(each) for each in now.groups if each.outcome is Outcome.SETTLED}
        for each in then.groups:
            is_gone = each.outcome is Outcome.SETTLED and _told(each) not in known
            if is_gone and self._part(each.rows):
                yield Moved(Move.TO_REVIEW, month, (each,), _of(now, each.rows))

    def _unsettled(self, month: str, then: Outcomes, now: Outcomes) -> Iterator[Moved]:
        same = {(each.outcome, each.rows) for each in then.groups}
        for each in now.groups:
            if (each.outcome, each.rows) not in same and self._part(each.rows):
                yield Moved(Move.OTHER_CASE, month, _of(then, each.rows), (each,))
        for row in sorted(then.of_row.keys() - now.of_row.keys()):
            each = then.of_row[row]
            if self._part(each.rows):
                yield Moved(Move.OTHER_CASE, month, (each,), ())

    def _part(self, rows: Collection[RowKey]) -> bool:
        """Whether some of the rows had not gone another way yet; from now on they have."""
        new = any(row not in self.parted for row in rows)
        self.parted.update(rows)
        return new


def _told(each: Ended) -> tuple[frozenset[RowKey], str, int, int]:
    """What makes two settlements the same: which pass found them does not matter."""
    return (each.rows, each.reason, each.claimed, each.paid)


def _of(outcomes: Outcomes, rows: Collection[RowKey]) -> tuple[Ended, ...]:
    found = [outcomes.of_row[row] for row in sorted(rows) if row in outcomes.of_row]
    return tuple(dict.fromkeys(found))
