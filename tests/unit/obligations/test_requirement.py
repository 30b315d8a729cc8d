"""A requirement that can't be meant is refused where it is written."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from rutine.obligations.needs import items_of
from rutine.obligations.requirement import Requirement
from rutine.obligations.unit_tree import UnitTree

NEEDS = {"type": "course", "code": "C"}


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ([], "at least 1 item"),
        ([{"needs": NEEDS}, {"needs": NEEDS, "from": "2026-01-01"}], "hold on the same day"),
        (
            [
                {"needs": NEEDS, "to": "2026-01-01"},
                {"needs": NEEDS, "from": "2026-01-01"},
            ],
            "hold on the same day",
        ),
        ([{"needs": NEEDS, "from": "2026-01-02", "to": "2026-01-01"}], "`to` is before `from`"),
        ([{"needs": NEEDS, "from": "0206-01-02"}], "from 1900 to 2199"),
        ([{"needs": NEEDS, "warn_days": [30, 30]}], "each one once"),
        ([{"needs": NEEDS, "warn_days": [-1]}], "each one once"),
        ([{"needs": NEEDS, "due": {"on": "2026-01-01", "days": 1}}], "either `on`"),
        ([{"needs": {"all": []}}], "at least 1 item"),
        ([{"needs": {"all": [NEEDS], "any": [NEEDS]}}], "not permitted"),
    ],
)
def test_it_says_what_is_wrong(rules, told) -> None:
    with pytest.raises(ValidationError, match=told):
        Requirement.model_validate({"id": "r", "rules": rules})


def test_needs_nest() -> None:
    nested = {"all": [NEEDS, {"any": [{"all": [NEEDS]}, {"type": "test", "code": "T"}]}]}
    asked = Requirement.model_validate({"id": "r", "rules": [{"needs": nested}]})
    assert [item.code for item in items_of(asked.rules[0].needs)] == ["C", "C", "T"]
    assert set(asked.codes()) == {"C", "T"}


def test_warnings_are_told_from_the_first_to_the_last() -> None:
    asked = Requirement.model_validate(
        {"id": "r", "rules": [{"needs": NEEDS, "warn_days": [14, 90]}]}
    )
    assert asked.rules[0].warnings == (90, 14, 0)


def test_a_unit_in_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="lies in itself"):
        UnitTree({"a": "b", "b": "a"})


def test_units_within_and_between() -> None:
    tree = UnitTree({"town": None, "care": "town", "home": "care", "school": "town"})
    assert tree.within(["care"]) == {"care", "home"}
    assert tree.within(["unheard of"]) == {"unheard of"}
    assert tree.distance("home", "home") == 0
    assert tree.distance("home", "school") == 3
    assert tree.distance("home", "unheard of") is None
