"""From a record's fields to what the matching takes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rutine.matching import Decision, Method, Pass, match
from rutine.matching.gates import Identity
from rutine.routines.match_file import OUT, ListSide, load_match
from rutine.routines.two_lists import match_rows, reconcile_files
from tests.golden.formats.writers import (
    KARI,
    OLA,
    UNIT,
    claims_csv,
    settlement,
    settlement_line,
)

MAPPINGS = Path(__file__).parents[3] / "mappings"

SIDE = ListSide(
    title={"nb": "Liste"},
    record="claim",
    formats=("payroll_claims_csv",),
    identity="person",
    amount="amount",
    first="first",
    last="last",
)


def frame(**columns: list[object]) -> pd.DataFrame:
    size = len(columns["amount"])
    day = pd.to_datetime(["2026-10-01"] * size).astype("datetime64[s]")
    given = {"person": ["p"] * size, **columns}
    return pd.DataFrame({**given, "first": day, "last": day}).astype(
        {"person": "str", "amount": "int64"}
    )


def test_a_side_without_unit_and_benefit_has_them_empty() -> None:
    rows = match_rows(frame(amount=[5]), SIDE, "together")
    assert rows["unit"].tolist() == [""]
    assert rows["benefit"].tolist() == [""]
    assert rows["row_id"].dtype == "int64"


def test_what_is_settled_already_is_taken_off_and_spent_rows_left_out() -> None:
    side = SIDE.model_copy(update={"less": "settled"})
    rows = match_rows(frame(amount=[100, 100, 100], settled=[30, 100, 101]), side, "together")
    assert rows["amount"].tolist() == [70]
    assert rows["row_id"].tolist() == [0]


def test_signs_apart_makes_out_another_benefit_and_amounts_positive() -> None:
    rows = match_rows(frame(amount=[100, -100]), SIDE, "apart")
    assert rows["amount"].tolist() == [100, 100]
    assert rows["benefit"].tolist() == ["", OUT]


def test_a_value_that_stands_for_nobody_is_no_identity() -> None:
    side = SIDE.model_copy(update={"nobody": ("DIVERSE",)})
    rows = match_rows(frame(amount=[1, 2], person=["DIVERSE", "p"]), side, "together")
    assert rows["person"].tolist() == ["", "p"]


@pytest.mark.parametrize("signs", ["together", "apart"])
def test_a_zero_amount_takes_part(signs: str) -> None:
    rows = match_rows(frame(amount=[0]), SIDE, signs)  # type: ignore[arg-type]
    assert rows["amount"].tolist() == [0]


def test_national_ids_that_begin_with_zero_are_nearly_alike_as_numbers_too(tmp_path: Path) -> None:
    assert KARI.startswith("0")
    slip = f"{KARI[:10]}{(int(KARI[10]) + 1) % 10}"  # one digit differs
    report, claims = tmp_path / "report.csv", tmp_path / "claims.csv"
    report.write_bytes(settlement([settlement_line(), settlement_line(person=OLA)]))
    claims.write_bytes(claims_csv([{"Krav beløp": "9 905,00"}]))
    plan = load_match(MAPPINGS / "routines" / "nav_refunds.yaml")
    done = reconcile_files(
        plan, report, claims, formats=MAPPINGS / "formats", identities="synthetic"
    )
    assert done.a.rows["person"].tolist() == [int(KARI), int(OLA)]
    assert done.a.rows["unit"].tolist() == [int(UNIT)] * 2
    lines = done.a.rows.assign(person=np.array([int(slip), int(OLA)], dtype=np.int64))
    texts = [
        rows.assign(person=rows["person"].map("{:011d}".format).astype("str"))
        for rows in (lines, done.b.rows)
    ]
    near = [Pass("near", Method.UNIQUE, Decision.SUGGEST, identity=Identity.NEAR)]
    of_numbers, of_texts = match(lines, done.b.rows, near), match(*texts, near)
    assert of_numbers.lines["outcome"].tolist() == ["suggested", "open"]
    pd.testing.assert_frame_equal(of_numbers.lines, of_texts.lines)
    pd.testing.assert_frame_equal(of_numbers.claims, of_texts.claims)
