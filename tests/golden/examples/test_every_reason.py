"""Every reason has an example where it is given, and one where it must not be."""

from __future__ import annotations

import pytest

from rutine.core.reasons import REASONS
from tests.golden.examples.stated import FOLDER, Stated, examples

STATED = examples()

LACKING: dict[str, str] = {
    "D15": "no list of the employees' applications is read yet",
    "D16": "no list of NAV's requests for income reports is read yet",
    "D17": "no status of the income reports sent is read yet",
    "D26": "no detector compares names across national ids yet",
    "D34": "no detector looks for the claim under another benefit yet",
}
"""Codes without both examples yet, and why. The test fails for a code that has them: take it
out. A code without a detector can't be shown; nothing else is a reason to be here."""


def lacking() -> set[str]:
    positive = {code for stated in STATED.values() for code in stated.positive}
    negative = {code for stated in STATED.values() for code in stated.negative}
    in_use = {code for code, reason in REASONS.items() if not reason.retired}
    return in_use - (positive & negative)


def test_every_reason_has_a_positive_and_a_negative_example() -> None:
    assert lacking() - set(LACKING) == set()


def test_the_list_of_what_lacks_examples_is_true() -> None:
    assert set(LACKING) - lacking() == set(), "these have their examples: take them out"
    assert all(why.strip() for why in LACKING.values())


@pytest.mark.parametrize(("name", "stated"), STATED.items(), ids=STATED)
def test_what_an_example_states_can_be_true(name: str, stated: Stated) -> None:
    assert {*stated.positive, *stated.negative} <= REASONS.keys()
    assert not set(stated.positive) & set(stated.negative)
    if stated.positive or stated.negative:
        texts = [path.read_text(encoding="utf-8") for path in (FOLDER / name).glob("*.yaml")]
        assert any(text.startswith("# ") for text in texts), "say why, in words"
