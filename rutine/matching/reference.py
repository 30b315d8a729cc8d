"""The slow matcher: what `match` means, in plain loops over plain values.

It compares every row with every other, so it is for small inputs and for reading. The engine
must give the same answer (tests/property/test_matching_passes.py). What the passes
demand is in `reference_passes`, what plain sight tells of rows in `reference_rows`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rutine.matching.passes import Decision, Pass
from rutine.matching.reference_passes import find
from rutine.matching.reference_rows import (
    Row,
    beside,
    components_of,
    has_both_sides,
    has_loose_reversal,
    is_consistent,
    read,
    reverses,
    same_ends,
    sums,
)
from rutine.matching.result import OUTCOMES, REASONS, Matching, OpenReason, RowOutcome, named


def match_slowly(lines: pd.DataFrame, claims: pd.DataFrame, passes: Sequence[Pass]) -> Matching:
    """Answer what `rutine.matching.match` must answer."""
    rows = read(lines, is_line=True)
    rows += read(claims, is_line=False, after=len(rows))
    groups: list[tuple[str, list[Row]]] = []
    for each in passes:
        finds = find([row for row in rows if row.group is None], each)
        for members in finds.groups:
            groups.append((each.name, members))
            for row in members:
                row.group, row.taken_by = len(groups), each
        for row in finds.ambiguous:
            row.ambiguous = True
        for row in finds.exceeded:
            row.exceeded = True
    left = [row for row in rows if row.group is None]
    for component in components_of(left):
        for row in component:
            row.reason = _reason(component, left)
    for row in left:
        row.reason = _own_reason(row, passes) or row.reason
    _number_components(left, [members for _, members in groups])
    return _answer(rows, groups, [each.name for each in passes])


def _number_components(left: list[Row], groups: list[list[Row]]) -> None:
    bundles = components_of(left)
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


def _reason(component: list[Row], left: list[Row]) -> str:
    paid, claimed = sums(component)
    negative = reverses(component)
    if not has_both_sides(component):
        cancels = negative and paid + claimed == 0
        return OpenReason.NETS_TO_ZERO if cancels else OpenReason.NO_COUNTERPART
    if paid != claimed:
        return OpenReason.REVERSAL_IN_COMPONENT if negative else OpenReason.SUMS_DIFFER
    if paid == 0:
        return OpenReason.NETS_TO_ZERO
    if not negative and not same_ends(component):
        return OpenReason.ENDS_DIFFER
    return _what_hides(component, left) or OpenReason.NOT_TRIED


def _what_hides(component: list[Row], left: list[Row]) -> str | None:
    others = beside(component[0], left)
    if has_loose_reversal(component[0], left) and len(components_of(others)) > 1:
        return OpenReason.REVERSAL_WITHOUT_PERIOD
    if not is_consistent(component):
        return OpenReason.DAYS_DIFFER
    if any(not row.placed for row in others):
        return OpenReason.MISSING_PERIOD_BESIDE
    return None


def _own_reason(row: Row, passes: Sequence[Pass]) -> str | None:
    if row.key is None:
        return OpenReason.NO_IDENTITY
    if not any(each.takes(row.benefit) for each in passes):
        return OpenReason.BENEFIT_NEVER_SETTLES
    if row.turned:
        return OpenReason.PERIOD_REVERSED
    if row.ambiguous or row.exceeded:
        return OpenReason.AMBIGUOUS if row.ambiguous else OpenReason.CAP_EXCEEDED
    return None if row.placed else OpenReason.MISSING_PERIOD


def _answer(rows: list[Row], groups: list[tuple[str, list[Row]]], names: list[str]) -> Matching:
    in_order = sorted(groups, key=lambda group: min(row.place for row in group[1]))
    table = []
    for number, (name, members) in enumerate(in_order):
        paid, claimed = sums(members)
        line_count = sum(row.is_line for row in members)
        table.append((number, name, line_count, len(members) - line_count, paid, claimed))
        for row in members:
            row.group = number
    columns = ["group", "pass_name", "line_count", "claim_count", "line_sum", "claim_sum"]
    table_frame = pd.DataFrame(table, columns=columns)
    return Matching(
        groups=table_frame.assign(pass_name=named(table_frame["pass_name"], names)),
        lines=_side([row for row in rows if row.is_line]),
        claims=_side([row for row in rows if not row.is_line]),
    )


def _side(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row_id": [row.row_id for row in rows],
            "outcome": named([_outcome(row) for row in rows], OUTCOMES),
            "group": pd.array([row.group for row in rows], dtype="Int64"),
            "component": [row.component for row in rows],
            "reason": named([_reason_of(row) for row in rows], REASONS),
        }
    )


def _reason_of(row: Row) -> str:
    return str(row.taken_by.method if row.taken_by else row.reason)


def _outcome(row: Row) -> str:
    if row.taken_by is None:
        return RowOutcome.OPEN.value
    suggests = row.taken_by.decision is Decision.SUGGEST
    return (RowOutcome.SUGGESTED if suggests else RowOutcome.SETTLED).value
