"""Routines share the lists that `hr_registers` keeps, as they were on the day."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from rutine.cases.people.protection import restricted_lookups
from rutine.cases.retention.rules import Kind
from rutine.cases.runs import find_run
from rutine.core.errors import InputError
from rutine.routines.retention_file import load_terms
from rutine.routines.routine_file import load_routine
from rutine.steps.shapes import run_whole
from rutine.steps.shapes.collecting import given_lists, inputs_of, paths_in
from rutine.steps.shapes.scope import load_shape
from rutine.steps.shapes.simulation import simulate_shape
from tests.shape_home import EMPLOYER, EXAMPLES, ROOT, ShapeHome, at

KEEPER, READER = "hr_registers", "competence_renewal"
OCTOBER, NOVEMBER = date(2026, 10, 20), date(2026, 11, 30)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    opened = ShapeHome(tmp_path / "home")
    yield opened
    opened.place.database.close()


def keep_without_shared(home: ShapeHome) -> Path:
    """The reader's folder with its own lists only: courses and tests."""
    inbox = home.put(READER, "everything_is_valid")
    for record in ("employee", "position", "unit"):
        for path in inbox.glob(f"{record}*.csv"):
            path.unlink()
    return inbox


def test_lists_that_its_own_folder_lacks_are_the_shared_ones(home: ShapeHome) -> None:
    home.put(KEEPER, "everything_agrees")
    kept = home.run(KEEPER, NOVEMBER)
    keep_without_shared(home)

    read = home.run(READER, NOVEMBER)

    for record in ("employee 1", "position 1", "unit 1"):
        assert read.inputs[record] == kept.inputs[record]
    assert "time_away 1" not in read.inputs  # the source does not say `shared: yes`


def test_its_own_list_goes_before_the_shared_one(home: ShapeHome) -> None:
    home.put(KEEPER, "two_managers")
    kept = home.run(KEEPER, NOVEMBER)
    home.put(READER, "everything_is_valid")

    read = home.run(READER, NOVEMBER)

    assert read.inputs["employee 1"] != kept.inputs["employee 1"]


def test_without_any_the_routine_says_what_to_do(home: ShapeHome) -> None:
    keep_without_shared(home)

    with pytest.raises(InputError) as refused:
        home.run(READER, NOVEMBER)

    assert refused.value.code == "shared_list_missing"
    assert KEEPER in refused.value.remedy


def test_a_month_gone_by_is_seen_with_the_lists_it_had(home: ShapeHome) -> None:
    home.put(KEEPER, "everything_agrees")
    then = home.run(KEEPER, OCTOBER)
    inbox = home.put(KEEPER, "everything_agrees")
    employees = inbox / "employee.csv"
    employees.write_text(
        employees.read_text("utf-8") + "1003;;Ny Prøve;ny@prove.no;01.11.2026;;Nei\n", "utf-8"
    )
    now = home.run(KEEPER, NOVEMBER)
    assert then.inputs["employee 1"] != now.inputs["employee 1"]
    keep_without_shared(home)

    assert home.run(READER, date(2026, 10, 31)).inputs["employee 1"] == then.inputs["employee 1"]
    assert home.run(READER, NOVEMBER).inputs["employee 1"] == now.inputs["employee 1"]


def test_a_run_that_failed_keeps_nothing(home: ShapeHome) -> None:
    home.put(KEEPER, "everything_agrees")
    good = home.run(KEEPER, date(2026, 11, 2))
    inbox = home.put(KEEPER, "everything_agrees")
    shutil.copy(EXAMPLES / KEEPER / "everything_agrees" / "unit.csv", inbox / "strange.csv")
    with pytest.raises(InputError):
        home.run(KEEPER, NOVEMBER)
    keep_without_shared(home)

    assert home.run(READER, NOVEMBER).inputs["employee 1"] == good.inputs["employee 1"]


