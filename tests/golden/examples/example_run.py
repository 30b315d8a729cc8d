"""Run an example as the real job does, month by month, and say where everything ended."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine import steps
from rutine.cases.access import Actor, UserRole
from rutine.cases.case_view import facts_of
from rutine.cases.claims import ClaimState
from rutine.cases.outbox import Target
from rutine.cases.period_closing import close_period
from rutine.cases.tables import Case, CaseRowEntry, ClaimEntry, Posting, SettledRow, Settlement
from rutine.cases.undoing import undo
from rutine.cases.views import UNDECIDED, CaseStatus
from rutine.connectors.fetching import FetchResult
from rutine.core import clock
from rutine.core.differences import Evidence
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.installation import Installation, open_installation
from rutine.refunds.expected.amounts import Kroner
from rutine.settings import Employer, Settings
from rutine.steps import arrivals, scope
from tests.fetched_reports import fetch_result, fetched_report
from tests.golden.examples.example_files import ExampleFiles
from tests.small_office import GENEROUS

_FIRST_REPORT = 1128
_PERSON = Actor("user:00000000-0000-0000-0000-00000000000c", "Liv L", frozenset(UserRole))


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Group(_Part):
    """Lines and claims that were settled together: a line by its place in `report.csv`.

    Line 1 of an earlier run's report, `report-1.csv`, is `report-1:1`.
    """

    pass_name: str = Field(alias="pass")
    reason: str = "D01"
    lines: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    claimed: Kroner | None = None
    paid: Kroner | None = None


class Shown(_Part):
    """One fact of a case from both sides: kroner, days or text as people write them."""

    claimed: str | None = None
    paid: str | None = None


class CaseFound(_Part):
    """A case, and those of its facts that the example is about."""

    reason: str
    lines: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    evidence: dict[str, Shown] = {}


class Happening(_Part):
    """What a person does between two runs.

    Attributes:
        after: the run it comes after, counted from 1.
        undoes: the claim whose settlement is undone.
        closes: the month that is closed.
    """

    after: int
    undoes: str | None = None
    closes: str | None = None


class Told(_Part):
    """What payroll is told of a claim: kroner settled, negative where it is taken back."""

    period: str
    claim: str
    settled: Kroner


class Outcome(_Part):
    """What `expected.yaml` says, and what a run comes to.

    Attributes:
        as_of: the day of the last run.
        sub_units: the employer's own; empty when they are not known.
        settled: everything that any run has settled.
        cases: what waits for a person after the last run.
        closed: cases that closed by themselves.
        carried: claims that may still be answered in time.
        happens: what people do between the runs.
        payroll: what payroll is told, in the order of the vouchers; only checked where stated.
    """

    as_of: date
    sub_units: tuple[OrgNr, ...] = ()
    settled: tuple[Group, ...] = ()
    cases: tuple[CaseFound, ...] = ()
    closed: tuple[CaseFound, ...] = ()
    carried: tuple[str, ...] = ()
    happens: tuple[Happening, ...] = ()
    payroll: tuple[Told, ...] = ()
    example_of: tuple[str, ...] = ()
    not_example_of: tuple[str, ...] = ()


def months_of(as_of: date, runs: int) -> list[str]:
    """The months that are run, the last one `as_of` lies in."""
    year, month = as_of.year, as_of.month
    months = [divmod(year * 12 + month - 1 - back, 12) for back in range(runs)]
    return [f"{y}-{m + 1:02d}" for y, m in reversed(months)]


def run_example(
    files: ExampleFiles, told: Outcome, home: Path, stopped: pytest.MonkeyPatch
) -> Iterator[Outcome]:
    """Run every month, and the last once more; how it stood after the last two.

    Args:
        files: the example's files.
        told: the day and the sub-units; nothing else is taken from it.
        home: an empty folder.
        stopped: stops the clock.
    """
    read_once(stopped)
    months = months_of(told.as_of, files.runs)
    place = open_installation(
        Settings(home=home, employers=(_employer(files, told, home / "given", months),))
    )
    (number,) = (each.orgnr for each in place.settings.employers)
    for run, month in enumerate((*months, months[-1]), start=1):
        last = run >= files.runs
        today = told.as_of if last else Period.month(month).last
        stopped.setattr(clock, "today", lambda today=today: today)
        stopped.setattr(clock, "now", lambda today=today: _noon(today))
        _one_run(place, number, month, _source(files, months))
        for each in told.happens:
            if each.after == run:
                next_day = Period.month(month).last + timedelta(days=1)
                stopped.setattr(clock, "today", lambda day=next_day: day)
                _happen(place, number, each)
        if last:
            with place.database.reading() as session:
                yield _outcome(place, session, files, told)
    place.database.close()


def read_once(patch: pytest.MonkeyPatch) -> None:
    """Read each mapping file once in a session: hundreds of runs use the same ones."""
    for module, name in (
        (scope, "load_format"),
        (scope, "load_routine"),
        (scope, "load_tables"),
        (arrivals, "load_tables"),
    ):
        patch.setattr(module, name, _once(getattr(module, name)))


@cache
def _once(load: Callable[[Path], Any]) -> Callable[[Path], Any]:
    return cache(load)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.OSLO)


def _employer(files: ExampleFiles, told: Outcome, given: Path, months: list[str]) -> Employer:
    """The employer that the first line of the last report is paid to, with its files."""
    report = files.report(files.runs)
    assert report is not None
    number = report.read_text(encoding="latin-1").split(";")[1]
    return Employer(
        orgnr=OrgNr(number),
        name="Eksempel kommune",
        sub_units={unit.reveal(): "Underenhet" for unit in told.sub_units},
        **files.lay_out(given, months),
    )


def _one_run(
    place: Installation, employer: OrgNr, month: str, source: Callable[..., FetchResult]
) -> None:
    opened = steps.begin(place, employer.reveal(), month)
    fetched = steps.fetch(place, opened, source=source)
    controlled = steps.control(place, opened, steps.read(place, opened))
    steps.settle(place, opened, fetched, steps.reconcile(place, opened, controlled))


def _happen(place: Installation, employer: OrgNr, happening: Happening) -> None:
    if happening.undoes is not None:
        of_claim = select(SettledRow.settlement_id).where(SettledRow.claim_id == happening.undoes)
        with place.database.writing() as session:
            (settlement_id,) = session.scalars(of_claim)
            undo(session, place.keys, settlement_id, actor=_PERSON, why="feil", limits=GENEROUS)
    if happening.closes is not None:
        postings = scope.load_rules(place).routine.postings
        assert postings is not None
        accounts, month = postings.accounts, happening.closes
        with place.database.writing() as session:
            close_period(session, place.keys, accounts, employer, month, actor=_PERSON)


def _source(files: ExampleFiles, months: list[str]) -> Callable[..., FetchResult]:
    """NAV's page, with the report of each month on its first day."""

    def fetch(
        *,
        employer: OrgNr,
        period: Period | None,
        known: Collection[int],
        progress: Callable[[str], None],
    ) -> FetchResult:
        progress("fetching")
        assert period is not None
        there = [
            fetched_report(
                *(_FIRST_REPORT + run, employer, Period.month(month).first + timedelta(days=1)),
                path.read_bytes(),
            )
            for run, month in enumerate(months, start=1)
            if (path := files.report(run)) is not None
        ]
        seen = [each for each in there if each.value_date in period]
        new = tuple(each for each in seen if each.report_id not in known)
        return fetch_result(new, tuple(each.report_id for each in seen))

    return fetch


