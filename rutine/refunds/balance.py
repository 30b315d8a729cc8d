"""Control totals of a run: rows and øre in equal rows and øre out, on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from rutine.core.errors import RutineError
from rutine.core.money import Ore


class OutOfBalance(RutineError):  # noqa: N818 - says what is the case
    """What went in did not come out: the run must not be believed."""


_NO_MONEY: Final = Ore(0)


@dataclass(frozen=True, slots=True)
class Tally:
    """So many rows with so much money on them."""

    rows: int = 0
    ore: Ore = _NO_MONEY

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.rows + other.rows, self.ore + other.ore)

    @classmethod
    def of(cls, amounts: pd.Series) -> Tally:
        """Count and add a column of øre."""
        return cls(len(amounts), Ore(int(amounts.sum())))


@dataclass(frozen=True, slots=True)
class SideBalance:
    """Where the rows of one side went.

    Attributes:
        side: `lines` or `claims`.
        received: every row of the files, the refused ones included.
        settled: settled by this run.
        cases: before a person.
        carried: claims that NAV may still answer in time.
        rejected: rows of refused files, and rows that could not be read.
        settled_before: rows that an earlier run settled, or that payroll says are settled.

    Raises:
        OutOfBalance: received is not the sum of the others.
    """

    side: str
    received: Tally
    settled: Tally = Tally()
    cases: Tally = Tally()
    carried: Tally = Tally()
    rejected: Tally = Tally()
    settled_before: Tally = Tally()

    def __post_init__(self) -> None:
        parts = (self.settled, self.cases, self.carried, self.rejected, self.settled_before)
        total = sum(parts, start=Tally())
        if total.rows != self.received.rows:
            raise _unbalanced(f"{self.side}: rows in and rows out differ")
        if total.ore != self.received.ore:
            raise _unbalanced(f"{self.side}: øre in and øre out differ")


@dataclass(frozen=True, slots=True)
class Balance:
    """The control totals of both sides.

    Attributes:
        lines, claims: where each side's rows went.
        differences: claimed minus paid over all settlements, added up settlement by settlement.

    Raises:
        OutOfBalance: a side does not add up, or the two sides were settled with sums that
            differ by something else than the settlements' own differences.
    """

    lines: SideBalance
    claims: SideBalance
    differences: Ore = _NO_MONEY

    def __post_init__(self) -> None:
        if self.claims.settled.ore - self.lines.settled.ore != self.differences:
            raise _unbalanced("settled lines and settled claims differ in sum")

    def with_files(
        self,
        *,
        lines_received: Tally,
        claims_received: Tally,
        lines_rejected: Tally = Tally(),
        claims_rejected: Tally = Tally(),
    ) -> Balance:
        """The balance of the whole run, from what its files held.

        Args:
            lines_received: what the reader saw in all report files.
            claims_received: what the reader saw in the claims files.
            lines_rejected: what of the lines never reached the matching.
            claims_rejected: what of the claims never reached the matching.

        Raises:
            OutOfBalance: rows were lost or doubled between reading and matching.
        """
        return Balance(
            _whole(self.lines, lines_received, lines_rejected),
            _whole(self.claims, claims_received, claims_rejected),
            self.differences,
        )


def _whole(side: SideBalance, received: Tally, rejected: Tally) -> SideBalance:
    return SideBalance(
        side=side.side,
        received=received,
        settled=side.settled,
        cases=side.cases,
        carried=side.carried,
        rejected=side.rejected + rejected,
        settled_before=side.settled_before,
    )


def _unbalanced(what: str) -> OutOfBalance:
    return OutOfBalance(
        "out_of_balance",
        f"The control totals do not add up: {what}.",
        "Nothing of this run is stored. Report it with the run's number; the files are kept.",
    )
