"""Reports from a watched folder: the same checks and the same ledger as fetched ones."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from rutine import steps
from rutine.cases.reports.ledger import ReportFacts, ReportState, add_report, mark, reports_to_read
from rutine.cases.runs import find_run
from rutine.cases.tables import AuditEntry, Case, Report
from rutine.connectors.content import lines_digest
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchResult, FetchState
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import AccountNumber
from rutine.core.money import Ore
from rutine.drop_settings import Folder
from rutine.installation import Installation, open_installation
from rutine.settings import Employer, ReportsFrom, Settings
from rutine.steps.fetch import Fetched
from rutine.steps.scope import Scope
from tests.fetched_reports import fetched_report
from tests.small_office import ACCOUNT, EMPLOYER, RATE, SCHOOL, Paid

LINES = (Paid(0, date(2026, 9, 7), 5 * RATE), Paid(1, date(2026, 9, 7), 5 * RATE))
NAME = f"{EMPLOYER}_ref-arbg_2026-10-01_1128.csv"


class Watched:
    """An installation whose employer has a folder."""

    def __init__(self, path: Path, reports: ReportsFrom | None = None) -> None:
        self.folder = path / "nav"
        self.folder.mkdir()
        employer = Employer(
            orgnr=EMPLOYER,
            name="Tenkt kommune",
            accounts=(AccountNumber(ACCOUNT),),
            sub_units={SCHOOL.value: "Skole"},
            folder=Folder(path=self.folder),
            reports=reports,
        )
        settings = Settings(home=path / "home", employers=(employer,))
        self.place: Installation = open_installation(settings)

    def drop(self, *lines: Paid, name: str = NAME, data: bytes | None = None) -> None:
        file = self.folder / name
        file.write_bytes(data if data is not None else bytes_of(*lines))
        moment = file.stat().st_mtime - 120
        os.utime(file, (moment, moment))

    def fetch(self, month: str = "2026-10") -> tuple[Scope, Fetched]:
        scope = steps.begin(self.place, EMPLOYER.value, month)
        return scope, steps.fetch(self.place, scope)

    def run(self, month: str = "2026-10") -> Fetched:
        scope, fetched = self.fetch(month)
        controlled = steps.control(self.place, scope, steps.read(self.place, scope))
        steps.settle(self.place, scope, fetched, steps.reconcile(self.place, scope, controlled))
        with self.place.database.reading() as session:
            assert find_run(session, scope.run_id) is not None
        return fetched

    def reports(self) -> list[tuple[str, int | None, str, str | None]]:
        with self.place.database.reading() as session:
            found = session.scalars(select(Report).order_by(Report.fetched_at)).all()
            return [(r.how, r.report_id, r.state, r.reason) for r in found]

    def open_fetch_cases(self) -> list[str]:
        with self.place.database.reading() as session:
            query = select(Case.reference).where(Case.kind == "fetch", Case.status != "auto_closed")
            return [str(reference) for reference in session.scalars(query)]

    def names(self, where: str) -> list[str]:
        return [file.name for file in (self.folder / where).iterdir()]


def bytes_of(*lines: Paid) -> bytes:
    return "".join(line.line() for line in lines).encode("iso-8859-1")


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    yield made
    made.place.database.close()


def test_a_report_in_the_folder_is_settled_or_a_case_like_any_other(watched: Watched) -> None:
    watched.drop(*LINES)
    fetched = watched.run()
    assert (fetched.state, fetched.new) == (FetchState.NEW, 1)
    assert watched.reports() == [("folder", None, "settled", None)]
    with watched.place.database.reading() as session:
        assert session.scalars(select(Report.value_date)).one() == date(2026, 10, 1)
    assert len(watched.names("archive")) == 1


def test_a_file_that_comes_twice_counts_once_and_proves_the_folder(watched: Watched) -> None:
    watched.drop(*LINES)
    watched.run()
    watched.drop(*LINES, name="kopi.csv")
    fetched = watched.run()
    assert (fetched.state, fetched.new) == (FetchState.NOTHING_NEW_PROVEN, 0)
    assert len(watched.reports()) == 1


def test_a_report_that_came_by_folder_and_then_from_nav_counts_once(watched: Watched) -> None:
    watched.drop(*LINES, name="uten navn.csv")
    scope, _ = watched.fetch()
    with watched.place.database.writing() as session:
        sha256 = session.scalars(select(Report.sha256)).one()
        facts = ReportFacts(
            employer=EMPLOYER,
            sha256=sha256,
            how="api",
            fetched_at=clock.now(),
            report_id=1128,
            value_date=date(2026, 10, 2),
            total=Ore(10 * RATE),
        )
        entry = add_report(session, scope.run_id, facts)
    assert (entry.report_id, entry.value_date, entry.total) == (1128, date(2026, 10, 2), 10 * RATE)
    assert watched.reports() == [("folder", 1128, "fetched", None)]


def test_a_name_never_hides_another_report_from_the_robot(watched: Watched) -> None:
    watched.drop(*LINES, name=NAME.replace("1128", "1129"))
    watched.fetch()
    assert [report_id for _, report_id, _, _ in watched.reports()] == [None]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<!doctype html><title>Logg inn</title>", "login_page"),
        (b"%PDF-1.7", "media_type"),
        (bytes_of(*LINES)[:-10], "cut_short"),
        (
            bytes_of(*LINES).replace(EMPLOYER.value.encode(), SCHOOL.value.encode()),
            "other_employer",
        ),
    ],
)
def test_what_is_no_report_is_refused_with_a_reason_and_a_case(
    watched: Watched, data: bytes, reason: str
) -> None:
    watched.drop(name="Kari Nordmann.csv", data=data)
    fetched = watched.run()
    assert (fetched.state, fetched.reason) == (FetchState.INCONCLUSIVE, FetchReason.FILE_REFUSED)
    assert watched.reports() == [("folder", None, "refused", reason)]
    (text,) = [name for name in watched.names("refused") if name.endswith(".txt")]
    said = (watched.folder / "refused" / text).read_text("utf-8")
    assert said.strip().endswith((".", ")"))
    assert "Kari" not in said
    assert EMPLOYER.value not in said


@pytest.mark.parametrize("first_whole", [True, False])
def test_a_transfer_that_stopped_after_a_whole_line_never_counts_beside_the_whole(
    watched: Watched, first_whole: bool
) -> None:
    part, whole = bytes_of(LINES[0]), bytes_of(*LINES)
    first, second = (whole, part) if first_whole else (part, whole)
    watched.drop(data=first)
    watched.fetch()
    watched.drop(data=second)
    _, fetched = watched.fetch()
    assert fetched.reason is FetchReason.FILE_REFUSED
    assert [(state, reason) for _, _, state, reason in watched.reports()] == [
        ("fetched", None),
        ("refused", "overlaps"),
    ]


def test_a_file_that_was_refused_is_taken_with_its_value_date_when_the_other_is_gone(
    watched: Watched,
) -> None:
    watched.drop(*LINES[:1], name="kuttet.csv")
    watched.fetch()
    watched.drop(*LINES)
    watched.fetch()
    with watched.place.database.writing() as session:
        query = select(Report.id).where(Report.state == "fetched")
        mark(session, session.scalars(query).one(), ReportState.REFUSED)

    watched.drop(*LINES)
    scope, fetched = watched.fetch()

    assert fetched.new == 1
    with watched.place.database.reading() as session:
        (entry,) = reports_to_read(session, EMPLOYER)
        report = session.get_one(Report, entry.entry_id)
        noted = session.scalars(
            select(AuditEntry.data).where(AuditEntry.action == "report_replaced")
        ).one()
    assert (entry.sha256, entry.value_date, entry.reason) == (
        hashlib.sha256(bytes_of(*LINES)).hexdigest(),
        date(2026, 10, 1),
        None,
    )
    assert (report.run_id, report.lines_sha256) == (scope.run_id, lines_digest(bytes_of(*LINES)))
    assert entry.sha256 in noted


def test_a_report_that_only_looked_cut_short_is_taken_when_it_is_given_by_hand(
    watched: Watched,
) -> None:
    """NAV may pay the very same again in a later report: the refusal says what to do then."""
    watched.drop(*LINES)
    watched.fetch()
    again = bytes_of(LINES[0])
    watched.drop(data=again)
    watched.fetch()
    original = watched.place.archive.put(again, kind="nav_settlement", label="report at hand")

    scope = steps.begin(watched.place, EMPLOYER.value, "2026-10", report=original)
    given = steps.fetch(watched.place, scope)

    assert given.new == 1
    assert [(state, reason) for _, _, state, reason in watched.reports()] == [
        ("fetched", None),
        ("fetched", None),
    ]

    watched.drop(data=again, name="kopi.csv")
    _, fetched = watched.fetch()
    assert (fetched.state, fetched.reason) == (FetchState.NOTHING_NEW_PROVEN, None)


def test_an_empty_folder_is_inconclusive_until_it_has_brought_something(watched: Watched) -> None:
    fetched = watched.run()
    assert (fetched.state, fetched.reason) == (FetchState.INCONCLUSIVE, FetchReason.NO_KNOWN_FILE)
    assert watched.open_fetch_cases() == ["2026-10 no_known_file"]
    watched.drop(*LINES)
    watched.run()
    assert watched.open_fetch_cases() == []
    assert watched.run().state is FetchState.NOTHING_NEW_PROVEN


def test_another_folder_under_the_same_name_is_told(watched: Watched) -> None:
    watched.drop(*LINES)
    watched.run()
    watched.folder.rename(watched.folder.with_name("unmounted"))
    assert watched.run().reason is FetchReason.FOLDER_UNREACHABLE
    watched.folder.mkdir()
    assert watched.run().reason is FetchReason.NO_KNOWN_FILE


def test_a_file_under_way_makes_the_fetch_inconclusive(watched: Watched) -> None:
    watched.drop(*LINES)
    watched.drop(name="neste.csv.part", data=b"half")
    fetched = watched.run()
    assert (fetched.state, fetched.reason, fetched.new) == (
        FetchState.INCONCLUSIVE,
        FetchReason.FILE_LEFT,
        1,
    )


def test_a_run_killed_before_the_ledger_knew_loses_nothing(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.drop(*LINES)

    def full(*_: object, **__: object) -> str:
        raise InputError("archive_folder", "The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(type(watched.place.archive), "put", full)
        with pytest.raises(InputError):
            watched.fetch()
    _, fetched = watched.fetch()
    assert fetched.new == 1


@pytest.mark.parametrize("other", ["nav", "nav/inner"])
def test_two_employers_never_share_a_folder(tmp_path: Path, other: str) -> None:
    employers = [
        {"orgnr": number.value, "name": "x", "folder": {"path": str(tmp_path / path)}}
        for number, path in ((EMPLOYER, "nav"), (SCHOOL, other))
    ]
    with pytest.raises(ValueError, match="folder of its own"):
        Settings(employers=employers)


def no_access(*_: object, **__: object) -> FetchResult:
    return FetchResult(FetchState.INCONCLUSIVE, reason=FetchReason.API_NO_ACCESS)


def proven(*_: object, **__: object) -> FetchResult:
    return FetchResult(FetchState.NOTHING_NEW_PROVEN)


@pytest.mark.parametrize(
    ("source", "full", "expected"),
    [
        (proven, False, (FetchState.NOTHING_NEW_PROVEN, None, 0, 0)),
        (proven, True, (FetchState.NEW, None, 1, 0)),
        (no_access, False, (FetchState.INCONCLUSIVE, FetchReason.API_NO_ACCESS, 0, 1)),
        (no_access, True, (FetchState.INCONCLUSIVE, FetchReason.API_NO_ACCESS, 1, 1)),
    ],
)
def test_beside_another_way_the_folder_is_looked_in_first(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: Any,
    full: bool,
    expected: tuple[Any, ...],
) -> None:
    @contextmanager
    def given(*_: object) -> Iterator[Any]:
        yield source

    # `rutine.steps.fetch` is the function of that name; the module is found by import.
    monkeypatch.setattr(import_module("rutine.steps.fetch"), "source_of", given)
    watched = Watched(tmp_path, reports=ReportsFrom.API)
    if full:
        watched.drop(*LINES)
    _, fetched = watched.fetch()
    found = (fetched.state, fetched.reason, fetched.new, len(fetched.cases))
    watched.place.database.close()
    assert found == expected


def test_a_folder_to_fetch_from_must_be_set() -> None:
    with pytest.raises(ValueError, match="needs"):
        Settings(employers=[{"orgnr": EMPLOYER.value, "name": "x", "reports": "folder"}])


def test_a_file_that_was_cut_short_gives_way_to_navs_whole_report(watched: Watched) -> None:
    watched.drop(LINES[0])
    watched.fetch()
    whole = fetched_report(
        *(1128, EMPLOYER, date(2026, 10, 1), bytes_of(*LINES)),
        total=Ore(10 * RATE),
        account=AccountNumber(ACCOUNT),
        how="api",
    )
    scope = steps.begin(watched.place, EMPLOYER.value, "2026-10")
    result = FetchResult(FetchState.NEW, (whole,), (), (1128,))
    fetched = steps.fetch(watched.place, scope, source=lambda **_: result)
    assert fetched.cases == ()
    assert [(c.name, c.label) for c in fetched.controls] == [("cut_file", "report 1128")]
