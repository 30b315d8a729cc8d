"""Thirty reviewers who decide the same cases at once, and whether each was told the truth.

Every case is decided by two people in the same moment, some of them by all thirty. Nobody reads
the cases first: all of them hold the form of the case as it was.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
from sqlalchemy import select

from benchmarks.reviewing_parts.large_store import settings
from benchmarks.reviewing_parts.reviewers import COOKIE, says_who
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.trail.audit import verify
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core.differences import Action
from rutine.installation import open_installation

RACERS: Final = 30
_BY_ALL_ONE_IN: Final = 100
_HOLDING: Final = (DecisionState.EFFECTIVE, DecisionState.PROPOSED)
_TOKEN: Final = re.compile(r'name="csrf" value="([^"]+)"')
_TICKS: Final = ("first", "last", "days", "amount", "day_rate", "grade", "benefit", "sub_unit")
"""Every discrepancy that a case of the store may have: whoever decides has looked at them all."""

_FORM: Final[dict[str, str | list[str]]] = {
    "action": Action.ACCEPT_PAID.value,
    "version": "1",
    "comment": "Kontrollert",
    "tick": list(_TICKS),
}


@dataclass
class Outcome:
    """What became of the race.

    Attributes:
        wins: case number -> who were told that they decided it.
        told: refusals that say who was first, and when.
        busy: answers that the store is busy, and that asked to try again; who got one did so.
        others: status code -> other answers; there should be none.
        waits: milliseconds of each answer, as the client waits.
        once: cases that have one decision, by the one who was told so.
        intact: whether the audit trail's chain holds.
    """

    cases: int
    wins: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    told: int = 0
    busy: int = 0
    others: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    seconds: float = 0.0
    once: int = 0
    intact: bool = False

    @property
    def losers(self) -> int:
        """Answers that were not `decided`."""
        return self.told + sum(self.others.values())


def cases_to_decide(home: Path, url: str | None, count: int) -> list[int]:
    """Open cases that nobody has touched, the newest: the lists' readers begin at the oldest."""
    place = open_installation(settings(home, url))
    with place.database.reading() as session:
        found = session.scalars(
            select(Case.number)
            .where(
                Case.status == CaseStatus.OPEN,
                Case.version == 1,
                Case.restricted.is_(False),
                Case.permitted.contains(f'"{Action.ACCEPT_PAID.value}"'),
            )
            .order_by(Case.number.desc())
            .limit(count)
        )
        numbers = list(found)
    place.database.close()
    return numbers


async def race(address: str, tokens: list[str], numbers: list[int]) -> Outcome:
    """Let the tokens' owners decide the cases, each in a hurry."""
    outcome = Outcome(len(numbers))
    work = _dealt(numbers, len(tokens))
    began = time.perf_counter()
    await asyncio.gather(
        *(_racer(address, token, who, work[who], outcome) for who, token in enumerate(tokens))
    )
    outcome.seconds = time.perf_counter() - began
    return outcome


def _dealt(numbers: list[int], racers: int) -> list[list[int]]:
    """Each racer's cases, in one order for all: those who have the same meet at it."""
    draw = random.Random(1)  # noqa: S311 - a repeatable race
    work: list[list[int]] = [[] for _ in range(racers)]
    for place, number in enumerate(numbers):
        of_all = place % _BY_ALL_ONE_IN == 0
        for who in range(racers) if of_all else draw.sample(range(racers), 2):
            work[who].append(number)
    return work


async def _racer(address: str, token: str, who: int, numbers: list[int], outcome: Outcome) -> None:
    async with httpx.AsyncClient(
        base_url=address, cookies={COOKIE: token}, timeout=120, trust_env=False
    ) as browser:
        page = await browser.get("/om")
        found = _TOKEN.search(page.text)
        assert found is not None  # noqa: S101 - else nothing is measured
        form = {**_FORM, "csrf": found[1]}
        for number in numbers:
            began = time.perf_counter()
            answer = await browser.post(f"/saker/{number}/avgjor", data=form)
            while answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                outcome.busy += 1
                answer = await browser.post(f"/saker/{number}/avgjor", data=form)
            outcome.waits.append(1000 * (time.perf_counter() - began))
            if answer.status_code == httpx.codes.SEE_OTHER:
                outcome.wins[number].append(who)
            elif says_who(answer):
                outcome.told += 1
            else:
                outcome.others[answer.status_code] += 1


def judge(home: Path, url: str | None, outcome: Outcome, user_ids: list[str]) -> Outcome:
    """Compare what people were told with what stands in the store."""
    place = open_installation(settings(home, url))
    with place.database.reading() as session:
        found = session.execute(
            select(Case.number, DecisionEntry.by_id)
            .join(DecisionEntry, DecisionEntry.case_id == Case.id)
            .where(Case.number.in_(list(outcome.wins)), DecisionEntry.state.in_(_HOLDING))
        )
        by: dict[int, list[str]] = defaultdict(list)
        for number, by_id in found:
            by[number].append(by_id)
        outcome.intact = verify(session) is None
    outcome.once = sum(
        by[number] == [f"user:{user_ids[who]}" for who in winners]
        for number, winners in outcome.wins.items()
    )
    place.database.close()
    return outcome
