"""The bank's entries of some months, from the employer's statements, without those taken back."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pandas as pd

from rutine.cases.runs import Control
from rutine.formats.camt import read_camt
from rutine.formats.row_error import Fault
from rutine.installation import Installation
from rutine.refunds.reversals import without_reversed
from rutine.steps.inputs import InputFiles, bank_of
from rutine.steps.scope import Scope

_NOT_NAVS: Final = frozenset({Fault.CURRENCY, Fault.NOT_BOOKED})
"""Entries that can't be NAV's money on the account; that they are left out is no fault."""


@dataclass(frozen=True, eq=False, slots=True)
class Statement:
    """What the bank told of some months.

    Attributes:
        frame: the entries that could be read, without those taken back.
        entries: how many there are, money in other currencies and what is not booked left out.
        unread: how many of them could not be read. One may be NAV's money, or take it back.
    """

    frame: pd.DataFrame
    entries: int
    unread: int


def read_statement(
    place: Installation, scope: Scope, months: Iterable[date], files: InputFiles
) -> Statement | None:
    """The entries of the months, None when no statement is configured or none is there.

    Args:
        place: whose settings say where the statements lie.
        scope: whose statements.
        months: any day of each month.
        files: where the run's inputs come from.

    Raises:
        InputError: a statement can't be read.
    """
    employer = place.settings.employer(scope.employer)
    if employer is None:
        return None
    frames, unread = [], 0
    for month in sorted({f"{day:%Y-%m}" for day in months}):
        path = employer.bank_file(month)
        is_there = path is not None and path.is_file()
        opened = files.open(bank_of(month), path if is_there else None, "bank")
        if opened is not None:
            files.keep(bank_of(month), opened, "bank_statement")
            reading = read_camt(opened.data, source=opened.source, most_errors=sys.maxsize)
            frames.append(reading.frame)
            left_out = {error.line for error in reading.errors if error.code in _NOT_NAVS}
            unread += reading.rows_in - len(reading.frame) - len(left_out)
    if not frames:
        return None
    frame = pd.concat(frames, ignore_index=True)
    return Statement(without_reversed(frame), len(frame) + unread, unread)


def bank_control(statement: Statement | None) -> Iterator[Control]:
    """Whether every entry of the bank's could be read."""
    if statement is not None:
        yield Control(
            name="bank_read",
            status="failed" if statement.unread else "ok",
            expected=str(statement.entries),
            found=str(statement.entries - statement.unread),
            kind="count",
        )


def months_between(first: date, last: date) -> list[date]:
    """The first day of every month from one day's to another's."""
    months = []
    month = first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return months
