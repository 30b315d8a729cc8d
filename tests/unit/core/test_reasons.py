"""The catalogue of reasons: complete, said in three languages, and no code ever used again."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.differences import Action
from rutine.core.reason_texts import CODE_TEXTS, Language
from rutine.core.reasons import REASONS, DeadlineRule
from rutine.core.shape_reasons import ANSWERS
from rutine.refunds.answers import permitted, suggestion

EVER_ISSUED = Path(__file__).with_name("reason_codes.txt")
"""One line per code: the code and its name. Lines are added, never changed or removed."""


def ever_issued() -> dict[str, str]:
    lines = EVER_ISSUED.read_text(encoding="utf-8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    assert len({code for code, _ in pairs}) == len(pairs)
    return dict(pairs)


def test_no_code_is_lost_or_given_another_meaning() -> None:
    now = {code: reason.name for code, reason in REASONS.items()}
    gone = {code: name for code, name in ever_issued().items() if now.get(code) != name}
    assert gone == {}, "an old case still carries the code: keep it, with retired=True"


def test_every_new_code_is_entered_among_those_ever_issued() -> None:
    assert REASONS.keys() - ever_issued().keys() == set(), f"add a line to {EVER_ISSUED.name}"


def test_names_are_told_apart() -> None:
    assert len({reason.name for reason in REASONS.values()}) == len(REASONS)


def test_the_classes_of_the_refund_rules_are_all_there() -> None:
    assert {f"D{number:02}" for number in range(44)} <= REASONS.keys()


def test_what_may_settle_alone_is_what_the_rules_allow() -> None:
    settles = {code for code, reason in REASONS.items() if reason.settles}
    assert settles == {"D01", "D02", "D03", "D04", "D30"}


def test_nothing_that_settles_alone_needs_two_persons() -> None:
    assert [r.code for r in REASONS.values() if r.settles and r.two_persons] == []


def test_every_code_has_its_answers_in_one_place() -> None:
    of_refunds = {code for code in REASONS if code.startswith("D")}
    assert set(REASONS) - of_refunds == set(ANSWERS)


@pytest.mark.parametrize("code", ANSWERS)
def test_every_code_of_a_shape_may_be_answered(code: str) -> None:
    assert len(set(ANSWERS[code])) == len(ANSWERS[code]) > 1


@pytest.mark.parametrize("code", [code for code in REASONS if code.startswith("D")])
def test_every_code_may_be_answered(code: str) -> None:
    answers = permitted(code)
    assert len(set(answers)) == len(answers) > 1
    assert answers[-1] is Action.CANNOT_DETERMINE
    assert suggestion(code) in {None, *answers}


@pytest.mark.parametrize("language", Language)
def test_nobody_is_told_to_get_navs_decision(language: Language) -> None:
    """The employer may not demand it for parental, pregnancy and care benefit (rules §5)."""
    for text in CODE_TEXTS[language].reasons.values():
        said = f"{text.meaning} {text.action}".lower()
        assert not any(word in said for word in ("vedtak", "decision letter", "get the decision"))


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        (Language.NB, "spør den ansatte"),
        (Language.NN, "spør den tilsette"),
        (Language.EN, "ask the employee"),
    ],
)
def test_what_only_the_employee_knows_is_asked_of_the_employee(
    language: Language, asked: str
) -> None:
    for code in ("D06", "D14", "D26", "D33", "D34"):
        assert asked in CODE_TEXTS[language].reasons[code].action.lower()


def test_no_language_is_a_copy_of_another() -> None:
    for code in REASONS:
        said = {CODE_TEXTS[language].reasons[code].action for language in Language}
        assert len(said) == len(Language), code


def test_every_deadline_rule_is_used() -> None:
    assert {reason.deadline for reason in REASONS.values()} == set(DeadlineRule)
