"""Every reason has an example where it is given, and one where it must not be."""

from __future__ import annotations

import pytest

from rutine.core.reasons import REASONS
from tests.golden.examples.stated import FOLDER, Stated, examples

STATED = examples()


def test_every_reason_has_a_positive_and_a_negative_example() -> None:
    positive = {code for stated in STATED.values() for code in stated.positive}
    negative = {code for stated in STATED.values() for code in stated.negative}
    in_use = {code for code, reason in REASONS.items() if not reason.retired}
    assert in_use - (positive & negative) == set()


@pytest.mark.parametrize(("name", "stated"), STATED.items(), ids=STATED)
def test_what_an_example_states_can_be_true(name: str, stated: Stated) -> None:
    assert {*stated.positive, *stated.negative} <= REASONS.keys()
    assert not set(stated.positive) & set(stated.negative)
    if stated.positive or stated.negative:
        texts = [path.read_text(encoding="utf-8") for path in (FOLDER / name).glob("*.yaml")]
        assert any(text.startswith("# ") for text in texts), "say why, in words"
