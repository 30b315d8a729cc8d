"""What is at risk, by when, and for how much; and what is said when nobody knows."""

from __future__ import annotations

from datetime import date

import pytest

from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.core.reason_texts import Language
from rutine.core.records import Exemption, IncomeRequest
from rutine.refunds.at_risk import AtRisk, NotKnown, RiskKind, RiskView, month_sums
from rutine.refunds.at_risk.claiming import Absent, absences_not_claimed, claims_not_sent
from rutine.refunds.at_risk.endings import LastDay, exemptions_expiring, last_days_near
from rutine.refunds.at_risk.requests import requests_unanswered
from rutine.refunds.at_risk.texts import (
    RISK_TEXTS,
    as_of_text,
    gap_text,
    remarks,
    sum_text,
    who_text,
)
from rutine.refunds.at_risk.view import in_order
from tests.expected_people import tables
from tests.risk_people import (
    LEGAL,
    OTHER_PERSON,
    OTHER_UNIT,
    PERSON,
    TODAY,
    UNIT,
    basis,
    claim,
    window,
)

DEADLINE = date(2027, 1, 31)


def not_sent(*claims, finished=()) -> list[AtRisk]:
    return claims_not_sent(claims, tables(), window(), finished)[0]


def view(*items: AtRisk, not_known: tuple[NotKnown, ...] = ()) -> RiskView:
    return RiskView(LEGAL, "2026-10", window(), in_order(items), not_known)


# The cut-off (ftrl § 22-13)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 8, 1), date(2026, 11, 30)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 11, 5), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2021, 1, 8), date(2021, 4, 30)),
    ],
)
def test_the_last_day_to_claim_ends_the_third_month_after(day: date, last: date) -> None:
    assert window().last_day_to_claim(day) == last


def test_navs_own_example_of_a_claim_too_late() -> None:
    """Refund rules §1.6 example 7: sent 10.06.2021 for 5-8.01.2021, cut-off 01.03.2021."""
    assert window(date(2021, 6, 10)).cutoff == date(2021, 3, 1)
    assert window().last_day_to_claim(date(2021, 1, 5)) < date(2021, 6, 10)


def test_the_window_is_this_month_and_three_whole_ones() -> None:
    assert window().until == date(2027, 2, 28)
    assert [f"{month.first:%Y-%m}" for month in window().months] == [
        *("2026-11", "2026-12", "2027-01", "2027-02"),
    ]


# Claims not sent


def test_a_claim_not_sent_is_at_risk_until_its_deadline() -> None:
    (item,) = not_sent(claim())
    assert (item.kind, item.due, item.amount) == (RiskKind.NOT_SENT, DEADLINE, Ore(1_431_000))
    assert (item.employee_number, item.sub_unit, item.row) == ("10480", UNIT, 2)


@pytest.mark.parametrize(
    "changed",
    [
        {"sent": date(2026, 11, 1)},
        {"settled": Ore(1_431_000)},
        {"amount": Ore(-100)},
        {"benefit": "H"},
    ],
)
def test_what_was_sent_paid_or_comes_by_itself_is_not(changed) -> None:
    assert not_sent(claim(**changed)) == []


def test_what_was_settled_here_is_not_at_risk_though_payroll_does_not_know() -> None:
    assert not_sent(claim(), finished={"K-1"}) == []


def test_a_claim_over_a_months_end_has_two_deadlines() -> None:
    first, second = not_sent(claim(first=date(2026, 9, 28), last=date(2026, 10, 9)))
    assert (first.due, first.last) == (date(2026, 12, 31), date(2026, 9, 30))
    assert (second.due, second.first) == (DEADLINE, date(2026, 10, 1))
    assert (first.amount, second.amount) == (Ore(429_300), Ore(1_001_700))  # 3 and 7 weekdays


def test_only_what_is_open_of_a_claim_is_at_risk() -> None:
    (item,) = not_sent(claim(settled=Ore(1_000_000)))
    assert item.amount == Ore(431_000)


def test_a_claim_without_dates_is_said_not_guessed() -> None:
    items, gaps = claims_not_sent([claim(first=None)], tables(), window())
    assert (items, gaps) == ([], [NotKnown("claims_undated", count=1)])


# Protected people (D41)


