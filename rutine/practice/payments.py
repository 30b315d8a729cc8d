"""The lines NAV pays: split, merged, corrected, doubled and recovered, each in its report."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from rutine.practice.courses import Note
from rutine.practice.days import Day, Segment, by_month, is_weekend, trimmed, weekdays
from rutine.practice.draws import between
from rutine.practice.entitlement import Finding
from rutine.practice.rates import Habits
from rutine.practice.schedule import BEFORE, Schedule
from rutine.practice.stories import Story
from rutine.practice.troubles import Hitch

RECOVERY: Final = "A"

_DOUBLED_AFTER: Final = (0, 25)
_CORRECTED_AFTER: Final = (20, 70)
_REGULATED_AFTER: Final = (45, 120)
_HALF: Final = 0.5
_KRONE: Final = 100


@dataclass(slots=True)
class Payment:
    """One line NAV decides on, for days of the notes `note` to `last_note`; money in øre.

    `extra` marks what comes on top of the first payment: corrections, doubles, recoveries.
    """

    note: int
    last_note: int
    first: Day
    last: Day
    rate: int
    amount: int
    slot: int
    decided: Day
    benefit: str
    extra: bool = False


class Cashier:
    """Writes the lines of one course at one employer, in one manner."""

    def __init__(
        self, rng: Random, schedule: Schedule, habits: Habits, story: Story, account: int
    ) -> None:
        self._rng = rng
        self._schedule = schedule
        self._habits = habits
        self._story = story
        self._account = account
        self._by_month = rng.random() < habits.lines_by_month
        self._trimmed = rng.random() < habits.trimmed
        self.payments: list[Payment] = []

    def pay(self, n: int, finding: Finding, decided: Day) -> None:
        """Add the lines for the note at place `n`."""
        soon = self._rng.random() < self._habits.between
        slot = self._schedule.slot(decided, self._account, soon=soon)
        note = self._story.course.notes[n]
        rate = finding.first_rate
        if note.hitch is Hitch.CORRECTED:
            rate = self._other_rate(finding)
        paid = [self._payment(n, part, rate, slot, decided) for part in self._parts(finding)]
        if self._merged(n, paid):
            return
        if len(paid) == 1 and self._rng.random() < self._habits.cut_elsewhere:
            paid = self._cut(paid[0])
        self.payments += paid
        if note.hitch is Hitch.DOUBLE:
            self.payments += self._doubled(paid)
        elif note.hitch is Hitch.REVERSED:
            self.payments += self._reversed(paid, finding)
        elif note.hitch is Hitch.CORRECTED:
            self.payments += self._corrected(paid, finding)
        if finding.rate != finding.first_rate:
            self.payments += self._regulated(paid, finding)
        if self._story.course.leaves:
            self.payments += self._left(note, paid)

    def _payment(self, n: int, part: Segment, rate: int, slot: int, decided: Day) -> Payment:
        first, last = part
        amount = rate * weekdays(first, last)
        return Payment(n, n, first, last, rate, amount, slot, decided, self._story.course.benefit)

    def _parts(self, finding: Finding) -> list[Segment]:
        parts = finding.segments
        if self._by_month:
            parts = [piece for part in parts for piece in by_month(part) if weekdays(*piece)]
        return [trimmed(part) for part in parts] if self._trimmed else parts

    def _merged(self, n: int, paid: list[Payment]) -> bool:
        """Add the payment to the one before when they make one line, and say so."""
        if len(paid) != 1 or not self.payments or self._story.course.notes[n].hitch:
            return False
        before, new = self.payments[-1], paid[0]
        fits = (before.last_note, before.last, before.rate, before.slot) == (
            n - 1,
            new.first - 1,
            new.rate,
            new.slot,
        )
        if before.extra or not fits or self._rng.random() >= self._habits.merged:
            return False
        before.last, before.last_note, before.amount = new.last, n, before.amount + new.amount
        return True

    def _cut(self, whole: Payment) -> list[Payment]:
        """Two lines instead of one, the second perhaps in a later report."""
        cuts = [
            day
            for day in range(whole.first + 1, whole.last + 1)
            if weekdays(whole.first, day - 1) and weekdays(day, whole.last) and not is_weekend(day)
        ]
        if not cuts:
            return [whole]
        day = cuts[int(self._rng.random() * len(cuts))]
        n, rate = whole.note, whole.rate
        slot, decided = whole.slot, whole.decided
        one = self._payment(n, (whole.first, day - 1), rate, slot, decided)
        if slot != BEFORE and self._rng.random() < self._habits.late_piece:
            decided, slot = self._later(decided, _CORRECTED_AFTER)
        return [one, self._payment(n, (day, whole.last), rate, slot, decided)]

    def _later(self, decided: Day, after: tuple[int, int]) -> tuple[Day, int]:
        day = decided + between(self._rng, *after)
        return day, self._schedule.slot(day, self._account, soon=False)

    def _other_rate(self, finding: Finding) -> int:
        """The rate of another grade, which was keyed by mistake; never the same."""
        if not finding.keyed:
            return finding.first_rate + _KRONE
        return finding.keyed[int(self._rng.random() * len(finding.keyed))]

    def _extra(
        self, model: Payment, amount: int, when: tuple[Day, int], benefit: str = ""
    ) -> Payment:
        decided, slot = when
        return Payment(
            model.note,
            model.last_note,
            model.first,
            model.last,
            model.rate,
            amount,
            slot,
            decided,
            benefit or model.benefit,
            extra=True,
        )

    def _recovery(self, owed: list[Payment], decided: Day) -> list[Payment]:
        """Minus lines for what is owed, with the benefit's own code or as a deduction (A)."""
        if self._rng.random() >= self._habits.recovered:
            return []
        when = self._later(decided, _CORRECTED_AFTER)
        as_a = self._rng.random() < self._habits.recovered_as_a
        return [self._extra(p, -p.amount, when, RECOVERY if as_a else "") for p in owed]

    def _doubled(self, paid: list[Payment]) -> list[Payment]:
        when = self._later(paid[-1].decided, _DOUBLED_AFTER)
        doubles = [self._extra(p, p.amount, when) for p in paid]
        return doubles + self._recovery(doubles, when[0])

    def _reversed(self, paid: list[Payment], finding: Finding) -> list[Payment]:
        when = self._later(paid[-1].decided, _CORRECTED_AFTER)
        rate = self._other_rate(finding)
        minus = [self._extra(p, -p.amount, when) for p in paid]
        return minus + [self._extra(p, rate * weekdays(p.first, p.last), when) for p in paid]

    def _corrected(self, paid: list[Payment], finding: Finding) -> list[Payment]:
        when = self._later(paid[-1].decided, _CORRECTED_AFTER)
        right = [finding.first_rate * weekdays(p.first, p.last) for p in paid]
        pairs = list(zip(paid, right, strict=True))
        if self._rng.random() < _HALF:
            return [self._extra(p, amount - p.amount, when) for p, amount in pairs]
        minus = [self._extra(p, -p.amount, when) for p in paid]
        return minus + [self._extra(p, amount, when) for p, amount in pairs]

    def _regulated(self, paid: list[Payment], finding: Finding) -> list[Payment]:
        """What the new G adds, when the day had been paid by the old one."""
        when = self._later(paid[-1].decided, _REGULATED_AFTER)
        more = finding.rate - finding.first_rate
        return [self._extra(p, more * weekdays(p.first, p.last), when) for p in paid]

    def _left(self, note: Note, paid: list[Payment]) -> list[Payment]:
        """Recovery of days after the employment ended, where NAV was told too late."""
        leaves = self._story.course.leaves
        if not note.first <= leaves < note.last:
            return []
        owed = [
            self._payment(p.note, (max(p.first, leaves + 1), p.last), p.rate, p.slot, p.decided)
            for p in paid
            if p.last > leaves and weekdays(max(p.first, leaves + 1), p.last)
        ]
        return self._recovery(owed, paid[-1].decided) if owed else []
