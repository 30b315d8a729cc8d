"""The status page says in plain words how it goes, and never well when that is not proven."""

from __future__ import annotations

import io
import json
import logging
import re
from datetime import date, timedelta

import pytest

from rutine.cases.access import COMMAND_LINE
from rutine.cases.audit import append
from rutine.cases.operation import Patience, Planned, RoutineStanding, Standing
from rutine.cases.plain_line import INCONCLUSIVE
from rutine.cases.retention.plans import propose
from rutine.cases.retention.rules import Kind
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.cases.standstill import Standstill
from rutine.cases.tables import Run
from rutine.core import clock, watch
from rutine.logs import LogWatcher, guard, write_logs
from rutine.review.on_watch import OnWatch
from rutine.review.status_page import overall_of
from rutine.watch_settings import LogForm, LogLevel

TOKEN = "a-token-that-is-long-enough-to-be-one"
STILL = Standstill((), (), 0, 0, 0, None, 0)
ROUTINE = "nav_refunds"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


@pytest.fixture
def watched(store, cases, visitor_of):
    """Somebody signed in to an app that knows what should run, and how long ago it was due."""

    def visit(who: str = "kari", *, due_hours: float | None = None, token: str = ""):
        now = clock.now()
        due = None if due_hours is None else now - timedelta(hours=due_hours)
        after = None if due is None else due + timedelta(days=1)
        planned = Planned(ROUTINE, cases.EMPLOYER, "Tenkt kommune", due, after)
        on_watch = OnWatch(token, lambda: [planned], Patience())
        explain = lambda reason, _: (f"Meaning {reason}.", "Do that.")  # noqa: E731
        return visitor_of(store.app(watch=on_watch, explain=explain)).sign_in(who)

    return visit


def a_run(store, cases, summary: RunSummary | None, hours: float = 0) -> None:
    with store.database.writing() as session:
        run_id = open_run(session, ROUTINE, cases.EMPLOYER, None, {})
        session.get_one(Run, run_id).started_at = clock.now() - timedelta(hours=hours)
        if summary is not None:
            finish_run(session, run_id, summary)


def test_all_is_well_only_when_the_run_of_today_saw_everything(store, cases, watched):
    a_run(store, cases, RunSummary(state=RunState.CLEAN, files=1, lines=4, settled_lines=4))
    page = watched(due_hours=1).get("/status")
    assert "Alt er kjørt, og alt er sett." in page.text
    assert 'data-color="success"' in page.text
    text = words(page.text)
    assert "Refusjoner fra NAV, Tenkt kommune Har gått" in text
    assert "4 linjer, 100 % gjort opp" in text
    assert "Neste kjøring er" in text


def test_a_control_that_does_not_agree_is_not_well(watched):
    text = words(watched(due_hours=1).get("/status").text)
    assert "Noe må ses på." in text
    assert "Kontroll stemmer ikke" in text
    assert "Alt er kjørt" not in text


def test_what_was_not_seen_is_explained_with_what_to_do(store, cases, watched):
    a_run(store, cases, RunSummary(state=RunState.CASES, cases=1, reason=INCONCLUSIVE))
    text = words(watched(due_hours=1).get("/status").text)
    assert "Fikk ikke sett alt" in text
    assert re.search(r"Meaning \w+\. Gjør dette: Do that\.", text)


@pytest.mark.parametrize(
    ("summary", "hours", "due", "said"),
    [
        (None, 7, 8, "Er stanset midt i"),
        (RunSummary(state=RunState.FAILED, reason="claims_missing"), 0, 1, "Stoppet"),
        (RunSummary(state=RunState.CLEAN), 30, 5, "Har ikke kjørt"),
    ],
)
def test_what_stopped_is_said_first(store, cases, watched, *, summary, hours, due, said):
    a_run(store, cases, summary, hours)
    text = words(watched(due_hours=due).get("/status").text)
    assert "Noe har stoppet." in text
    assert said in text
    assert "Gjør dette: Si fra til den som drifter Rutine" in text


def test_the_reader_sees_what_waits_for_the_reader_and_only_that(watched):
    page = watched("kari").get("/status").text
    assert "saker å behandle" in page
    assert "Rutinen har ingen kalender" in page
    assert "saker å behandle" not in watched("pia").get("/status").text


