"""Days and amounts are read as Norwegians write them, wherever the app asks for one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.core.reason_texts import Language
from rutine.review.catalogue import catalogue
from rutine.review.filled_in import read_amount, read_day


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-03", "03.11.2026", "3.11.2026", "3.11.26", "03.11.26", "3. 11. 2026"),
        *(
            "3/11-26",
            "3/11/2026",
            "3. november 2026",
            "3 november 2026",
            "3. nov. 2026",
            "3.nov 26",
        ),
        *("3.\u00a0november\u00a02026", "  3.11.26 ", "3. NOVEMBER 2026", "3 Nov 2026"),
    ],
)
def test_a_day_is_read_in_every_usual_form(text):
    assert read_day(text) == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("text", "month"),
    [("1. mars 2027", 3), ("1. mai 2027", 5), ("1. des. 2027", 12), ("1 October 2027", 10)],
)
def test_months_are_known_by_name(text, month):
    assert read_day(text) == date(2027, month, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("31.11.2026", "3.13.2026", "i morgen", "3.11", "3.11.026", "3. ma 2027", "3. xyz 2027"),
        *("11/2026", "03112026", "3.november", "\u0663.11.2026x", "3..11.2026"),
    ],
)
def test_what_is_no_day_is_refused_and_not_guessed_at(text):
    with pytest.raises(InputError, match="not a day"):
        read_day(text)


@pytest.mark.parametrize(
    "text",
    [
        *("1234,50", "1 234,50", "1.234,50", "1\u00a0234,50", "1\u202f234,50", "1 234,5"),
        *("kr 1 234,50", "1 234,50 kr", "1.234,50 KR.", "NOK 1234,50"),
    ],
)
def test_an_amount_is_read_in_every_usual_form(text):
    assert read_amount(text) == Ore(123_450)


@pytest.mark.parametrize("text", ["1234,-", "1 234,\u2013", "kr 1 234,-", "1234"])
def test_whole_kroner_may_end_as_they_do_on_price_tags(text):
    assert read_amount(text) == Ore(123_400)


def test_a_minus_may_be_a_real_one():
    assert read_amount("\u22121.234,50") == read_amount("-1234,50") == Ore(-123_450)


@pytest.mark.parametrize("text", ["1.5", "1,234.50", "kr", "tusen", "12,345", "1 23 4,5x", ",-"])
def test_what_is_no_amount_is_refused_and_not_guessed_at(text):
    with pytest.raises(InputError, match="not an amount"):
        read_amount(text)


def test_nothing_is_nothing():
    assert read_day("  ") is read_day("") is read_amount("") is None


@pytest.mark.parametrize("typed", ["3. november 2026", "3.11.26"])
def test_the_auditors_days_are_read_so_too(as_user, typed):
    visitor = as_user("rune")
    visitor.get("/revisjon")
    answer = visitor.post("/revisjon/sok", first=typed)
    assert answer.status_code in {200, 303}


def test_a_case_waits_until_a_day_written_in_words(visitor):
    number = visitor.number("D28")
    visitor.get(f"/saker/{number}")
    day = clock.today() + timedelta(days=40)
    written = f"{day.day}. {catalogue(Language.NB)(f'month.{day.month}')} {day.year}"
    given = {"action": "wait_until", "hold_reason": "nav", "until": written}
    visitor.post(f"/saker/{number}/avgjor", version=visitor.version(), **given)
    assert f"tilbake {day:%d.%m.%Y}" in visitor.get("/saker?status=waiting").text
