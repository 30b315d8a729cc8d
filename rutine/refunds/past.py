"""What earlier runs and people made of rows that a run meets again.

A settlement of the program's own stands until something new speaks against it: then its rows
take part once more, and it is either confirmed or reopened. What a person decided is never
looked at anew by itself; a correction of it is a case that says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import pandas as pd

from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.rows import ClaimRow, LineRow, OpenRow

_Place = tuple[str, int]


class Standing(StrEnum):
    """How a settlement of an earlier run stands."""

    DOUBTED = "doubted"
    """The program settled it, and something new may speak against it."""
    REOPENED = "reopened"
    """The program has taken it back: its rows are open, and may settle again."""
    UNDONE = "undone"
    """A person has taken it back: only a person settles its rows again."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A settlement whose rows take part again.

    Attributes:
        key: what the store knows it by.
        lines: `(sha256, row)` of its lines.
        claims: payroll's keys of its claims.
        claimed, paid: what it closed, in øre.
        is_changed: payroll has changed one of its claims since; it can't come out the same.
    """

    key: str
    lines: frozenset[_Place]
    claims: frozenset[str]
    claimed: Ore = field(repr=False)
    paid: Ore = field(repr=False)
    standing: Standing
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A settlement that a person decided, of somebody with a correction.

    Attributes:
        case: the number of its case.
        periods: the days of its rows; None for a row that lacks a date.
        claimed, paid: what it closed, in øre.
    """

    person: str = field(repr=False)
    sub_unit: str
    benefit: str
    periods: tuple[Period | None, ...]
    case: int
    claimed: Ore = field(repr=False)
    paid: Ore = field(repr=False)

    def may_concern(self, line: LineRow) -> bool:
        """Whether a line of the same person, unit and benefit may be for its days."""
        own = line.period
        return own is None or any(each is None or each.overlaps(own) for each in self.periods)


@dataclass(frozen=True, slots=True)
class Changed:
    """A claim that payroll has changed since it was settled, and whose settlement stands.

    Attributes:
        claim_id: payroll's key.
        then: øre claimed when it was settled.
        case: the number of the case that a person settled it in; None for what the program
            settled, and can't look at anew because a file can't be read any more.
    """

    claim_id: str
    then: Ore = field(repr=False)
    case: int | None


class Past:
    """What is known of the settlements that a run's rows touch.

    Attributes:
        earlier: settlements of the program's own, and those that were taken back.
        changed: claims that payroll has changed since, and that stay settled.
    """

    __slots__ = ("_by_claim", "_by_line", "_decided", "changed", "earlier")

    def __init__(
        self,
        earlier: Iterable[Earlier] = (),
        decided: Iterable[Decided] = (),
        changed: Iterable[Changed] = (),
    ) -> None:
        self.earlier = tuple(earlier)
        self.changed = tuple(changed)
        self._by_line = {place: each for each in self.earlier for place in each.lines}
        self._by_claim = {claim_id: each for each in self.earlier for claim_id in each.claims}
        self._decided: dict[tuple[str, str, str], list[Decided]] = {}
        for each in decided:
            self._decided.setdefault((each.person, each.sub_unit, each.benefit), []).append(each)

    def of(self, lines: Iterable[LineRow], claims: Iterable[ClaimRow]) -> tuple[Earlier, ...]:
        """The settlements that rows were in, each once, in the order of their keys."""
        found = [self._by_line.get((line.ref.sha256, line.ref.row)) for line in lines]
        found += [self._by_claim.get(claim.claim_id) for claim in claims]
        by_key = {each.key: each for each in found if each is not None}
        return tuple(by_key[key] for key in sorted(by_key))

    def decided_about(self, lines: Iterable[LineRow]) -> tuple[Decided, ...]:
        """What people decided about the days that corrections among the lines may concern."""
        found = {
            decided.case: decided
            for line in lines
            if is_correction(line)
            for decided in self._decided.get((line.person, line.sub_unit, line.benefit), ())
            if decided.may_concern(line)
        }
        return tuple(found[case] for case in sorted(found))


NOTHING_BEFORE: Final = Past()


