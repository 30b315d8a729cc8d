"""Which files a run read is noted with it, and stays in the store."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from rutine import steps
from rutine.cases.runs import RunFilter, find_run, page_of_runs
from rutine.installation import open_read_only
from rutine.steps.simulation.simulating import Wish, simulate
from tests.lived_history import WholeHome, live
from tests.small_office import EMPLOYER, RATE, Claimed, Office, Paid
from tests.underpaid_week import AUGUST, SENT


def test_a_run_notes_every_file_it_read_and_keeps_each(tmp_path: Path) -> None:
    home = WholeHome(tmp_path)
    live(home, decisions=False)
    place = home.open()
    with place.database.reading() as session:
        newest, *_ = page_of_runs(session, RunFilter()).runs
    assert newest.summary is not None
    noted = newest.summary.inputs
    assert noted is not None
    months = [f"bank {month}" for month in home.months]
    assert set(noted) == {
        *months,
        *("claim", "absence", "income_report", "employment", "exemption"),
        *("income_request", "income_submission", "sickness_application"),
    }
    claims = home.folder.claims_file(home.months[-1], "csv").read_bytes()
    assert noted["claim"] == sha256(claims).hexdigest()
    assert place.archive.get(noted["claim"]) == claims
    assert all(digest in place.archive for digest in noted.values())
    place.database.close()


def test_the_bare_hashes_stay_in_the_store(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.claims("2026-09", Claimed("K1", 0, AUGUST, 5 * RATE, SENT))
    office.pays("2026-09", Paid(0, AUGUST, 5 * RATE))
    run = office.run("2026-09")
    assert run.summary is not None
    assert run.summary.inputs
    written = office.place.settings.output_folder / run.run_id
    assert "inputs" not in json.loads((written / "control.json").read_text("utf-8"))
    hashes = set(run.summary.inputs.values())
    texts = [file.read_bytes().decode("latin-1") for file in written.iterdir()]
    assert not [digest for digest in hashes for text in texts if digest in text]
    office.close()


def test_a_run_with_files_given_by_hand_is_itself_too(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.claims("2026-09", Claimed("K1", 0, AUGUST, 5 * RATE, SENT))
    place = office.place
    report = Paid(0, AUGUST, 5 * RATE).line().encode("iso-8859-1")
    given = (
        place.archive.put(report, kind="nav_settlement", label="report at hand"),
        place.archive.put(
            (tmp_path / "2026-09.csv").read_bytes(), kind="payroll_claims_csv", label="claims"
        ),
    )
    scope = steps.begin(place, EMPLOYER.value, "2026-09", *given)
    fetched = steps.fetch(place, scope)
    controlled = steps.control(place, scope, steps.read(place, scope))
    steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
    with place.database.reading() as session:
        run = find_run(session, scope.run_id)
    assert run is not None
    assert run.summary is not None
    assert run.summary.settled_lines == 1
    assert run.summary.inputs == {"claim": given[1]}
    (tmp_path / "2026-09.csv").unlink()
    office.close()
    real = open_read_only(place.settings)
    found = simulate(real, EMPLOYER, Wish("nav_refunds"))
    real.database.close()
    assert found.changes == ()
    assert sum(use.groups for use in found.uses) == 1
