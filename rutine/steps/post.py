"""Write what is posted and not written yet: vouchers for the ledger, settled claims for payroll."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from rutine.cases.books.posting_files import (
    FileLine,
    MadeFile,
    lines_of,
    make_files,
    note_written,
    unwritten_files,
)
from rutine.core import watch
from rutine.core.identifiers import OrgNr
from rutine.core.records import COLUMNS
from rutine.formats.format_model import FormatFile
from rutine.formats.private_file import write_private
from rutine.formats.writing import write
from rutine.installation import Installation
from rutine.steps.scope import Scope, load_rules, make_output_folder

_TEXTS = {
    "settlement": "Refusjon NAV, gjort opp",
    "decision": "Refusjon NAV, avgjort sak",
    "hold": "Refusjon NAV, sak som venter",
    "cut_off": "Refusjon NAV, gjort opp i senere periode",
}
_COUNTER = "Motpostert: "


@watch.step
def post(place: Installation, scope: Scope) -> int:
    """Write every posting that waits for it; returns how many files were written.

    Three steps, each whole by itself: postings get a file, the file is written, the file is
    noted as written. After a crash between any two, the next run goes on where it stopped.

    Raises:
        InputError: a value that the format can't hold, or a folder that can't be written. The
            postings wait for the next run.
    """
    return len(write_waiting(place, scope.employer, scope.run_id))


def write_waiting(place: Installation, employer: OrgNr, run_id: str) -> tuple[Path, ...]:
    """The same outside a run; new files lie in the folder of the run named."""
    formats = load_rules(place).posting_formats
    if not formats:
        return ()
    with place.database.writing() as session:
        make_files(session, employer, run_id)
    with place.database.reading() as session:
        waiting = unwritten_files(session, employer)
    return tuple(_write(place, employer, formats[file.target], file) for file in waiting)


def _write(place: Installation, employer: OrgNr, form: FormatFile, file: MadeFile) -> Path:
    with place.database.reading() as session:
        lines = lines_of(session, place.keys, file.file_id)
    data = write(form, _frame(form.record, employer, lines))
    path = make_output_folder(place, file.run_id) / file.name
    write_private(path, data)
    with place.database.writing() as session:
        note_written(session, file.file_id, hashlib.sha256(data).hexdigest())
    return path


def _frame(record: str, employer: OrgNr, lines: Sequence[FileLine]) -> pd.DataFrame:
    """The lines as records of the format's kind."""
    rows = [
        {"row": number, "employer": employer.value, **_record(record, line)}
        for number, line in enumerate(lines, start=1)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS[record]))


def _record(record: str, line: FileLine) -> dict[str, Any]:
    shared = {
        "voucher": line.voucher,
        "line": line.line,
        "booked": line.booked,
        "claim_id": line.claim_id,
        "employee_number": line.employee_number,
    }
    if record == "payroll_entry":
        return {
            **shared,
            "position_id": line.position_id,
            "settled": line.amount,
            "paid": line.paid,
            "difference": line.paid - line.amount,
        }
    return {
        **shared,
        "account": line.account,
        "responsibility": line.responsibility,
        "function": line.function,
        "amount": line.amount,
        "text": f"{_COUNTER if line.is_counter else ''}{_TEXTS[line.kind]}",
    }
