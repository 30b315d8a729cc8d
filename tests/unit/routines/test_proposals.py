"""What alike decisions speak for, kind by kind, and what silences them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rutine.core.differences import Action, Side
from rutine.routines.learning_rule import LearningRule
from rutine.routines.proposals.decided_case import DecidedCase, DecidedRow, Standing
from rutine.routines.proposals.edits import (
    AddPass,
    BankWord,
    Edit,
    FormatWord,
    Kind,
    LetSettle,
    ReasonNote,
    SettleBenefit,
    read_edit,
    written,
)
from rutine.routines.proposals.learning import learn
from rutine.routines.proposals.nav_schemes import SCHEMES, schemes_in
from rutine.routines.routine_file import RoutineFile, load_routine
from tests.decided import FULL, MONDAY, TODAY, decided, pair, row, several, split
from tests.lived_history import routine_with

WORD = ("payroll_claims_csv", "Pleiepenger")


@pytest.fixture(scope="module")
def whole() -> RoutineFile:
    return load_routine(Path("mappings/routines/nav_refunds.yaml"))


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> RoutineFile:
    """A routine with the rule `exact` alone."""
    file = tmp_path_factory.mktemp("strict") / "nav_refunds.yaml"
    file.write_text(routine_with({"exact"}), encoding="utf-8")
    return load_routine(file)


def edits(cases: list[DecidedCase], routine: RoutineFile) -> list[Edit]:
    return [each.edit for each in learn(cases, routine, TODAY)]


def both(benefit: str) -> tuple[DecidedRow, ...]:
    return row(Side.CLAIM, FULL, benefit=benefit), row(Side.LINE, FULL, benefit=benefit)


def test_groups_that_agree_speak_for_the_rule_that_would_settle_them(strict: RoutineFile) -> None:
    (found,) = learn(several(6, split()), strict, TODAY)
    assert found.edit == AddPass(name="group_sum", method="group_sum")
    assert found.edit.kind is Kind.RULE
    assert found.evidence.cases == (1, 2, 3, 4, 5, 6)
    assert (found.evidence.alike, found.evidence.people) == (6, 2)
    assert found.evidence.last - found.evidence.first == timedelta(days=5)


def test_a_rule_that_is_there_is_not_proposed(whole: RoutineFile) -> None:
    assert edits(several(20, split()), whole) == []


@pytest.mark.parametrize(
    "change",
    [
        {"action": Action.SEND_TO_NAV},
        {"action": Action.CANNOT_DETERMINE},
        {"action": Action.WRITE_OFF},
        {"standing": Standing.RETURNED},
        {"standing": Standing.UNDONE},
        {"action": Action.WRONG_PERSON_OR_UNIT, "restricted": True},
        {"action": Action.SEND_TO_NAV, "day": TODAY - timedelta(days=2000)},
        {"action": Action.SEND_TO_NAV, "standing": Standing.OPEN},
    ],
    ids=lambda change: "-".join(str(value) for value in change.values()),
)
def test_one_who_said_otherwise_is_enough(strict: RoutineFile, change: dict[str, Any]) -> None:
    cases = several(30, split())
    assert edits(cases, strict)
    assert edits([*cases, decided(31, split(), **change)], strict) == []


@pytest.mark.parametrize(
    "silent",
    [
        {"action": Action.WAIT_UNTIL},
        {"standing": Standing.OPEN},
        {"restricted": True},
        {"day": TODAY - timedelta(days=400)},
        {"day": TODAY + timedelta(days=1)},
        {"rows": ()},
        {"reason": "D44"},
    ],
    ids=str,
)
def test_what_says_nothing_counts_neither_way(strict: RoutineFile, silent: dict[str, Any]) -> None:
    cases = several(5, split())
    said = replace(decided(6, split()), **silent)
    assert edits([*cases, said], strict) == []
    (found,) = learn([*cases, said, decided(7, split())], strict, TODAY)
    assert 6 not in found.evidence.cases
    assert found.evidence.alike == 6


def test_two_people_must_each_have_decided_two(strict: RoutineFile) -> None:
    kari = several(9, split(), people=frozenset({"kari"}))
    assert edits(kari, strict) == []
    assert edits([*kari, decided(10, split(), people=frozenset({"liv"}))], strict) == []
    twice = [decided(n, split(), people=frozenset({"liv"})) for n in (10, 11)]
    assert edits([*kari, *twice], strict)


def test_the_file_may_ask_for_more_never_for_one_person() -> None:
    assert LearningRule().model_dump() == {"decisions": 6, "people": 2, "days": 365}
    for laxer in ({"people": 1}, {"decisions": 2}, {"days": 5000}):
        with pytest.raises(ValueError, match="equal to"):
            LearningRule(**laxer)


@pytest.mark.parametrize(
    "rows",
    [
        split(paid=FULL + 3_00),
        split(unit="312000000"),
        split(first=MONDAY - timedelta(days=7)),
        split(days=4),
        split(benefit="9"),
        split(benefit=None),
        (*split(), row(Side.LINE, 0)),
        split()[1:],
    ],
    ids=["øre", "unit", "week", "days", "benefit", "no benefit", "no money", "no claim"],
)
def test_no_gate_is_learned_away(strict: RoutineFile, rows: Any) -> None:
    assert edits(several(20, rows), strict) == []


def test_a_rule_that_people_always_follow_may_settle(tmp_path: Path) -> None:
    text = routine_with({"exact"}).replace(
        "    method: exact\n    outcome: settle", "    method: exact\n    outcome: suggest"
    )
    file = tmp_path / "nav_refunds.yaml"
    file.write_text(text, encoding="utf-8")
    assert edits(several(6, pair()), load_routine(file)) == [LetSettle(name="exact")]


def test_a_benefit_that_is_left_to_people_may_settle(whole: RoutineFile) -> None:
    routine = whole.model_copy(update={"settles": tuple({*whole.settles} - {"9"})})
    assert edits(several(6, both("9")), routine) == [SettleBenefit(code="9")]
    for never in ("5", "8", "A", "H", "Q"):
        assert edits(several(20, both(never)), whole) == [], never


def test_rounding_is_suggested_and_never_settled(whole: RoutineFile) -> None:
    (edit,) = edits(several(6, pair(paid=FULL - 1_60)), whole)
    assert edit == AddPass(name="tolerance", method="unique", ore_per_day=40)
    assert edit.kind is Kind.TOLERANCE
    assert edit.suggests
    (split_up,) = edits(several(6, split(paid=FULL - 5)), whole)
    assert split_up == AddPass(name="tolerance", method="group_sum", ore_per_day=10)
    assert edits(several(6, pair(paid=FULL - 2_51)), whole) == []
    told = edits(several(6, pair(paid=FULL - 1_60), reason="D04"), whole)
    assert [each.kind for each in told] == [Kind.REASON_TEXT]


def test_a_word_of_a_file_that_people_put_right_by_hand(whole: RoutineFile) -> None:
    rows = pair(benefit="Y", word=WORD)
    by_hand = {"action": Action.MATCH_BY_HAND, "reason": "D25"}
    (edit,) = edits(several(6, rows, **by_hand), whole)
    assert edit == FormatWord(format=WORD[0], word=WORD[1], benefit="Y")
    assert edit.kind is Kind.FORMAT_FIX
    # Paid as two benefits, as NAV's own code, as holiday pay, or only settled: not learned.
    other = [decided(n, pair(benefit="Z", word=WORD), **by_hand) for n in range(7, 13)]
    assert edits([*several(6, rows, **by_hand), *other], whole) == []
    for word, benefit in ((("f", "9"), "Y"), (WORD, "H")):
        assert edits(several(6, pair(benefit=benefit, word=word), **by_hand), whole) == []
    assert edits(several(6, rows), whole) == []


def test_a_word_of_the_bank_comes_from_a_list_of_ours(whole: RoutineFile) -> None:
    seen = {"kind": "arrival", "reason": "D38", "action": Action.ACKNOWLEDGE}
    words = schemes_in("MENTORTILSKUDD Ola Nordmann", None, "ref 12 3")
    assert words == {"mentortilskudd"}
    cases = several(6, bank_words=words, suggested=Action.FETCH_AGAIN, **seen)
    found = edits(cases, whole)
    assert BankWord(word="mentortilskudd") in found
    assert {each.kind for each in found} == {Kind.ALIAS, Kind.REASON_TEXT}
    assert edits(several(6, bank_words=frozenset({"lønnstilskudd"}), **seen), whole)[0].kind is (
        Kind.REASON_TEXT
    )
    assert all(word == word.casefold() for word in SCHEMES)


def test_what_is_always_answered_is_told_the_next_reviewer(whole: RoutineFile) -> None:
    nav = {"reason": "D09", "action": Action.SEND_TO_NAV}
    (edit,) = edits(several(6, **nav), whole)
    assert isinstance(edit, ReasonNote)
    assert edit.kind is Kind.REASON_TEXT
    assert "«Ta det opp med NAV»" in edit.note
    assert edits(several(6, suggested=Action.SEND_TO_NAV, **nav), whole) == []
    for change in ({"reason": "D00"}, {"action": Action.CANNOT_DETERMINE}):
        assert edits(several(6, **(nav | change)), whole) == []


def test_a_change_is_read_as_it_was_written() -> None:
    for edit in (
        AddPass(name="exact", method="exact"),
        LetSettle(name="group_sum"),
        SettleBenefit(code="9"),
        BankWord(word="mentortilskudd"),
        ReasonNote(code="D09", note="«x»"),
        FormatWord(format="f", word="w", benefit="Y"),
    ):
        assert read_edit(written(edit)) == edit


def test_a_decided_row_does_not_show_what_tells_of_illness() -> None:
    assert repr(pair()[0]) == "DecidedRow(…)"
