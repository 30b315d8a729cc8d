"""Hold payroll's registered sick leave against the sick notes (O08 to O11).

Told of only where the routine file lists the reason. Payroll's list is of the record `absence`;
the notes are `time_away`, so that neither is ever taken for the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rutine.cases.kinds import OBLIGATION
from rutine.core.differences import Difference, Evidence, Subject
from rutine.core.identifiers import OrgNr
from rutine.core.shape_reasons import ANSWERS
from rutine.obligations.registered_absence import (
    Conflict,
    Disagreement,
    Person,
    Spell,
    disagreements,
)
from rutine.obligations.unit_tree import UnitTree
from rutine.refunds.expected.basis import AbsenceKind
from rutine.routines.expected_files import KINDS
from rutine.routines.routine_file import RoutineFile
from rutine.steps.shapes import list_cases
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.reading import day, each_row
from rutine.steps.shapes.subjects import APART, Rows

REGISTERED: Final = "registered-absence"
"""What such a case refers to, where others name a requirement: no requirement may be called so."""

BACK: Final = "TILBAKE"
"""The code of evidence that somebody is wholly back at work."""

CODES: Final[Mapping[Conflict, str]] = {
    Conflict.NOTE_GAP: "O08",
    Conflict.GRADE: "O09",
    Conflict.UNIT: "O10",
    Conflict.RETURNED: "O11",
}

_FULL: Final = 100
_MOST_PROOFS: Final = 30


def codes_of(routine: RoutineFile) -> frozenset[str]:
    """The codes of evidence that the comparison asks for, beside those of the requirements."""
    asked = {each.code for each in routine.exceptions}
    return frozenset({BACK} if CODES[Conflict.RETURNED] in asked else ())


@dataclass(frozen=True, eq=False, slots=True)
class Registered:
    """Payroll's list beside the notes on a day.

    Attributes:
        numbers: unit -> the organisation number that its cases go by.
    """

    lists: Lists
    rows: Rows
    tree: UnitTree
    numbers: Mapping[str, str]
    employer: OrgNr
    day: date

    def cases(self, routine: RoutineFile) -> Iterator[Difference]:
        """One case for each stretch of days, or number, of each person that does not agree."""
        asked = {each.code for each in routine.exceptions}
        if not asked & set(CODES.values()):
            return
        for number, person in sorted(self._people().items()):
            for found in disagreements(person, self.day):
                if CODES[found.conflict] in asked:
                    yield self._case(number, found)

    def _people(self) -> dict[str, Person]:
        notes, registered = _notes(self.rows), _registered(self.rows, self.employer)
        back = self._back()
        jobs: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
        for row in each_row(self.rows.positions):
            job = (row.first.date(), day(row.last) or date.max, self._number(row.unit))
            jobs[row.subject].append(job)
        return {
            number: Person(
                notes.get(number, ()), registered.get(number, ()), back.get(number), jobs[number]
            )
            for number in notes.keys() | registered.keys()
        }

    def _back(self) -> dict[str, date]:
        """The latest day on which each was noted as back; none that lies ahead."""
        found: dict[str, date] = {}
        rows = self.rows.achievements
        for row in each_row(rows[(rows["code"] == BACK) & rows["passed"]]):
            noted = row.day.date()
            if noted <= self.day:
                found[row.subject] = max(noted, found.get(row.subject, noted))
        return found

    def _number(self, unit: str) -> str:
        path = self.tree.path(unit)
        return next((self.numbers[each] for each in path if self.numbers.get(each)), "")

    def _case(self, number: str, found: Disagreement) -> Difference:
        known = self.rows.people.known(number)
        reason = CODES[found.conflict]
        own = self.rows.positions[self.rows.positions["subject"] == number]
        latest = own[own["first"] <= str(self.day)].sort_values("first", kind="stable")
        unit = str(latest["unit"].iloc[-1]) if len(latest) else ""
        sub_unit = self._number(unit) if unit else ""
        # The day it began names it; of a note for another number, that number does.
        which = found.sub_units[0] if found.sub_units else found.first.isoformat()
        return Difference(
            kind=OBLIGATION,
            reason=reason,
            employer=self.employer,
            person=known.person,
            name=known.name,
            employee_number=known.number,
            sub_unit=OrgNr(sub_unit) if sub_unit else None,
            evidence=tuple(_evidence(found)),
            permitted=ANSWERS[reason],
            reference=REGISTERED,
            about=Subject(
                key=APART.join((number, found.conflict.value, which)),
                proofs=tuple(
                    list_cases.proof_of(self.lists, name, row)
                    for name, row in found.places[:_MOST_PROOFS]
                ),
            ),
        )


def _evidence(found: Disagreement) -> Iterator[Evidence]:
    """What is said; not the last day of what goes on, which would be news every day."""
    yield list_cases.said("first_day", "day", found.first.isoformat())
    if found.registered:
        yield list_cases.said("registered_percent", "text", _percents(found.registered))
        yield list_cases.said("noted_percent", "text", _percents(found.noted))
    if found.sub_units:
        noted, *own = found.sub_units
        yield list_cases.said("noted_number", "text", noted)
        yield list_cases.said("own_numbers", "text", ", ".join(own))


def _percents(some: Iterable[int]) -> str:
    return ", ".join(f"{each} %" for each in some)


def _notes(rows: Rows) -> dict[str, list[Spell]]:
    found: dict[str, list[Spell]] = defaultdict(list)
    percent = rows.away["percent"].fillna(_FULL * 100).astype("int64") // 100
    for row in each_row(rows.away.assign(percent=percent)):
        found[row.subject].append(_spell(row, row.percent, row.sub_unit))
    return found


def _registered(rows: Rows, employer: OrgNr) -> dict[str, list[Spell]]:
    """Payroll's rows that a note must lie behind, by its words for them."""
    found: dict[str, list[Spell]] = defaultdict(list)
    own = rows.registered[rows.registered["employer"] == employer.value]
    for row in each_row(own):
        if KINDS.get(row.kind.strip().casefold()) is AbsenceKind.SICK_NOTE and row.grade:
            found[row.subject].append(_spell(row, row.grade, ""))
    return found


def _spell(row: Any, percent: int, sub_unit: str) -> Spell:
    last = day(row.last) or date.max
    return Spell(row.first.date(), last, int(percent), (row.file, int(row.row)), sub_unit)
