"""Saving the list that one is in, and removing a saved one."""

from __future__ import annotations

from starlette.responses import Response

from rutine.cases.lists.saved_views import remove_view, save_view
from rutine.core.errors import InputError
from rutine.review.lists import queue_page
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit

MENDABLE = frozenset(
    {
        "view_name_required",
        "view_name_too_long",
        "comment_too_long",
        "comment_national_id",
        "view_too_long",
        "views_full",
    }
)


def save(visit: Visit) -> Response:
    """`POST /saker/visninger`: the list in the address, under a name; a search is not saved."""
    listing = Listing.here(visit)
    try:
        with visit.site.database.writing() as session:
            save_view(
                session,
                visit.actor,
                visit.field("name"),
                listing.query,
                shared=visit.field("shared") == "1",
            )
    except InputError as error:
        if error.code not in MENDABLE:
            raise
        return queue_page.page(visit, listing, view_error=f"view.error.{error.code}")
    return visit.go(listing.address)


def remove(visit: Visit) -> Response:
    """`POST /saker/visninger/slett`: one's own saved list."""
    with visit.site.database.writing() as session:
        remove_view(session, visit.actor, visit.field("view"))
    return visit.go(Listing.here(visit).address)
