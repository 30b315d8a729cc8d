"""Days in a column, by a date format such as `dd.MM.yyyy`."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from rutine.formats.cells import Cells, Mask

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""A day outside these years is a slip of the finger or a damaged file."""

_DECEMBER = 12


def read_days(cells: Cells, date_format: str) -> tuple[npt.NDArray[Any], Mask]:
    """The days of a column as datetime64[s], and which cells are not days.

    Every `y`, `M` and `d` of the format is a digit and every other sign stands for itself.
    """
    wrong = cells.lengths != len(date_format)
    for place, sign in enumerate(date_format):
        if sign in "yMd":
            wrong |= ~cells.digits(place, place + 1)
        else:
            wrong |= cells.column(place) != ord(sign)
    year, month, day = (
        np.where(wrong, 1, cells.number(date_format.index(part), date_format.rindex(part) + 1))
        for part in "yMd"
    )
    wrong |= (year < FIRST_YEAR) | (year > LAST_YEAR) | (month < 1) | (month > _DECEMBER)
    months = np.where(wrong, 0, (year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    # The 31st of a month with 30 days lands in the next month.
    wrong |= (day < 1) | (days.astype("datetime64[M]") != months)
    return days.astype("datetime64[s]"), wrong
