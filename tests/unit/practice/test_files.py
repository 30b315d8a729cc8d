"""The written files, byte by byte, and the truth about their rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from defusedxml import ElementTree

from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr, Synthetic
from rutine.core.money import Ore
from rutine.practice.bank import NAMESPACE
from rutine.practice.municipality import PracticeFolder

CLAIM_HEADINGS = (
    "Krav-id;Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Navn;Stillingsid;Ytelse;Fravær fra;"
    "Periode fra;Periode til;Grad;Beregnet månedslønn;Refusjon per måned;Dager;Dagsats;"
    "Krav beløp;Sendt dato;Utlignet beløp"
)
BENEFIT_NAMES = {
    "1": "Foreldrepenger adopsjon", "2": "Foreldrepenger fødsel", "3": "Svangerskapspenger",
    "4": "Sykepenger", "6": "Stort sykefravær", "7": "Gravide", "9": "Pleiepenger",
    "Y": "Opplæringspenger", "Z": "Omsorgspenger",
}  # fmt: skip
LINE = re.compile(
    rb"8020;\d{9};\d{9};[1-9A-Z];\d{11};\d{8};\d{11};[^;\r\n]{25};\d{8};\d{10}[ -];"
    rb"0000000000 ;\d{8}\r\n"
)


def csv_rows(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_every_report_line_is_129_bytes_of_fixed_fields(folder: PracticeFolder) -> None:
    for report in folder.reports:
        data = report.path.read_bytes()
        assert data
        assert len(data) % 129 == 0
        lines = [data[n : n + 129] for n in range(0, len(data), 129)]
        assert all(LINE.fullmatch(line) for line in lines)


def test_a_report_has_one_employer_and_one_account(folder: PracticeFolder) -> None:
    for report in folder.reports:
        fields = [line.split(b";") for line in report.path.read_bytes().split(b"\r\n")[:-1]]
        assert {field[1] for field in fields} == {folder.employer.value.encode()}
        assert {field[6] for field in fields} == {report.account.value.encode()}


def report_total(data: bytes) -> int:
    amounts = [line.split(b";")[9] for line in data.split(b"\r\n")[:-1]]
    return sum(int(text[:10]) * (-1 if text[10:] == b"-" else 1) for text in amounts)


def bank_entries(path: Path) -> list[tuple[str, str, str, int]]:
    """Account, value date, reference and amount in øre of every entry."""
    space = {"c": NAMESPACE}
    found = []
    for statement in ElementTree.parse(path).getroot().iterfind(".//c:Stmt", space):
        account = statement.findtext("c:Acct/c:Id/c:Othr/c:Id", namespaces=space)
        for entry in statement.iterfind("c:Ntry", space):
            sign = 1 if entry.findtext("c:CdtDbtInd", namespaces=space) == "CRDT" else -1
            amount = entry.findtext("c:Amt", namespaces=space).replace(".", "")
            booked = entry.findtext("c:ValDt/c:Dt", namespaces=space)
            reference = entry.findtext("c:AcctSvcrRef", namespaces=space)
            found.append((account, booked, reference, sign * int(amount)))
    return found


def test_the_sum_of_a_report_is_its_total_and_its_bank_credit(folder: PracticeFolder) -> None:
    entries = [e for month in folder.plan.months for e in bank_entries(folder.bank_file(month))]
    for report in folder.reports:
        assert report_total(report.path.read_bytes()) == report.total
        mine = [entry for entry in entries if entry[2] == f"REF{report.id}"]
        expected = (report.account.value, str(report.value_date), f"REF{report.id}", report.total)
        assert mine == [expected]


def test_one_refund_of_the_last_month_has_no_report(folder: PracticeFolder) -> None:
    known = {f"REF{report.id}" for report in folder.reports}
    months = folder.plan.months
    alone = [
        (month, amount)
        for month in months
        for *_, reference, amount in bank_entries(folder.bank_file(month))
        if reference.startswith("REF") and reference not in known
    ]
    assert [month for month, _ in alone] == [months[-1]]
    assert alone[0][1] > 0


def test_the_bank_has_other_money_too(folder: PracticeFolder) -> None:
    entries = bank_entries(folder.bank_file("2026-08"))
    others = [amount for *_, reference, amount in entries if not reference.startswith("REF")]
    assert min(others) < 0 < max(others)


def test_bank_balances_follow_from_the_entries(folder: PracticeFolder) -> None:
    space = {"c": NAMESPACE}
    root = ElementTree.parse(folder.bank_file("2026-09")).getroot()
    for statement in root.iterfind(".//c:Stmt", space):
        opening, closing = (
            int(balance.findtext("c:Amt", namespaces=space).replace(".", ""))
            for balance in statement.iterfind("c:Bal", space)
        )
        account = statement.findtext("c:Acct/c:Id/c:Othr/c:Id", namespaces=space)
        entries = bank_entries(folder.bank_file("2026-09"))
        assert closing - opening == sum(e[3] for e in entries if e[0] == account)


def test_reports_lie_in_the_months_of_the_plan(folder: PracticeFolder) -> None:
    assert {f"{report.value_date:%Y-%m}" for report in folder.reports} == set(folder.plan.months)
    assert [r.value_date for r in folder.reports] == sorted(r.value_date for r in folder.reports)
    ids = [report.id for report in folder.reports]
    assert ids != sorted(ids)


def test_the_claims_file_has_the_published_headings(folder: PracticeFolder) -> None:
    data = folder.claims_file("2026-08", "csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.decode("utf-8-sig").split("\r\n")[0] == CLAIM_HEADINGS


def test_amounts_and_dates_are_written_as_norwegians_write_them(folder: PracticeFolder) -> None:
    for row in csv_rows(folder.claims_file("2026-10", "csv")):
        assert re.fullmatch(r"\d{1,3}(?: \d{3})*,\d\d", row["Krav beløp"])
        assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", row["Periode fra"])


def test_days_times_day_rate_is_the_claim_where_there_is_a_rate(folder: PracticeFolder) -> None:
    rows = csv_rows(folder.claims_file("2026-10", "csv"))
    rated = [row for row in rows if row["Dagsats"]]
    assert 0 < len(rated) < len(rows)
    for row in rated:
        assert Ore.parse(row["Dagsats"]) * int(row["Dager"]) == Ore.parse(row["Krav beløp"])


def test_a_later_month_knows_all_earlier_claims_and_more(folder: PracticeFolder) -> None:
    august, september = (csv_rows(folder.claims_file(f"2026-{m}", "csv")) for m in ("08", "09"))
    later = {row["Krav-id"]: row for row in september}
    assert len(later) == len(september) > len(august)
    for row in august:
        known = later[row["Krav-id"]]
        assert {**row, "Sendt dato": ""} == {**known, "Sendt dato": ""}
        assert row["Sendt dato"] in {"", known["Sendt dato"]}


def test_nothing_is_sent_after_the_month_of_the_file(folder: PracticeFolder) -> None:
    for row in csv_rows(folder.claims_file("2026-08", "csv")):
        if row["Sendt dato"]:
            day, month, year = map(int, row["Sendt dato"].split("."))
            assert date(year, month, day) <= date(2026, 8, 31)


def test_the_workbook_says_the_same_as_the_csv(folder: PracticeFolder) -> None:
    book = openpyxl.load_workbook(folder.claims_file("2026-09", "xlsx"), read_only=True)
    (title, *_), headings, *rows = book["Refusjonskrav"].iter_rows(values_only=True)
    book.close()
    assert title.startswith("Refusjonskrav per 30.09.2026")
    assert ";".join(headings) == CLAIM_HEADINGS
    expected = csv_rows(folder.claims_file("2026-09", "csv"))
    assert len(rows) == len(expected)
    for row, text in zip(rows, expected, strict=True):
        cells = dict(zip(headings, row, strict=True))
        assert cells["Krav-id"] == text["Krav-id"]
        assert cells["Fødselsnummer"] == text["Fødselsnummer"]
        assert f"{cells['Periode til']:%d.%m.%Y}" == text["Periode til"]
        assert round(cells["Krav beløp"] * 100) == Ore.parse(text["Krav beløp"])
        assert cells["Ytelse"] == BENEFIT_NAMES[text["Ytelse"]]


def test_the_workbook_tells_nothing_about_when_it_was_made(folder: PracticeFolder) -> None:
    with ZipFile(folder.claims_file("2026-08", "xlsx")) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_income_reports_and_absences_have_their_headings(folder: PracticeFolder) -> None:
    reports = csv_rows(folder.income_reports_file("2026-08"))
    absences = csv_rows(folder.absences_file("2026-08"))
    assert list(reports[0]) == [
        "Hovedenhet", "Underenhet", "Fødselsnummer", "Fravær fra", "Beregnet månedslønn",
        "Refusjon per måned", "Refusjon opphører", "Sendt dato",
    ]  # fmt: skip
    assert list(absences[0]) == [
        "Hovedenhet", "Underenhet", "Ansattnr", "Fødselsnummer", "Type", "Fra", "Til", "Grad",
    ]  # fmt: skip
    kinds = {row["Type"] for row in absences}
    assert {"Sykmelding", "Egenmelding", "Ferie", "Foreldrepermisjon"} <= kinds


def test_every_line_and_claim_has_exactly_one_truth(folder: PracticeFolder) -> None:
    truth = folder.truth()
    lines = truth[truth["side"] == "line"]
    expected = {
        (report.id, row)
        for report in folder.reports
        for row in range(1, report.path.stat().st_size // 129 + 1)
    }
    assert sorted(zip(lines["report_id"], lines["row"], strict=True)) == sorted(expected)
    claims = truth[truth["side"] == "claim"]
    known = [row["Krav-id"] for row in csv_rows(folder.claims_file("2026-10", "csv"))]
    assert sorted(claims["claim_id"]) == sorted(known)
    assert len(truth) == len(lines) + len(claims)
    assert truth["cause"].str.fullmatch(r"D(?:0[1-9]|[1-3]\d|4[0-3])").all()


def test_the_truth_of_a_month_is_that_of_the_rows_that_came_with_it(
    folder: PracticeFolder,
) -> None:
    august = folder.truth("2026-08")
    assert set(august["report_id"].dropna()) == {
        report.id for report in folder.reports if report.value_date.month == 8
    }
    known = {row["Krav-id"] for row in csv_rows(folder.claims_file("2026-08", "csv"))}
    assert set(august["claim_id"].dropna()) == known


def test_exact_groups_have_equal_sums_in_the_files(folder: PracticeFolder) -> None:
    truth = folder.truth()
    amounts = {
        (report.id, row): report_total(line + b"\r\n")
        for report in folder.reports
        for row, line in enumerate(report.path.read_bytes().split(b"\r\n")[:-1], start=1)
    }
    claimed = {
        row["Krav-id"]: Ore.parse(row["Krav beløp"])
        for row in csv_rows(folder.claims_file("2026-10", "csv"))
    }
    sums: Counter[int] = Counter()
    for found in truth[truth["cause"] == "D01"].itertuples():
        if found.side == "line":
            sums[found.group] += amounts[found.report_id, found.row]
        else:
            sums[found.group] -= claimed[found.claim_id]
    assert sums
    assert set(sums.values()) == {0}


def test_no_file_holds_a_national_id_that_may_belong_to_somebody(folder: PracticeFolder) -> None:
    seen = 0
    for path in folder.path.rglob("*"):
        if not path.is_file():
            continue
        texts = [path.read_bytes()]
        if path.suffix == ".xlsx":
            with ZipFile(path) as archive:
                texts = [archive.read(name) for name in archive.namelist()]
        for text in texts:
            for run in re.findall(rb"\d{11,}", text):
                for start in range(len(run) - 10):
                    number = run[start : start + 11].decode()
                    if Fnr.is_valid(number):
                        seen += 1
                        assert Fnr(number).synthetic is Synthetic.TENOR
    assert seen > 1000


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_month_outside_the_plan_is_refused(folder: PracticeFolder, kind) -> None:
    with pytest.raises(InputError) as refused:
        folder.claims_file("2026-11", kind)
    assert refused.value.code == "practice_no_month"
