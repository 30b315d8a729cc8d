"""Whatever the rows are: each ends in one place, and the sums are kept."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.core.differences import RowRef
from rutine.core.identifiers import Fnr, OrgNr
from rutine.matching import Method, Pass, match
from rutine.refunds.ageing import AgeLimits
from rutine.refunds.reconciliation import Reconciliation, reconcile

ORDINARY = frozenset("1234679YZ")
PASSES = (
    Pass("exact", Method.EXACT, benefits=ORDINARY),
    Pass("group_sum", Method.GROUP_SUM, benefits=ORDINARY),
)
PERSONS = [f"148290{n:05d}" for n in range(600) if Fnr.is_valid(f"148290{n:05d}")][:2]
UNITS = [f"{n}" for n in range(310_000_000, 310_000_100) if OrgNr.is_valid(f"{n}")][:3]
AS_OF = date(2026, 11, 1)

_day = st.integers(0, 9).map(lambda n: date(2026, 8, 1) + timedelta(days=n))
_dates = st.tuples(_day | st.none(), _day | st.none()) | st.tuples(_day, _day).map(
    lambda pair: (min(pair), max(pair))
)
_row = st.fixed_dictionaries(
    {
        "person": st.sampled_from([*PERSONS, "00000000000"]),
        "sub_unit": st.sampled_from(UNITS),
        "benefit": st.sampled_from(["4", "4", "4", "9", "A", "H", "8", "?"]),
        "dates": _dates,
        "amount": st.sampled_from([100, 100, 200, 300, -100, 0]),
    }
)
_claim = st.tuples(_row, st.sampled_from([0, 0, 0, 100, 200]), st.none() | st.integers(0, 200)).map(
    lambda parts: parts[0] | {"settled": parts[1], "waited": parts[2]}
)


def _frame(rows: list[dict[str, Any]], sha256: str) -> pd.DataFrame:
    table = [
        {
            "row": place,
            "employer": UNITS[0],
            "first": row["dates"][0],
            "last": row["dates"][1],
            "name": "Lind, Kari",
            "sha256": sha256,
        }
        | {key: row[key] for key in ("person", "sub_unit", "benefit", "amount")}
        for place, row in enumerate(rows, start=1)
    ]
    texts = ["employer", "sub_unit", "benefit", "person", "name", "sha256"]
    frame = pd.DataFrame(table, columns=["row", *texts, "first", "last", "amount"])
    for column in ("first", "last"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    return frame.astype(dict.fromkeys(texts, "str") | {"row": "int64", "amount": "int64"})


def _lines(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = _frame(rows, "a" * 64).assign(report_id=1128)
    frame["last_benefit_day"] = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    return frame


def _claims(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = _frame(rows, "b" * 64)
    sent = [r["waited"] and AS_OF - timedelta(days=r["waited"]) for r in rows]
    return frame.assign(
        claim_id=[f"K{row}" for row in frame["row"]],
        employee_number="10001",
        position_id="10001-1",
        absence_from=pd.NaT,
        grade=100,
        days=pd.array([None] * len(frame), dtype="Int64"),
        monthly_income=3_100_000,
        monthly_refund=3_100_000,
        day_rate=pd.array([None] * len(frame), dtype="Int64"),
        settled=pd.Series([row["settled"] for row in rows], dtype="int64"),
        sent=pd.to_datetime(pd.Series(sent, dtype="object")).astype("datetime64[s]"),
    )


def _run(lines: pd.DataFrame, claims: pd.DataFrame, **other: Any) -> Reconciliation:
    return reconcile(
        lines,
        claims,
        match=partial(match, passes=PASSES),
        employer=OrgNr(UNITS[0]),
        sub_units=[OrgNr(unit) for unit in UNITS[:2]],
        as_of=AS_OF,
        limits=AgeLimits(),
        **other,
    )


def _ends(found: Reconciliation) -> Counter[RowRef]:
    return Counter(
        [
            *(row for settlement in found.settlements for row in settlement.rows),
            *(row for case in found.differences for row in case.rows),
            *(claim.row for claim in found.carried),
            *found.settled_before,
        ]
    )


_inputs = {
    "lines": st.lists(_row, max_size=8).map(_lines),
    "claims": st.lists(_claim, max_size=8).map(_claims),
}


@given(**_inputs)
@settings(max_examples=80, deadline=None)
def test_every_row_has_one_place_and_none_is_settled_that_needs_a_person(lines, claims) -> None:
    found = _run(lines, claims)
    ends = _ends(found)
    assert set(ends.values()) <= {1}
    assert len(ends) == len(lines) + len(claims)
    for settlement in found.settlements:
        assert settlement.benefit in ORDINARY
        assert settlement.sub_unit.reveal() in UNITS[:2]
        assert settlement.person.reveal() in PERSONS


@given(**_inputs)
@settings(max_examples=40, deadline=None)
def test_running_again_finds_the_same_cases_and_settles_nothing_more(lines, claims) -> None:
    first = _run(lines, claims)
    settled = [row for settlement in first.settlements for row in settlement.rows]
    again = _run(
        lines,
        claims,
        settled_lines={(row.sha256, row.row) for row in settled},
        settled_claims={key for each in first.settlements for key in each.claim_ids},
    )
    assert not again.settlements
    assert [claim.claim_id for claim in again.carried] == [c.claim_id for c in first.carried]
    assert again.differences == first.differences
