"""What a changed code does to the texts of a requirement, and to those who hold it."""

from __future__ import annotations

from datetime import date

import pytest

from rutine.obligations.code_change import CodeChange, Effect, Fate, affected, changed
from rutine.obligations.columns import Columns
from rutine.obligations.frames import Frames
from rutine.obligations.requirement import Requirement
from rutine.obligations.unit_tree import UnitTree
from tests.shown_standings import PEOPLE, REQUIREMENTS, TODAY

FROM = date(2027, 1, 1)
UNITS = UnitTree()


def told(change: CodeChange) -> dict[str, Effect]:
    columns = Columns.of(Frames.of(PEOPLE))
    found = affected(columns, REQUIREMENTS, UNITS, change, today=TODAY, known=())
    return {each.subject: each.effect for each in found}


def test_who_holds_the_old_one_loses_and_who_has_the_new_one_gains() -> None:
    found = told(CodeChange("LMH-PROVE", Fate.REPLACED, FROM, "LMH-PROVE-2"))
    assert found["20103"] is Effect.GAINS  # has the new test already
    assert {who for who, effect in found.items() if effect is Effect.LOSES} == {
        *("20101", "20106", "20109"),
    }
    assert found["20102"] is Effect.MOVED  # had run out by then whatever happens
    assert "20108" not in found  # has left


def test_a_code_that_counts_no_more_is_lost_by_all_who_hold_it() -> None:
    found = told(CodeChange("LMH-PROVE", Fate.VOID, FROM))
    assert "20103" not in found or found["20103"] is not Effect.GAINS
    assert found["20101"] is Effect.LOSES


def test_what_is_asked_for_no_more_frees_those_of_whom_it_was_all() -> None:
    found = told(CodeChange("SMITTE", Fate.DROPPED, FROM))
    assert set(found.values()) == {Effect.FREED}
    assert "20110" in found
    assert "20108" not in found  # has left: nothing is asked there that could go
    assert told(CodeChange("LMH-PROVE", Fate.DROPPED, FROM))["20102"] is Effect.GAINS


def test_nothing_changes_before_the_day_and_no_other_requirement() -> None:
    medication, fire, hygiene = changed(
        REQUIREMENTS, CodeChange("LMH-PROVE", Fate.REPLACED, FROM, "NY")
    )
    before, after = medication.rules
    assert before.needs == REQUIREMENTS[0].rules[0].needs
    assert before.last == date(2026, 12, 31)
    assert after.first == FROM
    assert set(medication.codes()) == {"LMH-KURS", "LMH-PROVE", "NY"}
    assert (fire, hygiene) == REQUIREMENTS[1:]
    # What is made without the validator's help passes it all the same.
    assert Requirement.model_validate(medication.model_dump(by_alias=True)) == medication


def test_a_text_that_begins_after_the_day_is_only_changed() -> None:
    later = REQUIREMENTS[2].rules[0].model_copy(update={"first": date(2028, 1, 1)})
    asked = [REQUIREMENTS[2].model_copy(update={"rules": (later,)})]
    (replaced,) = changed(asked, CodeChange("SMITTE", Fate.REPLACED, FROM, "NY"))
    assert [rule.first for rule in replaced.rules] == [date(2028, 1, 1)]
    assert set(replaced.codes()) == {"NY"}
    (dropped,) = changed(asked, CodeChange("SMITTE", Fate.DROPPED, FROM))
    assert dropped.rule_on(date(2028, 6, 1), date(2028, 6, 1)) is None


@pytest.mark.parametrize(
    ("fate", "by"), [(Fate.REPLACED, ""), (Fate.REPLACED, "A"), (Fate.VOID, "B")]
)
def test_a_change_that_means_nothing_is_refused(fate: Fate, by: str) -> None:
    with pytest.raises(ValueError, match="name what replaces it"):
        CodeChange("A", fate, FROM, by)
