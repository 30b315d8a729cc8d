"""What an ambiguous row could belong to, and what would tell the alternatives apart.

Worked out only for the rows asked for, in the slow matcher's words, on the rows that were still
open before the pass that met the ambiguity.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Final

import numpy as np
import pandas as pd

from rutine.core.candidates import Gate
from rutine.matching.explanation import Side, rows_asked
from rutine.matching.gates import Identity
from rutine.matching.near import renumbered, slips
from rutine.matching.passes import Method, Pass
from rutine.matching.reference_passes import candidates, find, is_searched
from rutine.matching.reference_rows import Row, components_of, person_text, read, roll
from rutine.matching.result import Matching, OpenReason
from rutine.matching.search import Failure, Item, find_ways

_DAY: Final = timedelta(days=1)
_ID_LENGTH: Final = 11
_LARGEST: Final = 200
"""Rows that are held against each other at most; a person with more is not explained."""

_TELLING: Final = (Gate.IDENTITY, Gate.UNIT, Gate.BENEFIT, Gate.DAYS, Gate.AMOUNT)
_Ways = list[list[Row]]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Row ids that would do as one group, as well as the other alternatives."""

    lines: tuple[int, ...]
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Why a row is ambiguous.

    Attributes:
        side, row_id: the row.
        pass_name: the pass that found more than one way.
        alternatives: groups that exclude each other, at least two.
        told_apart_by: what the alternatives differ in. Empty when they are equal in all that
            the matching sees: then only something outside the lists can tell.
    """

    side: Side
    row_id: int
    pass_name: str
    alternatives: tuple[Alternative, ...]
    told_apart_by: tuple[Gate, ...]


def find_alternatives(
    lines: pd.DataFrame,
    claims: pd.DataFrame,
    matching: Matching,
    passes: Sequence[Pass],
    *,
    side: Side,
    row_ids: Collection[int],
    most: int = 5,
) -> tuple[Ambiguity, ...]:
    """Explain the ambiguous ones among some rows of one side.

    Args:
        lines: what was matched.
        claims: what was matched.
        matching: what came of it.
        passes: by which it was matched.
        side: whose rows are asked for.
        row_ids: which.
        most: so many alternatives for each row at most.

    Returns:
        One ambiguity for each, by row id; none for rows with another reason, nor for those of
        persons with too many rows.
    """
    asked = rows_asked(lines, claims, matching, side=side, row_ids=row_ids)
    asked = _with_texts(asked[asked["reason"] == OpenReason.AMBIGUOUS])
    if asked.empty:
        return ()
    lines, claims = _with_texts(lines), _with_texts(claims)
    near = _near_persons(asked, (lines, claims), passes)
    of_person, taken = _rows_of(set(asked["person"]).union(*near.values()), lines, claims, matching)
    found = []
    for row_id, person in zip(asked["row_id"].tolist(), asked["person"].tolist(), strict=True):
        before: set[str] = set()
        for each in passes:
            theirs = near[person] if each.identity is Identity.NEAR else {person}
            rows = [row for one in sorted(theirs) for row in of_person.get(one, ())]
            left = [row for row in rows if taken.get(row.place) not in before]
            before.add(each.name)
            row = next(r for r in left if r.is_line == (side == "line") and r.row_id == row_id)
            ways = _ways(row, left, each) if len(left) <= _LARGEST else []
            if len(ways) > 1:
                told = _told_apart(ways)
                shown = tuple(_alternative(way) for way in ways[:most])
                found.append(Ambiguity(side, row_id, each.name, shown, told))
                break
    return tuple(found)


def _rows_of(
    persons: Collection[str], lines: pd.DataFrame, claims: pd.DataFrame, matching: Matching
) -> tuple[dict[str, list[Row]], dict[int, str]]:
    """The rows of each person, and by place the pass that took those that one did."""
    names = matching.groups["pass_name"].tolist()
    of_person: dict[str, list[Row]] = {}
    taken: dict[int, str] = {}
    count = 0
    for is_line, side, outcome in (
        (True, lines, matching.lines),
        (False, claims, matching.claims),
    ):
        some = read(side[side["person"].isin(persons)], is_line=is_line, after=count)
        count += len(some)
        groups = outcome[outcome["row_id"].isin([row.row_id for row in some])]
        group_of = groups.dropna(subset=["group"]).set_index("row_id")["group"].to_dict()
        for row in some:
            of_person.setdefault(row.person, []).append(row)
            if row.row_id in group_of:
                taken[row.place] = names[group_of[row.row_id]]
    return of_person, taken


def _with_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its persons as the slow matcher reads them."""
    if not pd.api.types.is_integer_dtype(frame["person"].dtype):
        return frame
    persons = [person_text(person) for person in frame["person"].tolist()]
    return frame.assign(person=pd.array(persons, dtype="str"))


