"""The review app under load: 200 000 cases, 50 reviewers at once, on both databases.

A reviewer reads a page every few seconds. Server time is the app's own, told by itself in each
answer, from when it gets the request until the answer begins: the wait for a thread and for the
store is in it. From a decision to the next case is what the client waits. The reviewers are made
by another process on the same cores.

Then thirty of them decide the same thousand cases at once (`race`).
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from benchmarks import figure
from benchmarks.reviewing_parts.copying import copy_store
from benchmarks.reviewing_parts.large_store import make, settings
from benchmarks.reviewing_parts.race import RACERS, Outcome, cases_to_decide, judge, race
from benchmarks.reviewing_parts.reviewers import Told, work
from rutine.cases.accounts import sessions
from rutine.cases.accounts.users import find_user
from rutine.installation import open_installation
from tests.postgres_server import NoPostgresError, postgres_server

CASES: Final = int(os.environ.get("BENCH_CASES", "200000"))
REVIEWERS: Final = 50
ROUNDS: Final = 5
PAUSE: Final = 4.0
"""Seconds between a person's two page views, on average: a decision every eight."""
RACED: Final = 1_000
"""Cases that thirty people decide at once."""
_PROJECT: Final = Path(__file__).resolve().parents[1]


def run() -> list[dict[str, Any]]:
    """The figures of SQLite and, where it is installed, PostgreSQL: of the very same cases."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        make(home, CASES, REVIEWERS)
        try:
            with postgres_server(durable=True) as server:
                url = f"{server}/postgres"
                copy_store(home, url)
                both = _engine("sqlite", home, None), _engine("postgresql", home, url)
                return [each for pair in zip(*both, strict=True) for each in pair]
        except NoPostgresError:
            return _engine("sqlite", home, None)  # the figures of SQLite stand alone then


def _engine(engine: str, home: Path, url: str | None) -> list[dict[str, Any]]:
    people = _signed_in(home, url, REVIEWERS)
    tokens = [token for _, token in people]
    with _serving(home, url) as address:
        asyncio.run(work(address, tokens[:1], 2, 0.0))  # what the first page costs is nobody's
        told = asyncio.run(work(address, tokens, ROUNDS, PAUSE))
        raced = cases_to_decide(home, url, RACED)
        outcome = asyncio.run(race(address, tokens[:RACERS], raced))
    judged = judge(home, url, outcome, [user_id for user_id, _ in people])
    return [*_figures(engine, told), *_race_figures(engine, judged)]


@contextmanager
def _serving(home: Path, url: str | None) -> Iterator[str]:
    """The app in a process of its own, and its address."""
    command = [sys.executable, "-m", "benchmarks.reviewing_parts.server", str(home)]
    serving = subprocess.Popen(  # noqa: S603 - our own module
        command if url is None else [*command, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_PROJECT,
    )
    with serving:
        assert serving.stdout is not None  # noqa: S101 - for the type checker
        try:
            yield serving.stdout.readline().strip()
        finally:
            serving.communicate("")


def _signed_in(home: Path, url: str | None, reviewers: int) -> list[tuple[str, str]]:
    """Each reviewer's id, and the token of a session."""
    place = open_installation(settings(home, url))
    with place.database.writing() as session:
        users = [find_user(session, f"reviewer{number}") for number in range(reviewers)]
        people = [
            (user.user_id, sessions.start(session, user).token)
            for user in users
            if user is not None
        ]
    place.database.close()
    return people


def _figures(engine: str, told: Told) -> list[dict[str, Any]]:
    context = (
        f"{CASES} cases, {REVIEWERS} reviewers at once, a page each {PAUSE:.0f} s, "
        f"{told.decided} decisions; {os.cpu_count()} cores, shared with those who ask"
    )
    found = []
    for kind in ("queue", "case", "decision"):
        times, waited = told.server[kind], told.waited[kind]
        goals = (60.0, 150.0) if kind != "decision" else (None, None)
        found += [
            figure(
                f"reviewing.{engine}.{kind}_{name}",
                value,
                "ms",
                goal=goal,
                context=f"server time; the client waits {wait:.0f} ms; {context}",
            )
            for name, value, wait, goal in zip(
                ("median", "p99"),
                (median(times), _p99(times)),
                (median(waited), _p99(waited)),
                goals,
                strict=True,
            )
        ]
    onward = figure(
        f"reviewing.{engine}.decision_to_next_case",
        median(told.onward),
        "ms",
        goal=200,
        context=f"as the client waits, p99 {_p99(told.onward):.0f} ms; "
        f"{told.late} too late; {context}",
    )
    share = figure(
        f"reviewing.{engine}.decided_share",
        told.decided_share,
        "%",
        better="higher",
        goal=99,
        context=f"of the decisions that nobody was first with; {told.late} were too late, "
        f"refused {dict(told.refused) or 'none'}; else the figures were those of refusals",
    )
    return [*found, onward, share]


def _race_figures(engine: str, outcome: Outcome) -> list[dict[str, Any]]:
    """Whether everything went as it must, and how long people waited."""
    answers = len(outcome.waits)
    context = (
        f"{RACERS} reviewers at once over the same {outcome.cases} cases: {answers} decisions "
        f"in {outcome.seconds:.0f} s, {outcome.losers} too late, {outcome.busy} asked to try again"
    )
    name = f"reviewing.race.{engine}"
    told = 100 * outcome.told / outcome.losers if outcome.losers else 100.0
    return [
        figure(
            f"{name}.decided_once",
            outcome.once,
            "cases",
            better="higher",
            goal=outcome.cases,
            context=context,
        ),
        figure(
            f"{name}.losers_told",
            told,
            "%",
            better="higher",
            goal=100,
            context=f"{context}; {outcome.told} told who was first, and when",
        ),
        figure(
            f"{name}.chain_intact",
            int(outcome.intact),
            "yes = 1",
            better="higher",
            goal=1,
            context="every entry of the audit trail verified afterwards",
        ),
        figure(f"{name}.answer_median", median(outcome.waits), "ms", context=context),
    ]


def _p99(times: Sequence[float]) -> float:
    return quantiles(times, n=100)[98]
