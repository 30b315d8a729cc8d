from __future__ import annotations

import pandas as pd
import pytest

from rutine.practice.bulk import bulk, stream_lines
from rutine.practice.municipality import PracticeFolder
from rutine.practice.plan import PracticePlan
from rutine.practice.simulation import Simulation

COLUMNS = {
    "row_id": "int64",
    "person": "str",
    "unit": "str",
    "benefit": "str",
    "first": "datetime64[s]",
    "last": "datetime64[s]",
    "amount": "int64",
    "group": "int64",
    "cause": "str",
    "name": "str",
    "known": "datetime64[s]",
}


def test_frames_have_the_columns_of_the_matchers_input_and_the_truth() -> None:
    for frame in bulk(PracticePlan(employees=200, sub_units=10)):
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == COLUMNS
        assert frame["row_id"].tolist() == list(range(len(frame)))


def test_frames_hold_what_the_files_hold(folder: PracticeFolder) -> None:
    lines, claims = bulk(folder.plan)
    truth = folder.truth()
    for side, frame in (("line", lines), ("claim", claims)):
        written = truth.loc[truth["side"] == side, ["group", "cause"]]
        pd.testing.assert_frame_equal(
            written.sort_values(["group", "cause"], ignore_index=True),
            frame[["group", "cause"]].sort_values(["group", "cause"], ignore_index=True),
        )
    assert lines["amount"].sum() == sum(report.total for report in folder.reports)


def test_lines_and_claims_are_the_same_without_their_basis() -> None:
    plan = PracticePlan(employees=300, sub_units=10)
    one, two = ([*Simulation(plan).batches(with_basis=basis)] for basis in (True, False))
    seen = [
        [(line.fnr, line.amount) for batch in made for line in batch.lines] for made in (one, two)
    ]
    assert seen[0] == seen[1]
    assert one[0].absences
    assert not two[0].absences


def test_no_group_reaches_over_two_batches() -> None:
    seen: set[int] = set()
    batches = 0
    for lines, claims in stream_lines(PracticePlan(employees=2500)):
        groups = {*lines["group"], *claims["group"]}
        assert not groups & seen
        seen |= groups
        batches += 1
    assert batches == 3


def test_missing_days_are_missing() -> None:
    lines, _ = bulk(PracticePlan(employees=2000, profile="hard"))
    assert lines["first"].isna().any()
    assert lines["first"].dropna().dt.year.between(2024, 2026).all()


@pytest.mark.parametrize("wanted", [3000, 9000])
def test_a_plan_for_so_many_lines_has_about_as_many(wanted) -> None:
    made = sum(len(lines) for lines, _ in stream_lines(PracticePlan.for_lines(wanted)))
    assert 0.95 * wanted < made < 1.3 * wanted