def test_a_backup_that_is_missing_or_too_old_is_said(store, watched):
    kari = watched()
    assert "Det er aldri tatt sikkerhetskopi." in words(kari.get("/status").text)
    now = clock.now()
    for days, old in ((3, True), (1, False)):
        with clock.stopped_at(now - timedelta(days=days)), store.database.writing() as session:
            append(session, COMMAND_LINE, "backup_made", data={"backup": "b"})
        text = words(kari.get("/status").text)
        assert "Siste sikkerhetskopi er fra" in text
        assert ("Det er for lenge siden." in text) is old


def test_what_is_due_for_deletion_is_read_and_confirmed_by_an_approver(store, watched):
    with store.database.writing() as session:
        propose(session, {Kind.CASES: ("a", "b"), Kind.OUTPUTS: ("c",)}, date(2027, 1, 4))
    said = "Dette var lagret lenger enn fristene 04.01.2027."
    text = words(watched("kari").get("/status").text)
    assert said in text
    assert "2 avgjorte saker 1 mappe fra en kjøring" in text
    assert "En godkjenner må lese dette og si ja." in text
    gro = watched("gro")
    page = gro.get("/status").text
    plan = re.search(r'name="plan" value="([^"]+)"', page)[1]
    assert gro.post("/status/sletting", plan="another").status_code == 422
    assert gro.post("/status/sletting", plan=plan).headers["location"] == "/status"
    text = words(gro.get("/status").text)
    assert "En godkjenner har sagt ja til å slette dette" in text
    assert "Si ja til å slette dette" not in text


@pytest.mark.parametrize(
    ("standings", "still", "expected"),
    [
        ([], STILL, "unknown"),
        ([Standing.WELL], STILL, "well"),
        ([Standing.WELL, Standing.GOING_ON], STILL, "look"),
        ([Standing.WELL, Standing.NEVER], STILL, "look"),
        ([Standing.WELL, Standing.SILENT], STILL, "stopped"),
        ([Standing.WELL], Standstill((4,), (), 0, 0, 0, None, 0), "stopped"),
        ([Standing.WELL], Standstill((), (4,), 0, 0, 0, None, 0), "well"),
        ([Standing.WELL], Standstill((), (), 1, 0, 0, None, 0), "stopped"),
        ([], Standstill((), (), 0, 1, 0, None, 0), "stopped"),
    ],
)
def test_one_word_for_all_of_it(cases, standings, still, expected):
    planned = Planned(ROUTINE, cases.EMPLOYER, "Tenkt kommune")
    found = [RoutineStanding(planned, each, None) for each in standings]
    assert overall_of(found, still) == expected
    if expected == "well":
        assert overall_of(found, still, lacks_backup=True) == "look"


def test_the_figures_are_for_the_token_and_no_session_opens_them(anyone, watched):
    assert anyone.get("/metrics").status_code == 404
    kari = watched(token=TOKEN)
    assert kari.get("/metrics").status_code == 403
    for wrong in ("", "Bearer ", f"Bearer {TOKEN}x", TOKEN[:-1]):
        assert kari.client.get("/metrics", headers={"authorization": wrong}).status_code == 403
    kari.client.cookies.clear()
    answer = kari.client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["cache-control"] == "no-store"
    assert "rutine_cases_undecided" in answer.text
    assert "rutine_log_records_masked" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_request_is_logged_by_its_template_and_never_its_address(visitor):
    ours, factory = logging.getLogger("rutine"), logging.getLogRecordFactory()
    before = (ours.handlers[:], ours.level, ours.propagate)
    written = io.StringIO()
    guard()
    write_logs(LogForm.JSON, LogLevel.INFO, written)
    watch.listen(LogWatcher())
    try:
        number = visitor.number("D43")
        visitor.get(f"/saker/{number}")
        visitor.get("/saker?reason=D43&sok=1")
        visitor.client.get("/finnes/ikke/10480")
        visitor.client.get("/saker", headers={"host": "elsewhere.example"})
    finally:
        watch.listen()
        logging.setLogRecordFactory(factory)
        ours.handlers[:], ours.level, ours.propagate = before
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [(each["method"], each["route"], each["status"]) for each in lines] == [
        ("GET", "/saker/{number:int}", 200),
        ("GET", "/saker", 200),
        ("GET", "none", 404),
        ("GET", "none", 400),
    ]
    assert all(each["ms"] >= 0 for each in lines)
    assert not re.search(r"D43|sok|10480|finnes|elsewhere|127\.0", written.getvalue())
