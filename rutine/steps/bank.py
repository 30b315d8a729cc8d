"""The bank's entries of some months, from the employer's statements, without those taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pandas as pd

from rutine.formats.camt import read_camt
from rutine.installation import Installation
from rutine.refunds.reversals import without_reversed
from rutine.steps.scope import Scope


def read_statement(
    place: Installation, scope: Scope, months: Iterable[date]
) -> pd.DataFrame | None:
    """The entries of the months, None when no statement is configured or none is there.

    Args:
        place: whose settings say where the statements lie.
        scope: whose statements.
        months: any day of each month.

    Raises:
        InputError: a statement can't be read.
    """
    employer = place.settings.employer(scope.employer)
    if employer is None:
        return None
    frames = []
    for month in sorted({f"{day:%Y-%m}" for day in months}):
        path = employer.bank_file(month)
        if path is not None and path.is_file():
            frames.append(read_camt(path.read_bytes(), source=path.name).frame)
    return without_reversed(pd.concat(frames, ignore_index=True)) if frames else None


def months_between(first: date, last: date) -> list[date]:
    """The first day of every month from one day's to another's."""
    months = []
    month = first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return months
