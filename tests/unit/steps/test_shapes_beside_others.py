"""What keeps, copies, tells and deletes knows routines of known shapes as it knows refunds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.access import COMMAND_LINE, Actor, UserRole
from rutine.cases.backup.making import make_backup
from rutine.cases.backup.restoring import restore
from rutine.cases.deciding.decisions import decide
from rutine.cases.figures.gains import gains
from rutine.cases.lists.queue import counts
from rutine.cases.person.telling import tell
from rutine.cases.retention.rules import Kind, Term, Terms
from rutine.cases.sealing.resealing import change_lookup, reseal, retire, rotate
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case, MatchedRow
from rutine.cases.trail.audit_search import AuditFilters, search
from rutine.cases.trail.occurrences import Kind as Event
from rutine.cases.trail.occurrences import begin_telling, untold
from rutine.core import clock, watch
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied
from rutine.core.identifiers import Fnr
from rutine.installation import open_installation
from rutine.routines.retention_file import load_terms
from rutine.routines.routine_file import RoutineFile
from rutine.steps.person import own_lines
from rutine.steps.retention import carry_out
from rutine.steps.shapes.matched import before_this_run
from rutine.steps.shapes.scope import ShapeScope
from tests.shape_home import EMPLOYER, REVIEWER, ROOT, TODAY, ShapeHome, at, person

COMPETENCE, BANK = "competence_renewal", "bank_vouchers"
KARI = Fnr("01816010027")
AUDITOR = person(UserRole.AUDITOR, number=3)
TRUSTED = person(UserRole.AUDITOR, UserRole.FOLLOW_UP, number=4)


@pytest.fixture
def home(tmp_path: Path) -> ShapeHome:
    home = ShapeHome(tmp_path / "home")
    yield home
    home.place.database.close()


def say(home: ShapeHome, case: Case, action: Action, **more: object) -> None:
    with at(TODAY, 13), home.place.database.writing() as session:
        decide(
            session,
            home.place.keys,
            case.id,
            version=case.version,
            actor=REVIEWER,
            action=action,
            **more,  # type: ignore[arg-type]
        )


class Heard:
    """One who takes note of what is told."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Mapping[str, str | int]]] = []
        self.works: list[str] = []

    @contextmanager
    def work(self, name: str, _: Mapping[str, str | int]):
        self.works.append(name)
        yield

    def event(self, name: str, ids: Mapping[str, str | int]) -> None:
        self.events.append((name, ids))


def test_a_run_and_its_decisions_are_told_as_any_others(home: ShapeHome) -> None:
    with home.place.database.writing() as session:
        begin_telling(session, "test")
    heard = Heard()
    home.put(COMPETENCE, "nothing_is_registered")
    watch.listen(heard)
    try:
        home.run(COMPETENCE)
    finally:
        watch.listen()
    ((name, ids),) = heard.events
    assert (name, ids["new_cases"], ids["state"]) == ("run.ended", 2, "cases")
    assert heard.works == ["step.queue_cases", "step.report_run"]
    for case in home.cases():
        say(home, case, Action.NOT_RELEVANT, comment="Gjelder ikke")
    with home.place.database.reading() as session:
        told = untold(session, "test").events
    assert [each.kind for each in told] == [
        *(Event.RUN_STARTED, Event.RUN_FINISHED, Event.CASE_DECIDED, Event.CASE_DECIDED),
        Event.RUN_DECIDED,
    ]
    assert {each.labels["rutine.routine"] for each in told} == {COMPETENCE}
    assert KARI.reveal() not in repr(told)


