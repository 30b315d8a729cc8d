"""What a pass looks at, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from rutine.matching.arrays import Flags, Ints
from rutine.matching.coding import Coded
from rutine.matching.components import Components
from rutine.matching.surroundings import Surroundings

NO_ROWS: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Scene:
    """The open rows before one pass.

    Attributes:
        coded: all rows.
        is_open: which are in no group yet.
        left: the components of the open rows.
        around: what surrounds each of them.
        allowed: the rows that the pass may take, by their benefit and by `carry_over`.
    """

    coded: Coded
    is_open: Flags
    left: Components
    around: Surroundings
    allowed: Flags

    def calm(self, *, half_dated: bool = False) -> Flags:
        """The components of which single rows may be taken without the others.

        None that holds a reversal, or a row with half a period (unless that is allowed), or
        whose person, unit and benefit has a reversal that may concern it.
        """
        around = self.around
        stirred = around.negative | around.loose_reversal_in_key
        return ~(stirred if half_dated else stirred | around.half_dated)


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of new groups.

    Attributes:
        rows: rows of `Coded`.
        label: the lowest place of the group that each is in.
        ambiguous: rows that would do in more than one way, and were therefore not taken.
        exceeded: rows that were given up because too many ways would have to be tried.
    """

    rows: Ints
    label: Ints
    ambiguous: Ints = field(default_factory=lambda: NO_ROWS)
    exceeded: Ints = field(default_factory=lambda: NO_ROWS)
