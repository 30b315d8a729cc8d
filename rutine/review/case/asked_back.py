"""What somebody has asked to take back, in words: on the list, and on the case itself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rutine.cases.settling.undo_requests import UndoAsked, undo_requests, undoable
from rutine.cases.views import CaseView
from rutine.core.reason_texts import reason_text
from rutine.review import wording
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """One request in words; `error` is the key of what is wrong with the answer given."""

    request_id: str
    title: str
    asked: str
    why: str
    name: str
    unit: str
    claimed: str
    paid: str
    case: str
    href: str
    own: bool
    may_approve: bool
    may_return: bool
    comment: str
    error: str


@dataclass(frozen=True, slots=True, repr=False)
class Unmatch:
    """The form on a decided case that takes its settlement back, or who has asked for it."""

    href: str
    asked: str


def requests(visit: Visit, unanswered: str = "", error: str = "") -> list[Request]:
    """What waits for a second person, in words."""
    with visit.site.database.reading() as session:
        found = undo_requests(session, visit.site.keys, visit.actor)
    return [_said(visit, each, error if each.request_id == unanswered else "") for each in found]


def unmatch_form(visit: Visit, session: Session, case: CaseView) -> Unmatch | None:
    """What the case page offers; None when there is nothing to take back."""
    found = undoable(session, case.case_id, visit.actor)
    if found is None:
        return None
    asked = (
        visit.t("settled.asked", who=found.asked_by, when=wording.moment(visit.t, found.asked_at))
        if found.asked_at
        else ""
    )
    href = "" if asked or not case.may_remark else Listing.here(visit).step(case.number, "los-opp")
    return Unmatch(href, asked)


def _said(visit: Visit, each: UndoAsked, error: str) -> Request:
    t = visit.t
    return Request(
        request_id=each.request_id,
        title=reason_text(each.reason, t.language).title,
        asked=t("settled.asked", who=each.by_name, when=wording.moment(t, each.at)),
        why=each.why,
        name=each.name or t("case.unknown"),
        unit=visit.site.unit_name(each.sub_unit) or each.sub_unit,
        claimed=str(each.claimed),
        paid=str(each.paid),
        case=t("case.number", number=each.case) if each.case else "",
        href=Listing().case(each.case) if each.case else "",
        own=each.own,
        may_approve=each.may_approve,
        may_return=each.may_return,
        comment=visit.field("comment") if error else "",
        error=error,
    )
