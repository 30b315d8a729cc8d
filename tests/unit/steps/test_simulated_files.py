"""Files that gave way, or were given once more, when history is done over again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.reports.ledger import ReportState
from rutine.cases.tables import Report
from rutine.cli.modelling.simulate import _print_notes
from rutine.cli.texts.rehearsal_texts import texts
from rutine.core.reason_texts import Language
from rutine.installation import open_read_only
from rutine.steps.simulation import replay
from rutine.steps.simulation.arrivals import arrivals
from rutine.steps.simulation.simulating import Simulation, Wish, simulate
from tests.small_office import EMPLOYER, RATE, Office, Paid
from tests.unit.steps.test_cut_files import (
    DAY,
    LINES,
    MONTH,
    data_of,
    give,
    settled_from_a_file,
    states,
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Its store is opened anew, to be read only, when history is done over again."""
    made = Office(tmp_path)
    yield made
    made.close()


def simulated(office: Office) -> Simulation:
    office.place.database.close()
    real = open_read_only(office.place.settings)
    try:
        return simulate(real, EMPLOYER, Wish("nav_refunds"))
    finally:
        real.database.close()


def given_again(office: Office) -> None:
    """`rutine run --report` with the only file."""
    with office.place.database.reading() as session:
        sha256 = session.scalar(select(Report.sha256).where(Report.report_id.is_(None)))
    office.run(MONTH, sha256)


def notes(found: Simulation) -> str:
    console = Console(width=200)
    with console.capture() as captured:
        _print_notes(console, found, texts("simulate", Language.NB))
    return captured.get()


def test_a_file_that_gave_way_and_was_given_again_does_both_over_again(office: Office) -> None:
    settled_from_a_file(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)
    given_again(office)
    assert states(office)[None] == (ReportState.SETTLED, None)

    found = simulated(office)

    assert (found.changes, found.files) == ((), {})


def test_a_file_that_was_refused_and_given_again_comes_with_both_runs(office: Office) -> None:
    """What a check found when it came first is part of the history: it was not settled then."""
    settled_from_a_file(office, *LINES, name="rapport.csv")
    part = data_of(*LINES[1:], Paid(3, DAY, RATE))
    assert give(office, part).finding is not None
    office.run(MONTH)
    with office.place.database.reading() as session:
        refused = session.scalar(select(Report.sha256).where(Report.state == ReportState.REFUSED))
    office.run(MONTH, refused)
    with office.place.database.reading() as session:
        came = [
            (facts.how, facts.state)
            for run in arrivals(session, EMPLOYER).values()
            for facts in run.reports
            if facts.sha256 == refused
        ]

    assert sorted(came) == [("by_hand", ReportState.FETCHED), ("upload", ReportState.REFUSED)]
    found = simulated(office)
    assert (found.changes, found.files) == ((), {})


def test_a_file_that_does_not_give_way_now_is_counted_and_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled_from_a_file(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)
    given_again(office)
    monkeypatch.setattr(replay, "give_way", lambda *_, **__: False)

    found = simulated(office)

    assert found.files == {"report_gave_way": 1, "report_given_again": 1}
    assert "ikke blir det nå: 1." in notes(found)
    assert "teller fra før nå: 1." in notes(found)


def test_reports_that_came_before_the_trail_noted_their_run_come_with_the_ledgers(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled_from_a_file(office)
    office.pays(MONTH, *LINES)
    office.run(MONTH)
    entries = import_module("rutine.steps.simulation.arrivals")._entries

    def before(session: Session) -> Iterator[tuple[datetime, dict[str, Any]]]:
        for at, data in entries(session):
            yield at, {key: data[key] for key in data.keys() - {"entry", "employer", "run"}}

    monkeypatch.setattr("rutine.steps.simulation.arrivals._entries", before)

    assert simulated(office).changes == ()
