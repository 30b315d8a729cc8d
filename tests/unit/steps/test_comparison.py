"""What counts as having ended otherwise, and that each row counts once."""

from __future__ import annotations

from rutine.cases.lifecycle.identity import RowKey
from rutine.core.differences import Outcome
from rutine.steps.outcomes import Ended, Outcomes
from rutine.steps.simulation.comparison import Comparison, Move, Moved

L1: RowKey = ("line", "a" * 64, "1")
L2: RowKey = ("line", "a" * 64, "2")
C1: RowKey = ("claim", "310000000", "K1")
C2: RowKey = ("claim", "310000000", "K2")


def ended(outcome: Outcome, *rows: RowKey, by: str = "", reason: str = "", paid: int = 0) -> Ended:
    return Ended(outcome, frozenset(rows), by=by, reason=reason, paid=paid)


def settled(*rows: RowKey, by: str = "exact", reason: str = "D01", paid: int = 100) -> Ended:
    return ended(Outcome.SETTLED, *rows, by=by, reason=reason, paid=paid)


def case(*rows: RowKey) -> Ended:
    return ended(Outcome.CASE, *rows, reason="D09")


def carried(row: RowKey) -> Ended:
    return ended(Outcome.CARRIED, row)


def outcomes(*groups: Ended) -> Outcomes:
    return Outcomes({row: each for each in groups for row in each.rows})


def compare(*months: tuple[Outcomes, Outcomes]) -> list[Moved]:
    comparison, was_settled = Comparison(), set[RowKey]()
    found: list[Moved] = []
    for number, (then, now) in enumerate(months, start=8):
        found += comparison.of_run(f"2026-{number:02d}", then, now, was_settled)
        was_settled |= {row for row, each in then.of_row.items() if each.outcome is Outcome.SETTLED}
    return found


def moves(found: list[Moved]) -> list[tuple[Move, str, frozenset[RowKey]]]:
    return [(each.move, each.month, each.rows) for each in found]


def test_the_same_is_no_change_whatever_pass_found_it() -> None:
    then = outcomes(settled(L1, C1), case(L2, C2))
    assert compare((then, outcomes(settled(L1, C1, by="group_sum"), case(L2, C2)))) == []


def test_a_case_that_would_be_settled() -> None:
    found = compare((outcomes(case(L1, C1)), outcomes(settled(L1, C1))))
    assert moves(found) == [(Move.TO_SETTLED, "2026-08", frozenset({L1, C1}))]
    assert found[0].lines == 1
    assert found[0].settlement == settled(L1, C1)


def test_a_claim_that_waited_is_not_settled_otherwise() -> None:
    then = outcomes(case(L1), carried(C1))
    found = compare((then, outcomes(settled(L1, C1))))
    assert moves(found) == [(Move.TO_SETTLED, "2026-08", frozenset({L1, C1}))]


def test_a_settlement_that_would_be_a_case() -> None:
    found = compare((outcomes(settled(L1, C1)), outcomes(case(L1), carried(C1))))
    assert moves(found) == [(Move.TO_REVIEW, "2026-08", frozenset({L1, C1}))]


def test_another_partner_is_one_change_with_what_is_left_over() -> None:
    then = outcomes(settled(L1, C1), carried(C2))
    found = compare((then, outcomes(settled(L1, C2), carried(C1))))
    assert moves(found) == [(Move.OTHERWISE, "2026-08", frozenset({L1, C2}))]


def test_another_reason_or_amount_is_settled_otherwise() -> None:
    then = outcomes(settled(L1, C1))
    for now in (settled(L1, C1, reason="D02"), settled(L1, C1, paid=99)):
        assert [each.move for each in compare((then, outcomes(now)))] == [Move.OTHERWISE]


def test_a_row_counts_where_it_first_went_another_way() -> None:
    # Settled in August instead of September: what is missing in September is no news.
    found = compare(
        (outcomes(case(L1, C1)), outcomes(settled(L1, C1))),
        (outcomes(settled(L1, C1)), outcomes()),
    )
    assert moves(found) == [(Move.TO_SETTLED, "2026-08", frozenset({L1, C1}))]
    later = compare(
        (outcomes(settled(L1, C1)), outcomes(case(L1, C1))),
        (outcomes(), outcomes(settled(L1, C1))),
    )
    assert moves(later) == [(Move.TO_REVIEW, "2026-08", frozenset({L1, C1}))]


def test_what_was_settled_in_an_earlier_month_is_settled_otherwise() -> None:
    found = compare(
        (outcomes(settled(L1, C1)), outcomes(settled(L1, C1))),
        (outcomes(), outcomes(settled(L2, C1))),
    )
    assert [each.move for each in found] == [Move.OTHERWISE]


def test_other_company_in_a_case_is_another_case() -> None:
    found = compare((outcomes(case(L1, C1)), outcomes(case(L1), case(C1))))
    assert [each.move for each in found] == [Move.OTHER_CASE, Move.OTHER_CASE]
    gone = compare((outcomes(case(L1, C1)), outcomes()))
    assert [each.move for each in gone] == [Move.OTHER_CASE]
