"""The status page says in plain words how it goes, and never well when that is not proven."""

from __future__ import annotations

import io
import json
import logging
import re
from datetime import date, timedelta

import pytest

from rutine.cases.access import COMMAND_LINE
from rutine.cases.accounts.users import find_user
from rutine.cases.figures.operation import Patience, Planned, RoutineStanding, Standing
from rutine.cases.figures.plain_line import INCONCLUSIVE
from rutine.cases.figures.standstill import Standstill
from rutine.cases.retention.plans import propose
from rutine.cases.retention.rules import Kind
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.cases.tables import Case, Run
from rutine.cases.trail.audit import append
from rutine.core import clock, watch
from rutine.logs import LogWatcher, guard, write_logs
from rutine.review.operation.on_watch import OnWatch
from rutine.review.operation.status_page import overall_of
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


def many(cases, empty) -> list[Planned]:
    """Sixty routines that never ran, each for an employer of its own name."""
    return [
        Planned(f"routine_{place:02d}", cases.EMPLOYER, f"Kommune {place:02d}", empty=empty(place))
        for place in range(60)
    ]


@pytest.fixture
def crowded(store, cases, visitor_of, tmp_path):
    """Somebody signed in to an app with sixty-one routines to watch."""
    plan = many(cases, lambda place: tmp_path if place % 3 == 0 else None)
    plan.append(Planned(ROUTINE, cases.EMPLOYER, "Tenkt kommune"))
    return visitor_of(store.app(watch=OnWatch("", lambda: plan, Patience()))).sign_in()


def test_many_routines_have_pages_and_the_worst_comes_first(store, cases, crowded):
    a_run(store, cases, RunSummary(state=RunState.FAILED, reason="claims_missing"))
    first, second = (words(crowded.get(each).text) for each in ("/status", "/status?page=2"))
    assert "61 å følge med på" in first
    assert first.index("Refusjoner fra NAV, Tenkt kommune Stoppet") < first.index("Kommune 01")
    shown = [re.findall(r"Kommune (\d\d)", page) for page in (first, second)]
    assert [len(each) for each in shown] == [49, 11]
    assert len({*shown[0], *shown[1]}) == 60
    assert "Side 1 av 2" in first
    assert "Noe har stoppet." in second  # the word at the top is of all of them


def test_of_many_routines_those_of_one_standing_are_chosen(store, cases, crowded):
    a_run(store, cases, RunSummary(state=RunState.FAILED, reason="claims_missing"))
    page = crowded.get("/status")
    assert "Venter på lister 20" in words(page.text)
    assert 'href="/status?tilstand=no_lists"' in page.text
    chosen = words(crowded.get("/status?tilstand=no_lists").text)
    assert len(re.findall(r"Kommune \d\d", chosen)) == 20
    assert "Refusjoner fra NAV, Tenkt kommune" not in chosen
    other = words(crowded.get("/status?tilstand=stuck").text)  # none is, so it narrows nothing
    assert "Side 1 av 2" in other


def test_few_routines_stand_in_the_order_of_the_plan(store, cases, visitor_of, tmp_path):
    plan = many(cases, lambda place: tmp_path if place % 2 == 0 else None)[:49]
    page = visitor_of(store.app(watch=OnWatch("", lambda: plan, Patience()))).sign_in()
    text = words(page.get("/status").text)
    assert re.findall(r"Kommune (\d\d)", text) == [f"{place:02d}" for place in range(49)]
    assert "å følge med på" not in text


def test_a_card_leads_to_the_runs_of_its_routine_and_employer(cases, watched):
    visitor = watched(due_hours=1)
    address = f"/kjoringer?rutine=nav_refunds&amp;arbeidsgiver={cases.EMPLOYER.value}"
    assert f'href="{address}"' in visitor.get("/status").text
    assert "Refusjoner fra NAV" in words(visitor.get(address.replace("&amp;", "&")).text)


def test_what_the_reader_has_taken_is_counted_as_in_the_queue(store, watched):
    kari = watched("kari")
    with store.database.writing() as session:
        who = find_user(session, "kari")
        taken = session.query(Case).filter(Case.restricted.is_(False), Case.sight == "all")
        open_, waiting = taken.filter(Case.status == "open").limit(2).all()
        open_.assignee = waiting.assignee = f"user:{who.user_id}"
        waiting.status = "waiting"
    assert "2 saker du har tatt" in words(kari.get("/status").text)
    assert re.search(r"Mine\s+2\b", words(kari.get("/saker?status=mine").text))
