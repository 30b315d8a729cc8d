"""Money at risk gathered from real files and a real store, and what is said of what is missing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from rutine.cases.tables import SettledRow
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from rutine.core.reason_texts import Language
from rutine.installation import Installation
from rutine.practice.municipality import PracticePlan
from rutine.refunds.at_risk import RiskKind, RiskView
from rutine.settings import Employer
from rutine.steps.risk import money_at_risk
from rutine.steps.risk_views import RiskViews
from rutine.steps.risk_workbook import risk_workbook
from tests.practice_home import Home
from tests.unit.steps.test_recovery import run

TODAY = date(2026, 11, 25)
ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("home"), PracticePlan(employees=400, sub_units=8))
    payroll = home.folder.path / "payroll" / "{period}"
    exemptions = home.path / "unntak.csv"
    first = claims_of(home)[0]
    exemptions.write_text(
        "Hovedenhet;Fødselsnummer;Gjelder;Fra;Til\r\n"
        f"{home.folder.employer};{first['Fødselsnummer']};Kronisk syk;01.01.2024;31.12.2026\r\n",
        encoding="utf-8",
    )
    requests = home.path / "forespoersler.csv"
    requests.write_text(
        "navReferanseId;orgnr;fnr;status;sykmeldingFom;sykmeldingTom;opprettetTid\r\n"
        f"N-1;{first['Underenhet']};{first['Fødselsnummer']};AKTIV;2026-10-05;2026-11-06;2026-10-21\r\n",
        encoding="utf-8",
    )
    home.employer = home.employer.model_copy(
        update={
            "absences": str(payroll / "fravaer.csv"),
            "income_reports": str(payroll / "inntektsmeldinger.csv"),
            "exemptions": str(exemptions),
            "income_requests": str(requests),
        }
    )
    return home


@pytest.fixture(scope="module")
def place(home: Home) -> Iterator[Installation]:
    place = home.open()
    for month in home.months:
        run(place, home, month)
    yield place
    place.database.close()


def claims_of(home: Home) -> list[dict[str, str]]:
    text = home.folder.claims_file(home.months[-1], "csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def at_risk(place: Installation, employer: Employer) -> RiskView:
    return money_at_risk(place, employer, lambda: TODAY)


def test_every_claim_that_payroll_has_not_sent_is_there_with_all_its_kroner(
    place: Installation, home: Home
) -> None:
    with place.database.reading() as session:
        settled = set(session.scalars(select(SettledRow.claim_id)))
    unsent = [
        row
        for row in claims_of(home)
        if not row["Sendt dato"]
        and row["Krav-id"] not in settled
        and Ore.parse(row["Krav beløp"]) > 0
        and row["Ytelse"] not in "EFGHIJKM"
    ]
    found = [i for i in at_risk(place, home.employer).items if i.kind is RiskKind.NOT_SENT]
    assert len(unsent) > 3
    assert sum(item.amount or 0 for item in found) == sum(
        Ore.parse(row["Krav beløp"]) for row in unsent
    )
    assert {item.employee_number for item in found} == {row["Ansattnr"] for row in unsent}


def test_last_days_are_navs_own_and_lie_in_the_window(place: Installation, home: Home) -> None:
    view = at_risk(place, home.employer)
    stated = {
        line.split(";")[11]
        for report in home.folder.reports
        for line in report.path.read_text(encoding="iso-8859-1").splitlines()
    }
    found = [i for i in view.items if i.kind is RiskKind.LAST_BENEFIT_DAY]
    for item in found:
        assert item.is_computed or f"{item.due:%Y%m%d}" in stated
        assert item.due <= view.window.until


def test_an_exemption_that_expires_is_there(place: Installation, home: Home) -> None:
    found = [i for i in at_risk(place, home.employer).items if i.kind is RiskKind.EXEMPTION]
    (item,) = found
    assert (item.due, item.employee_number) == (date(2026, 12, 31), claims_of(home)[0]["Ansattnr"])


def test_a_request_that_nav_waits_for_is_there_by_month(place: Installation, home: Home) -> None:
    view = at_risk(place, home.employer)
    found = [i for i in view.items if i.kind is RiskKind.NOT_ANSWERED]
    assert [(i.first, i.last, i.due) for i in found] == [
        (date(2026, 10, 5), date(2026, 10, 31), date(2027, 1, 31)),
        (date(2026, 11, 1), date(2026, 11, 6), date(2027, 2, 28)),
    ]
    assert {i.employee_number for i in found} == {claims_of(home)[0]["Ansattnr"]}


def test_what_is_not_configured_is_said_and_hides_its_kind(place: Installation, home: Home) -> None:
    bare = home.employer.model_copy(
        update={
            "claims": None,
            "absences": None,
            "income_reports": None,
            "exemptions": None,
            "income_requests": None,
        }
    )
    gaps = {gap.code: gap.hides for gap in at_risk(place, bare).not_known}
    assert gaps["no_claims"] == {RiskKind.NOT_SENT}
    assert gaps["no_absences"] == {RiskKind.NOT_CLAIMED}
    assert gaps["no_exemptions"] == {RiskKind.EXEMPTION}
    assert gaps["no_requests"] == {RiskKind.NOT_ANSWERED}


def test_before_any_run_nothing_is_known_of_last_days(tmp_path: Path) -> None:
    fresh = Home(tmp_path, PracticePlan(employees=60, sub_units=2))
    place = fresh.open()
    codes = {gap.code for gap in at_risk(place, fresh.employer).not_known}
    place.database.close()
    assert {"no_reports", "no_last_days"} <= codes


def test_a_list_that_is_another_file_is_named_and_hides_its_kind(
    place: Installation, home: Home, tmp_path: Path
) -> None:
    wrong = tmp_path / "fravaer.csv"
    wrong.write_text("<html>logg inn</html>", encoding="utf-8")
    view = at_risk(place, home.employer.model_copy(update={"absences": str(wrong)}))
    named = {gap.file for gap in view.not_known if gap.code == "file_unusable"}
    assert named == {"fravaer.csv"}
    assert RiskKind.NOT_CLAIMED in {kind for gap in view.not_known for kind in gap.hides}


def test_the_workbook_has_every_item_and_no_person(place: Installation, home: Home) -> None:
    view = at_risk(place, home.employer)
    book = load_workbook(io.BytesIO(risk_workbook([view], Language.NB, home.employer.sub_units)))
    items, sums, gaps = book.worksheets
    assert items.max_row == len(view.items) + 1
    assert [items.cell(row, 1).value.date() for row in range(2, items.max_row + 1)] == [
        item.due for item in view.items
    ]
    assert sums.max_row >= 5
    assert gaps.max_row == len(view.not_known) + 1
    names = {row["Navn"] for row in claims_of(home)}
    cells = {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert cells & names == set()
    assert [n for cell in cells for n in ELEVEN.findall(cell) if Fnr.is_valid(n)] == []


def test_the_app_gathers_again_only_when_something_changed(
    place: Installation, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered = []

    def counted(place: Installation, employer: Employer) -> RiskView:
        gathered.append(employer.name)
        return money_at_risk(place, employer)

    monkeypatch.setattr("rutine.steps.risk_views.money_at_risk", counted)
    views = RiskViews(place)
    assert views() is views()
    assert len(gathered) == 1
    path = home.folder.claims_file(home.months[-1], "csv")
    path.write_bytes(path.read_bytes() + b"\r\n")
    assert [name for name, _ in views()] == [home.folder.name]
    assert len(gathered) == 2


def with_employments(home: Home, file: Path, *, damaged: bool = False) -> tuple[Employer, set[str]]:
    """The employer with payroll's list of employments, in which HR has marked half of them."""
    path = home.folder.path / "payroll" / home.months[-1] / "arbeidsforhold.csv"
    heading, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    column = heading.split(";").index("Ansattnr")
    marked = {number for row in rows if int(number := row.split(";")[column]) % 2}
    written = [
        ";".join([*row.split(";")[:-1], "Ja" if row.split(";")[column] in marked else "Nei"])
        for row in rows
    ]
    if damaged:
        written[0] = written[0].replace("Nei", "Kanskje").replace("Ja", "Kanskje")
    file.write_text("\r\n".join([heading, *written, ""]), encoding="utf-8-sig")
    return home.employer.model_copy(update={"employments": str(file)}), marked


def test_those_hr_has_marked_are_summed_and_not_shown(
    place: Installation, home: Home, tmp_path: Path
) -> None:
    employer, marked = with_employments(home, tmp_path / "arbeidsforhold.csv")
    before, after = at_risk(place, home.employer), at_risk(place, employer)
    shown = {item.employee_number for item in before.items}
    assert shown & marked
    assert {item.employee_number for item in after.items} & marked == set()
    hidden = [item for item in after.items if item.protected]
    assert len(after.items) == len(before.items)
    assert 0 < len(hidden) < len(after.items)
    total = sum(item.amount or 0 for item in before.items)
    assert sum(item.amount or 0 for item in after.items) == total


def test_when_nobody_can_tell_who_is_marked_nobody_is_shown(
    place: Installation, home: Home, tmp_path: Path
) -> None:
    employer, _ = with_employments(home, tmp_path / "arbeidsforhold.csv", damaged=True)
    found = at_risk(place, employer)
    assert "protected_unknown" in {gap.code for gap in found.not_known}
    assert found.items
    assert all(item.protected and item.employee_number is None for item in found.items)
