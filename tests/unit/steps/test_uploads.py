"""Uploaded reports meet the same checks and the same ledger as every other."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from rutine import steps
from rutine.cases.access import ROBOT, Actor, UserRole
from rutine.cases.reports.uploads import Outcome, Receipt, Upload
from rutine.cases.runs import RunFilter, page_of_runs
from rutine.cases.tables import AuditEntry, Report
from rutine.connectors.fetching import FetchState
from rutine.core.errors import AccessDenied, InputError
from rutine.core.reason_texts import Language
from rutine.drop_settings import Folder
from rutine.installation import Installation, open_installation
from rutine.settings import Employer, Settings
from rutine.steps import uploads
from rutine.steps.hand_in import Checked, check_file
from rutine.steps.uploads import Uploads
from tests.small_office import EMPLOYER, HOME, KARI, RATE, SCHOOL, Paid

LINES = (Paid(0, date(2026, 9, 7), 5 * RATE), Paid(1, date(2026, 9, 7), 5 * RATE))
DATA = "".join(line.line() for line in LINES).encode("iso-8859-1")
OTHER = Paid(2, date(2026, 9, 7), 5 * RATE).line().encode("iso-8859-1")
NAME = f"{EMPLOYER}_ref-arbg_2026-10-01_1128.csv"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    (tmp_path / "nav").mkdir()
    employers = (
        Employer(orgnr=HOME, name="Tenkt foretak"),
        Employer(orgnr=EMPLOYER, name="Tenkt kommune", folder=Folder(path=tmp_path / "nav")),
    )
    opened = open_installation(Settings(home=tmp_path / "home", employers=employers))
    yield opened
    opened.database.close()


def send(place: Installation, data: bytes = DATA, actor: Actor = KARI) -> Receipt:
    (receipt,) = Uploads(place)(actor, [Upload(NAME, data)], Language.NB)
    return receipt


def reports(place: Installation) -> list[tuple[str, str, str, date | None]]:
    with place.database.reading() as session:
        found = session.scalars(select(Report)).all()
        return [(r.how, r.employer, r.state, r.value_date) for r in found]


def audit(place: Installation) -> list[tuple[str, str, str]]:
    with place.database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action.contains("upload"))
        return [(e.actor, e.action, e.data) for e in session.scalars(query)]


def test_a_report_is_entered_for_the_employer_that_it_names(place: Installation) -> None:
    assert send(place) == Receipt(Outcome.NEW)
    assert reports(place) == [("upload", EMPLOYER.value, "fetched", date(2026, 10, 1))]
    ((actor, action, _),) = audit(place)
    assert (actor, action) == (KARI.id, "report_uploaded")
    with place.database.reading() as session:
        (run,) = page_of_runs(session, RunFilter()).runs
    assert (run.routine, run.state) == ("report_upload", "clean")


def test_the_same_report_again_changes_nothing(place: Installation) -> None:
    send(place)
    assert send(place).outcome is Outcome.KNOWN
    assert len(reports(place)) == 1


def test_a_report_that_comes_by_upload_and_folder_counts_once(
    place: Installation, tmp_path: Path
) -> None:
    send(place)
    file = tmp_path / "nav" / "kopi.csv"
    file.write_bytes(DATA)
    os.utime(file, (file.stat().st_mtime - 120,) * 2)
    fetched = steps.fetch(place, steps.begin(place, EMPLOYER.value, "2026-10"))
    assert (fetched.state, fetched.new) == (FetchState.NOTHING_NEW_PROVEN, 0)
    assert len(reports(place)) == 1


@pytest.mark.parametrize(
    ("data", "reason", "said"),
    [
        (b"", "empty", "Filen er tom."),
        (b"<html>", "login_page", "Filen er en nettside"),
        (b"PK\x03\x04;;", "media_type", "Filen er ikke en CSV-fil."),
        (DATA[:-3], "cut_short", "Filen slutter midt i en linje."),
        (
            DATA.replace(EMPLOYER.value.encode(), SCHOOL.value.encode()),
            "other_employer",
            "En linje gjelder en annen arbeidsgiver.",
        ),
    ],
)
def test_what_is_refused_is_told_and_not_kept(
    place: Installation, data: bytes, reason: str, said: str
) -> None:
    receipt = send(place, data)
    assert receipt.outcome is Outcome.REFUSED
    assert receipt.wrong.startswith(said)
    assert receipt.remedy.endswith(".")
    assert reports(place) == []
    assert audit(place) == [(KARI.id, "upload_refused", f'{{"reason":"{reason}"}}')]
    assert list(place.settings.evidence_folder.rglob("*")) == []


def test_a_part_of_a_report_is_refused_whatever_way_the_whole_came(place: Installation) -> None:
    send(place)
    receipt = send(place, LINES[0].line().encode("iso-8859-1"))
    assert receipt.outcome is Outcome.REFUSED
    assert "så mange linjer til felles med en rapport" in receipt.wrong


def test_each_original_is_read_once_for_a_file(
    place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(place)
    read: list[str] = []
    get = place.archive.get

    def counted(sha256: str) -> bytes:
        read.append(sha256)
        return get(sha256)

    monkeypatch.setattr(place.archive, "get", counted)
    assert send(place, OTHER).outcome is Outcome.NEW

    assert read == [hashlib.sha256(DATA).hexdigest()]


def test_what_came_between_the_check_and_the_ledger_is_held_against_the_file(
    place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two who hand in at once: the second is refused, told so, and nothing of it is kept."""

    def check_and_be_late(*file: Any) -> Checked:
        checked = check_file(*file)
        monkeypatch.setattr(uploads, "check_file", check_file)
        assert send(place, DATA).outcome is Outcome.NEW
        return checked

    monkeypatch.setattr(uploads, "check_file", check_and_be_late)
    part = LINES[0].line().encode("iso-8859-1")

    receipt = send(place, part)

    assert receipt.outcome is Outcome.REFUSED
    assert "så mange linjer til felles med en rapport" in receipt.wrong
    assert [state for _, _, state, _ in reports(place)] == ["fetched"]
    assert hashlib.sha256(part).hexdigest() not in place.archive
    assert [action for _, action, _ in audit(place)] == ["report_uploaded", "upload_refused"]
    with place.database.reading() as session:
        ended = [
            (run.state, run.summary and run.summary.files)
            for run in page_of_runs(session, RunFilter()).runs
        ]
    assert sorted(ended) == [("clean", 0), ("clean", 1)]


def test_an_upload_that_fails_leaves_a_failed_run_and_no_report(
    place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> str:
        raise InputError("archive_folder", "The disk is full.")

    monkeypatch.setattr(place.archive, "put", full)
    with pytest.raises(InputError):
        send(place)

    assert reports(place) == []
    assert audit(place) == []
    with place.database.reading() as session:
        (run,) = page_of_runs(session, RunFilter()).runs
    assert run.state == "failed"


@pytest.mark.parametrize(
    "actor",
    [
        ROBOT,
        Actor("user:1", "Ada", frozenset({UserRole.AUDITOR})),
        Actor("user:2", "Con", frozenset({UserRole.CONSULTANT})),
        Actor("user:3", "Eli", frozenset({UserRole.REVIEWER}), units=frozenset({SCHOOL.value})),
    ],
)
def test_only_those_who_settle_whole_reports_may_hand_them_in(
    place: Installation, actor: Actor
) -> None:
    with pytest.raises(AccessDenied):
        send(place, actor=actor)
    assert reports(place) == []
