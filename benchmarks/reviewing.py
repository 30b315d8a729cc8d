"""The review app under load: 200 000 cases, 50 reviewers at once, on both databases.

A reviewer reads a page every few seconds. Server time is the app's own, told by itself in each
answer; from a decision to the next case is what the client waits.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from benchmarks import figure
from benchmarks.reviewing_parts.large_store import make, settings
from benchmarks.reviewing_parts.reviewers import Told, work
from rutine.cases import sessions
from rutine.cases.users import find_user
from rutine.installation import open_installation
from tests.postgres_server import NoPostgresError, postgres_server

CASES: Final = int(os.environ.get("BENCH_CASES", "200000"))
REVIEWERS: Final = 50
ROUNDS: Final = 8
PAUSE: Final = 4.0
"""Seconds between a person's two page views, on average: a decision every eight."""
_PROJECT: Final = Path(__file__).resolve().parents[1]


def run() -> list[dict[str, Any]]:
    """The figures of SQLite and, where it is installed, PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        found = _figures("sqlite", measure(Path(folder), None))
    try:
        with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
            found += _figures("postgresql", measure(Path(folder), f"{server}/postgres"))
    except NoPostgresError:
        pass  # the figures of SQLite stand alone then
    return found


def measure(
    home: Path,
    url: str | None,
    *,
    cases: int = CASES,
    reviewers: int = REVIEWERS,
    rounds: int = ROUNDS,
    pause: float = PAUSE,
) -> Told:
    """Make the store, serve it in a process of its own, and let the reviewers work."""
    make(home, url, cases, reviewers)
    tokens = _signed_in(home, url, reviewers)
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
        address = serving.stdout.readline().strip()
        try:
            asyncio.run(work(address, tokens[:1], 2, 0.0))  # what the first page costs is nobody's
            return asyncio.run(work(address, tokens, rounds, pause))
        finally:
            serving.communicate("")


def _signed_in(home: Path, url: str | None, reviewers: int) -> list[str]:
    place = open_installation(settings(home, url))
    with place.database.writing() as session:
        users = [find_user(session, f"reviewer{number}") for number in range(reviewers)]
        tokens = [sessions.start(session, user).token for user in users if user is not None]
    place.database.close()
    return tokens


def _figures(engine: str, told: Told) -> list[dict[str, Any]]:
    context = f"{CASES} cases, {REVIEWERS} reviewers at once, {told.decided} decisions"
    found = []
    for kind in ("queue", "case", "decision"):
        times = told.server[kind]
        goals = (60.0, 150.0) if kind != "decision" else (None, None)
        found += [
            figure(f"reviewing.{engine}.{kind}_{name}", value, "ms", goal=goal, context=context)
            for name, value, goal in zip(
                ("median", "p99"), (median(times), _p99(times)), goals, strict=True
            )
        ]
    onward = figure(
        f"reviewing.{engine}.decision_to_next_case",
        median(told.onward),
        "ms",
        goal=200,
        context=f"{context}, {told.refused} already decided; p99 {_p99(told.onward):.0f} ms",
    )
    return [*found, onward]


def _p99(times: Sequence[float]) -> float:
    return quantiles(times, n=100)[98]
