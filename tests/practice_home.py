"""A home with a small practice municipality, for tests that run the whole job."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rutine.connectors.fetching import FetchResult
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.installation import Installation, current, open_installation
from rutine.portal_settings import Portal
from rutine.practice.municipality import PracticeFolder, PracticePlan, generate
from rutine.settings import Employer, Mode, Settings
from tests.fetched_reports import fetch_result, fetched_report

PLAN = PracticePlan(employees=250, sub_units=8)

_HASH = re.compile(r"\b(?:[0-9a-f]{12,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")


def without_hashes(text: str) -> str:
    """The text without hashes and run ids: among thousands, some hold the digits of a person."""
    return _HASH.sub("", text)


@cache
def _files(plan: PracticePlan) -> dict[Path, bytes]:
    """Path in the folder -> what is in it. A plan gives the same bytes each time."""
    with TemporaryDirectory() as folder:
        made = generate(plan, Path(folder) / "practice").path
        files = (path for path in made.rglob("*") if path.is_file())
        return {path.relative_to(made): path.read_bytes() for path in files}


def practice_folder(plan: PracticePlan, folder: Path) -> PracticeFolder:
    """The municipality of a plan in a folder; written out by the generator once a process."""
    if not folder.exists():
        for name, content in _files(plan).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    return generate(plan, folder)


class Home:
    """One installation with its municipality; fetches from the folder without a browser."""

    def __init__(self, path: Path, plan: PracticePlan = PLAN) -> None:
        self.path = path
        self.folder: PracticeFolder = practice_folder(plan, path / "practice")
        self.months = plan.months
        payroll = self.folder.path / "payroll" / "{period}" / "refusjonskrav.csv"
        self.employer = Employer(
            orgnr=self.folder.employer,
            name=self.folder.name,
            accounts=self.folder.accounts,
            sub_units={str(number): name for number, name in self.folder.sub_units.items()},
            claims=str(payroll),
            bank=str(self.folder.path / "bank" / "{period}.xml"),
        )

    def settings(self, portal: Portal | None = None) -> Settings:
        return Settings(
            home=self.path,
            mode=Mode.PRACTICE,
            employers=(self.employer,),
            portal=portal or Portal(),
        )

    def open(self) -> Installation:
        return open_installation(self.settings())

    def be_current(self, monkeypatch: pytest.MonkeyPatch, portal: Portal | None = None) -> None:
        """Let tasks of this process find this home through the environment."""
        monkeypatch.setenv("RUTINE_HOME", str(self.path))
        monkeypatch.setenv("RUTINE_EMPLOYERS", f"[{self.employer.model_dump_json()}]")
        if portal is not None:
            monkeypatch.setenv("RUTINE_PORTAL", json.dumps(portal.model_dump()))
        current.cache_clear()

    def source(
        self,
        *,
        employer: OrgNr,
        period: Period | None,
        known: Collection[int],
        progress: Callable[[str], None],
    ) -> FetchResult:
        """Every report of the period that is not known, as the portal would bring it."""
        progress("fetching")
        new = [
            fetched_report(
                *(each.id, each.orgnr, each.value_date, each.path.read_bytes()),
                total=each.total,
                account=each.account,
            )
            for each in self.folder.reports
            if each.orgnr == employer
            and each.id not in known
            and (period is None or each.value_date in period)
        ]
        seen = tuple(sorted(each.id for each in self.folder.reports))
        return fetch_result(tuple(sorted(new, key=lambda r: r.report_id)), seen)
