"""The last benefit day, against cases that NAV's own tests publish (refund rules §1.2.7)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from rutine.refunds.expected.batch.benefit_days import refused_days
from rutine.refunds.expected.batch.columns import NEVER
from rutine.refunds.expected.batch.day_codes import CODE
from rutine.refunds.expected.day_counting import years_after
from rutine.refunds.expected.day_types import DayType
from rutine.refunds.expected.last_benefit_day import BenefitDays
from rutine.refunds.expected.rules import SicknessRules
from tests.expected_people import tables

RULES = SicknessRules.at(tables(), date(2018, 1, 1))
YOUNG, AT_67, AT_70 = date(1992, 2, 12), date(1951, 1, 11), date(1948, 1, 10)
KINDS = {
    "AP": DayType.EMPLOYER_PERIOD,
    "AN": DayType.EMPLOYER_PERIOD_NAV,
    "ARB": DayType.WORK,
    "FRI": DayType.FREE,
    "AVV": DayType.REJECTED,
    "FOR": DayType.TIME_BARRED,
    "HELG": DayType.NAV_WEEKEND,
}


def laid_out(plan: str, start: date) -> list[tuple[date, DayType]]:
    """`16 AP, 10 NAV, 5 PAID`: NAV are calendar days ill, PAID are that many weekdays of them."""
    days: list[tuple[date, DayType]] = []
    day = start
    for part in plan.split(","):
        count, kind = part.split()
        left = int(count)
        while left:
            weekend = day.weekday() > 4
            if kind in {"NAV", "PAID"}:
                type_ = DayType.NAV_WEEKEND if weekend else DayType.NAV
                left -= not (weekend and kind == "PAID")
            else:
                type_ = KINDS[kind]
                left -= 1
            days.append((day, type_))
            day += timedelta(days=1)
    return days


def counted(
    plan: str,
    born: date = YOUNG,
    start: date = date(2018, 1, 1),
    death: date | None = None,
) -> tuple[list[date], int, date]:
    """Refused days, days used, and the last benefit day; the batch counter must refuse the same."""
    days = laid_out(plan, start)
    counter = BenefitDays(RULES, born, death)
    refused = [day for day, type_ in days if counter.add(day, type_)]
    codes = np.array([[CODE[type_]] for _, type_ in days], np.uint8)
    ends = years_after(born, 70).toordinal()
    ends = min(ends, NEVER if death is None else death.toordinal() + 1)
    fast = refused_days(
        codes,
        start.toordinal(),
        np.array([born.toordinal()], np.int32),
        np.array([ends], np.int32),
        RULES,
    )
    # The person's counter also names refused days that were rejected for another reason.
    assert [day for (day, _), no in zip(days, fast[:, 0], strict=True) if no] == refused
    return refused, counter.used, counter.last_day()


@pytest.mark.parametrize(
    ("plan", "used", "last"),
    [
        ("16 AP, 10 NAV", 8, date(2018, 12, 28)),
        ("16 AN, 10 NAV", 8, date(2018, 12, 28)),
        ("16 AP, 10 AVV", 0, date(2019, 1, 9)),
        ("16 AP, 10 FRI", 0, date(2019, 1, 9)),
        ("1 PAID, 15 ARB, 10 AVV", 1, date(2019, 1, 8)),
    ],
)
def test_the_remaining_days_are_laid_out_over_the_weekdays_to_come(
    plan: str, used: int, last: date
):
    assert counted(plan) == ([], used, last)


@pytest.mark.parametrize(
    ("plan", "refused"),
    [
        ("16 AP, 249 PAID", [date(2018, 12, 31)]),
        ("16 AN, 249 PAID", [date(2018, 12, 31)]),
        ("16 AP, 248 PAID, 182 ARB, 10 NAV", []),
        ("248 PAID, 166 ARB, 16 AN, 10 NAV", []),
        ("16 AP, 248 PAID, 181 FRI, 1 PAID", [date(2019, 6, 28)]),
        ("240 PAID, 182 AVV, 10 PAID", []),
        ("240 PAID, 1 ARB, 181 FOR, 10 PAID", []),
        ("240 PAID, 1 FRI, 181 AVV, 10 PAID", []),
        ("247 PAID, 182 FRI, 10 PAID", []),
        ("247 PAID, 181 FRI, 1 ARB, 1 PAID", []),
        ("82 PAID, 27 FRI, 82 PAID, 155 ARB, 85 PAID", [date(2019, 6, 13)]),
        ("248 PAID, 175 FRI, 7 ARB, 7 NAV", []),
        ("248 PAID, 181 HELG, 1 ARB, 60 PAID", []),
        ("16 AP, 200 PAID, 40 HELG, 48 PAID, 1 PAID", [date(2019, 2, 7)]),
        ("50 PAID, 175 ARB, 7 AP, 248 PAID", []),
    ],
)
def test_days_are_used_up_and_26_weeks_without_pay_give_new_ones(plan: str, refused: list[date]):
    assert counted(plan)[0] == refused


def test_new_days_come_only_with_the_first_day_that_is_neither_ill_nor_free():
    ill_all_along = counted("16 AP, 248 PAID, 182 PAID, 60 PAID")
    assert len(ill_all_along[0]) == 182 + 60
    assert ill_all_along[2] == date(2018, 12, 28)
    one_day_at_work = counted("16 AP, 248 PAID, 182 PAID, 1 ARB, 60 PAID")
    assert len(one_day_at_work[0]) == 182
    assert one_day_at_work[1:] == (60, date(2020, 8, 24))
    one_employer_day = counted("16 AP, 248 PAID, 175 ARB, 10 NAV, 1 AP, 10 NAV")
    assert len(one_employer_day[0]) == 6
    assert one_employer_day[1:] == (8, date(2020, 6, 12))


def test_a_day_paid_within_the_rest_begins_the_rest_anew():
    refused, used, last = counted("16 AP, 247 PAID, 180 ARB, 1 PAID, 2 ARB, 10 PAID")
    assert len(refused) == 10
    assert (used, last) == (248, date(2019, 6, 26))


SPREAD = ", ".join(["30 PAID, 130 ARB"] * 6 + ["30 PAID"])


def test_days_paid_more_than_three_years_ago_lapse_when_pay_begins_after_work():
    # Seven times 30 days, every 172 days. Pay begins again 7 x 172 = 1 204 days after the first,
    # on 19 April 2021: the first 30 days are over three years old. 180 + 40 = 220.
    refused, used, _ = counted(f"{SPREAD}, 130 ARB, 40 PAID")
    assert (refused, used) == ([], 220)


def test_free_days_do_not_move_the_three_year_window():
    # After free days the first 30 still count: 210 + 38 = 248, and two of the 40 are refused.
    refused, used, _ = counted(f"{SPREAD}, 130 FRI, 40 PAID")
    assert (len(refused), used) == (2, 248)


@pytest.mark.parametrize(
    ("plan", "start", "refused", "last"),
    [
        ("11 NAV, 61 PAID", date(2018, 1, 1), [date(2018, 4, 6)], date(2018, 4, 5)),
        (
            "248 PAID, 2 PAID",
            date(2017, 2, 23),
            [date(2018, 2, 6), date(2018, 2, 7)],
            date(2018, 2, 5),
        ),
        ("62 PAID", date(2018, 1, 12), [date(2018, 4, 6), date(2018, 4, 9)], date(2018, 4, 5)),
    ],
)
def test_after_the_67th_birthday_there_are_at_most_60_days(
    plan: str, start: date, refused: list[date], last: date
):
    found = counted(plan, AT_67, start)
    assert (found[0], found[2]) == (refused, last)


def test_days_before_67_count_towards_248_only():
    assert counted("11 PAID", AT_67, date(2017, 12, 1))[2] == date(2018, 4, 5)
    assert counted("10 NAV", AT_67)[2] == date(2018, 4, 5)


def test_rights_end_on_the_weekday_before_the_70th_birthday():
    assert counted("11 NAV", AT_70)[1:] == (7, date(2018, 1, 9))


def test_rights_end_with_death():
    assert counted("16 AP, 10 NAV", death=date(2018, 1, 20))[1:] == (3, date(2018, 1, 20))
    assert counted("16 AP, 10 NAV", death=date(2018, 1, 31))[2] == date(2018, 1, 31)
