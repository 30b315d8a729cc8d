"""Flows of known shapes as Prefect runs them, and what Prefect keeps of them: nobody."""

from __future__ import annotations

import importlib
import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rutine.cases.runs import (
    RunFilter,
    RunState,
    RunSummary,
    find_run,
    finish_run,
    open_run,
    page_of_runs,
)
from rutine.core import clock
from rutine.installation import current
from rutine.steps.shapes.scope import is_shape
from tests.flows.test_nav_refunds import turns_taken
from tests.shape_home import EMPLOYER, EXAMPLES, ROOT

pytestmark = [
    pytest.mark.flow,
    # Prefect's own server and client, not ours: SQLite connections closed late, old aliases.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MARKED = (b"01816010027", b"02826110158", b"Kari Pr", b"1001@prove.no", b"KID400040")
"""People and references in the lists: never to be found outside them."""


def told_in(folder: Path) -> list[Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if any(mark in path.read_bytes() for mark in MARKED)]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    home = tmp_path / "home"
    number = EMPLOYER.reveal()
    monkeypatch.setenv("RUTINE_HOME", str(home))
    monkeypatch.setenv("RUTINE_PROJECT", str(ROOT))
    monkeypatch.setenv("RUTINE_EMPLOYERS", f'[{{"orgnr":"{number}","name":"Prøve kommune"}}]')
    current.cache_clear()
    yield home
    current().database.close()
    current.cache_clear()


def test_each_shape_runs_as_a_flow_and_leaves_nobody_behind(
    prefect_home: Path, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from flows.bank_vouchers import bank_vouchers
    from flows.competence_renewal import competence_renewal
    from flows.hr_questions import hr_questions
    from flows.redeployment import redeployment
    from flows.service_record import service_record
    from flows.shift_cover import shift_cover
    from flows.sick_leave_follow_up import sick_leave_follow_up
    from flows.survey_respondents import survey_respondents

    for flow, example, kept in (
        (competence_renewal, "a_course_got_another_code", True),
        (service_record, "one_source_no_remarks", True),
        (shift_cover, "covered_by_two", False),  # its days are over, or will be
        (sick_leave_follow_up, "nothing_is_done", False),  # so is the absence
        (bank_vouchers, "a_fee_is_suggested", True),
        (redeployment, "facts_exclude_nobody", False),  # the notice may be to come
        (survey_respondents, "in_another_unit", True),
        (hr_questions, "a_row_holds_a_national_id", True),
    ):
        inbox = home / "inbox" / flow.name
        shutil.copytree(EXAMPLES / flow.name / example, inbox)
        with caplog.at_level(logging.DEBUG):
            run_id = flow(EMPLOYER.reveal())
        with current().database.reading() as session:
            run = find_run(session, run_id)
        assert run is not None
        assert run.summary is not None
        assert run.summary.new_cases > 0 or not kept
    assert turns_taken(EMPLOYER.reveal()) == (1, 0)
    logged = "\n".join(record.getMessage() for record in caplog.records).encode()
    assert [mark for mark in MARKED if mark in logged] == []
    assert told_in(home / "inbox") != []  # the search finds what is there
    for folder in (prefect_home, home / "evidence"):
        assert told_in(folder) == []
    # The one file that is made to tell of people: addresses and no names, for whoever delivers it.
    (listed,) = told_in(home / "output")
    assert listed.name == "respondents.csv"
    assert b"Kari Pr" not in listed.read_bytes()
    assert [path for path in told_in(home) if path.name.startswith("rutine.db")] == []


SHAPES = sorted(
    path.stem
    for path in (ROOT / "flows").glob("[a-z]*.py")
    if is_shape(ROOT / "mappings", path.stem)
)


@pytest.mark.parametrize("routine", SHAPES)
def test_a_scheduled_run_waits_for_its_first_lists_and_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch, routine: str
) -> None:
    flow = getattr(importlib.import_module(f"flows.{routine}"), routine)
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", "of-the-clock")
    state = flow.fn(EMPLOYER.reveal())
    assert (state.type.value, state.name) == ("COMPLETED", "Skipped")
    inbox = home / "inbox" / routine
    assert f"Legg eksportene i {inbox}, eller sett" in state.message
    assert f"rutine schedule pause {routine}" in state.message
    with current().database.reading() as session:
        assert page_of_runs(session, RunFilter()).runs == ()


@pytest.mark.usefixtures("home")
def test_only_the_clock_waits_and_only_for_the_first_lists(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tasks.shapes import no_lists

    asked = ("shift_cover", EMPLOYER.reveal(), None)
    assert no_lists(*asked) is None  # somebody runs it by hand: the run says what is missing
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", "of-the-clock")
    assert no_lists(*asked) is not None
    assert no_lists(*asked[:2], "a note of lists") is None
    with current().database.writing() as session:
        run_id = open_run(session, "shift_cover", EMPLOYER, None, {})
        finish_run(session, run_id, RunSummary(state=RunState.CLEAN))
    assert no_lists(*asked) is None  # lists have come before: now they are gone, and it fails
    (home / "inbox" / "bank_vouchers").mkdir(parents=True)
    (home / "inbox" / "bank_vouchers" / "bank_entry.csv").touch()
    assert no_lists("bank_vouchers", *asked[1:]) is None  # one of them: the rest is missed


@pytest.mark.usefixtures("prefect_home", "home")
def test_on_a_holiday_a_scheduled_run_does_nothing() -> None:
    from flows.bank_vouchers import bank_vouchers

    with clock.stopped_at(datetime(2027, 5, 17, 5, 0, tzinfo=UTC)):
        state = bank_vouchers(EMPLOYER.reveal(), days="working", return_state=True)
    assert (state.name, state.message) == ("Skipped", "Hoppet over: 17.05.2027 er helligdag")
    with current().database.reading() as session:
        assert page_of_runs(session, RunFilter()).runs == ()
