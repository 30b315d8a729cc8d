"""Payroll's list as it is before it has heard that a settlement was taken back.

Payroll takes a claim off its list, or notes it as settled, when it imports our settlement; and
lists it again when it has imported the counter-entry. Meanwhile the claim is read from the file
that it was settled from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from rutine.core.differences import RowRef
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.formats.reading import read as read_format
from rutine.installation import Installation
from rutine.steps.list_files import choose_format, identities
from rutine.steps.read import AtHand


@dataclass(frozen=True, eq=False)
class Archived:
    """Rows of earlier claims files.

    Attributes:
        frame: `Claim` columns and `sha256`, a row for each claim.
        labels: sha256 -> what the file is called.
    """

    frame: pd.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[str]:
        """Payroll's keys of the claims."""
        return frozenset(self.frame["claim_id"])


def read_archived(
    place: Installation, at_hand: AtHand, claims: pd.DataFrame, asked: Mapping[str, RowRef]
) -> Archived:
    """The rows that claims were settled from, where payroll's list does not say it all.

    That is where a claim is not listed any more, or listed with something settled. A file that
    can't be read any more is left out.

    Args:
        place: the installation.
        at_hand: what the run has read.
        claims: payroll's list.
        asked: payroll's key of a claim -> where it was settled from.
    """
    plain = set(claims.loc[claims["settled"] == 0, "claim_id"])
    files: dict[str, dict[int, str]] = {}
    for claim_id, ref in asked.items():
        if claim_id not in plain:
            files.setdefault(ref.sha256, {})[ref.row] = claim_id
    frames, labels = [claims.iloc[:0]], {}
    for sha256, rows in sorted(files.items()):
        try:
            data = place.archive.get(sha256)
            form = choose_format(at_hand.rules.formats_for("claim"), data)
            source = place.archive.describe(sha256).label
            reading = read_format(form, data, source=source, identities=identities(place))
        except InputError:
            continue
        frame = reading.frame[reading.frame["row"].isin(list(rows))]
        is_same = frame["claim_id"] == frame["row"].map(rows)
        frames.append(frame[is_same].assign(sha256=sha256))
        labels[sha256] = source
    return Archived(pd.concat(frames, ignore_index=True), labels)


def as_open(
    claims: pd.DataFrame,
    kept: Archived,
    *,
    settled: Collection[str],
    awaited: Collection[str],
    parts: Mapping[str, Ore],
) -> tuple[pd.DataFrame, set[str]]:
    """Payroll's list with claims whose settlement is doubted or taken back as they were before it.

    Args:
        claims: payroll's list.
        kept: the rows they were settled from, where the list does not say it.
        settled: claims of doubted settlements.
        awaited: claims that were set free, and that payroll has not listed as open since.
        parts: øre that NAV has paid in part of claims that go on.

    Returns:
        The list, and the claims that it has as open already.
    """
    wanted = {*settled, *awaited}
    before = {
        claim_id: max(int(taken), int(parts.get(claim_id, 0)))
        for claim_id, taken in zip(kept.frame["claim_id"], kept.frame["settled"], strict=True)
        if claim_id in wanted
    }
    now = claims["settled"].copy()
    known = claims["claim_id"].isin(list(before))
    least = claims.loc[known, "claim_id"].map(before).astype("int64")
    now[known] = least.where(least < now[known], now[known])
    noted = set(claims.loc[now != claims["settled"], "claim_id"])
    listed = set(claims["claim_id"])
    missing = kept.frame[kept.frame["claim_id"].isin(list(wanted - listed))]
    caught_up = (wanted & listed) - noted
    if not noted and missing.empty:
        return claims, caught_up
    return pd.concat([claims.assign(settled=now), missing], ignore_index=True), caught_up
