"""The page to sign in on, with the ways that are open here."""

from __future__ import annotations

from starlette.responses import Response

from rutine.cases.accounts.sign_in import Way
from rutine.review.visit import Visit


def sign_in_form(
    visit: Visit,
    *,
    back: str,
    username: str = "",
    error: str = "",
    done: str = "",
    status: int = 200,
) -> Response:
    """The page; with what was refused or done, and the page to go to afterwards."""
    site = visit.site
    return visit.render(
        "sign_in.html",
        status,
        section="",
        back=back,
        username=username,
        error=error,
        done=done,
        local=site.local,
        ways=[way.value for way in Way if way in site.providers],
    )
