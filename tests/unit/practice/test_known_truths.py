"""Lists whose truth was drawn before them: a run finds all of it, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from benchmarks.truths import MADE_UP, TODAY, found
from rutine.practice.competence import competence
from rutine.practice.known_truth import KnownTruth
from rutine.practice.rota import rota
from rutine.practice.shared_registers import shared_registers
from rutine.practice.sick_leave import sick_leave

Make = Callable[[int, int, date], KnownTruth]

LEAP, HOUR_TWICE = date(2028, 2, 29), date(2026, 10, 20)


@pytest.mark.parametrize(
    ("routine", "make", "many", "seed", "day"),
    [
        ("sick_leave_follow_up", sick_leave, 120, 1, TODAY),
        ("sick_leave_follow_up", sick_leave, 60, 2, LEAP),
        ("competence_renewal", competence, 80, 4, TODAY),
        ("competence_renewal", competence, 40, 5, LEAP),
        ("shift_cover", rota, 42, 6, HOUR_TWICE),
        ("shift_cover", rota, 14, 7, LEAP),
        ("hr_registers", shared_registers, 60, 8, TODAY),
    ],
)
def test_every_case_of_the_truth_is_found_and_no_other(  # noqa: PLR0917 - the table
    tmp_path: Path, routine: str, make: Make, many: int, seed: int, day: date
) -> None:
    known = make(seed, many, day)
    cases, truth = found(tmp_path / "home", routine, known, day), Counter(known.truth)
    assert (sorted(truth - cases), sorted(cases - truth)) == ([], [])


@pytest.mark.parametrize(
    ("routine", "reasons"),
    [
        ("sick_leave_follow_up", "O01 O02 O05 O06 O07 O08 O09 O10 O11"),
        ("competence_renewal", "O01 O02 O03 O04 O05 L01 L02 L03 L04 L05"),
        ("shift_cover", "C01 C02 C03 C04 C05 C06 C07 C08 L01 L02 L03"),
        ("hr_registers", "H01 H02 H03 H04 H05 H06 H07 H08 L01 L02"),
    ],
)
def test_the_truths_that_are_measured_hold_every_reason(routine: str, reasons: str) -> None:
    make, many = MADE_UP[routine]
    told = {each.reason for seed in (1, 2, 3) for each in make(seed, many, TODAY).truth}
    assert told == set(reasons.split())


def test_the_same_seed_is_the_same_municipality_and_another_is_not() -> None:
    for make, many in MADE_UP.values():
        assert make(1, many // 6, TODAY) == make(1, many // 6, TODAY)
        assert make(1, many // 6, TODAY) != make(2, many // 6, TODAY)
