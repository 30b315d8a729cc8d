"""The workbook through the app: the same strict checks as on the command line."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from rutine.cases.tables import AuditEntry, Case
from rutine.cases.workbook.layout import COLUMNS
from rutine.review.routes import MAX_UPLOAD

ADDRESS = "/saker/arbeidsbok"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def filled(data: bytes, decisions: dict[int, dict[str, object]]) -> bytes:
    """The workbook with these cells filled in, by case number."""
    book = load_workbook(io.BytesIO(data))
    sheet = book["Saker"]
    for row in range(2, sheet.max_row + 1):
        for name, value in decisions.get(sheet.cell(row, 1).value, {}).items():
            sheet.cell(row, COLUMNS.index(name) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(visitor, data: bytes, name: str = "saker.xlsx", **fields):
    visitor.get(ADDRESS)
    return visitor.client.post(
        ADDRESS, data={"csrf": visitor.token(), **fields}, files={"workbook": (name, data, XLSX)}
    )


def actions(store, action: str) -> list[AuditEntry]:
    with store.database.reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def status(store, number: int) -> str:
    with store.database.reading() as session:
        return session.scalar(select(Case.status).where(Case.number == number))


def test_the_open_cases_are_taken_out_and_that_is_written_down(visitor, store, cases):
    answer = visitor.client.get(f"{ADDRESS}/fil")
    assert answer.headers["content-type"] == XLSX
    disposition = answer.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="saker-\d{4}-\d\d-\d\d\.xlsx"', disposition)
    assert answer.headers["cache-control"] == "no-store"
    (entry,) = actions(store, "exported")
    assert entry.data == '{"cases":8}'
    sheet = load_workbook(io.BytesIO(answer.content))["Saker"]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "10480" in cells
    assert "03.10.2026" in cells  # the deadline
    assert not [cell for cell in cells if isinstance(cell, str) and cell.startswith("=")]
    for secret in (*cases.NAMES, *(person.reveal() for person in cases.PEOPLE)):
        assert secret not in cells


def test_a_restricted_case_is_in_nobodys_workbook(as_user, store):
    store.protect(0)
    for name in ("kari", "ragna"):
        data = as_user(name).client.get(f"{ADDRESS}/fil").content
        sheet = load_workbook(io.BytesIO(data))["Saker"]
        assert sheet.max_row == 8  # the headings and seven cases
        assert "10480" not in [c for row in sheet.iter_rows(values_only=True) for c in row]
    assert "Skjermede saker er aldri med." in words(as_user("ragna").get(ADDRESS).text)


def test_what_was_filled_in_is_decided_by_the_one_who_sends_it(visitor, store):
    number = visitor.number("D43")
    data = filled(
        visitor.client.get(f"{ADDRESS}/fil").content,
        {number: {"decision": "Endre kravet", "comment": "To dager mangler"}},
    )
    answer = send(visitor, data)
    assert answer.status_code == 200
    assert "Avgjort: 1. Foreslått, venter på godkjenning: 0. Rader uten avgjørelse: 7." in words(
        answer.text
    )
    assert status(store, number) == "waiting"
    assert "Kari Behandler avgjorde: Endre kravet" in words(visitor.get(f"/saker/{number}").text)
    assert len(actions(store, "imported")) == 1


def test_nothing_is_stored_when_a_row_is_blocked_until_the_rest_is_asked_for(visitor, store):
    good, bad = visitor.number("D43"), visitor.number("D25")
    data = filled(
        visitor.client.get(f"{ADDRESS}/fil").content,
        {
            good: {"decision": "Ta det opp med NAV"},
            bad: {"decision": "Avskriv som tap", "comment": "tapt"},
            visitor.number("D00"): {"decision": "Ta det opp med NAV", "comment": "=1+1"},
        },
    )
    answer = send(visitor, data)
    said = words(answer.text)
    assert answer.status_code == 422
    assert "2 rader ble ikke lest inn" in said
    assert "Kommentar cellen viser en feil eller er ikke tekst" in said  # a formula
    assert re.search(
        r"Rad \d+ Avgjørelse saken tillater ikke denne avgjørelsen Velg fra lista i cellen\.", said
    )
    assert "Ingenting er lagret." in said
    assert status(store, good) == "open"
    assert actions(store, "imported") == []
    answer = send(visitor, data, only_valid="yes")
    assert answer.status_code == 200
    assert "2 rader ble ikke lest inn" in words(answer.text)
    assert status(store, good) == "waiting"
    assert status(store, bad) == "open"


def test_a_case_decided_meanwhile_is_blocked(visitor, as_user, store):
    number = visitor.number("D43")
    data = filled(
        visitor.client.get(f"{ADDRESS}/fil").content, {number: {"decision": "Ta det opp med NAV"}}
    )
    other = as_user("gro")
    other.get(f"/saker/{number}")
    other.post(f"/saker/{number}/avgjor", version=other.version(), action="accept_paid")
    answer = send(visitor, data)
    assert answer.status_code == 422
    assert "saken er avgjort, foreslått eller lukket etter eksporten" in words(answer.text)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "saker.xlsx", "Velg arbeidsboka du har fylt ut."),
        (b"Krav-id;Navn", "saker.csv", "Filen er ikke en .xlsx-fil."),
        (b"not a zip", "saker.xlsx", "Filen kan ikke leses."),
    ],
)
def test_another_file_is_refused_with_a_reason(visitor, store, data, name, said):
    answer = send(visitor, data, name)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert 'aria-invalid="true"' in answer.text
    assert actions(store, "imported") == []


def test_another_workbook_is_refused(visitor):
    from openpyxl import Workbook

    out = io.BytesIO()
    Workbook().save(out)
    answer = send(visitor, out.getvalue(), "Kari Nordmann 01010112345.xlsx")
    assert answer.status_code == 422
    assert "ikke en arbeidsbok med saker fra Rutine" in words(answer.text)
    assert "Nordmann" not in answer.text


def test_a_file_that_is_too_large_is_refused_before_it_is_read(visitor):
    answer = send(visitor, b"x" * (MAX_UPLOAD + 1))
    assert answer.status_code == 413
    assert "Det er for mye på én gang" in answer.text


def test_without_our_token_nothing_is_read_in(visitor, store):
    visitor.get(ADDRESS)
    answer = visitor.client.post(
        ADDRESS, data={"csrf": "gjettet"}, files={"workbook": ("saker.xlsx", b"x", XLSX)}
    )
    assert answer.status_code == 403
    assert actions(store, "imported") == []


def test_two_files_at_once_are_refused(visitor):
    visitor.get(ADDRESS)
    files = [("workbook", ("a.xlsx", b"x", XLSX)), ("workbook", ("b.xlsx", b"y", XLSX))]
    answer = visitor.client.post(ADDRESS, data={"csrf": visitor.token()}, files=files)
    assert answer.status_code == 400


def test_one_who_only_reads_takes_no_cases_out(as_user, store):
    auditor = as_user("rune")
    assert auditor.client.get(f"{ADDRESS}/fil").status_code == 403
    assert ADDRESS not in auditor.get("/saker").text
    assert actions(store, "exported") == []
