"""Cases out to Excel and in again: what is refused, and by whom it is decided."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rutine.cases.access import ROBOT, Actor, UserRole
from rutine.cases.deciding.control import STRICT
from rutine.cases.deciding.decisions import approve, decide
from rutine.cases.tables import AuditEntry
from rutine.cases.trail.audit import verify
from rutine.cases.workbook.layout import COLUMNS
from rutine.core.differences import Action, Evidence
from rutine.core.errors import AccessDenied, InputError
from rutine.core.reason_texts import action_text
from rutine.formats import workbook_size
from tests.unit.cases.samples import (
    AUDITOR,
    CONSULTANT,
    FNRS,
    KARI,
    LIV,
    PER,
    UNIT,
    Store,
    claim,
    difference,
    line,
    record,
)
from tests.unit.cases.workbooks import (
    ACCEPT,
    SOON,
    TO_NAV,
    WAIT,
    WRITE_OFF,
    Edit,
    choose,
    codes,
    edited,
    export,
    row_of,
    seen,
    set_cell,
    taken,
)


def test_an_untouched_workbook_decides_nothing(store: Store, case_ids: tuple[str, ...]) -> None:
    found = taken(store, export(store))
    assert (found.decided, found.proposed, found.blocked, found.empty) == (0, 0, (), 3)
    assert {seen(store, each).status for each in case_ids} == {"open"}


def test_a_decision_bears_the_name_of_the_one_who_imports(
    store: Store, case_ids: tuple[str, ...]
) -> None:
    data = export(store)
    found = taken(store, edited(data, choose(row_of(data, case_ids[0]), ACCEPT, "etter avtale")))
    assert (found.decided, found.blocked, found.empty, found.stored) == (1, (), 2, True)
    view = seen(store, case_ids[0])
    assert view.decision is not None
    assert (view.status, view.decision.by_name, view.decision.comment) == (
        "done",
        "Kari K",
        "etter avtale",
    )
    with store.database.reading() as session:
        assert verify(session) is None
        actions = [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.seq)]
    assert actions[-3:] == ["exported", "decided", "imported"]


@pytest.mark.parametrize("day", [SOON, f"{SOON:%d.%m.%Y}"])
def test_a_case_waits_until_the_day_that_was_written(
    store: Store, case_ids: tuple[str, ...], day: date | str
) -> None:
    data = export(store)
    row = row_of(data, case_ids[0])
    found = taken(store, edited(data, choose(row, WAIT), set_cell(row, "until", day)))
    assert (found.decided, found.blocked) == (1, ())
    assert seen(store, case_ids[0]).resume_on == SOON


def test_what_needs_two_persons_still_does(store: Store, case_ids: tuple[str, ...]) -> None:
    data = export(store, LIV)
    found = taken(
        store,
        edited(data, choose(row_of(data, case_ids[0]), WRITE_OFF, "tapt")),
        actor=LIV,
        limits=STRICT,
    )
    assert (found.decided, found.proposed) == (0, 1)
    view = seen(store, case_ids[0], LIV)
    assert view.status == "approval"
    with store.database.writing() as session, pytest.raises(AccessDenied) as refused:
        approve(session, store.keys, case_ids[0], version=view.version, actor=LIV)
    assert refused.value.code == "own_proposal"


@pytest.mark.parametrize("actor", [ROBOT, AUDITOR, CONSULTANT])
def test_only_those_who_decide_cases_import(
    store: Store, case_ids: tuple[str, ...], actor: Actor
) -> None:
    data = export(store)
    with pytest.raises(AccessDenied):
        taken(store, edited(data, choose(2, ACCEPT)), actor=actor)
    assert {seen(store, each).status for each in case_ids} == {"open"}


@pytest.mark.parametrize("actor", [ROBOT, CONSULTANT])
def test_only_those_who_see_cases_export(
    store: Store, case_ids: tuple[str, ...], actor: Actor
) -> None:
    assert case_ids
    with pytest.raises(AccessDenied):
        export(store, actor)


def test_a_reviewer_of_one_unit_gets_its_cases_and_decides_no_others(
    store: Store, case_ids: tuple[str, ...]
) -> None:
    everything = export(store)
    siv = Actor("user:siv", "Siv", frozenset({UserRole.REVIEWER}), frozenset({UNIT.value}))
    own = export(store, siv)
    assert load_workbook(io.BytesIO(own)).worksheets[1].max_row == 2
    row = row_of(everything, case_ids[1])
    found = taken(store, edited(everything, choose(row, ACCEPT)), actor=siv)
    assert codes(found) == [(row, "case_id", "id_unknown")]


@pytest.mark.parametrize(
    ("edits", "column", "code"),
    [
        ([choose(2, ACCEPT), set_cell(2, "case_id", None)], "case_id", "id_missing"),
        ([choose(2, "Gjør noe annet")], "decision", "decision_unknown"),
        ([choose(2, action_text(Action.FETCH_AGAIN).label)], "decision", "action_not_permitted"),
        ([choose(2, action_text(Action.MATCH_BY_HAND).label)], "decision", "action_not_permitted"),
        ([choose(2, "", "bare en kommentar")], "decision", "decision_missing"),
        ([choose(2, WRITE_OFF, "  ")], "comment", "comment_required"),
        ([choose(2, ACCEPT, "x" * 2001)], "comment", "comment_too_long"),
        ([choose(2, ACCEPT, f"gjelder {FNRS[1]}")], "comment", "comment_national_id"),
        ([choose(2, ACCEPT, int(FNRS[1]))], "comment", "comment_national_id"),
        ([choose(2, ACCEPT), set_cell(2, "decision", 4)], "decision", "cell_unreadable"),
        ([choose(2, ACCEPT), set_cell(2, "decision", "=A1")], "decision", "cell_unreadable"),
        ([choose(2, ACCEPT), set_cell(2, "comment", "#N/A")], "comment", "cell_unreadable"),
        ([choose(2, WAIT)], "until", "until_required"),
        ([choose(2, WAIT), set_cell(2, "until", "i morgen")], "until", "until_invalid"),
        ([choose(2, WAIT), set_cell(2, "until", "31.02.2027")], "until", "until_invalid"),
        ([choose(2, WAIT), set_cell(2, "until", date(2020, 1, 1))], "until", "until_past"),
        ([choose(2, WAIT), set_cell(2, "until", date(2062, 1, 1))], "until", "until_too_far"),
        ([choose(2, ACCEPT), set_cell(2, "until", SOON)], "until", "until_not_asked"),
        ([set_cell(2, "until", SOON)], "decision", "decision_missing"),
        ([choose(2, ACCEPT), set_cell(2, "paid", 1)], "seal", "row_changed"),
        ([choose(2, ACCEPT), set_cell(2, "paid", "=1+1")], "seal", "row_changed"),
        ([choose(2, ACCEPT), set_cell(2, "employee_number", "E-1")], "seal", "row_changed"),
        ([choose(2, ACCEPT), set_cell(2, "version", 7)], "seal", "row_changed"),
        ([choose(2, ACCEPT), set_cell(2, "evidence", "0" * 24)], "seal", "row_changed"),
        ([choose(2, ACCEPT), set_cell(2, "seal", "0" * 24)], "seal", "row_changed"),
        ([choose(2, ACCEPT), set_cell(2, "number", None)], "seal", "row_changed"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_and_nothing_goes_through(
    store: Store, case_ids: tuple[str, ...], edits: list[Edit], column: str, code: str
) -> None:
    good = row_of(data := export(store), case_ids[1])
    if good == 2:
        data = export(store, Actor(KARI.id, KARI.name, KARI.roles, frozenset({UNIT.value})))
        good = 0
    both = [*edits, *([choose(good, ACCEPT)] if good else [])]
    found = taken(store, edited(data, *both))
    assert codes(found) == [(2, column, code)]
    assert not found.stored
    assert {seen(store, each).status for each in case_ids} == {"open"}


def test_only_the_valid_rows_go_through_when_asked_for(
    store: Store, case_ids: tuple[str, ...]
) -> None:
    data = export(store)
    first, second = (row_of(data, each) for each in case_ids[:2])
    filled = edited(data, choose(first, ACCEPT), choose(second, "noe annet"))
    found = taken(store, filled, only_valid=True)
    assert (found.decided, codes(found)) == (1, [(second, "decision", "decision_unknown")])
    assert [seen(store, each).status for each in case_ids] == ["done", "open", "open"]


def test_a_case_on_two_rows_blocks_both(store: Store, case_ids: tuple[str, ...]) -> None:
    data = export(store)
    row = row_of(data, case_ids[0])

    def copy(sheet: Worksheet) -> None:
        for column in range(1, len(COLUMNS) + 1):
            sheet.cell(9, column).value = sheet.cell(row, column).value

    found = taken(store, edited(data, choose(row, ACCEPT), copy), only_valid=True)
    assert codes(found) == [(row, "case_id", "id_repeated"), (9, "case_id", "id_repeated")]


def test_a_row_of_another_installation_is_not_believed(
    store: Store, case_ids: tuple[str, ...]
) -> None:
    data = export(store)
    one, other = (row_of(data, each) for each in case_ids[:2])

    def swap(sheet: Worksheet) -> None:
        column = COLUMNS.index("case_id") + 1
        sheet.cell(one, column).value = case_ids[1]
        sheet.cell(other, column).value = case_ids[0]

    found = taken(store, edited(data, swap, choose(one, ACCEPT)))
    assert codes(found) == [(one, "seal", "row_changed")]


def test_a_case_decided_meanwhile_blocks_its_row(store: Store, case_ids: tuple[str, ...]) -> None:
    data = export(store)
    row = row_of(data, case_ids[0])
    with store.database.writing() as session:
        decide(session, store.keys, case_ids[0], version=1, actor=PER, action=Action.ACCEPT_PAID)
    found = taken(store, edited(data, choose(row, TO_NAV)))
    assert codes(found) == [(row, "status", "case_not_open")]


def test_a_case_put_on_hold_meanwhile_blocks_its_row(
    store: Store, case_ids: tuple[str, ...]
) -> None:
    data = export(store)
    row = row_of(data, case_ids[0])
    with store.database.writing() as session:
        decide(session, store.keys, case_ids[0], version=1, actor=PER, action=Action.SEND_TO_NAV)
    found = taken(store, edited(data, choose(row, ACCEPT)))
    assert codes(found) == [(row, "version", "case_changed")]


def test_changed_evidence_blocks_its_row(store: Store, case_ids: tuple[str, ...]) -> None:
    data = export(store)
    row = row_of(data, case_ids[0])
    more = Evidence(field="days", kind="count", left="10", right="9", equal=False)
    record(store, difference(line(1), claim(1), evidence=(more,)))
    found = taken(store, edited(data, choose(row, ACCEPT)))
    assert codes(found) == [(row, "evidence", "evidence_changed")]


def test_the_same_workbook_twice_decides_once(store: Store, case_ids: tuple[str, ...]) -> None:
    data = export(store)
    filled = edited(data, choose(row_of(data, case_ids[0]), ACCEPT))
    assert taken(store, filled).decided == 1
    again = taken(store, filled)
    assert (again.stored, [each.code for each in again.blocked]) == (False, ["case_not_open"])


def renamed(data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    book.worksheets[1].title = "Ark1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def moved(data: bytes) -> bytes:
    return edited(data, lambda sheet: sheet.insert_cols(3))


def headless(data: bytes) -> bytes:
    return edited(data, lambda sheet: sheet.delete_rows(1))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (renamed, "workbook_unknown"),
        (moved, "workbook_unknown"),
        (headless, "workbook_unknown"),
        (lambda _: b"not a workbook", "workbook_unreadable"),
        (lambda data: data[: len(data) // 2], "workbook_unreadable"),
    ],
)
def test_what_is_no_workbook_of_cases_is_refused_whole(
    store: Store, case_ids: tuple[str, ...], spoil: Callable[[bytes], bytes], code: str
) -> None:
    assert case_ids
    with pytest.raises(InputError) as refused:
        taken(store, spoil(export(store)))
    assert refused.value.code == code


def test_a_zip_bomb_is_refused_before_it_is_unpacked(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(workbook_size, "MAX_UNPACKED", 8_000_000)
    out = io.BytesIO()
    Workbook().save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 8_100_000)
    with pytest.raises(InputError) as refused:
        taken(store, out.getvalue())
    assert refused.value.code == "workbook_too_large"
