"""The days of a case: what each is by the rules, and whether it was claimed and paid."""

from __future__ import annotations

from datetime import date

import pytest

from rutine.core.expected_days import DayMark, DayStretch
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.core.reason_texts import Language
from rutine.review.case.spell_calendar import _months
from rutine.review.case.spell_days import MOST_DAYS, Row, spell_days, together
from rutine.review.catalogue import catalogue

NB = catalogue(Language.NB)
RATE = Ore(143_100)


def day(number: int) -> date:
    """A day of October 2026, which began on a Thursday."""
    return date(2026, 10, number)


def days(first: int, last: int, amount: int | None = None) -> Row:
    """A claim or a line; without an amount nothing is said of its rate."""
    return Row(Period(day(first), day(last)), None if amount is None else Ore(amount))


def stretch(first: int, last: int, mark: DayMark, rate: int = 0, **more) -> DayStretch:
    return DayStretch(first=day(first), last=day(last), mark=mark, rate=Ore(rate), **more)


TWO_WEEKS = (
    stretch(5, 9, DayMark.NAV, RATE),
    stretch(10, 11, DayMark.WEEKEND),
    stretch(12, 16, DayMark.NAV, RATE),
)


def verdicts(stretches, claimed=(), paid=()):
    found = spell_days(stretches, claimed, paid)
    return {each.day.day: each.verdict for each in found}


def test_nothing_is_made_of_rows_without_days() -> None:
    assert spell_days((), (), ()) == []


def test_a_day_paid_and_claimed_that_the_rules_pay_is_fine() -> None:
    assert set(verdicts(TWO_WEEKS, [days(5, 16)], [days(5, 16)]).values()) == {"fine"}


@pytest.mark.parametrize(
    ("claimed", "paid", "verdict"),
    [
        ([days(5, 5)], [], "claimed"),
        ([], [days(5, 5)], "paid"),
        ([], [], "neither"),
        ([days(5, 5)], [days(5, 5)], "fine"),
    ],
)
def test_a_day_that_the_rules_pay_says_which_side_lacks_it(claimed, paid, verdict) -> None:
    assert verdicts((stretch(5, 5, DayMark.NAV, RATE),), claimed, paid)[5] == verdict


@pytest.mark.parametrize(
    ("claimed", "paid", "verdict"),
    [
        ([days(5, 5)], [], "not_due"),
        ([], [days(5, 5)], "unfounded"),
        ([days(5, 5)], [days(5, 5)], "unfounded"),
        ([], [], "fine"),
    ],
)
@pytest.mark.parametrize("mark", [DayMark.EMPLOYER_PERIOD, DayMark.FREE, DayMark.REFUSED])
def test_a_day_that_the_rules_do_not_pay_is_neither_claimed_nor_paid(
    mark, claimed, paid, verdict
) -> None:
    assert verdicts((stretch(5, 5, mark),), claimed, paid)[5] == verdict


def test_a_weekend_is_never_wrong_however_the_rows_span_it() -> None:
    assert verdicts(TWO_WEEKS, [days(5, 16)], [days(5, 9), days(12, 16)])[10] == "fine"


def test_without_rules_only_the_two_sides_are_held_together() -> None:
    found = verdicts((), [days(5, 6)], [days(6, 7)])
    assert found == {5: "claimed", 6: "fine", 7: "paid"}


def test_a_day_that_cannot_be_told_is_not_called_wrong() -> None:
    assert verdicts((stretch(5, 5, DayMark.UNKNOWN),), [days(5, 5)])[5] == "fine"


def test_an_amount_that_is_what_the_rules_give_is_for_the_days_they_pay() -> None:
    start = (stretch(1, 4, DayMark.EMPLOYER_PERIOD), *TWO_WEEKS)
    asked = [days(1, 16, 10 * RATE)]
    assert set(verdicts(start, asked, asked).values()) == {"fine"}
    assert verdicts(start, [days(1, 16, 11 * RATE)], asked)[1] == "not_due"


@pytest.mark.parametrize(
    ("amount", "verdict"),
    [
        (10 * 143_100, "fine"),
        (10 * 71_550, "other_rate"),
        (10 * 143_100 + 1, "other_rate"),
        (None, "fine"),
    ],
)
def test_a_day_paid_at_another_rate_is_no_day_that_agrees(amount, verdict) -> None:
    assert verdicts(TWO_WEEKS, [days(5, 16)], [days(5, 16, amount)])[5] == verdict


def test_a_line_for_a_day_too_many_has_the_right_rate_for_the_others() -> None:
    found = verdicts(
        (*TWO_WEEKS, stretch(19, 19, DayMark.WORK)), [days(5, 16)], [days(5, 19, 11 * RATE)]
    )
    assert (found[16], found[19]) == ("fine", "unfounded")


def test_what_was_taken_back_is_not_paid() -> None:
    asked, week = [days(5, 9)], (stretch(5, 9, DayMark.NAV, RATE),)
    back = days(5, 9, -5 * RATE)
    assert verdicts(week, asked, [days(5, 9, 5 * RATE), back])[5] == "taken"
    assert verdicts(week, (), [back])[5] == "taken"
    assert verdicts(week, asked, [days(5, 9, 10 * RATE), back])[5] == "fine"


def test_a_weekend_does_not_part_days_of_which_the_same_is_true() -> None:
    (group,) = together(spell_days(TWO_WEEKS, [days(5, 16)], [days(5, 16)]))
    assert (group[0].day, group[-1].day, len(group)) == (day(5), day(16), 10)


def test_days_part_where_something_changes() -> None:
    found = together(spell_days(TWO_WEEKS, [days(5, 16)], [days(5, 9)]))
    assert [(each[0].day.day, each[-1].day.day) for each in found] == [(5, 9), (12, 16)]


def test_the_employers_days_count_their_weekends() -> None:
    (group,) = together(spell_days((stretch(5, 20, DayMark.EMPLOYER_PERIOD),), (), ()))
    assert len(group) == 16


def test_a_month_is_drawn_in_weeks_from_monday() -> None:
    (october,) = _months(NB, spell_days((), [days(1, 13)], ()))
    assert october.title == "oktober 2026"
    assert [[c.number if c else None for c in week] for week in october.weeks] == [
        [None, None, None, 1, 2, 3, 4],
        [5, 6, 7, 8, 9, 10, 11],
        [12, 13, None, None, None, None, None],
    ]
    assert october.weeks[0][3].covered == "krav"
    assert october.weeks[0][5].covered == ""


def test_a_wrong_year_makes_no_endless_page() -> None:
    far = date(2026, 10, 1).replace(year=2062)
    assert (far - day(1)).days > MOST_DAYS
    assert spell_days((), [Row(Period(day(1), far), None)], ()) == []
