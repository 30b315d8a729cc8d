"""Asked for all at once, the routines stand as they do when each is asked about by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from rutine.cases import newest_runs
from rutine.cases.figures.operation import Patience, Planned, Standing, routine_standings
from rutine.cases.figures.plain_line import INCONCLUSIVE, NOTHING_NEW
from rutine.cases.newest_runs import has_ended
from rutine.cases.runs import DONE, Control, ReasonDeadline, RunState, RunSummary, runs_numbered
from rutine.cases.tables import Run
from rutine.core.identifiers import OrgNr
from tests.review_cases import organisation
from tests.unit.cases.samples import Store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PATIENCE = Patience()
ROUTINES = ("nav_refunds", "bank_to_vouchers", "job_records")
EMPLOYERS = [organisation(914000000 + 1000 * number) for number in range(12)]

SUMMARIES = (
    RunSummary(state=RunState.CLEAN, lines=4, settled_lines=4),
    RunSummary(state=RunState.CLEAN, reason=NOTHING_NEW),
    RunSummary(state=RunState.CASES, reason=INCONCLUSIVE),
    RunSummary(state=RunState.FAILED, reason="claims_missing"),
    RunSummary(state=RunState.FAILED, reason=INCONCLUSIVE),
    RunSummary(state=RunState.CASES, controls=(Control(name="total", status="failed"),)),
    # What looks like a word that is searched for, and is a text.
    RunSummary(
        state=RunState.CLEAN,
        controls=(
            Control(name="bank", status="not_possible", found='"status":"failed"'),
            Control(name="file", status="ok", label=f'"reason":"{INCONCLUSIVE}"'),
        ),
        deadlines=(ReasonDeadline(reason="D43", next=None, late=1),),
    ),
    None,
)


def some_runs(store: Store, seed: int, most: int) -> None:
    """Runs of each routine for each employer, but for some; the numbers of all go together."""
    chance = Random(seed)  # noqa: S311 - no secret
    pairs = [(routine, each) for routine in ROUTINES for each in EMPLOYERS]
    lots = [pair for pair in pairs for _ in range(chance.choice((0, 1, 2, most)))]
    chance.shuffle(lots)
    with store.database.writing() as session:
        for place, (routine, employer) in enumerate(lots):
            summary = chance.choice(SUMMARIES)
            started = NOW - timedelta(hours=2 * (len(lots) - place))
            made = Run(
                id=str(uuid4()),
                number=100 + place,
                routine=routine,
                employer=employer.value,
                rules="{}",
                state=RunState.RUNNING if summary is None else summary.state,
                started_at=started,
                finished_at=None if summary is None else started + timedelta(minutes=1),
                summary=None if summary is None else summary.model_dump_json(),
            )
            session.add(made)


def planned(folder: Path) -> list[Planned]:
    return [
        Planned(
            routine,
            employer,
            "Tenkt kommune",
            due=NOW - timedelta(hours=hours),
            next=NOW + timedelta(hours=hours),
            empty=folder if number % 3 == 0 else None,
        )
        for number, employer in enumerate(EMPLOYERS)
        for routine, hours in zip(ROUTINES, (3, 24, 240), strict=True)
    ]


def stands_alone(session: Session, each: Planned, looked_at: int):
    """How one stands, by reading the whole of its runs one at a time: slow, and plainly right."""
    of_it = (Run.routine == each.routine, Run.employer == each.employer.value)
    numbers = session.scalars(select(Run.number).where(*of_it)).all()
    runs = runs_numbered(session, sorted(numbers)[-looked_at:])
    ever = {RunState(state) for state in session.scalars(select(Run.state).where(*of_it))}
    newest = runs[0].number if runs else None
    if each.empty is not None and not ever & set(DONE):
        return newest, Standing.NO_LISTS, None, None
    if not runs:
        return None, Standing.NEVER, None, None

    def saw(run) -> bool:
        told = run.summary
        return run.state in DONE and told is not None and told.reason != INCONCLUSIVE

    proven = next((run.started_at for run in runs if saw(run)), None)
    run, since = runs[0], None
    late = run.started_at < each.due and each.due + timedelta(hours=2) < NOW
    if run.state is RunState.RUNNING:
        stuck = NOW - run.started_at > PATIENCE.stuck
        standing = Standing.STUCK if stuck else Standing.GOING_ON
    elif late:
        standing = Standing.SILENT
    elif run.state is RunState.FAILED:
        standing = Standing.FAILED
    elif not saw(run):
        standing = Standing.UNSEEN
        row = [each for place, each in enumerate(runs) if not any(map(saw, runs[: place + 1]))]
        since = row[-1].started_at
    elif any(control.status == "failed" for control in run.summary.controls):
        standing = Standing.CONTROLS
    else:
        standing = Standing.WELL
    return newest, standing, since, proven


def test_each_stands_as_when_it_is_asked_about_alone(
    store: Store, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(newest_runs, "_LOOKED_AT", 5)
    found = set()
    for seed in range(3):
        with store.database.writing() as session:
            session.query(Run).filter(Run.number >= 100).delete()
        some_runs(store, seed, most=9)
        with store.database.reading() as session:
            together = routine_standings(session, planned(tmp_path), NOW, PATIENCE)
            for each in together[: len(ROUTINES) * len(EMPLOYERS)]:
                alone = stands_alone(session, each.planned, 5)
                number = each.run.number if each.run else None
                assert (number, each.standing, each.since, each.proven) == alone
                found.add(each.standing)
    assert found == set(Standing)


def test_ten_times_as_many_employers_are_no_more_questions(store: Store, tmp_path: Path) -> None:
    some_runs(store, 7, most=3)
    asked: list[int] = []

    def counted(plan: list[Planned]) -> int:
        asked.clear()
        with store.database.reading() as session:
            engine = session.get_bind()

            def note(*_) -> None:
                asked.append(1)

            event.listen(engine, "before_cursor_execute", note)
            try:
                routine_standings(session, plan, NOW, PATIENCE)
            finally:
                event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    plan = planned(tmp_path)
    more = [
        Planned(each.routine, organisation(920000000 + 1000 * number), "Annen", empty=tmp_path)
        for number in range(120)
        for each in plan[:3]
    ]
    few = counted(plan)
    assert 0 < few == counted([*plan, *more])


def test_one_alone_is_asked_about_too(store: Store) -> None:
    some_runs(store, 1, most=3)
    with store.database.reading() as session:
        said = {(r, e): has_ended(session, r, e) for r in ROUTINES for e in EMPLOYERS}
        rows = session.execute(select(Run.routine, Run.employer).where(Run.state.in_(DONE)))
        ended = {(routine, employer) for routine, employer in rows}
    assert said == {(r, e): (r, e.value) in ended for r, e in said}
    assert set(said.values()) == {True, False}
    with store.database.reading() as session:
        assert not has_ended(session, ROUTINES[0], OrgNr("974600013"))
