"""The whole job, step by step, on a practice municipality whose truth is known."""

from __future__ import annotations

import logging
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine import steps
from rutine.cases.reports.accounted import archived_reports, lines_with_outcome
from rutine.cases.runs import RunState, RunView, find_run
from rutine.cases.tables import Case, CaseRowEntry, SettledRow
from rutine.cases.trail.audit import verify
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchResult, FetchState
from rutine.core.errors import InputError, RutineError
from rutine.core.identifiers import Fnr
from rutine.installation import Installation
from rutine.practice.municipality import PracticePlan
from rutine.steps.fetch import Fetched
from tests.practice_home import Home, without_hashes

ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")


def run(place: Installation, home: Home, month: str, **given: str) -> RunView:
    scope = steps.begin(place, home.folder.employer.reveal(), month, **given)
    with steps.marking_failure(place, scope):
        fetched = steps.fetch(place, scope, source=home.source)
        finish(place, scope, fetched)
    return seen(place, scope.run_id)


def finish(place: Installation, scope: steps.Scope, fetched: Fetched) -> None:
    controlled = steps.control(place, scope, steps.read(place, scope))
    steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
    steps.report(place, scope)


def seen(place: Installation, run_id: str) -> RunView:
    with place.database.reading() as session:
        found = find_run(session, run_id)
    assert found is not None
    return found


def rows_of(session: Session, *columns: object) -> list[tuple[object, ...]]:
    return sorted(tuple(row) for row in session.execute(select(*columns)))  # type: ignore[call-overload]


