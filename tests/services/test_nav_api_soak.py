"""Many fetches with faults drawn by a seed: nothing lost, nothing twice, nothing false accepted.

20 fetches in every build; `make soak` makes 500 (SOAK_FETCHES). One day passes with each.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine import steps
from rutine.cases.reports.ledger import ReportState, search_from
from rutine.cases.tables import Report
from rutine.connectors.api_source import Lookback
from rutine.connectors.fetching import FetchState
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation, open_installation
from rutine.practice.apis import ApiFaults, NewReport
from rutine.practice.apis.faults import Dice
from rutine.settings import Mode, Settings
from rutine.steps.scope import Scope
from tests.nav_api import EMPLOYER, Line, connected, lines, world

FETCHES = int(os.environ.get("SOAK_FETCHES", "20"))
DAYS = ((20261129, True), (7, False))
"""Seed, and whether NAV's lists tell each report's total."""


class Calendar:
    """Days that pass one by one; tokens are signed by the same calendar."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime.now(UTC)
        monkeypatch.setattr(clock, "now", lambda: self.now)
        monkeypatch.setattr(clock, "today", self.today)

    def today(self) -> date:
        return self.now.date()

    def next_day(self) -> None:
        self.now += timedelta(days=1)


class Nav:
    """NAV's evening work: ids in sequence, some of them visible a day or two late."""

    def __init__(self, line: Line, seed: int) -> None:
        self.line = line
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.next_id = 1000
        self.waiting: list[tuple[int, NewReport]] = []
        self.published: dict[int, str] = {}

    def work(self, day: datetime) -> None:
        for _ in range(self.random.choice((0, 0, 1, 1, 2, 3))):
            self.next_id += self.random.randint(1, 3)
            value_date = (day - timedelta(days=self.random.randint(0, 3))).date()
            data = lines(*(self.next_id * 100 + n for n in range(self.random.randint(1, 6))))
            late = self.random.choice((0, 0, 0, 1, 2))
            self.waiting.append((late, NewReport(self.next_id, EMPLOYER, value_date, data)))
        for late, report in self.waiting:
            if late <= 0:
                self.line.world.shelf.add(report)  # type: ignore[attr-defined]
                self.published[report.report_id] = sha256(report.data).hexdigest()
        self.waiting = [(late - 1, report) for late, report in self.waiting if late > 0]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    place = open_installation(Settings(home=tmp_path / "home", mode=Mode.PRACTICE))
    yield place
    place.database.close()


def ledger(place: Installation) -> dict[int, tuple[str, str]]:
    """Report id -> state and sha256; the table holds each id once."""
    with place.database.reading() as session:
        rows = session.execute(select(Report.report_id, Report.state, Report.sha256)).all()
    assert len({row.report_id for row in rows}) == len(rows)
    return {row.report_id: (row.state, row.sha256) for row in rows}


def fetch_once(place: Installation, line: Line, scope: Scope) -> FetchState | None:
    def lookback(employer: OrgNr) -> Lookback:
        with place.database.reading() as session:
            return Lookback(*search_from(session, employer))

    source = line.connection.source(lookback)
    return steps.fetch(place, scope, source=source.fetch).state


@pytest.mark.parametrize(("seed", "tells_total"), DAYS)
def test_every_report_is_in_the_ledger_once_and_whole(
    tmp_path: Path,
    place: Installation,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    tells_total: bool,
) -> None:
    calendar, dice = Calendar(monkeypatch), Dice(seed)
    base = ApiFaults(tells_total=tells_total)
    ended: set[FetchState | None] = set()
    with connected(tmp_path, world(faults=base)) as line:
        nav, scope = Nav(line, seed), steps.begin(place, EMPLOYER, "current")
        for _ in range(FETCHES):
            calendar.next_day()
            if scope.month != f"{calendar.now:%Y-%m}":
                scope = steps.begin(place, EMPLOYER, "current")
            nav.work(calendar.now)
            faults = dice.roll(sorted(nav.published), base)
            line.world.set_faults(faults)
            state = fetch_once(place, line, scope)
            ended.add(state)
            here = {
                report_id: digest
                for report_id, (found, digest) in ledger(place).items()
                if found != ReportState.REFUSED
            }
            assert here.items() <= nav.published.items(), "a file was accepted that is not it"
            if state is not FetchState.INCONCLUSIVE:
                assert here.keys() >= nav.published.keys() - faults.left_out, "lost, and not told"
        line.world.set_faults(base)
        for _ in range(4):  # what was late comes, and then there is nothing more
            calendar.next_day()
            nav.random.seed(0)
            nav.waiting = [(0, report) for _, report in nav.waiting]
            nav.work(calendar.now)
        scope = steps.begin(place, EMPLOYER, "current")
        assert fetch_once(place, line, scope) in {FetchState.NEW, FetchState.NOTHING_NEW_PROVEN}
        assert fetch_once(place, line, scope) is FetchState.NOTHING_NEW_PROVEN
    assert {report_id: digest for report_id, (_, digest) in ledger(place).items()} == nav.published
    assert {state for state, _ in ledger(place).values()} == {ReportState.FETCHED}
    assert len(nav.published) >= FETCHES // 2
    assert FetchState.INCONCLUSIVE in ended
