"""How a routine stands is said from the store alone, and well only when it is proven."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import insert

from rutine.cases.figures.measures import measures
from rutine.cases.figures.operation import (
    GRACE,
    Patience,
    Planned,
    RoutineStanding,
    Standing,
    routine_standings,
    unseen_reasons,
)
from rutine.cases.figures.plain_line import INCONCLUSIVE, NOTHING_NEW
from rutine.cases.figures.standstill import standstill
from rutine.cases.runs import ATTENDED, Control, RunState, RunSummary
from rutine.cases.tables import Posting, PostingFile, Run
from rutine.core.identifiers import OrgNr
from rutine.exposition import exposition
from rutine.routines.due_times import due_times
from rutine.routines.run_calendar import RunTime
from tests.unit.cases.samples import EMPLOYER, OTHER_EMPLOYER, ROUTINE, Store, difference, record

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
"""06:30 in Oslo."""
STUCK = timedelta(hours=6)
SETTLED = RunSummary(state=RunState.CLEAN, files=1, lines=48, settled_lines=43)


def run(
    store: Store,
    started: datetime,
    summary: RunSummary | None,
    *,
    employer: OrgNr = EMPLOYER,
    routine: str = ROUTINE,
) -> str:
    """A run that began then, and ended a minute later, or never."""
    with store.database.writing() as session:
        number = (session.query(Run).count()) + 10
        made = Run(
            id=str(uuid4()),
            number=number,
            routine=routine,
            employer=employer.value,
            rules="{}",
            state=RunState.RUNNING if summary is None else summary.state,
            started_at=started,
            finished_at=None if summary is None else started + timedelta(minutes=1),
            summary=None if summary is None else summary.model_dump_json(),
        )
        session.add(made)
        return made.id


@pytest.fixture(autouse=True)
def _only_these_runs(store: Store) -> None:
    """The sample store has a run that goes on: it is another's here."""
    with store.database.writing() as session:
        session.get_one(Run, store.run_id).routine = ATTENDED


def stands(store: Store, due: datetime | None = DUE, after: datetime | None = None):
    planned = Planned(ROUTINE, EMPLOYER, "Tenkt kommune", due, after)
    with store.database.reading() as session:
        (found,) = routine_standings(session, [planned], NOW, Patience(STUCK, timedelta(hours=26)))
    return found


def test_what_never_ran_is_never_well(store: Store) -> None:
    assert stands(store) == RoutineStanding(
        Planned(ROUTINE, EMPLOYER, "Tenkt kommune", DUE), Standing.NEVER, None
    )


def test_what_has_no_lists_waits_for_them_until_a_run_has_ended(
    store: Store, tmp_path: Path
) -> None:
    planned = Planned(ROUTINE, EMPLOYER, "Tenkt kommune", DUE, None, tmp_path)

    def standing() -> Standing:
        with store.database.reading() as session:
            (found,) = routine_standings(session, [planned], NOW, Patience())
        return found.standing

    assert standing() is Standing.NO_LISTS
    run(store, DUE, RunSummary(state=RunState.FAILED, reason="list_missing"))
    assert standing() is Standing.NO_LISTS
    run(store, DUE, SETTLED)
    run(store, DUE, RunSummary(state=RunState.FAILED, reason="list_missing"))
    assert standing() is Standing.FAILED  # they have come before: that they are gone is a fault


@pytest.mark.parametrize(
    ("begun", "summary", "expected"),
    [
        (DUE, SETTLED, Standing.WELL),
        (DUE, SETTLED.model_copy(update={"state": RunState.CASES}), Standing.WELL),
        (DUE, SETTLED.model_copy(update={"reason": NOTHING_NEW}), Standing.WELL),
        (DUE - timedelta(days=1), SETTLED, Standing.SILENT),
        (DUE, SETTLED.model_copy(update={"reason": INCONCLUSIVE}), Standing.UNSEEN),
        (DUE, RunSummary(state=RunState.FAILED, reason="claims_missing"), Standing.FAILED),
        (
            DUE,
            SETTLED.model_copy(update={"controls": (Control(name="total", status="failed"),)}),
            Standing.CONTROLS,
        ),
        (
            DUE,
            SETTLED.model_copy(update={"controls": (Control(name="bank", status="not_possible"),)}),
            Standing.WELL,
        ),
        (NOW - timedelta(minutes=5), None, Standing.GOING_ON),
        (NOW - STUCK - timedelta(minutes=5), None, Standing.STUCK),
    ],
)
def test_the_newest_run_says_how_it_stands(store: Store, begun, summary, expected) -> None:
    run(store, DUE - timedelta(days=2), SETTLED)
    run(store, begun, summary)
    assert stands(store).standing is expected


