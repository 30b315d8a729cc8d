"""Whether a person wants letters about what waits: nobody gets any who did not ask."""

from __future__ import annotations

from starlette.responses import Response

from rutine.cases import notices
from rutine.core.errors import InputError
from rutine.review.accounts import account_page
from rutine.review.visit import Visit


def choose(visit: Visit) -> Response:
    """`POST /konto/varsler`: without the tick, letters end."""
    wanted = visit.field("wanted") == "yes"
    try:
        with visit.site.database.writing() as session:
            address = visit.field("mail") if wanted else None
            notices.choose(session, visit.site.keys, visit.actor, address)
    except InputError as error:
        if error.code != "address_invalid":
            raise
        return account_page.page(visit, error="account.address_invalid", field="mail")
    return visit.go(f"/konto?done={'notices_on' if wanted else 'notices_off'}")