def test_lists_that_stopped_coming_are_not_decided_by(home: ShapeHome) -> None:
    home.put(KEEPER, "everything_agrees")
    home.run(KEEPER, OCTOBER)
    keep_without_shared(home)

    assert home.run(READER, date(2026, 11, 19)).inputs
    with pytest.raises(InputError) as refused:
        home.run(READER, date(2026, 11, 21))

    assert refused.value.code == "shared_list_missing"


def test_lists_given_by_hand_are_completed_by_the_shared_ones(home: ShapeHome) -> None:
    home.put(KEEPER, "everything_agrees")
    kept = home.run(KEEPER, NOVEMBER)
    inbox = keep_without_shared(home)
    rules = load_shape(home.place, READER)
    paths = paths_in(inbox, rules.routine)
    note = given_lists(home.place, rules, paths, shorter=True, completed=True)
    with at(NOVEMBER, 13):
        run_id = run_whole(
            home.place, READER, EMPLOYER.reveal(), inputs=inputs_of(home.place, note)
        )
    with home.place.database.reading() as session:
        run = find_run(session, run_id)

    assert run is not None
    assert run.summary is not None
    assert run.summary.shorter
    assert run.summary.inputs is not None
    assert run.summary.inputs["employee 1"] == kept.inputs["employee 1"]
    assert "achievement 1" in run.summary.inputs


def test_a_shared_list_of_days_ago_takes_no_mark_of_protection_away(home: ShapeHome) -> None:
    home.put(KEEPER, "everything_agrees")
    home.run(KEEPER, date(2026, 11, 20))
    employees = home.put(READER, "everything_is_valid") / "employee.csv"
    employees.write_text(employees.read_text("utf-8").replace(";Nei", ";Ja"), "utf-8")
    home.run(READER, date(2026, 11, 23))
    with home.place.database.reading() as session:
        marked = restricted_lookups(session)
    assert marked
    keep_without_shared(home)

    home.run(READER, NOVEMBER)

    with home.place.database.reading() as session:
        assert restricted_lookups(session) == marked
    home.run(KEEPER, NOVEMBER, hour=14)  # today's own list says that nobody is any more
    with home.place.database.reading() as session:
        assert restricted_lookups(session) < marked


def test_the_keeper_runs_before_every_routine_that_reads_what_it_keeps() -> None:
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    begins: dict[str, list[int]] = {}
    for each in told:
        crons = [str(plan["cron"]).split() for plan in each["schedules"]]
        begins[each["name"]] = [60 * int(hour) + int(minute) for minute, hour, *_ in crons]
    (kept,) = begins[KEEPER]
    readers = [
        path.stem
        for path in sorted((ROOT / "mappings" / "routines").glob("*.yaml"))
        if any(source.shared for source in load_routine(path).sources.values())
    ]

    assert readers
    assert all(kept < first for name in readers for first in begins[name])


def test_no_term_of_accounting_keeps_the_shared_lists() -> None:
    terms, _ = load_terms(ROOT / "mappings")
    for kind in (Kind.CASES, Kind.ORIGINALS):
        assert terms.of(kind, KEEPER).keep < terms.of(kind, "nav_refunds").keep


def test_a_run_with_shared_lists_is_done_over_again_as_it_was(home: ShapeHome) -> None:
    home.put(KEEPER, "everything_agrees")
    home.run(KEEPER, NOVEMBER)
    keep_without_shared(home)
    home.run(READER, NOVEMBER)

    with at(NOVEMBER, 14):
        simulated = simulate_shape(home.place, READER, EMPLOYER)

    assert (simulated.runs, simulated.changes) == (1, ())


def test_units_in_a_ring_stop_no_run(home: ShapeHome) -> None:
    inbox = home.put(READER, "everything_is_valid")
    ring = (EXAMPLES / KEEPER / "the_unit_above_is_missing" / "unit.csv").read_text("utf-8")
    (inbox / "unit.csv").write_text(ring, "utf-8")

    assert home.run(READER, NOVEMBER).checked > 0
