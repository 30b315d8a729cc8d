"""What NAV shows the employer of sickness benefit: requests, answers and applications.

As the employer's own system fetches them (sykepenger-im-lps-api). They follow from the same
happenings as the payments, and have the holes such lists have: sub-units that nobody has given
the system access to, applications on paper, and nothing from before it was set up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final

from rutine.practice.courses import SICKNESS, Note
from rutine.practice.days import Day, Segment
from rutine.practice.draws import Weighted, between, seeded
from rutine.practice.employment import Employee
from rutine.practice.plan import PracticePlan
from rutine.practice.stories import NEVER, Story

AKTIV, BESVART, FORKASTET = "AKTIV", "BESVART", "FORKASTET"
MOTTATT, FEILET, GODKJENT = "MOTTATT", "FEILET", "GODKJENT"
SICK, HOLIDAY, LEAVE = "SYKDOM", "FERIE", "PERMISJON"
DUPLICATE: Final = "DUPLIKAT"
_REFUSED_FOR: Final = Weighted([("INNTEKT_AVVIKER_FRA_A_ORDNINGEN", 0.7), ("TEKNISK_FEIL", 0.3)])
_NO_ACCESS: Final = 0.04  # of sub-units
_ON_PAPER: Final = 0.01  # of employees: they apply for every note that way
_ASKED_AGAIN: Final = 0.03  # of requests: an earlier one is withdrawn
_SENT_TWICE: Final = 0.02  # of reports: the second is refused as a duplicate
_ASKED_BEFORE: Final = (1, 6)
_SET_UP: Final = 365
"""Days before the plan's claims from which the lists go back."""


@dataclass(slots=True, eq=False)
class Request:
    """A request for an income report; `answered` and `withdrawn` are NEVER until they happen."""

    id: str
    unit: str
    fnr: str = field(repr=False)
    first: Day
    last: Day
    created: Day
    answered: Day = NEVER
    withdrawn: Day = NEVER

    def status_on(self, day: Day) -> str:
        """What NAV says of it on a day."""
        if NEVER < self.withdrawn <= day:
            return FORKASTET
        return BESVART if NEVER < self.answered <= day else AKTIV


@dataclass(slots=True, eq=False)
class Submission:
    """An income report at NAV. It is looked at the day after it was sent."""

    id: str
    request: str
    unit: str
    fnr: str = field(repr=False)
    sent: Day
    error: str = ""

    def status_on(self, day: Day) -> str:
        """What NAV says of it on a day."""
        if day <= self.sent:
            return MOTTATT
        return FEILET if self.error else GODKJENT

    def error_on(self, day: Day) -> str:
        """Why it failed, as far as it is known on a day."""
        return self.error if self.status_on(day) == FEILET else ""


@dataclass(slots=True, eq=False)
class ApplicationPart:
    """One part of an application; grades are None for days off."""

    id: str
    unit: str
    fnr: str = field(repr=False)
    received: Day
    part: str
    first: Day
    last: Day
    grade: int | None = None
    actual: int | None = None


@dataclass(slots=True)
class NavLists:
    """The rows of the three lists."""

    requests: list[Request] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    parts: list[ApplicationPart] = field(default_factory=list)


class NavView:
    """Adds what NAV shows of one course after another."""

    def __init__(self, plan: PracticePlan, units: Iterable[str]) -> None:
        rng = seeded(plan.seed, "access to NAV's lists")
        self._hidden = {unit for unit in units if rng.random() < _NO_ACCESS}
        self._plan = plan
        self._from = plan.claims_begin - _SET_UP

    def add(self, lists: NavLists, story: Story, employee: Employee, place: int) -> None:
        """Put the rows of one course at one job in the lists."""
        course = story.course
        unit = (story.nav_unit or employee.jobs[place].unit).orgnr
        if course.benefit != SICKNESS or unit in self._hidden:
            return
        name = f"{employee.number}-{course.first}-{place}"
        rng = seeded(self._plan.seed, "NAV's lists", name)
        if not self._on_paper(employee):
            for n, note in enumerate(course.notes):
                if not course.leaves or note.first <= course.leaves:
                    lists.parts += self._parts(f"s{name}-{n}", unit, note, employee)
        request = self._request(rng, f"f{name}", unit, story, employee)
        if request is None:
            return
        if rng.random() < _ASKED_AGAIN:
            lists.requests.append(
                Request(
                    f"{request.id}x", unit, request.fnr, request.first, request.last,
                    request.created - 1, withdrawn=request.created,
                )
            )  # fmt: skip
        lists.requests.append(request)
        if story.sent:
            copies = len(employee.jobs[place].positions) if employee.jobs[place].apart else 1
            for copy in range(copies):
                lists.submissions += _submissions(rng, f"i{name}-{copy}", request, story)

    def _on_paper(self, employee: Employee) -> bool:
        rng = seeded(self._plan.seed, "applies on paper", employee.number)
        return rng.random() < _ON_PAPER

    def _parts(
        self, name: str, unit: str, note: Note, employee: Employee
    ) -> Iterator[ApplicationPart]:
        if note.applied == NEVER or note.applied < self._from:
            return
        fnr = employee.person.fnr_at_nav(note.applied)

        def part(what: str, days: Segment, *grades: int | None) -> ApplicationPart:
            return ApplicationPart(name, unit, fnr, note.applied, what, *days, *grades)

        actual = note.worked_grade if note.worked_grade != note.grade else None
        yield part(SICK, (note.first, note.last), note.grade, actual)
        if note.holiday:
            yield part(LEAVE if note.unpaid_leave else HOLIDAY, note.holiday)

    def _request(
        self, rng: Random, name: str, unit: str, story: Story, employee: Employee
    ) -> Request | None:
        """NAV asks when somebody has applied; the report itself may come before that."""
        notes = story.course.notes
        applied = [note.applied for note in notes if note.applied != NEVER]
        days = [*applied[:1], *([story.sent - between(rng, *_ASKED_BEFORE)] if story.sent else [])]
        if not days or min(days) < self._from:
            return None
        created = min(days)
        known = [note.last for note in notes if note.first <= created]
        return Request(
            name,
            unit,
            employee.person.fnr_at_nav(created),
            notes[0].first,
            max(known, default=notes[0].last),
            created,
            answered=story.sent + 1 if story.sent and story.accepted else NEVER,
        )


def _submissions(rng: Random, name: str, request: Request, story: Story) -> Iterator[Submission]:
    error = "" if story.accepted else _REFUSED_FOR.draw(rng)
    yield Submission(name, request.id, request.unit, request.fnr, story.sent, error)
    if story.accepted and rng.random() < _SENT_TWICE:
        again = story.sent + between(rng, 1, 10)
        yield Submission(f"{name}d", request.id, request.unit, request.fnr, again, DUPLICATE)
