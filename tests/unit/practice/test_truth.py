from __future__ import annotations

import pytest

from rutine.practice.troubles import AMOUNTS, STANDING, Hitch, Trouble
from rutine.practice.truth import SETTLED_BY_HAND, ClaimRow, Group, Line


def group(lines=(), claims=(), marks=(), *, waiting=False) -> Group:
    made = Group()
    made.lines = [Line(0, "u", "4", "f", "n", 1, 2, amount) for amount in lines]
    made.claims = [
        ClaimRow("u", "1", "f", "n", "1-1", "4", 1, 1, 2, 100, 0, 2, None, amount, 2, 2)
        for amount in claims
    ]
    made.marks = set(marks)
    made.waiting = waiting
    return made


@pytest.mark.parametrize(
    ("made", "cause"),
    [
        (group([100], [100]), "D01"),
        (group([60, 40], [100]), "D01"),
        (group([100], [100], ["D09"]), "D01"),
        (group([100], [100], ["D22"]), "D22"),
        (group([90], [100], ["D03", "D09"]), "D09"),
        (group([90], [100], ["D09", "D26"]), "D26"),
        (group([], [100], waiting=True), "D14"),
        (group([], [100], ["D09"], waiting=True), "D14"),
        (group([60], [100], waiting=True), "D14"),
        (group([60], [100], ["D09"], waiting=True), "D09"),
        (group([-100], [], [SETTLED_BY_HAND]), "D28"),
        (group([-100], [], [SETTLED_BY_HAND, "D29"]), "D28"),
        (group([60], [], [SETTLED_BY_HAND]), "D27"),
        (group([100, -100], [], ["D28"]), "D28"),
        (group([5], [], [SETTLED_BY_HAND, "D05", "D06"]), "D05"),  # what came since
        (group([5], [], [SETTLED_BY_HAND, "D06"]), "D27"),
        (group([90], [], ["D43", "D33"]), "D43"),  # nothing is claimed: less of it is no cause
        (group([90], [], ["D43", "D12"]), "D12"),
        (group([90], [100], ["D43", "D33"]), "D33"),
        (group([], [100], ["D32", "D16"]), "D16"),  # NAV has counted nothing
        (group([90], [100], ["D32", "D16"]), "D32"),
        (group([90], [100]), "D00"),
    ],
)
def test_the_cause_is_what_best_says_why_the_sides_differ(made: Group, cause: str) -> None:
    assert made.cause() == cause


def test_every_trouble_and_hitch_has_its_place_among_the_causes() -> None:
    codes = {*STANDING, *AMOUNTS}
    assert {str(trouble) for trouble in Trouble if trouble} <= codes
    assert {str(hitch) for hitch in Hitch if hitch} - codes == {Hitch.CORRECTED}
    assert len(codes) == len(STANDING) + len(AMOUNTS)


def test_rows_are_printed_without_people() -> None:
    made = group([100], [100])
    made.lines[0].fnr = made.claims[0].fnr = "02816312345"
    made.lines[0].nav_name = made.claims[0].name = "Åse Prøve"
    printed = f"{made.lines[0]} {made.claims[0]}"
    assert "02816312345" not in printed
    assert "Åse" not in printed
