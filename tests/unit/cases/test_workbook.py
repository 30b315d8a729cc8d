"""Cases out to Excel and in again: what is written, what is refused, and by whom it is decided."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rutine.cases.access import ROBOT, Actor, UserRole
from rutine.cases.audit import verify
from rutine.cases.decisions import approve, decide
from rutine.cases.queue import case_view
from rutine.cases.tables import AuditEntry
from rutine.cases.views import CaseView
from rutine.cases.workbook import TakenIn, export_cases, said, take_in
from rutine.cases.workbook.layout import COLUMNS, HIDDEN, SHOWN
from rutine.cases.workbook.problems import PROBLEMS
from rutine.cases.workbook.texts import WORKBOOK_TEXTS
from rutine.core.differences import Action, Evidence
from rutine.core.errors import AccessDenied, InputError
from rutine.core.reason_texts import CODE_TEXTS, Language, action_text
from tests.unit.cases.samples import (
    AUDITOR,
    CONSULTANT,
    FNRS,
    KARI,
    LIV,
    NAMES,
    OTHER_UNIT,
    PER,
    UNIT,
    Store,
    claim,
    difference,
    line,
    record,
    report_difference,
)

Edit = Callable[[Worksheet], None]
DECISION, COMMENT = (COLUMNS.index(name) + 1 for name in ("decision", "comment"))
ACCEPT, WRITE_OFF, TO_NAV = (
    action_text(action).label
    for action in (Action.ACCEPT_PAID, Action.WRITE_OFF, Action.SEND_TO_NAV)
)


@pytest.fixture
def case_ids(store: Store) -> tuple[str, ...]:
    """Two cases about a person, one of them in another unit, and one about a report."""
    return record(
        store,
        difference(line(1), claim(1)),
        difference(line(2), claim(2), sub_unit=OTHER_UNIT),
        report_difference(),
    ).case_ids


def export(store: Store, viewer: Actor = KARI, language: Language = Language.NB) -> bytes:
    with store.database.writing() as session:
        return export_cases(session, store.keys, viewer, language)


def edited(data: bytes, *edits: Edit) -> bytes:
    """The workbook after a person worked in its second sheet."""
    book = load_workbook(io.BytesIO(data))
    for edit in edits:
        edit(book.worksheets[1])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def set_cell(row: int, column: str, value: Any) -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row, COLUMNS.index(column) + 1).value = value

    return edit


def choose(row: int, decision: str, comment: str | int = "sett på av oss") -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row, DECISION).value = decision
        sheet.cell(row, COMMENT).value = comment

    return edit


def taken(store: Store, data: bytes, *, actor: Actor = KARI, only_valid: bool = False) -> TakenIn:
    return take_in(store.database, data, actor=actor, only_valid=only_valid)


def seen(store: Store, case_id: str, viewer: Actor = KARI) -> CaseView:
    with store.database.reading() as session:
        return case_view(session, store.keys, case_id, viewer)


def row_of(data: bytes, case_id: str) -> int:
    sheet = load_workbook(io.BytesIO(data)).worksheets[1]
    column = COLUMNS.index("case_id") + 1
    return next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, column).value == case_id)


def codes(found: TakenIn) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.code) for each in found.blocked]


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


def test_what_needs_two_persons_still_does(store: Store, case_ids: tuple[str, ...]) -> None:
    data = export(store, LIV)
    found = taken(
        store, edited(data, choose(row_of(data, case_ids[0]), WRITE_OFF, "tapt")), actor=LIV
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
        ([choose(2, "", "bare en kommentar")], "decision", "decision_missing"),
        ([choose(2, WRITE_OFF, "  ")], "comment", "comment_required"),
        ([choose(2, ACCEPT, "x" * 2001)], "comment", "comment_too_long"),
        ([choose(2, ACCEPT, f"gjelder {FNRS[1]}")], "comment", "comment_national_id"),
        ([choose(2, ACCEPT, int(FNRS[1]))], "comment", "comment_national_id"),
        ([choose(2, ACCEPT), set_cell(2, "decision", 4)], "decision", "cell_unreadable"),
        ([choose(2, ACCEPT), set_cell(2, "decision", "=A1")], "decision", "cell_unreadable"),
        ([choose(2, ACCEPT), set_cell(2, "comment", "#N/A")], "comment", "cell_unreadable"),
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


def test_no_name_or_national_id_is_in_the_workbook(store: Store, case_ids: tuple[str, ...]) -> None:
    assert case_ids
    with zipfile.ZipFile(io.BytesIO(export(store))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "E-900117" in everything
    for secret in (*FNRS, *NAMES, *(name.split(",", maxsplit=1)[0] for name in NAMES)):
        assert secret not in everything


def test_the_lists_offer_what_each_case_permits(store: Store, case_ids: tuple[str, ...]) -> None:
    data = export(store)
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[1]
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        assert rule.type == "list"
        name, cells = re.fullmatch(r"'(.+)'!(.+)", rule.formula1).groups()
        labels = [cell.value for (cell,) in book[name][cells]]
        for span in rule.sqref.ranges:
            for row in range(span.min_row, span.max_row + 1):
                offered[row] = labels
    for case_id in case_ids:
        permitted = [action_text(action).label for action in seen(store, case_id).permitted]
        assert offered[row_of(data, case_id)] == permitted


def test_everything_but_what_is_to_be_filled_in_is_locked(
    store: Store, case_ids: tuple[str, ...]
) -> None:
    assert case_ids
    sheet = load_workbook(io.BytesIO(export(store))).worksheets[1]
    assert sheet.protection.sheet
    for column, name in enumerate(COLUMNS, start=1):
        cell = sheet.cell(2, column)
        assert cell.protection.locked is (name not in {"decision", "comment"})
        hidden = sheet.column_dimensions[cell.column_letter].hidden
        assert hidden is (name in HIDDEN)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_can_start_a_formula(store: Store, start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    record(store, difference(line(1), claim(1), employee_number=text))
    with zipfile.ZipFile(io.BytesIO(export(store))) as archive:
        sheets = {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/worksheets/")
        }
        styles = archive.read("xl/styles.xml").decode()
    assert all("<f>" not in sheet and "<f " not in sheet for sheet in sheets.values())
    column = "ABCDEFG"[SHOWN.index("employee_number")]
    cell = re.search(rf'<c r="{column}2".*?</c>', sheets["xl/worksheets/sheet2.xml"], re.DOTALL)[0]
    assert 't="inlineStr"' in cell
    assert "HYPERLINK(1)" in cell
    formats = re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL)[0]
    style = re.findall(r"<xf [^>]*>", formats)[int(re.search(r's="(\d+)"', cell)[1])]
    assert 'quotePrefix="1"' in style


def test_a_filled_in_formula_start_comes_back_as_text(
    store: Store, case_ids: tuple[str, ...]
) -> None:
    data = export(store)

    def write(sheet: Worksheet) -> None:
        row = row_of(data, case_ids[0])
        sheet.cell(row, DECISION).value = ACCEPT
        cell = sheet.cell(row, COMMENT)
        cell.value, cell.data_type = "=etter avtale", "s"

    assert taken(store, edited(data, write)).decided == 1
    view = seen(store, case_ids[0])
    assert view.decision is not None
    assert view.decision.comment == "=etter avtale"


@pytest.mark.parametrize("language", list(Language))
def test_each_language_is_exported_and_read(
    store: Store, case_ids: tuple[str, ...], language: Language
) -> None:
    data = export(store, language=language)
    label = action_text(Action.ACCEPT_PAID, language).label
    assert taken(store, edited(data, choose(row_of(data, case_ids[0]), label))).decided == 1


@pytest.mark.parametrize("language", list(Language))
def test_every_word_is_there_in_every_language(language: Language) -> None:
    texts = WORKBOOK_TEXTS[language]
    assert texts.headings.keys() == set(COLUMNS)
    assert len(set(texts.headings.values())) == len(COLUMNS)
    assert len(texts.how) == len(WORKBOOK_TEXTS[Language.NB].how)
    assert all(language in problem for problem in PROBLEMS.values())


def test_no_word_means_two_decisions() -> None:
    meanings: dict[str, set[str]] = {}
    for texts in CODE_TEXTS.values():
        for code, text in texts.actions.items():
            meanings.setdefault(text.label.casefold(), set()).add(code)
    assert {word: codes for word, codes in meanings.items() if len(codes) > 1} == {}


def test_a_problem_is_said_with_row_column_and_remedy(
    store: Store, case_ids: tuple[str, ...]
) -> None:
    assert case_ids
    (blocked,) = taken(store, edited(export(store), choose(2, "tull"))).blocked
    assert said(blocked, Language.NB) == (
        "Rad 2, kolonne «Avgjørelse»: teksten er ikke en avgjørelse. Velg fra lista i cellen."
    )


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


def test_a_zip_bomb_is_refused_before_it_is_unpacked(store: Store) -> None:
    out = io.BytesIO()
    Workbook().save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 810_000_000)
    with pytest.raises(InputError) as refused:
        taken(store, out.getvalue())
    assert refused.value.code == "workbook_too_large"
