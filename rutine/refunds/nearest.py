"""The nearest rows of a person that are not of a case, each with the first gate that it failed.

The gates are the matching's own, asked in its order (`rutine.matching.explain` works them out
for rows of a frame). Here they are asked of the few rows that a case and its person have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rutine.core.candidates import Gate, Rejected
from rutine.core.money import Ore
from rutine.refunds.open_groups import KnownClaims
from rutine.refunds.rows import ClaimRow, LineRow, OpenRow

MOST: Final = 3
NEAR: Final = 31
"""Days: what is farther away, and of another amount, is no candidate."""

_GATES: Final = tuple(Gate)
_FAR: Final = 10**9
_Order = tuple[int, int, int, int]


class Nearest:
    """Every row that may be a candidate, by person."""

    def __init__(
        self,
        claims: KnownClaims,
        lines: Iterable[LineRow],
        open_lines: Iterable[Sequence[LineRow]],
    ) -> None:
        self._claims = claims
        self._open = {line.row_id for rows in open_lines for line in rows}
        self._lines: dict[str, list[LineRow]] = {}
        for line in lines:
            self._lines.setdefault(line.person, []).append(line)

    def of(self, lines: Sequence[LineRow], claims: Sequence[ClaimRow]) -> tuple[Rejected, ...]:
        """The nearest rows of the same person beside a case's own, the nearest first."""
        person = (*lines, *claims)[0].person
        if not person:
            return ()
        own_claims = {claim.row_id for claim in claims}
        own_lines = {line.row_id for line in lines}
        found: list[tuple[_Order, Rejected]] = []
        for claim in self._claims.of_person(person):
            if lines and claim.row_id not in own_claims:
                found += _asked(lines, claim, claim.claimed, free=not claim.is_settled)
        for line in self._lines.get(person, ()):
            if claims and line.row_id not in own_lines:
                found += _asked(claims, line, line.amount, free=line.row_id in self._open)
        found.sort(key=lambda each: each[0])
        return tuple(rejected for _, rejected in found[:MOST])


def _asked(
    own: Sequence[OpenRow], other: OpenRow, amount: Ore, *, free: bool
) -> Iterator[tuple[_Order, Rejected]]:
    """The candidate beside the row of the case that it comes nearest to; none that is far off."""
    order, held = min(_compared(row, other, amount, free=free) for row in own)
    _, apart, gap, _ = order
    if apart > NEAR and gap:
        return
    passed = held.index(False) if False in held else len(held)
    yield (
        order,
        Rejected(
            side="claim" if isinstance(other, ClaimRow) else "line",
            passed=_GATES[:passed],
            failed=None if passed == len(held) else _GATES[passed],
            sub_unit=other.sub_unit,
            benefit=other.benefit,
            first=other.first,
            last=other.last,
            amount=amount,
            claim_id=other.claim_id if isinstance(other, ClaimRow) else None,
        ),
    )


def _compared(
    row: OpenRow, other: OpenRow, amount: Ore, *, free: bool
) -> tuple[_Order, tuple[bool, ...]]:
    """How near a candidate is to a row, and which gates it passes there.

    Most gates held first, then nearest in days, then in amount.
    """
    apart, gap = _days_apart(row, other), abs(row.amount - amount)
    held = (
        row.person == other.person,
        row.sub_unit == other.sub_unit,
        row.benefit == other.benefit,
        apart == 0,
        row.first == other.first and row.last == other.last,
        gap == 0,
        free,
    )
    return (-sum(held), apart, gap, other.row_id), held


def _days_apart(row: OpenRow, other: OpenRow) -> int:
    """Days between the two; 0 when they overlap, many when one has no date."""
    begins, ends = row.first or row.last, row.last or row.first
    other_begins, other_ends = other.first or other.last, other.last or other.first
    if begins is None or ends is None or other_begins is None or other_ends is None:
        return _FAR
    return max(0, (other_begins - ends).days, (begins - other_ends).days)
