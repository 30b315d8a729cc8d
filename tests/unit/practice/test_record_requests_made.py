"""Practice requests for service records, and that the routine finds just what was planted."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.service_records import career_of, cases_of, rows_of, told_of
from rutine.practice.service_records import CHANGED, make


def test_the_same_seed_makes_the_same_and_another_another() -> None:
    assert make(5, 20).files == make(5, 20).files
    assert make(5, 20).files != make(6, 20).files


def test_every_trouble_is_planted_and_most_are_well() -> None:
    counted = Counter(make(5, 400).truth.values())
    assert counted.keys() == {f"S0{number}" for number in range(1, 10)}
    assert counted.most_common(1)[0][0] == "S01"


@pytest.mark.parametrize("seed", [11, 12])
def test_a_record_without_a_trouble_is_the_career_itself(seed: int) -> None:
    made = make(seed, 150)
    sound = [each for each in made.people if each.reason == "S01"]
    assert any(each.hired < CHANGED for each in sound)
    for each in sound:
        assert rows_of([told_of(row.source, row.stage) for row in each.told]) == career_of(each)


def test_every_case_of_the_truth_is_found_and_no_other() -> None:
    made = make(21, 120)
    found = cases_of(made.files)
    assert dict(found) == made.truth
    assert len(found) == len(made.truth)
