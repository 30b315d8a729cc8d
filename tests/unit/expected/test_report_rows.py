"""Income reports for several positions, and graded care days, as the files state them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from rutine.core.periods import Period
from rutine.formats.format_file import load_format
from rutine.formats.reading import read
from rutine.refunds.expected.account import ExpectedRefund
from rutine.routines.expected_files import JoinedFiles, answers, join
from rutine.routines.expected_totals import totals
from tests.expected_people import MAPPINGS, kroner, tables

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
PERSON, UNITS = "01819000049", "900000006;900000014"
ABSENCES = "Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Type;Fra;Til;Grad\n"
SICK = f"{ABSENCES}{UNITS};1001;{PERSON};Sykmelding;08.08.2026;30.09.2026;100\n"
REPORTS = (
    "Hovedenhet;Underenhet;Fødselsnummer;Fravær fra;Beregnet månedslønn;Refusjon per måned;"
    "Refusjon opphører;Sendt dato\n"
)


def frame(text: str, name: str) -> pd.DataFrame:
    form = load_format(MAPPINGS / "formats" / f"{name}.yaml")
    reading = read(form, text.encode(), source=name, identities="synthetic")
    assert reading.errors == ()
    return reading.frame


def both(absences: str, reports: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    return frame(absences, "absences_csv"), frame(reports, "income_reports_csv")


def reported(*rows: tuple[str, str], absence: str = "08.08.2026") -> str:
    """One row for each income and last day of refund, all sent the same day."""
    return REPORTS + "".join(
        f"{UNITS};{PERSON};{absence};{income};{income};{ends};20.08.2026\n" for income, ends in rows
    )


def paid(found: JoinedFiles, period: Period = SEPTEMBER) -> ExpectedRefund:
    (each,) = answers(found, period, tables())
    assert isinstance(each.answer, ExpectedRefund)
    return each.answer


@pytest.mark.parametrize(
    ("ends", "last_rate"),
    [
        (("10.09.2026", ""), "508"),  # 11 000 x 12 / 260 = 507.69
        (("", "10.09.2026"), "923"),  # 20 000 x 12 / 260 = 923.08
        (("10.09.2026", "20.09.2026"), None),
        (("10.09.2026", "10.09.2026"), None),
    ],
)
def test_a_positions_refund_ends_on_its_own_day(ends: tuple[str, str], last_rate: str | None):
    frames = both(SICK, reported(("20 000,00", ends[0]), ("11 000,00", ends[1])))
    found = paid(join(*frames))
    rates = {day.day: day.rate for day in found.days}
    assert rates[date(2026, 9, 10)] == kroner("1 431")  # 31 000 x 12 / 260 = 1 430.77
    assert rates[date(2026, 9, 30)] == (kroner(last_rate) if last_rate else 0)
    eleventh = "508" if ends[1] != "10.09.2026" else ("923" if not ends[0] else "0")
    assert rates[date(2026, 9, 11)] == kroner(eleventh)
    (row,) = totals(*frames, SEPTEMBER, tables()).frame.itertuples()
    assert (row.amount, row.paid_days) == (found.amount, found.paid_days)


def test_rows_that_are_equal_in_every_field_are_refused():
    frames = both(SICK, reported(("20 000,00", ""), ("20 000,00", "")))
    (refused,) = join(*frames).refused
    assert (refused.source, refused.rows) == ("income_reports", (2, 3))
    assert refused.reason == "two income reports are equal in every field"
    found = totals(*frames, SEPTEMBER, tables())
    assert found.refused == (refused,)
    assert found.frame.empty


def test_a_year_that_cannot_be_is_refused_and_not_a_crash():
    frames = both(SICK, reported(("20 000,00", "")))
    frames[1].loc[0, "refund_ends"] = pd.Timestamp("2150-12-31")
    for refused in (join(*frames).refused, totals(*frames, SEPTEMBER, tables()).refused):
        assert "the year must be from 1900 to 2100" in refused[0].reason


def care(grade: int, last: str = "16.01.2026") -> JoinedFiles:
    rows = f"{ABSENCES}{UNITS};1001;{PERSON};Omsorgsdager;05.01.2026;{last};{grade}\n"
    return join(*both(rows, reported(("31 000,00", ""), absence="05.01.2026")))


def test_the_grade_of_a_care_day_is_a_part_of_the_day():
    (person,) = care(40).people
    (stated,) = person.basis["Z"].care_days
    assert stated.hours == Decimal(3)  # 40 percent of 7.5 hours
    # 5 January-20 February is 35 weekdays of 0.4 day: 14 days, less the employer's own ten: four
    # days, or ten days of 40 percent: 31 000 x 12 / 260 x 0.4 = 572.31 each.
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    found = paid(care(40, "20.02.2026"), year)
    assert (found.paid_days, found.amount) == (10, kroner("5 720"))


def test_whole_care_days_have_no_hours():
    (person,) = care(100).people
    assert person.basis["Z"].care_days[0].hours is None


@pytest.mark.parametrize("grade", [0, 33, 50, 99])
def test_a_grade_that_is_no_whole_half_hours_is_refused(grade: int):
    found = care(grade)
    assert found.people == ()
    assert "half hours of a 7.5 hour day" in found.refused[0].reason
    rows = f"{ABSENCES}{UNITS};1001;{PERSON};Omsorgsdager;05.01.2026;06.01.2026;{grade}\n"
    assert totals(*both(rows, REPORTS), SEPTEMBER, tables()).refused[0].rows == (2,)


@pytest.mark.parametrize("income", ["−1,00", "-20 000,00"])
def test_a_negative_income_is_a_fault_of_its_row(income: str):
    form = load_format(MAPPINGS / "formats" / "income_reports_csv.yaml")
    text = reported((income, ""), ("0,00", ""))
    reading = read(form, text.encode(), source="reports", identities="synthetic")
    # Both the income and the refund of the first row are negative; the second row is kept.
    assert [(fault.line, fault.code.value, fault.expected) for fault in reading.errors] == [
        (2, "out_of_range", "0–"),
        (2, "out_of_range", "0–"),
    ]
    assert len(reading.frame) == 1
