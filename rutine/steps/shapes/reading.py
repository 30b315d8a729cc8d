"""Read every list by its format, and refuse the rows that can't be used, each with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.core.errors import InputError
from rutine.core.records import COLUMNS, ColumnKind
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.camt import read_camt
from rutine.formats.reading import Reading, read
from rutine.formats.sentences import sentence
from rutine.installation import Installation
from rutine.obligations.calendar_days import FIRST_DAY, LAST_DAY
from rutine.obligations.cover.rota import ShiftStatus
from rutine.questions.cleaning import looks_like_id
from rutine.questions.entry import LANGUAGES
from rutine.steps.list_files import identities
from rutine.steps.shapes.lists import ListFile, ReadList, whole
from rutine.steps.shapes.scope import ShapeRules

_TOLERATED_SHARE: Final = 5
"""One row in five may be refused; beyond that the file is not what it should be."""

_FEWEST: Final = 3
_SHOWN_FAULTS: Final = 5
_IN_ORDER: Final = (
    *(("first", "last"), ("began", "last"), ("hired", "left"), ("day", "ended")),
    *(("employed_from", "employed_to"), ("notice_given", "notice_ends")),
    *(("offered", "received"), ("offered", "answered"), ("published", "filled")),
    ("valid_from", "valid_to"),
)
_NEVER_EMPTY: Final = {
    "employee": ("employee_number",),
    "position": ("employee_number", "unit"),
    "unit": ("unit",),
    "time_away": (),
    "absence": (),
    "achievement": ("code",),
    "event": ("event",),
    "requirement_exemption": ("employee_number", "requirement", "reason"),
    "shift": ("shift_id", "unit"),
    "preferential_right": (),
    "vacancy": ("vacancy_id",),
    "offer": ("vacancy_id",),
    "vacancy_assessment": ("vacancy_id", "outcome", "assessed_by", "reason"),
    "respondent": (),
    "question_answer": ("question_id", "question", "answer"),
    "asked_question": ("question",),
    "seniority_leave": (),
    "service_record_request": (),
}
"""Texts without which a row means nothing."""

_QUESTIONS: Final = frozenset({"question_answer", "asked_question"})
"""Records about no person: a row that holds what looks like an id is refused."""

DAY_IMPOSSIBLE: Final = "day_impossible"
DAYS_REVERSED: Final = "days_reversed"
FIELD_EMPTY: Final = "field_empty"
TIME_IMPOSSIBLE: Final = "time_impossible"
STATUS_UNKNOWN: Final = "status_unknown"
ID_IN_TEXT: Final = "id_in_text"
LANGUAGE_UNKNOWN: Final = "language_unknown"
"""Why a row that could be read is refused."""


def read_file(place: Installation, rules: ShapeRules, file: ListFile) -> ReadList:
    """One file, read.

    Raises:
        InputError: the file is not what its format says; or `list_damaged`: so much of it can't
            be used that what is said of the rest would be wrong too.
    """
    reading = _reading(place, rules, file)
    rows = whole(reading.frame, file.record)
    for column, kind in COLUMNS[file.record].items():
        if kind is ColumnKind.TEXT:
            rows[column] = rows[column].str.strip()
    wrong = dict(_unsound(rows, file.record))
    right = reading.count - len(wrong)
    # One row or two of a short list that mean nothing are a case, not a damaged file.
    least = right if len(wrong) >= _FEWEST else reading.count
    if (reading.rows_in - least) * _TOLERATED_SHARE > reading.rows_in:
        language = place.settings.language
        faults = " ".join(sentence(e, language) for e in reading.errors[:_SHOWN_FAULTS])
        raise InputError(
            "list_damaged",
            f"{file.name}: {right} of {reading.rows_in} rows can be used. {faults}",
            "Make the export again, or correct the format file.",
            name=file.name,
            right=right,
            rows=reading.rows_in,
            faults=faults,
        )
    kept = rows[~rows["row"].isin(list(wrong))].reset_index(drop=True)
    kept["file"] = file.name
    return ReadList(file, reading, kept, wrong)


def _reading(place: Installation, rules: ShapeRules, file: ListFile) -> Reading:
    data = place.archive.get(file.sha256)
    if file.form == BANK_STATEMENT:
        return read_camt(data, source=file.name)
    form = rules.formats[file.form]
    reading = read(form, data, source=file.name, identities=identities(place))
    if reading.record != file.record:
        raise InputError(
            "mapping_invalid",
            f"The format {form.name} makes {reading.record}, not {file.record}.",
            "Name a format of the right record at the source in the routine file.",
        )
    return reading


def _unsound(rows: pd.DataFrame, record: str) -> Iterator[tuple[int, str]]:
    """The rows that say what can't be, and what: an engine must never meet them."""
    for column in _NEVER_EMPTY.get(record, ()):
        yield from _told(rows, (rows[column] == "").to_numpy(), FIELD_EMPTY)
    if record not in _NEVER_EMPTY:
        return
    for column, kind in COLUMNS[record].items():
        if kind is ColumnKind.DAY:
            days = rows[column]
            early = (days < pd.Timestamp(FIRST_DAY)).to_numpy()
            late = (days > pd.Timestamp(LAST_DAY)).to_numpy()
            ends = column in {"last", "left", "valid_to", "ended"}  # 9999-12-31 is no end
            yield from _told(rows, early | (late & (not ends)), DAY_IMPOSSIBLE)
    if record == "shift":
        for column in ("begins", "ends"):
            yield from _told(rows, ~_is_clock(rows[column]), TIME_IMPOSSIBLE)
        strange = ~rows["status"].isin(["", *(each.value for each in ShiftStatus)])
        yield from _told(rows, strange.to_numpy(), STATUS_UNKNOWN)
    if record in _QUESTIONS:
        yield from _unsound_texts(rows, record)
    for first, last in _IN_ORDER:
        if {first, last} <= set(rows.columns):
            reversed_ = (rows[last] < rows[first]).to_numpy()
            yield from _told(rows, reversed_, DAYS_REVERSED)


def _unsound_texts(rows: pd.DataFrame, record: str) -> Iterator[tuple[int, str]]:
    """Rows about no person that hold what looks like a national id, and unknown languages."""
    texts = [column for column, kind in COLUMNS[record].items() if kind is ColumnKind.TEXT]
    hidden = [any(map(looks_like_id, row)) for row in rows[texts].itertuples(index=False)]
    yield from _told(rows, np.array(hidden, dtype=bool), ID_IN_TEXT)
    strange = ~rows["language"].isin(["", *LANGUAGES])
    yield from _told(rows, strange.to_numpy(), LANGUAGE_UNKNOWN)


def _is_clock(texts: pd.Series[Any]) -> npt.NDArray[np.bool_]:
    """Which of them are times of the day, as `rota_lists.clock` reads them."""
    found: npt.NDArray[np.bool_] = texts.str.fullmatch(
        r"(?:[01]?\d|2[0-3])[:.]?[0-5]\d|24[:.]?00"
    ).to_numpy(dtype=bool)
    return found


def _told(rows: pd.DataFrame, wrong: npt.NDArray[np.bool_], what: str) -> Iterator[tuple[int, str]]:
    numbers: Any = rows["row"].to_numpy()[wrong]
    yield from ((int(row), what) for row in numbers)


def each_row(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame one by one, as tuples with names."""
    yield from frame.itertuples(index=False)


def day(value: Any) -> date | None:
    """A day of a frame, None where there is none."""
    return None if pd.isna(value) else value.date()
