"""Sums in are sums out, and no deadline is later than NAV's cut-off allows."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.core.records import Claim
from rutine.refunds.at_risk import RiskKind, RiskView, month_sums
from rutine.refunds.at_risk.claiming import claims_not_sent
from rutine.refunds.at_risk.view import in_order
from rutine.refunds.at_risk.window import by_month, divided
from rutine.refunds.expected.day_counting import months_before
from tests.expected_people import tables
from tests.risk_people import LEGAL, claim, window

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
PERIODS = st.builds(
    lambda first, days: Period(first, first + timedelta(days=days)), DAYS, st.integers(0, 200)
)
ORE = st.integers(1, 10**10).map(Ore)


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        period = draw(PERIODS)
        amount = draw(ORE)
        found.append(
            claim(
                claim_id=f"K-{number}",
                row=number + 1,
                first=period.first,
                last=period.last,
                amount=amount,
                settled=Ore(draw(st.integers(0, int(amount)))),
                sent=draw(st.one_of(st.none(), DAYS)),
            )
        )
    return found


@given(PERIODS, ORE)
def test_an_amount_over_months_adds_up_to_whole_ore(period: Period, amount: Ore) -> None:
    parts = by_month(period)
    assert sum(divided(amount, parts)) == amount
    assert parts[0].first == period.first
    assert parts[-1].last == period.last
    assert sum(part.days for part in parts) == period.days
    assert all(share >= 0 for share in divided(amount, parts))


@given(DAYS, DAYS)
def test_the_last_day_to_claim_is_the_last_that_the_cut_off_reaches(day: date, sent: date) -> None:
    """NAV's own rule, the other way round: cutoff = first of (month sent - 3 months)."""
    in_time = day >= months_before(sent, 3)
    assert (sent <= window().last_day_to_claim(day)) == in_time


@given(claims(), st.sets(st.sampled_from(["K-0", "K-1", "K-2"])))
def test_what_is_open_and_not_sent_is_at_risk_and_nothing_else(
    given_claims: list[Claim], finished: set[str]
) -> None:
    items, gaps = claims_not_sent(given_claims, tables(), window(), finished)
    open_claims = [c for c in given_claims if c.sent is None and c.claim_id not in finished]
    assert gaps == []
    assert sum(item.amount or 0 for item in items) == sum(c.amount - c.settled for c in open_claims)
    for item in items:
        assert item.first is not None
        assert item.last is not None
        assert item.first.month == item.last.month
        assert item.due == window().last_day_to_claim(item.last)


@given(claims(), st.randoms(use_true_random=False))
def test_the_months_hold_every_item_once_whatever_the_order(given_claims, random) -> None:
    items, _ = claims_not_sent(given_claims, tables(), window())
    shuffled = random.sample(items, len(items))
    whole = RiskView(LEGAL, "2026-10", window(), in_order(shuffled), ())
    assert whole.items == in_order(items)
    sums = [each.kinds[RiskKind.NOT_SENT] for each in month_sums(whole)]
    within = [item for item in items if item.due <= window().until]
    assert sum(each.count for each in sums) == len(within)
    assert sum(each.amount for each in sums) == sum(item.amount or 0 for item in within)


@given(claims(), st.sets(st.sampled_from(["900000014", "900000022"])))
def test_nobody_sees_another_units_items(given_claims: list[Claim], units: set[str]) -> None:
    items, _ = claims_not_sent(given_claims, tables(), window())
    seen = RiskView(LEGAL, "2026-10", window(), tuple(items), ()).within(units)
    assert {item.sub_unit for item in seen.items} <= {OrgNr(unit) for unit in units}
