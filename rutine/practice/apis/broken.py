"""An answer that breaks off."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class Broken(Response):
    """Promises the whole answer, sends half of it, and hangs up."""

    def __init__(self, whole: Response) -> None:
        super().__init__(whole.body, media_type="application/json")

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send what there is."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        half = bytes(self.body[: len(self.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": False})
