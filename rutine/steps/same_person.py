"""Which national ids are one person's, as payroll's rows and its list of employments tell.

A claim that is listed under another number than it was settled under, or a position with a
former number: that is enough to look at the rows together, never to settle one with another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.core.identifiers import Fnr
from rutine.refunds.employed import Employed
from rutine.refunds.past import Past, is_of, may_correct
from rutine.steps.read import AtHand

_Replaced = tuple[str, str]
"""A former number, and the one that came after it."""
_DAYS: Final = ("sub_unit", "benefit", "first", "last")


def one_person(pairs: Iterable[_Replaced], employed: Employed | None) -> dict[str, str]:
    """Each number of the pairs -> the one that its person goes by now.

    Numbers that payroll lists as two people's are no pair, whatever a claim says.
    """
    groups: dict[str, frozenset[str]] = {}
    former = set()
    for old, new in pairs:
        if old == new or (employed is not None and employed.are_two(old, new)):
            continue
        former.add(old)
        joined = frozenset({old, new}).union(*(groups.get(each, ()) for each in (old, new)))
        groups |= dict.fromkeys(joined, joined)
    return {number: min(group - former or group) for number, group in groups.items()}


def numbers_in(same_person: Mapping[str, str], number: str) -> set[str]:
    """Every number of the person who has this one."""
    now = same_person.get(number)
    return {number} | {other for other, current in same_person.items() if current == now}


def employed_of(at_hand: AtHand, people: Collection[str]) -> Employed | None:
    """The positions of these people; None when payroll's list is not at hand."""
    if at_hand.registers is None or not people:
        return None
    return at_hand.registers(frozenset(people)).employed


def by_employments(employed: Employed | None, persons: Iterable[str]) -> set[_Replaced]:
    """The former numbers that payroll has kept of these people."""
    if employed is None:
        return set()
    positions = (each for person in persons for each in employed.of(person))
    return {(each.previous, each.person) for each in positions if each.previous}


def by_claims(settled_under: Mapping[str, Fnr], claims: pd.DataFrame) -> set[_Replaced]:
    """The numbers that claims were settled under, and those they are listed under now."""
    known = claims[claims["claim_id"].isin(list(settled_under))]
    pairs = zip(known["claim_id"], known["person"], strict=True)
    return {
        (settled_under[claim_id].reveal(), person)
        for claim_id, person in pairs
        if isinstance(person, str)
        and Fnr.is_valid(person)
        and person != settled_under[claim_id].reveal()
    }


def under_one_number(
    lines: pd.DataFrame, claims: pd.DataFrame, past: Past, same_person: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows with `person_now`, where a person with several numbers has something in doubt.

    That are the rows of an earlier settlement, those that may correct others, and whatever may
    be for a day of theirs, directly or through others: the same sub-unit and benefit, and a day
    in common or a date that is missing. They are told from no other row by the number that they
    came under: a minus without days speaks against all of them.
    """
    if not same_person:
        return lines, claims
    sides = (lines, claims)
    named = [side["person"].map(dict(same_person)).astype("object") for side in sides]
    own = is_of(lines, claims, past.earlier)
    theirs = [
        side[[*_DAYS]].assign(now=now, doubt=there | may_correct(side))[now.notna()]
        for side, now, there in zip(sides, named, own, strict=True)
    ]
    reached = _reached(pd.concat(theirs, ignore_index=True))
    parts = (reached[: len(theirs[0])], reached[len(theirs[0]) :])
    lines, claims = (
        side.assign(person_now=now.where(now.index.isin(rows.index[part]), None))
        for side, now, rows, part in zip(sides, named, theirs, parts, strict=True)
    )
    return lines, claims


def _reached(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows are in doubt, or may be for a day of one that is reached."""
    found = rows["doubt"].to_numpy(dtype=np.bool_, copy=True)
    waiting = np.flatnonzero(found).tolist()
    while waiting:
        one = rows.iloc[waiting.pop()]
        # A date that is missing says nothing against it.
        near = ~(rows["last"] < one["first"]) & ~(rows["first"] > one["last"])
        for name in ("now", "sub_unit", "benefit"):
            near &= rows[name] == one[name]
        more = near.to_numpy() & ~found
        waiting += np.flatnonzero(more).tolist()
        found |= more
    return found
