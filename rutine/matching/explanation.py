"""Why a row is open, in full: its nearest candidates and the first gate that each failed.

Worked out only for the rows asked for; the matching itself keeps one reason a row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

import pandas as pd

from rutine.core.candidates import Gate
from rutine.matching.result import Matching, RowOutcome

Side = Literal["line", "claim"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of the other side that might belong to the row asked for.

    Attributes:
        row_id: the candidate's own number.
        passed: the gates it passed before the first that it failed.
        failed: that gate; None when it passed all, so that something beside it forbids the pair.
        all_failed: every gate that it failed: a pass asks only for some of them.
    """

    row_id: int
    passed: tuple[Gate, ...]
    failed: Gate | None
    all_failed: tuple[Gate, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One row's outcome and reason, with its nearest candidates, the nearest first."""

    side: Side
    row_id: int
    outcome: str
    reason: str
    candidates: tuple[Candidate, ...]


_GATES: Final = tuple(Gate)
_FAR: Final = 10**9


def explain(
    lines: pd.DataFrame,
    claims: pd.DataFrame,
    matching: Matching,
    *,
    side: Side,
    row_ids: Collection[int],
    most: int = 3,
) -> tuple[Explanation, ...]:
    """Explain some rows of one side.

    Args:
        lines: what was matched.
        claims: what was matched.
        matching: what came of it.
        side: whose rows are asked for.
        row_ids: which.
        most: so many candidates for each row at most. They are rows of the same person: nobody
            else's are shown, however much alike.

    Returns:
        One explanation for each row, by row id.
    """
    others, other_outcome = (claims, matching.claims) if side == "line" else (lines, matching.lines)
    asked = rows_asked(lines, claims, matching, side=side, row_ids=row_ids)
    known = others[others["person"].isin(asked["person"].dropna()) & (others["person"] != "")]
    of_person: dict[str, list[Mapping[str, Any]]] = {}
    for row in _records(known.merge(other_outcome, on="row_id")):
        of_person.setdefault(row["person"], []).append(row)
    return tuple(
        Explanation(
            side=side,
            row_id=int(row["row_id"]),
            outcome=str(row["outcome"]),
            reason=str(row["reason"]),
            candidates=_nearest(row, of_person.get(row["person"], ()), most),
        )
        for row in _records(asked)
    )


def rows_asked(
    lines: pd.DataFrame,
    claims: pd.DataFrame,
    matching: Matching,
    *,
    side: Side,
    row_ids: Collection[int],
) -> pd.DataFrame:
    """Some rows of one side with what became of each, by row id."""
    own, outcome = (lines, matching.lines) if side == "line" else (claims, matching.claims)
    return own[own["row_id"].isin(row_ids)].merge(outcome, on="row_id").sort_values("row_id")


def _records(frame: pd.DataFrame) -> list[Mapping[str, Any]]:
    rows = frame.astype({"outcome": object, "reason": object})
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _nearest(
    row: Mapping[str, Any], others: Sequence[Mapping[str, Any]], most: int
) -> tuple[Candidate, ...]:
    held = [(other, _gates_held(row, other)) for other in others]
    held.sort(key=lambda found: _distance(row, *found))
    return tuple(_candidate(int(other["row_id"]), gates) for other, gates in held[:most])


def _candidate(row_id: int, held: tuple[bool, ...]) -> Candidate:
    passed = held.index(False) if False in held else len(held)
    failed = tuple(gate for gate, holds in zip(_GATES, held, strict=True) if not holds)
    return Candidate(row_id, _GATES[:passed], failed[0] if failed else None, failed)


def _gates_held(row: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[bool, ...]:
    same_group = not pd.isna(row["group"]) and row["group"] == other["group"]
    return (
        row["person"] == other["person"],
        row["unit"] == other["unit"],
        row["benefit"] == other["benefit"],
        _days_apart(row, other) == 0,
        _day(row["first"]) == _day(other["first"]) and _day(row["last"]) == _day(other["last"]),
        row["amount"] == other["amount"],
        other["outcome"] == RowOutcome.OPEN or same_group,
    )


def _distance(
    row: Mapping[str, Any], other: Mapping[str, Any], held: tuple[bool, ...]
) -> tuple[int, ...]:
    """Most gates held first, then nearest in days, then in amount."""
    gap = abs(int(row["amount"]) - int(other["amount"]))
    return -sum(held), _days_apart(row, other), gap, int(other["row_id"])


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()


def _days_apart(row: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """Days between the two periods; 0 when they overlap, many when one has no date."""
    ends = []
    for each in (row, other):
        first, last = _day(each["first"]), _day(each["last"])
        begins, finishes = first or last, last or first
        if begins is None or finishes is None:
            return _FAR
        ends.append((begins, finishes))
    (first, last), (other_first, other_last) = ends
    return max(0, (other_first - last).days, (first - other_last).days)
