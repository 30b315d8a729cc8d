"""Whose cases only few may see, by HR's mark in payroll's list of employments."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from rutine.cases.people.protection import restricted_lookups
from rutine.cases.people.register import lookup_of
from rutine.cases.sealing.keys import KeyRing
from rutine.core.differences import Difference, Side
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.installation import Installation
from rutine.routines.registers import restricted
from rutine.settings import Employer
from rutine.steps.inputs import InputFiles
from rutine.steps.registers import marked_people, read_employments
from rutine.steps.scope import Rules


@dataclass(frozen=True, slots=True)
class Marked:
    """Those HR has marked, and everybody the list holds; all empty where there is no list.

    `employee_numbers` are those of the marked in the employer's own list.
    """

    protected: frozenset[str] = field(default=frozenset(), repr=False)
    listed: frozenset[str] = field(default=frozenset(), repr=False)
    employee_numbers: frozenset[str] = frozenset()


NOBODY_MARKED: Final = Marked()


def read_marked(
    place: Installation,
    rules: Rules,
    employer: Employer | None,
    month: str,
    files: InputFiles | None = None,
) -> Marked:
    """The marks of a month, also where the report was given by hand.

    One who works for two of our employers is marked when either of them says so. Nobody is
    `listed` while another employer's list can't be read: the mark may be on it.

    Raises:
        InputError: the list is missing, or a row of it can't be read: the mark may be on it.
    """
    if employer is None:
        return NOBODY_MARKED
    frame = read_employments(place, rules, employer, month, files)
    own = NOBODY_MARKED
    if frame is not None:
        former = frame.get("previous", ())
        marked = restricted(frame)
        numbers = frame.loc[frame["person"].isin(list(marked)), "employee_number"]
        listed = frozenset({*frame["person"], *former} - {""})
        own = Marked(marked, listed, frozenset({*numbers} - {""}))
    protected, listed = own.protected, own.listed
    for other in place.settings.employers:
        if other.orgnr == employer.orgnr or (files is not None and files.given is not None):
            continue  # a run that is done over again shows nobody's name, whoever is marked
        try:
            protected |= marked_people(place, rules, other, month)
        except InputError:
            listed = frozenset()
    return Marked(protected, listed, own.employee_numbers)


def put_together(
    differences: Iterable[Difference], lines: pd.DataFrame, claims: pd.DataFrame
) -> list[frozenset[Fnr]]:
    """The numbers of each case with rows of more than one: a likeness that a person judges."""
    rows = {
        (row.side, row.sha256, row.row): place
        for place, each in enumerate(differences)
        for row in each.rows
    }
    found: dict[int, set[Fnr]] = {}
    for side, frame in ((Side.LINE, lines), (Side.CLAIM, claims)):
        for sha256, row, person in zip(frame["sha256"], frame["row"], frame["person"], strict=True):
            place = rows.get((side, sha256, row))
            if place is not None and isinstance(person, str) and Fnr.is_valid(person):
                found.setdefault(place, set()).add(Fnr(person))
    return [frozenset(numbers) for numbers in found.values() if len(numbers) > 1]


def by_employee_number(claims: pd.DataFrame) -> dict[str, set[Fnr]]:
    """Whose claims payroll lists under each employee number."""
    found: dict[str, set[Fnr]] = {}
    for number, person in set(zip(claims["employee_number"], claims["person"], strict=True)):
        if number and isinstance(person, str) and Fnr.is_valid(person):
            found.setdefault(number, set()).add(Fnr(person))
    return found


class Everybody(Container[str]):
    """Nobody may be shown: the list that says who is protected can't be read."""

    def __contains__(self, person: object) -> bool:
        """Whether the person is protected, as far as one can know."""
        return True


class ProtectedPeople(Container[str]):
    """National ids of those HR has marked, now or in a list that an earlier run has read."""

    def __init__(self, keys: KeyRing, marked: Marked, lookups: set[str]) -> None:
        self._keys = keys
        self._marked = marked.protected
        self._kept = lookups

    def __contains__(self, person: object) -> bool:
        """Whether the person is protected; what the store says holds until the next run."""
        if not isinstance(person, str):
            return False
        return person in self._marked or (
            bool(self._kept) and Fnr.is_valid(person) and self._lookup(person) in self._kept
        )

    def _lookup(self, person: str) -> str:
        return lookup_of(self._keys, Fnr(person))


def protected_people(
    place: Installation, rules: Rules, employer: Employer, month: str
) -> Container[str] | None:
    """Who is left out of lists; None when the list can't be read, and so nobody is shown."""
    try:
        marked = read_marked(place, rules, employer, month)
    except InputError:
        return None
    with place.database.reading() as session:
        return ProtectedPeople(place.keys, marked, restricted_lookups(session))
