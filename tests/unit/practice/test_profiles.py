"""What the profiles amount to, measured on municipalities large enough to tell."""

from __future__ import annotations

from collections import Counter
from statistics import mean

import pytest

from rutine.core.identifiers import Fnr
from rutine.practice.plan import PracticePlan
from rutine.practice.reports import settlement_line
from rutine.practice.simulation import Simulation
from rutine.practice.troubles import AMOUNTS, STANDING
from rutine.practice.truth import Group


def groups_of(plan: PracticePlan) -> list[Group]:
    return [group for batch in Simulation(plan).batches() for group in batch.groups]


def exact_share(groups: list[Group]) -> float:
    """The share of lines in groups whose two sides agree to the øre."""
    lines: Counter[bool] = Counter()
    for group in groups:
        lines[group.cause() == "D01"] += len(group.lines)
    return lines[True] / lines.total()


def test_most_lines_of_a_well_run_municipality_agree() -> None:
    shares = [exact_share(groups_of(PracticePlan(seed=seed))) for seed in range(1, 9)]
    assert 0.85 <= mean(shares) <= 0.93
    assert min(shares) > 0.75


def test_the_demonstration_is_a_well_run_municipality() -> None:
    groups = groups_of(PracticePlan())
    assert 0.85 <= exact_share(groups) <= 0.93
    assert 700 <= sum(len(group.lines) for group in groups) <= 1300


def test_half_the_lines_of_the_hard_profile_are_difficult() -> None:
    groups = groups_of(PracticePlan(employees=4000, sub_units=100, profile="hard"))
    assert 0.42 <= exact_share(groups) <= 0.58


def test_the_demonstration_has_every_rare_kind_of_line() -> None:
    simulation = Simulation(PracticePlan())
    lines = [line for batch in simulation.batches() for line in batch.lines]
    written = [settlement_line(line, "3", "9").encode("iso-8859-1", "replace") for line in lines]
    assert max(Counter(written).values()) > 1  # identical and genuine
    assert any(line.first == 0 for line in lines)
    assert any(line.last == 0 for line in lines)
    assert any(line.amount < 0 for line in lines)
    assert {"2", "3", "4", "7", "9", "A", "H", "Z"} <= {line.benefit for line in lines}
    assert {"5", "8"} & {line.benefit for line in lines}
    assert any(Fnr(line.fnr).is_d_number for line in lines)
    assert any(b"?" in text for text in written)
    assert any(line.nav_name[-1] != " " for line in lines)  # cut at 25


@pytest.mark.parametrize(("profile", "employees"), [("normal", 12_000), ("hard", 3000)])
def test_every_cause_occurs_in_a_large_municipality(profile, employees) -> None:
    months = tuple(f"2026-{month:02d}" for month in range(4, 11))
    plan = PracticePlan(employees=employees, sub_units=200, months=months, profile=profile)
    causes = {group.cause() for group in groups_of(plan)}
    assert causes == {"D01", "D14", *STANDING, *AMOUNTS}


def test_june_brings_holiday_pay_for_many_with_the_period_of_may(day) -> None:
    plan = PracticePlan(months=("2026-06", "2026-07"))
    simulation = Simulation(plan)
    lines = [
        (line, simulation.schedule.reports[line.report].month)
        for batch in simulation.batches()
        for line in batch.lines
        if line.cause == "D35"
    ]
    june = [line for line, month in lines if month == plan.first_month]
    assert len(june) > 300
    assert {line.benefit for line in june} <= set("EFGHIJKM")
    assert {(line.first, line.last) for line, _ in lines} <= {
        (day("2026-05-01"), day("2026-05-31")), (day("2026-05-01"), 0), (0, day("2026-05-31")),
    }  # fmt: skip


def test_shapes_differ_between_lines_and_claims() -> None:
    groups = groups_of(PracticePlan(employees=3000))
    shapes = Counter((len(group.lines) > 1, len(group.claims) > 1) for group in groups)
    assert all(shapes[split, merged] for split in (True, False) for merged in (True, False))
    assert any(len({line.report for line in group.lines}) > 1 for group in groups)
