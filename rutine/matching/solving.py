"""The passes over some persons' rows, one after the other: arrays in, marks out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rutine.matching.arrays import Codes, Flags, Ints
from rutine.matching.coding import Coded
from rutine.matching.components import Components, find_components, label_open
from rutine.matching.pairs import exact, netting
from rutine.matching.passes import Method, Pass
from rutine.matching.reasons import Doubts, open_reasons
from rutine.matching.scene import Found, Scene
from rutine.matching.search import joint_search
from rutine.matching.sums import group_sum
from rutine.matching.surroundings import Surroundings
from rutine.matching.unique import unique

OPEN: Final = -1
"""The pass of a row that none took."""


@dataclass(slots=True)
class Marks:
    """What is known of each row of `Coded`; filled pass by pass.

    Attributes:
        label: the lowest place of the row's group; its own place when open.
        taker: which pass took it, by its place in the routine; `OPEN` when none did.
        ambiguous, exceeded: a pass left it alone for that reason.
    """

    label: Ints
    taker: npt.NDArray[np.int8]
    ambiguous: Flags
    exceeded: Flags

    @classmethod
    def none(cls, coded: Coded) -> Marks:
        """The marks before the first pass."""
        count = len(coded)
        return cls(
            label=coded.place.copy(),
            taker=np.full(count, OPEN, dtype=np.int8),
            ambiguous=np.zeros(count, dtype=np.bool_),
            exceeded=np.zeros(count, dtype=np.bool_),
        )

    def add(self, number: int, found: Found) -> None:
        """Note what a pass found."""
        self.label[found.rows] = found.label
        self.taker[found.rows] = number
        self.ambiguous[found.ambiguous] = True
        self.exceeded[found.exceeded] = True


def apply(coded: Coded, passes: Sequence[tuple[int, Pass]], allowed: dict[int, Flags]) -> Marks:
    """Let the passes (with their numbers) take what they find.

    Args:
        coded: all rows.
        passes: in order.
        allowed: by the pass's number, the rows whose benefit it takes.
    """
    marks = Marks.none(coded)
    left, is_open = _open_rows(coded, marks, placed_rows(coded))
    around = Surroundings(coded, left, is_open)
    for number, each in passes:
        may = allowed[number] if each.carry_over else allowed[number] & ~coded.carried
        found = _find(Scene(coded, is_open, left, around, may), each)
        marks.add(number, found)
        if found.rows.size:
            left, is_open = _open_rows(coded, marks, left.rows)
            around = Surroundings(coded, left, is_open)
    return marks


def _open_rows(coded: Coded, marks: Marks, placed: Ints) -> tuple[Components, Flags]:
    """The components of those of the placed rows that no pass has taken yet."""
    is_open = marks.taker == OPEN
    return find_components(coded, placed[is_open[placed]]), is_open


def placed_rows(coded: Coded) -> Ints:
    """The rows that can be in a component."""
    return np.flatnonzero(coded.placed & (coded.key >= 0))


def _find(scene: Scene, each: Pass) -> Found:
    if each.method is Method.EXACT:
        return exact(scene)
    if each.method is Method.NETTING:
        return netting(scene)
    if each.method is Method.UNIQUE:
        return unique(scene, each)
    return group_sum(scene, each) if each.method is Method.GROUP_SUM else joint_search(scene, each)


def conclude(coded: Coded, marks: Marks, never: Flags) -> tuple[Ints, Codes]:
    """The component label and the reason of every row, once all passes are done.

    Args:
        coded: all rows.
        marks: what the passes found.
        never: the rows whose benefit no pass takes.
    """
    left, is_open = _open_rows(coded, marks, placed_rows(coded))
    around = Surroundings(coded, left, is_open)
    component = np.where(is_open, label_open(coded, left, is_open), marks.label)
    doubts = Doubts(never, marks.ambiguous, marks.exceeded)
    reason = open_reasons(coded, left, around, doubts)
    return component, reason