_Row = tuple[str, str, int, str | None]
"""Side, the file's hash, the row's place in it, and payroll's key of a claim."""


def _outcome(place: Installation, session: Session, files: ExampleFiles, told: Outcome) -> Outcome:
    names = dict(_file_names(files))
    rows: dict[str, list[_Row]] = defaultdict(list)
    for settled in session.scalars(select(SettledRow)):
        row = (settled.side, settled.sha256, settled.row, settled.claim_id)
        rows[settled.settlement_id].append(row)
    for entry in session.scalars(select(CaseRowEntry)):
        rows[entry.case_id].append((entry.side, entry.sha256, entry.row, entry.claim_id))
    groups = session.scalars(select(Settlement).where(Settlement.undone_at.is_(None)))
    cases = [
        (case.status, _case(place, case, rows[case.id], names))
        for case in session.scalars(select(Case).order_by(Case.number))
    ]
    carried = select(ClaimEntry.claim_id).where(ClaimEntry.state == ClaimState.CARRIED)
    return Outcome(
        as_of=told.as_of,
        sub_units=told.sub_units,
        settled=tuple(
            Group(
                pass_name=each.pass_name,
                reason=each.reason,
                lines=_lines(rows[each.id], names),
                claims=_claims(rows[each.id]),
                claimed=Ore(each.claimed),
                paid=Ore(each.paid),
            )
            for each in groups
        ),
        cases=tuple(case for status, case in cases if status in UNDECIDED),
        closed=tuple(case for status, case in cases if status == CaseStatus.AUTO_CLOSED),
        carried=tuple(sorted(session.scalars(carried))),
        payroll=tuple(
            Told(period=each.period, claim=str(each.claim_id), settled=Ore(each.amount))
            for each in session.scalars(
                select(Posting)
                .where(Posting.target == Target.PAYROLL)
                .order_by(Posting.voucher, Posting.line)
            )
        ),
    )


def _case(
    place: Installation, case: Case, rows: Sequence[_Row], names: Mapping[str, str]
) -> CaseFound:
    return CaseFound(
        reason=case.reason,
        lines=_lines(rows, names),
        claims=_claims(rows),
        evidence={
            each.field: Shown(claimed=_written(each, each.left), paid=_written(each, each.right))
            for each in facts_of(place.keys, case).evidence
        },
    )


def _lines(rows: Iterable[_Row], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(f"{names[sha256]}{row}" for side, sha256, row, _ in rows if side == "line"))


def _claims(rows: Iterable[_Row]) -> tuple[str, ...]:
    return tuple(sorted(str(key) for side, _, _, key in rows if side == "claim"))


def _written(seen: Evidence, value: str | None) -> str | None:
    """A fact as people write it; every other kind than kroner is written so already."""
    if value is None or seen.kind != "ore":
        return value
    kroner, ore = divmod(abs(int(value)), 100)
    sign = "-" if int(value) < 0 else ""
    return f"{sign}{kroner:,}".replace(",", " ") + f",{ore:02d}"


def _file_names(files: ExampleFiles) -> Iterator[tuple[str, str]]:
    """The hash of each report, and what the numbers of its lines begin with."""
    for run in range(1, files.runs + 1):
        path = files.report(run)
        if path is not None:
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            yield sha256, "" if run == files.runs else f"report-{run}:"
