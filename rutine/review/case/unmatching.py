"""Taking back what was settled: asking for it from the case, and answering another's request."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from rutine.cases.settling.undo_requests import approve_undo, return_undo, undoable
from rutine.cases.settling.undoing import undo
from rutine.cases.views import DecisionState
from rutine.core.errors import InputError
from rutine.review.case import case_page
from rutine.review.case.case_page import Notes, Trouble
from rutine.review.lists import settled_page
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit

_APPROVE: Final = "approve"
_IN_COMMENT: Final = frozenset({"comment_required", "comment_too_long", "comment_national_id"})
GONE: Final = frozenset(
    {"request_missing", "settlement_missing", "settlement_undone", "claim_gone_on"}
)


def ask(visit: Visit) -> Response:
    """`POST /saker/{number}/los-opp`: take back what the case was settled by, or ask for it."""
    case = case_page.case_of(visit)
    try:
        with visit.site.database.writing() as session:
            found = undoable(session, case.case_id, visit.actor)
            state = undo(
                session,
                visit.site.keys,
                found.settlement_id if found is not None else "",
                actor=visit.actor,
                why=visit.field("why"),
                limits=visit.site.limits,
            )
    except InputError as error:
        if error.code not in settled_page.MENDABLE | settled_page.GONE:
            raise
        key = f"settled.error.{error.code}"
        mendable = error.code in settled_page.MENDABLE
        notes = Notes(
            422 if mendable else 409,
            title="undo.refused",
            troubles=(Trouble(visit.t(key), "unmatch-why" if mendable else ""),),
            unmatch=visit.field("why"),
        )
        return case_page.page(visit, case_page.case_of(visit), notes)
    done = "losnet" if state is DecisionState.EFFECTIVE else "spurt"
    return visit.go(Listing.here(visit).case(case.number, **{done: 1}))


def answer(visit: Visit) -> Response:
    """`POST /saker/gjort-opp/svar`: agree that it is taken back, or let it stand."""
    request_id = visit.field("request")
    chosen = visit.field("action")
    try:
        with visit.site.database.writing() as session:
            keys, actor = visit.site.keys, visit.actor
            if chosen == _APPROVE:
                approve_undo(session, keys, request_id, actor=actor)
            else:
                return_undo(session, keys, request_id, actor=actor, comment=visit.field("comment"))
    except InputError as error:
        if error.code in _IN_COMMENT:
            return settled_page.page(visit, unanswered=request_id, error=f"decision.{error.code}")
        if error.code in GONE:
            return settled_page.page(visit, trouble=f"settled.error.{error.code}")
        raise
    done = "angret" if chosen == _APPROVE else "star"
    return visit.go(f"{settled_page.ADDRESS}?{done}=1")
