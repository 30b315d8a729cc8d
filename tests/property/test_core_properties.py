"""Properties of identifiers, money and periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer, kontonr, orgnr

from rutine.core.identifiers import AccountNumber, Fnr, OrgNr, Synthetic
from rutine.core.money import Ore
from rutine.core.periods import Period

BEFORE_2032 = date(2026, 11, 21)
AFTER_2032 = date(2032, 1, 1)
K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def weigh(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True))


def control(digits: str, weights: tuple[int, ...]) -> int:
    return -weigh(digits, weights) % 11


@st.composite
def numbers(draw: st.DrawFn, month_shift: int = 80, day_shift: int = 0, k1_left: int = 0) -> str:
    """A number with the given shifts; `k1_left` is what the first control sum leaves."""
    day = draw(st.dates(date(1940, 1, 1), date(1999, 12, 28)))
    start = draw(st.integers(0, 499))
    for step in range(500):
        nine = (
            f"{day.day + day_shift:02d}{day.month + month_shift:02d}{day.year % 100:02d}"
            f"{(start + step) % 500:03d}"
        )
        first = (control(nine, K1) + k1_left) % 11
        second = control(f"{nine}{first % 10}", K2)
        if first < 10 and second < 10:
            return f"{nine}{first}{second}"
    raise AssertionError("every birth date has a number")


@given(numbers(month_shift=0))
def test_a_national_id_is_accepted_as_the_oracle_accepts_it(number: str) -> None:
    assert fodselsnummer.is_valid(number)
    assert Fnr(number).synthetic is None
    assert not Fnr(number).is_d_number


@given(st.one_of(numbers(), numbers(day_shift=40)))
def test_tenor_numbers_are_known_as_synthetic(number: str) -> None:
    assert Fnr(number).synthetic is Synthetic.TENOR


@given(numbers(month_shift=40))
def test_navs_own_numbers_are_known_as_synthetic(number: str) -> None:
    assert Fnr(number).synthetic is Synthetic.NAV


@given(numbers(day_shift=40))
def test_d_numbers_are_known(number: str) -> None:
    assert Fnr(number).is_d_number


@given(st.data(), st.integers(0, 10))
def test_the_first_control_sum_may_leave_up_to_three_from_2032(
    data: st.DataObject, left: int
) -> None:
    number = data.draw(numbers(k1_left=left))
    remainder = (weigh(number[:9], K1) + int(number[9])) % 11
    assert remainder == left
    for day, allowed in ((BEFORE_2032, left == 0), (AFTER_2032, left <= 3)):
        if allowed:
            assert Fnr(number, day).reveal() == number
        else:
            with pytest.raises(ValueError, match="control digits"):
                Fnr(number, day)


@given(numbers(), st.integers(0, 10), st.integers(1, 9))
def test_any_single_wrong_digit_is_refused(number: str, place: int, shift: int) -> None:
    wrong = f"{number[:place]}{(int(number[place]) + shift) % 10}{number[place + 1 :]}"
    with pytest.raises(ValueError, match="national id") as caught:
        Fnr(wrong, BEFORE_2032)
    assert wrong not in str(caught.value)


@given(numbers())
def test_a_national_id_never_prints_itself(number: str) -> None:
    fnr = Fnr(number)
    for shown in (str(fnr), repr(fnr), f"{fnr}", f"{fnr!r}", f"{[fnr]}"):
        assert number not in shown
        assert number[:6] not in shown


@given(st.text(st.sampled_from("0123456789"), min_size=9, max_size=9))
def test_organisation_numbers_agree_with_the_oracle(text: str) -> None:
    assert OrgNr.is_valid(text) == orgnr.is_valid(text)


@given(st.text(st.sampled_from("0123456789"), min_size=11, max_size=11))
def test_account_numbers_agree_with_the_oracle_but_for_what_nav_refuses(text: str) -> None:
    refused_by_nav = text[4:6] == "00" or text[4] == "9"
    if text.startswith("0000"):  # the oracle strips these and applies another rule
        return
    assert AccountNumber.is_valid(text) == (kontonr.is_valid(text) and not refused_by_nav)


@given(st.text(max_size=14))
def test_no_text_makes_an_identifier_fail_in_another_way(text: str) -> None:
    for kind in (Fnr, OrgNr, AccountNumber):
        assert kind.is_valid(text) in {True, False}


@given(st.integers(-(10**12), 10**12))
def test_money_reads_back_what_it_writes(ore: int) -> None:
    assert Ore.parse(str(Ore(ore))) == ore


@given(st.integers(-(10**9), 10**9), st.sampled_from([" ", "\u00a0", "\u202f", "."]))
def test_money_is_read_with_any_thousands_separator(ore: int, separator: str) -> None:
    text = f"{abs(ore) // 100:,}".replace(",", separator) + f",{abs(ore) % 100:02d}"
    assert Ore.parse(("-" if ore < 0 else "") + text) == ore


@pytest.mark.parametrize(
    "text", ["", "1.5", "1,234", "12.34,5", "1e5", "kr 5", "1,2,3", "--1", "NaN"]
)
def test_what_is_not_clearly_an_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Ore.parse(text)


def test_money_is_never_divided_or_made_from_a_float() -> None:
    with pytest.raises(TypeError, match="round"):
        Ore(100) / 3


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 800))
def test_weekdays_are_counted_as_the_calendar_has_them(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    assert period.weekdays == sum(day.weekday() < 5 for day in period)
    assert period.days == len(list(period))


@given(st.data())
def test_two_periods_overlap_exactly_when_they_share_a_day(data: st.DataObject) -> None:
    days = st.dates(date(2026, 1, 1), date(2026, 3, 1))
    one, two = (
        Period(*sorted((data.draw(days), data.draw(days)))),
        Period(*sorted((data.draw(days), data.draw(days)))),
    )
    shared = set(one) & set(two)
    assert one.overlaps(two) == bool(shared)
    common = one.intersection(two)
    assert set(common or ()) == shared


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends on or after"):
        Period(date(2026, 2, 2), date(2026, 2, 1))


def test_a_month_is_the_whole_month() -> None:
    assert Period.month("2028-02") == Period(date(2028, 2, 1), date(2028, 2, 29))
