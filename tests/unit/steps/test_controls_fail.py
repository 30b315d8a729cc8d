"""Each control total fails when what it watches over is lost or doubled in the books."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from rutine.cases.books.control_totals import DEBTOR, INCOME, INTERIM, PAYROLL
from rutine.cases.books.outbox import Target
from rutine.cases.tables import Case, Posting, Report
from rutine.core.identifiers import OrgNr
from rutine.installation import open_installation
from rutine.postings.accounts import AccountRole
from rutine.settings import Employer, Settings
from tests.unit.steps.test_registers import EMPLOYER, control, files, settle

THE_CLAIM = Posting.claim_id == "D03"
IN_PAYROLL = Posting.target == Target.PAYROLL
IN_LEDGER = Posting.target == Target.VOUCHER


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which one run has settled and posted, and all controls agree."""
    home = tmp_path_factory.mktemp("settled")
    assert failed(home) == set()
    return home


def failed(home: Path, harm: Callable[[], Any] | None = None) -> set[str]:
    """The control totals that fail in a run, after harm was done to the books."""
    report, given = files(home)
    employer = Employer(orgnr=OrgNr(EMPLOYER), name="Eksempel kommune", **given)
    place = open_installation(Settings(home=home, employers=(employer,)))
    if harm is not None:
        with place.database.writing() as session:
            _unguard(session)
            assert session.execute(harm()).rowcount  # type: ignore[attr-defined]
    found = control(settle(place, report))
    place.database.close()
    names = {each["name"] for each in found["controls"] if each["status"] == "failed"}
    assert bool(names) == found["line"].endswith("kontrollene stemmer ikke")
    return names


def _unguard(session: Session) -> None:
    """Take away what refuses to change a posting: harm may come past the store, too."""
    guards = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'postings'")
    names = session.scalars(guards).all()
    assert names
    for name in names:
        session.execute(text(f"DROP TRIGGER {name}"))


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda: delete(Posting).where(THE_CLAIM, IN_PAYROLL), {PAYROLL}),
        (
            lambda: update(Posting).where(THE_CLAIM, IN_PAYROLL).values(claim_id="D09"),
            {DEBTOR},  # payroll would close the claim that waits in a case
        ),
        (
            lambda: update(Posting).where(THE_CLAIM, IN_PAYROLL).values(amount=2 * Posting.amount),
            {PAYROLL},
        ),
        (
            lambda: delete(Posting).where(THE_CLAIM, Posting.role == AccountRole.CLAIM),
            {INCOME, PAYROLL},
        ),
        (
            lambda: delete(Posting).where(THE_CLAIM, Posting.role == AccountRole.DIFFERENCE),
            {INCOME},
        ),
        (
            lambda: delete(Posting).where(IN_LEDGER, Posting.role == AccountRole.INTERIM),
            {INTERIM},
        ),
        (lambda: delete(Posting).where(Posting.role == AccountRole.BANK), {INCOME}),
        (lambda: update(Report).values(total=1), {INCOME}),
        (lambda: update(Case).values(status="done"), {INCOME, INTERIM}),
    ],
    ids=[
        *("payroll_line_lost", "payroll_line_of_another", "payroll_line_doubled"),
        "claim_line_lost",
        *("difference_line_lost", "interim_lines_lost", "receipt_lost"),
        *("navs_total_changed", "case_lost"),
    ],
)
def test_harm_to_the_books_is_told_by_the_control_that_watches(
    settled: Path, tmp_path: Path, harm: Callable[[], Any], told: set[str]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(settled, home)
    assert failed(home, harm) == told
