"""The deadline of a difference follows from its evidence, and from nothing that is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rutine.core.differences import Action, Difference, Evidence
from rutine.core.identifiers import OrgNr
from rutine.core.reasons import REASONS, DeadlineRule
from rutine.refunds.due import due_day, with_deadlines
from tests.expected_people import tables

TABLES = tables()
TODAY = date(2026, 11, 25)
EMPLOYER = OrgNr("970000003")


def seen(field: str, left: str | None, right: str | None = None) -> Evidence:
    return Evidence(field=field, kind="day", left=left, right=right, equal=left == right)


def case(reason: str, *evidence: Evidence, benefit: str | None = "4") -> Difference:
    return Difference(
        kind="group",
        reason=reason,
        employer=EMPLOYER,
        benefit=benefit,
        evidence=evidence,
        permitted=(Action.ACCEPT_PAID,),
    )


ABSENCE = (seen("first", "2026-09-01", "2026-09-03"), seen("last", "2026-09-30", None))


@pytest.mark.parametrize(
    ("difference", "day"),
    [
        (case("D16", *ABSENCE), date(2026, 12, 31)),
        (case("D05", *ABSENCE), date(2026, 9, 30)),
        (case("D14", seen("sent", "2026-10-20")), date(2026, 12, 1)),
        (case("D14", seen("sent", "2026-10-01")), date(2027, 1, 14)),  # usual time is over
        (case("D14", seen("sent", "2026-10-01"), benefit="6"), date(2027, 2, 1)),
        (case("D19", seen("last_benefit_day", None, "2027-02-26")), date(2027, 1, 1)),
        (case("D22"), date(2026, 12, 5)),
        (case("D38", seen("value_date", "2026-11-03")), date(2026, 11, 15)),
        (case("D38", seen("money_expected", "2026-12-01")), date(2026, 12, 15)),
    ],
)
def test_each_rule_counts_from_what_is_known(difference: Difference, day: date) -> None:
    assert due_day(difference, TODAY, TABLES) == day


@pytest.mark.parametrize("reason", ["D07", "D08", "D28", "D16", "D14", "D19", "D38", "D00", "D43"])
def test_without_the_day_it_counts_from_there_is_no_deadline(reason: str) -> None:
    assert due_day(case(reason), TODAY, TABLES) is None


@given(
    reason=st.sampled_from(sorted(REASONS)),
    first=st.dates(date(2024, 1, 1), date(2026, 11, 25)),
    days=st.integers(0, 90),
)
def test_every_reason_may_have_any_absence(reason: str, first: date, days: int) -> None:
    last = first + timedelta(days)
    evidence = (seen("first", first.isoformat()), seen("last", last.isoformat()))
    found = due_day(case(reason, *evidence), TODAY, TABLES)
    if REASONS[reason].deadline is DeadlineRule.CLAIM_MONTHS:
        assert found is not None
        assert found > first
    if REASONS[reason].deadline is DeadlineRule.NONE:
        assert found is None


def test_the_day_is_put_on_the_difference_and_nothing_else_changes() -> None:
    before = case("D16", *ABSENCE)
    (after,) = with_deadlines([before], TODAY, TABLES)
    assert after.due == date(2026, 12, 31)
    assert after.model_copy(update={"due": None}) == before