def of_the_protected(protected: set[str]) -> list[AtRisk]:
    """One thing of each kind, all of one person."""
    person = PERSON.reveal()
    exemption = Exemption(2, LEGAL, PERSON, "chronic", date(2025, 1, 1), date(2026, 12, 31))
    claims = {person: [claim()]}
    last = LastDay(person, UNIT, date(2026, 12, 11), date(2026, 11, 30))
    day = date(2026, 10, 5)
    asked = IncomeRequest(7, "N-1", UNIT, PERSON, "AKTIV", day, date(2026, 10, 30), day)
    return [
        *claims_not_sent([claim()], tables(), window(), (), protected)[0],
        *absences_not_claimed([absent()], {}, tables(), window(), protected),
        *requests_unanswered([(asked, Period(asked.first, asked.last))], window(), {}, protected),
        *last_days_near([last], claims, window(), date(2026, 10, 1), protected),
        *exemptions_expiring([exemption], claims, window(), protected),
    ]


def test_of_a_protected_person_everything_is_summed_and_nothing_is_told() -> None:
    shown, hidden = of_the_protected(set()), of_the_protected({PERSON.reveal()})
    assert {item.kind for item in hidden} == set(RiskKind)
    for one, other in zip(shown, hidden, strict=True):
        assert (one.kind, one.due, one.amount) == (other.kind, other.due, other.amount)
        assert (other.employee_number, other.sub_unit, other.row) == (None, None, None)
        assert (other.first, other.last) == (None, None)
        assert who_text(other, RISK_TEXTS[Language.NB]) == "skjermet"
    assert month_sums(view(*shown)) == month_sums(view(*hidden))
    assert of_the_protected({OTHER_PERSON.reveal()}) == shown


def test_one_who_sees_some_units_is_told_nothing_of_the_protected() -> None:
    seen = view(*of_the_protected({PERSON.reveal()})).within({UNIT.reveal()})
    assert seen.items == ()


# Absences nobody has claimed


def absent(**changed) -> Absent:
    given = {
        "person": PERSON,
        "sub_unit": UNIT,
        "benefit": "4",
        "basis": basis(("sick_note", date(2026, 9, 1), date(2026, 10, 9))),
        "row": 7,
    }
    return Absent(**(given | changed))


def test_days_after_the_employer_period_without_a_report_are_at_risk() -> None:
    september, october = absences_not_claimed([absent()], {}, tables(), window())
    # 16 calendar days are the employer's own; NAV pays from Thursday the 17th.
    assert (september.first, september.last) == (date(2026, 9, 17), date(2026, 9, 30))
    assert (october.first, october.last) == (date(2026, 10, 1), date(2026, 10, 9))
    assert (september.due, october.due) == (date(2026, 12, 31), DEADLINE)
    assert {september.amount, october.amount} == {None}
    assert september.row == 7


@pytest.mark.parametrize(
    "person",
    [
        absent(basis=basis(("sick_note", date(2026, 9, 1), date(2026, 9, 16)))),
        absent(
            basis=basis(
                ("sick_note", date(2026, 9, 1), date(2026, 10, 9)), reported=date(2026, 9, 1)
            )
        ),
        absent(sub_unit=OTHER_UNIT),
        absent(basis=basis(("sick_note", date(2026, 6, 1), date(2026, 7, 31)))),
    ],
    ids=["only the employer period", "reported", "another unit", "before the cut-off"],
)
def test_nothing_is_at_risk(person: Absent) -> None:
    assert absences_not_claimed([person], {}, tables(), window()) == []


def test_days_that_are_claimed_or_paid_are_left_out() -> None:
    covered = {
        (PERSON.reveal(), UNIT.reveal(), "4"): [Period(date(2026, 9, 17), date(2026, 10, 2))]
    }
    (rest,) = absences_not_claimed([absent()], covered, tables(), window())
    assert (rest.first, rest.last) == (date(2026, 10, 5), date(2026, 10, 9))


# What runs out


def last_day(day: date, away: date = date(2026, 10, 31)) -> LastDay:
    return LastDay(PERSON.reveal(), UNIT, day, away)


def near(*last_days: LastDay, claims=None) -> list[AtRisk]:
    own = {PERSON.reveal(): [claim()]} if claims is None else claims
    return last_days_near(last_days, own, window(), date(2026, 10, 1))


def test_a_last_benefit_day_near_says_what_is_refunded_a_month() -> None:
    (item,) = near(last_day(date(2026, 12, 31)), claims={PERSON.reveal(): [claim(grade=50)]})
    assert (item.due, item.amount, item.employee_number) == (
        date(2026, 12, 31),
        Ore(1_550_000),
        "10480",
    )
    assert remarks(item, window(), Language.NB) == "mindre enn 8 uker igjen"