def test_a_routine_about_health_is_counted_for_nobody_else(
    home: ShapeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.put(COMPETENCE, "nothing_is_registered")
    home.run(COMPETENCE)
    with home.place.database.reading() as session:
        assert counts(session, REVIEWER).listed.total == 2
    monkeypatch.setattr(RoutineFile, "seen_by", "follow_up")
    home.run(COMPETENCE, hour=15)
    units = Actor(REVIEWER.id, "", REVIEWER.roles, frozenset({"970001018"}))
    with home.place.database.reading() as session:
        (case, *_) = session.scalars(select(Case))
        for viewer in (REVIEWER, units):
            found = counts(session, viewer)
            assert (found.listed.total, found.reasons, found.units) == (0, {}, {})
        now = clock.now()
        waiting = gains(session, COMPETENCE, units, now=now, today=TODAY).waiting
        assert sum(each.cases for each in waiting) == 0
        number = case.number
        assert search(session, AUDITOR, AuditFilters(case_number=number)).lines == ()
        lines = [each for each in search(session, AUDITOR, AuditFilters()).lines if each.hidden]
        assert {each.case_number for each in lines} == {None}
        assert all(not each.details for each in lines)
        assert "created" in {each.action for each in lines}
        assert search(session, TRUSTED, AuditFilters(case_number=number)).lines


def test_a_person_is_told_of_the_rule_the_lists_and_the_exemption(
    home: ShapeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.put(COMPETENCE, "nothing_is_registered")
    home.run(COMPETENCE)
    case = next(each for each in home.cases() if facts_of(home.place.keys, each).about.exemptions)
    until = date(2027, 5, 1)
    say(home, case, Action.EXEMPT, until=until, exempt_reason="other_duties")
    with home.place.database.writing() as session:
        told = tell(session, home.place.keys, KARI, actor=AUDITOR, reference="26/1")
    mine = next(each for each in told.cases if each["number"] == case.number)
    assert mine["rule"]
    assert "claimed" not in mine
    assert {each["field"] for each in mine["evidence"] if "expected" in each}
    (decision,) = mine["decisions"]
    assert (decision["until"], decision["exempt_reason"]) == (until, "Har ikke oppgaven nå")
    assert any(KARI.reveal() in line for _, _, line in own_lines(home.place, KARI).lines)
    monkeypatch.setattr(RoutineFile, "seen_by", "follow_up")
    home.run(COMPETENCE, hour=15)
    with home.place.database.writing() as session, pytest.raises(AccessDenied) as refused:
        tell(session, home.place.keys, KARI, actor=AUDITOR, reference="26/1")
    assert refused.value.code == "follow_up_missing"
    with home.place.database.writing() as session:
        assert tell(session, home.place.keys, KARI, actor=TRUSTED, reference="26/1").cases


@pytest.mark.parametrize(
    ("example", "cases", "matched"),
    [("same_reference_and_day", 0, 4), ("a_fee_is_suggested", 1, 0)],
)
def test_under_new_keys_nothing_is_matched_or_asked_again(
    home: ShapeHome, example: str, cases: int, matched: int
) -> None:
    home.put(BANK, example)
    first = home.run(BANK)
    assert (first.new_cases, first.settled_lines, first.lines) == (cases, matched, matched or 2)
    for case in home.cases():
        say(home, case, Action.BELONGS_TOGETHER)
    place = home.place
    scope = ShapeScope("", BANK, EMPLOYER, TODAY, "2026-11")
    done = before_this_run(place, scope).done
    rotate(place.database, COMMAND_LINE)
    reseal(place.database, place.archive)
    assert retire(place.database, place.archive, COMMAND_LINE, alone=True) == (1,)
    change_lookup(place.database, place.archive, COMMAND_LINE)
    found = {tuple(place.keys.brought_under(each, 1) for each in row) for row in done}
    assert len(found) == 2 * cases
    assert found <= before_this_run(place, scope).done
    again = home.run(BANK, hour=15)
    assert (again.new_cases, again.cases, again.reopened, again.lines) == (0, 0, 0, 0)
    with place.database.reading() as session:
        assert len(session.scalars(select(MatchedRow)).all()) == matched


def test_a_backup_brings_back_what_was_matched_and_the_drafts(
    home: ShapeHome, tmp_path: Path
) -> None:
    home.put(BANK, "a_fee_is_suggested")
    home.run(BANK)
    say(home, home.cases()[0], Action.BELONGS_TOGETHER)
    draft = home.folder / "drafts" / BANK / "0123456789abcdef" / "bank_vouchers.yaml"
    draft.parent.mkdir(parents=True)
    draft.write_text("name: bank_vouchers\n")
    made = make_backup(home.place.database, home.folder, tmp_path / "one.backup")
    other = tmp_path / "other"
    other.mkdir()
    url = f"sqlite:///{other / 'rutine.db'}"
    restore(made.file, home=other, keys=home.place.keys, url=url, mode="practice")
    assert (other / draft.relative_to(home.folder)).read_text() == "name: bank_vouchers\n"
    (other / "keys.json").write_bytes(home.place.settings.keys_file.read_bytes())
    (other / "keys.json").chmod(0o600)
    home.place.database.close()
    home.folder = other
    home.place = open_installation(home.place.settings.model_copy(update={"home": other}))
    home.put(BANK, "a_fee_is_suggested")
    again = home.run(BANK, hour=15)
    assert (again.new_cases, again.cases) == (0, 0)


def test_what_is_kept_no_longer_goes_with_its_person(home: ShapeHome) -> None:
    home.put(COMPETENCE, "nothing_is_registered")
    home.run(COMPETENCE)
    for case in home.cases():
        say(home, case, Action.NOT_RELEVANT, comment="Gjelder ikke")
    home.run(COMPETENCE, hour=15)  # a run has met what was decided
    terms, _ = load_terms(ROOT / "mappings")
    with clock.stopped_at(datetime(2033, 1, 1, tzinfo=UTC)):
        done, people = carry_out(home.place, terms, date(2033, 1, 1))
    assert (done.count(Kind.CASES), people) == (2, 1)
    assert done.count(Kind.ORIGINALS) == 5
    assert [facts_of(home.place.keys, each).about for each in home.cases()] == [None, None]
    assert own_lines(home.place, KARI).lines == ()
    held = json.dumps([str(vars(each)) for each in home.cases()])
    assert "1001" not in held


@pytest.mark.parametrize(
    ("example", "matched", "then"),
    [("same_reference_and_day", 4, (2, 4)), ("a_fee_is_suggested", 0, (0, 0))],
)
def test_originals_stay_as_long_as_an_open_case_or_a_matched_row_needs_them(
    home: ShapeHome, example: str, matched: int, then: tuple[int, int]
) -> None:
    home.put(BANK, example)
    home.run(BANK)
    general = load_terms(ROOT / "mappings")[0].general
    terms = Terms(
        {**general, Kind.ORIGINALS: Term(30, "days", "law")},
        {(BANK, Kind.SETTLEMENTS): Term(2, "years_after_year", "law")},
    )

    def kept(day: date) -> tuple[int, int]:
        with clock.stopped_at(datetime(day.year, day.month, day.day, 9, tzinfo=UTC)):
            done, _ = carry_out(home.place, terms, day)
        with home.place.database.reading() as session:
            return done.count(Kind.ORIGINALS), len(session.scalars(select(MatchedRow)).all())

    assert kept(date(2028, 11, 30)) == (0, matched)
    assert kept(date(2029, 1, 1)) == then
