"""A run with absences and income reports settles what they explain, and every file says so."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rutine import steps
from rutine.cases.access import Actor, UserRole
from rutine.cases.books.control_totals import DEBTOR, INCOME, INTERIM, PAYROLL
from rutine.cases.lists.queue import case_id_of, case_view
from rutine.connectors.fetching import FetchResult
from rutine.core.expected_days import DayMark
from rutine.core.identifiers import Fnr, OrgNr
from rutine.installation import Installation, open_installation
from rutine.review.case.comparison import expected_amount
from rutine.settings import Employer, Settings
from tests.fetched_reports import fetch_result, fetched_report

EMPLOYER, UNIT, MONTH = "970000003", "970001018", "2026-09"
REVIEWER = Actor("user:a", "Kari K", frozenset({UserRole.REVIEWER}))
CLAIMS = (
    "Krav-id;Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Navn;Stillingsid;Ytelse;Fravær fra;"
    "Periode fra;Periode til;Grad;Beregnet månedslønn;Refusjon per måned;Dager;Dagsats;"
    "Krav beløp;Sendt dato;Utlignet beløp"
)
ABSENCES = "Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Type;Fra;Til;Grad"
REPORTS = (
    "Hovedenhet;Underenhet;Fødselsnummer;Fravær fra;Beregnet månedslønn;Refusjon per måned;"
    "Refusjon opphører;Sendt dato"
)

# September 2026 has 22 weekdays. 31 000 kr a month is 1431 kr a day: 31 482.00.
# Reason; pay a month; days, day rate and amount claimed; paid.
PEOPLE = {
    "D01": ("31 000,00", "22", "1 431,00", "31 482,00", 31_482_00),
    "D02": ("31 000,00", "22", "1 430,77", "31 476,94", 31_482_00),
    "D03": ("31 000,00", "", "", "31 000,00", 31_482_00),
    "D04": ("80 000,00", "22", "3 692,00", "81 224,00", 69_322_00),  # 6G: 3151 kr a day
    "D09": ("31 000,00", "22", "1 431,00", "31 482,00", 15_730_00),  # a sick note of 50 %
}
CLAIMED = sum(int(amount.replace(" ", "").replace(",", "")) for *_, amount, _ in PEOPLE.values())
PAID = sum(paid for *_, paid in PEOPLE.values())
SETTLED_CLAIMED, SETTLED_PAID = CLAIMED - 31_482_00, PAID - 15_730_00
DIFFERENCES = {"D01": 0, "D02": -5_06, "D03": -482_00, "D04": 11_902_00}


def people() -> dict[str, str]:
    valid = (f"148290{n:05d}" for n in range(100_000) if Fnr.is_valid(f"148290{n:05d}"))
    return dict(zip(PEOPLE, valid, strict=False))


def files(folder: Path) -> tuple[bytes, dict[str, str]]:
    """NAV's report, and the employer's files by the setting that names them."""
    lines, claims, absences, reports = "", [CLAIMS], [ABSENCES], [REPORTS]
    for number, (reason, person) in enumerate(people().items(), start=1):
        pay, days, rate, amount, paid = PEOPLE[reason]
        grade = 50 if reason == "D09" else 100
        lines += (
            f"8020;{EMPLOYER};{UNIT};4;{person};20260901;12340512349;{reason:<25};20260930;"
            f"{paid:010d} ;0000000000 ;00000000\r\n"
        )
        claims.append(
            f"{reason};{EMPLOYER};{UNIT};{number};{person};{reason};1;Sykepenger;16.08.2026;"
            f"01.09.2026;30.09.2026;100;{pay};{pay};{days};{rate};{amount};28.09.2026;0,00"
        )
        absences.append(
            f"{EMPLOYER};{UNIT};{number};{person};Sykmelding;16.08.2026;31.10.2026;{grade}"
        )
        reports.append(f"{EMPLOYER};{UNIT};{person};16.08.2026;{pay};{pay};;20.08.2026")
    given = {}
    for name, rows in (("claims", claims), ("absences", absences), ("income_reports", reports)):
        path = folder / f"{name}.csv"
        path.write_text("\r\n".join([*rows, ""]), encoding="utf-8")
        given[name] = str(path)
    return lines.encode("latin-1"), given


def settle(place: Installation, report: bytes) -> Path:
    """One run of everything; returns its folder."""

    def source(**_: Any) -> FetchResult:
        came = fetched_report(1128, OrgNr(EMPLOYER), date(2026, 9, 1), report)
        return fetch_result((came,), (1128,))

    scope = steps.begin(place, EMPLOYER, MONTH)
    fetched = steps.fetch(place, scope, source=source)
    controlled = steps.control(place, scope, steps.read(place, scope))
    steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
    steps.post(place, scope)
    steps.report(place, scope)
    return place.settings.output_folder / scope.run_id


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def folder(home: Path) -> Iterator[Path]:
    report, given = files(home)
    employer = Employer(orgnr=OrgNr(EMPLOYER), name="Eksempel kommune", **given)
    place = open_installation(Settings(home=home, employers=(employer,)))
    yield settle(place, report)
    place.database.close()


def control(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "control.json").read_text(encoding="utf-8"))
    return found


def table(folder: Path, name: str) -> list[dict[str, str]]:
    (path,) = folder.glob(name)
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def ore(kroner: str) -> int:
    return int(kroner.replace(",", ""))


def test_each_known_difference_is_settled_with_its_reason(folder: Path) -> None:
    rows = {row["Krav"]: row for row in table(folder, "settlements.csv")}
    assert {claim: row["Årsakskode"] for claim, row in rows.items()} == {
        code: code for code in DIFFERENCES
    }
    assert {claim: ore(row["Differanse"]) for claim, row in rows.items()} == DIFFERENCES
    assert {row["Regel"] for claim, row in rows.items() if claim != "D01"} == {"expected"}


def test_the_figures_agree_wherever_they_stand(folder: Path) -> None:
    rows, found = table(folder, "settlements.csv"), control(folder)
    assert (found["lines"], found["settled_lines"], found["settled_claims"]) == (5, 4, 4)
    assert (found["cases"], found["reasons"]) == (1, {"D09": 1})
    assert sum(int(row["Posteringer"]) for row in rows) == found["settled_lines"]
    assert sum(ore(row["Krevd"]) for row in rows) == SETTLED_CLAIMED
    assert sum(ore(row["Betalt"]) for row in rows) == SETTLED_PAID
    said = (folder / "result.txt").read_text(encoding="utf-8").strip()
    assert said == found["line"]
    plain = said.replace("\u00a0", " ")
    assert plain == "5 linjer, 80 % gjort opp, 1 ny sak, 1 fil, kontrollene stemmer"


def test_what_came_in_went_out(folder: Path) -> None:
    totals = {each["name"]: each for each in control(folder)["controls"] if not each["label"]}
    assert {each["status"] for each in totals.values()} == {"ok"}
    assert int(totals["lines_sum"]["expected"]) == int(totals["lines_sum"]["found"]) == PAID
    assert int(totals["claims_sum"]["expected"]) == int(totals["claims_sum"]["found"]) == CLAIMED
    assert totals.keys() >= {INCOME, PAYROLL, DEBTOR, INTERIM}


def test_the_differences_are_posted_where_they_belong(folder: Path) -> None:
    booked: dict[tuple[str, str], int] = {}
    for row in table(folder, "postings_voucher_*.csv"):
        if row["Krav-id"]:
            key = (row["Krav-id"], row["Konto"])
            booked[key] = booked.get(key, 0) + ore(row["Beløp"])
    # Debit plus, credit minus: the claim goes out whole, the rest to difference or loss.
    settled = {key: amount for key, amount in booked.items() if key[0] in DIFFERENCES}
    assert settled == {
        ("D01", "1575"): -31_482_00,
        ("D02", "1575"): -31_476_94,
        ("D02", "710"): -5_06,
        ("D03", "1575"): -31_000_00,
        ("D03", "710"): -482_00,
        ("D04", "1575"): -81_224_00,
        ("D04", "470"): 11_902_00,
    }


def test_without_the_registers_only_what_agrees_is_settled(tmp_path: Path) -> None:
    report, given = files(tmp_path)
    employer = Employer(orgnr=OrgNr(EMPLOYER), name="Eksempel kommune", claims=given["claims"])
    place = open_installation(Settings(home=tmp_path, employers=(employer,)))
    found = settle(place, report)
    place.database.close()
    assert [row["Krav"] for row in table(found, "settlements.csv")] == ["D01"]
    assert control(found)["cases"] == 4


def test_a_case_keeps_the_days_as_the_rules_have_them(folder: Path, home: Path) -> None:
    place = open_installation(Settings(home=home))
    with place.database.reading() as session:
        case = case_view(session, place.keys, case_id_of(session, 1), REVIEWER)
    place.database.close()
    paid = [each for each in case.days if each.rate]
    assert {(each.mark, each.grade) for each in paid} == {(DayMark.GRADED, 50)}
    assert expected_amount(case.days) == case.paid == 15_730_00
    assert (case.days[0].first, case.days[-1].last) == (date(2026, 9, 1), date(2026, 9, 30))
    assert case.rejected == ()
