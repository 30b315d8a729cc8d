"""Which claim a payment without all its days is for, told by its amount alone."""

from __future__ import annotations

from dataclasses import replace

from rutine.refunds.finding import CANNOT_TELL, Finding
from rutine.refunds.open_groups import KnownClaims, OpenGroup
from rutine.refunds.undated import Undated
from tests.unit.refunds.ledgers import DAYS, PERSON, RATE, UNIT, claim, line

FULL = RATE * DAYS
AUGUST = {"first": "2026-08-01", "last": "2026-08-31"}


def undated(claims, groups=(), *, explain=lambda _: CANNOT_TELL) -> Undated:
    return Undated(KnownClaims(claims), {(PERSON, UNIT, "4"): tuple(groups)}, explain)


def lost(kroner: int = FULL, **dates):
    return line(kroner, dates.get("first"), dates.get("last"), row=9)


def test_the_amount_of_one_open_claim_tells_which() -> None:
    claims = [claim(FULL), claim(FULL - 1, **AUGUST, row=2)]
    home = undated(claims).home(lost())
    assert home is not None
    assert (home.finding.reason, [c.row_id for c in home.claims]) == ("D01", [1])


def test_two_claims_of_the_amount_are_a_tie() -> None:
    assert undated([claim(FULL), claim(FULL, **AUGUST, row=2)]).home(lost()) is None


def test_the_one_date_of_the_line_breaks_what_would_be_a_tie() -> None:
    claims = [claim(FULL), claim(FULL, **AUGUST, row=2)]
    home = undated(claims).home(lost(last="2026-08-31"))
    assert home is not None
    assert [c.row_id for c in home.claims] == [2]


def test_two_claims_that_follow_each_other_may_be_paid_in_one() -> None:
    claims = [claim(FULL), claim(100, **AUGUST, row=2)]
    home = undated(claims).home(lost(FULL + 100))
    assert home is not None
    assert {c.row_id for c in home.claims} == {1, 2}


def test_the_rest_of_a_claim_that_is_paid_in_part() -> None:
    wanted, part = claim(FULL), line(RATE)
    known = undated([wanted], [OpenGroup((part,), (wanted,))])
    home = known.home(lost(FULL - RATE))
    assert home is not None
    assert (home.finding.reason, home.beside) == ("D01", (part,))
    assert known.home(lost(FULL)) is None


def test_another_amount_is_for_a_claim_only_when_a_cause_computes_it() -> None:
    seen: list[OpenGroup] = []

    def explain(group: OpenGroup) -> Finding:
        seen.append(group)
        return Finding("D09")

    home = undated([claim(FULL)], explain=explain).home(lost(RATE))
    assert home is not None
    assert home.finding.reason == "D09"
    assert seen[0].lines[0].period == claim().period
    assert undated([claim(FULL)]).home(lost(RATE)) is None
    by_chance = undated([claim(FULL)], explain=lambda _: Finding("D07"))
    assert by_chance.home(lost(RATE)) is None


def test_a_settled_claim_is_paid_already() -> None:
    assert undated([replace(claim(FULL), is_settled=True)]).home(lost()) is None


def test_what_is_for_one_claim_stands_in_no_other_ones_way() -> None:
    mine, other = claim(FULL), claim(FULL - 1, **AUGUST, row=2)
    known = undated([mine, other])
    assert known.is_elsewhere(lost(), OpenGroup((line(1),), (other,)))
    assert not known.is_elsewhere(lost(), OpenGroup((line(1),), (mine,)))
    assert not known.is_elsewhere(lost(RATE), OpenGroup((line(1),), (other,)))


def test_as_much_as_was_paid_for_other_days_may_pay_those_again() -> None:
    claims = [claim(FULL + 1)]
    settled = line(FULL, row=3)

    def told(*others) -> Undated:
        return Undated(
            KnownClaims(claims), {}, lambda _: Finding("D09"), {(PERSON, UNIT, "4"): others}
        )

    assert told(lost()).home(lost()) is not None  # itself
    assert told(lost(), line(FULL - 1, row=3)).home(lost()) is not None
    assert told(lost(), settled).home(lost()) is None
