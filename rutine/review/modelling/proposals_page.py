"""Proposals from decisions: which there are, and one with its evidence, change and rehearsal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from rutine.cases.access import ANSWERS_PROPOSALS, SEES_CASES
from rutine.core.errors import AccessDenied, InputError
from rutine.review.visit import Visit

LIST: Final = "/rutiner/forslag"

FAULTS: Final = (
    *("proposal_answered", "proposal_file_changed", "proposal_check_failed", "proposal_against"),
    *("proposal_stopped", "proposal_outrun", "proposal_not_written", "proposal_busy"),
    *("own_decisions", "history_empty", "history_without_inputs", "proposal_not_held"),
    "proposal_no_own_file",
    *("reason_required", "comment_too_long", "comment_national_id"),
)
"""What may stop an answer and has a sentence of its own; anything else is `other`."""


def show_all(visit: Visit) -> Response:
    """`GET /rutiner/forslag`."""
    return _list(visit)


def look(visit: Visit) -> Response:
    """`POST /rutiner/forslag`: look through the decisions again."""
    try:
        visit.site.proposals.look(visit.actor)
    except InputError as fault:
        return _list(visit, fault.code)
    return visit.go(LIST)


def _list(visit: Visit, fault: str = "") -> Response:
    found = visit.site.proposals.listed(visit.actor, visit.t.language)
    return visit.render(
        "proposals.html",
        status=409 if fault else 200,
        fault=_said(visit, fault),
        section="routines",
        waiting=[each for each in found if each.is_open],
        answered=[each for each in found if not each.is_open],
        answers=visit.actor.may(ANSWERS_PROPOSALS),
    )


def show(visit: Visit) -> Response:
    """`GET /rutiner/forslag/{proposal}`."""
    return _page(visit)


def play(visit: Visit) -> Response:
    """`POST /rutiner/forslag/{proposal}/spill-av`: play the months with the change."""
    number = _number(visit)
    return _done(visit, lambda: visit.site.proposals.play(number, visit.actor))


def answer(visit: Visit) -> Response:
    """`POST /rutiner/forslag/{proposal}/svar`: accept it or refuse it, with a reason."""
    number, why = _number(visit), visit.field("why")
    desk = visit.site.proposals
    respond = desk.accept if visit.field("do") == "accept" else desk.refuse
    return _done(visit, lambda: respond(number, visit.actor, why))


def _done(visit: Visit, work: Callable[[], None]) -> Response:
    """The proposal as it stands afterwards; with what stopped it, where something did."""
    try:
        work()
    except (InputError, AccessDenied) as fault:
        if fault.code in {"role_missing", "not_a_person"}:
            raise
        return _page(visit, fault.code)
    return visit.go(f"{LIST}/{_number(visit)}")


def _page(visit: Visit, fault: str = "") -> Response:
    try:
        shown = visit.site.proposals.one(_number(visit), visit.actor, visit.t.language)
    except InputError as error:
        if error.code == "proposal_missing":
            raise HTTPException(404) from None
        raise
    return visit.render(
        "proposal.html",
        status=409 if fault else 200,
        section="routines",
        proposal=shown,
        fault=_said(visit, fault),
        why=visit.field("why") if fault else "",
        answers=shown.is_open and visit.actor.may(ANSWERS_PROPOSALS),
        opens_cases=visit.actor.may(SEES_CASES),
    )


def _said(visit: Visit, fault: str) -> str:
    if not fault:
        return ""
    return visit.t(f"proposals.fault.{fault if fault in FAULTS else 'other'}")


def _number(visit: Visit) -> int:
    number: int = visit.request.path_params["proposal"]
    return number
