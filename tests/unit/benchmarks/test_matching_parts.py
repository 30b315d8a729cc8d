"""What the measurements rest on: the made-up rows, the files and the judgement are right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import matching
from benchmarks.matching_parts import floor, hostile, made_up
from benchmarks.matching_parts.every_pass import every_pass
from benchmarks.matching_parts.files import write_claims, write_report
from benchmarks.matching_parts.truth import judge
from rutine.core.identifiers import Fnr, Synthetic
from rutine.matching import Method, Pass, match
from rutine.routines.match_file import load_match
from rutine.routines.two_lists import reconcile_files

MAPPINGS = Path(__file__).parents[3] / "mappings"
PASSES = (Pass("exact", Method.EXACT), Pass("group_sum", Method.GROUP_SUM))
MADE = made_up.make(3_000)


def test_the_made_up_people_are_synthetic_and_differ() -> None:
    ids = [Fnr(f"{number:011d}") for number in made_up.national_ids(500)]
    assert len({each.reveal() for each in ids}) == 500
    assert {each.synthetic for each in ids} == {Synthetic.TENOR}


def test_weekdays_are_counted_as_numpy_counts_them() -> None:
    first = np.arange(20_000, 20_060)
    last = first + np.arange(60) % 30
    days = first.astype("datetime64[D]"), (last + 1).astype("datetime64[D]")
    assert made_up.weekdays(first, last).tolist() == np.busday_count(*days).tolist()


def test_every_kind_is_made_and_agrees_in_sum_where_it_should() -> None:
    assert set(MADE.kinds) == set(made_up.Kind)
    paid = np.bincount(MADE.lines.truth, MADE.lines.amount, len(MADE.kinds))
    claimed = np.bincount(MADE.claims.truth, MADE.claims.amount, len(MADE.kinds))
    kinds = made_up.Kind
    differing = {kinds.PAID_TWICE, kinds.SHORT, kinds.UNPAID, kinds.UNCLAIMED}
    agrees = ~np.isin(MADE.kinds, [*differing])
    assert (paid == claimed)[agrees].all()
    assert not (paid == claimed)[~agrees].any()


def test_the_floor_finds_the_equal_rows() -> None:
    keys = floor.usable(MADE)
    rows = pd.DataFrame(dict(enumerate(keys)))
    assert floor.equal_neighbours(keys) == int(rows.duplicated().sum())


def test_the_written_files_hold_the_same_rows(tmp_path: Path) -> None:
    report, claims = tmp_path / "report.csv", tmp_path / "claims.csv"
    write_report(MADE, report)
    write_claims(MADE, claims)
    plan = load_match(MAPPINGS / "routines" / "nav_refunds.yaml")
    done = reconcile_files(
        plan, report, claims, formats=MAPPINGS / "formats", identities="synthetic"
    )
    assert done.a.refused + done.b.refused == 0
    for at_hand, rows in ((done.a, MADE.lines), (done.b, MADE.claims)):
        found = at_hand.rows.astype({"unit": "str", "benefit": "str"})
        found["person"] = found["person"].map("{:011d}".format).astype("str")
        pd.testing.assert_frame_equal(found, made_up.frame(rows, MADE.fnrs))
    texts = [made_up.frame(rows, MADE.fnrs) for rows in (MADE.lines, MADE.claims)]
    of_texts = match(*texts, plan.passes)
    for name in ("groups", "lines", "claims"):
        of_files = getattr(done.matching, name)
        pd.testing.assert_frame_equal(of_files, getattr(of_texts, name))


def test_a_settlement_of_the_wrong_rows_is_judged_wrong() -> None:
    day = pd.Series(pd.to_datetime(["2026-10-01"] * 2)).astype("datetime64[s]")
    lines = pd.DataFrame(
        {
            "row_id": [0, 1],
            "person": ["p", "q"],
            "unit": "u",
            "benefit": "4",
            "first": day,
            "last": day,
            "amount": [100, 200],
            "group": [0, 1],
            "cause": "D01",
        }
    )
    claims = lines.copy()
    right = judge(lines, claims, match(lines, claims, PASSES), PASSES)
    assert (right.precision, right.recall, right.settled) == (1.0, 1.0, 2)
    wrong = judge(lines, claims.assign(group=[1, 0]), match(lines, claims, PASSES), PASSES)
    assert (wrong.precision, wrong.recall, wrong.wrong) == (0.0, 0.0, 2)


def test_the_measurements_follow_the_engine() -> None:
    assert set(matching.measure_exact(500)) == {
        "floor",
        "pass",
        "frames",
        "settling",
        "coded",
    }
    assert matching.measure_component("nested_days")["cpu_s"] > 0
    names = [each.name for each in every_pass()]
    assert len(set(names)) == len(names) == 9


def test_the_hostile_components_are_single_components() -> None:
    for name, _, made in hostile.components():
        if name == "nested_days":
            assert len(made.lines) == 100
        assert set(made.lines.person) == {0}
