"""Copies of a store's cases, each with an id, a person and rows of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, Table
from sqlalchemy.orm import DeclarativeBase

from benchmarks.reviewing_parts.bulk import Bulk, StoredRow, stored, without_indexes
from benchmarks.reviewing_parts.own_files import OwnFiles
from rutine.cases.tables import Base, Case, CaseRowEntry, DecisionEntry, Report, Subject
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core.differences import Action
from rutine.installation import Installation

_OPEN_ONE_IN: Final = 20
_MINUTES: Final = 3 * 365 * 24 * 60
"""The cases were found over three years."""
_BATCH: Final = 2_000
_OPEN: Final = CaseStatus.OPEN.value
_DONE: Final = CaseStatus.DONE.value


@dataclass(frozen=True, slots=True)
class _Model:
    """A case to copy: its columns, and what is sealed in it, opened."""

    case: StoredRow
    facts: bytes
    found_at: datetime
    subject: StoredRow | None
    name: bytes
    rows: tuple[tuple[StoredRow, bytes | None], ...]


def copy_cases(place: Installation, connection: Connection, wanted: int) -> None:
    """Copy the cases of a new SQLite store until it has as many as are wanted."""
    subjects, cases, rows, decisions, reports = tables = [
        _table(model) for model in (Subject, Case, CaseRowEntry, DecisionEntry, Report)
    ]
    models = _models(place, connection)
    files = OwnFiles(place, {each["sha256"]: each for each in stored(connection, reports)})
    with without_indexes(connection, tables):
        made = {table: Bulk(connection, table) for table in tables}
        known: set[str] = set()
        first = 1 + len(stored(connection, cases))
        for number in range(first, wanted + 1):
            copy, which = divmod(number, len(models))
            model = models[which]
            case = _case(place, model, number, copy)
            made[cases].add(case)
            if model.subject is not None and case["subject_id"] not in known:
                known.add(case["subject_id"])
                made[subjects].add(_subject(place, model, case))
            for row in _rows(place, model, case, files, copy):
                made[rows].add(row)
            if case["status"] == _DONE:
                made[decisions].add(_decision(place, case))
            if number % _BATCH == 0:
                _write(made)
        for report in files.reports:
            made[reports].add(report)
        _write(made)


def _write(made: Mapping[Table, Bulk]) -> None:
    """Write what has been made: subjects before their cases, cases before their rows."""
    for bulk in made.values():
        bulk.write()


def _models(place: Installation, connection: Connection) -> list[_Model]:
    """The cases to copy; one that closed by itself has rows that are in another too."""
    people = {each["id"]: each for each in stored(connection, _table(Subject))}
    rows: dict[str, list[tuple[StoredRow, bytes | None]]] = {}
    for row in stored(connection, _table(CaseRowEntry)):
        sealed = row["sealed"] and place.keys.decrypt(row["sealed"], f"row:{row['case_id']}")
        rows.setdefault(row["case_id"], []).append((row, sealed))
    found = sorted(stored(connection, _table(Case)), key=lambda each: int(each["number"]))
    return [
        _Model(
            case=case,
            facts=place.keys.decrypt(case["sealed"], f"case:{case['id']}"),
            found_at=datetime.fromisoformat(case["found_at"]),
            subject=(person := people.get(case["subject_id"])),
            name=place.keys.decrypt(person["sealed"], f"subject:{person['id']}") if person else b"",
            rows=tuple(rows.get(case["id"], ())),
        )
        for case in found
        if case["status"] == _OPEN
    ]


def _case(place: Installation, model: _Model, number: int, copy: int) -> StoredRow:
    case_id = _id("case", number)
    decided = number % _OPEN_ONE_IN != 0
    found_at = model.found_at - timedelta(days=3, minutes=number % _MINUTES)
    return {
        **model.case,
        "id": case_id,
        "number": number,
        "subject_id": model.subject and _id(model.subject["id"], copy),
        "fingerprint": sha256(case_id.encode()).hexdigest(),
        "sealed": place.keys.encrypt(model.facts, f"case:{case_id}"),
        "status": _DONE if decided else _OPEN,
        "found_at": _moment(found_at),
        "changed_at": _moment(found_at + timedelta(days=2) if decided else found_at),
    }


def _subject(place: Installation, model: _Model, case: StoredRow) -> StoredRow:
    subject_id = case["subject_id"]
    return {
        **(model.subject or {}),
        "id": subject_id,
        "lookup": sha256(subject_id.encode()).hexdigest(),
        "sealed": place.keys.encrypt(model.name, f"subject:{subject_id}"),
    }


def _rows(
    place: Installation, model: _Model, case: StoredRow, files: OwnFiles, copy: int
) -> list[StoredRow]:
    """The copy's own rows; an undecided case holds them."""
    made = []
    for row, opened in model.rows:
        file, number = files.row(row["sha256"], row["row"], copy)
        own = {
            "case_id": case["id"],
            "sha256": file,
            "row": number,
            "claim_id": row["claim_id"] and f"{row['claim_id']}-{copy}",
            "held": case["status"] == _OPEN,
            "sealed": opened and place.keys.encrypt(opened, f"row:{case['id']}"),
        }
        made.append({**row, **own})
    return made


def _decision(place: Installation, case: StoredRow) -> StoredRow:
    decision_id = _id("decision", case["number"])
    return {
        **dict.fromkeys(_table(DecisionEntry).columns.keys()),
        "id": decision_id,
        "case_id": case["id"],
        "run_id": case["run_id"],
        "evidence_hash": case["evidence_hash"],
        "action": Action.ACCEPT_PAID.value,
        "state": DecisionState.EFFECTIVE.value,
        "comment": place.keys.encrypt(b"", f"comment:{decision_id}"),
        "by_id": "user:0",
        "by_name": "Behandler 0",
        "at": case["found_at"],
        "made_by_hand": False,
        "made_apart": False,
    }


def _id(of: str, number: int) -> str:
    """An id that looks like any other, and is the same each time."""
    made = sha256(f"{of} {number}".encode()).hexdigest()
    return f"{made[:8]}-{made[8:12]}-{made[12:16]}-{made[16:20]}-{made[20:32]}"


def _moment(moment: datetime) -> str:
    return moment.isoformat(" ", "microseconds")


def _table(model: type[DeclarativeBase]) -> Table:
    return Base.metadata.tables[model.__tablename__]
