"""How routines stand, and pages of runs, on PostgreSQL: the same answers as on SQLite."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rutine.cases.figures.operation import Patience, Standing, routine_standings, unseen_reasons
from rutine.cases.figures.plain_line import INCONCLUSIVE
from rutine.cases.newest_runs import has_ended
from rutine.cases.runs import (
    RunFilter,
    RunState,
    RunSummary,
    finish_run,
    open_run,
    page_of_runs,
)
from tests.unit.cases.samples import (
    EMPLOYER,
    MONTH,
    OTHER_EMPLOYER,
    ROUTINE,
    Store,
    difference,
    record,
)

pytestmark = pytest.mark.postgres


def test_how_routines_stand_is_found_for_all_at_once(store: Store) -> None:
    unseen = RunSummary(state=RunState.CASES, reason=INCONCLUSIVE)
    well = RunSummary(state=RunState.CLEAN, lines=4)
    record(store, difference(kind="fetch", reason="D38", reference="2026-08 seen", person=None))
    with store.database.writing() as session:
        finish_run(session, store.run_id, well)
        for employer, summary in ((EMPLOYER, unseen), (EMPLOYER, unseen), (OTHER_EMPLOYER, None)):
            run = open_run(session, ROUTINE, employer, MONTH, {})
            if summary is not None:
                finish_run(session, run, summary)
    now = datetime.now(UTC) + timedelta(hours=7)
    with store.database.reading() as session:
        first, second = sorted(
            routine_standings(session, [], now, Patience()), key=lambda each: each.standing
        )
        assert (first.standing, second.standing) == (Standing.STUCK, Standing.UNSEEN)
        assert second.proven is not None
        assert second.since is not None
        assert second.proven < second.since
        assert unseen_reasons(session) == {(ROUTINE, EMPLOYER.value): "seen"}
        assert has_ended(session, ROUTINE, EMPLOYER)
        assert not has_ended(session, ROUTINE, OTHER_EMPLOYER)


def test_runs_have_pages(store: Store) -> None:
    with store.database.writing() as session:
        for employer in (OTHER_EMPLOYER, EMPLOYER, EMPLOYER):
            open_run(session, ROUTINE, employer, MONTH, {})
    with store.database.reading() as session:
        numbers = [
            [each.number for each in page_of_runs(session, wanted, page=page, size=2).runs]
            for wanted in (RunFilter(), RunFilter(ROUTINE, EMPLOYER.value), RunFilter(number=2))
            for page in (1, 2)
        ]
    assert numbers == [[4, 3], [2, 1], [4, 3], [1], [2], [2]]
