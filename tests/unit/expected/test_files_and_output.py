"""A whole file of absences and income reports, joined, answered and written (issue part 8)."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.core.reason_texts import Language
from rutine.formats.format_file import load_format
from rutine.formats.reading import read
from rutine.practice.municipality import PracticePlan, generate
from rutine.refunds.expected import claim_causes, explanation, paid_causes
from rutine.refunds.expected.account import CannotCompute, ExpectedRefund
from rutine.refunds.expected.day_types import Why
from rutine.refunds.expected.explanation import explain
from rutine.refunds.expected.payment import Paid
from rutine.routines.expected_files import FileAnswer, JoinedFiles, answers, join
from rutine.routines.expected_output import (
    as_data,
    as_json,
    as_text,
    explanation_as_text,
    write_workbook,
)
from rutine.routines.expected_texts import CAUSES, LABELS, WHY
from rutine.routines.expected_totals import Totals, totals
from tests.expected_people import MAPPINGS, account, ask, basis, job, kroner, tables

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
ABSENCES = """\
Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Type;Fra;Til;Grad
900000006;900000014;1001;01819000049;Egenmelding;08.08.2026;09.08.2026;100
900000006;900000014;1001;01819000049;Sykmelding;10.08.2026;30.09.2026;100
900000006;900000014;1001;01819000049;Ferie;07.09.2026;11.09.2026;100
900000006;900000014;1002;01819000200;Foreldrepermisjon;01.09.2026;30.09.2026;100
900000006;900000014;1003;01819000391;Sykmelding;01.08.2026;30.09.2026;50
900000006;900000014;1004;01819000472;Sykmelding;01.08.2026;30.09.2026;100
900000006;900000014;1004;01819000472;Sykmelding;15.08.2026;20.08.2026;100
"""
REPORTS = """\
Hovedenhet;Underenhet;Fødselsnummer;Fravær fra;Beregnet månedslønn;Refusjon per måned;\
Refusjon opphører;Sendt dato
900000006;900000014;01819000049;08.08.2026;20 000,00;20 000,00;;20.08.2026
900000006;900000014;01819000049;08.08.2026;11 000,00;11 000,00;;20.08.2026
900000006;900000014;01819000200;01.09.2026;40 000,00;40 000,00;;01.09.2026
900000006;900000014;01819000472;01.08.2026;40 000,00;40 000,00;;10.08.2026
"""


def frame(text: str, name: str) -> pd.DataFrame:
    form = load_format(MAPPINGS / "formats" / f"{name}.yaml")
    reading = read(form, text.encode(), source=name, identities="synthetic")
    assert reading.errors == ()
    return reading.frame


def frame_of(path: Path, name: str) -> pd.DataFrame:
    return frame(path.read_text(encoding="utf-8-sig"), name)


def joined(absences: str = ABSENCES, reports: str = REPORTS) -> JoinedFiles:
    return join(frame(absences, "absences_csv"), frame(reports, "income_reports_csv"))


def answered(found: JoinedFiles) -> dict[int, FileAnswer]:
    return {each.row: each for each in answers(found, SEPTEMBER, tables())}


def test_absences_and_reports_are_joined_and_answered():
    found = answered(joined())
    sick = found[2].answer
    assert isinstance(sick, ExpectedRefund)
    # Two positions of 20 000 and 11 000, reported the same day, are one income of 31 000:
    # 1 431 a day. 22 weekdays in September less 5 of holiday: 17 x 1 431 = 24 327.
    assert sick.amount == kroner("24 327")
    parental = found[5].answer
    assert isinstance(parental, ExpectedRefund)
    assert parental.question.benefit == "2"
    assert parental.amount == kroner("40 612")  # 22 x 1 846


def test_a_later_report_replaces_an_earlier_one():
    amended = (
        REPORTS + "900000006;900000014;01819000049;08.08.2026;32 000,00;32 000,00;;01.10.2026\n"
    )
    sick = answered(joined(reports=amended))[2].answer
    assert isinstance(sick, ExpectedRefund)
    assert sick.rates == (kroner("1 477"),)  # 32 000 x 12 / 260 = 1 476.92


def test_what_is_missing_is_said_for_that_person_only():
    found = answered(joined())[6].answer
    assert isinstance(found, CannotCompute)
    assert found.missing[0].field == "jobs.0.incomes"


def test_a_person_whose_rows_cannot_be_right_is_refused_and_the_others_go_on():
    found = joined()
    (refused,) = found.refused
    assert refused.rows == (7, 8)
    assert "overlap" in refused.reason
    assert "01819000472" not in repr(refused)
    assert len(found.people) == 3


def test_an_unknown_word_for_an_absence_is_refused_with_the_known_ones():
    found = joined(ABSENCES.replace("Foreldrepermisjon", "Sabbatsår"))
    told = {refused.rows: refused.reason for refused in found.refused}
    assert told[5,].startswith("kind: unknown day type; allowed: sykmelding")


def test_only_people_with_absence_in_the_period_are_answered():
    july = Period(date(2026, 7, 1), date(2026, 7, 31))
    assert list(answers(joined(), july, tables())) == []


def test_no_rows_give_no_people():
    empty = joined(ABSENCES.splitlines()[0] + "\n", REPORTS.splitlines()[0] + "\n")
    assert empty == JoinedFiles((), ())


# Writing --------------------------------------------------------------------------------------


def test_the_text_shows_every_day_the_sum_and_the_rules():
    text = as_text(account())
    lines = text.splitlines()
    assert "man 01.01.2018  ArbeidsgiverperiodeDag  100 %" in text
    assert "arbeidsgiverperiode" in lines[3]
    assert any(
        line.startswith("ons 17.01.2018  NavDag") and "1\xa0431,00" in line for line in lines
    )
    assert "Forventet refusjon: 15\xa0741,00" in text
    assert "Maksdato: 28.12.2018" in text
    assert "Arbeidsgiverperiode (ftrl § 8-19): lengde: 16 dager (fra 01.01.2017)" in text
    assert "G = 93\xa0634,00, 6G = 561\xa0804,00 (fra 01.05.2017)" in text
    assert "0,5G = 46\xa0817,00, 2G = 187\xa0268,00" in text
    assert "Maksdato (mangler: fra når fraværet er registrert)" in text


@pytest.mark.parametrize(
    ("language", "word"), [(Language.NN, "arbeidsgivarperiode"), (Language.EN, "employer period")]
)
def test_the_text_in_other_languages(language: Language, word: str):
    assert word in as_text(account(), language)


def test_an_account_that_cannot_be_made_says_why():
    text = as_text(ask(basis(job(incomes=()))))
    assert "Kan ikke beregnes: opplysninger mangler" in text
    assert (
        "inntektsmelding (arbeidsforhold 1): ingen inntektsmelding for fraværet fra 01.01.2018"
        in text
    )


def test_holiday_pay_has_a_sum_and_no_days():
    known = basis(job(""), paid_days=())
    text = as_text(account(known, date(2019, 5, 1), date(2019, 5, 31), benefit="H"))
    assert "Forventet refusjon: 0,00" in text
    assert "NAVs dagtype" not in text


def test_json_holds_ore_and_iso_days_and_masks_the_person():
    data = json.loads(as_json([account(), ask(basis(job(incomes=())))]))
    first, second = data
    assert first["amount_ore"] == 1_574_100
    assert first["tolerance_ore"] == 550
    assert len(first["days"]) == 31
    assert first["days"][16] == {
        "day": "2018-01-17",
        "type": "NavDag",
        "grade": 100,
        "rate_ore": 143_100,
        "to_person_ore": 0,
        "basis_ore": 37_200_000,
        "capped": False,
        "why": None,
    }
    assert second["cannot_compute"] == "missing"
    assert "01819000049" not in json.dumps(data)
    assert as_data(account(), reveal=True)["person"] == "01819000049"


def test_the_workbook_has_sums_days_and_refused_rows(tmp_path: Path):
    found = joined()
    path = tmp_path / "forventet.xlsx"
    write_workbook(path, answers(found, SEPTEMBER, tables()), found.refused)
    book = load_workbook(path)
    assert book.sheetnames == ["Sammendrag", "Dager", "Avviste rader"]
    rows = list(book["Sammendrag"].iter_rows(values_only=True))
    assert rows[0][:4] == ("Rad i fraværsfilen", "Person", "Underenhet", "Ytelse")
    assert (rows[1][0], rows[1][4], rows[1][5]) == (2, 24_327, 17)
    assert "ingen inntektsmelding for fraværet" in rows[3][7]
    days = list(book["Dager"].iter_rows(values_only=True))
    assert len(days) == 1 + 30 + 30
    assert days[7][4:] == (pd.Timestamp("2026-09-07"), "Fridag", 0, 0, "ferie")
    assert book["Dager"]["E2"].number_format == "dd.mm.yyyy"
    text = " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
    assert "01819000049" not in text
    write_workbook(path, answers(found, SEPTEMBER, tables()), reveal=True)
    assert load_workbook(path)["Sammendrag"]["B2"].value == "01819000049"


def test_a_difference_is_written_in_days_times_rate_with_its_evidence():
    month = account(basis(job("31S")))
    two_days = Paid.of(kroner("12 879"), date(2018, 1, 19), date(2018, 1, 31))
    text = explanation_as_text(explain(month, two_days))
    assert text.splitlines() == [
        "Utbetalt minus forventet: −2\xa0862,00",
        "  = −2 dager × 1\xa0431,00",
        "Årsak: arbeidsgiverperioden er regnet ulikt (D12)",
        "  Belegg: første betalte dag 17.01.2018 → 19.01.2018",
    ]
    unknown = explanation_as_text(explain(month, Paid.of(kroner("9 001"))), Language.EN)
    assert "the cause cannot be told (D00)" in unknown


def test_every_cause_that_can_be_named_has_a_sentence():
    tests = Path(claim_causes.__file__), Path(paid_causes.__file__), Path(explanation.__file__)
    named = {code for path in tests for code in re.findall(r'"(D\d\d)"', path.read_text())}
    assert named | {"D00"} == set(CAUSES)


def test_every_code_has_a_sentence_in_three_languages():
    assert set(WHY) == set(Why)
    for texts in [*WHY.values(), *LABELS.values(), *CAUSES.values()]:
        assert set(texts) == set(Language)
        assert all(texts.values())


def test_money_in_accounts_is_ore():
    assert all(isinstance(day.rate, Ore) for day in account().days)


# Sums for a large employer ----------------------------------------------------------------------


def sums(absences: str = ABSENCES, reports: str = REPORTS) -> Totals:
    both = frame(absences, "absences_csv"), frame(reports, "income_reports_csv")
    return totals(*both, SEPTEMBER, tables())


def test_the_sums_are_those_of_the_accounts():
    found = sums()
    by_person = {row.person: row for row in found.frame.itertuples()}
    sick = by_person["01819000049"]
    assert (sick.amount, sick.paid_days, sick.computed) == (kroner("24 327"), 17, True)
    assert not by_person["01819000391"].computed  # no income report
    assert by_person["01819000200"].amount == 0  # parental leave is no sickness benefit
    assert [each.rows for each in found.refused] == [(7, 8)]
    assert "01819000472" not in by_person


def test_unknown_words_are_refused_in_the_sums_too():
    found = sums(ABSENCES.replace("Foreldrepermisjon", "Sabbatsår"))
    assert {each.rows: each.reason for each in found.refused} == {
        (5,): "kind: unknown day type",
        (7, 8): "absences: two periods overlap",
    }


def test_an_absence_without_an_end_is_refused_not_counted():
    endless = ABSENCES.replace("30.09.2026;50", "31.12.2060;50")
    (refused, _) = joined(endless).refused
    assert "is the last day missing" in refused.reason
    assert any("is the last day missing" in each.reason for each in sums(endless).refused)


def test_the_sums_of_a_practice_municipality_are_those_of_its_accounts(tmp_path: Path):
    plan = PracticePlan(employees=150, sub_units=6)
    municipality = generate(plan, tmp_path)
    month = plan.months[-1]
    period = Period.month(month)
    absences = frame_of(municipality.absences_file(month), "absences_csv")
    reports = frame_of(municipality.income_reports_file(month), "income_reports_csv")
    found = totals(absences, reports, period, tables()).frame.set_index(["person", "sub_unit"])
    compared = 0
    for each in answers(join(absences, reports), period, tables()):
        question = each.answer.question
        if question.benefit != "4":
            continue
        row = found.loc[(each.person.reveal(), question.employer.reveal())]
        assert row.computed == isinstance(each.answer, ExpectedRefund)
        if isinstance(each.answer, ExpectedRefund):
            assert (row.amount, row.paid_days) == (each.answer.amount, each.answer.paid_days)
            compared += each.answer.amount > 0
    assert compared > 5