def is_correction(row: OpenRow) -> bool:
    """Whether a row may concern what was settled before: negative, or without its days."""
    return row.amount < 0 or row.period is None


def may_correct(rows: pd.DataFrame) -> pd.Series:
    """Which rows of a frame are corrections, as `is_correction` has it of one."""
    undated = rows["first"].isna() | rows["last"].isna() | (rows["last"] < rows["first"])
    return undated | (rows["amount"] < 0)


def confirmed(past: Past, lines: pd.DataFrame, claims: pd.DataFrame) -> set[str]:
    """The doubted settlements that came out as they were: the same rows, and the same sums.

    Both frames have `outcome`, `group` and `open_amount`.
    """
    doubted = [each for each in past.earlier if each.standing is Standing.DOUBTED]
    if not doubted:
        return set()
    theirs = is_of(lines, claims, doubted)
    paid, claimed = (
        side[own & (side["outcome"] == "settled")]
        for side, own in zip((lines, claims), theirs, strict=True)
    )
    of_lines = dict(zip(_places(paid), paid["group"].tolist(), strict=True))
    of_claims = dict(zip(claimed["claim_id"], claimed["group"].tolist(), strict=True))
    groups = {*of_lines.values(), *of_claims.values()}
    count, line_sum, claim_sum = _totals(
        *(side[side["group"].isin(list(groups))] for side in (lines, claims))
    )
    found = set()
    for each in doubted:
        its = {of_lines.get(place) for place in each.lines}
        its |= {of_claims.get(claim_id) for claim_id in each.claims}
        (group,) = its if len(its) == 1 else (None,)
        if (
            group is not None
            and not each.is_changed
            and count[group] == len(each.lines) + len(each.claims)
            and line_sum[group] == each.paid
            and claim_sum[group] == each.claimed
        ):
            found.add(each.key)
    return found


def hold_mixed(lines: pd.DataFrame, claims: pd.DataFrame) -> None:
    """Settle nothing between two national ids, though they are one person's by payroll's rows.

    People alone say that two are one (D26): what would settle becomes a suggestion. Both frames
    have `number`, `subject`, `outcome` and `group`, and are changed in place.
    """
    sides = (lines, claims)
    if all((side["number"] == side["subject"]).all() for side in sides):
        return
    settled = [side["outcome"] == "settled" for side in sides]
    numbers = pd.concat(
        [side.loc[there, ["group", "number"]] for side, there in zip(sides, settled, strict=True)]
    )
    count = numbers.groupby("group")["number"].nunique()
    mixed = set(count[count > 1].index)
    for side, there in zip(sides, settled, strict=True):
        side["outcome"] = side["outcome"].mask(there & side["group"].isin(mixed), "suggested")


def is_of(
    lines: pd.DataFrame, claims: pd.DataFrame, settlements: Iterable[Earlier]
) -> tuple[pd.Series, pd.Series]:
    """Which rows of each frame are of the settlements."""
    chosen = tuple(settlements)
    places = frozenset[_Place]().union(*(each.lines for each in chosen))
    keys = frozenset[str]().union(*(each.claims for each in chosen))
    near = lines[lines["sha256"].isin({sha256 for sha256, _ in places})]
    there = [n for n, place in zip(near.index, _places(near), strict=True) if place in places]
    found = pd.Series(lines.index.isin(there), index=lines.index, dtype=bool)
    return found, claims["claim_id"].isin(list(keys))


def _places(lines: pd.DataFrame) -> list[_Place]:
    return [(sha256, int(row)) for sha256, row in zip(lines["sha256"], lines["row"], strict=True)]


def _totals(
    paid: pd.DataFrame, claimed: pd.DataFrame
) -> tuple[Mapping[int, int], Mapping[int, int], Mapping[int, int]]:
    """Rows, øre paid and øre claimed of each group."""
    count = Counter([*paid["group"].tolist(), *claimed["group"].tolist()])
    sums: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    for found, side in zip(sums, (paid, claimed), strict=True):
        for group, amount in zip(side["group"], side["open_amount"], strict=True):
            found[int(group)] += int(amount)
    return count, *sums
