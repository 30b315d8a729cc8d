"""The matching held against the practice generator's truth, group by group.

A *true group* is the lines and claims of the same days of one person, as the practice office
knows them. A found group is **wrong** when the true groups of its lines are not those of its
claims. A true group is **recovered** when every one of its rows is in a found group that is not
wrong. What recall is counted on are true groups with rows of both sides that agree in sum
(D01, the generator's word for it) and whose benefit may be settled: the others are for people,
and how many of those get the right suggestion is shown for each kind of difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from rutine.matching import Matching, Pass

AGREES = "D01"


@dataclass(frozen=True, slots=True)
class Kind:
    """What became of the true groups with one cause, rows on both sides."""

    cause: str
    groups: int
    settled: int
    suggested: int


@dataclass(frozen=True, slots=True)
class Quality:
    """How right a matching is.

    Attributes:
        settled: groups that were settled.
        wrong: those of them that are wrong.
        suggested, wrong_suggested: the same of suggestions.
        settleable: true groups that should be settled.
        recovered: those of them that were.
        kinds: for each cause.
    """

    settled: int
    wrong: int
    suggested: int
    wrong_suggested: int
    settleable: int
    recovered: int
    kinds: tuple[Kind, ...]

    @property
    def precision(self) -> float:
        """The share of settled groups that are right."""
        return 1 - self.wrong / self.settled if self.settled else 1.0

    @property
    def recall(self) -> float:
        """The share of settleable true groups that were settled."""
        return self.recovered / self.settleable if self.settleable else 1.0


def judge(
    lines: pd.DataFrame, claims: pd.DataFrame, matching: Matching, passes: Sequence[Pass]
) -> Quality:
    """Hold what was found against the columns `group` and `cause` of the rows."""
    rows = pd.concat(
        [
            _with_outcome(lines, matching.lines).assign(line=1, claim=0),
            _with_outcome(claims, matching.claims).assign(line=0, claim=1),
        ],
        ignore_index=True,
    )
    grouped = rows.dropna(subset="found")
    right = _right(grouped)
    outcome = grouped.groupby("found")["outcome"].first()
    settled, suggested = outcome == "settled", outcome == "suggested"
    rows["good"] = rows["found"].map(right).fillna(value=False).astype(bool)
    rows["settled"] = rows["good"] & (rows["outcome"] == "settled")
    rows["free"] = [any(each.takes(b) for each in passes) for b in rows["benefit"]]
    true = rows.groupby("group").agg(
        cause=("cause", "first"),
        lines=("line", "sum"),
        claims=("claim", "sum"),
        good=("good", "all"),
        settled=("settled", "all"),
        free=("free", "all"),
    )
    both = true[(true["lines"] > 0) & (true["claims"] > 0)]
    should = both[(both["cause"] == AGREES) & both["free"]]
    return Quality(
        settled=int(settled.sum()),
        wrong=int((settled & ~right).sum()),
        suggested=int(suggested.sum()),
        wrong_suggested=int((suggested & ~right).sum()),
        settleable=len(should),
        recovered=int(should["settled"].sum()),
        kinds=tuple(
            Kind(
                str(cause),
                len(some),
                int(some["settled"].sum()),
                int((some["good"] & ~some["settled"]).sum()),
            )
            for cause, some in both.groupby("cause")
        ),
    )


def _with_outcome(rows: pd.DataFrame, outcome: pd.DataFrame) -> pd.DataFrame:
    found = outcome.set_index("row_id").reindex(rows["row_id"])
    return pd.DataFrame(
        {
            "group": rows["group"].to_numpy(),
            "cause": rows["cause"].to_numpy(),
            "benefit": rows["benefit"].to_numpy(),
            "found": found["group"].to_numpy(),
            "outcome": found["outcome"].to_numpy(),
        }
    )


def _right(grouped: pd.DataFrame) -> pd.Series:
    """Of each found group, whether its sides are of the same true groups.

    A group with rows of one side only (a payment and its reversal) must be of one true group.
    """
    sides = [
        grouped[grouped[side] == 1].groupby("found")["group"].agg(frozenset)
        for side in ("line", "claim")
    ]
    found = grouped["found"].unique()
    lines, claims = (side.reindex(found) for side in sides)
    alone = lines.isna() | claims.isna()
    one_only = lines.fillna(claims).map(len) == 1
    return (lines == claims).where(~alone, one_only).astype(bool)
