"""Run an example as the real job does, month by month, and say where everything ended."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import Actor, UserRole
from rutine.cases.books.outbox import Target
from rutine.cases.books.period_closing import close_period
from rutine.cases.deciding.control import Limits
from rutine.cases.reports.ledger import ReportFacts
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.settling.claims import ClaimState
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import (
    Case,
    CaseRowEntry,
    ClaimEntry,
    Posting,
    Run,
    SettledRow,
    Settlement,
)
from rutine.cases.views import UNDECIDED, CaseStatus
from rutine.connectors.fetching import FetchState
from rutine.core import clock
from rutine.core.differences import Evidence
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.formats.given_file import bytes_in
from rutine.installation import Installation
from rutine.settings import Employer, Settings
from rutine.steps.inputs import bank_of
from rutine.steps.outcomes import Outcomes, outcomes_of
from rutine.steps.rehearsed import GivenRun, Rehearsed, rehearse
from rutine.steps.report_originals import REPORT_FORMAT
from rutine.steps.scope import load_rules
from rutine.steps.trial.example_files import ExampleFiles
from rutine.steps.trial.expected import CaseFound, Group, Outcome, Shown, Told
from rutine.temporary import temporary_installation, under_rules

_FIRST_REPORT: Final = 1128
_FREE: Final = Limits(*[Ore(10**15)] * 4)
"""An example is about rows, not about who may do what alone."""

_PERSON: Final = Actor("user:00000000-0000-0000-0000-00000000000c", "Liv L", frozenset(UserRole))
_NAMES: Final = {
    "claims": "claim",
    "absences": "absence",
    "income_reports": "income_report",
    "employments": "employment",
    "exemptions": "exemption",
    "income_requests": "income_request",
    "income_submissions": "income_submission",
    "sickness_applications": "sickness_application",
}
"""An employer's setting -> the name of the input (`steps.inputs`)."""

_TOGETHER: Final = {"absences", "income_reports"}
"""Read together, or not at all: one without the other tells nothing."""


@dataclass(frozen=True, eq=False, slots=True)
class Trial:
    """How an example stood after one of its runs.

    Attributes:
        files: what was tried.
        place: the installation, open for as long as the trial is looked at.
        runs: every run so far, in order, with where each of its rows ended.
        outcome: as `expected.yaml` would say it.
    """

    files: ExampleFiles
    place: Installation
    runs: tuple[tuple[Rehearsed, Outcomes], ...]
    outcome: Outcome


def run_trial(
    settings: Settings,
    files: ExampleFiles,
    told: Outcome,
    *,
    routine: tuple[str, Path] | None = None,
    again: bool = False,
) -> Iterator[Trial]:
    """Run every month in an installation of its own, which is gone when the last is taken.

    Args:
        settings: the mappings, the language, and whose people are accepted.
        files: the example's files.
        told: the day, the sub-units and what people do; nothing else is taken from it.
        routine: a routine's name, and the file to use for it instead of the one there is.
        again: run the last month once more; both are told of.
    """
    employer = _employer(settings, files, told)
    with temporary_installation(settings, employers=(employer,)) as place:
        changed = under_rules(place, routine=routine)
        yield from _months(changed, employer.orgnr, files, told, again=again)


def months_of(as_of: date, runs: int) -> list[str]:
    """The months that are run, the last one `as_of` lies in."""
    year, month = as_of.year, as_of.month
    months = [divmod(year * 12 + month - 1 - back, 12) for back in range(runs)]
    return [f"{y}-{m + 1:02d}" for y, m in reversed(months)]


def _months(
    place: Installation, employer: OrgNr, files: ExampleFiles, told: Outcome, *, again: bool
) -> Iterator[Trial]:
    months = months_of(told.as_of, files.runs)
    done: list[tuple[Rehearsed, Outcomes]] = []
    numbers = [*range(1, files.runs + 1), *([files.runs] if again else [])]
    for count, run in enumerate(numbers, start=1):
        month = months[run - 1]
        moment = _noon(told.as_of if run == files.runs else Period.month(month).last)
        given = GivenRun(
            employer=employer,
            month=month,
            reports=tuple(_reports(place, employer, files, months, run)) if count == run else (),
            inputs=dict(_inputs(place, files, months, run)),
            started=moment,
            finished=moment,
            fetched=FetchState.NEW if count == run else FetchState.NOTHING_NEW_PROVEN,
        )
        rehearsed = rehearse(place, given)
        with place.database.reading() as session:
            number = session.scalar(select(Run.number).where(Run.id == rehearsed.scope.run_id))
            done.append((rehearsed, outcomes_of(session, employer, number or 0)))
        for each in told.happens:
            if each.after == count:
                with clock.stopped_at(_noon(Period.month(month).last + timedelta(days=1))):
                    _happen(place, employer, each.undoes, each.closes)
        if count >= files.runs:
            with place.database.reading() as session:
                outcome = _outcome(place, session, files, told)
            yield Trial(files, place, tuple(done), outcome)


