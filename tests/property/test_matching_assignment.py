"""One to one, the engine pairs what every best assignment pairs, and calls the rest ambiguous."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.matching import Matching, Method, Pass, match
from rutine.matching.gates import Tolerance

TOLERANCE = 50
WEEKS = (("2026-08-03", "2026-08-07"), ("2026-08-10", "2026-08-14"))
LOOSE = Pass("loose", Method.UNIQUE, tolerance=Tolerance(ore=TOLERANCE))
EXACT = Pass("exact", Method.EXACT)

Row = tuple[int, int]  # week, amount
Assignment = frozenset[tuple[int, int]]  # line, claim


def _rows(*amounts: int) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.tuples(st.integers(0, 1), st.sampled_from(amounts)), max_size=6)


def _frame(rows: list[Row]) -> pd.DataFrame:
    table = [(n, "p", "u", "4", *WEEKS[week], amount) for n, (week, amount) in enumerate(rows)]
    columns = ["row_id", "person", "unit", "benefit", "first", "last", "amount"]
    frame = pd.DataFrame(table, columns=columns)
    for column in ("first", "last"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    texts = dict.fromkeys(columns[1:4], "str")
    return frame.astype({"row_id": "int64", "amount": "int64"} | texts)


def _gap(line: Row, claim: Row) -> int:
    return abs(line[1] - claim[1])


def _ways(
    lines: list[Row], claims: list[Row], most: int, at: int = 0, used: frozenset[int] = frozenset()
) -> Iterator[Assignment]:
    """Every way to pair rows of the same week whose amounts differ by no more than `most`."""
    if at == len(lines):
        yield frozenset()
        return
    yield from _ways(lines, claims, most, at + 1, used)
    for n, claim in enumerate(claims):
        if n not in used and claim[0] == lines[at][0] and _gap(lines[at], claim) <= most:
            for rest in _ways(lines, claims, most, at + 1, used | {n}):
                yield rest | {(at, n)}


def _best(lines: list[Row], claims: list[Row], most: int) -> list[Assignment]:
    """All ways with the most pairs and, among those, the smallest differences in all."""

    def cost(way: Assignment) -> tuple[int, int]:
        return -len(way), sum(_gap(lines[line], claims[claim]) for line, claim in way)

    ways = list(_ways(lines, claims, most))
    least = min(map(cost, ways))
    return [way for way in ways if cost(way) == least]


def _greedy(lines: list[Row], claims: list[Row]) -> Assignment:
    """The nearest two first, then the nearest of the others."""
    pairs = sorted(
        (_gap(line, claim), n, m)
        for n, line in enumerate(lines)
        for m, claim in enumerate(claims)
        if line[0] == claim[0] and _gap(line, claim) <= TOLERANCE
    )
    taken: set[tuple[int, int]] = set()
    for _, line, claim in pairs:
        if all(line != other and claim != another for other, another in taken):
            taken.add((line, claim))
    return frozenset(taken)


def _pairs(found: Matching) -> Assignment:
    both = found.lines.dropna(subset=["group"]).merge(found.claims, on="group")
    return frozenset(zip(both["row_id_x"], both["row_id_y"], strict=True))


def _are_ambiguous(found: Matching, pairs: Assignment) -> bool:
    told = found.lines["reason"].tolist(), found.claims["reason"].tolist()
    return all(told[0][line] == told[1][claim] == "ambiguous" for line, claim in pairs)


@given(lines=_rows(1000, 1020, 1030, 1060, 2000), claims=_rows(1000, 1010, 1040, 1080, 2049))
@settings(max_examples=150, deadline=None)
def test_what_is_paired_is_the_best_assignment_or_ambiguous(lines, claims) -> None:
    found = match(_frame(lines), _frame(claims), [LOOSE])
    paired = _pairs(found)
    for best in _best(lines, claims, TOLERANCE):
        assert paired <= best
        assert _are_ambiguous(found, best - paired)


@given(lines=_rows(1000, 1020, 1030, 1060, 2000), claims=_rows(1000, 1010, 1040, 1080, 2049))
@settings(max_examples=100, deadline=None)
def test_where_the_nearest_first_is_not_the_best_nothing_is_paired(lines, claims) -> None:
    found = match(_frame(lines), _frame(claims), [LOOSE])
    greedy = _greedy(lines, claims)
    for best in _best(lines, claims, TOLERANCE):
        assert _are_ambiguous(found, best ^ greedy)


def test_nearest_first_would_have_paired_fewer() -> None:
    """The line of 1040 is nearest to the claim of 1050, which is the other line's only one."""
    lines, claims = [(0, 1040), (0, 1100)], [(0, 1050), (0, 1000)]
    assert len(_greedy(lines, claims)) == 1
    assert _best(lines, claims, TOLERANCE) == [frozenset({(0, 1), (1, 0)})]
    found = match(_frame(lines), _frame(claims), [LOOSE])
    assert found.groups.empty
    assert set(found.lines["reason"]) | set(found.claims["reason"]) == {"ambiguous"}


@given(lines=_rows(1000, 2000), claims=_rows(1000, 2000))
@settings(max_examples=60, deadline=None)
def test_equal_rows_are_paired_as_often_as_can_be(lines, claims) -> None:
    paired = _pairs(match(_frame(lines), _frame(claims), [EXACT]))
    assert paired in _best(lines, claims, 0)
