"""NAV's office: on which day it decides on each note."""

from __future__ import annotations

from random import Random
from typing import Final

from rutine.practice.courses import CARE_DAYS, EMPLOYER_PERIOD_REFUND, SICKNESS, Note
from rutine.practice.days import Day
from rutine.practice.draws import Range, Weighted, between, within
from rutine.practice.stories import NEVER, Story
from rutine.practice.troubles import Hitch

_APPLIES: Final[Weighted[Range]] = Weighted([((1, 6), 0.72), ((7, 25), 0.23), ((26, 60), 0.05)])
_FIRST_HANDLING: Final[Weighted[Range]] = Weighted(
    [((1, 9), 0.70), ((10, 42), 0.12), ((43, 105), 0.18)]
)
"""70 % are handled by a machine, 80 % within six weeks, all within 15 weeks [NAV-ETTER]."""
_NEXT_HANDLING: Final[Weighted[Range]] = Weighted(
    [((1, 9), 0.90), ((10, 42), 0.08), ((43, 90), 0.02)]
)
_REFUND_HANDLING: Final[Weighted[Range]] = Weighted([((15, 50), 0.7), ((51, 120), 0.3)])
_LATE_APPLICATION: Final = (60, 110)
_NEVER_APPLIES: Final = 0.6
_BEFORE_MONTH_ENDS: Final = 3


def decide(rng: Random, story: Story, ends: Day, aside: Random) -> list[Day]:
    """The day NAV decides on each note; NEVER when it does not, or is not asked by `ends`.

    The day each note is applied for is put on the note. Of what NAV decides nothing about it is
    drawn from `aside`.
    """
    notes = story.course.notes
    if not NEVER < story.sent <= ends or not story.accepted:
        for note in notes:
            if note.hitch is not Hitch.NOT_APPLIED or aside.random() >= _NEVER_APPLIES:
                note.applied = _applied(aside, story, note)
        return [NEVER] * len(notes)
    decided: list[Day] = []
    latest = NEVER
    for n, note in enumerate(notes):
        if note.hitch is Hitch.EXEMPTION or (
            note.hitch is Hitch.NOT_APPLIED and rng.random() < _NEVER_APPLIES
        ):
            decided.append(NEVER)
            continue
        # A later note is not handled before an earlier one.
        note.applied = _applied(rng, story, note)
        latest = max(latest, _handled(rng, story, n))
        decided.append(latest)
    return decided


def _applied(rng: Random, story: Story, note: Note) -> Day:
    if note.hitch is Hitch.NOT_APPLIED:
        return note.last + between(rng, *_LATE_APPLICATION)
    if story.course.benefit == SICKNESS:
        return note.last + within(rng, _APPLIES)
    return note.last - _BEFORE_MONTH_ENDS  # granted in advance, paid month by month


def _handled(rng: Random, story: Story, n: int) -> Day:
    benefit = story.course.benefit
    ready = max(story.course.notes[n].applied, story.sent)
    if benefit in EMPLOYER_PERIOD_REFUND or benefit == CARE_DAYS:
        return ready + within(rng, _REFUND_HANDLING)
    if n == 0:
        return ready + within(rng, _FIRST_HANDLING)
    return ready + (within(rng, _NEXT_HANDLING) if benefit == SICKNESS else 0)
