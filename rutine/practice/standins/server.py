"""The stand-ins, served on loopback by one thread."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette

from rutine.core.errors import InputError
from rutine.practice.standins.exchange import Exchange, SeenRequest
from rutine.practice.standins.faults import Faults
from rutine.practice.standins.idporten import IdPorten
from rutine.practice.standins.inbox import InboxSite
from rutine.practice.standins.nav import NavSite
from rutine.practice.standins.sessions import Site

HOST = "127.0.0.1"
_STOP_SECONDS = 5


class StandIns:
    """Altinn's inbox, NAV's page and ID-porten as practice sites; use as a context manager.

    Each answers at its own port of 127.0.0.1; 0 means any free port.

    Attributes:
        inbox_url: address of the inbox.
        nav_url: address of NAV's site, without `/oppgjorsrapporter`.
        sign_in_url: address of the stand-in for ID-porten.

    Raises:
        InputError: `port_busy` when a port is taken, `practice_folder_missing` or
            `practice_folder_damaged` when there are no reports to show.
    """

    def __init__(
        self,
        folder: Path,
        *,
        faults: Faults | None = None,
        inbox_port: int = 0,
        nav_port: int = 0,
        sign_in_port: int = 0,
    ) -> None:
        self._exchange = Exchange(folder, faults or Faults())
        self._ports = {Site.INBOX: inbox_port, Site.NAV: nav_port, Site.ID_PORTEN: sign_in_port}
        self._servers: list[_Server] = []
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            sockets = {
                site: undo.enter_context(_listen(port)) for site, port in self._ports.items()
            }
            self._exchange.urls.update(
                {site: f"http://{HOST}:{s.getsockname()[1]}" for site, s in sockets.items()}
            )
            apps: dict[Site, Starlette] = {
                Site.INBOX: InboxSite(self._exchange).app(),
                Site.NAV: NavSite(self._exchange).app(),
                Site.ID_PORTEN: IdPorten(self._exchange).app(),
            }
            self._servers = [_Server(apps[site]) for site in sockets]
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

    @property
    def inbox_url(self) -> str:
        """Address of the inbox."""
        return self._exchange.urls[Site.INBOX]

    @property
    def nav_url(self) -> str:
        """Address of NAV's site, without `/oppgjorsrapporter`."""
        return self._exchange.urls[Site.NAV]

    @property
    def sign_in_url(self) -> str:
        """Address of the stand-in for ID-porten."""
        return self._exchange.urls[Site.ID_PORTEN]

    @property
    def requests(self) -> tuple[SeenRequest, ...]:
        """The requests seen so far, oldest first."""
        return tuple(self._exchange.seen)

    def set_faults(self, faults: Faults) -> None:
        """Switch faults on or off while serving."""
        self._exchange.faults = faults

    def forget(self) -> None:
        """Sign everyone out and forget what was read and downloaded."""
        self._exchange.forget()


class _Server(uvicorn.Server):
    def __init__(self, app: Starlette) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                access_log=False,
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
