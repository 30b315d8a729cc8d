"""NAV's lists and HR's exemptions, as the practice municipality writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.formats.format_file import load_format
from rutine.formats.reading import read
from rutine.practice.municipality import PracticeFolder, PracticePlan
from rutine.practice.simulation import Simulation
from tests.unit.practice.test_files import csv_rows

FORMATS = Path(__file__).parents[3] / "mappings" / "formats"
LISTS = (
    *("employments", "exemptions", "income_requests", "income_submissions"),
    "sickness_applications",
)


def file_of(folder: PracticeFolder, name: str, month: str) -> Path:
    found: Path = getattr(folder, f"{name}_file")(month)
    return found


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_what_its_format_says(folder: PracticeFolder, name: str) -> None:
    form = load_format(FORMATS / f"{name}_csv.yaml")
    for month in folder.plan.months:
        path = file_of(folder, name, month)
        reading = read(form, path.read_bytes(), source=path.name, identities="synthetic")
        assert reading.errors == ()
        assert not reading.frame.empty


def test_a_status_goes_forward_from_month_to_month(folder: PracticeFolder) -> None:
    august, october = (
        {
            row["navReferanseId"]: row["status"]
            for row in csv_rows(folder.income_requests_file(month))
        }
        for month in ("2026-08", "2026-10")
    )
    assert august.keys() <= october.keys()
    changes = {(was, october[request]) for request, was in august.items()}
    assert changes <= {
        ("AKTIV", "AKTIV"), ("AKTIV", "BESVART"), ("AKTIV", "FORKASTET"),
        ("BESVART", "BESVART"), ("FORKASTET", "FORKASTET"),
    }  # fmt: skip
    assert ("AKTIV", "BESVART") in changes


def test_only_what_failed_has_an_error(folder: PracticeFolder) -> None:
    rows = csv_rows(folder.income_submissions_file("2026-10"))
    assert {bool(row["feilkode"]) for row in rows if row["status"] == "FEILET"} == {True}
    assert not any(row["feilkode"] for row in rows if row["status"] != "FEILET")


def test_some_sub_units_are_not_seen_at_all() -> None:
    plan = PracticePlan(employees=600, sub_units=300)
    (batch,) = Simulation(plan).batches()
    with_notes = {row.unit for row in batch.absences if row.kind == "Sykmelding"}
    seen = {row.unit for row in batch.nav_lists.parts}
    hidden = with_notes - seen
    assert 0 < len(hidden) < len(with_notes) // 4


def test_no_list_tells_the_cause(folder: PracticeFolder) -> None:
    for name in LISTS:
        text = file_of(folder, name, "2026-10").read_text(encoding="utf-8-sig")
        assert not any(f";D{code:02d};" in text for code in range(44))


def test_who_applies_on_paper_does_so_for_every_note() -> None:
    """Where NAV's lists show one of an employee's notes, they show all that were applied for."""
    plan = PracticePlan(employees=600, sub_units=40)
    (batch,) = Simulation(plan).batches()
    shown = {row.fnr for row in batch.nav_lists.parts}
    parts = {(row.fnr, row.first) for row in batch.nav_lists.parts}
    hidden = {row.unit for row in batch.absences} - {row.unit for row in batch.nav_lists.parts}
    since = min(row.received for row in batch.nav_lists.parts)
    gaps = [
        row
        for row in batch.absences
        if row.kind == "Sykmelding" and row.fnr in shown and row.unit not in hidden
        if row.first > since and row.last < plan.ends - 120 and (row.fnr, row.first) not in parts
    ]
    # What is left was never applied for: a few in a thousand (Hitch.NOT_APPLIED), and no paper.
    assert len(gaps) <= len(parts) // 100
