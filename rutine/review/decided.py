"""The line that says what was just decided, on the page that follows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rutine.cases import queue
from rutine.cases.views import CaseView, DecisionView, QueueRow
from rutine.core.errors import InputError
from rutine.core.reason_texts import action_text
from rutine.review.listing import Listing
from rutine.review.visit import Visit


@dataclass(frozen=True, slots=True, repr=False)
class Decided:
    """A case that the reader has just decided; of a restricted one not how."""

    number: int
    action: str
    href: str


def just_decided(visit: Visit, session: Session) -> Decided | None:
    """The case that the address says was decided, when the reader may see it and it was.

    The address holds its number only; what was decided is read again, so an old address never
    claims more than is true.
    """
    given = visit.request.query_params.get("decided", "")
    if not (given.isascii() and given.isdigit() and len(given) < 10):  # noqa: PLR2004
        return None
    number = int(given)
    try:
        if find_restricted(visit, session, number) is not None:
            return Decided(number, "", Listing().case(number))
        case = find_case(visit, session, number)
    except InputError:
        return None
    decision = latest(case)
    if decision is None:
        return None
    label = action_text(decision.action, visit.t.language).label
    return Decided(case.number, label, Listing().case(case.number))


def find_case(visit: Visit, session: Session, number: int) -> CaseView:
    """The case with this number, as the visitor may see it.

    Raises:
        InputError: `case_missing`: there is none, or it is not for the visitor to see.
    """
    case_id = queue.case_id_of(session, number)
    return queue.case_view(session, visit.site.keys, case_id, visit.actor, limits=visit.site.limits)


def find_restricted(visit: Visit, session: Session, number: int) -> QueueRow | None:
    """The case with this number as a list shows it, when it is restricted; otherwise None.

    Raises:
        InputError: `case_missing`, as `find_case`.
    """
    return queue.restricted_row(session, queue.case_id_of(session, number), visit.actor)


def latest(case: CaseView) -> DecisionView | None:
    """What was last said about the case: a proposal that waits, else the decision."""
    return case.proposal or case.decision
