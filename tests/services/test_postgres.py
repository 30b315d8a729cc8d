"""What holds on SQLite holds on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete, insert, text, update

from rutine.cases import engines
from rutine.cases.access import COMMAND_LINE, ROBOT, Actor, UserRole
from rutine.cases.accounts.sessions import end_everywhere, remember_search, start, visit
from rutine.cases.accounts.users import add_user, authenticate
from rutine.cases.database import Database
from rutine.cases.deciding.decisions import decide
from rutine.cases.deciding.retracting import retract
from rutine.cases.figures.measures import measures
from rutine.cases.figures.operation import Patience, Standing, routine_standings
from rutine.cases.figures.standstill import standstill
from rutine.cases.lifecycle.rows import RowOutcome, outcomes, record_outcomes, rows_in_cases
from rutine.cases.lists.assignment import assign
from rutine.cases.lists.queue import case_view, counts, how_many, next_case, open_cases
from rutine.cases.lists.saved_views import save_view, views_of
from rutine.cases.people.protection import protect
from rutine.cases.people.register import reveal
from rutine.cases.reports import ledger
from rutine.cases.reports.evidence import EvidenceArchive
from rutine.cases.runs import RunState, RunSummary, find_run, finish_run
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.resealing import change_lookup, key_uses, reseal, retire, rotate
from rutine.cases.settling.settled_list import settled_since
from rutine.cases.settling.settlements import record_groups
from rutine.cases.tables import AuditEntry, Base, Case, Subject
from rutine.cases.trail.audit import AuditProblem, append, head, verify
from rutine.cases.views import CaseStatus, Filters, Property, Sort, Traits
from rutine.core.differences import Action, Outcome
from rutine.core.errors import ConnectorError, InputError, RutineError
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from rutine.exposition import exposition
from tests.key_changes import furnish, goes_on, is_as_before
from tests.unit.cases.samples import (
    EMPLOYER,
    FNRS,
    GENEROUS,
    KARI,
    MONTH,
    NAMES,
    UNIT,
    Store,
    claim,
    difference,
    group,
    line,
    record,
    report_difference,
)

pytestmark = pytest.mark.postgres


def _is_of_a_model(name: str | None, kind: str, _parents: object) -> bool:
    """The index of answers is over an expression that only PostgreSQL has."""
    return (kind, name) != ("index", "ix_question_entries_terms")


def test_the_migrations_make_exactly_the_tables_of_the_models(store: Store) -> None:
    with store.database.reading() as session:
        options = {"compare_type": True, "include_name": _is_of_a_model}
        context = MigrationContext.configure(session.connection(), opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_an_open_store_is_opened_again_and_only_in_its_own_mode(store: Store, url: str) -> None:
    Database.open(url, store.keys, mode="practice").close()

    with pytest.raises(InputError) as refused:
        Database.open(url, store.keys, mode="production")
    assert refused.value.code == "store_mode"


def test_many_may_open_a_new_store_at_once(url: str, tmp_path: Path) -> None:
    keys = KeyRing.load_or_create(tmp_path / "keys")

    def open_and_close(_: int) -> str:
        with Database.open(url, keys, mode="practice") as database:
            return database.mode

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(open_and_close, range(4))) == {"practice"}


def test_the_whole_job_of_a_month(store: Store) -> None:
    facts = ledger.ReportFacts(
        employer=EMPLOYER,
        sha256="1" * 64,
        how="portal",
        fetched_at=datetime(2026, 8, 3, 6, tzinfo=UTC),
        report_id=1128,
        value_date=date(2026, 8, 3),
    )
    differences = [difference(line(1), claim(1)), difference(claim(2)), report_difference()]
    with store.database.writing() as session:
        assert ledger.add_report(session, store.run_id, facts).arrival is ledger.Arrival.NEW
        assert ledger.add_report(session, store.run_id, facts).arrival is ledger.Arrival.KNOWN
        settled = record_groups(session, store.keys, store.run_id, [group(line(3), claim(3))])
    cases = record(store, *differences)
    assert (cases.new, record(store, *reversed(differences)).unchanged) == (3, 3)
    with store.database.writing() as session:
        ends = [
            RowOutcome(ref.side, ref.sha256, ref.row, Outcome.CASE, None, None, case_id)
            for ref, case_id in cases.case_of.items()
        ] + [
            RowOutcome(ref.side, ref.sha256, ref.row, Outcome.SETTLED, None, settlement_id)
            for ref, settlement_id in settled.settlement_of.items()
        ]
        assert record_outcomes(session, store.run_id, ends) == 5
        finish_run(session, store.run_id, RunSummary(state=RunState.CASES, cases=3))

    with store.database.reading() as session:
        assert ledger.known_reports(session, EMPLOYER) == {1128}
        assert [r.report_id for r in ledger.reports_to_read(session, EMPLOYER, MONTH)] == [1128]
        assert sum(count.rows for count in outcomes(session, store.run_id)) == 5
        assert len(rows_in_cases(session, EMPLOYER)) == 3
        run = find_run(session, store.run_id)
        assert run is not None
        assert (run.state, run.started_at.utcoffset() is not None) == (RunState.CASES, True)
        assert verify(session) is None


def test_restricted_cases_and_deadlines(store: Store) -> None:
    other = {"person": Fnr(FNRS[1]), "name": NAMES[1], "employee_number": "E-900118"}
    found = record(
        store,
        difference(line(1), claim(1)),
        difference(line(2), claim(2), due=date(2026, 12, 31), **other),
        difference(line(3), claim(3), due=date(2026, 11, 30), **other),
    )
    with store.database.writing() as session:
        protect(session, store.keys, protected=[Fnr(FNRS[0])], listed=[Fnr(FNRS[0])])
    few = replace(KARI, roles=KARI.roles | {UserRole.RESTRICTED})
    by_due = Filters(sort=Sort.DUE)
    with store.database.reading() as session:
        assert counts(session, few).reasons == {"D00": 2, "D41": 1}
        assert (counts(session, KARI).reasons, counts(session, KARI).hidden) == ({"D00": 2}, 1)
        rows = open_cases(session, store.keys, few, by_due).rows
        assert [row.case_id for row in rows] == [found.case_ids[n] for n in (2, 1, 0)]
        second = next_case(session, store.keys, KARI, by_due, after=rows[0].number)
        assert second == rows[1].number
        only = open_cases(session, store.keys, few, Filters(reason="D41")).rows
        assert [row.case_id for row in only] == [found.case_ids[0]]


def test_the_work_lists(store: Store) -> None:
    facts = {"person": Fnr(FNRS[1]), "name": NAMES[1], "employee_number": "E-900118"}
    found = record(
        store,
        difference(line(1), claim(1), due=date(2026, 11, 30)),
        difference(line(2), claim(2), paid=Ore(0), **facts),
        report_difference(),
    )
    with store.database.writing() as session:
        user = add_user(
            session, "kari", "Kari", "riktig hest batteri", [UserRole.REVIEWER], actor=COMMAND_LINE
        )
        me = user.actor
        assign(session, store.keys, found.case_ids[0], version=1, actor=me, to=me.id)
        save_view(session, me, "Mine", "status=mine", shared=True)
        remember_search(session, store.keys, start(session, user).token, "Kari")
    mine = Filters(status=None, undecided=True, assignee=me.id)
    for sort in Sort:
        with store.database.reading() as session:
            rows = open_cases(session, store.keys, me, Filters(sort=sort)).rows
            walked = [rows[0].number]
            for _ in rows:
                following = next_case(session, store.keys, me, Filters(sort=sort), after=walked[-1])
                assert following is not None
                walked.append(following)
        assert walked == [*(row.number for row in rows), rows[0].number]
    with store.database.reading() as session:
        assert how_many(session, me, mine) == 1
        assert counts(session, me, within=mine).units == {UNIT.value: 1}
        assert settled_since(session, me, datetime(2026, 1, 1, tzinfo=UTC)) == 0
        assert open_cases(session, store.keys, me, Filters(search="Øvrebø")).total == 1
        for each in Property:
            some = open_cases(session, store.keys, me, Filters(must=Traits(frozenset({each}))))
            others = open_cases(
                session, store.keys, me, Filters(must_not=Traits(frozenset({each})))
            )
            assert some.total + others.total == 3, each
        assert [view.query for view in views_of(session, me)] == ["status=mine"]
    with store.database.writing() as session:
        decide(
            session,
            store.keys,
            found.case_ids[0],
            version=2,
            actor=me,
            action=Action.ACCEPT_PAID,
            limits=GENEROUS,
        )
    with store.database.writing() as session:
        retract(session, found.case_ids[0], version=3, actor=me)
        assert verify(session) is None


def test_a_reviewers_day(store: Store) -> None:
    record(store, difference(line(1), claim(1)), report_difference())
    with store.database.writing() as session:
        user = add_user(
            session,
            "kari",
            "Kari",
            "riktig hest batteri",
            [UserRole.REVIEWER],
            actor=COMMAND_LINE,
        )
    assert authenticate(store.database, "kari", "feil") is None
    assert authenticate(store.database, "kari", "riktig hest batteri") == user
    with store.database.writing() as session:
        web = start(session, user)
    assert visit(store.database, web.token) is not None

    with store.database.reading() as session:
        (row,) = open_cases(session, store.keys, user.actor, Filters(search="E-900117")).rows
        assert counts(session, user.actor).to_do == 2
        view = case_view(session, store.keys, row.case_id, user.actor)
    assert view.subject is not None
    assert view.subject.name == NAMES[0]
    with store.database.writing() as session:
        shown = reveal(
            session,
            store.keys,
            view.subject.subject_id,
            actor=user.actor,
            reason="ringer",
            case_id=row.case_id,
        )
        assert shown == Fnr(FNRS[0])
        decide(
            session,
            store.keys,
            row.case_id,
            version=view.version,
            actor=user.actor,
            action=Action.ACCEPT_PAID,
            limits=GENEROUS,
        )
        assert end_everywhere(session, user.user_id) == 1
    with store.database.reading() as session:
        view = case_view(session, store.keys, row.case_id, user.actor)
    assert (view.status, [h.action for h in view.history]) == (
        CaseStatus.DONE,
        ["created", "revealed", "decided"],
    )


@pytest.mark.parametrize("change", [update(AuditEntry).values(actor="robot"), delete(AuditEntry)])
def test_the_engine_refuses_to_change_or_remove_an_entry(store: Store, change) -> None:
    for statement in (change, text("TRUNCATE audit")):
        with pytest.raises(ConnectorError), store.database.writing() as session:
            session.execute(statement)

    with store.database.reading() as session:
        assert verify(session) is None


def test_with_the_triggers_off_a_forged_entry_is_named(store: Store, url: str) -> None:
    with store.database.writing() as session:
        for _ in range(5):
            append(session, KARI, "decided")
    with psycopg.connect(url) as outside:
        outside.execute("ALTER TABLE audit DISABLE TRIGGER ALL")
        outside.execute("UPDATE audit SET actor = 'user:x' WHERE seq = 4")

    with store.database.reading() as session:
        assert verify(session) == AuditProblem(4, "forged")


def test_of_eight_who_decide_at_once_exactly_one_does(store: Store) -> None:
    (case_id,) = record(store, difference(line(1), claim(1))).case_ids

    def attempt(number: int) -> str:
        actor = Actor(f"user:{number:036d}", f"Nr {number}", frozenset({UserRole.REVIEWER}))
        try:
            with store.database.writing() as session:
                decide(
                    session,
                    store.keys,
                    case_id,
                    version=1,
                    actor=actor,
                    action=Action.ACCEPT_PAID,
                )
        except RutineError as error:
            return error.code
        return "decided"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(attempt, range(8)))

    assert answers == ["case_changed"] * 7 + ["decided"]
    with store.database.reading() as session:
        assert verify(session) is None
        assert session.get_one(Case, case_id).version == 2


def test_the_chain_does_not_fork_under_eight_writers(store: Store) -> None:
    with store.database.reading() as session:
        before = head(session).seq

    def write(_: int) -> None:
        for _ in range(5):
            with store.database.writing() as session:
                append(session, ROBOT, "run_started")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    with store.database.reading() as session:
        assert head(session).seq == before + 40
        assert verify(session) is None


def test_a_second_writer_waits_and_then_says_that_the_store_is_busy(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 50)
    keys = KeyRing.load_or_create(tmp_path / "keys")
    with Database.open(url, keys, mode="practice") as database:

        def write() -> None:
            with database.writing() as session:
                append(session, ROBOT, "run_started")

        with database.writing(), ThreadPoolExecutor(1) as pool:
            refused = pool.submit(write).exception()

    assert isinstance(refused, ConnectorError)
    assert refused.code == "store_busy"


def test_a_reading_session_cannot_write(store: Store) -> None:
    with pytest.raises(ConnectorError) as refused, store.database.reading() as session:
        append(session, ROBOT, "run_started")

    assert refused.value.code == "store_failed"
    with suppress(ZeroDivisionError), store.database.writing() as session:
        append(session, ROBOT, "run_started")
        raise ZeroDivisionError


def test_a_refused_value_is_not_in_the_error(store: Store) -> None:
    row = {"lookup": FNRS[0], "sealed": b""}

    with pytest.raises(InputError) as refused, store.database.writing() as session:
        session.execute(insert(Subject), [{"id": "1", **row}, {"id": "2", **row}])

    assert refused.value.code == "store_conflict"
    assert refused.value.__cause__ is None
    assert FNRS[0] not in f"{refused.value} {refused.value!r}"


def test_an_installation_is_watched_on_postgresql_too(store: Store) -> None:
    unseen = difference(kind="fetch", reason="D38", reference="2026-08 no_reports", person=None)
    record(store, difference(line(1), due=date(2026, 8, 1)), unseen)
    now = datetime.now(UTC) + timedelta(hours=7)
    with store.database.reading() as session:
        still = standstill(session, now, timedelta(hours=6))
        (stands,) = routine_standings(session, [], now, Patience())
        text = exposition(measures(session, now, timedelta(hours=6))).decode()
    assert (still.stuck, still.unseen, still.is_delivered) == ((1,), 1, True)
    assert stands.standing is Standing.STUCK
    assert "rutine_runs_stuck 1.0" in text
    assert 'rutine_cases_undecided{age_days="0-6"} 2.0' in text
    assert "rutine_cases_overdue 1.0" in text


def test_new_keys_take_a_store_over_on_postgresql_too(store: Store, tmp_path: Path) -> None:
    archive = EvidenceArchive(tmp_path / "evidence", store.keys)
    put = furnish(store, archive)
    total = key_uses(store.database, archive)[1].store

    rotate(store.database, COMMAND_LINE)
    assert reseal(store.database, archive).done == total + 1
    assert retire(store.database, archive, COMMAND_LINE, alone=True) == (1,)
    assert change_lookup(store.database, archive, COMMAND_LINE) > 8

    is_as_before(store.database, archive, put)
    goes_on(store.database, store.run_id)
    with store.database.reading() as session:
        assert verify(session) is None
