"""In which unit each obligation stands: that of the position it is asked for at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from rutine.obligations.arrays import Places
from rutine.obligations.columns import Columns
from rutine.obligations.engine import takes
from rutine.obligations.requirement import AppliesTo, Requirement
from rutine.obligations.unit_tree import UnitTree

NOWHERE: Final = -1
"""Of a subject that has no such position, or none that has begun."""


def places(
    columns: Columns,
    requirements: Sequence[Requirement],
    units: UnitTree,
    today: int,
    known: Collection[str],
) -> Places:
    """A row a requirement, a column a subject: a place in `columns.positions.unit.names`.

    The unit is that of the latest position that the requirement is for and that is held, else that
    has begun; one of the `known` units before others, as cases go by. `today` is an ordinal.
    """
    rows = [_places(columns, each.applies_to, units, today, known) for each in requirements]
    return np.array(rows, np.int32).reshape(len(rows), len(columns.keys))


def main_places(columns: Columns, units: UnitTree, today: int, known: Collection[str]) -> Places:
    """The same of each subject's latest position, whatever is asked at it."""
    return _places(columns, AppliesTo(), units, today, known)


def _places(
    columns: Columns, applies: AppliesTo, units: UnitTree, today: int, known: Collection[str]
) -> Places:
    held = columns.positions
    asked = takes(applies, held, units) & (held.first <= np.minimum(today, held.last))
    is_known = np.array([name in known for name in held.unit.names], np.bool_)[held.unit.places]
    # The latest is written last; of several that began on one day, the first that is listed.
    order = np.lexsort((-np.arange(held.subject.size), held.first, held.subject))
    found = np.full(len(columns.keys), NOWHERE, np.int32)
    still = held.last >= today
    for some in (asked, asked & still, asked & is_known, asked & is_known & still):
        at = order[some[order]]
        found[held.subject[at]] = held.unit.places[at]
    return found
