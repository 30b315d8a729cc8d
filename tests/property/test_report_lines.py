"""Files of lines that overlap: whichever is held against the other, and in whatever order."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rutine.connectors.content import ReportLines, lines_digest
from rutine.practice.municipality import PracticePlan, generate

numbers = st.integers(0, 30)
"""Few, so that lines are in both files, and come more than once in one."""
files = st.lists(numbers, max_size=60)
ends = st.sampled_from([b"\r\n", b"\n", b"\r\n\r\n", b"\n\n"])


def written(lines: list[int], end: bytes = b"\r\n") -> bytes:
    return b"".join(b"%03d;a ;%s" % (line, end) for line in lines)


def held(lines: list[int], end: bytes = b"\r\n") -> ReportLines:
    return ReportLines(written(lines, end))


@given(one=files, other=files)
def test_it_does_not_matter_which_file_is_held_against_which(
    one: list[int], other: list[int]
) -> None:
    assert held(one).overlap(held(other)) is held(other).overlap(held(one))


@given(one=files, other=files, end=ends, turned=st.randoms(use_true_random=False))
def test_neither_order_nor_line_ends_nor_empty_lines_matter(
    one: list[int], other: list[int], end: bytes, turned: Random
) -> None:
    found = held(one).overlap(held(other))
    turned.shuffle(one)

    assert held(one, end).overlap(held(other)) is found


@given(part=st.lists(numbers, min_size=1, max_size=60), rest=st.lists(numbers, min_size=1))
def test_a_file_with_all_lines_of_another_and_more_always_overlaps(
    part: list[int], rest: list[int]
) -> None:
    assert held(part).overlap(held(rest + part))
    assert held(part + rest).overlap(held(part))


@given(one=files, other=files)
def test_files_without_a_line_in_common_never_overlap(one: list[int], other: list[int]) -> None:
    assert not held(one).overlap(held([100 + line for line in other]))


@given(one=files, turned=st.randoms(use_true_random=False))
def test_the_very_same_lines_never_overlap_and_have_one_digest(
    one: list[int], turned: Random
) -> None:
    other = one[:]
    turned.shuffle(other)

    assert not held(one).overlap(held(other))
    assert lines_digest(written(one)) == lines_digest(written(other))


@given(one=files, other=files)
def test_a_single_line_in_common_is_no_overlap_where_each_has_others(
    one: list[int], other: list[int]
) -> None:
    """NAV may pay a line again: it must stay possible in a report of any size."""
    assume(one and other)
    mine, theirs = [1_000, *(100 + n for n in one)], [1_000, *(200 + n for n in other)]

    assert not held([*mine]).overlap(held([*theirs]))


@given(one=files, other=files)
def test_half_of_the_shorter_ones_lines_always_overlap_when_they_are_two(
    one: list[int], other: list[int]
) -> None:
    shared = (Counter(one) & Counter(other)).total()
    assume(Counter(one) != Counter(other))

    if shared >= 2 and 2 * shared >= min(len(one), len(other)):
        assert held(one).overlap(held(other))


@pytest.mark.parametrize("seed", range(1, 6))
def test_no_report_of_a_practice_municipality_is_taken_for_picked(
    seed: int, tmp_path: Path
) -> None:
    """Where much goes wrong NAV pays lines again, and takes them back."""
    plan = PracticePlan(seed=seed, employees=400, sub_units=8, profile="hard")
    folder = generate(plan, tmp_path / "practice").path / "reports"
    reports = [ReportLines(path.read_bytes()) for path in sorted(folder.glob("*.csv"))]
    for one in reports:
        shared: Counter[bytes] = Counter()
        for other in reports:
            if other is not one:
                assert not one.overlap(other)
                shared += one.shared(other)
        assert not one.are_elsewhere(shared)
    assert len(reports) > 3


@given(one=st.lists(st.integers(), min_size=4, max_size=300, unique=True), data=st.data())
def test_two_cuts_of_one_report_that_leave_most_of_it_always_overlap(
    one: list[int], data: st.DataObject
) -> None:
    """Each lacks less than a third: half of either is in both."""
    first = data.draw(st.integers(0, (len(one) - 1) // 3))
    last = data.draw(st.integers(0, (len(one) - 1) // 3))
    head, tail = one[: len(one) - last], one[first:]
    assume(head != tail)

    assert held(head).overlap(held(tail))
