"""The lists of a run as a rota: its shifts, and what each person may be trusted with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from rutine.core.hr_records import FAILED
from rutine.obligations.calendar_days import ENDLESS, end_of
from rutine.obligations.cover.rota import CodeKind, Holding, Person, Rota, Shift, ShiftStatus
from rutine.obligations.needs import AllOf, Item, Need, items_of
from rutine.obligations.requirement import Rule
from rutine.obligations.subject import AbsenceSpell
from rutine.refunds.expected.day_counting import months_after
from rutine.routines.requirements import requirement_of
from rutine.routines.routine_file import RoutineFile
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.reading import day, each_row
from rutine.steps.shapes.subjects import Rows

SUBSTITUTE: Final = "substitute"
"""The tag of a position of somebody who is on call rather than employed in it."""

_KINDS: Final = {"present": CodeKind.PRESENT, "busy": CodeKind.BUSY, "free": CodeKind.OFF}
_CLOCK: Final = re.compile(r"(\d{1,2})[:.]?(\d{2})")
_FULL: Final = 10_000

Spans = tuple[tuple[date, date], ...]
"""Stretches of days, in order and apart."""


@dataclass(frozen=True, eq=False, slots=True)
class RotaAtHand:
    """The rota, where each shift stands, and the last day that it plans for."""

    rota: Rota
    places: Mapping[str, tuple[tuple[str, int], ...]]
    last_day: date


def rota_of(lists: Lists, rows: Rows, routine: RoutineFile, today: date) -> RotaAtHand:
    """Every shift, and everybody who may be on one."""
    shifts, places = [], defaultdict(list)
    for row in each_row(lists.rows("shift")):
        begins, ends = clock(row.begins), clock(row.ends)
        # A shift that begins at 24:00 begins with the day after; one that ends so ends with it.
        late = timedelta(days=is_midnight_after(row.begins))
        start = datetime.combine(row.day.date(), begins) + late
        end = datetime.combine(row.day.date(), ends) + late
        units = tuple(dict.fromkeys(unit.strip() for unit in row.unit.split(",") if unit.strip()))
        shifts.append(
            Shift(
                shift_id=row.shift_id,
                person=row.employee_number or None,
                units=units or (row.unit,),
                start=start,
                end=end if end > start else end + timedelta(days=1),
                code=row.shift_code,
                status=ShiftStatus(row.status or "planned"),
                resource=row.resource or None,
            )
        )
        places[row.shift_id].append((row.file, int(row.row)))
    codes = routine.shift_codes
    people = {person.key: person for person in _people(rows, routine, today)}
    known = None if codes is None else {code: _KINDS[kind] for code, kind in codes.items()}
    # The same shift twice, as in two exports that overlap, is one shift.
    rota = Rota(tuple(dict.fromkeys(shifts)), people, known)
    last = max((shift.start.date() for shift in shifts), default=today)
    return RotaAtHand(rota, {name: tuple(own) for name, own in places.items()}, last)


def clock(text: str) -> time:
    """A time of the day as rotas write it: `07:00`, `7.00`, `0700`; `24:00` is midnight.

    Raises:
        ValueError: it is none.
    """
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError("no time of the day")
    hour, minute = int(found[1]), int(found[2])
    return time() if (hour, minute) == (24, 0) else time(hour, minute)


def is_midnight_after(text: str) -> bool:
    """Whether a time is written as the end of its day, `24:00`: the next day's first moment."""
    return text.strip().startswith("24")


def _people(rows: Rows, routine: RoutineFile, today: date) -> Iterator[Person]:
    units: dict[str, str] = {}
    substitutes: set[str] = set()
    for row in each_row(rows.positions.sort_values("first", kind="stable")):
        if row.first.date() <= today <= end_of(day(row.last)) or row.subject not in units:
            units[row.subject] = row.unit
            on_call = SUBSTITUTE in row.tags.split()
            (substitutes.add if on_call else substitutes.discard)(row.subject)
    away = defaultdict(list)
    percent = rows.away["percent"].fillna(_FULL).astype("int64")
    for row in each_row(rows.away[percent >= _FULL]):  # one on a graded note works
        away[row.subject].append(AbsenceSpell(row.first.date(), day(row.last)))
    held = holdings(rows, routine, today)
    for number in rows.people.rows["employee_number"]:
        yield Person(
            key=number,
            unit=units.get(number, ""),
            holdings=tuple(held.get(number, ())),
            absences=tuple(away[number]),
            substitute=number in substitutes,
        )


def holdings(rows: Rows, routine: RoutineFile, today: date) -> dict[str, list[Holding]]:
    """What each person holds and until when: every code, and every requirement that is met."""
    rules = _rules(routine, today)
    months: dict[str, int | None] = {}
    for rule in rules.values():
        months.update({item.code: rule.months_of(item) for item in items_of(rule.needs)})
    spans: dict[str, dict[str, list[tuple[date, date]]]] = defaultdict(lambda: defaultdict(list))
    for row in each_row(rows.achievements):
        if row.result.casefold() == FAILED:
            continue
        first, told = row.day.date(), day(row.valid_to)
        lasts = months.get(row.code)
        counted = ENDLESS if lasts is None else months_after(first, lasts)
        last = counted if told is None else end_of(told)
        if last >= first:
            spans[row.subject][row.code].append((first, last))
    found: dict[str, list[Holding]] = {}
    for person, codes in spans.items():
        joined = {code: join(some) for code, some in codes.items()}
        whole = {name: _met(rule.needs, joined) for name, rule in rules.items()}
        found[person] = [
            Holding(name, first, None if last == ENDLESS else last)
            for name, some in {**joined, **whole}.items()
            for first, last in some
        ]
    return found


def _rules(routine: RoutineFile, today: date) -> dict[str, Rule]:
    """The text that holds today of each requirement in the routine file."""
    found = {}
    for obligation in routine.obligations:
        rule = next((r for r in requirement_of(obligation).rules if r.holds(today)), None)
        if rule is not None:
            found[obligation.id] = rule
    return found


def _met(need: Need, codes: Mapping[str, Spans]) -> Spans:
    """The days on which what is needed is held."""
    if isinstance(need, Item):
        return codes.get(need.code, ())
    if isinstance(need, AllOf):
        parts = [_met(part, codes) for part in need.all]
        found = parts[0]
        for part in parts[1:]:
            found = _both(found, part)
        return found
    return join([span for part in need.any for span in _met(part, codes)])


def join(spans: Sequence[tuple[date, date]]) -> Spans:
    """The same days in as few stretches as can be."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        follows = found and (found[-1][1] == ENDLESS or first <= found[-1][1] + timedelta(days=1))
        if follows:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return tuple(found)


def _both(one: Spans, other: Spans) -> Spans:
    """The days that are in both."""
    return join(
        [
            (max(a[0], b[0]), min(a[1], b[1]))
            for a in one
            for b in other
            if max(a[0], b[0]) <= min(a[1], b[1])
        ]
    )
