"""Months in any order: what is taken back later ends as if all had been known at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import islice

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.core.differences import Difference
from rutine.core.identifiers import Fnr, OrgNr
from rutine.matching import Method, Pass, in_doubt, match
from rutine.refunds.ageing import AgeLimits
from rutine.refunds.past import Earlier, Past, Standing
from rutine.refunds.reconciliation import Reconciliation, Settlement, reconcile

PASSES = (
    Pass("exact", Method.EXACT),
    Pass("group_sum", Method.GROUP_SUM),
    Pass("joint_search", Method.JOINT_SEARCH),
)
EMPLOYER, UNIT = (
    OrgNr(n) for n in islice(filter(OrgNr.is_valid, map(str, range(310_000_000, 310_001_000))), 2)
)
PERSON = next(n for n in (f"148290{i:05d}" for i in range(90_000)) if Fnr.is_valid(n))
MONDAY, RATE = date(2026, 8, 3), 143_100
WEEKS = 3

_line = st.tuples(
    st.one_of(st.integers(0, WEEKS - 1), st.none()),
    st.sampled_from([5, 5, 3, 2, -5, -5, -3, -2]),
)
_months = st.lists(st.lists(_line, max_size=4), min_size=1, max_size=4)


@dataclass
class Books:
    """What stands settled, and which lines are open, as months go by."""

    lines: list[dict[str, object]] = field(default_factory=list)
    standing: dict[str, Settlement] = field(default_factory=dict)
    reopened: int = 0

    def month(self, number: int, lines: list[tuple[int | None, int]]) -> Reconciliation:
        """One run: what is new, what is open, and the settlements that these speak against."""
        sha256 = f"{number:064d}"
        self.lines += [_row(sha256, place, *line) for place, line in enumerate(lines, start=1)]
        settled = {
            (ref.sha256, ref.row)
            for each in self.standing.values()
            for ref in each.rows
            if ref.side == "line"
        }
        frame = _frame(self.lines)
        places = list(zip(frame["sha256"], frame["row"], strict=True))
        opened = frame[pd.Series([p not in settled for p in places], index=frame.index, dtype=bool)]
        doubts = in_doubt(
            opened.rename(columns={"sub_unit": "unit"}),
            opened.iloc[:0].rename(columns={"sub_unit": "unit"}),
        )
        earlier = (
            [_earlier(key, each) for key, each in self.standing.items()] if len(doubts) else []
        )
        doubted = {place for each in earlier for place in each.lines}
        result = reconcile(
            frame,
            _claims(),
            match=partial(match, passes=PASSES),
            employer=EMPLOYER,
            sub_units=(),
            as_of=date(2026, 10, 1),
            limits=AgeLimits(),
            settled_lines=settled - doubted,
            settled_claims={
                claim_id
                for key, each in self.standing.items()
                for claim_id in each.claim_ids
                if key not in {one.key for one in earlier}
            },
            past=Past(earlier),
        )
        for key in result.reopened:
            del self.standing[key]
        self.reopened += len(result.reopened)
        for place, each in enumerate(result.settlements):
            self.standing[f"{number}:{place}"] = each
        return result


def _row(sha256: str, place: int, week: int | None, days: int) -> dict[str, object]:
    first = None if week is None else MONDAY + timedelta(weeks=week)
    return {
        "sha256": sha256,
        "row": place,
        "first": first,
        "last": None if first is None else first + timedelta(days=abs(days) - 1),
        "amount": days * RATE,
    }


def _frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    shared = {
        "employer": EMPLOYER.value,
        "sub_unit": UNIT.value,
        "benefit": "4",
        "person": PERSON,
        "name": "Prøvesen",
        "report_id": 1,
        "last_benefit_day": pd.NaT,
    }
    columns = ["sha256", "row", "first", "last", "amount"]
    frame = pd.DataFrame(rows, columns=columns).assign(**shared)
    frame["report_id"] = frame["sha256"].astype("int64") if len(frame) else 0
    for day in ("first", "last", "last_benefit_day"):
        frame[day] = pd.to_datetime(frame[day]).astype("datetime64[s]")
    return frame.astype({"amount": "int64", "row": "int64"})


def _claims() -> pd.DataFrame:
    rows = [_row("c" * 64, week + 1, week, 5) for week in range(WEEKS)]
    frame = _frame([{**row, "sha256": "0"} for row in rows]).drop(
        columns=["report_id", "last_benefit_day"]
    )
    return frame.assign(
        sha256="c" * 64,
        claim_id=[f"K{week}" for week in range(WEEKS)],
        employee_number="1",
        position_id="1",
        absence_from=frame["first"],
        grade=100,
        days=5,
        day_rate=RATE,
        monthly_income=3_100_000,
        monthly_refund=3_100_000,
        sent=pd.Timestamp("2026-09-01"),
        settled=0,
        status="",
    )


def _earlier(key: str, settlement: Settlement) -> Earlier:
    return Earlier(
        key,
        frozenset((ref.sha256, ref.row) for ref in settlement.rows if ref.side == "line"),
        frozenset(settlement.claim_ids),
        settlement.claimed,
        settlement.paid,
        Standing.DOUBTED,
    )


def _by_claim(books: Books) -> dict[str, set[tuple[str, int]]]:
    found = defaultdict(set)
    for each in books.standing.values():
        for claim_id in each.claim_ids:
            found[claim_id] |= {(ref.sha256, ref.row) for ref in each.rows if ref.side == "line"}
    return dict(found)


@settings(max_examples=15, deadline=None)
@given(months=_months)
def test_months_end_as_one_batch_where_something_was_taken_back(
    months: list[list[tuple[int | None, int]]],
) -> None:
    by_month = Books()
    for number, lines in enumerate(months, start=1):
        by_month.month(number, lines)
    # The same lines at once: numbered as they were, so that they can be told apart.
    at_once = Books()
    for number, lines in enumerate(months[:-1], start=1):
        sha256 = f"{number:064d}"
        at_once.lines += [_row(sha256, place, *line) for place, line in enumerate(lines, start=1)]
    at_once.month(len(months), months[-1])

    taken_back = {week for lines in months for week, days in lines if days < 0}
    monthly, batch = _by_claim(by_month), _by_claim(at_once)
    everything = defaultdict(set)
    for row in by_month.lines:
        week = None if row["first"] is None else (row["first"] - MONDAY).days // 7  # type: ignore[operator]
        everything[week].add((row["sha256"], row["row"]))
    for week in range(WEEKS):
        key = f"K{week}"
        if week not in taken_back and None not in taken_back:
            continue
        if key in batch:
            assert monthly.get(key) == batch[key]
        elif key in monthly:
            # A payment too many that came after all agreed is the only thing left open.
            assert monthly[key] < everything[week] | everything[None]


def _told(result: Reconciliation) -> list[Difference]:
    """The cases without the nearest other rows: what has been settled is among them no more."""
    return [each.model_copy(update={"rejected": ()}) for each in result.differences]


@settings(max_examples=15, deadline=None)
@given(months=_months)
def test_every_row_of_every_month_has_one_place_and_every_ore_is_somewhere(
    months: list[list[tuple[int | None, int]]],
) -> None:
    books = Books()
    for number, lines in enumerate(months, start=1):
        result = books.month(number, lines)
        settled = [
            (ref.sha256, ref.row)
            for each in books.standing.values()
            for ref in each.rows
            if ref.side == "line"
        ]
        in_cases = [
            (ref.sha256, ref.row)
            for each in result.differences
            for ref in each.rows
            if ref.side == "line"
        ]
        assert sorted(settled + in_cases) == sorted((r["sha256"], r["row"]) for r in books.lines)
        paid = sum(int(each.paid) for each in books.standing.values())
        paid += sum(int(each.paid) for each in result.differences)
        assert paid == sum(int(row["amount"]) for row in books.lines)  # type: ignore[call-overload]
        assert all(each.claimed == each.paid for each in books.standing.values())
        # The same month again changes nothing.
        before = _by_claim(books), books.reopened
        again = books.month(number, [])
        assert (_by_claim(books), books.reopened) == before
        assert _told(again) == _told(result) or not result.settlements
