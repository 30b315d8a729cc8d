"""The account on paper: as text, as JSON, and as a workbook for a whole file.

National ids are masked unless `reveal` is asked for; the row of the absence file tells HR whose
account it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from rutine.core.reason_texts import Language
from rutine.refunds.expected.account import CannotCompute, ExpectedDay, ExpectedRefund
from rutine.refunds.expected.explanation import Explanation
from rutine.routines.expected_files import FileAnswer, RefusedPerson
from rutine.routines.expected_names import CODES
from rutine.routines.expected_reasons import reason_text, spoken_day
from rutine.routines.expected_texts import CAUSES, LABELS, WHY
from rutine.routines.expected_wording import (
    evidence_text,
    missing_text,
    signed,
    unchecked_text,
    used_text,
)

_WEEKDAYS = {
    Language.NB: ("man", "tir", "ons", "tor", "fre", "lør", "søn"),
    Language.NN: ("mån", "tys", "ons", "tor", "fre", "lau", "søn"),
    Language.EN: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_ORE = 100
_WIDTH = 22


def as_text(answer: ExpectedRefund | CannotCompute, language: Language = Language.NB) -> str:
    """One account as a plain table, day by day, with the rules it rests on."""

    def label(key: str) -> str:
        return LABELS[key][language]

    question = answer.question
    first, last = spoken_day(question.period.first), spoken_day(question.period.last)
    head = (
        f"{label('unit')} {question.employer}  {label('benefit')} {question.benefit}  "
        f"{label('period')} {first} – {last}"
    )
    if isinstance(answer, CannotCompute):
        told = "\n".join(f"  {each}" for each in missing_text(answer.missing, language))
        return f"{head}\n{label('cannot')}: {CODES[answer.code][language]}\n{told}\n"
    headings = [label(key) for key in ("day", "type", "grade", "rate", "cap", "why")]
    rows = [_text_row(day, language) for day in answer.days]
    lines = [head, "", *_table([headings, *rows])] if rows else [head]
    lines += ["", f"{label('sum')}: {answer.amount}"]
    lines.append(f"{label('paid_days')}: {answer.paid_days}")
    if answer.days:
        lines.append(f"{label('tolerance')}: ± {answer.tolerance()}")
    if answer.last_benefit_day is not None:
        lines.append(f"{label('last_benefit_day')}: {spoken_day(answer.last_benefit_day)}")
    lines.append(f"{label('rules')}:")
    lines += [f"  {used_text(used, language)}" for used in answer.used]
    if answer.unchecked:
        lines.append(f"{label('unchecked')}:")
        for each in answer.unchecked:
            rule, lacking = unchecked_text(each, language)
            lines.append(f"  {rule} ({label('missing')}: {lacking})")
    return "\n".join(lines) + "\n"


def _text_row(day: ExpectedDay, language: Language) -> list[str]:
    note = "" if day.why is None else WHY[day.why][language]
    if day.capped:
        note = LABELS["capped"][language]
    return [
        f"{_WEEKDAYS[language][day.day.weekday()]} {spoken_day(day.day)}",
        day.type.value,
        f"{day.grade} %" if day.grade else "",
        str(day.rate) if day.rate else "",
        "" if day.cap is None else str(day.cap),
        note,
    ]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns side by side; amounts and grades to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    right = {2, 3, 4}
    return [
        "  ".join(
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def explanation_as_text(found: Explanation, language: Language = Language.NB) -> str:
    """A difference in days x rate, its cause, and what shows it."""

    def label(key: str) -> str:
        return LABELS[key][language]

    about = label("difference_claimed" if found.about_claim else "difference_paid")
    lines = [f"{about}: {found.difference}"]
    if found.in_days is not None:
        days, rest = found.in_days, ""
        if days.rest:
            rest = f" + {days.rest}"
        lines.append(f"  = {signed(days.days)} {label('unit_days')} × {days.rate}{rest}")
    lines.append(f"{label('cause')}: {CAUSES[found.cause][language]} ({found.cause})")
    lines += [f"  {label('evidence')}: {evidence_text(each, language)}" for each in found.evidence]
    others = sorted({c.code for c in found.candidates} - {found.cause})
    if others and not found.known:
        told = "; ".join(f"{CAUSES[code][language]} ({code})" for code in others)
        lines.append(f"{label('candidates')}: {told}")
    return "\n".join(lines) + "\n"


def as_data(answer: ExpectedRefund | CannotCompute, *, reveal: bool = False) -> dict[str, Any]:
    """One account as plain values: amounts in øre, days in ISO form."""
    question = answer.question
    found: dict[str, Any] = {
        "person": _shown(question.person, reveal=reveal),
        "employer": question.employer.reveal(),
        "benefit": question.benefit,
        "period": [question.period.first.isoformat(), question.period.last.isoformat()],
    }
    if isinstance(answer, CannotCompute):
        missing = [{"field": m.field, "reason": m.reason} for m in answer.missing]
        return {**found, "cannot_compute": answer.code, "missing": missing}
    last = answer.last_benefit_day
    return {
        **found,
        "amount_ore": int(answer.amount),
        "paid_days": answer.paid_days,
        "tolerance_ore": int(answer.tolerance()),
        "last_benefit_day": None if last is None else last.isoformat(),
        "qualifying_dates": [day.isoformat() for day in answer.qualifying_dates],
        "days": [_day_data(day) for day in answer.days],
        "rules": [{"rule": u.rule, "law": u.law, "rows": list(u.rows)} for u in answer.used],
        "unchecked": [{"rule": u.rule, "missing": u.missing} for u in answer.unchecked],
    }


def _day_data(day: ExpectedDay) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "type": day.type.value,
        "grade": day.grade,
        "rate_ore": int(day.rate),
        "to_person_ore": int(day.to_person),
        "basis_ore": None if day.cap is None else int(day.cap),
        "capped": day.capped,
        "why": None if day.why is None else day.why.value,
    }


def as_json(answers: Iterable[ExpectedRefund | CannotCompute], *, reveal: bool = False) -> str:
    """Accounts as a JSON list."""
    data = [as_data(answer, reveal=reveal) for answer in answers]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def write_workbook(
    path: Path,
    answers: Iterable[FileAnswer],
    refused: Sequence[RefusedPerson] = (),
    *,
    language: Language = Language.NB,
    reveal: bool = False,
) -> None:
    """Write a whole file's accounts: a sheet of sums, a sheet of days, and the refused rows."""

    def labels(*keys: str) -> list[str]:
        return [LABELS[key][language] for key in keys]

    book = Workbook(write_only=True)
    summary = book.create_sheet(LABELS["summary"][language])
    days = book.create_sheet(LABELS["days"][language])
    for sheet in (summary, days):
        sheet.freeze_panes = "A2"
        for column in "ABCDEFGHI":
            sheet.column_dimensions[column].width = _WIDTH
    key = ("source_row", "person", "unit", "benefit")
    summary.append(labels(*key, "sum", "paid_days", "last_benefit_day", "cannot", "unchecked"))
    days.append(labels(*key, "day", "type", "grade", "rate", "why"))
    for each in answers:
        question = each.answer.question
        who = [
            each.row,
            _shown(each.person, reveal=reveal),
            question.employer.reveal(),
            question.benefit,
        ]
        summary.append([*who, *_summary(summary, each.answer, language)])
        if isinstance(each.answer, ExpectedRefund):
            for day in each.answer.days:
                note = None if day.why is None else WHY[day.why][language]
                days.append(
                    [
                        *who,
                        _day_cell(days, day.day),
                        day.type.value,
                        day.grade,
                        _kroner(day.rate),
                        note,
                    ]
                )
    if refused:
        sheet = book.create_sheet(LABELS["refused"][language])
        sheet.append(labels("file", "rows", "why"))
        for row in refused:
            source = LABELS[row.source][language]
            sheet.append([source, ", ".join(map(str, row.rows)), reason_text(row.reason, language)])
    # Whole before the file is opened: a book that could not be saved complains when it is let go.
    out = BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())


def _summary(sheet: Any, answer: ExpectedRefund | CannotCompute, language: Language) -> list[Any]:
    if isinstance(answer, CannotCompute):
        lacks = "; ".join(missing_text(answer.missing, language))
        return [None, None, None, f"{CODES[answer.code][language]}: {lacks}", None]
    told = [unchecked_text(each, language) for each in answer.unchecked]
    unchecked = ", ".join(f"{rule} ({lacking})" for rule, lacking in told)
    return [
        _kroner(answer.amount),
        answer.paid_days,
        None if answer.last_benefit_day is None else _day_cell(sheet, answer.last_benefit_day),
        None,
        unchecked,
    ]


def _day_cell(sheet: Any, day: date) -> Any:
    """A real date, shown as 31.12.2026."""
    cell = WriteOnlyCell(sheet)
    cell.value = day
    cell.number_format = "dd.mm.yyyy"
    return cell


def _kroner(amount: Ore) -> Decimal:
    """Kroner for a spreadsheet cell, exact."""
    return Decimal(int(amount)) / _ORE


def _shown(person: Fnr, *, reveal: bool) -> str:
    return person.reveal() if reveal else person.masked
