"""A workbook of cases as a person works in it, for the tests of the round trip."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rutine.cases.access import Actor
from rutine.cases.deciding.control import Limits
from rutine.cases.lists.queue import case_view
from rutine.cases.views import CaseView
from rutine.cases.workbook import TakenIn, export_cases, take_in
from rutine.cases.workbook.layout import COLUMNS
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.money import Ore
from rutine.core.reason_texts import Language, action_text
from tests.unit.cases.samples import (
    KARI,
    Store,
)

Edit = Callable[[Worksheet], None]
DECISION, COMMENT = (COLUMNS.index(name) + 1 for name in ("decision", "comment"))
ACCEPT, WRITE_OFF, TO_NAV, WAIT = (
    action_text(action).label
    for action in (
        *(Action.ACCEPT_PAID, Action.WRITE_OFF),
        *(Action.SEND_TO_NAV, Action.WAIT_UNTIL),
    )
)
SOON = clock.today() + timedelta(days=30)
LENIENT = Limits(write_off=Ore(10**9), loss=Ore(10**9), manual_match=Ore(10**9))


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


def taken(
    store: Store,
    data: bytes,
    *,
    actor: Actor = KARI,
    only_valid: bool = False,
    limits: Limits = LENIENT,
) -> TakenIn:
    return take_in(store.database, data, actor=actor, only_valid=only_valid, limits=limits)


def seen(store: Store, case_id: str, viewer: Actor = KARI) -> CaseView:
    with store.database.reading() as session:
        return case_view(session, store.keys, case_id, viewer)


def row_of(data: bytes, case_id: str) -> int:
    sheet = load_workbook(io.BytesIO(data)).worksheets[1]
    column = COLUMNS.index("case_id") + 1
    return next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, column).value == case_id)


def codes(found: TakenIn) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.code) for each in found.blocked]
