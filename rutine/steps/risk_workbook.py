"""Money at risk as a workbook: the items, the sums by month, and what is not known.

With employee numbers and sub-units, so that payroll can act; without names and national ids,
which payroll shows for the employee number. It is health data, so it is written 0600.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rutine.core.reason_texts import Language, benefit_name
from rutine.formats.safe_cells import Value, put
from rutine.refunds.at_risk import AtRisk, RiskKind, RiskView, month_sums
from rutine.refunds.at_risk.risk_texts import RiskTexts
from rutine.refunds.at_risk.texts import (
    RISK_TEXTS,
    gap_text,
    month_name,
    remarks,
    sum_text,
    who_text,
)

_WIDTHS = (12, 22, 16, 28, 24, 24, 14, 34, 56)


def risk_workbook(
    views: Sequence[RiskView], language: Language, unit_names: Mapping[str, str]
) -> bytes:
    """The workbook of one or several employers.

    Args:
        views: what each employer has at risk, as far as the reader may see it.
        language: of every word in it.
        unit_names: organisation number -> name.
    """
    texts = RISK_TEXTS[language]
    book = Workbook()
    items, sums, gaps = (book.active, *(book.create_sheet() for _ in range(2)))
    for sheet, name in zip((items, sums, gaps), texts.sheets, strict=True):
        assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has a sheet
        sheet.title = name
    assert isinstance(items, Worksheet)  # noqa: S101 - likewise
    listed = [_item(view, item, language, unit_names) for view in views for item in view.items]
    _table(items, list(texts.columns.values()), listed)
    _table(sums, _sum_headings(texts), [row for view in views for row in _sums(view, texts)])
    _table(gaps, [texts.gaps_title], [[line] for line in _unknown(views, language)])
    for column, width in enumerate(_WIDTHS, start=1):
        items.column_dimensions[get_column_letter(column)].width = width
    for column in range(1, len(RiskKind) * 2 + 2):
        sums.column_dimensions[get_column_letter(column)].width = 24
    gaps.column_dimensions["A"].width = 110
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _item(
    view: RiskView, item: AtRisk, language: Language, unit_names: Mapping[str, str]
) -> list[Value]:
    texts = RISK_TEXTS[language]
    name, action, about = texts.kinds[item.kind]
    said = remarks(item, view.window, language)
    unit = item.sub_unit.reveal() if item.sub_unit else ""
    return [
        item.due,
        f"{name} ({said})" if said else name,
        who_text(item, texts),
        " ".join(filter(None, (unit_names.get(unit, ""), unit))),
        benefit_name(item.benefit, language),
        "" if item.first is None else f"{item.first:%d.%m.%Y}–{item.last:%d.%m.%Y}",
        texts.not_known if item.amount is None else item.amount,
        about,
        action,
    ]


def _sum_headings(texts: RiskTexts) -> list[str]:
    return [texts.month, *(texts.kinds[kind][0] for kind in RiskKind)]


def _sums(view: RiskView, texts: RiskTexts) -> list[list[Value]]:
    rows: list[list[Value]] = []
    for each in month_sums(view):
        first = each.month.first if each.month else None
        row: list[Value] = [month_name(texts, first) if first else texts.past]
        for kind in RiskKind:
            known = each.kinds.get(kind)
            exact = known is not None and not known.without_amount
            row.append(known.amount if known and exact else sum_text(known, texts))
        rows.append(row)
    return rows


def _unknown(views: Sequence[RiskView], language: Language) -> list[str]:
    return list(dict.fromkeys(gap_text(gap, language) for view in views for gap in view.not_known))


def _table(sheet: Worksheet, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    for number, values in enumerate((headings, *rows), start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(number, column)
            put(cell, value)
            cell.font = Font(bold=number == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
