"""The rows to be matched: canonical frames made ready, what is settled already set aside.

An item's `row_id` is its place in an order of its own (reports by number and line, claims by
payroll's key), so that ties fall alike however the frames were put together.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import pandas as pd

from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr, OrgNr

_MATCHED: Final = {
    "row_id": "row_id",
    "person": "subject",
    "name": "name",
    "unit": "sub_unit",
    "benefit": "benefit",
    "first": "first",
    "last": "last",
    "amount": "open_amount",
}
"""Column of a match frame -> column of an item."""


@dataclass(frozen=True)
class Items:
    """One side's rows.

    Attributes:
        rows: all rows with `row_id` (int64, also the index), `number` (the id of the row, empty
            when it is not valid), `subject` (the same, or the one that the person goes by now),
            `open_amount` (øre not settled yet) and `settled_before`.
    """

    rows: pd.DataFrame

    @property
    def open(self) -> pd.DataFrame:
        """The rows that are not settled yet."""
        return self.rows[~self.rows["settled_before"]]

    def match_frame(self) -> pd.DataFrame:
        """The open rows with the columns that a matching takes."""
        chosen = self.open[list(_MATCHED.values())]
        return chosen.rename(columns={own: name for name, own in _MATCHED.items()})


def line_items(
    lines: pd.DataFrame, employer: OrgNr, settled: Collection[tuple[str, int]] = ()
) -> Items:
    """Make settlement lines ready.

    Args:
        lines: `SettlementLine` columns and `sha256`, `report_id`; and `person_now`, where it is
            there, for rows whose id payroll has replaced since.
        employer: whose lines they are.
        settled: (sha256, row) of lines that an earlier run settled.

    Raises:
        InputError: `other_employer`.
        ValueError: the same row of the same file comes twice.
    """
    rows = _ordered(lines, ["report_id", "sha256", "row"])
    _check_employer(rows, employer, "settlement report")
    done = set(settled)
    places = zip(rows["sha256"], rows["row"], strict=True)
    return Items(
        rows.assign(
            open_amount=rows["amount"],
            settled_before=pd.Series([place in done for place in places], dtype=bool),
        )
    )


def claim_items(claims: pd.DataFrame, employer: OrgNr, settled: Collection[str] = ()) -> Items:
    """Make claims ready.

    What is matched is what payroll has not settled yet: the amount less `settled`. A claim
    with nothing left, or with more settled than claimed, is settled before: it is neither
    matched nor carried.

    Args:
        claims: `Claim` columns and `sha256`, and `person_now` as lines have it.
        employer: whose claims they are.
        settled: claim ids that an earlier run settled.

    Raises:
        InputError: `other_employer`, or `claim_id_repeated`.
        ValueError: the same row of the same file comes twice.
    """
    rows = _ordered(claims, ["claim_id", "sha256", "row"])
    _check_employer(rows, employer, "claims file")
    _check_claim_ids(rows)
    left = rows["amount"] - rows["settled"]
    spent = (left == 0) | ((left < 0) != (rows["amount"] < 0))
    done = rows["claim_id"].isin(list(settled))
    return Items(rows.assign(open_amount=left, settled_before=(spent | done).astype(bool)))


def _ordered(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    rows = frame.sort_values(by, kind="stable", ignore_index=True)
    if rows.duplicated(["sha256", "row"]).any():
        raise ValueError("the same row of the same file comes twice")
    persons = rows["person"].unique()
    valid = {person for person in persons if isinstance(person, str) and Fnr.is_valid(person)}
    number = rows["person"].where(rows["person"].isin(valid), "").astype("str")
    now = rows["person_now"].fillna(number).astype("str") if "person_now" in rows else number
    return rows.assign(row_id=rows.index.to_numpy(dtype="int64"), number=number, subject=now)


def _check_employer(rows: pd.DataFrame, employer: OrgNr, what: str) -> None:
    strangers = int((rows["employer"] != employer.reveal()).sum())
    if strangers:
        raise InputError(
            "other_employer",
            f"{strangers} rows of the {what} belong to another employer than {employer}.",
            "Run the routine once for each employer, with that employer's files.",
            rows=strangers,
        )


def _check_claim_ids(rows: pd.DataFrame) -> None:
    repeated = rows[rows.duplicated("claim_id", keep=False)]
    if len(repeated):
        places = ", ".join(str(row) for row in sorted(repeated["row"])[:5])
        raise InputError(
            "claim_id_repeated",
            f"The claims file uses the same claim id on several rows, among them {places}.",
            "Every claim needs an id of its own: correct the export from the payroll system.",
            places=places,
        )
