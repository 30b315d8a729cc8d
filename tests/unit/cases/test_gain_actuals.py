"""What the store tells of gains: months, minutes in sittings, deadlines met, kroner recovered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rutine.cases.figures.gain_actuals import gain_actuals, time_spent
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.cases.settling.settlements import record_groups
from rutine.cases.tables import AppliedDecision, DecisionEntry, Settlement
from rutine.core.clock import OSLO
from rutine.core.differences import Action
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from rutine.core.periods import Period
from tests.unit.cases.samples import (
    EMPLOYER,
    FNRS,
    ROUTINE,
    claim,
    difference,
    group,
    line,
    record,
    settle,
)

NOON = datetime(2026, 10, 6, 10, tzinfo=UTC)


OTHERS = [(f"user:{who}", NOON + timedelta(hours=5)) for who in (8, 9)]
"""Two who decide one case each, much later: a month of three people."""


def at(*minutes: float, who: str = "user:1") -> list[tuple[str, datetime]]:
    return [(who, NOON + timedelta(minutes=each)) for each in minutes]


def test_time_is_counted_between_decisions_and_the_first_as_the_median() -> None:
    assert time_spent([*at(0, 2, 6), *OTHERS]) == {"2026-10": pytest.approx(2 + 4 + 3 * 3)}


def test_a_break_begins_a_new_sitting() -> None:
    found = time_spent([*at(0, 2, 60, 63), *OTHERS])
    assert found == {"2026-10": pytest.approx(2 + 3 + 4 * 2.5)}


def test_each_persons_sittings_are_their_own() -> None:
    both = [*at(0, 2), *at(1, 5, who="user:2"), *OTHERS]
    assert time_spent(both) == {"2026-10": pytest.approx(2 + 4 + 4 * 3)}


def test_cases_decided_together_are_one() -> None:
    assert time_spent([*at(0, 3, 3, 3), *OTHERS]) == {"2026-10": pytest.approx(3 + 3 * 3)}


def test_decisions_without_another_near_tell_nothing_of_time() -> None:
    assert time_spent([*at(0), *OTHERS]) == {}


def test_the_time_of_fewer_than_three_is_nobodys_business() -> None:
    assert time_spent([*at(0, 2, 6), *at(1, 5, who="user:2")]) == {}


def test_the_month_is_norways() -> None:
    late = [
        (f"user:{who}", datetime(2026, 9, 30, 22, minute, tzinfo=UTC))
        for who in range(3)
        for minute in (5, 7)
    ]
    assert list(time_spent(late)) == ["2026-10"]


def look(store, time):
    with store.database.reading() as session:
        return gain_actuals(session, ROUTINE, time.moment.astimezone(OSLO).date())


def test_there_are_twelve_months_and_the_running_one_is_last(store, time) -> None:
    found = look(store, time)
    assert len(found) == 12
    assert found[-1].month == f"{time.moment.astimezone(OSLO):%Y-%m}"
    assert all(each.minutes is None and each.lines == 0 for each in found)


def test_lines_are_those_of_the_months_runs(store, time) -> None:
    month = f"{time.moment.astimezone(OSLO):%Y-%m}"
    with store.database.writing() as session:
        run = open_run(session, ROUTINE, EMPLOYER, Period.month(month), {})
        finish_run(session, run, RunSummary(state=RunState.CLEAN, lines=20, settled_lines=15))
    assert (look(store, time)[-1].lines, look(store, time)[-1].settled) == (20, 15)


def test_a_case_decided_by_its_day_is_in_time_and_one_after_it_is_not(store, time) -> None:
    today = time.moment.astimezone(OSLO).date()
    pairs = [
        difference(line(row), claim(row), person=Fnr(FNRS[row]), due=today + timedelta(days=days))
        for row, days in ((0, 3), (1, 0), (2, -1))
    ]
    for case in record(store, *pairs).case_ids:
        settle(store, case)
    assert look(store, time)[-1].in_time == 2


def nav_pays(store, time, *claims: int) -> None:
    """A report settles claims, later than whatever was decided."""
    time.wait(days=1)
    with store.database.writing() as session:
        groups = [
            group(line(row + 20), claim(row), paid=Ore(1_500_00), claimed=Ore(1_500_00))
            for row in claims
        ]
        record_groups(session, store.keys, store.run_id, groups)


def test_what_nav_pays_on_a_claim_after_a_decision_about_it_is_recovered(store, time) -> None:
    ids = record(store, *(difference(claim(row), person=Fnr(FNRS[row])) for row in (0, 1))).case_ids
    settle(store, ids[0], Action.SEND_TO_NAV)
    nav_pays(store, time, 0, 1, 2)
    assert look(store, time)[-1].recovered == Ore(1_500_00)


def test_what_a_decision_settles_itself_is_not_recovered(store, time) -> None:
    (case,) = record(store, difference(claim(0))).case_ids
    settle(store, case, Action.SEND_TO_NAV)
    nav_pays(store, time, 0)
    with store.database.writing() as session:
        decision = session.query(DecisionEntry.id).scalar()
        settlement = session.query(Settlement.id).scalar()
        applied = AppliedDecision(
            decision_id=decision, run_id=store.run_id, settlement_id=settlement
        )
        session.add(applied)
    assert look(store, time)[-1].recovered == Ore(0)


def test_a_decision_after_the_money_recovered_nothing(store, time) -> None:
    (case,) = record(store, difference(claim(0))).case_ids
    nav_pays(store, time, 1)
    settle(store, case, Action.SEND_TO_NAV)
    assert look(store, time)[-1].recovered == Ore(0)


def test_a_payment_on_two_decided_claims_is_counted_once(store, time) -> None:
    ids = record(store, *(difference(claim(row)) for row in (0, 1))).case_ids
    for case in ids:
        settle(store, case, Action.SEND_TO_NAV)
    time.wait(days=1)
    with store.database.writing() as session:
        both = group(line(20), claim(0), claim(1), paid=Ore(900_00))
        record_groups(session, store.keys, store.run_id, [both])
    assert look(store, time)[-1].recovered == Ore(900_00)


def test_what_was_paid_and_taken_back_is_not_recovered(store, time) -> None:
    (case,) = record(store, difference(claim(0))).case_ids
    settle(store, case, Action.SEND_TO_NAV)
    nav_pays(store, time, 0)
    assert look(store, time)[-1].recovered == Ore(1_500_00)
    with store.database.writing() as session:
        session.query(Settlement).one().undone_at = time.moment
    assert look(store, time)[-1].recovered == Ore(0)
