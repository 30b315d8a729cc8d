"""From a story to rows: NAV's lines and payroll's claims of one course at one job, in groups."""

from __future__ import annotations

from random import Random
from typing import Final

from rutine.practice.cells import Cells
from rutine.practice.days import Day
from rutine.practice.employment import Employee
from rutine.practice.entitlement import LAST_DAY, Entitlement
from rutine.practice.organisation import ClaimStyle
from rutine.practice.payments import RECOVERY, Cashier, Payment
from rutine.practice.payroll import Payroll, Piece, joined
from rutine.practice.plan import PracticePlan
from rutine.practice.schedule import BEFORE, WAITING, Schedule
from rutine.practice.stories import NEVER, Story
from rutine.practice.troubles import Hitch, Trouble
from rutine.practice.truth import SETTLED_BY_HAND, ClaimRow, Group, Line

_HALF: Final = 0.5
_REGULATION: Final = "D05"
_NOT_CLAIMED_YET: Final = "D43"
_DEDUCTION, _OTHER_NUMBER = "D28", "D26"
_LATE_REGISTRATION: Final = 30
"""Days before the plan's claims: what ended earlier was paid long ago and needs no rows."""

_APPLIES_WITHIN: Final = 42
"""Days in which an application is expected; until then NAV is waited for."""

_HITCH_MARKS: Final = {hitch: str(hitch) for hitch in Hitch if hitch} | {
    Hitch.CORRECTED: str(Hitch.GRADE)
}


