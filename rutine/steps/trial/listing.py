"""Every row of a trial with where it ended, as it is shown and as it is written to a file.

Rows are named by their line or payroll's own key. National ids, names and account numbers are
not written: whoever needs them has the files.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from rutine.cases.lifecycle.identity import RowKey, row_key
from rutine.core.differences import Outcome, Side
from rutine.core.money import Ore
from rutine.core.reason_texts import Language, benefit_name, reason_text
from rutine.formats.safe_cells import Value, csv_text, put
from rutine.routines.row_keys import holds_national_id
from rutine.steps.outcomes import Ended
from rutine.steps.rehearsed import Rehearsed
from rutine.steps.trial.running import Trial, file_names

COLUMNS: Final = (
    *("list", "row", "first", "last", "unit", "benefit", "amount"),
    *("outcome", "rule", "code", "reason", "group"),
)


class Facts(NamedTuple):
    """What a row says, without who it is about."""

    first: date | None
    last: date | None
    sub_unit: str
    benefit: str
    amount: Ore


_NOTHING: Final = (None, None, "", "", None)


@dataclass(frozen=True, slots=True, repr=False)
class Listed:
    """One row; without facts when it could not be read. `group` numbers what ended together."""

    side: Side
    name: str
    facts: Facts | None
    ended: Ended
    group: int


def rows_of(trial: Trial) -> list[Listed]:
    """Every row that any run gave an outcome, where it ended last; lines first, in their order."""
    last: dict[RowKey, tuple[int, Ended]] = {}
    for number, (_, outcomes) in enumerate(trial.runs):
        last |= {key: (number, ended) for key, ended in outcomes.of_row.items()}
    numbers: dict[Ended, int] = {}
    for _, ended in last.values():
        numbers.setdefault(ended, len(numbers) + 1)
    names = dict(file_names(trial.files))
    facts = [_facts(run) for run, _ in trial.runs]
    found = []
    for key, (number, ended) in last.items():
        row = facts[number].get(key)
        side = Side(key[0])
        name = key[2]
        if side is Side.LINE or key[1] in names:
            name = f"{names.get(key[1], '')}{key[2]}"
        found.append(Listed(side, unnamed(name), row, ended, numbers[ended]))
    return sorted(found, key=_order)


def unnamed(key: str) -> str:
    """Payroll's key of a claim, its digits hidden when they hold somebody's national id."""
    return re.sub(r"\d", "*", key) if holds_national_id(key) else key


def reasons_of(rows: list[Listed]) -> Counter[str]:
    """The reason of each case, and how many cases there are of it."""
    cases = {each.ended for each in rows if each.ended.outcome is Outcome.CASE}
    return Counter(each.reason for each in cases)


def _order(row: Listed) -> tuple[bool, str, int, str]:
    prefix, _, number = row.name.rpartition(":")
    is_line = row.side is Side.LINE
    # An earlier report comes first: its lines have a prefix, the last one's have none.
    return (
        not is_line,
        (prefix or "~") if is_line else "",
        int(number) if is_line and number.isdecimal() else 0,
        row.name,
    )


def _facts(run: Rehearsed) -> Mapping[RowKey, Facts]:
    """What the rows of a run say, those of stopped reports too."""
    employer = run.scope.employer.value
    found: dict[RowKey, Facts] = {}
    reconciled = run.reconciled
    stopped = [
        each.reading.frame.assign(sha256=each.reading.sha256)
        for each in reconciled.controlled.stopped
    ]
    for side, frame in (
        *((Side.LINE, each) for each in stopped),
        (Side.LINE, reconciled.lines),
        (Side.CLAIM, reconciled.claims),
    ):
        claim_ids = frame["claim_id"] if side is Side.CLAIM else [None] * len(frame)
        columns = ("sha256", "row", "first", "last", "sub_unit", "benefit", "amount")
        for claim_id, sha256, row, first, last, unit, benefit, amount in zip(
            claim_ids, *(frame[name] for name in columns), strict=True
        ):
            key = row_key(side, sha256, int(row), employer, claim_id)
            days = (_day(first), _day(last))
            found[key] = Facts(*days, str(unit), str(benefit), Ore(int(amount)))
    return found


def _day(value: pd.Timestamp) -> date | None:
    return None if pd.isna(value) else value.date()


def as_csv(rows: list[Listed], words: Mapping[str, str], language: Language) -> bytes:
    """The rows as `;` text, UTF-8 with its mark and CR LF, as Excel in Norwegian opens."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(words[f"column_{name}"] for name in COLUMNS)
    for cells in _cells(rows, words, language):
        writer.writerow(_text(cell) for cell in cells)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(rows: list[Listed], words: Mapping[str, str], language: Language) -> bytes:
    """The same as a workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has a sheet
    headings: list[list[Value]] = [[words[f"column_{name}"] for name in COLUMNS]]
    for number, cells in enumerate((*headings, *_cells(rows, words, language)), start=1):
        for column, value in enumerate(cells, start=1):
            put(sheet.cell(number, column), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(
    rows: list[Listed], words: Mapping[str, str], language: Language
) -> Iterator[list[Value]]:
    for row in rows:
        reason = row.ended.reason
        first, last, unit, benefit, amount = row.facts or _NOTHING
        yield [
            words[row.side.value],
            row.name,
            first,
            last,
            unit,
            benefit_name(benefit, language) if benefit else "",
            amount,
            words[f"outcome_{row.ended.outcome.value}"],
            row.ended.by,
            reason,
            reason_text(reason, language).title if reason else "",
            row.group,
        ]


def _text(value: Value) -> str:
    """A cell as a Norwegian spreadsheet reads it."""
    if value is None:
        return ""
    if isinstance(value, Ore):
        whole, part = divmod(abs(int(value)), 100)
        return f"{'-' if value < 0 else ''}{whole},{part:02d}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return csv_text(value) if isinstance(value, str) else str(value)
