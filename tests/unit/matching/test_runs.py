"""Equal rows are brought together, also when their mixed numbers collide."""

from __future__ import annotations

import numpy as np
import pytest

from rutine.matching.runs import equal_runs, mix


def _runs(words, mixed=None) -> set[tuple[int, ...]]:
    order, starts = equal_runs(words, mixed)
    return {tuple(run.tolist()) for run in np.split(order, starts[1:])}


def _expected(words) -> set[tuple[int, ...]]:
    rows: dict[tuple[int, ...], list[int]] = {}
    for place, row in enumerate(zip(*(word.tolist() for word in words), strict=True)):
        rows.setdefault(row, []).append(place)
    return {tuple(places) for places in rows.values()}


def _words(seed: int, count: int = 500) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    return [random.integers(-3, 4, count), random.integers(0, 5, count)]


@pytest.mark.parametrize("seed", range(5))
def test_rows_equal_in_every_word_form_one_run_in_their_order(seed) -> None:
    words = _words(seed)
    assert _runs(words) == _expected(words)


@pytest.mark.parametrize("values", [1, 3])
def test_a_collision_of_the_mixed_numbers_changes_nothing(values) -> None:
    words = _words(9)
    few = mix(words) % np.uint64(values) << np.uint64(60)
    assert _runs(words, few) == _expected(words)


def test_equal_rows_get_equal_mixed_numbers_and_others_hardly_ever() -> None:
    words = [np.arange(100_000), np.zeros(100_000, dtype=np.int64)]
    assert len(np.unique(mix(words))) == 100_000


def test_no_rows_give_no_runs() -> None:
    order, starts = equal_runs([np.zeros(0, dtype=np.int64)])
    assert order.size == starts.size == 0
