"""What the lists of employees, positions and units say against each other, and nothing else."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from rutine.obligations.register_checks import Fault, check_registers
from rutine.obligations.unit_tree import in_ring

TODAY = date(2026, 11, 30)


def employees(*rows: tuple[str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["employee_number", "left"])
    return frame.assign(left=pd.to_datetime(frame["left"]))


def spans(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["subject", "unit", "first", "last"])
    return frame.assign(
        first=pd.to_datetime(frame["first"]),
        last=pd.to_datetime(frame["last"]),
        manager="",
        file="position 1",
        row=range(2, len(rows) + 2),
    )


def units(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["unit", "parent", "manager"], dtype="str")
    return frame.assign(file="unit 1", row=range(2, len(rows) + 2))


def found(people, positions, tree, away=None) -> list[tuple[Fault, str]]:
    rows = spans() if away is None else away
    told = check_registers(people, positions, tree, rows, TODAY)
    assert all(each.rows for each in told)
    return [(each.fault, each.unit or each.number) for each in told]


HERE = employees(("1", None), ("2", None))
WORKS = spans(("1", "A", "2020-01-01", None), ("2", "A", "2020-01-01", None))


def test_lists_that_agree_have_no_fault():
    assert found(HERE, WORKS, units(("A", "", "2"), ("B", "A", ""))) == []


@pytest.mark.parametrize(
    ("tree", "faults"),
    [
        (units(("A", "", "2"), ("A", "", "1")), [(Fault.TWO_MANAGERS, "A")]),
        (units(("A", "", "2"), ("A", "", "2")), []),
        (units(("A", "", "2"), ("A", "", "")), []),
        (units(("A", "", "")), [(Fault.NO_MANAGER, "A")]),
        (units(("A", "", "9")), [(Fault.MANAGER_GONE, "A")]),
        (units(("B", "", "2")), [(Fault.UNIT_UNKNOWN, "A")]),
        (units(("A", "Z", "2")), [(Fault.PARENT_UNKNOWN, "A")]),
        (units(("A", "A", "2")), [(Fault.PARENT_UNKNOWN, "A")]),
        (
            units(("A", "B", "2"), ("B", "C", "2"), ("C", "B", "2")),
            [(Fault.PARENT_UNKNOWN, "B"), (Fault.PARENT_UNKNOWN, "C")],
        ),
    ],
)
def test_each_fault_of_the_units(tree, faults):
    assert found(HERE, WORKS, tree) == faults


def test_who_works_there_is_who_does_so_today():
    gone = employees(("1", "2026-11-29"), ("2", None))
    tree = units(("A", "", ""), ("B", "", "2"))
    over = spans(("2", "A", "2020-01-01", "2026-11-29"), ("2", "B", "2020-01-01", None))
    assert found(gone, over, tree) == []
    last_day = spans(("2", "A", "2020-01-01", "2026-11-30"))
    assert found(gone, last_day, tree) == [(Fault.NO_MANAGER, "A")]


@pytest.mark.parametrize(
    ("last", "late"), [("2026-10-15", False), ("2026-10-16", True), (None, True)]
)
def test_what_goes_on_after_the_end(last, late):
    ended = employees(("1", "2026-10-15"), ("2", None))
    tree = units(("A", "", "2"))
    rows = spans(("1", "A", "2026-10-01", last))
    wanted = [(Fault.POSITION_AFTER_END, "1")] if late else []
    assert found(ended, rows, tree) == wanted
    wanted = [(Fault.AWAY_AFTER_END, "1")] if late else []
    assert found(ended, spans(), tree, rows) == wanted


def test_who_leaves_later_may_be_away_until_then():
    leaves = employees(("1", "2027-01-31"), ("2", None))
    away = spans(("1", "", "2026-11-01", None))
    assert found(leaves, spans(), units(("A", "", "2")), away) == []


def test_a_ring_is_told_from_a_branch():
    above = {"A": "B", "B": "A", "C": "A", "D": "", "E": "D"}
    assert {unit for unit in above if in_ring(unit, above)} == {"A", "B"}


def test_a_manager_whose_number_two_people_have_is_not_said_to_be_gone():
    tree = units(("A", "", "7"))
    assert found(HERE, WORKS, tree) == [(Fault.MANAGER_GONE, "A")]
    assert check_registers(HERE, WORKS, tree, spans(), TODAY, contested=["7"]) == []


def test_a_unit_whose_people_have_managers_of_their_own_lacks_none():
    tree = units(("A", "", ""))
    assert found(HERE, WORKS, tree) == [(Fault.NO_MANAGER, "A")]
    assert found(HERE, WORKS.assign(manager=["2", ""]), tree) == [(Fault.NO_MANAGER, "A")]
    assert found(HERE, WORKS.assign(manager="2"), tree) == []


def test_a_list_without_managers_says_of_no_unit_that_it_has_none():
    tree = units(("A", "", ""))
    assert check_registers(HERE, WORKS, tree, spans(), TODAY, tells_managers=False) == []
