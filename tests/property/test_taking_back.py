"""Many settlements taken back at once come to what they come to one after another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.cases import batches
from rutine.cases.access import ROBOT
from rutine.cases.deciding.control import STRICT, Limits
from tests.taken_back import (
    FULL,
    OF_PEOPLE,
    OF_THE_PROGRAM,
    Kind,
    asked,
    come_of,
    settled,
    without_order,
)
from tests.unit.cases.samples import GENEROUS, KARI, sqlite_store

_program = st.lists(st.sampled_from(OF_THE_PROGRAM), min_size=1, max_size=7)
_any = st.lists(st.sampled_from(OF_THE_PROGRAM + OF_PEOPLE), min_size=1, max_size=7)
_limits = st.sampled_from([GENEROUS, STRICT, Limits(undo=FULL), Limits(undo=FULL + 1)])
_most = st.sampled_from([1, 2, 900])
"""Values in one statement."""


@settings(max_examples=25, deadline=None)
@given(kinds=_program, most=_most, order=st.randoms(use_true_random=False))
def test_what_a_run_takes_back_at_once_is_the_same_to_the_trails_last_hash(
    kinds: Sequence[Kind], most: int, order: Random
) -> None:
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
        ids = settled(store, kinds)
        order.shuffle(ids)
        run = {"actor": ROBOT, "run_id": store.run_id}
        with mock.patch.object(batches, "_MOST", most):
            at_once = come_of(store, ids, at_once=True, **run)
        assert at_once == come_of(store, ids, at_once=False, **run)
        assert set(at_once["states"].values()) == {"effective"}


@settings(max_examples=40, deadline=None)
@given(kinds=_any, most=_most, limits=_limits)
def test_what_a_person_takes_back_at_once_is_the_same(
    kinds: Sequence[Kind], most: int, limits: Limits
) -> None:
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
        ids = settled(store, kinds)
        person = {"actor": KARI, "limits": limits}
        with mock.patch.object(batches, "_MOST", most):
            at_once = come_of(store, ids, at_once=True, **person)
        one_by_one = come_of(store, ids, at_once=False, **person)
        assert without_order(at_once) == without_order(one_by_one)
        assert ("refused" in at_once) == (asked in kinds and limits.undo <= FULL)
