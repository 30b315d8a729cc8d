"""A store with very many cases: those of a real run, each many times, with ids of its own.

Evidence is encrypted anew for each copy, since it is bound to its case, and each copy has rows of
its own (`own_files`), or none of them could be decided. One case in twenty is open; the others
are decided, as in a store that has been used for years.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import uuid4

from pydantic import SecretStr
from sqlalchemy.orm import Session

from benchmarks.reviewing_parts.copies import copy_cases
from rutine import steps
from rutine.cases.access import UserRole
from rutine.cases.canonical import canonical
from rutine.cases.tables import UserAccount
from rutine.core import clock
from rutine.installation import open_installation
from rutine.practice.municipality import PracticePlan, generate
from rutine.settings import Employer, Mode, Settings

MONTH: Final = "2026-09"


def settings(home: Path, url: str | None) -> Settings:
    """The settings of the store's installation; SQLite without a URL."""
    return Settings(
        home=home, mode=Mode.PRACTICE, database_url=None if url is None else SecretStr(url)
    )


def make(home: Path, cases: int, reviewers: int) -> None:
    """Settle a month in a new SQLite store, and have its cases as many times as it takes."""
    folder = generate(PracticePlan(employees=600, sub_units=20, months=(MONTH,)), home / "practice")
    employer = Employer(orgnr=folder.employer, name=folder.name, accounts=folder.accounts)
    given = settings(home, None).model_copy(update={"employers": (employer,)})
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
            _add_reviewer(session, number)
        session.flush()
        copy_cases(place, session.connection(), cases)
    place.database.close()


def _add_reviewer(session: Session, number: int) -> None:
    """An account past `users`: fifty passwords take longer to hash than a month to settle."""
    session.add(
        UserAccount(
            id=str(uuid4()),
            name=f"reviewer{number}",
            display_name=f"Behandler {number}",
            password_hash="",  # the sessions are made for them
            roles=canonical(sorted([UserRole.REVIEWER, UserRole.APPROVER])),
            enabled=True,
            shortcuts=True,
            made_at=clock.now(),
        )
    )
