"""Matching in parts that are worked on anywhere, and whose answers are merged in any grouping.

A person's rows are in one part, so that a pass that compares rows of one person finds the same in
the parts as in the whole. A pass that compares persons with each other (near identity), and those
after it, look at what all the parts left open, once. Employers are matched one by one: their rows
never share a part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, reduce
from typing import Any, Final

import numpy as np
import pandas as pd

from rutine.matching.engine import match
from rutine.matching.gates import Identity
from rutine.matching.passes import Pass, check_passes
from rutine.matching.result import Matching, OpenReason, RowOutcome

Sides = tuple[pd.DataFrame, pd.DataFrame]
Runner = Callable[[Callable[[Sides], Matching], Iterable[Sides]], Iterable[Matching]]

_STANDS: Final = [
    reason.value
    for reason in (
        OpenReason.NO_IDENTITY,
        OpenReason.BENEFIT_NEVER_SETTLES,
        OpenReason.PERIOD_REVERSED,
        OpenReason.AMBIGUOUS,
    )
]
"""Reasons that come before whatever an earlier pass met."""


def match_in_parts(
    lines: pd.DataFrame,
    claims: pd.DataFrame,
    passes: Sequence[Pass],
    *,
    parts: int,
    run: Runner = map,
) -> Matching:
    """Answer what `match` answers, part by part.

    Args:
        lines: as for `match`.
        claims: as for `match`.
        passes: as for `match`.
        parts: how many.
        run: what works through the parts, in any order and anywhere: `map`, or the `map` of an
            executor with threads or processes.

    Raises:
        TypeError, ValueError: see `match`.
    """
    check_passes(passes)
    near = [n for n, each in enumerate(passes) if each.identity is not Identity.SAME]
    cut = near[0] if near else len(passes)
    own, rest = passes[:cut], passes[cut:]
    found = reduce(merge, run(partial(_match_sides, passes=own), split(lines, claims, parts)))
    return _finish((lines, claims), found, passes, rest) if rest else found


def _match_sides(sides: Sides, passes: Sequence[Pass]) -> Matching:
    return match(*sides, passes)


def split(lines: pd.DataFrame, claims: pd.DataFrame, parts: int) -> Iterator[Sides]:
    """So many parts, each with all rows of its persons.

    Which part is a person's depends on nothing but the person.
    """
    part_of = [
        pd.util.hash_array(side["person"].to_numpy(dtype=object)) % np.uint64(parts)
        for side in (lines, claims)
    ]
    for part in range(parts):
        yield lines[part_of[0] == part], claims[part_of[1] == part]


def merge(one: Matching, other: Matching) -> Matching:
    """The answers of two parts as one; the same in whichever order and grouping parts are merged.

    Args:
        one: the answer of one part, by the same passes as
        other: that of another, which has no row and no person with it in common.
    """
    lines, claims = (
        pd.concat([mine, _beyond(theirs, one)], ignore_index=True).sort_values(
            "row_id", kind="stable", ignore_index=True
        )
        for mine, theirs in ((one.lines, other.lines), (one.claims, other.claims))
    )
    groups = pd.concat([one.groups, other.groups], ignore_index=True)
    both = pd.concat([lines[["group", "component"]], claims[["group", "component"]]])
    # Groups and components are numbered in the order of their first rows, lines before claims.
    order = both["group"].dropna().drop_duplicates().to_numpy(dtype=np.int64)
    group_number = pd.Series(np.arange(len(order)), index=order, dtype="Int64")
    first = both["component"].drop_duplicates()
    component_number = pd.Series(np.arange(len(first)), index=first.to_numpy(), dtype="int64")
    lines, claims = (
        side.assign(
            group=side["group"].map(group_number).astype("Int64"),
            component=side["component"].map(component_number).astype("int64"),
        )
        for side in (lines, claims)
    )
    groups = groups.loc[order].reset_index(drop=True).assign(group=np.arange(len(order)))
    return Matching(groups, lines, claims)


def _beyond(outcome: pd.DataFrame, found: Matching) -> pd.DataFrame:
    """An outcome whose groups and components are numbered on from those found."""
    sides = (found.lines, found.claims)
    components = max((int(side["component"].max()) + 1 for side in sides if len(side)), default=0)
    return outcome.assign(
        group=outcome["group"] + len(found.groups), component=outcome["component"] + components
    )


def _finish(
    sides: Sides, found: Matching, passes: Sequence[Pass], rest: Sequence[Pass]
) -> Matching:
    """Let the last passes look at what all parts left open."""
    before = (found.lines, found.claims)
    is_open = [outcome["outcome"] == RowOutcome.OPEN.value for outcome in before]
    left = [
        side[side["row_id"].isin(outcome.loc[free, "row_id"])]
        for side, outcome, free in zip(sides, before, is_open, strict=True)
    ]
    then = match(left[0], left[1], rest)
    told = [
        after.assign(reason=_reasons(outcome.loc[free, "reason"], after))
        for after, outcome, free in zip((then.lines, then.claims), before, is_open, strict=True)
    ]
    taken = [outcome[~free] for outcome, free in zip(before, is_open, strict=True)]
    names = [each.name for each in passes]
    return merge(
        Matching(_naming(found.groups, names), taken[0], taken[1]),
        Matching(_naming(then.groups, names), told[0], told[1]),
    )


def _naming(groups: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    known = pd.Index(list(names), dtype="str")
    return groups.assign(pass_name=groups["pass_name"].cat.set_categories(known))


def _reasons(before: pd.Series, after: pd.DataFrame) -> Any:
    """Why rows are open, when earlier passes met an ambiguity or a cap that later ones did not.

    Args:
        before: the reasons after the earlier passes, of the rows of
        after: the outcome of the later ones, which take what the earlier left open.
    """
    reason = after["reason"].to_numpy(dtype=object)
    earlier = before.to_numpy(dtype=object)
    free = (after["outcome"] == RowOutcome.OPEN.value).to_numpy()
    # A benefit that no later pass takes: nothing of its component changed since.
    untouched = free & (reason == OpenReason.BENEFIT_NEVER_SETTLES.value)
    reason = np.where(untouched, earlier, reason)
    free = free & ~np.isin(reason, _STANDS)
    for doubt in (OpenReason.CAP_EXCEEDED.value, OpenReason.AMBIGUOUS.value):
        reason[free & (earlier == doubt)] = doubt
    return pd.Categorical(reason, categories=after["reason"].cat.categories)
