"""Every example of the stop controls ends as its `expected.yaml` says, in a run of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from rutine import steps
from rutine.cases.reports.accounted import archived_reports
from rutine.cases.tables import Case
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchResult, FetchState
from rutine.core.differences import Side
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.periods import Period
from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.installation import open_installation
from rutine.refunds.expected.amounts import Kroner
from rutine.settings import Employer, Settings
from tests.fetched_reports import fetch_result, fetched_report
from tests.golden.examples.stated import FOLDER, Stated

EXAMPLES = sorted((FOLDER / "report_controls").iterdir())


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Listed(_Part):
    """A report as NAV's page lists it, and the file that is downloaded."""

    file: str
    id: int
    value_date: date
    total: Kroner


class Input(_Part):
    """The employer, its month, and what the robot finds.

    `bank-YYYY-MM.xml` and `claims.csv` lie beside it, where there are any.
    """

    employer: OrgNr
    accounts: tuple[AccountNumber, ...]
    month: str
    reports: tuple[Listed, ...] = ()
    could_look: bool = True


class CaseFound(_Part):
    kind: str
    reason: str


class Outcome(_Part):
    reports: dict[int, str] = Field(default_factory=dict)
    cases: tuple[CaseFound, ...] = ()
    settled_lines: int = 0


def source(folder: Path, given: Input) -> Callable[..., FetchResult]:
    """The portal as the example has it."""

    def fetch(
        *,
        employer: OrgNr,
        period: Period | None,
        known: Collection[int],
        progress: Callable[[str], None],
    ) -> FetchResult:
        progress("fetching")
        assert period is not None
        new = tuple(
            fetched_report(
                *(each.id, employer, each.value_date, (folder / each.file).read_bytes()),
                total=each.total,
            )
            for each in given.reports
            if each.id not in known and each.value_date in period
        )
        seen = tuple(each.id for each in given.reports)
        if not given.could_look:
            return FetchResult(FetchState.INCONCLUSIVE, reason=FetchReason.NO_COMPANIES)
        return fetch_result(new, seen)

    return fetch


def run(folder: Path, home: Path, given: Input) -> Outcome:
    employer = Employer(
        orgnr=given.employer,
        name="Eksempel kommune",
        accounts=given.accounts,
        claims=str(folder / "claims.csv") if (folder / "claims.csv").exists() else None,
        bank=str(folder / "bank-{period}.xml"),
    )
    place = open_installation(Settings(home=home, employers=(employer,)))
    settled = 0
    for _ in range(2):  # the second run settles nothing more and finds the same cases
        scope = steps.begin(place, given.employer.reveal(), given.month)
        fetched = steps.fetch(place, scope, source=source(folder, given))
        controlled = steps.control(place, scope, steps.read(place, scope))
        reconciled = steps.reconcile(place, scope, controlled)
        steps.settle(place, scope, fetched, reconciled)
        refs = [ref for each in reconciled.result.settlements for ref in each.rows]
        settled += sum(ref.side is Side.LINE for ref in refs)
    query = select(Case.kind, Case.reason).where(Case.status == "open").order_by(Case.number)
    with place.database.reading() as session:
        cases = tuple(CaseFound(kind=k, reason=r) for k, r in session.execute(query))
        reports = {e.report_id or 0: e.state.value for e in archived_reports(session)}
    place.database.close()
    return Outcome(reports=reports, cases=cases, settled_lines=settled)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_example_ends_as_it_says(folder: Path, tmp_path: Path) -> None:
    document = load_yaml(folder / "expected.yaml")
    expected = dict(document.data)
    stated = Stated.taken_from(expected)
    given = parse_model(load_yaml(folder / "input.yaml"), Input)
    found = run(folder, tmp_path, given)
    assert found.model_dump() == Outcome.model_validate(expected).model_dump()
    stated.check({case.reason for case in found.cases})
