"""Single components made to be hard: each must stay bounded, by operations and not by time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.matching_parts.made_up import Ints, MadeUp, Rows

SINGLE = ("sixty_equal", "small_amounts", "one_off", "nested_days")
"""Those with at most a few hundred rows; `identical` is large on purpose."""
_START = 20_454  # 2026-01-01
_SEED = 7


def components() -> Iterator[tuple[str, str, MadeUp]]:
    """Name, what it is, and the rows of each component."""
    rng = np.random.default_rng(_SEED)
    same = np.zeros(60, dtype=np.int64)
    month = _rows(same + _START, same + _START + 30, same + 100_000)
    shifted = _rows(same + _START + np.arange(60) % 3, same + _START + 30, same + 100_000)
    yield (
        "sixty_equal",
        "60 lines and 60 claims of the same amount, days differ",
        _both(month, shifted),
    )
    ore = rng.integers(1, 60, 40)
    yield (
        "small_amounts",
        "40 lines and 45 claims of 1 to 60 øre in one month",
        _both(_scattered(ore, rng), _scattered(rng.integers(1, 60, 45), rng)),
    )
    amounts = 2 ** np.arange(20) * 100
    yield (
        "one_off",
        "20 lines in powers of two, 20 claims of 1 øre more",
        _both(_scattered(amounts, rng), _scattered(amounts + 1, rng)),
    )
    inside = np.arange(100)
    yield (
        "nested_days",
        "100 claims inside each other's days, 100 lines alike, sums differ",
        _both(
            _rows(_START + inside, _START + 400 - inside, 100 * (inside + 1)),
            _rows(_START + inside, _START + 400 - inside, 100 * (inside + 2)),
        ),
    )
    many = np.zeros(20_000, dtype=np.int64)
    equal = _rows(many + _START, many + _START + 9, many + 100_000)
    yield "identical", "20 000 lines and 20 000 claims, all equal", _both(equal, equal)
    thousands = rng.integers(1, 1000, 5_000) * 100
    yield (
        "one_person",
        "5 000 lines and 5 000 claims of one person in one month",
        _both(_scattered(thousands, rng), _scattered(rng.permutation(thousands), rng)),
    )


def _scattered(amount: Ints, rng: np.random.Generator) -> Rows:
    """Amounts on random days of one month, the first over all of it: one component."""
    first = _START + rng.integers(0, 20, len(amount))
    last = first + rng.integers(0, 10, len(amount))
    first[0], last[0] = _START, _START + 30
    return _rows(first, last, amount)


def _rows(first: Ints, last: Ints, amount: Ints) -> Rows:
    nought = np.zeros(len(amount), dtype=np.int64)
    return Rows(nought, nought, nought, first, last, amount, nought)


def _both(lines: Rows, claims: Rows) -> MadeUp:
    return MadeUp(lines, claims, np.zeros(1, np.int64), np.array([1_818_123_456_7]))
