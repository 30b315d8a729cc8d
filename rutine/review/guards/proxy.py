"""Behind a proxy that does TLS: only the proxy is answered, and what it forwards is believed.

Whoever reaches the app past the proxy would be unencrypted, and could say to be anybody.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


class OnlyThroughProxy:
    """Answers the proxy and nobody else, as the client that it forwards."""

    def __init__(self, app: ASGIApp, proxies: Iterable[str]) -> None:
        self._proxies = frozenset(map(_plain, proxies))
        # It takes the last address in the header that is none of these. (Its types name the
        # same protocol otherwise than Starlette's do.)
        self._forwarded = ProxyHeadersMiddleware(
            app,  # type: ignore[arg-type]
            trusted_hosts=sorted(self._proxies),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or answer as to the client itself."""
        if scope["type"] == "http":
            host, port = scope.get("client") or ("", 0)
            scope = {**scope, "client": (_plain(host), port)}
            if _plain(host) not in self._proxies:
                refused = PlainTextResponse("Only through the proxy.", 403)
                await refused(scope, receive, send)
                return
            told = Headers(scope=scope).get("x-forwarded-proto", "https").split(",")
            if any(each.strip() != "https" for each in told):
                refused = PlainTextResponse("Only over https.", 400)
                await refused(scope, receive, send)
                return
        await self._forwarded(scope, receive, send)  # type: ignore[arg-type]


def _plain(address: str) -> str:
    """The address as it is compared: an IPv4 one that came over IPv6 is the same machine."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)
