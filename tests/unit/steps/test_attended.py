"""Fetching with a person: one ledger, and what a later run without anyone may build on."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine import steps
from rutine.cases.access import Sight
from rutine.cases.reports.ledger import known_reports
from rutine.cases.runs import ATTENDED, RunState, find_run, latest_run
from rutine.cases.tables import Case
from rutine.cli.running.fetch import fetch_reports
from rutine.cli.texts.portal_words import catalogue
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchResult, FetchState, Refused, Step
from rutine.core import clock
from rutine.core.errors import ConnectorError, InputError
from rutine.installation import Installation, open_installation
from rutine.practice.municipality import PracticePlan
from rutine.settings import Mode, ReportsFrom, Settings
from rutine.steps.attended import begin_attended, fetch_attended
from rutine.steps.fetch import looked_before
from rutine.steps.scope import Scope
from rutine.steps.sources import needs_person
from tests.practice_home import Home


@pytest.fixture(scope="module")
def municipality(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(
        tmp_path_factory.mktemp("attended") / "home", PracticePlan(employees=120, sub_units=4)
    )


@pytest.fixture
def place(municipality: Home, tmp_path: Path) -> Installation:
    settings = municipality.settings().model_copy(update={"home": tmp_path / "home"})
    return open_installation(settings)


class Brings:
    """A source that gives what it is told to."""

    def __init__(self, bring: object) -> None:
        self.fetch = bring


def look(place: Installation, home: Home, bring: object) -> tuple[Scope, steps.fetch.Fetched]:
    scope = begin_attended(place, home.folder.employer)
    return scope, fetch_attended(place, scope, Brings(bring))


def test_what_a_person_fetched_is_in_the_ledger_once_and_its_run_is_clean(
    place: Installation, municipality: Home
) -> None:
    scope, fetched = look(place, municipality, municipality.source)
    assert (fetched.state, fetched.cases) == (FetchState.NEW, ())
    with place.database.reading() as session:
        known = known_reports(session, scope.employer)
        run = find_run(session, scope.run_id)
    assert len(known) == fetched.new > 0
    assert (run.routine, run.state, run.summary.files) == (ATTENDED, RunState.CLEAN, fetched.new)
    _, again = look(place, municipality, municipality.source)
    assert (again.state, again.new) == (FetchState.NOTHING_NEW_PROVEN, 0)


def test_a_refused_file_and_an_unclear_visit_are_cases_at_once(
    place: Installation, municipality: Home
) -> None:
    reason = FetchReason.SESSION_ENDED
    refused = Refused(9, "login_page", None, "Filen er en nettside.", b"<html>")
    result = FetchResult(
        FetchState.INCONCLUSIVE, (), (refused,), (9,), reason, (Step("visit", reason),)
    )
    scope, fetched = look(place, municipality, lambda **_: result)
    assert {case.reason for case in fetched.cases} == {"D38", "D40"}
    with place.database.reading() as session:
        run = find_run(session, scope.run_id)
    assert (run.state, run.summary.reason, run.summary.new_cases) == ("cases", "inconclusive", 2)


def test_what_a_person_could_not_fetch_is_for_those_whom_the_routines_file_names(
    place: Installation, municipality: Home, tmp_path: Path
) -> None:
    """At once: later runs look at their own cases alone."""
    shutil.copytree(place.settings.mappings, tmp_path / "project" / "mappings")
    file = tmp_path / "project" / "mappings" / "routines" / "nav_refunds.yaml"
    before = file.read_text("utf-8")
    file.write_text(before.replace("\nreview:\n", "\nreview:\n  seen_by: follow_up\n"), "utf-8")
    settings = place.settings.model_copy(update={"project": tmp_path / "project"})
    reason = FetchReason.SESSION_ENDED
    seen = FetchResult(FetchState.INCONCLUSIVE, (), (), (), reason, (Step("visit", reason),))
    look(open_installation(settings), municipality, lambda **_: seen)
    with place.database.reading() as session:
        assert session.scalars(select(Case.sight)).all() == [Sight.FOLLOW_UP]


def test_a_portal_that_does_not_answer_is_a_failed_run(
    place: Installation, municipality: Home
) -> None:
    def silent(**_: object) -> FetchResult:
        raise ConnectorError("portal_unreachable", "No answer.", "Wait.")

    with pytest.raises(ConnectorError):
        look(place, municipality, silent)
    with place.database.reading() as session:
        run = latest_run(session, ATTENDED, municipality.folder.employer)
    assert (run.state, run.summary.reason) == (RunState.FAILED, "portal_unreachable")


def a_run(home: Home, month: str) -> Scope:
    return Scope("any", home.folder.employer, month, month)


def test_a_run_builds_on_what_a_person_saw_today_and_says_so_when_nobody_has(
    place: Installation, municipality: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.today()
    this_month = a_run(municipality, f"{today:%Y-%m}")
    nobody = looked_before(place, this_month)
    assert (nobody.state, nobody.reason) == (FetchState.INCONCLUSIVE, FetchReason.PERSON_NEEDED)
    assert [case.reason for case in nobody.cases] == ["D38"]

    look(place, municipality, municipality.source)
    assert looked_before(place, this_month).state is FetchState.NEW
    last_month = a_run(municipality, f"{today.replace(day=1) - timedelta(days=1):%Y-%m}")
    assert looked_before(place, last_month).state is FetchState.NEW

    long_after = datetime.now(clock.OSLO) + timedelta(days=40)
    monkeypatch.setattr(clock, "today", long_after.date)
    later = looked_before(place, a_run(municipality, f"{long_after:%Y-%m}"))
    assert later.reason is FetchReason.PERSON_NEEDED
    assert looked_before(place, last_month).state is FetchState.NEW


def test_a_visit_that_saw_too_little_is_nothing_to_build_on(
    place: Installation, municipality: Home
) -> None:
    result = FetchResult(FetchState.INCONCLUSIVE, reason=FetchReason.NO_ACCESS_OR_OUTAGE)
    look(place, municipality, lambda **_: result)
    built = looked_before(place, a_run(municipality, f"{clock.today():%Y-%m}"))
    assert built.reason is FetchReason.PERSON_NEEDED


def test_real_reports_from_the_portal_need_a_person_and_practice_ones_do_not(
    municipality: Home, tmp_path: Path
) -> None:
    employer = municipality.employer.model_copy(update={"reports": ReportsFrom.PORTAL})

    def settings(mode: Mode) -> Settings:
        return Settings(home=tmp_path / "home", mode=mode, employers=(employer,))

    assert needs_person(settings(Mode.PRODUCTION), employer.orgnr)
    assert not needs_person(settings(Mode.PRACTICE), employer.orgnr)


def test_the_command_without_a_person_says_what_to_do() -> None:
    with pytest.raises(InputError, match="--with-me") as told:
        fetch_reports(None, with_me=False, mark_read=False)
    assert told.value.code == "with_me_missing"


def test_every_sentence_of_the_commands_is_in_each_language() -> None:
    nb, nn, en = (catalogue(language) for language in ("nb", "nn", "en"))
    assert set(nb) == set(nn) == set(en)
    assert {*FetchState} <= set(nb)
