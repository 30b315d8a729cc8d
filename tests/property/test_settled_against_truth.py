"""What is settled of the practice municipality truly belongs together.

The generator knows for every row which course of absence and payment it belongs to. It does
not know the matcher, and the matcher does not know it.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from rutine.core.differences import RowRef, Side
from rutine.core.periods import Period
from rutine.formats.format_file import load_format
from rutine.formats.reading import read
from rutine.matching import Method, Pass, match
from rutine.matching.reference import match_slowly
from rutine.practice.municipality import PracticeFolder, PracticePlan, generate
from rutine.refunds.ageing import AgeLimits
from rutine.refunds.items import claim_items, line_items
from rutine.refunds.reconciliation import Settlement, reconcile

FORMATS = Path(__file__).parents[2] / "mappings" / "formats"
ORDINARY = frozenset("1234679YZ")
PASSES = (
    Pass("exact", Method.EXACT, benefits=ORDINARY),
    Pass("group_sum", Method.GROUP_SUM, benefits=ORDINARY),
)
LEAST_RECALL = {"normal": 0.97, "hard": 0.85}

Truth = tuple[int, str]  # the group of the truth, and its cause


@pytest.fixture(scope="module", params=["normal", "hard"])
def municipality(request, tmp_path_factory) -> PracticeFolder:
    plan = PracticePlan(seed=20, employees=500, sub_units=12, profile=request.param)
    return generate(plan, tmp_path_factory.mktemp("municipality"))


def _lines(municipality: PracticeFolder) -> pd.DataFrame:
    form = load_format(FORMATS / "nav_settlement.yaml")
    frames = []
    for report in municipality.reports:
        found = read(form, report.path.read_bytes(), source="report", identities="synthetic")
        frames.append(
            found.frame.assign(
                sha256=found.sha256,
                report_id=report.id,
                month=f"{report.value_date:%Y-%m}",
            )
        )
    return pd.concat(frames, ignore_index=True)


def _claims(municipality: PracticeFolder, month: str) -> pd.DataFrame:
    form = load_format(FORMATS / "payroll_claims_csv.yaml")
    data = municipality.claims_file(month, "csv").read_bytes()
    found = read(form, data, source="claims", identities="synthetic")
    return found.frame.assign(sha256=found.sha256)


def _settle_month_by_month(municipality: PracticeFolder) -> list[Settlement]:
    lines = _lines(municipality)
    settled: list[Settlement] = []
    for month in municipality.plan.months:
        found = reconcile(
            lines[lines["month"] <= month].drop(columns="month"),
            _claims(municipality, month),
            match=partial(match, passes=PASSES),
            employer=municipality.employer,
            sub_units=(municipality.employer, *municipality.sub_units),
            as_of=Period.month(month).last,
            limits=AgeLimits(),
            settled_lines={
                (row.sha256, row.row)
                for each in settled
                for row in each.rows
                if row.side is Side.LINE
            },
            settled_claims={claim_id for each in settled for claim_id in each.claim_ids},
        )
        settled += found.settlements
    return settled


def _truth(municipality: PracticeFolder) -> tuple[dict[tuple[str, int], Truth], dict[str, Truth]]:
    table = municipality.truth()
    lines, claims = table[table["side"] == "line"], table[table["side"] == "claim"]
    sha256 = _lines(municipality).groupby("report_id")["sha256"].first()
    return (
        {
            (sha256[int(report)], int(row)): (int(group), cause)
            for report, row, group, cause in lines[
                ["report_id", "row", "group", "cause"]
            ].itertuples(index=False)
        },
        {
            claim_id: (int(group), cause)
            for claim_id, group, cause in claims[["claim_id", "group", "cause"]].itertuples(
                index=False
            )
        },
    )


def _line_keys(rows: tuple[RowRef, ...]) -> list[tuple[str, int]]:
    return [(row.sha256, row.row) for row in rows if row.side is Side.LINE]


def test_no_settled_group_mixes_what_does_not_belong_together(municipality) -> None:
    true_lines, true_claims = _truth(municipality)
    settled = _settle_month_by_month(municipality)
    assert len(settled) > 50
    for each in settled:
        groups = {true_lines[key][0] for key in _line_keys(each.rows)}
        groups |= {true_claims[claim_id][0] for claim_id in each.claim_ids}
        assert len(groups) == 1


def test_most_of_what_agrees_is_settled(municipality) -> None:
    true_lines, true_claims = _truth(municipality)
    sizes = Counter(
        group for group, cause in (*true_lines.values(), *true_claims.values()) if cause == "D01"
    )
    for each in _settle_month_by_month(municipality):
        sizes.subtract(true_lines[key][0] for key in _line_keys(each.rows))
        sizes.subtract(true_claims[claim_id][0] for claim_id in each.claim_ids)
    agreeing = {group for group, cause in true_lines.values() if cause == "D01"}
    whole = sum(sizes[group] == 0 for group in agreeing)
    assert whole / len(agreeing) >= LEAST_RECALL[municipality.plan.profile]


def test_the_slow_matcher_agrees_on_a_whole_month(municipality) -> None:
    month = municipality.plan.months[0]
    lines = _lines(municipality).query("month == @month").drop(columns="month")
    one = line_items(lines, municipality.employer).match_frame()
    two = claim_items(_claims(municipality, month), municipality.employer).match_frame()
    persons = sorted(set(one["person"]))[:120]
    one, two = one[one["person"].isin(persons)], two[two["person"].isin(persons)]
    fast, slow = match(one, two, PASSES), match_slowly(one, two, PASSES)
    assert len(fast.groups) > 20
    for part in ("groups", "lines", "claims"):
        pd.testing.assert_frame_equal(getattr(fast, part), getattr(slow, part), check_dtype=False)
