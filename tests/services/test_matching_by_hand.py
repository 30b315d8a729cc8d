"""Two at once on PostgreSQL: as on SQLite."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.cases import test_matching_by_hand as matching
from tests.unit.cases import test_undo_requests as asking
from tests.unit.cases.samples import Store

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize(
    "check",
    [
        matching.test_two_who_pick_the_same_claim_propose_it_once,
        matching.test_eight_who_agree_at_once_agree_once_and_it_is_settled_once,
        matching.test_eight_who_agree_to_an_undoing_take_it_back_once,
        matching.test_the_same_claims_of_the_same_file_are_left_alone_and_others_are_read_anew,
        asking.test_one_asks_and_another_takes_it_back,
        asking.test_nobody_answers_their_own_and_nobody_answers_twice,
    ],
)
def test_two_persons_and_many_at_once_are_the_same(
    store: Store, check: Callable[[Store], None]
) -> None:
    check(store)
