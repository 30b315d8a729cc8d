"""What goes out to Excel comes back as it was, and a changed cell is always noticed."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from rutine.cases.deciding.control import Limits
from rutine.cases.deciding.decision_checks import COMMENT_REQUIRED
from rutine.cases.lists.queue import case_view
from rutine.cases.views import CaseView
from rutine.cases.workbook import export_cases, take_in
from rutine.cases.workbook.layout import COLUMNS, SEALED
from rutine.core.differences import Action
from rutine.core.money import Ore
from rutine.core.reason_texts import Language, action_text
from rutine.formats.safe_cells import put, safe_text
from tests.unit.cases.samples import (
    KARI,
    OTHER_UNIT,
    PERMITTED,
    UNIT,
    Store,
    claim,
    difference,
    line,
    record,
    sqlite_store,
)

LENIENT = Limits(*(Ore(10**12),) * 3)
DECISION, COMMENT = (COLUMNS.index(name) + 1 for name in ("decision", "comment"))
FEW = settings(max_examples=12, deadline=None)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Nd"], exclude_characters="_"),
    max_size=30,
)
"""No digits (a comment may hold no national id). `_x000D_` is how Excel itself escapes."""


@st.composite
def cases(draw: st.DrawFn) -> list[dict[str, Any]]:
    """What some cases are about, and what a person writes on their rows."""
    return [
        {
            "employee_number": draw(st.one_of(st.none(), WORDS, st.from_regex(r"[=+@-]\w{1,9}"))),
            "sub_unit": draw(st.sampled_from([UNIT, OTHER_UNIT])),
            "benefit": draw(st.sampled_from(["4", "2", "Q"])),
            "claimed": Ore(draw(st.integers(-(10**11), 10**11))),
            "paid": Ore(draw(st.integers(-(10**11), 10**11))),
            "choice": draw(st.one_of(st.none(), st.sampled_from(PERMITTED))),
            "comment": draw(WORDS),
        }
        for _ in range(draw(st.integers(1, 4)))
    ]


def made(store: Store, wanted: list[dict[str, Any]]) -> tuple[str, ...]:
    return record(
        store,
        *(
            difference(
                line(number),
                claim(number),
                **{k: v for k, v in each.items() if k not in {"choice", "comment"}},
            )
            for number, each in enumerate(wanted, start=1)
        ),
    ).case_ids


def exported(store: Store) -> bytes:
    with store.database.writing() as session:
        return export_cases(session, store.keys, KARI, Language.NB)


def views(store: Store, case_ids: tuple[str, ...]) -> list[CaseView]:
    with store.database.reading() as session:
        return [case_view(session, store.keys, case_id, KARI) for case_id in case_ids]


@FEW
@given(wanted=cases())
def test_what_is_filled_in_is_decided_and_nothing_else(wanted: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
        case_ids = made(store, wanted)
        book = load_workbook(io.BytesIO(exported(store)))
        sheet = book.worksheets[1]
        rows = {sheet.cell(r, COLUMNS.index("case_id") + 1).value: r for r in range(2, 20)}
        for case_id, each in zip(case_ids, wanted, strict=True):
            if each["choice"] is not None:
                if each["choice"] in COMMENT_REQUIRED:
                    each["comment"] = f"fordi {each['comment']}"
                put(sheet.cell(rows[case_id], DECISION), action_text(each["choice"]).label)
                put(sheet.cell(rows[case_id], COMMENT), each["comment"])
        out = io.BytesIO()
        book.save(out)
        found = take_in(store.database, out.getvalue(), actor=KARI, only_valid=False)
        assert found.blocked == ()
        chosen = [each for each in wanted if each["choice"] is not None]
        assert found.decided + found.proposed == len(chosen)
        assert found.empty == len(wanted) - len(chosen)
        for view, each in zip(views(store, case_ids), wanted, strict=True):
            if each["choice"] is None:
                assert (view.status, view.version) == ("open", 1)
                continue
            decision = view.proposal or view.decision
            assert decision is not None
            assert decision.action is each["choice"]
            assert (view.proposal is not None) == (view.status == "approval")
            assert decision.comment.split() == safe_text(each["comment"]).split()


def words_of(value: object) -> list[str]:
    return str("" if value is None else value).split()


@FEW
@given(
    wanted=cases(),
    column=st.sampled_from(SEALED),
    value=st.one_of(WORDS, st.integers(0, 10**9), st.floats(allow_nan=False, width=32)),
)
def test_a_changed_cell_is_always_noticed(
    wanted: list[dict[str, Any]], column: str, value: object
) -> None:
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
        case_ids = made(store, wanted)
        book = load_workbook(io.BytesIO(exported(store)))
        sheet = book.worksheets[1]
        cell = sheet.cell(2, COLUMNS.index(column) + 1)
        before = cell.value
        if isinstance(value, str):
            put(cell, value)
        else:
            cell.value = value
        changed = cell.value != before and words_of(cell.value) != words_of(before)
        put(sheet.cell(2, DECISION), action_text(Action.ACCEPT_PAID).label)
        out = io.BytesIO()
        book.save(out)
        found = take_in(store.database, out.getvalue(), actor=KARI, only_valid=True, limits=LENIENT)
        decided = [view for view in views(store, case_ids) if view.status == "done"]
        assert len(decided) == (0 if changed else 1)
        assert len(found.blocked) == (1 if changed else 0)
