"""A request for a service record from its lists to its signature, and what comes after."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from rutine.cases.access import Actor, UserRole
from rutine.cases.deciding.decisions import approve, decide
from rutine.cases.deciding.retracting import may_retract
from rutine.cases.retention.rules import Kind, Term, Terms
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.signed.issuing import document_of, enter_document
from rutine.cases.tables import AuditEntry, Case
from rutine.cases.views import CaseStatus
from rutine.cases.workbook import export_cases, take_in
from rutine.cases.workbook.layout import COLUMNS
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError, StaleVersion
from rutine.core.reason_texts import Language, action_text
from rutine.core.service_record import RecordDraft
from rutine.installation import Installation
from rutine.routines.review_terms import RoutineTerms
from rutine.service_records.page import Signer, record_page
from rutine.steps.retention import carry_out
from rutine.steps.shapes.simulation import Shift, simulate_shape
from rutine.temporary import under_rules
from tests.shape_home import EMPLOYER, REVIEWER, TODAY, ShapeHome, at, person

ROUTINE = "service_record"
APPROVER = person(UserRole.APPROVER, number=2)
LATER = TODAY + timedelta(days=1)
KEPT = Terms({kind: Term(5, "years_after_year", "law") for kind in Kind}, {})
AT_ONCE = Terms({kind: Term(0, "days", "the municipality's own") for kind in Kind}, {})
MUCH_LATER = TODAY + timedelta(days=40)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path / "home")
    yield home
    home.place.database.close()


def sign(home: ShapeHome, case: Case, actor: Actor = REVIEWER, **more: object) -> None:
    with at(TODAY, 13), home.place.database.writing() as session:
        decide(
            session,
            home.place.keys,
            case.id,
            version=case.version,
            actor=actor,
            action=Action.SIGN,
            limits=home.place.limits,
            **more,  # type: ignore[arg-type]
        )


def draft_of(home: ShapeHome, case: Case) -> RecordDraft:
    about = facts_of(home.place.keys, case).about
    assert about is not None
    assert about.record is not None
    return about.record


def status(home: ShapeHome) -> list[tuple[str, str]]:
    return [(case.reason, case.status) for case in home.cases()]


def test_what_is_signed_stays_as_it_was_signed(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    [case] = home.cases()
    sign(home, case)
    positions = inbox / "position.csv"
    positions.write_text(positions.read_text("utf-8").replace(";80;", ";60;"), "utf-8")
    assert home.run(ROUTINE, LATER).new_cases == 0
    assert status(home) == [("S01", CaseStatus.DONE)]
    assert {each.percent for each in draft_of(home, home.cases()[0]).positions} == {10_000, 8000}
    with home.place.database.reading() as session:
        assert not may_retract(session, session.get_one(Case, case.id), REVIEWER)


def test_a_request_waits_although_the_next_list_leaves_it_out(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    requests = inbox / "service_record_request.csv"
    requests.write_text(requests.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    positions = inbox / "position.csv"
    positions.write_text(positions.read_text("utf-8").replace(";80;", ";60;"), "utf-8")
    home.run(ROUTINE, LATER)
    [case] = home.cases()
    assert case.status == CaseStatus.OPEN
    assert 6000 in {each.percent for each in draft_of(home, case).positions}


def test_who_asks_again_another_day_gets_another_record(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    sign(home, home.cases()[0])
    requests = inbox / "service_record_request.csv"
    requests.write_text(requests.read_text("utf-8").replace("23.11.2026", "30.11.2026"), "utf-8")
    home.run(ROUTINE, LATER)
    assert status(home) == [("S01", CaseStatus.DONE), ("S01", CaseStatus.OPEN)]


def test_where_sources_disagree_somebody_says_which_counts_and_why(home: ShapeHome) -> None:
    home.put(ROUTINE, "payroll_and_hr_disagree")
    home.run(ROUTINE)
    [case] = home.cases()
    for more, code in (
        ({"comment": "Se avtalen"}, "source_choice_required"),
        ({"comment": "Se avtalen", "source_choice": "archive"}, "source_choice_required"),
        ({"source_choice": "hr"}, "comment_required"),
    ):
        with pytest.raises(InputError) as caught:
            sign(home, case, **more)
        assert caught.value.code == code
    sign(home, case, comment="Se avtalen", source_choice="hr")
    with home.place.database.reading() as session:
        document = document_of(session, home.place.keys, case.id, REVIEWER)
    assert document.chosen == "hr"
    assert document.signature is not None
    assert document.signature.signer == Signer("Liv L", "reviewer", TODAY)
    assert document.signature.second is None


@pytest.mark.parametrize("example", ["no_position_is_told", "no_birth_date"])
def test_a_record_of_nobody_or_nothing_can_not_be_signed(home: ShapeHome, example: str) -> None:
    home.put(ROUTINE, example)
    home.run(ROUTINE)
    with pytest.raises(InputError, match="not permitted"):
        sign(home, home.cases()[0], comment="Likevel")


def test_two_persons_sign_where_the_file_says_so(home: ShapeHome, tmp_path: Path) -> None:
    mappings = home.place.settings.mappings
    asked = (mappings / "routines" / f"{ROUTINE}.yaml").read_text("utf-8")
    folder = tmp_path / "routines"
    folder.mkdir()
    (folder / f"{ROUTINE}.yaml").write_text(asked.replace("two_persons: no", "two_persons: yes"))
    limits = replace(home.place.limits, terms=RoutineTerms(tmp_path))
    home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    [case] = home.cases()
    with at(TODAY, 13), home.place.database.writing() as session:
        decide(
            session,
            home.place.keys,
            case.id,
            version=case.version,
            actor=REVIEWER,
            action=Action.SIGN,
            limits=limits,
        )
    [case] = home.cases()
    assert case.status == CaseStatus.APPROVAL
    with home.place.database.reading() as session:
        assert document_of(session, home.place.keys, case.id, REVIEWER).signature is None
    with at(LATER, 9), home.place.database.writing() as session:
        approve(session, home.place.keys, case.id, version=case.version, actor=APPROVER)
    with home.place.database.reading() as session:
        signature = document_of(session, home.place.keys, case.id, REVIEWER).signature
    assert signature is not None
    assert signature.second is not None
    assert signature.second.day == LATER


def with_rule(home: ShapeHome, folder: Path, more: str) -> Installation:
    """The installation under a routine file with more in it."""
    file = home.place.settings.mappings / "routines" / f"{ROUTINE}.yaml"
    changed = folder / file.name
    text = file.read_text("utf-8").replace("  two_persons: no\n", f"  two_persons: no\n{more}")
    changed.write_text(text, "utf-8")
    return under_rules(home.place, routine=(ROUTINE, changed))


AUTO = "  auto_issue: {confirmed_by: HR-sjef, confirmed_on: 2026-11-01}\n"


@pytest.mark.parametrize(
    ("example", "more", "status"),
    [
        ("one_source_no_remarks", AUTO, CaseStatus.AUTO_CLOSED),
        ("equal_rows_follow_each_other", AUTO, CaseStatus.OPEN),  # two sources
        ("a_gap_of_a_year", AUTO, CaseStatus.OPEN),
        ("a_day_that_is_none", AUTO, CaseStatus.OPEN),  # whose is the row that is not used?
        ("an_old_row_without_an_id", AUTO, CaseStatus.OPEN),
        ("one_source_no_remarks", AUTO.replace("11-01", "12-01"), CaseStatus.OPEN),
        ("one_source_no_remarks", "", CaseStatus.OPEN),
    ],
)
def test_nothing_is_issued_without_a_person_unless_somebody_has_decided_that(
    home: ShapeHome, tmp_path: Path, example: str, more: str, status: CaseStatus
) -> None:
    home.put(ROUTINE, example)
    home.place = with_rule(home, tmp_path, more)
    home.run(ROUTINE)
    home.run(ROUTINE, LATER)  # what is issued stays so
    case = next(each for each in home.cases() if each.kind == "service_record")
    assert case.status == status
    with home.place.database.reading() as session:
        signature = document_of(session, home.place.keys, case.id, REVIEWER).signature
    if status is CaseStatus.OPEN:
        assert signature is None
        return
    assert signature is not None
    page = record_page(draft_of(home, case), signature=signature)
    assert "Utstedt maskinelt, uten signatur" in page
    assert "Etter fullmakt fra HR-sjef, 01.11.2026" in page


def test_a_document_is_entered_once_by_one_who_decides_and_goes_with_its_case(
    home: ShapeHome,
) -> None:
    home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    [case] = home.cases()
    keys, archive = home.place.keys, home.place.archive
    sha256 = archive.put(b"%PDF-1.4 one", kind="service_record", label="case 1")

    def enter(actor: Actor) -> None:
        with at(TODAY, 14), home.place.database.writing() as session:
            enter_document(session, keys, case.id, sha256, actor=actor)

    with pytest.raises(InputError, match="Nobody has signed"):
        enter(REVIEWER)
    sign(home, case)
    with pytest.raises(AccessDenied):
        enter(person(UserRole.AUDITOR, number=3))
    enter(REVIEWER)
    with pytest.raises(InputError, match="made already"):
        enter(REVIEWER)
    with home.place.database.reading() as session:
        [data] = session.scalars(select(AuditEntry.data).where(AuditEntry.action == "issued"))
        assert sha256 in data
    with at(MUCH_LATER, 3):
        carry_out(home.place, KEPT, MUCH_LATER)
        assert sha256 in archive
        carry_out(home.place, AT_ONCE, MUCH_LATER)
    assert sha256 not in archive
    assert home.cases()[0].wiped_at is not None


def test_a_changed_file_says_what_it_would_have_made_of_earlier_runs(
    home: ShapeHome, tmp_path: Path
) -> None:
    home.put(ROUTINE, "a_gap_of_a_year")
    home.run(ROUTINE)
    file = home.place.settings.mappings / "routines" / f"{ROUTINE}.yaml"
    changed = tmp_path / file.name
    changed.write_text(file.read_text("utf-8").replace("gap_days: 0", "gap_days: 365"), "utf-8")
    found = simulate_shape(home.place, ROUTINE, EMPLOYER, file=changed)
    [change] = found.changes
    assert (change.shift, change.reason, change.other) == (Shift.OTHER, "S03", "S01")


def edit(inbox: Path, name: str, old: str, new: str) -> None:
    path = inbox / f"{name}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("employee", "Kari Prøve", "Kari Prøvesen"), ("unit", "Sykehjem avdeling 1", "Solsiden")],
)
def test_nobody_signs_another_draft_than_the_one_that_was_read(
    home: ShapeHome, name: str, old: str, new: str
) -> None:
    inbox = home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    [read] = home.cases()
    edit(inbox, name, old, new)
    home.run(ROUTINE, LATER)
    with pytest.raises(StaleVersion):
        sign(home, read)


def test_a_leave_is_told_once_whichever_lists_have_it_in_whichever_order(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "one_source_no_remarks")
    leave, other = "1001;01.01.2022;30.06.2022;100", "1001;01.02.2023;28.02.2023;50"
    edit(inbox, "seniority_leave", leave, f"{leave}\n{other}")
    home.run(ROUTINE)
    [case] = home.cases()
    assert len(draft_of(home, case).leaves) == 2
    edit(inbox, "seniority_leave", f"{leave}\n{other}", f"{other}\n{leave}\n{leave}")
    home.run(ROUTINE, LATER)
    [again] = home.cases()
    assert draft_of(home, again).leaves == draft_of(home, case).leaves
    assert again.version == case.version


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("position", "Lønn;", "Lønn 2;"),  # a system that the routine's file does not know
        ("employee", "01816010027", ""),  # old systems can't say what they have of the person
        ("service_record_request", "23.11.2026", "23.12.2026"),  # nobody knows that day yet
    ],
)
def test_what_is_in_doubt_is_signed_by_a_person(
    home: ShapeHome, tmp_path: Path, name: str, old: str, new: str
) -> None:
    inbox = home.put(ROUTINE, "one_source_no_remarks")
    edit(inbox, name, old, new)
    home.place = with_rule(home, tmp_path, AUTO)
    home.run(ROUTINE)
    assert CaseStatus.AUTO_CLOSED not in {each.status for each in home.cases()}


def test_a_request_that_was_answered_and_deleted_is_not_asked_again(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    sign(home, home.cases()[0])
    with at(MUCH_LATER, 3):
        carry_out(home.place, AT_ONCE, MUCH_LATER)
    edit(inbox, "position", ";80;", ";60;")
    home.run(ROUTINE, MUCH_LATER)
    [case] = home.cases()
    assert case.status == CaseStatus.DONE
    assert facts_of(home.place.keys, case).about is None


def test_nobody_signs_in_a_workbook(home: ShapeHome) -> None:
    home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    database, label = home.place.database, action_text(Action.SIGN).label
    with database.writing() as session:
        data = export_cases(session, home.place.keys, REVIEWER, Language.NB)
    book = load_workbook(io.BytesIO(data))
    offered = {cell.value for sheet in book.worksheets[2:] for row in sheet.rows for cell in row}
    assert label not in offered
    book.worksheets[1].cell(2, COLUMNS.index("decision") + 1).value = label
    filled = io.BytesIO()
    book.save(filled)
    with at(TODAY, 13):
        found = take_in(database, filled.getvalue(), actor=REVIEWER, only_valid=True)
    assert [(each.column, each.code) for each in found.blocked] == [
        ("decision", "action_not_permitted")
    ]
    assert home.cases()[0].status == CaseStatus.OPEN


@pytest.mark.parametrize("asked", ["1001;;", "2001;;", ";01816010027;"])
def test_who_was_employed_anew_under_another_number_gets_one_record_of_all(
    home: ShapeHome, asked: str
) -> None:
    inbox = home.put(ROUTINE, "one_source_no_remarks")
    employee = "1001;01816010027;Kari Prøve;01.03.2020;31.10.2026;01.01.1960;Nei"
    again = "2001;01816010027;Kari Prøve;01.11.2026;;01.01.1960;Nei"
    edit(inbox, "employee", employee, f"{employee}\n{again}")
    position = "Lønn;1001;01816010027;Sykepleier;7174;SYK1;80;;01.01.2024;31.10.2026"
    new = "Lønn;2001;01816010027;Sykepleier;7174;SYK2;50;;01.11.2026;"
    edit(inbox, "position", position, f"{position}\n{new}")
    edit(inbox, "service_record_request", "1001;;", asked)
    home.run(ROUTINE)
    [case] = home.cases()
    assert case.reason == "S01"
    assert sorted(each.percent or 0 for each in draft_of(home, case).positions) == [
        *(5000, 8000, 10_000)
    ]
    sign(home, case)
    edit(inbox, "service_record_request", asked, "2001;;" if asked != "2001;;" else "1001;;")
    home.run(ROUTINE, LATER)
    assert status(home) == [("S01", CaseStatus.DONE)]
