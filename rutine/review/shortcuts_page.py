"""The keys that do things on the pages: what they are, and the switch that turns them off."""

from __future__ import annotations

from starlette.responses import Response

from rutine.cases.accounts.users import set_shortcuts
from rutine.core.errors import AccessDenied
from rutine.review.visit import Visit


def show(visit: Visit) -> Response:
    """`GET /hurtigtaster`."""
    return visit.render("shortcuts_page.html", section="")


def switch(visit: Visit) -> Response:
    """`POST /hurtigtaster`: remembered with the account."""
    if visit.user is None:
        raise AccessDenied("not_a_person", "Nobody has signed in.")
    with visit.site.database.writing() as session:
        set_shortcuts(session, visit.user.user_id, on=visit.field("on") == "1")
    return visit.go("/hurtigtaster")
