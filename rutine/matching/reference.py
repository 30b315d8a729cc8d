"""The slow matcher: what `match` means, in plain loops over plain values.

It compares every row with every other, so it is for small inputs and for reading. The engine
must give the same answer (tests/property/test_matching_equals_reference.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd

from rutine.core.periods import SATURDAY
from rutine.matching.passes import Decision, Method, Pass
from rutine.matching.result import Matching, OpenReason, RowOutcome


@dataclass(slots=True, eq=False)
class _Row:
    """One row of either side, with what has been found out about it."""

    place: int
    is_line: bool
    row_id: int
    key: tuple[str, str, str] | None
    benefit: str
    first: date | None
    last: date | None
    amount: int
    component: int = -1
    group: int | None = None
    taken_by: Pass | None = None
    reason: str = ""

    @property
    def turned(self) -> bool:
        return self.first is not None and self.last is not None and self.last < self.first

    @property
    def placed(self) -> bool:
        return not self.turned and (self.first is not None or self.last is not None)

    @property
    def dated(self) -> bool:
        return not self.turned and self.first is not None and self.last is not None

    def touches(self, other: _Row) -> bool:
        if not (self.placed and other.placed) or self.key is None or self.key != other.key:
            return False
        return self._begins <= other._ends and other._begins <= self._ends

    @property
    def _begins(self) -> date:
        return self.first or self.last or date.max

    @property
    def _ends(self) -> date:
        return self.last or self.first or date.min


@dataclass(slots=True)
class _Group:
    name: str
    rows: list[_Row] = field(default_factory=list)


def match_slowly(lines: pd.DataFrame, claims: pd.DataFrame, passes: Sequence[Pass]) -> Matching:
    """Answer what `rutine.matching.match` must answer."""
    rows = _read(lines, is_line=True)
    rows += _read(claims, is_line=False, after=len(rows))
    groups: list[_Group] = []
    for each in passes:
        left = [row for row in rows if row.group is None]
        for component in _components(left):
            found = (
                _pairs(component, left) if each.method is Method.EXACT else _whole(component, left)
            )
            for members in found:
                if each.takes(members[0].benefit):
                    groups.append(_Group(each.name, members))
                    for row in members:
                        row.group, row.taken_by = len(groups), each
    left = [row for row in rows if row.group is None]
    for component in _components(left):
        for row in component:
            row.reason = _reason(component, left)
    for row in left:
        row.reason = _own_reason(row, passes) or row.reason
    _number_components(left, [group.rows for group in groups])
    return _answer(rows, groups)


def _read(frame: pd.DataFrame, *, is_line: bool, after: int = 0) -> list[_Row]:
    rows = []
    records = sorted(frame.to_dict("records"), key=lambda record: int(record["row_id"]))
    for place, record in enumerate(records, start=after):
        person, unit, benefit = (
            "" if pd.isna(record[name]) else str(record[name])
            for name in ("person", "unit", "benefit")
        )
        first, last = (
            None if pd.isna(record[name]) else record[name].date() for name in ("first", "last")
        )
        rows.append(
            _Row(
                place=place,
                is_line=is_line,
                row_id=int(record["row_id"]),
                key=(person, unit, benefit) if person else None,
                benefit=benefit,
                first=first,
                last=last,
                amount=int(record["amount"]),
            )
        )
    return rows


def _components(rows: Iterable[_Row]) -> list[list[_Row]]:
    """Rows whose periods hang together, each list by place."""
    found: list[list[_Row]] = []
    for row in rows:
        if row.placed and row.key is not None:
            joined = [each for each in found if any(row.touches(other) for other in each)]
            found = [each for each in found if each not in joined]
            found.append([*(other for each in joined for other in each), row])
    return [sorted(each, key=lambda row: row.place) for each in found]


def _number_components(left: list[_Row], groups: list[list[_Row]]) -> None:
    bundles = _components(left)
    for key in {row.key for row in left if row.key is not None}:
        dateless = [row for row in left if row.key == key and not row.placed]
        of_key = [bundle for bundle in bundles if bundle[0].key == key]
        if len(of_key) == 1:
            of_key[0].extend(dateless)
        elif dateless:
            bundles.append(dateless)
    bundles += [[row] for row in left if row.key is None]
    bundles += groups
    bundles.sort(key=lambda bundle: min(row.place for row in bundle))
    for number, bundle in enumerate(bundles):
        for row in bundle:
            row.component = number


def _beside(component: list[_Row], left: list[_Row]) -> list[_Row]:
    """The open rows of the same person, unit and benefit, those of the component included."""
    return [row for row in left if row.key == component[0].key]


def _pairs(component: list[_Row], left: list[_Row]) -> list[list[_Row]]:
    if any(row.amount < 0 or not row.dated for row in component):
        return []
    if any(row.amount < 0 and not row.dated for row in _beside(component, left)):
        return []
    pairs: list[list[_Row]] = []
    free = [row for row in component if not row.is_line]
    for line in (row for row in component if row.is_line and row.amount > 0):
        for claim in free:
            same_period = (claim.first, claim.last) == (line.first, line.last)
            if same_period and claim.amount == line.amount:
                free.remove(claim)
                pairs.append([line, claim])
                break
    return pairs


def _sums(component: list[_Row]) -> tuple[int, int]:
    paid = sum(row.amount for row in component if row.is_line)
    return paid, sum(row.amount for row in component if not row.is_line)


def _has_both_sides(component: list[_Row]) -> bool:
    return {row.is_line for row in component} == {True, False}


def _whole(component: list[_Row], left: list[_Row]) -> list[list[_Row]]:
    paid, claimed = _sums(component)
    agrees = _has_both_sides(component) and paid == claimed != 0
    agrees = agrees and (_reverses(component) or _same_ends(component))
    return [component] if agrees and _what_hides(component, left) is None else []


def _reverses(component: list[_Row]) -> bool:
    return any(row.amount < 0 for row in component)


def _same_ends(component: list[_Row]) -> bool:
    """Whether both sides begin and end on the same weekdays; a missing date is not compared."""
    firsts: dict[bool, list[date]] = {True: [], False: []}
    lasts: dict[bool, list[date]] = {True: [], False: []}
    for row in component:
        if row.first is not None:
            firsts[row.is_line].append(_roll(row.first, timedelta(days=1)))
        if row.last is not None:
            lasts[row.is_line].append(_roll(row.last, timedelta(days=-1)))
    begin = all(row.first for row in component)
    end = all(row.last for row in component)
    return (not begin or min(firsts[True]) == min(firsts[False])) and (
        not end or max(lasts[True]) == max(lasts[False])
    )


def _roll(day: date, step: timedelta) -> date:
    while day.weekday() >= SATURDAY:
        day += step
    return day


def _what_hides(component: list[_Row], left: list[_Row]) -> OpenReason | None:
    """What else of this person, unit and benefit may belong to the component."""
    beside = _beside(component, left)
    several = len(_components(beside)) > 1
    if several and any(row.amount < 0 and not row.dated for row in beside):
        return OpenReason.REVERSAL_WITHOUT_PERIOD
    if any(not row.placed for row in beside):
        return OpenReason.MISSING_PERIOD_BESIDE
    return None


def _reason(component: list[_Row], left: list[_Row]) -> str:
    paid, claimed = _sums(component)
    negative = _reverses(component)
    if not _has_both_sides(component):
        cancels = negative and paid + claimed == 0
        return OpenReason.NETS_TO_ZERO if cancels else OpenReason.NO_COUNTERPART
    if paid != claimed:
        return OpenReason.REVERSAL_IN_COMPONENT if negative else OpenReason.SUMS_DIFFER
    if paid == 0:
        return OpenReason.NETS_TO_ZERO
    if not negative and not _same_ends(component):
        return OpenReason.ENDS_DIFFER
    return _what_hides(component, left) or OpenReason.NOT_TRIED


def _own_reason(row: _Row, passes: Sequence[Pass]) -> str | None:
    if row.key is None:
        return OpenReason.NO_IDENTITY
    if not any(each.takes(row.benefit) for each in passes):
        return OpenReason.BENEFIT_NEVER_SETTLES
    if row.turned:
        return OpenReason.PERIOD_REVERSED
    return None if row.placed else OpenReason.MISSING_PERIOD


def _answer(rows: list[_Row], groups: list[_Group]) -> Matching:
    in_order = sorted(groups, key=lambda group: min(row.place for row in group.rows))
    table = []
    for number, group in enumerate(in_order):
        paid, claimed = _sums(group.rows)
        line_count = sum(row.is_line for row in group.rows)
        table.append((number, group.name, line_count, len(group.rows) - line_count, paid, claimed))
        for row in group.rows:
            row.group = number
    columns = ["group", "pass_name", "line_count", "claim_count", "line_sum", "claim_sum"]
    return Matching(
        groups=pd.DataFrame(table, columns=columns),
        lines=_side([row for row in rows if row.is_line]),
        claims=_side([row for row in rows if not row.is_line]),
    )


def _side(rows: list[_Row]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row_id": [row.row_id for row in rows],
            "outcome": [_outcome(row) for row in rows],
            "group": pd.array([row.group for row in rows], dtype="Int64"),
            "component": [row.component for row in rows],
            "reason": [str(row.taken_by.method if row.taken_by else row.reason) for row in rows],
        }
    )


def _outcome(row: _Row) -> str:
    if row.taken_by is None:
        return RowOutcome.OPEN.value
    suggests = row.taken_by.decision is Decision.SUGGEST
    return (RowOutcome.SUGGESTED if suggests else RowOutcome.SETTLED).value
