"""The workbook of cases as it is written: whom it names, what it locks, and no formulas."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rutine.cases.workbook import said
from rutine.cases.workbook.layout import COLUMNS, HIDDEN, SHOWN
from rutine.cases.workbook.problems import PROBLEMS
from rutine.cases.workbook.texts import WORKBOOK_TEXTS
from rutine.core.differences import Action
from rutine.core.reason_texts import CODE_TEXTS, Language, action_text
from tests.unit.cases.samples import (
    FNRS,
    NAMES,
    Store,
    claim,
    difference,
    line,
    record,
)
from tests.unit.cases.workbooks import (
    ACCEPT,
    COMMENT,
    DECISION,
    choose,
    edited,
    export,
    row_of,
    seen,
    taken,
)


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
        assert cell.protection.locked is (name not in {"decision", "comment", "until"})
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