def test_eight_weeks_ahead_and_no_later_is_soon() -> None:
    soon, later = near(last_day(date(2027, 1, 20)), last_day(date(2027, 1, 21)))
    assert remarks(soon, window(), Language.EN) == "less than 8 weeks left"
    assert remarks(later, window(), Language.EN) == ""


def test_a_passed_last_day_is_at_risk_while_the_person_is_away() -> None:
    (item,) = near(last_day(date(2026, 10, 16)))
    assert remarks(item, window(), Language.NB) == "dagen er passert"
    assert near(last_day(date(2026, 10, 31))) == []


@pytest.mark.parametrize(
    "each",
    [
        last_day(date(2026, 12, 31), away=date(2026, 9, 30)),
        last_day(date(2027, 3, 1)),
    ],
    ids=["back at work", "beyond the window"],
)
def test_no_warning_too_early_or_for_one_who_is_back(each: LastDay) -> None:
    assert near(each) == []


def test_an_amount_nobody_knows_is_none() -> None:
    (item,) = near(last_day(date(2026, 12, 31)), claims={})
    assert (item.amount, item.employee_number) == (None, None)


def exemption(last: date, person=PERSON, kind: str = "chronic") -> Exemption:
    return Exemption(3, LEGAL, person, kind, date(2024, 1, 1), last)


def test_an_exemption_that_expires_says_what_was_claimed_under_it() -> None:
    claims = {
        PERSON.reveal(): [
            claim(benefit="6", amount=Ore(400_000)),
            claim(benefit="6", amount=Ore(100_000), last=date(2025, 11, 25)),
            claim(benefit="4"),
        ]
    }
    (item,) = exemptions_expiring([exemption(date(2026, 12, 31))], claims, window())
    assert (item.due, item.amount, item.benefit) == (date(2026, 12, 31), Ore(400_000), "6")


def test_an_exemption_that_is_renewed_or_ends_later_is_not_at_risk() -> None:
    renewed = [exemption(date(2026, 12, 31)), exemption(date(2028, 12, 31))]
    assert exemptions_expiring(renewed, {}, window()) == []
    others = [exemption(date(2026, 12, 31)), exemption(date(2028, 12, 31), OTHER_PERSON)]
    (item,) = exemptions_expiring(others, {}, window())
    assert item.amount is None


# Added up


def test_sums_are_by_month_and_kind_and_what_is_not_known_is_no_zero() -> None:
    items = [*not_sent(claim()), *absences_not_claimed([absent()], {}, tables(), window())]
    whole = view(*items, not_known=(NotKnown("no_exemptions", frozenset({RiskKind.EXEMPTION})),))
    november, _, january, _ = month_sums(whole)
    assert RiskKind.EXEMPTION not in november.kinds
    texts = RISK_TEXTS[Language.NB]
    assert sum_text(november.kinds.get(RiskKind.EXEMPTION), texts) == "ikke kjent"
    assert sum_text(november.kinds[RiskKind.NOT_SENT], texts) == "0,00"
    assert sum_text(january.kinds[RiskKind.NOT_SENT], texts) == "14\u00a0310,00"
    assert sum_text(january.kinds[RiskKind.NOT_CLAIMED], texts) == "1 uten kjent beløp"


def test_what_was_due_before_today_stands_first() -> None:
    old = claim(first=date(2026, 6, 1), last=date(2026, 6, 5))
    past, *ahead = month_sums(view(*not_sent(old)))
    assert past.month is None
    assert past.kinds[RiskKind.NOT_SENT].amount == Ore(1_431_000)
    assert len(ahead) == 4


def test_one_who_sees_some_units_sees_their_items_only() -> None:
    whole = view(*not_sent(claim(), claim(claim_id="K-2", sub_unit=OTHER_UNIT)))
    assert [item.sub_unit for item in whole.within({UNIT.reveal()}).items] == [UNIT]
    assert len(whole.within(None).items) == 2
    assert whole.within(set()).items == ()


@pytest.mark.parametrize("language", list(Language))
def test_every_word_is_there_in_every_language(language: Language) -> None:
    texts, nb = RISK_TEXTS[language], RISK_TEXTS[Language.NB]
    assert texts.kinds.keys() == set(RiskKind)
    assert texts.gaps.keys() == nb.gaps.keys()
    assert texts.columns.keys() == nb.columns.keys()
    assert len(texts.months) == 12
    assert gap_text(NotKnown("rows_unreadable", count=3, file="krav.csv"), language).count("3") == 1
    assert "2026" in as_of_text(view(), language)
    assert str(TODAY.year) in as_of_text(view(), language)
