"""Serving the app with uvicorn: on loopback, or behind TLS when the app says it is secure."""

from __future__ import annotations

import errno
import gc
import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from rutine.core.errors import InputError
from rutine.review.rendering import compile_templates

KEEP_ALIVE = 75
"""Seconds that a browser's connection is kept for its next page: longer than a proxy in front
keeps it (60 as a rule), or the proxy sends a form into a connection that closes just then."""


class ReviewServer:
    """One running app. `run` blocks until `stop` is called or the process is told to end.

    No access log is written: addresses hold case ids only, but a log of who looked at which
    case is the audit trail's business, and that one can be verified.

    Raises:
        InputError: `review_not_loopback`, `port_busy` or `host_unknown`.
    """

    def __init__(
        self,
        app: Starlette,
        host: str,
        port: int,
        *,
        certificate: Path | None = None,
        key: Path | None = None,
    ) -> None:
        # The last door that must not be left open; `Doorway.check` says more, and earlier.
        if not (app.state.secure or is_loopback(host)):
            raise InputError(
                "review_not_loopback",
                f"The review app would answer on {host} without TLS.",
                "Use 127.0.0.1, or put TLS in front of it and start it as secure.",
            )
        self._socket = _listen(host, port)
        scheme = "https" if app.state.secure else "http"
        here = f"{scheme}://{_bracketed(host)}:{self._socket.getsockname()[1]}"
        self.url = app.state.address or here
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                access_log=False,
                log_config=None,
                server_header=False,
                proxy_headers=False,  # `OnlyThroughProxy` reads them, from the proxy alone
                ssl_certfile=certificate,
                ssl_keyfile=key,
                timeout_graceful_shutdown=3,
                timeout_keep_alive=KEEP_ALIVE,
                lifespan="off",
            )
        )

    def run(self, on_ready: Callable[[str], None]) -> None:
        """Answer requests. `on_ready` is called with the address as soon as they are heard."""
        on_ready(self.url)  # the socket listens already: nothing that is asked now is lost
        compile_templates()
        _settle_memory()
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """End `run`, from another thread."""
        self._server.should_exit = True


def serve(
    app: Starlette,
    host: str,
    port: int,
    on_ready: Callable[[str], None],
    *,
    certificate: Path | None = None,
    key: Path | None = None,
) -> None:
    """Serve the app until the process is told to end. Port 0 takes any free port.

    Raises:
        InputError: as `ReviewServer`.
    """
    ReviewServer(app, host, port, certificate=certificate, key=key).run(on_ready)


def _settle_memory() -> None:
    """Leave what the app is made of out of the garbage collector's rounds.

    A full round stopped every page for 60 to 100 ms, to find nothing: it walked the modules,
    the tables' descriptions and the texts, which stay for as long as the process does.
    """
    gc.collect()
    gc.freeze()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _sharing() -> int:
    """A port that was just left is taken again; on Windows that option would take one in use."""
    return int(getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, _sharing(), 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise InputError(
                "port_busy",
                f"Port {port} on {host} is in use or not allowed.",
                "Stop the other program, or choose another port (RUTINE_REVIEW_PORT).",
                port=port,
            ) from None
        raise InputError(
            "host_unknown", f"{host} is not an address of this machine.", "Use 127.0.0.1."
        ) from None
    return listening
