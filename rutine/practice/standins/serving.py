"""Serving practice sites on loopback: several applications on one thread, each at its port."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from rutine.core.errors import InputError

HOST = "127.0.0.1"
_STOP_SECONDS = 5


class Serving(ABC):
    """Practice sites being served, each at its own port of 127.0.0.1; a context manager.

    Raises:
        InputError: `port_busy` when a port is taken.
    """

    def __init__(self, ports: Mapping[str, int]) -> None:
        """Prepare; nothing listens yet.

        Args:
            ports: name of the site -> port; 0 means any free port.
        """
        self._ports = ports
        self._servers: list[_Server] = []
        self._thread: threading.Thread | None = None

    @abstractmethod
    def _applications(self, urls: dict[str, str]) -> Mapping[str, ASGIApp]:
        """Make name -> application; given name -> address."""

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            sockets = {
                name: undo.enter_context(_listen(port)) for name, port in self._ports.items()
            }
            urls = {name: f"http://{HOST}:{s.getsockname()[1]}" for name, s in sockets.items()}
            made = self._applications(urls)
            self._servers = [_Server(made[name]) for name in sockets]
            self._thread = threading.Thread(
                target=asyncio.run,
                args=(_serve(self._servers, list(sockets.values())),),
                name="rutine-standins",
                daemon=True,
            )
            self._thread.start()
            undo.pop_all()  # uvicorn closes the sockets from here on
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
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
            port=port,
        ) from None
