"""`POST /saker/{number}/notat`: say something of a case without deciding it."""

from __future__ import annotations

from starlette.responses import Response

from rutine.cases.deciding.remarks import remark
from rutine.core.errors import InputError
from rutine.review.case import case_page
from rutine.review.case.case_page import Notes, Trouble
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit


def add(visit: Visit) -> Response:
    """Add the remark, and show the case again; what was written stays when it is refused."""
    case = case_page.case_of(visit)
    text = visit.field("remark")
    try:
        with visit.site.database.writing() as session:
            remark(session, visit.site.keys, case.case_id, actor=visit.actor, text=text)
    except InputError as error:
        key = f"remark.{error.code}"
        notes = Notes(
            422,
            remark=text,
            remark_error=key,
            title="remark.refused",
            troubles=(Trouble(visit.t(key), "remark"),),
        )
        return case_page.page(visit, case, notes)
    if case.restricted:
        # A restricted case is never shown for its address alone.
        return case_page.page(visit, case_page.case_of(visit))
    return visit.go(f"{Listing.here(visit).case(case.number)}#history")
