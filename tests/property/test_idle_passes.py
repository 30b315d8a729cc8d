"""A pass that `rutine check` calls idle finds nothing, whatever the rows; others may."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.matching import Decision, match
from rutine.routines.check.pass_check import pass_findings
from tests.property.test_matching_passes import ALL_KINDS, EVERY, ORDINARY, SIDES

LATE = "late"
KINDS = [replace(each, benefits=ORDINARY) for each in EVERY]
PAIRS = [
    (replace(early, name="early"), replace(late, name=LATE))
    for early, late in product(KINDS, KINDS)
    if not (early.decision is Decision.SUGGEST and late.decision is Decision.SETTLE)
]
IDLE = [pair for pair in PAIRS if list(pass_findings(pair))]


@given(sides=SIDES, before=ALL_KINDS, pair=st.sampled_from(IDLE))
@settings(max_examples=80, deadline=None)
def test_an_idle_pass_finds_nothing(sides, before, pair) -> None:
    passes = [*(each for each in before if each.decision is Decision.SETTLE), *pair]
    found = match(*sides, passes)
    assert LATE not in set(found.groups["pass_name"])


def test_a_pass_behind_itself_is_idle_and_few_others_are() -> None:
    by_itself = [(replace(each, name="early"), replace(each, name=LATE)) for each in KINDS]
    assert all(pair in IDLE for pair in by_itself)
    assert len(IDLE) < len(PAIRS) / 10


@pytest.mark.parametrize("kind", ["exact", "flat"])
def test_what_stands_between_may_clear_the_way(kind: str) -> None:
    early = next(each for each in KINDS if each.name == kind)
    netting = next(each for each in KINDS if each.name == "netting")
    passes = [early, replace(netting, name="between"), replace(early, name=LATE)]
    assert not list(pass_findings(passes))
