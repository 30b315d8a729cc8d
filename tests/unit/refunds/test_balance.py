"""Control totals that do not add up stop the run."""

from __future__ import annotations

import pandas as pd
import pytest

from rutine.core.money import Ore
from rutine.refunds.balance import Balance, OutOfBalance, SideBalance, Tally


def _tally(rows: int, ore: int) -> Tally:
    return Tally(rows, Ore(ore))


def _balanced() -> Balance:
    return Balance(
        SideBalance("lines", _tally(3, 60), settled=_tally(2, 50), cases=_tally(1, 10)),
        SideBalance("claims", _tally(3, 90), settled=_tally(1, 50), carried=_tally(2, 40)),
    )


def test_a_column_is_counted_and_added_exactly() -> None:
    amounts = pd.Series([2**53, 1, -5], dtype="int64")
    assert Tally.of(amounts) == _tally(3, 2**53 - 4)
    assert Tally.of(amounts.iloc[:0]) == Tally()


def test_a_row_that_vanished_is_found() -> None:
    with pytest.raises(OutOfBalance, match="lines: rows"):
        SideBalance("lines", _tally(2, 10), settled=_tally(1, 10))


def test_an_ore_that_vanished_is_found() -> None:
    with pytest.raises(OutOfBalance, match="claims: øre"):
        SideBalance("claims", _tally(1, 10), carried=_tally(1, 9))


def test_both_sides_are_settled_with_the_same_sum() -> None:
    with pytest.raises(OutOfBalance, match="settled lines and settled claims"):
        Balance(
            SideBalance("lines", _tally(1, 10), settled=_tally(1, 10)),
            SideBalance("claims", _tally(1, 11), settled=_tally(1, 11)),
        )


def test_a_difference_between_the_sides_is_the_settlements_own() -> None:
    lines = SideBalance("lines", _tally(1, 10), settled=_tally(1, 10))
    claims = SideBalance("claims", _tally(1, 11), settled=_tally(1, 11))
    whole = Balance(lines, claims, differences=Ore(1)).with_files(
        lines_received=_tally(1, 10), claims_received=_tally(1, 11)
    )
    assert whole.differences == 1
    with pytest.raises(OutOfBalance, match="settled lines and settled claims"):
        Balance(lines, claims, differences=Ore(-1))


def test_the_whole_run_counts_what_was_refused() -> None:
    whole = _balanced().with_files(
        lines_received=_tally(5, 100),
        claims_received=_tally(3, 90),
        lines_rejected=_tally(2, 40),
    )
    assert whole.lines.rejected == _tally(2, 40)
    assert whole.claims == _balanced().claims


def test_a_row_lost_between_reading_and_matching_is_found() -> None:
    with pytest.raises(OutOfBalance):
        _balanced().with_files(lines_received=_tally(4, 60), claims_received=_tally(3, 90))


def test_the_message_holds_no_amount() -> None:
    with pytest.raises(OutOfBalance) as found:
        SideBalance("lines", _tally(1, 123_456), settled=_tally(1, 654_321))
    assert "123" not in str(found.value)
    assert "654" not in str(found.value)
