"""What is ticked off: discrepancies that both sides speak of, when there is more than one."""

from __future__ import annotations

import pytest

from rutine.cases.deciding.ticks import discrepancies, ends_the_case, missing
from rutine.core.differences import Action, Evidence


def seen(field: str, left: str | None, right: str | None) -> Evidence:
    return Evidence(field=field, kind="text", left=left, right=right, equal=left == right)


LAST, DAYS = seen("last", "16", "20"), seen("days", "12", "14")


def test_what_agrees_or_stands_on_one_side_is_no_discrepancy():
    evidence = [seen("first", "1", "1"), LAST, seen("grade", "100", None), DAYS]
    assert discrepancies(evidence) == {1: "last", 3: "days"}


@pytest.mark.parametrize("evidence", [[], [LAST], [LAST, seen("grade", "100", None)]])
def test_fewer_than_two_are_not_asked_for(evidence):
    assert discrepancies(evidence) == {}


def test_each_is_ticked_off_by_itself():
    asked = {0: "amount", 2: "days", 5: "amount"}
    assert missing(asked, []) == (0, 2, 5)
    assert missing(asked, ["amount", "days"]) == (5,)
    assert missing(asked, ["amount", "days", "amount"]) == ()
    assert missing(asked, ["sent", "days", "days", "days"]) == (0, 5)


def test_a_decision_that_waits_does_not_end_the_case():
    assert ends_the_case(Action.ACCEPT_PAID)
    assert ends_the_case(Action.WRITE_OFF)
    assert not ends_the_case(Action.SEND_TO_NAV)
    assert not ends_the_case(Action.CANNOT_DETERMINE)
