"""Many employers with a year of reports each: a few practice municipalities, many times over.

A copy has an organisation number and report ids of its own; its people are those of its model.
Only what a run reads is kept: the reports, and the last month's lists and bank statements.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from rutine.connectors.fetching import FetchedReport, FetchResult, FetchState
from rutine.core import clock
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.practice.municipality import PracticeFolder, PracticePlan, generate
from rutine.settings import Employer

MONTHS: Final = tuple(f"{2025 + n // 12}-{n % 12 + 1:02d}" for n in range(9, 21))
MONTH: Final = MONTHS[-1]
"""The month that is settled: everything that came until its end."""
_MODELS: Final = 4
_EMPLOYEES_PER_LINE: Final = 0.38
_REPORT_IDS: Final = 100_000
_REFERENCE: Final = re.compile(rb"\bREF(\d{1,5})\b")
"""How a bank entry names its report."""
_LISTS: Final = {
    "claims": "refusjonskrav.csv",
    "absences": "fravaer.csv",
    "income_reports": "inntektsmeldinger.csv",
    "exemptions": "unntak.csv",
    "employments": "arbeidsforhold.csv",
    "income_requests": "nav-forespoersler.csv",
    "income_submissions": "nav-inntektsmeldinger.csv",
    "sickness_applications": "nav-soeknader.csv",
}


@dataclass(frozen=True, slots=True)
class MadeUpEmployer:
    """An employer whose files lie in a folder of its own; `source` brings its reports."""

    orgnr: str
    folder: Path
    accounts: tuple[str, ...]
    sub_units: tuple[str, ...]
    reports: tuple[tuple[int, date, int, str], ...]
    """Of each report its id, value date, sum in øre and account."""
    lines: int

    @property
    def settings(self) -> Employer:
        """The employer as it stands in `rutine.toml`."""
        return Employer(
            orgnr=OrgNr(self.orgnr),
            name=f"Kommune {self.orgnr}",
            accounts=tuple(AccountNumber(each) for each in self.accounts),
            sub_units={each: f"Enhet {each}" for each in self.sub_units},
            bank=str(self.folder / "bank" / "{period}.xml"),
            **{name: str(self.folder / file) for name, file in _LISTS.items()},
        )

    def source(
        self,
        *,
        employer: OrgNr,
        period: Period | None,
        known: Collection[int],
        progress: object,
    ) -> FetchResult:
        """Every report that is not known, as NAV would bring it."""
        del period, progress
        new = tuple(
            FetchedReport(
                report_id=report_id,
                employer=employer,
                value_date=value_date,
                total=Ore(total),
                account=AccountNumber(account),
                data=(self.folder / f"{report_id}.csv").read_bytes(),
                media_type="text/csv",
                fetched_at=clock.now(),
                how="portal",
            )
            for report_id, value_date, total, account in self.reports
            if report_id not in known
        )
        state = FetchState.NEW if new else FetchState.NOTHING_NEW_PROVEN
        return FetchResult(state, new, (), tuple(sorted(each[0] for each in self.reports)))


def make(folder: Path, employers: int, lines: int) -> list[MadeUpEmployer]:
    """Write so many employers, each with about so many settlement lines in a year."""
    staff = max(30, round(lines * _EMPLOYEES_PER_LINE))
    models = [
        generate(
            PracticePlan(seed=seed, employees=staff, sub_units=20, months=MONTHS),
            folder / f"model{seed}",
        )
        for seed in range(1, min(_MODELS, employers) + 1)
    ]
    taken = {str(unit) for model in models for unit in (model.employer, *model.sub_units)}
    numbers = (each for each in _numbers() if each not in taken)
    return [
        _copied(models[place % len(models)], folder / number, number, (place + 1) * _REPORT_IDS)
        for place, number in zip(range(employers), numbers, strict=False)
    ]


def _numbers() -> Iterator[str]:
    """Organisation numbers, one after the other."""
    return (f"{n}" for n in range(310_000_000, 320_000_000) if OrgNr.is_valid(f"{n}"))


def _copied(model: PracticeFolder, folder: Path, orgnr: str, ids: int) -> MadeUpEmployer:
    old, new = model.employer.reveal().encode(), orgnr.encode()
    (folder / "bank").mkdir(parents=True)
    lines = 0
    for report in model.reports:
        data = report.path.read_bytes().replace(old, new)
        lines += data.count(b"\n")
        (folder / f"{ids + report.id}.csv").write_bytes(data)
    for name in _LISTS.values():
        data = (model.path / "payroll" / MONTH / name).read_bytes()
        (folder / name).write_bytes(data.replace(old, new))
    for month in MONTHS:
        data = model.bank_file(month).read_bytes().replace(old, new)
        own = _REFERENCE.sub(lambda found: b"REF%d" % (ids + int(found[1])), data)
        (folder / "bank" / f"{month}.xml").write_bytes(own)
    return MadeUpEmployer(
        orgnr=orgnr,
        folder=folder,
        accounts=tuple(each.reveal() for each in model.accounts),
        sub_units=tuple(each.reveal() for each in model.sub_units),
        reports=tuple(
            (ids + each.id, each.value_date, int(each.total), each.account.reveal())
            for each in model.reports
        ),
        lines=lines,
    )
