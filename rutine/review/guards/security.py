"""What every answer carries, and which hosts are answered at all."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})

# img-src data: is for the design system's icons, which lie in its CSS.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it a browser sends `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_STATIC = "/static/"
LONGEST_PATH = 500
"""Characters; our own longest, the first administrator's link, is far shorter."""


class Hardening:
    """Security headers on every answer; only the app's own host names are answered.

    The second closes DNS rebinding (another site's name that suddenly points here) and links
    that would lead somewhere else. `address` is what people type; without one the names of
    this machine's loopback are answered.
    """

    def __init__(self, app: ASGIApp, *, secure: bool, address: str | None = None) -> None:
        self._app = app
        self._secure = secure
        self._host = _authority(address) if secure and address else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the app answer, with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope["path"])
            await send(message)

        # Before any route: Python refuses to read a case number of thousands of digits.
        if len(scope["path"]) > LONGEST_PATH:
            await PlainTextResponse("Address too long.", 414)(scope, receive, hardened)
            return
        if not self._is_ours(Headers(scope=scope)):
            await PlainTextResponse("Unknown host.", 400)(scope, receive, hardened)
            return
        await self._app(scope, receive, hardened)

    def _is_ours(self, headers: Headers) -> bool:
        if self._host is None:
            return host_name(headers) in LOOPBACK_NAMES
        return headers.get("host", "").lower().removesuffix(":443") == self._host

    def _add(self, headers: MutableHeaders, path: str) -> None:
        # A page made elsewhere has a policy of its own, which allows no more than ours.
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        # Files are asked for with their fingerprint, pages hold personal data.
        kept = "public, max-age=31536000" if path.startswith(_STATIC) else "no-store"
        headers.setdefault("Cache-Control", kept)
        if self._secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"


def _authority(address: str) -> str:
    """Host and port as a browser sends them: without the port that https has anyway."""
    return urlsplit(address).netloc.lower().removesuffix(":443")


def host_name(headers: Headers) -> str:
    """The host that was asked for, without its port."""
    host = headers.get("host", "").lower()
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
