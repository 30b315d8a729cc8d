"""Whatever the plan: every row in one group, every cause true of its group."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.core.identifiers import Fnr, Synthetic
from rutine.practice.days import month_text, parse_month
from rutine.practice.names import nav_name
from rutine.practice.plan import PracticePlan
from rutine.practice.simulation import Batch, Simulation
from rutine.practice.troubles import AMOUNTS, STANDING

FIRST, LAST = parse_month("2018-01"), parse_month("2030-01")


@st.composite
def plans(draw: st.DrawFn) -> PracticePlan:
    first = draw(st.integers(FIRST, LAST))
    months = range(first, first + draw(st.integers(1, 5)))
    return PracticePlan(
        seed=draw(st.integers(0, 10**9)),
        employees=draw(st.integers(1, 250)),
        sub_units=draw(st.integers(1, 30)),
        months=tuple(month_text(month) for month in months),
        profile=draw(st.sampled_from(["normal", "hard"])),
    )


def life(plan: PracticePlan) -> list[Batch]:
    return list(Simulation(plan).batches())


@given(plans())
@settings(max_examples=40, deadline=None)
def test_the_cause_of_a_group_is_true_of_its_sums(plan: PracticePlan) -> None:
    for batch in life(plan):
        for group in batch.groups:
            cause = group.cause()
            agrees = bool(group.lines and group.claims) and group.paid == group.claimed
            assert cause in {"D01", "D14", *STANDING, *AMOUNTS}
            assert (cause == "D01") == (agrees and cause not in STANDING)
            if cause in {"D16", "D17", "D31"}:
                assert not group.lines
            if cause in {"D25", "D28", "D35", "D42"} and not group.claims:
                assert group.lines


@given(plans())
@settings(max_examples=25, deadline=None)
def test_every_row_lies_in_exactly_one_group(plan: PracticePlan) -> None:
    for batch in life(plan):
        for rows, name in ((batch.lines, "lines"), (batch.claims, "claims")):
            grouped = [row for group in batch.groups for row in getattr(group, name)]
            assert len(grouped) == len(rows)
            assert {id(row) for row in grouped} == {id(row) for row in rows}


@given(plans())
@settings(max_examples=25, deadline=None)
def test_a_group_is_one_persons(plan: PracticePlan) -> None:
    for batch in life(plan):
        for group in batch.groups:
            claimed = {claim.fnr for claim in group.claims}
            paid = {line.fnr for line in group.lines}
            assert len(claimed) <= 1
            if group.cause() != "D26":
                assert len(paid | claimed) == 1
            elif claimed and claimed != paid:
                (old,) = claimed
                births = {(int(fnr[:2]) % 40, fnr[2:6]) for fnr in paid | claimed}
                assert len(births) == 1
                assert Fnr(old).is_d_number
                assert not any(Fnr(fnr).is_d_number for fnr in paid - claimed)
            names = {line.nav_name for line in group.lines}
            assert len(names | {nav_name(claim.name) for claim in group.claims}) == 1


@given(plans())
@settings(max_examples=25, deadline=None)
def test_everybody_is_synthetic_and_every_row_lies_in_the_plan(plan: PracticePlan) -> None:
    simulation = Simulation(plan)
    for batch in simulation.batches():
        people = {row.fnr for rows in (batch.lines, batch.claims, batch.absences) for row in rows}
        assert {Fnr(fnr).synthetic for fnr in people} <= {Synthetic.TENOR}
        assert all(
            plan.begins <= simulation.schedule.reports[line.report].value_date <= plan.ends
            for line in batch.lines
        )
        assert all(claim.made <= plan.ends for claim in batch.claims)
        assert all(claim.first <= claim.last for claim in batch.claims)
        assert all(line.amount != 0 for line in batch.lines)
        assert len({claim.id for claim in batch.claims}) == len(batch.claims)


@given(plans())
@settings(max_examples=10, deadline=None)
def test_a_plan_always_gives_the_same(plan: PracticePlan) -> None:
    def seen(plan: PracticePlan) -> list[object]:
        return [
            (line.report, line.unit, line.fnr, line.first, line.amount, line.group, line.cause)
            for batch in life(plan)
            for line in batch.lines
        ]

    assert seen(plan) == seen(plan)
