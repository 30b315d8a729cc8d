"""Whether cases that are alike were decided alike: enough of them, by enough people, by all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from rutine.routines.learning_rule import LearningRule
from rutine.routines.proposals.decided_case import UNTOLD, DecidedCase, Standing

EACH: Final = 2
"""How many of the cases a person must have decided to count as one of several."""


class Evidence(BaseModel):
    """What a proposal rests on: counts, days and case numbers, and nobody's name.

    Attributes:
        alike: cases that were decided alike.
        people: how many different people did so, each at least twice.
        first, last: the days of the first and the last of these decisions.
        undecided: alike cases that somebody only waits with.
        cases: the numbers of those that were decided alike.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    alike: int
    people: int
    first: date
    last: date
    undecided: int
    cases: tuple[int, ...]


def weigh(
    alike: Iterable[DecidedCase],
    agrees: Callable[[DecidedCase], bool],
    rule: LearningRule,
    today: date,
) -> Evidence | None:
    """The evidence of cases that are alike; None where it is too little or something is against.

    Who decided otherwise is heard however long ago it was, and so are cases of protected people;
    neither counts for the proposal.
    """
    cases = list(alike)
    if any(_speaks_against(each, agrees) for each in cases):
        return None
    since = today - timedelta(days=rule.days)
    counted = sorted(
        (each for each in cases if _counts(each, agrees) and since <= each.day <= today),
        key=lambda each: (each.day, each.number),
    )
    times = Counter(person for each in counted for person in each.people)
    people = sum(count >= EACH for count in times.values())
    if len(counted) < rule.decisions or people < rule.people:
        return None
    return Evidence(
        alike=len(counted),
        people=people,
        first=counted[0].day,
        last=counted[-1].day,
        undecided=sum(
            each.action in UNTOLD or each.standing is Standing.OPEN
            for each in cases
            if not each.restricted
        ),
        cases=tuple(sorted(each.number for each in counted)),
    )


def _counts(case: DecidedCase, agrees: Callable[[DecidedCase], bool]) -> bool:
    return case.standing is Standing.STANDS and not case.restricted and agrees(case)


def _speaks_against(case: DecidedCase, agrees: Callable[[DecidedCase], bool]) -> bool:
    """Somebody said otherwise, did not agree, or took it back."""
    if case.standing in {Standing.UNDONE, Standing.RETURNED}:
        return True
    return case.action not in UNTOLD and not agrees(case)