def test_a_worker_has_a_while_to_begin(store: Store) -> None:
    run(store, DUE - timedelta(days=1), SETTLED)
    assert stands(store, NOW - GRACE + timedelta(minutes=1)).standing is Standing.WELL
    assert stands(store, NOW - GRACE - timedelta(minutes=1)).standing is Standing.SILENT


def test_without_a_calendar_a_day_of_silence_is_silence(store: Store) -> None:
    run(store, NOW - timedelta(hours=25), SETTLED)
    assert stands(store, None).standing is Standing.WELL
    with store.database.writing() as session:
        session.query(Run).filter(Run.routine == ROUTINE).one().started_at = NOW - timedelta(
            hours=27
        )
    assert stands(store, None).standing is Standing.SILENT
    assert stands(store, None, NOW + timedelta(days=9)).standing is Standing.WELL


def test_it_is_said_since_when_nothing_was_seen_and_when_all_was(store: Store) -> None:
    unseen = SETTLED.model_copy(update={"reason": INCONCLUSIVE})
    days = [DUE - timedelta(days=n) for n in (4, 3, 2, 1, 0)]
    for begun, summary in zip(days, (SETTLED, unseen, SETTLED, unseen, unseen), strict=True):
        run(store, begun, summary)
    found = stands(store)
    assert (found.since, found.proven) == (days[3], days[2])


def test_a_run_that_nobody_planned_is_there_too_but_not_what_people_start(store: Store) -> None:
    run(store, DUE, SETTLED, employer=OTHER_EMPLOYER)
    run(store, DUE, SETTLED, routine=ATTENDED)
    with store.database.reading() as session:
        found = routine_standings(session, [], NOW, Patience())
    assert [(each.planned.employer, each.planned.name) for each in found] == [
        (OTHER_EMPLOYER, OTHER_EMPLOYER.value)
    ]


def test_the_reason_of_the_newest_undecided_fetch_is_found(store: Store) -> None:
    unseen = difference(kind="fetch", reason="D38", reference="2026-11 person_needed", person=None)
    record(store, unseen)
    with store.database.reading() as session:
        assert unseen_reasons(session) == {(ROUTINE, EMPLOYER.value): "person_needed"}
        still = standstill(session, NOW, STUCK)
    assert (still.unseen, still.is_delivered) == (1, True)


def test_a_killed_run_is_stuck_until_a_later_one_has_ended(store: Store) -> None:
    run(store, NOW - timedelta(days=1), None)
    with store.database.reading() as session:
        assert (standstill(session, NOW, STUCK).stuck, stands(store).standing) == (
            (11,),
            Standing.STUCK,
        )
    run(store, DUE, SETTLED)
    with store.database.reading() as session:
        still = standstill(session, NOW, STUCK)
    assert (still.stuck, still.overtaken) == ((), (11,))


def posting(run_id: str, number: int, posted_at: datetime, file_id: str | None) -> dict:
    return {
        "key": f"k{number}", "source_id": "s", "entry": 1, "kind": "settlement",
        "target": "voucher", "line": number, "employer": EMPLOYER.value, "period": "2026-11",
        "booked": date(2026, 11, 1), "voucher": 1, "responsibility": "", "function": "",
        "amount": 100, "run_id": run_id, "posted_at": posted_at, "file_id": file_id,
    }  # fmt: skip


def test_a_posting_in_no_file_and_a_file_that_was_not_written_are_named(store: Store) -> None:
    run_id = run(store, DUE, SETTLED)
    ended = DUE + timedelta(minutes=1)
    with store.database.writing() as session:
        session.add(
            PostingFile(
                id="f",
                run_id=run_id,
                employer=EMPLOYER.value,
                target="voucher",
                period="2026-11",
                number=1,
                made_at=DUE,
            )
        )
        session.flush()
        rows = [(1, DUE, None), (2, ended + timedelta(minutes=5), None), (3, DUE, "f")]
        session.execute(
            insert(Posting), [posting(run_id, number, at, file) for number, at, file in rows]
        )
    with store.database.reading() as session:
        still = standstill(session, NOW, STUCK)
        early = standstill(session, ended + timedelta(minutes=5), STUCK)
    assert (still.files, still.postings, still.is_delivered) == (1, 1, False)
    assert (early.files, early.postings, early.is_delivered) == (0, 0, True)


