"""What a matching answers: groups, and one outcome with its reason for every row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pandas as pd

from rutine.matching.passes import Method


class RowOutcome(StrEnum):
    """Where a row ends in the matching."""

    SETTLED = "settled"
    SUGGESTED = "suggested"
    OPEN = "open"


class OpenReason(StrEnum):
    """Why a row is open: the first that holds, in this order.

    The rows that a component still holds after the last pass are what `component` means here.
    """

    NO_IDENTITY = "no_identity"
    """The row has no usable person, so that it belongs with nothing."""
    BENEFIT_NEVER_SETTLES = "benefit_never_settles"
    """No pass may take this benefit."""
    PERIOD_REVERSED = "period_reversed"
    """The last day is before the first."""
    AMBIGUOUS = "ambiguous"
    """A pass found more than one row, or more than one way, that would do equally well; or one
    that differs by a rounding, beside rows that may agree better."""
    CAP_EXCEEDED = "cap_exceeded"
    """There were more ways to try than a pass may try."""
    MISSING_PERIOD = "missing_period"
    """The row has no date at all."""
    NO_COUNTERPART = "no_counterpart"
    """The other side has no open row with an overlapping period."""
    REVERSAL_IN_COMPONENT = "reversal_in_component"
    """The sums differ, and one of the rows is negative."""
    SUMS_DIFFER = "sums_differ"
    """The sums of the two sides differ."""
    NETS_TO_ZERO = "nets_to_zero"
    """The rows cancel: a payment and its reversal without a claim, or both sides zero in sum,
    which is equal but no evidence that they belong together."""
    ENDS_DIFFER = "ends_differ"
    """The sums agree, but the two sides do not begin or do not end on the same weekday."""
    REVERSAL_WITHOUT_PERIOD = "reversal_without_period"
    """The sums agree, but a negative row that may concern them lacks a date."""
    DAYS_DIFFER = "days_differ"
    """The sums agree, but the days do not, as a reversal or equal periods with other amounts
    show."""
    MISSING_PERIOD_BESIDE = "missing_period_beside"
    """The sums agree, but a row without dates may belong to them."""
    NOT_TRIED = "not_tried"
    """The sums agree, and no pass looked at sums."""


OUTCOMES: Final = tuple(outcome.value for outcome in RowOutcome)
"""All outcomes, in the order of their codes."""

REASONS: Final = (*(method.value for method in Method), *(reason.value for reason in OpenReason))
"""All reasons that a row may end with, in the order of their codes."""


def named(values: Iterable[str], names: Sequence[str]) -> pd.Categorical:
    """Texts as the categorical column that the answer's frames have."""
    return pd.Categorical(list(values), categories=pd.Index(list(names), dtype="str"))


@dataclass(frozen=True)
class Matching:
    """The outcome of every row.

    Attributes:
        groups: `group` int64 from 0 in the order of their first line, `pass_name`,
            `line_count`, `claim_count`, `line_sum` and `claim_sum` (øre).
        lines, claims: by `row_id`: `outcome` (`RowOutcome`), `group` (Int64, <NA> when open),
            `component` (int64, shared by both sides: the rows of a group, or open rows of the
            same person, unit and benefit that are connected by overlapping periods), `reason`
            (the pass's method for rows in a group, else an `OpenReason`). Texts are categorical.
    """

    groups: pd.DataFrame
    lines: pd.DataFrame
    claims: pd.DataFrame
