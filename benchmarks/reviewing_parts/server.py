"""The review app over a large store, in a process of its own: `… HOME [URL]`.

Every answer tells in `Server-Timing` how long the app took for it, so that the client's own
work and the queue of its sockets are not counted.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from benchmarks.reviewing_parts.large_store import settings
from rutine.cli.review import review_app
from rutine.installation import open_installation
from rutine.review import ReviewServer


class Timed:
    """An app that tells how long each answer took."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the time until the answer began."""
        start = time.perf_counter()

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                spent = f"app;dur={1000 * (time.perf_counter() - start):.2f}"
                message["headers"] = [*message["headers"], (b"server-timing", spent.encode())]
            await send(message)

        await self._app(scope, receive, told)


def main(home: Path, url: str | None) -> None:
    """Serve until our input is closed."""
    place = open_installation(settings(home, url))
    app = review_app(place)
    app.add_middleware(Timed)
    server = ReviewServer(app, "127.0.0.1", 0)
    threading.Thread(target=_until_closed, args=(server,), daemon=True).start()
    server.run(lambda address: print(address, flush=True))
    place.database.close()


def _until_closed(server: ReviewServer) -> None:
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)  # noqa: PLR2004
