"""Money from NAV without its report, and months without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.core.differences import Action
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore
from rutine.core.records import COLUMNS
from rutine.core.working_days import working_day_after
from rutine.refunds.arrivals import (
    KIND,
    Arrivals,
    BankWords,
    CameReport,
    Purpose,
    find_arrivals,
)

NUMBERS = [n for k in range(1000) if AccountNumber.is_valid(n := f"1234560{k:04d}")]
OURS, OTHER = (AccountNumber(number) for number in NUMBERS[:2])
EMPLOYER = OrgNr("900000006")
WORDS = BankWords(
    nav=("Arbeids- og velferdsetaten", "NAV"), refund=("refusjon",), other=("tilskudd",)
)
PAID = date(2026, 10, 1)  # a Thursday, the month's first working day
DUE = date(2026, 10, 5)
REPORT = CameReport(PAID, Ore(909_300), OURS)


def statement(*entries: dict[str, object]) -> pd.DataFrame:
    """Bank entries; each says what differs from NAV's refund of 1 October."""
    ordinary = {
        "row": 1, "account": OURS.reveal(), "booked": PAID, "value_date": PAID, "amount": 909_300,
        "reference": "A1", "counterparty": "ARBEIDS- OG VELFERDSETATEN", "text": "Refusjon 10/26",
    }  # fmt: skip
    rows = pd.DataFrame(
        [{**ordinary, **each} for each in entries], columns=[*COLUMNS["bank_entry"]]
    )
    for name in ("booked", "value_date"):
        rows[name] = pd.to_datetime(rows[name]).astype("datetime64[s]")
    return rows.astype({"amount": "int64"})


def find(
    *reports: CameReport,
    bank: pd.DataFrame | None = None,
    as_of: date = date(2026, 10, 31),
    months: tuple[date, ...] = (PAID,),
) -> Arrivals:
    look = partial(find_arrivals, employer=EMPLOYER, words=WORDS, months=months, within=2)
    return look(reports, bank, as_of=as_of)


def named(found: Arrivals) -> list[tuple[str, str]]:
    return [(case.reason, (case.reference or "")[:10]) for case in found.cases]


def test_money_with_its_report_is_no_case() -> None:
    found = find(REPORT, bank=statement({}))
    assert found.cases == ()
    assert ("D38", "2026-10") in found.settled
    assert {code for code, name in found.settled if name.startswith("2026-10-01 ")} == {
        "D38",
        "D39",
    }


@pytest.mark.parametrize(("as_of", "is_case"), [(DUE, False), (DUE + timedelta(days=1), True)])
def test_a_report_may_come_within_two_working_days_of_the_money(as_of: date, is_case: bool) -> None:
    found = find(bank=statement({}), as_of=as_of)
    assert named(found) == ([("D38", "2026-10-01")] if is_case else [])


def test_the_case_says_what_the_bank_says() -> None:
    (case,) = find(bank=statement({})).cases
    assert (case.kind, case.paid, case.suggestion) == (KIND, 909_300, Action.FETCH_AGAIN)
    assert {each.field: each.left for each in case.evidence} == {
        "amount": "909300",
        "value_date": "2026-10-01",
        "account": str(OURS),
        "counterparty": "ARBEIDS- OG VELFERDSETATEN",
        "bank_text": "Refusjon 10/26",
        "bank_reference": "A1",
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Refusjon", "D38"),
        ("Tilskudd til arbeidsplasser", "D39"),
        ("", "D38"),
        ("Refusjon av tilskudd", "D38"),  # both: nothing is told, so a report is looked for
        ("Lønnstilskudd", "D38"),  # another word than the one that is known
    ],
)
def test_what_the_money_is_for_is_told_and_never_guessed(text: str, reason: str) -> None:
    found = find(bank=statement({"text": text}))
    assert (reason, "2026-10-01") in named(found)
    assert len([case for case in found.cases if case.paid]) == 1


def test_money_that_says_it_is_something_else_is_told_at_once() -> None:
    found = find(REPORT, bank=statement({}, {"text": "Tilskudd", "amount": 5}), as_of=PAID)
    assert named(found) == [("D39", "2026-10-01")]
    assert found.cases[0].suggestion is Action.ACKNOWLEDGE


@pytest.mark.parametrize(
    "entry",
    [
        {"counterparty": "Skatteetaten"},
        {"counterparty": "Navestad AS"},
        {"counterparty": ""},
        {"amount": -909_300},
    ],
)
def test_only_money_in_from_nav_is_looked_at(entry: dict[str, object]) -> None:
    assert find(REPORT, bank=statement(entry)).cases == ()


def test_no_words_and_no_statement_find_no_money() -> None:
    look = partial(find_arrivals, [REPORT], employer=EMPLOYER, months=(PAID,), within=2)
    found = look(statement({"amount": 5}), words=BankWords(), as_of=date(2026, 10, 31))
    assert found.cases == ()
    assert find(REPORT, bank=None).cases == ()


