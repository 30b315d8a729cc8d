"""Discrepancies that somebody ticks off, each by itself, before a case is decided for good.

Who ticked which, and when, stands in the trail with the decision. A decision that only waits
needs none; nor does one taken for many cases from a list or a workbook, which shows sums and
not every fact: that entry of the trail has no ticks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from rutine.cases.deciding.effects import EFFECTS
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case
from rutine.cases.views import CaseStatus
from rutine.core.differences import Action, Evidence
from rutine.core.errors import InputError


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


def ticked_off(
    session: Session,
    keys: KeyRing,
    case_id: str,
    given: Collection[str],
    *,
    beside: Collection[str],
) -> tuple[str, ...]:
    """The fields among those given that the case has as discrepancies: what the trail keeps.

    Args:
        session: the one that decides, so the evidence is what the decision is about.
        keys: the store's key ring.
        case_id: the case.
        given: fields that the person ticked off, whatever a form may have made up.
        beside: fields of evidence that stand elsewhere than among what is compared.
    """
    asked = _asked(session, keys, case_id, beside)
    return tuple(field for field in asked.values() if field in given)


def require_every(
    session: Session,
    keys: KeyRing,
    case_id: str,
    given: Collection[str],
    *,
    beside: Collection[str],
) -> None:
    """Refuse unless every discrepancy of the case is ticked off; the arguments as `ticked_off`.

    Raises:
        InputError: `discrepancy_unticked`.
    """
    if missing(_asked(session, keys, case_id, beside), given):
        raise InputError("discrepancy_unticked", "Tick off every discrepancy first.")


def _asked(
    session: Session, keys: KeyRing, case_id: str, beside: Collection[str]
) -> Mapping[int, str]:
    facts = facts_of(keys, session.get_one(Case, case_id))
    return discrepancies([each for each in facts.evidence if each.field not in beside])


def ends_the_case(action: Action) -> bool:
    """Whether the decision is the last word: nothing is waited for."""
    return EFFECTS[action].status is CaseStatus.DONE
