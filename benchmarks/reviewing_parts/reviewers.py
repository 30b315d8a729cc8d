"""Reviewers who read and decide at once, each with a browser's cookies and a person's pace."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html import unescape
from typing import Final

import httpx

COOKIE: Final = "rutine_session"
_CASE: Final = re.compile(r'href="(/saker/\d+[^"]*)"')
_FORM: Final = re.compile(
    r'<form method="post" action="(/saker/\d+/avgjor[^"]*)"(.*?)</form>', re.DOTALL
)
_HIDDEN: Final = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_CHOICE: Final = re.compile(r'name="action" id="[^"]+" value="([^"]+)"')
_TICK: Final = re.compile(r'name="tick" value="([^"]+)"')
_SAYS_WHO: Final = re.compile(r"allerede (?:avgjort av|foreslått)|har allerede foreslått")
"""How somebody who comes too late with a decision is told."""
_NEEDS_MORE: Final = frozenset({"wait_until", "change_claim"})


@dataclass
class Told:
    """Milliseconds of each kind of page, as the server tells, and what was decided.

    Attributes:
        server: kind of page -> the app's own milliseconds, the wait for a thread among them.
        waited: kind of page -> milliseconds as the client waits. More than the server's by what
            the app can't see of itself: a request that lies in the socket while the event loop
            is busy, and the client's own work.
        onward: from the press of the button until the next case is there, as the client sees it.
        late: decisions of a case that somebody else had decided meanwhile, and was told of.
        refused: status code -> decisions not taken for another reason.
    """

    server: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    waited: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    onward: list[float] = field(default_factory=list)
    decided: int = 0
    late: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def decided_share(self) -> float:
        """Percent of the decisions that nobody else was first with that were taken."""
        asked = self.decided + self.refused.total()
        return 100 * self.decided / asked if asked else 0.0


async def work(address: str, tokens: list[str], rounds: int, pause: float) -> Told:
    """Let each token's owner read the list and decide `rounds` cases, `pause` seconds apart."""
    told = Told()
    await asyncio.gather(
        *(
            _reviewer(address, token, n, told, rounds=rounds, pause=pause)
            for n, token in enumerate(tokens)
        )
    )
    return told


async def _reviewer(
    address: str, token: str, number: int, told: Told, *, rounds: int, pause: float
) -> None:
    draw = random.Random(number)  # noqa: S311 - a repeatable pace
    async with httpx.AsyncClient(
        base_url=address, cookies={COOKIE: token}, timeout=60, trust_env=False
    ) as browser:
        await asyncio.sleep(draw.uniform(0, pause))
        page = await _open(browser, number + 1, told)
        for _ in range(rounds):
            await asyncio.sleep(draw.uniform(0.5, 1.5) * pause)
            following = await _decide(browser, page, told)
            page = following or await _open(browser, draw.randint(1, 100), told)
            await asyncio.sleep(draw.uniform(0.5, 1.5) * pause)
            await _get(browser, f"/saker?page={draw.randint(1, 100)}", "queue", told)


async def _open(browser: httpx.AsyncClient, page: int, told: Told) -> str:
    """The first case of a page of the list."""
    listed = await _get(browser, f"/saker?page={page}", "queue", told)
    first = next(each for each in _CASE.findall(listed) if "/arbeidsbok" not in each)
    return await _get(browser, first.replace("&amp;", "&"), "case", told)


async def _decide(browser: httpx.AsyncClient, page: str, told: Told) -> str | None:
    """Decide, and read the next case; None where somebody else was first."""
    form = _FORM.search(page)
    if form is None:
        return None
    fields: dict[str, str | list[str]] = dict(_HIDDEN.findall(form[2]))
    choices = [each for each in _CHOICE.findall(form[2]) if each not in _NEEDS_MORE]
    fields |= {"action": choices[0], "comment": "Kontrollert", "tick": _TICK.findall(page)}
    start = time.perf_counter()
    answer = await browser.post(form[1].replace("&amp;", "&"), data=fields)
    told.waited["decision"].append(1000 * (time.perf_counter() - start))
    told.server["decision"].append(_spent(answer))
    if answer.status_code != httpx.codes.SEE_OTHER:
        if says_who(answer):
            told.late += 1
        else:
            told.refused[str(answer.status_code)] += 1
        return None
    page = await _get(browser, answer.headers["location"], "case", told)
    told.onward.append(1000 * (time.perf_counter() - start))
    told.decided += 1
    return page


async def _get(browser: httpx.AsyncClient, address: str, kind: str, told: Told) -> str:
    start = time.perf_counter()
    answer = await browser.get(address)
    told.waited[kind].append(1000 * (time.perf_counter() - start))
    answer.raise_for_status()
    told.server[kind].append(_spent(answer))
    return answer.text


def _spent(answer: httpx.Response) -> float:
    return float(answer.headers["server-timing"].partition("dur=")[2])


def says_who(answer: httpx.Response) -> bool:
    """Whether the answer to a decision is that it came too late, and who was first."""
    is_conflict = answer.status_code == httpx.codes.CONFLICT
    return is_conflict and _SAYS_WHO.search(unescape(answer.text)) is not None
