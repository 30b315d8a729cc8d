"""Serving practice sites on loopback: several applications on one thread, each at its port."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack

import uvicorn
from starlette.types import ASGIApp

from rutine.core.errors import InputError

HOST = "127.0.0.1"
_STOP_SECONDS = 5


class Serving:
    """Applications being served, each by its name."""

    def __init__(self) -> None:
        self._servers: list[_Server] = []
        self._thread: threading.Thread | None = None

    def start(
        self,
        ports: Mapping[str, int],
        applications: Callable[[dict[str, str]], Mapping[str, ASGIApp]],
    ) -> None:
        """Listen at the ports, make the applications with the addresses, and serve them.

        Args:
            ports: name -> port; 0 means any free port.
            applications: given name -> address, it makes name -> application.

        Raises:
            InputError: `port_busy`.
        """
        with ExitStack() as undo:
            sockets = {name: undo.enter_context(_listen(port)) for name, port in ports.items()}
            urls = {name: f"http://{HOST}:{s.getsockname()[1]}" for name, s in sockets.items()}
            made = applications(urls)
            self._servers = [_Server(made[name]) for name in sockets]
            self._thread = threading.Thread(
                target=asyncio.run,
                args=(_serve(self._servers, list(sockets.values())),),
                name="rutine-standins",
                daemon=True,
            )
            self._thread.start()
            undo.pop_all()  # uvicorn closes the sockets from here on

    def stop(self) -> None:
        """Stop serving."""
        for server in self._servers:
            server.should_exit = True
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)


class _Server(uvicorn.Server):
    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                access_log=False,
                date_header=False,  # the sites tell the time themselves, where it matters
                log_config=None,
                log_level="critical",
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=1,
            )
        )


async def _serve(servers: list[_Server], sockets: list[socket.socket]) -> None:
    await asyncio.gather(
        *(server.serve(sockets=[s]) for server, s in zip(servers, sockets, strict=True))
    )


def _listen(port: int) -> socket.socket:
    """A listening socket; connections wait in its queue until the server has started."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        raise InputError(
            "port_busy",
            f"Port {port} on {HOST} is taken or not permitted.",
            "Stop the program that uses it, or choose 0 to take any free port.",
        ) from None
