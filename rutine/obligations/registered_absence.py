"""Whether payroll's registered sick leave and the sick notes say the same.

Payroll pays and claims refunds by what is registered; the duties of the follow-up are counted
from the notes. Where the two disagree, one of them is wrong. Days of self-certification ask for
no note, and neither do the first days of an absence (ftrl § 8-24: three calendar days).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

Place = tuple[str, int]
"""A row by the name of the run's input, and its place there."""

WITHOUT_NOTE: Final = 3
"""So many calendar days in a row may be registered without a note."""

LOOKED_BACK: Final = 56
"""Days: what was over before that is payroll's own, and not this routine's."""

_FARTHEST: Final = timedelta(days=3 * 366)
"""Before that no day is looked at, however long ago an absence is said to have begun."""


class Conflict(StrEnum):
    """What does not agree."""

    NOTE_GAP = "note_gap"
    GRADE = "grade_mismatch"
    UNIT = "orgnr_mismatch"
    RETURNED = "returned_but_absent"


@dataclass(frozen=True, slots=True)
class Spell:
    """Days of one note, or of one row of payroll's.

    Attributes:
        percent: how much of the job; 0 of a note that tells of no absence.
        sub_unit: the organisation number that a note was written for; empty where unknown.
    """

    first: date
    last: date
    percent: int
    place: Place
    sub_unit: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """What the lists say of one employee.

    Attributes:
        notes: sick notes.
        registered: payroll's rows of sick leave by note; self-certified days are not among them.
        back: the latest day, not ahead, from which they were noted as wholly back.
        jobs: first day, last day and organisation number of each position.
    """

    notes: Sequence[Spell]
    registered: Sequence[Spell]
    back: date | None = None
    jobs: Sequence[tuple[date, date, str]] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that does not agree.

    Attributes:
        first, last: the days it is about.
        registered, noted: percent by payroll and by the notes, where they differ.
        sub_units: of `UNIT`: what the note says, then what the positions say.
        places: the rows that say so.
    """

    conflict: Conflict
    first: date
    last: date
    registered: tuple[int, ...] = ()
    noted: tuple[int, ...] = ()
    sub_units: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


def disagreements(person: Person, today: date) -> Iterator[Disagreement]:
    """Whatever does not agree in the last eight weeks, in the order of `Conflict`."""
    recent = today - timedelta(days=LOOKED_BACK)
    paid, noted = _by_day(person.registered, today), _by_day(person.notes, today)
    back = _back(person, today) & paid.keys()
    gaps = paid.keys() - noted.keys() - back
    for first, last in _runs(dict.fromkeys(gaps, ())):
        if (last - first).days >= WITHOUT_NOTE and last >= recent:
            yield _told(Conflict.NOTE_GAP, person.registered, first, last)
    apart = {
        day: (tuple(sorted(paid[day])), tuple(sorted(noted[day])))
        for day in (paid.keys() & noted.keys()) - back
        if not paid[day] & noted[day]
    }
    for first, last in _runs(apart):
        if last >= recent:
            both = (*person.registered, *person.notes)
            yield _told(Conflict.GRADE, both, first, last, *apart[first])
    yield from _elsewhere(person, recent)
    if back and max(back) >= recent:
        yield _told(Conflict.RETURNED, person.registered, min(back), max(back))


def _by_day(spells: Iterable[Spell], today: date) -> dict[date, set[int]]:
    """Day -> percent of every spell on it, until today."""
    found: dict[date, set[int]] = defaultdict(set)
    for spell in spells:
        day, last = max(spell.first, today - _FARTHEST), min(spell.last, today)
        while day <= last:
            found[day].add(spell.percent)
            day += timedelta(days=1)
    return found


def _back(person: Person, today: date) -> set[date]:
    """The days on which they are at work: since they came back, until a new note."""
    if person.back is None:
        return set()
    again = (note.first for note in person.notes if note.first > person.back)
    until = min((today + timedelta(days=1), *again))
    return {person.back + timedelta(days=n) for n in range((until - person.back).days)}


def _runs(days: Mapping[date, object]) -> Iterator[tuple[date, date]]:
    """First and last of every stretch of days, each the next, of which the same is said."""
    first = last = None
    for day in sorted(days):
        follows = last is not None and (day - last).days == 1 and days[day] == days[last]
        if not follows:
            if first is not None and last is not None:
                yield first, last
            first = day
        last = day
    if first is not None and last is not None:
        yield first, last


def _elsewhere(person: Person, recent: date) -> Iterator[Disagreement]:
    """A note for an organisation number that none of the positions held then lies under."""
    found: dict[str, list[Spell]] = defaultdict(list)
    of: dict[str, set[str]] = defaultdict(set)
    for note in person.notes:
        own = {
            number
            for first, last, number in person.jobs
            if number and first <= note.last and last >= note.first
        }
        if note.sub_unit and own and note.sub_unit not in own and note.last >= recent:
            found[note.sub_unit].append(note)
            of[note.sub_unit] |= own
    for number, notes in sorted(found.items()):
        yield Disagreement(
            Conflict.UNIT,
            min(note.first for note in notes),
            max(note.last for note in notes),
            sub_units=(number, *sorted(of[number])),
            places=tuple(sorted(note.place for note in notes)),
        )


def _told(  # noqa: PLR0917 - what a disagreement says
    conflict: Conflict,
    spells: Sequence[Spell],
    first: date,
    last: date,
    registered: tuple[int, ...] = (),
    noted: tuple[int, ...] = (),
) -> Disagreement:
    places = {each.place for each in spells if each.first <= last and each.last >= first}
    return Disagreement(conflict, first, last, registered, noted, places=tuple(sorted(places)))