def test_a_routine_that_posts_nothing_leaves_postings_to_those_that_do(store: Store) -> None:
    run_id = run(store, DUE, SETTLED)
    undone = DUE + timedelta(minutes=5)
    with store.database.writing() as session:
        session.add(
            PostingFile(
                id="f", run_id=run_id, employer=EMPLOYER.value, target="voucher",
                period="2026-11", number=1, made_at=DUE, written_at=DUE,
            )
        )  # fmt: skip
        session.flush()
        session.execute(insert(Posting), [{**posting(run_id, 1, undone, None), "run_id": None}])
    run(store, undone + timedelta(minutes=5), SETTLED, routine="shift_cover")
    with store.database.reading() as session:
        assert standstill(session, NOW, STUCK).is_delivered
    run(store, undone + timedelta(minutes=6), SETTLED)
    with store.database.reading() as session:
        assert standstill(session, NOW, STUCK).postings == 1


def test_lists_are_looked_at_and_nothing_is_fetched(store: Store) -> None:
    control = Control(name="list_rows", status="ok", expected="4", found="4", kind="count")
    looked = RunSummary(state=RunState.CLEAN, files=5, checked=12, controls=(control,))
    run(store, DUE, looked, routine="shift_cover")
    run(store, DUE, looked.model_copy(update={"checked": 0}), routine="bank_vouchers")
    with store.database.reading() as session:
        text = exposition(measures(session, NOW, STUCK)).decode()
    assert 'rutine_checked{routine="shift_cover"} 12' in text
    assert 'rutine_checked{routine="bank_vouchers"} 0' in text
    assert "rutine_fetches{" not in text
    assert "rutine_settled_ratio{" not in text


def test_the_figures_are_counted_from_the_store(store: Store) -> None:
    run(store, DUE, SETTLED)
    run(store, DUE, RunSummary(state=RunState.CLEAN, reason=NOTHING_NEW))
    run(store, DUE, RunSummary(state=RunState.FAILED, reason="claims_missing"))
    run(store, NOW - timedelta(days=40), SETTLED)
    record(store, difference(due=date(2026, 11, 1)))
    with store.database.reading() as session:
        text = exposition(measures(session, NOW, STUCK)).decode()
    for line in (
        'rutine_runs{routine="nav_refunds",state="clean"} 3.0',
        'rutine_lines{outcome="received",routine="nav_refunds"} 48.0',
        'rutine_lines{outcome="settled",routine="nav_refunds"} 43.0',
        f'rutine_settled_ratio{{employer="{EMPLOYER.value}",routine="nav_refunds"}}',
        'rutine_fetches{routine="nav_refunds",state="new"} 1.0',
        'rutine_fetches{routine="nav_refunds",state="nothing_new_proven"} 1.0',
        'rutine_cases{status="open"} 1.0',
        "rutine_cases_overdue 1.0",
        'rutine_cases_undecided{age_days="0-6"} 1.0',
        "rutine_runs_stuck 0.0",
        "# TYPE rutine_runs gauge",
    ):
        assert line in text


@pytest.mark.parametrize(
    ("now", "due", "after"),
    [
        ("2026-11-24T09:00+00:00", "2026-11-24T06:30", "2026-11-25T06:30"),
        ("2026-11-24T05:00+00:00", "2026-11-23T06:30", "2026-11-24T06:30"),
        ("2026-11-22T12:00+00:00", "2026-11-20T06:30", "2026-11-23T06:30"),
        ("2026-12-25T12:00+00:00", "2026-12-24T06:30", "2026-12-28T06:30"),
    ],
)
def test_the_calendar_says_when_a_run_was_due_and_is_next(now: str, due: str, after: str) -> None:
    calendar = (RunTime(id="every", when="every_working_day", at="06:30"),)
    found = due_times(calendar, datetime.fromisoformat(now))
    assert [f"{each:%Y-%m-%dT%H:%M}" for each in found if each] == [due, after]
    assert due_times((), datetime.fromisoformat(now)) == (None, None)
