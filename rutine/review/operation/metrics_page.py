"""`GET /metrics`: the installation's figures for a monitoring system with a token of its own."""

from __future__ import annotations

import hmac

from starlette.exceptions import HTTPException
from starlette.responses import Response

from rutine.cases.figures.measures import Measure, measures
from rutine.core import clock
from rutine.exposition import CONTENT_TYPE, exposition
from rutine.logs import guard
from rutine.review.visit import Visit


def show(visit: Visit) -> Response:
    """The figures, for whoever shows the token; no session opens this page.

    Raises:
        HTTPException: 404 where no token is set, and 403 for a wrong one.
    """
    token = visit.site.watch.token
    if not token:
        raise HTTPException(404)
    given = visit.request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), token.encode()):
        raise HTTPException(403)
    with visit.site.database.reading() as session:
        counted = measures(session, clock.now(), visit.site.watch.patience.stuck)
    masked = Measure(
        "log_records_masked",
        "Log records of this process that held a national id, which the guard took out.",
        (((), float(guard().masked)),),
    )
    return Response(exposition([*counted, masked]), media_type=CONTENT_TYPE)