class Books:
    """The books of one course at one job."""

    def __init__(
        self,
        rng: Random,
        story: Story,
        employee: Employee,
        place: int,
        *,
        plan: PracticePlan,
        schedule: Schedule,
    ) -> None:
        self._rng = rng
        self._plan = plan
        self._habits = plan.rates.habits
        self._schedule = schedule
        self._story = story
        self._employee = employee
        self._job = employee.jobs[place]
        self._entitlement = Entitlement(story, employee, place)
        self._payroll = Payroll(story, self._job)
        self._marks: dict[int, set[str]] = {}
        horizon = plan.claims_begin - _LATE_REGISTRATION
        self._notes = [n for n, note in enumerate(story.course.notes) if note.last >= horizon]

    def groups(self, decided: list[Day]) -> list[Group]:
        """Everything NAV pays and payroll claims, by what belongs together."""
        if self._entitlement.refused and self._rng.random() >= self._habits.claims_tiny:
            return []
        for n in self._notes:
            self._marks[n] = self._first_marks(n)
        payments = self._pay(decided)
        pieces = self._claim(payments)
        cells = Cells(self._story.course)
        for payment in payments:
            cells.bind(payment)
        for piece in pieces:
            cells.bind(piece)
        for payment in payments:
            group = cells.group(payment)
            self._mark(group, payment)
            for _ in range(self._entitlement.copies):
                self._add_line(group, payment)
        for piece in pieces:
            group = cells.group(piece)
            self._mark(group, piece)
            self._add_claims(group, piece)
        return cells.groups()

    def _first_marks(self, n: int) -> set[str]:
        """What is known to go wrong with a note before anyone has looked at it."""
        story, course = self._story, self._story.course
        note, trouble = course.notes[n], course.trouble
        marks = {_HITCH_MARKS[note.hitch]} if note.hitch else set()
        differs = self._entitlement.firsts[n] != self._payroll.firsts[n]
        if (
            trouble in {Trouble.DISCRETION, Trouble.WRONG_KIND}
            or (trouble in {Trouble.EMPLOYER_PERIOD, Trouble.NEW_HIRE} and differs)
            or (trouble is Trouble.LEFT and not story.refund_ends and note.last > course.leaves)
        ):
            marks.add(trouble)
        if NEVER < self._payroll.last_day < note.last:
            marks.add(LAST_DAY)
        return marks - self._agreed()

    def _pay(self, decided: list[Day]) -> list[Payment]:
        unit = self._story.nav_unit or self._job.unit
        cashier = Cashier(self._rng, self._schedule, self._habits, self._story, unit.account)
        for n in self._notes:
            finding = self._entitlement.find(n, decided[n])
            self._marks[n] |= finding.marks - self._agreed()
            if self._unapplied(n):
                self._marks[n].add(Hitch.NOT_APPLIED)
            if decided[n] == NEVER:
                self._marks[n] |= self._why_never()
            elif finding.segments:
                cashier.pay(n, finding, decided[n])
                if finding.rate != finding.first_rate:
                    self._marks[n].add(_REGULATION)
        return cashier.payments

    def _agreed(self) -> set[str]:
        """Ends that NAV and payroll both know, on the same day: no reason why they differ."""
        story, found = self._story, set[str]()
        if self._payroll.last_day == self._entitlement.last_benefit_day:
            found.add(LAST_DAY)
        if story.course.leaves and story.refund_ends == story.course.leaves:
            found.add(Trouble.LEFT)
        return found

    def _unapplied(self, n: int) -> bool:
        """Whether the employee is late with an application that comes after the plan's end."""
        note, course = self._story.course.notes[n], self._story.course
        employees_own = course.is_sickness or note.hitch is Hitch.NOT_APPLIED
        late = self._plan.ends - note.last > _APPLIES_WITHIN
        return employees_own and late and note.applied > self._plan.ends

    def _why_never(self) -> set[str]:
        """Why NAV decides nothing; hitches of the note are marked already."""
        if not self._story.accepted:
            return {Trouble.REJECTED}
        sent = self._story.sent
        return set() if NEVER < sent <= self._plan.ends else {Trouble.NEVER_SENT}

    def _claim(self, payments: list[Payment]) -> list[Piece]:
        """Payroll's claims that are listed: known, and not settled by hand before the plan."""
        by_hand, answered = _paid_notes(payments)
        pieces: list[Piece] = []
        for n in self._notes:
            if n in by_hand:
                self._marks[n].add(SETTLED_BY_HAND)
                if self._story.course.notes[n].hitch is Hitch.CORRECTED:
                    self._marks[n].add(Hitch.REVERSED)
                continue
            for piece in self._payroll.pieces(n):
                if piece.made > self._plan.ends:
                    self._marks[n].add(_NOT_CLAIMED_YET)
                elif n in answered or piece.made >= self._plan.claims_begin:
                    self._keep(pieces, piece)
        for piece in pieces:
            self._payroll.price(piece)
        return pieces

    def _keep(self, pieces: list[Piece], piece: Piece) -> None:
        by_calendar = self._job.unit.style is ClaimStyle.CALENDAR
        if not (by_calendar and pieces and joined(pieces[-1], piece)):
            pieces.append(piece)

    def _mark(self, group: Group, row: Payment | Piece) -> None:
        for n in range(row.note, row.last_note + 1):
            group.marks |= self._marks[n]

    def _add_line(self, group: Group, payment: Payment) -> None:
        if payment.slot == WAITING and not payment.extra and not self._unapplied(payment.note):
            group.waiting = True
        if payment.slot < 0:
            return
        rng, story, person = self._rng, self._story, self._employee.person
        unit = (story.nav_unit or self._job.unit).orgnr
        fnr = person.fnr_at_nav(payment.decided)
        first, last = payment.first, payment.last
        if rng.random() < self._habits.missing_dates:
            first, last = ((0, last), (first, 0), (0, 0))[int(rng.random() * 3)]
        if payment.benefit == RECOVERY:
            group.marks.add(_DEDUCTION)
            if rng.random() < _HALF:
                first = last = 0
        if fnr != person.fnr:
            group.marks.add(_OTHER_NUMBER)
        if unit != self._job.unit.orgnr:
            group.marks.add(story.course.trouble)
        group.lines.append(
            Line(
                payment.slot,
                unit,
                payment.benefit,
                fnr,
                person.nav_name,
                first,
                last,
                payment.amount,
                self._entitlement.last_benefit_day if payment.benefit != RECOVERY else 0,
                (story.course.benefit, payment.first, payment.last),
            )
        )

    def _add_claims(self, group: Group, piece: Piece) -> None:
        story, employee = self._story, self._employee
        group.marks |= piece.marks
        group.right += piece.right
        rows = zip(self._job.positions, piece.incomes, piece.amounts, piece.rates, strict=True)
        for position, income, amount, rate in rows:
            group.claims.append(
                ClaimRow(
                    self._job.unit.orgnr,
                    employee.number,
                    employee.person.fnr,
                    employee.person.name,
                    position.key,
                    story.payroll_benefit,
                    story.course.first,
                    piece.first,
                    piece.last,
                    piece.grade,
                    income,
                    piece.weekdays,
                    rate,
                    amount,
                    piece.made,
                    max(piece.made, story.sent) if story.sent else 0,
                )
            )


def _paid_notes(payments: list[Payment]) -> tuple[set[int], set[int]]:
    """The notes that were paid before the plan, and those that are paid in it."""
    by_hand: set[int] = set()
    answered: set[int] = set()
    for payment in payments:
        notes = range(payment.note, payment.last_note + 1)
        if payment.slot == BEFORE and not payment.extra:
            by_hand.update(notes)
        elif payment.slot >= 0:
            answered.update(notes)
    return by_hand, answered
