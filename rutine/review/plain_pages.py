"""The first page, pages that are only words, and how the reader wants them."""

from __future__ import annotations

from starlette.responses import Response

from rutine.cases.access import SEES_CASES
from rutine.cases.accounts.users import set_language
from rutine.core.reason_texts import Language
from rutine.review.visit import BLUR, LANGUAGE, Visit, own_page


def home(visit: Visit) -> Response:
    """`GET /`: the cases, for those who may see them; otherwise the runs."""
    return visit.go("/saker" if visit.actor.may(SEES_CASES) else "/kjoringer")


def about(visit: Visit) -> Response:
    """`GET /om`."""
    return _words(visit, "about")


def accessibility(visit: Visit) -> Response:
    """`GET /tilgjengelighet`."""
    return _words(visit, "accessibility")


def choose_language(visit: Visit) -> Response:
    """`POST /sprak`: remembered in a cookie, and with the account when signed in."""
    chosen = visit.field("language")
    response = visit.go(own_page(visit.field("back")))
    if chosen in set(Language):
        if visit.user is not None:
            with visit.site.database.writing() as session:
                set_language(session, visit.user.user_id, chosen)
        visit.set_cookie(response, LANGUAGE, chosen, keep=True)
    return response


def blur(visit: Visit) -> Response:
    """`POST /slor`: personal data are blurred on this browser's screen, or shown again.

    For screens that others look at too. Nothing is kept from the page itself.
    """
    response = visit.go(own_page(visit.field("back")))
    if visit.field("blur") == "on":
        visit.set_cookie(response, BLUR, "on", keep=True)
    else:
        visit.drop_cookie(response, BLUR)
    return response


def _words(visit: Visit, page: str) -> Response:
    return visit.render("text_page.html", section="", page=page, sections=visit.t.pages[page])