def _reports(
    place: Installation, employer: OrgNr, files: ExampleFiles, months: Sequence[str], run: int
) -> Iterator[ReportFacts]:
    """NAV's report of a run, on the second day of its month; it goes into the archive only."""
    path = files.report(run)
    if path is not None:
        sha256 = place.archive.put(bytes_in(path), kind=REPORT_FORMAT, label=path.name)
        yield ReportFacts(
            employer=employer,
            sha256=sha256,
            how="folder",
            fetched_at=clock.now(),
            report_id=_FIRST_REPORT + run,
            value_date=Period.month(months[run - 1]).first + timedelta(days=1),
        )


def _inputs(
    place: Installation, files: ExampleFiles, months: Sequence[str], run: int
) -> Iterator[tuple[str, str]]:
    """The name and sha256 of everything a run reads beside the report."""
    kinds = files.kinds if files.kinds >= _TOGETHER else files.kinds - _TOGETHER
    for kind in sorted(kinds - {"bank"}):
        path = files.files.get((kind, run))
        if path is not None:
            yield _NAMES[kind], place.archive.put(bytes_in(path), kind=kind, label=path.name)
    for number, month in enumerate(months, start=1):
        path = files.files.get(("bank", number))
        if path is not None:
            data = bytes_in(path)
            yield bank_of(month), place.archive.put(data, kind="bank_statement", label=path.name)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.OSLO)


def _employer(settings: Settings, files: ExampleFiles, told: Outcome) -> Employer:
    """The employer that the first line of the last report is paid to, as far as it is known.

    Raises:
        InputError: `example_report_unreadable`: the line names no employer.
    """
    report = files.report(files.runs)
    assert report is not None  # noqa: S101 - `ExampleFiles.of` refuses a folder without one
    fields = bytes_in(report).decode("latin-1").split(";", 2)
    if len(fields) < 2 or not OrgNr.is_valid(fields[1]):  # noqa: PLR2004 - the second is asked for
        raise InputError(
            "example_report_unreadable",
            f"{report}: the first line names no employer, so it is no report from NAV.",
            "Put NAV's report there as it was downloaded.",
            path=str(report),
        )
    number = OrgNr(fields[1])
    known = settings.employer(number)
    units = {unit.reveal(): "Underenhet" for unit in told.sub_units}
    return Employer(
        orgnr=number,
        name=known.name if known else "Eksempel kommune",
        accounts=known.accounts if known else (),
        sub_units=units or (known.sub_units if known else {}),
    )


def _happen(place: Installation, employer: OrgNr, undoes: str | None, closes: str | None) -> None:
    if undoes is not None:
        of_claim = select(SettledRow.settlement_id).where(SettledRow.claim_id == undoes)
        with place.database.writing() as session:
            (settlement_id,) = session.scalars(of_claim)
            undo(session, place.keys, settlement_id, actor=_PERSON, why="feil", limits=_FREE)
    if closes is not None:
        postings = load_rules(place).routine.postings
        assert postings is not None  # noqa: S101 - nothing is closed where nothing is posted
        with place.database.writing() as session:
            close_period(session, place.keys, postings.accounts, employer, closes, actor=_PERSON)


_Row = tuple[str, str, int, str | None]
"""Side, the file's hash, the row's place in it, and payroll's key of a claim."""


def _outcome(place: Installation, session: Session, files: ExampleFiles, told: Outcome) -> Outcome:
    names = dict(file_names(files))
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


def file_names(files: ExampleFiles) -> Iterator[tuple[str, str]]:
    """The hash of each report, and what the numbers of its lines begin with."""
    for run in range(1, files.runs + 1):
        path = files.report(run)
        if path is not None:
            yield hashlib.sha256(bytes_in(path)).hexdigest(), files.label(run)
