"""Whether the app is alive and ready, for whoever keeps it going: no session, no data, no names.

Answered before everything else: a probe calls by the machine's own address, past the proxy.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

ALIVE: Final = "/helse"
READY: Final = "/klar"
_KEPT: Final = 2.0
"""Seconds that an answer about the store is kept: asking often must not become work."""
_ASKED: Final = frozenset({"GET", "HEAD"})
_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Health:
    """Answers `/helse` (the process answers) and `/klar` (the store does too: 200, else 503)."""

    def __init__(self, app: ASGIApp, is_ready: Callable[[], bool]) -> None:
        self._app = app
        self._is_ready = is_ready
        self._ready = False
        self._asked_at = float("-inf")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a probe; let the app answer everything else."""
        path = scope.get("path")
        if scope["type"] != "http" or path not in {ALIVE, READY} or scope["method"] not in _ASKED:
            await self._app(scope, receive, send)
            return
        if path == READY and not await self._looked():
            answer = PlainTextResponse("not ready\n", 503, headers=_HEADERS)
        else:
            answer = PlainTextResponse("ok\n", headers=_HEADERS)
        await answer(scope, receive, send)

    async def _looked(self) -> bool:
        now = time.monotonic()
        if now - self._asked_at > _KEPT:
            self._asked_at = now
            self._ready = await run_in_threadpool(self._is_ready)
        return self._ready
