"""Every example of protected people ends as its `expected.yaml` says, in a run of its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from rutine import steps
from rutine.cases.access import Actor, UserRole
from rutine.cases.lists.queue import counts, open_cases
from rutine.cases.runs import find_run
from rutine.cases.tables import Case
from rutine.cases.views import Filters
from rutine.connectors.fetching import FetchResult
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.installation import Installation, open_installation
from rutine.refunds.expected.amounts import Kroner
from rutine.settings import Employer, Settings
from tests.fetched_reports import fetch_result, fetched_report
from tests.golden.examples.stated import FOLDER, Stated

EXAMPLES = sorted((FOLDER / "protected_people").iterdir())
EVERYONE = Actor("user:1", "Kari", frozenset({UserRole.REVIEWER}))
FEW = Actor("user:2", "Gro", frozenset({UserRole.REVIEWER, UserRole.RESTRICTED}))


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Listed(_Part):
    file: str
    id: int
    value_date: date
    total: Kroner


class Input(_Part):
    employer: OrgNr
    accounts: tuple[AccountNumber, ...]
    month: str
    reports: tuple[Listed, ...]


class CaseFound(_Part):
    """A case: its cause, what the queue of the few shows, and whether only they see it."""

    reason: str
    shown: str
    restricted: bool


def settle(folder: Path, home: Path, given: Input) -> tuple[Installation, str]:
    """Run the job over the example's files."""
    employer = Employer(
        orgnr=given.employer,
        name="Eksempel kommune",
        accounts=given.accounts,
        claims=str(folder / "claims.csv"),
        employments=str(folder / "employments.csv"),
    )
    place = open_installation(Settings(home=home, employers=(employer,)))

    def source(*, known: Collection[int], **_: object) -> FetchResult:
        new = tuple(
            fetched_report(
                *(each.id, given.employer, each.value_date, (folder / each.file).read_bytes()),
                total=each.total,
            )
            for each in given.reports
            if each.id not in known
        )
        return fetch_result(new, tuple(each.id for each in given.reports))

    scope = steps.begin(place, given.employer.reveal(), given.month)
    fetched = steps.fetch(place, scope, source=source)
    controlled = steps.control(place, scope, steps.read(place, scope))
    reconciled = steps.reconcile(place, scope, controlled)
    steps.settle(place, scope, fetched, reconciled)
    return place, scope.run_id


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_example_ends_as_it_says(folder: Path, tmp_path: Path) -> None:
    expected = dict(load_yaml(folder / "expected.yaml").data)
    stated = Stated.taken_from(expected)
    cases = tuple(CaseFound.model_validate(each) for each in expected.pop("cases"))
    assert expected == {}
    place, run_id = settle(folder, tmp_path, parse_model(load_yaml(folder / "input.yaml"), Input))
    with place.database.reading() as session:
        reasons = {
            row.number: row.reason for row in session.execute(select(Case.number, Case.reason))
        }
        few = open_cases(session, place.keys, FEW, Filters()).rows
        all_ = open_cases(session, place.keys, EVERYONE, Filters()).rows
        hidden = counts(session, EVERYONE).hidden
        run = find_run(session, run_id)
    place.database.close()
    found = [
        CaseFound(reason=reasons[row.number], shown=row.reason, restricted=row.restricted)
        for row in few
    ]
    assert sorted(found, key=str) == sorted(cases, key=str)
    # Everybody else sees the others and how many there are besides: it adds up.
    assert [row.number for row in all_] == [row.number for row in few if not row.restricted]
    assert len(all_) + hidden == len(cases)
    assert run is not None
    assert run.summary is not None
    assert sum(run.summary.reasons.values()) == len(cases)
    stated.check(run.summary.reasons.keys() & {case.shown for case in cases})
