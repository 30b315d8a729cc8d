"""The same rows for every peer, as plain numpy files that any environment can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

KEYS = ("person", "unit", "benefit", "first", "last")
SIDES = ("lines", "claims")
NO_DATE = -1

Columns = dict[str, npt.NDArray[Any]]


def save(folder: Path, side: str, columns: Columns) -> None:
    """Write one side; days are whole numbers since 1970, texts are bytes."""
    for name, values in columns.items():
        np.save(folder / f"{side}.{name}.npy", values)


def load(folder: str, side: str) -> Columns:
    """One side: `row_id`, `person`, `unit`, `benefit` (texts), `first`, `last`, `amount`."""
    names = ("row_id", *KEYS, "amount")
    columns: Columns = {name: np.load(Path(folder) / f"{side}.{name}.npy") for name in names}
    for name in ("person", "unit", "benefit"):
        columns[name] = columns[name].astype(str).astype(object)
    return columns


def as_date(days: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Days since 1970 as numpy dates, NaT where there is none."""
    dates = days.astype("datetime64[D]")
    dates[days == NO_DATE] = np.datetime64("NaT")
    return dates.astype("datetime64[s]")
