"""One line for each request: method, the route's template, status, milliseconds; never an address.

An address holds case numbers, and a log of who looked at which case is the audit trail's business.
"""

from __future__ import annotations

import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rutine.core import watch

ROUTE: Final = "rutine.route"
"""Where an endpoint leaves the template of its address, for this log."""

_NO_ROUTE: Final = "none"


class RequestLog:
    """Tells whoever watches of every answer. Costs nothing while nobody does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer, and note how."""
        if scope["type"] != "http" or not watch.is_watched():
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            ms = round((time.perf_counter() - begun) * 1000)
            route = scope.get(ROUTE, _NO_ROUTE)
            watch.event("request", method=scope["method"], route=route, status=status, ms=ms)
