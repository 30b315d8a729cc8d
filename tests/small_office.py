"""An office with a handful of hand-made claims and payments, for tests of many runs on end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from rutine import steps
from rutine.cases.access import Actor, UserRole
from rutine.cases.deciding.control import Limits
from rutine.cases.deciding.decisions import approve, decide
from rutine.cases.lists.queue import case_view
from rutine.cases.runs import RunView, find_run
from rutine.cases.tables import Case, UserAccount
from rutine.cases.views import CaseView
from rutine.connectors.fetching import FetchedReport, FetchResult, FetchState
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.identifiers import AccountNumber, Fnr, OrgNr
from rutine.core.money import Ore
from rutine.installation import Installation, open_installation
from rutine.settings import Employer, Mode, Settings
from tests.fetched_reports import fetched_report

_ORGNRS = islice((n for n in map(str, range(310_000_000, 310_001_000)) if OrgNr.is_valid(n)), 3)
EMPLOYER, SCHOOL, HOME = (OrgNr(number) for number in _ORGNRS)
ACCOUNT = "15062222007"
PEOPLE = tuple(islice((n for n in (f"148290{i:05d}" for i in range(90_000)) if Fnr.is_valid(n)), 4))
"""Month + 80: born on 14.02.1990, and nobody."""
RATE = 1_431_00
"""Øre a day."""
GENEROUS = Limits(*[Ore(10**12)] * 4)

KARI = Actor("user:00000000-0000-0000-0000-00000000000a", "Kari K", frozenset({UserRole.REVIEWER}))
LIV = Actor("user:00000000-0000-0000-0000-00000000000c", "Liv L", frozenset({UserRole.APPROVER}))

_HEADINGS = (
    "Krav-id;Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Navn;Stillingsid;Ytelse;Fravær fra;"
    "Periode fra;Periode til;Grad;Beregnet månedslønn;Refusjon per måned;Dager;Dagsats;"
    "Krav beløp;Sendt dato;Utlignet beløp"
)


@dataclass(frozen=True)
class Paid:
    """One line of a report. Days are those of a working week: 5 weekdays from a Monday; none
    when there is no first day."""

    who: int
    first: date | None
    ore: int
    unit: OrgNr = SCHOOL
    days: int = 5
    benefit: str = "4"

    def line(self, name: str = "PRØVESEN") -> str:
        first = last = "00000000"
        if self.first is not None:
            first = f"{self.first:%Y%m%d}"
            last = f"{self.first + timedelta(days=self.days - 1):%Y%m%d}"
        sign = "-" if self.ore < 0 else " "
        return (
            f"8020;{EMPLOYER};{self.unit};{self.benefit};{PEOPLE[self.who]};{first};{ACCOUNT};"
            f"{name:25};{last};{abs(self.ore):010d}{sign};0000000000 ;00000000\r\n"
        )


@dataclass(frozen=True)
class Claimed:
    """One row of payroll's claims; `employee` is another's number when the national id is new."""

    key: str
    who: int
    first: date
    ore: int
    sent: date
    unit: OrgNr = SCHOOL
    days: int = 5
    settled: int = 0
    employee: int | None = None
    benefit: str = "4"

    def row(self) -> str:
        last = self.first + timedelta(days=self.days - 1)
        number = 10480 + (self.who if self.employee is None else self.employee)
        return (
            f"{self.key};{EMPLOYER};{self.unit};{number};{PEOPLE[self.who]};Prøvesen;1;"
            f"{self.benefit};"
            f"{self.first:%d.%m.%Y};{self.first:%d.%m.%Y};{last:%d.%m.%Y};100;31000,00;31000,00;"
            f"{self.days};{RATE // 100},00;{_kroner(self.ore)};{self.sent:%d.%m.%Y};"
            f"{_kroner(self.settled)}"
        )


def _kroner(ore: int) -> str:
    return f"{ore // 100},{ore % 100:02d}"


class Office:
    """One installation; reports and claims are put there by the test, month by month."""

    def __init__(self, path: Path, account: str = ACCOUNT, **lists: str) -> None:
        """`lists` are further files by the setting that names them, such as `employments`."""
        self.path = path
        self._reports: dict[int, FetchedReport] = {}
        employer = Employer(
            orgnr=EMPLOYER,
            name="Tenkt kommune",
            accounts=(AccountNumber(account),),
            sub_units={SCHOOL.value: "Skole", HOME.value: "Sykehjem"},
            claims=str(path / "{period}.csv"),
            **{name: str(path / file) for name, file in lists.items()},
        )
        settings = Settings(home=path / "home", mode=Mode.PRACTICE, employers=(employer,))
        self.place: Installation = open_installation(settings)
        with self.place.database.writing() as session:
            session.execute(insert(UserAccount), [_account(KARI), _account(LIV)])

    def close(self) -> None:
        self.place.database.close()

    def claims(self, month: str, *rows: Claimed) -> None:
        """What payroll claims in a month: all that is open then."""
        text = "\r\n".join([_HEADINGS, *(row.row() for row in rows), ""])
        (self.path / f"{month}.csv").write_text(text, encoding="utf-8-sig")

    def pays(self, month: str, *lines: Paid) -> None:
        """A report of NAV's with value date on the 3rd of a month."""
        report_id = 1000 + len(self._reports)
        # A name of its own: two reports with the same bytes would be one report twice.
        data = "".join(line.line(f"PRØVESEN {report_id}") for line in lines).encode("iso-8859-1")
        self._reports[report_id] = fetched_report(
            *(report_id, EMPLOYER, date.fromisoformat(f"{month}-03"), data),
            total=Ore(sum(line.ore for line in lines)),
            account=AccountNumber(ACCOUNT),
        )

    def run(self, month: str, report: str | None = None) -> RunView:
        """Run the routine for a month, or a report given by hand; every control total balances."""
        scope = steps.begin(self.place, EMPLOYER.value, month, report=report)
        with steps.marking_failure(self.place, scope):
            fetched = steps.fetch(self.place, scope, source=self._source)
            controlled = steps.control(self.place, scope, steps.read(self.place, scope))
            reconciled = steps.reconcile(self.place, scope, controlled)
            steps.settle(self.place, scope, fetched, reconciled)
            steps.report(self.place, scope)
        with self.place.database.reading() as session:
            found = find_run(session, scope.run_id)
        assert found is not None
        assert found.summary is not None
        controls = [c for c in found.summary.controls if c.name not in {"claims_read", "account"}]
        wrong = [c for c in controls if c.status == "failed"]
        assert wrong == [], wrong
        return found

    def _source(self, *, known: Collection[int], period: Any, **_: Any) -> FetchResult:
        new = tuple(
            report
            for report_id, report in self._reports.items()
            if report_id not in known and report.value_date in period
        )
        state = FetchState.NEW if new else FetchState.NOTHING_NEW_PROVEN
        return FetchResult(state, new, (), tuple(self._reports))

    def cases(self) -> list[CaseView]:
        """Every case by number, but those of months without a report."""
        with self.place.database.reading() as session:
            ids = session.scalars(
                select(Case.id).where(Case.reason != "D38").order_by(Case.number)
            ).all()
            return [case_view(session, self.place.keys, each, KARI) for each in ids]

    def case(self) -> CaseView:
        """The only case."""
        (case,) = self.cases()
        return case

    def decide(
        self, case: CaseView, action: Action, roles: Collection[UserRole] = (), **more: Any
    ) -> None:
        """Decide a case, by two persons where one is not enough; `roles` are theirs besides."""
        given: Mapping[str, Any] = {"comment": "etter avtale", "limits": GENEROUS} | more
        kari, liv = (replace(who, roles=who.roles.union(roles)) for who in (KARI, LIV))
        with self.place.database.writing() as session:
            made = decide(
                session,
                self.place.keys,
                case.case_id,
                version=case.version,
                actor=kari,
                action=action,
                **given,
            )
        if made.state == "proposed":
            with self.place.database.writing() as session:
                version = session.get_one(Case, case.case_id).version
                approve(session, self.place.keys, case.case_id, version=version, actor=liv)


def _account(person: Actor) -> dict[str, Any]:
    return {
        "id": person.id.removeprefix("user:"),
        "name": person.name,
        "display_name": person.name,
        "password_hash": "",
        "roles": "[]",
        "enabled": True,
        "made_at": clock.now(),
    }
