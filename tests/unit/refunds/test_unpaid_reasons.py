"""Why a claim has no payment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rutine.refunds.expected.basis import Basis
from rutine.refunds.knowledge import NOTHING_KNOWN, Knowledge
from rutine.refunds.paid_reasons import PAYOUT
from rutine.refunds.three_ledgers import three_ledgers
from rutine.refunds.unpaid_reasons import never_sent, not_answered, refused
from tests.unit.refunds.ledgers import NOTE, RATE, basis, claim, facts, ledgers, line

OVERDUE = date(2026, 6, 30)
"""Refunds of the employer period sent before this day are overdue."""


def test_a_claim_that_has_a_day_of_sending_was_sent() -> None:
    assert never_sent([claim(sent=None), claim(row=2)], None) is None


def test_an_income_report_for_the_absence_shows_that_something_was_sent() -> None:
    assert never_sent([claim(sent=None)], basis()) is None


@pytest.mark.parametrize("known", [None, basis(NOTE | {"from": date(2026, 8, 17)})])
def test_neither_sent_nor_reported(known) -> None:
    found = never_sent([claim(sent=None), claim(sent=None, away="2026-08-20", row=2)], known)
    assert found is not None
    assert found.reason == "D16"
    assert facts(found) == {"sent": (None, None), "absence_from": ("2026-08-16", None)}


def test_a_claim_of_no_known_absence_was_never_sent_either() -> None:
    found = never_sent([claim(sent=None, away=None)], basis())
    assert found is not None
    assert found.reason == "D16"


def test_the_rules_give_nothing_and_say_why() -> None:
    found = refused(
        ledgers((), [claim(231 * 22, rate=231, pay=5_000)], basis(pay=5_000)), NOTHING_KNOWN
    )
    assert found is not None
    assert found.reason == "D20"
    assert facts(found) == {"paid_days": ("22", "0")}


def test_one_payable_day_is_enough_not_to_be_refused() -> None:
    assert refused(ledgers((), [claim()], basis(ends="2026-09-01")), NOTHING_KNOWN) is None
    assert refused(ledgers((), [claim()], basis(ends="2026-08-31")), NOTHING_KNOWN).reason == "D21"


def test_weekends_are_refused_by_nobody() -> None:
    assert refused(ledgers((), [claim(1, "2026-09-05", "2026-09-06")]), NOTHING_KNOWN) is None


def test_days_without_a_stated_cause_are_not_refused() -> None:
    short = basis(NOTE | {"to": date(2026, 8, 31)})
    assert refused(ledgers((), [claim()], short), NOTHING_KNOWN) is None
    assert refused(three_ledgers((), [claim()], NOTHING_KNOWN), NOTHING_KNOWN) is None


@pytest.mark.parametrize(("listed", "told"), [(True, "D31"), (False, None)])
def test_no_exemption_is_a_reason_only_where_they_are_listed(
    listed: bool, told: str | None
) -> None:
    of_employer_period = claim(RATE * 11, "2026-08-16", "2026-08-31", benefit="6", days=11)
    found = refused(ledgers((), [of_employer_period]), Knowledge(exemptions_listed=listed))
    assert (found.reason if found else None) == told


EXEMPT = basis(exemptions=[{"kind": "chronic", "from": date(2026, 1, 1), "to": date(2026, 12, 31)}])


@pytest.mark.parametrize("benefit", ["6", "7"])
@pytest.mark.parametrize(
    ("sent", "told"), [(-1, "D00"), (0, "D14"), (1, "D14")], ids=["overdue", "last day", "in time"]
)
def test_refund_of_the_employer_period_waits_as_long_as_nav_says(
    benefit: str, sent: int, told: str
) -> None:
    day = (OVERDUE - PAYOUT + timedelta(days=sent)).isoformat()
    found = not_answered([claim(sent=day, benefit=benefit)], (), EXEMPT, OVERDUE)
    assert found.reason == told
    if told == "D14":
        assert facts(found) == {"sent": (day, None), "exemption": ("2026-01-01", None)}


def test_the_latest_of_several_sent_counts() -> None:
    both = [claim(sent="2026-01-05", benefit="6"), claim(sent="2026-07-05", benefit="6", row=2)]
    assert not_answered(both, (), EXEMPT, OVERDUE).reason == "D14"


@pytest.mark.parametrize(
    ("known", "until", "days"),
    [
        (EXEMPT, None, {}),
        (basis(), OVERDUE, {}),
        (None, OVERDUE, {}),
        (EXEMPT, OVERDUE, {"sent": None}),
        (EXEMPT, OVERDUE, {"last": "2027-01-01"}),
    ],
    ids=["handling time unknown", "no exemption", "nothing known", "never sent", "runs out before"],
)
def test_without_a_decision_and_navs_handling_time_nothing_is_said(known, until, days) -> None:
    assert not_answered([claim(benefit="6", **days)], (), known, until).reason == "D00"


@pytest.mark.parametrize(
    ("stated", "told"), [("2026-08-31", "D19"), ("2026-09-01", "D00"), ("2026-12-31", "D00")]
)
def test_after_navs_own_last_benefit_day(stated: str, told: str) -> None:
    paid = [line(1, "2026-08-17", "2026-08-31", stated=stated)]
    found = not_answered([claim()], paid, None, OVERDUE)
    assert found.reason == told
    if told == "D19":
        assert facts(found) == {"last_benefit_day": (None, stated)}


def test_a_last_benefit_day_of_an_earlier_absence_says_nothing() -> None:
    old = [line(1, "2026-01-05", "2026-08-15", stated="2026-08-15")]
    assert not_answered([claim()], old, None, OVERDUE).reason == "D00"
    last_day_of_it = [line(1, "2026-01-05", "2026-08-16", stated="2026-08-16")]
    assert not_answered([claim()], last_day_of_it, None, OVERDUE).reason == "D19"


def test_the_newest_last_benefit_day_counts() -> None:
    both = [
        line(1, "2026-08-17", "2026-08-20", stated="2026-08-20"),
        line(1, "2026-08-21", "2026-08-31", stated="2026-12-31", row=2),
    ]
    assert not_answered([claim()], both, None, OVERDUE).reason == "D00"


def test_a_claim_without_days_or_lines_waits_for_nav_alone_to_say() -> None:
    assert (
        not_answered([claim(last=None)], [line(1, stated="2026-08-31")], None, OVERDUE).reason
        == "D00"
    )
    assert not_answered([claim()], (), None, OVERDUE).reason == "D00"
    undated = [line(1, last=None, stated="2026-01-01")]
    assert not_answered([claim()], undated, None, OVERDUE).reason == "D00"


def test_a_refund_that_was_ended_comes_before_the_last_benefit_day() -> None:
    long_ago = NOTE | {"from": date(2025, 8, 16)}
    asked = [claim(away="2025-08-16")]

    def told(ends: date | None) -> str:
        (job,) = basis(long_ago).jobs
        report = job.incomes[0].model_copy(update={"sent": date(2025, 8, 20), "refund_ends": ends})
        known = Basis(jobs=(job.model_copy(update={"incomes": (report,)}),))
        found = refused(ledgers((), asked, known), NOTHING_KNOWN)
        assert found is not None
        return found.reason

    assert told(None) == "D19"
    assert told(date(2025, 12, 31)) == "D21"