def _near_persons(
    asked: pd.DataFrame, sides: tuple[pd.DataFrame, pd.DataFrame], passes: Sequence[Pass]
) -> dict[str, set[str]]:
    """For each person asked for those nearly the same, and those nearly the same as these.

    Names are not looked at here: they are a gate of the pass.
    """
    found = {person: {person} for person in asked["person"]}
    near = [each for each in passes if each.identity is Identity.NEAR]
    if not near:
        return found
    fitting = pd.concat(
        side if any(each.tolerance for each in near) else side[side["amount"].isin(asked["amount"])]
        for side in sides
    )
    texts = [t for t in fitting["person"].unique() if len(t) == _ID_LENGTH and t.isdecimal()]
    numbers = np.array(texts, dtype=np.int64)
    known = set(texts)

    def alike(persons: set[str]) -> set[str]:
        ones = (np.full(len(numbers), int(one)) for one in sorted(persons & known))
        flags = (slips(one, numbers) | renumbered(one, numbers) for one in ones)
        return persons | {texts[n] for flagged in flags for n in np.flatnonzero(flagged)}

    return {person: alike(alike(theirs)) for person, theirs in found.items()}


def _ways(row: Row, left: list[Row], each: Pass) -> _Ways:
    """The groups that the pass could have made with the row, or with what the row needs."""
    if each.method is Method.UNIQUE:
        pairs, _ = candidates(left, each)
        mates = {other for pair in pairs if row in pair for other in pair}
        return [list(pair) for pair in pairs if mates & set(pair)]
    if each.method is Method.NETTING:
        return _nettings(row, find(left, each).ambiguous)
    component = next((some for some in components_of(left) if row in some), [])
    if each.method is Method.JOINT_SEARCH and component and is_searched(component, left, each):
        return _shares(component, each)
    return []


def _nettings(row: Row, ambiguous: Sequence[Row]) -> _Ways:
    """Every payment that a reversal could take back, with the reversal."""
    if row not in ambiguous:
        return []
    mark = (row.key, row.is_line, row.first, row.last, abs(row.amount))
    alike = [
        other
        for other in ambiguous
        if (other.key, other.is_line, other.first, other.last, abs(other.amount)) == mark
    ]
    paid = [other for other in alike if other.amount > 0]
    return [list(pair) for pair in product(paid, [o for o in alike if o.amount < 0])]


def _shares(component: list[Row], each: Pass) -> _Ways:
    """Groups that one way to share out a component makes and another does not."""
    lines = [row for row in component if row.is_line]
    claims = [row for row in component if not row.is_line]
    ways: list[set[frozenset[Row]]] = []
    for shared, filled, all_bins in ((claims, lines, True), (lines, claims, False)):
        if each.sizes.admits(*((1, 2) if all_bins else (2, 1))):
            found = find_ways(_items(shared), _items(filled), all_bins=all_bins)
            if not isinstance(found, Failure):
                ways += [_groups(shared, filled, way) for way in found]
    if len(ways) < 2:  # noqa: PLR2004 - an ambiguity takes two
        return []
    sometimes = {
        group for way in ways for group in way if any(group not in other for other in ways)
    }
    in_order = (sorted(group, key=lambda row: row.place) for group in sometimes)
    return sorted(in_order, key=lambda group: [row.place for row in group])


def _items(rows: Iterable[Row]) -> list[Item]:
    return [
        Item(roll(row.begins, _DAY).toordinal(), roll(row.ends, -_DAY).toordinal(), row.amount)
        for row in rows
    ]


def _groups(shared: list[Row], filled: list[Row], way: Sequence[int]) -> set[frozenset[Row]]:
    groups: dict[int, set[Row]] = {}
    for row, n in zip(shared, way, strict=True):
        if n >= 0:
            groups.setdefault(n, {filled[n]}).add(row)
    return {frozenset(group) for group in groups.values()}


def _told_apart(ways: _Ways) -> tuple[Gate, ...]:
    """What the rows differ in that are in some of the ways and not in all."""
    always = set.intersection(*map(set, ways))
    rivals = {row for way in ways for row in way} - always
    sides = [
        [_values(row) for row in rivals if row.is_line is of_line] for of_line in (True, False)
    ]
    return tuple(
        gate for gate in _TELLING if any(len({row[gate] for row in rows}) > 1 for rows in sides)
    )


def _values(row: Row) -> dict[Gate, object]:
    days = (row.first, row.last)
    return dict(zip(_TELLING, (row.person, row.unit, row.benefit, days, row.amount), strict=True))


def _alternative(way: list[Row]) -> Alternative:
    return Alternative(
        lines=tuple(sorted(row.row_id for row in way if row.is_line)),
        claims=tuple(sorted(row.row_id for row in way if not row.is_line)),
    )
