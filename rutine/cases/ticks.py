"""Discrepancies that somebody ticks off, each by itself, before a case is decided for good.

Who ticked which, and when, stands in the trail with the decision. A decision that only waits
needs none; nor does one taken for many cases from a list or a workbook, which shows sums and
not every fact: that entry of the trail has no ticks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rutine.cases.effects import EFFECTS
from rutine.cases.views import CaseStatus
from rutine.core.differences import Action, Evidence


def discrepancies(evidence: Sequence[Evidence]) -> Mapping[int, str]:
    """Where both sides speak and do not agree: place among the evidence -> its field.

    Empty for fewer than two: one discrepancy is what the case says that it is about.
    """
    found = {
        place: each.field
        for place, each in enumerate(evidence)
        if not each.equal and each.left is not None and each.right is not None
    }
    return found if len(found) > 1 else {}


def missing(asked: Mapping[int, str], ticked: Iterable[str]) -> tuple[int, ...]:
    """The places that are not ticked off yet, of those that are asked for."""
    given = Counter(ticked)
    places: list[int] = []
    for place, field in asked.items():
        if given[field]:
            given[field] -= 1
        else:
            places.append(place)
    return tuple(places)


def ends_the_case(action: Action) -> bool:
    """Whether the decision is the last word: nothing is waited for."""
    return EFFECTS[action].status is CaseStatus.DONE