def decided(place: Installation) -> list[list[tuple[object, ...]]]:
    """Everything that a second run must leave as it is."""
    case, row, settled = Case, CaseRowEntry, SettledRow
    with place.database.reading() as session:
        return [
            rows_of(session, case.number, case.status, case.reason, case.version, case.fingerprint),
            rows_of(session, row.case_id, row.side, row.sha256, row.row),
            rows_of(session, settled.settlement_id, settled.side, settled.sha256, settled.row),
        ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def place(home: Home) -> Iterator[Installation]:
    """The three months, settled."""
    place = home.open()
    for month in home.months:
        run(place, home, month)
    yield place
    place.database.close()


def settled_groups(place: Installation, home: Home) -> pd.DataFrame:
    """Each settled row with its settlement and its true group and cause."""
    with place.database.reading() as session:
        rows = [
            (s.settlement_id, s.side, s.sha256, s.row, s.claim_id)
            for s in session.scalars(select(SettledRow))
        ]
        reports = {entry.sha256: entry.report_id for entry in archived_reports(session)}
    truth = home.folder.truth()
    by_line = {
        (int(t.report_id), int(t.row)): (t.group, t.cause)
        for t in truth[truth["side"] == "line"].itertuples()
    }
    by_claim = {
        t.claim_id: (t.group, t.cause) for t in truth[truth["side"] == "claim"].itertuples()
    }
    true = [
        by_line[reports[sha256], row] if side == "line" else by_claim[claim_id]
        for _, side, sha256, row, claim_id in rows
    ]
    return pd.DataFrame(
        {
            "settlement": [row[0] for row in rows],
            "side": [row[1] for row in rows],
            "group": [group for group, _ in true],
            "cause": [cause for _, cause in true],
        }
    )


def test_no_settlement_is_wrong(place: Installation, home: Home) -> None:
    settled = settled_groups(place, home)
    assert len(settled) > 100
    for _, rows in settled.groupby("settlement"):
        lines, claims = rows[rows["side"] == "line"], rows[rows["side"] == "claim"]
        assert set(lines["group"]) == set(claims["group"])


def test_most_lines_are_settled(place: Installation, home: Home) -> None:
    lines = sum(len(report.path.read_bytes()) // 129 for report in home.folder.reports)
    settled = settled_groups(place, home)
    assert (settled["side"] == "line").sum() / lines > 0.7


def test_every_line_of_every_report_has_an_outcome(place: Installation, home: Home) -> None:
    with place.database.reading() as session:
        accounted = lines_with_outcome(session)
        reports = archived_reports(session)
    assert {e.report_id for e in reports} == {each.id for each in home.folder.reports}
    for entry in reports:
        assert accounted[entry.sha256] == place.archive.get(entry.sha256).count(b"\r\n")


def test_controls_balance_and_are_stored(place: Installation, home: Home) -> None:
    again = run(place, home, home.months[0])
    assert again.summary is not None
    assert [c for c in again.summary.controls if c.status == "failed"] == []
    assert {c.name for c in again.summary.controls} >= {"lines_sum", "claims_sum"}


@pytest.mark.parametrize("month", ["2026-08", "2026-10"])
def test_running_a_month_again_changes_nothing(place: Installation, home: Home, month: str) -> None:
    before = decided(place)
    again = run(place, home, month)
    assert again.summary is not None
    assert (again.summary.files, again.summary.lines, again.summary.new_cases) == (0, 0, 0)
    assert decided(place) == before


def test_the_audit_trail_is_whole(place: Installation) -> None:
    with place.database.reading() as session:
        assert verify(session) is None


def test_what_a_run_writes_for_people_holds_no_person(place: Installation, home: Home) -> None:
    names = {
        bytes(line[60:85]).decode("latin-1").strip()
        for report in home.folder.reports
        for line in report.path.read_bytes().split(b"\r\n")[:-1]
    }
    assert len(names) > 10
    for path in place.settings.output_folder.rglob("*.*"):
        text = without_hashes(written(path))
        assert [n for n in ELEVEN.findall(text) if Fnr.is_valid(n)] == []
        assert [name for name in names if name in text] == []


def written(path: Path) -> str:
    """What a file says; of a workbook, every part of it unpacked."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())


def test_the_order_of_lines_in_the_files_does_not_matter(tmp_path: Path) -> None:
    outcomes = []
    for shuffle in (False, True):
        home = Home(tmp_path / str(shuffle), PracticePlan(employees=120, sub_units=4))
        if shuffle:
            for path in [r.path for r in home.folder.reports]:
                lines = path.read_bytes().splitlines(keepends=True)
                random.Random(7).shuffle(lines)  # noqa: S311 - repeatable, not secret
                path.write_bytes(b"".join(lines))
        place = home.open()
        for month in home.months:
            run(place, home, month)
        with place.database.reading() as session:
            outcomes.append(rows_of(session, Case.reason, Case.sub_unit, Case.claimed, Case.paid))
        place.database.close()
    assert outcomes[0] == outcomes[1]


def test_no_log_record_holds_a_national_id(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = Home(tmp_path, PracticePlan(employees=120, sub_units=4))
    place = home.open()
    with caplog.at_level(logging.DEBUG):
        run(place, home, home.months[0])
    place.database.close()
    found = [n for record in caplog.records for n in ELEVEN.findall(record.getMessage())]
    assert [number for number in found if Fnr.is_valid(number)] == []


def test_a_damaged_report_is_a_case_and_the_others_go_on(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = [r for r in home.folder.reports if f"{r.value_date:%Y-%m}" == home.months[0]]
    assert len(first) > 1
    whole = first[0].path.read_bytes()
    first[0].path.write_bytes(whole[:-40])
    place = home.open()
    result = run(place, home, home.months[0])
    assert result.summary is not None
    assert result.summary.reasons["D40"] == 1
    assert result.summary.settled_lines > 0
    with place.database.reading() as session:
        states = {e.report_id: e.state.value for e in archived_reports(session)}
    assert states[first[0].id] == "stopped"
    assert {states[r.id] for r in first[1:]} == {"settled"}
    place.database.close()


def test_a_web_page_saved_as_a_report_is_refused_and_kept(tmp_path: Path) -> None:
    home = Home(tmp_path, PracticePlan(employees=120, sub_units=4))
    first = [r for r in home.folder.reports if f"{r.value_date:%Y-%m}" == home.months[0]]
    page = b"<!doctype html><title>Logg inn</title>"
    first[0].path.write_bytes(page)
    place = home.open()
    result = run(place, home, home.months[0])
    assert result.summary is not None
    assert result.summary.refused == 1
    with place.database.reading() as session:
        (refused,) = [e for e in archived_reports(session) if e.state.value == "refused"]
    assert place.archive.get(refused.sha256) == page
    place.database.close()


def test_what_could_not_be_seen_is_a_case_until_it_is_seen(tmp_path: Path) -> None:
    home = Home(tmp_path, PracticePlan(employees=120, sub_units=4))
    place = home.open()
    scope = steps.begin(place, home.folder.employer.reveal(), home.months[0])
    unseen = FetchResult(FetchState.INCONCLUSIVE, reason=FetchReason.NO_COMPANIES)
    finish(place, scope, steps.fetch(place, scope, source=lambda **_: unseen))
    blind = seen(place, scope.run_id)
    assert blind.state is RunState.CASES
    assert blind.summary is not None
    assert blind.summary.reasons["D38"] == 1
    run(place, home, home.months[0])
    with place.database.reading() as session:
        (case,) = session.scalars(select(Case).where(Case.kind == "fetch"))
        assert case.status == "auto_closed"
    place.database.close()


def test_a_run_killed_before_it_decides_has_decided_nothing(tmp_path: Path) -> None:
    whole, killed = (
        Home(tmp_path / name, PracticePlan(employees=120, sub_units=4))
        for name in ("whole", "killed")
    )
    place = killed.open()
    scope = steps.begin(place, killed.folder.employer.reveal(), killed.months[0])
    steps.fetch(place, scope, source=killed.source)  # and the power goes
    with place.database.reading() as session:
        assert session.scalars(select(Case)).all() == []
    run(place, killed, killed.months[0])
    other = whole.open()
    run(other, whole, whole.months[0])
    ends = []
    for each in (place, other):
        with each.database.reading() as session:
            ends.append(rows_of(session, Case.number, Case.reason, Case.paid))
        each.database.close()
    assert ends[0] == ends[1]


def test_missing_claims_stop_the_run_with_a_sentence(tmp_path: Path) -> None:
    home = Home(tmp_path, PracticePlan(employees=120, sub_units=4))
    home.folder.claims_file(home.months[0], "csv").unlink()
    place = home.open()
    scope = steps.begin(place, home.folder.employer.reveal(), home.months[0])
    with (
        pytest.raises(InputError, match=r"refusjonskrav\.csv") as caught,
        steps.marking_failure(place, scope),
    ):
        steps.read(place, scope)
    assert "rutine.toml" in caught.value.remedy
    failed = seen(place, scope.run_id)
    assert failed.state is RunState.FAILED
    assert failed.summary is not None
    assert failed.summary.reason == "claims_missing"
    place.database.close()


def test_a_changed_evidence_file_is_noticed(tmp_path: Path) -> None:
    home = Home(tmp_path, PracticePlan(employees=120, sub_units=4))
    place = home.open()
    run(place, home, home.months[0])
    for path in place.settings.evidence_folder.rglob("*"):
        if path.is_file():
            damaged = bytearray(path.read_bytes())
            damaged[-1] ^= 1
            path.write_bytes(damaged)
    with place.database.reading() as session:
        entries = archived_reports(session)
    for entry in entries:
        with pytest.raises(RutineError):
            place.archive.get(entry.sha256)
    place.database.close()
