"""A store with very many cases: those of a real run, each many times, with ids of its own.

Evidence is encrypted anew for each copy, since it is bound to its case. One case in twenty is
open; the others are decided, as in a store that has been used for years.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from pydantic import SecretStr
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from rutine import steps
from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.tables import Case, CaseRowEntry, DecisionEntry, Subject
from rutine.cases.users import add_user
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core.differences import Action
from rutine.installation import Installation, open_installation
from rutine.practice.municipality import PracticePlan, generate
from rutine.settings import Employer, Mode, Settings

MONTH: Final = "2026-09"
PASSWORD: Final = "et langt og fint passord"  # noqa: S105 - of people who do not exist
_OPEN_ONE_IN: Final = 20
_MINUTES: Final = 3 * 365 * 24 * 60
"""The cases were found over three years."""
_BATCH: Final = 5_000


def settings(home: Path, url: str | None) -> Settings:
    """The settings of the store's installation; SQLite without a URL."""
    return Settings(
        home=home, mode=Mode.PRACTICE, database_url=None if url is None else SecretStr(url)
    )


def make(home: Path, url: str | None, cases: int, reviewers: int) -> None:
    """Settle a month, and have its cases as many times as it takes."""
    folder = generate(PracticePlan(employees=600, sub_units=20, months=(MONTH,)), home / "practice")
    employer = Employer(orgnr=folder.employer, name=folder.name, accounts=folder.accounts)
    given = settings(home, url).model_copy(update={"employers": (employer,)})
    place = open_installation(given)
    claims = folder.path / "payroll" / MONTH / "refusjonskrav.csv"
    kept = place.archive.put(claims.read_bytes(), kind="payroll_claims_csv", label="claims")
    for report in folder.reports:
        sha256 = place.archive.put(report.path.read_bytes(), kind="nav_settlement", label="report")
        begun = steps.begin(place, employer.orgnr.reveal(), MONTH, sha256, kept)
        fetched = steps.fetch(place, begun)
        controlled = steps.control(place, begun, steps.read(place, begun))
        steps.settle(place, begun, fetched, steps.reconcile(place, begun, controlled))
    with place.database.writing() as session:
        for number in range(reviewers):
            add_user(
                *(session, f"reviewer{number}", f"Behandler {number}", PASSWORD),
                [UserRole.REVIEWER, UserRole.APPROVER],
                actor=COMMAND_LINE,
            )
        _multiply(place, session, cases)
    place.database.close()


def _multiply(place: Installation, session: Session, wanted: int) -> None:
    models = session.scalars(select(Case).order_by(Case.number)).all()
    facts = {case.id: place.keys.decrypt(case.sealed, f"case:{case.id}") for case in models}
    columns = {case.id: _columns(case) for case in models}
    rows: dict[str, list[tuple[dict[str, Any], bytes | None]]] = {case.id: [] for case in models}
    for entry in session.scalars(select(CaseRowEntry)):
        opened = entry.sealed and place.keys.decrypt(entry.sealed, f"row:{entry.case_id}")
        rows[entry.case_id].append((_columns(entry), opened))
    people = {each.id: each for each in session.scalars(select(Subject))}
    names = {
        each.id: place.keys.decrypt(each.sealed, f"subject:{each.id}") for each in people.values()
    }
    first = models[-1].number + 1
    copies: Iterator[tuple[int, Case]] = (
        (number, models[number % len(models)]) for number in range(first, wanted + 1)
    )
    made: dict[Any, list[dict[str, Any]]] = {
        Subject: [],
        Case: [],
        CaseRowEntry: [],
        DecisionEntry: [],
    }
    known: set[str] = set()
    for number, model in copies:
        case_id = str(uuid5(NAMESPACE_OID, f"case {number}"))
        decided = number % _OPEN_ONE_IN != 0
        found_at = model.found_at - timedelta(days=3, minutes=number % _MINUTES)
        subject_id = None
        if model.subject_id is not None:
            subject_id = str(uuid5(UUID(model.subject_id), f"{number // len(models)}"))
            if subject_id not in known:
                known.add(subject_id)
                made[Subject].append(
                    {
                        "id": subject_id,
                        "lookup": hashlib.sha256(subject_id.encode()).hexdigest(),
                        "sealed": place.keys.encrypt(
                            names[model.subject_id], f"subject:{subject_id}"
                        ),
                        "restricted": people[model.subject_id].restricted,
                    }
                )
        made[Case].append(
            columns[model.id]
            | {
                "id": case_id,
                "number": number,
                "subject_id": subject_id,
                "fingerprint": hashlib.sha256(case_id.encode()).hexdigest(),
                "sealed": place.keys.encrypt(facts[model.id], f"case:{case_id}"),
                "status": CaseStatus.DONE if decided else CaseStatus.OPEN,
                "found_at": found_at,
                "changed_at": found_at + timedelta(days=2) if decided else found_at,
            }
        )
        made[CaseRowEntry] += [
            row
            | {
                "case_id": case_id,
                "held": False,
                "sealed": opened and place.keys.encrypt(opened, f"row:{case_id}"),
            }
            for row, opened in rows[model.id]
        ]
        if decided:
            made[DecisionEntry].append(_decision(place, model, case_id))
        if len(made[Case]) >= _BATCH:
            _write(session, made)
    _write(session, made)


def _decision(place: Installation, model: Case, case_id: str) -> dict[str, Any]:
    decision_id = str(uuid5(UUID(case_id), "decision"))
    return {
        "id": decision_id,
        "case_id": case_id,
        "run_id": model.run_id,
        "evidence_hash": model.evidence_hash,
        "action": Action.ACCEPT_PAID,
        "state": DecisionState.EFFECTIVE,
        "comment": place.keys.encrypt(b"", f"comment:{decision_id}"),
        "by_id": "user:0",
        "by_name": "Behandler 0",
        "at": model.found_at,
    }


def _columns(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def _write(session: Session, made: dict[Any, list[dict[str, Any]]]) -> None:
    """Write them past the ORM, which would make one statement for each pattern of NULLs."""
    for table, found in made.items():
        if found:
            session.connection().execute(insert(table.__table__), found)
            found.clear()