@pytest.mark.parametrize(
    "change",
    [
        {"total": Ore(909_301)},
        {"account": OTHER},
        {"value_date": PAID + timedelta(days=4)},
        {"total": None},
    ],
)
def test_another_report_is_not_its_report(change: dict[str, object]) -> None:
    found = find(replace(REPORT, **change), bank=statement({}))  # type: ignore[arg-type]
    assert ("D38", "2026-10-01") in named(found)


def test_one_report_stands_for_one_credit() -> None:
    twice = statement({}, {})
    found = find(REPORT, bank=twice)
    assert named(found) == [("D38", "2026-10-01")]
    assert find(REPORT, REPORT, bank=twice).cases == ()
    both = find(bank=twice)
    assert len({case.reference for case in both.cases}) == 2


def test_a_bare_file_stands_for_money_of_its_amount() -> None:
    bare = CameReport(None, Ore(909_300), None, month=PAID)
    assert find(bare, bank=statement({})).cases == ()
    assert named(find(bare, bank=statement({}, {"amount": 7}))) == [("D38", "2026-10-01")]


def test_a_stopped_report_already_says_that_the_credit_is_another() -> None:
    stopped = replace(REPORT, total=Ore(5), stopped=True)
    assert find(stopped, bank=statement({})).cases == ()
    assert named(find(replace(stopped, stopped=False), bank=statement({}))) == [
        ("D38", "2026-10-01")
    ]


def test_a_month_without_a_report_is_a_case_after_its_first_working_days() -> None:
    assert find(as_of=DUE).cases == ()
    found = find(as_of=DUE + timedelta(days=1))
    assert named(found) == [("D38", "2026-10")]
    (case,) = found.cases
    assert [(e.field, e.left) for e in case.evidence] == [("money_expected", "2026-10-01")]


def test_a_payment_in_between_is_not_the_months_report() -> None:
    between = replace(REPORT, value_date=date(2026, 10, 14))
    assert named(find(between)) == [("D38", "2026-10")]


def test_the_months_money_without_report_is_one_case_not_two() -> None:
    assert named(find(bank=statement({}))) == [("D38", "2026-10-01")]


def test_the_first_working_day_follows_the_holidays() -> None:
    """January 2027 begins on a Friday: the money comes on Monday the 4th, the report by the 6th."""
    january = (date(2027, 1, 1),)
    assert find(months=january, as_of=date(2027, 1, 6)).cases == ()
    assert named(find(months=january, as_of=date(2027, 1, 7))) == [("D38", "2027-01")]


def test_several_months_are_looked_at() -> None:
    months = (date(2026, 8, 1), date(2026, 9, 1), PAID)
    assert named(find(REPORT, months=months)) == [("D38", "2026-08"), ("D38", "2026-09")]


def test_whole_words_tell_the_purpose() -> None:
    assert WORDS.purpose("REFUSJON", "") is Purpose.REFUND
    assert WORDS.purpose("", "refusjon 12") is Purpose.REFUND
    assert WORDS.purpose("Tilskudd", "x") is Purpose.OTHER
    assert WORDS.purpose("Refusjonskrav", "tilskuddsordning") is Purpose.UNTOLD


AMOUNTS = st.lists(st.integers(1, 4), max_size=6)
DAYS = st.lists(st.integers(0, 20), max_size=6)


@settings(deadline=None)
@given(AMOUNTS, AMOUNTS, DAYS, DAYS, st.integers(0, 40))
def test_every_credit_is_a_case_has_a_report_or_waits_whatever_the_order(
    paid: list[int], reported: list[int], paid_on: list[int], reported_on: list[int], later: int
) -> None:
    entries = [
        {"amount": a, "value_date": PAID + timedelta(days=d), "reference": str(n)}
        for n, (a, d) in enumerate(zip(paid, paid_on, strict=False))
    ]
    reports = [
        CameReport(PAID + timedelta(days=d), Ore(a), OURS)
        for a, d in zip(reported, reported_on, strict=False)
    ]
    as_of = PAID + timedelta(days=later)
    found = find(*reports, bank=statement(*entries), as_of=as_of)
    cases = [case for case in found.cases if case.paid]
    due = [e for e in entries if working_day_after(e["value_date"], 2) < as_of]  # type: ignore[arg-type]
    assert max(0, len(due) - len(reports)) <= len(cases) <= len(due)
    again = find(*reversed(reports), bank=statement(*reversed(entries)), as_of=as_of)
    assert {c.reference for c in again.cases} == {c.reference for c in found.cases}
    assert not {(c.reason, c.reference) for c in found.cases} & found.settled


@settings(deadline=None)
@given(AMOUNTS, DAYS)
def test_with_its_report_no_credit_is_a_case(paid: list[int], days: list[int]) -> None:
    pairs = list(zip(paid, days, strict=False))
    entries = [{"amount": a, "value_date": PAID + timedelta(days=d)} for a, d in pairs]
    reports = [CameReport(PAID + timedelta(days=d), Ore(a), OURS) for a, d in pairs]
    found = find(*reports, bank=statement(*entries), as_of=date(2026, 12, 31))
    assert [case for case in found.cases if case.paid] == []
