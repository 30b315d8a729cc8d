"""Calls over HTTP: what may pass is tried again, and nothing waits for ever.

Retried: no connection, timeouts, an answer that breaks off, 429 and 5xx. Never retried here:
every other status; whoever called decides what it means (altinn-and-apis §1.7).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from rutine.connectors.api_error import ApiError
from rutine.connectors.fetch_reasons import FetchReason
from rutine.core.errors import InputError

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_TOO_MANY, _SERVER_FAULT = 429, 500
_MOST_BYTES = 256 * 1024 * 1024
_PLAIN: Final = "identity"
_AGENT: Final = "rutine (+https://www.nav.no/oppgjorsrapporter)"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, and how often to try.

    Attributes:
        seconds: for the connection, and for each piece of an answer.
        whole_seconds: for an answer as a whole: a server that sends a byte now and then would
            otherwise keep a run waiting all night.
        tries: how often a call is made before it counts as failed.
        first_pause: seconds before the second try; doubled for each further one.
        longest_pause: seconds, also when the server asks for a longer pause.
    """

    seconds: float = 30.0
    whole_seconds: float = 300.0
    tries: int = 5
    first_pause: float = 0.5
    longest_pause: float = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: whole, whatever its status."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def media_type(self) -> str:
        """The content's type without parameters, in lower case."""
        told: str = self.headers.get("content-type", "")
        return told.split(";", maxsplit=1)[0].strip().lower()

    def json(self) -> Any:
        """The content read as JSON.

        Raises:
            ApiError: API_CHANGED: it is something else.
        """
        try:
            return httpx.Response(self.status, content=self.content).json()
        except (ValueError, RecursionError):  # brackets without end are no JSON either
            raise ApiError(FetchReason.API_CHANGED, "not JSON") from None

    @property
    def server_time(self) -> datetime | None:
        """What time the server says it is, None where it does not."""
        return _date(self.headers.get("date"))


class Calls:
    """Calls to one site. Safe to use from several threads."""

    def __init__(
        self,
        base: str,
        patience: Patience | None = None,
        *,
        pause: Callable[[float], None] = time.sleep,
        at_once: int = 8,
    ) -> None:
        """Prepare to call; nothing is sent yet.

        Raises:
            InputError: `address_not_secure`: tokens never travel unencrypted.
        """
        self.base = checked_address(base)
        self._patience = patience or Patience()
        self._pause = pause
        self._random = random.Random()  # noqa: S311 - spreads retries; nothing secret
        near = urlsplit(self.base).hostname in LOOPBACK
        self._client = httpx.Client(
            timeout=self._patience.seconds,
            limits=httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once),
            follow_redirects=False,  # a sign-in page must not be taken for an answer
            trust_env=not near,  # the proxy of the municipality, but never for loopback
            # A compressed answer that is cut short looks whole; a small one may fill the memory.
            headers={"User-Agent": _AGENT, "Accept-Encoding": _PLAIN},
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Callable[[], Mapping[str, str]] = dict,
        **body: Any,
    ) -> Answer:
        """Send a request until an answer comes that is neither 429 nor 5xx.

        Args:
            method: GET, POST, PUT or DELETE.
            path: below the base address.
            headers: made anew for each try: a token may have expired in between.
            body: `json=`, or `form=`: a callable that makes the form anew for each try.

        Raises:
            ApiError: API_UNREACHABLE.
        """
        make_form: Callable[[], dict[str, str]] | None = body.pop("form", None)
        detail = "no answer"
        for attempt in range(1, self._patience.tries + 1):
            wait = None
            try:
                request = self._client.build_request(
                    method,
                    f"{self.base}{path}",
                    headers=dict(headers()),
                    data=make_form() if make_form else None,
                    **body,
                )
                answer = self._read(request)
            except httpx.RequestError as error:
                detail = type(error).__name__
            else:
                if answer.status < _SERVER_FAULT and answer.status != _TOO_MANY:
                    return answer
                detail, wait = f"HTTP {answer.status}", _asked_pause(answer)
            if attempt < self._patience.tries:
                self._pause(self._pause_after(attempt, wait))
        raise ApiError(FetchReason.API_UNREACHABLE, detail)

    def _read(self, request: httpx.Request) -> Answer:
        """Send once and read all of the answer, within the time for the whole."""
        until = time.monotonic() + self._patience.whole_seconds
        with closing(self._client.send(request, stream=True)) as response:
            if response.headers.get("content-encoding", _PLAIN).strip().lower() != _PLAIN:
                raise httpx.DecodingError("compressed, though not asked for", request=request)
            pieces = bytearray()
            for piece in response.iter_bytes():
                pieces += piece
                if time.monotonic() > until or len(pieces) > _MOST_BYTES:
                    raise httpx.ReadTimeout("the answer does not end", request=request)
            return Answer(response.status_code, response.headers, bytes(pieces))

    def _pause_after(self, attempt: int, asked: float | None) -> float:
        """Seconds to wait: doubled each time, spread by half, or what the server asks for."""
        pause = self._patience.first_pause * 2.0 ** (attempt - 1)
        spread = pause * self._random.uniform(0.5, 1.5)
        return min(max(spread, asked or 0.0), self._patience.longest_pause)


def checked_address(address: str) -> str:
    """The address without its last slash.

    Raises:
        InputError: `address_not_secure`.
    """
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return address.rstrip("/")
    raise InputError(
        "address_not_secure",
        "An API's address must begin with https://.",
        "Correct the addresses under [nav_api] in rutine.toml.",
    )


def _asked_pause(answer: Answer) -> float | None:
    """Seconds the server asks us to wait: a number, or a date as Dialogporten writes it."""
    asked = answer.headers.get("retry-after", "")
    if asked.isascii() and asked.isdigit():
        return float(asked)
    moment = _date(asked)
    return None if moment is None else (moment - datetime.now(UTC)).total_seconds()


def _date(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    # RFC 1123 knows Greenwich only; `-0000` is read as a time of no zone at all.
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
