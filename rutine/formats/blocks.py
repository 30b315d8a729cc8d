"""A block of rows as a file's reader hands it over, before any value is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rutine.formats.cells import Cells
from rutine.formats.columns import Told
from rutine.formats.row_error import Fault

BLOCK = 1 << 14
"""Rows in a block: enough to be fast, few enough to stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that is wrong as a whole.

    Attributes:
        line: its place in the file, from 1.
        fault: what is wrong with it.
        value_class: what was seen, without the value.
        expected: what the format demands.
    """

    line: int
    fault: Fault
    value_class: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a file, in the file's order.

    Attributes:
        lines: place in the file of each row that could be cut into cells, from 1, (n,).
        cells: one `Cells` of n for each field of the format.
        told: for each field, faults that the reader found itself, by row of the block.
        row_faults: rows wrong as a whole, whether they have cells or not.
    """

    lines: npt.NDArray[np.int64]
    cells: tuple[Cells, ...]
    told: tuple[Mapping[int, Told], ...] = ()
    row_faults: tuple[RowFault, ...] = field(default=())
