"""Tokens from Maskinporten: a signed grant in, a token for one API and one employer out.

Source: altinn-and-apis §1.3 (docs.digdir.no: JWT grant, /token, system user). One party per
grant, one scope per token: NAV compares the scope with equality.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import jwt

from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Answer, Calls
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.signing_key import SigningKey
from rutine.connectors.token_refusals import refusal
from rutine.core import clock
from rutine.core.identifiers import OrgNr

GRANT_TYPE: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SYSTEM_USER: Final = "urn:altinn:systemuser"
AUTHORITY: Final = "iso6523-actorid-upis"
GRANT_SECONDS: Final = 120
"""The longest Maskinporten accepts between `iat` and `exp`."""

_MARGIN_SECONDS: Final = 60.0
_MOST_SKEW = timedelta(minutes=10)
_OK = 200


@dataclass(frozen=True, slots=True)
class Party:
    """On whose behalf a token is asked for.

    Attributes:
        orgnr: who owns the system user; for an agent's, the agent and never its client.
        external_ref: only when the system user was asked for with one: if set and not sent, or
            the other way round, Maskinporten answers MP-303.
    """

    orgnr: OrgNr
    external_ref: str | None = None

    def details(self) -> dict[str, Any]:
        """The one entry of `authorization_details`."""
        entry: dict[str, Any] = {
            "type": SYSTEM_USER,
            "systemuser_org": {"authority": AUTHORITY, "ID": f"0192:{self.orgnr.reveal()}"},
        }
        if self.external_ref is not None:
            entry["externalRef"] = self.external_ref
        return entry


@dataclass(frozen=True, slots=True)
class _Held:
    token: str
    fresh_until: float


class Maskinporten:
    """Asks for tokens and keeps them while they are fresh. Safe to use from several threads."""

    def __init__(
        self,
        calls: Calls,
        *,
        client_id: str,
        key_id: str,
        key: SigningKey,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._calls = calls
        self._client_id = client_id
        self._key_id = key_id
        self._key = key
        self._monotonic = monotonic
        self._held: dict[tuple[str, Party | None], _Held] = {}
        self._lock = threading.Lock()
        self._ahead = timedelta(0)

    @property
    def ahead(self) -> timedelta:
        """How far Maskinporten's clock is ahead of ours, as its answers told."""
        return self._ahead

    def token(self, scope: str, party: Party | None = None) -> str:
        """A token that is good for another minute at least, asked for only when needed.

        Args:
            scope: the one scope it shall have.
            party: whose system user acts; None for Altinn's own registers.

        Raises:
            ApiError: one of `token_refusals`, API_UNREACHABLE or API_CHANGED.
        """
        with self._lock:  # several workers: one asks, the others get what it got
            held = self._held.get((scope, party))
            if held is None or self._monotonic() >= held.fresh_until:
                held = self._ask(scope, party)
                self._held[scope, party] = held
            return held.token

    def discard(self, token: str) -> None:
        """Forget a token that was refused; another one that came since is kept."""
        with self._lock:
            self._held = {key: held for key, held in self._held.items() if held.token != token}

    def grant(self, scope: str, party: Party | None) -> str:
        """A signed grant, good for two minutes and for one use."""
        now = clock.now() + self._ahead
        claims: dict[str, Any] = {
            "iss": self._client_id,
            "aud": f"{self._calls.base}/",
            "scope": scope,
            "iat": int(now.timestamp()),
            "exp": int(now.timestamp()) + GRANT_SECONDS,
            "jti": str(uuid.uuid4()),
        }
        if party is not None:
            claims["authorization_details"] = [party.details()]
        return jwt.encode(
            claims, self._key.private, algorithm="RS256", headers={"kid": self._key_id}
        )

    def _ask(self, scope: str, party: Party | None) -> _Held:
        asked = self._monotonic()
        answer = self._send(scope, party)
        if answer.status != _OK:
            error = refusal(answer)
            # Only 10 seconds of difference are accepted: go by Maskinporten's clock, once.
            if error.reason is not FetchReason.CLOCK_WRONG or not self._set_clock(answer):
                raise error
            asked = self._monotonic()
            answer = self._send(scope, party)
            if answer.status != _OK:
                raise refusal(answer)
        said = answer.json()
        token = said.get("access_token") if isinstance(said, dict) else None
        seconds = said.get("expires_in") if isinstance(said, dict) else None
        if not isinstance(token, str) or not isinstance(seconds, int) or seconds <= 0:
            raise ApiError(FetchReason.API_CHANGED, "token answer")
        # Counted from before the call: a slow answer has aged on its way.
        return _Held(token, asked + seconds - min(_MARGIN_SECONDS, seconds / 3))

    def _send(self, scope: str, party: Party | None) -> Answer:
        def form() -> dict[str, str]:
            # Made for each try: a grant that got through, but whose answer was lost, is used.
            return {"grant_type": GRANT_TYPE, "assertion": self.grant(scope, party)}

        return self._calls.send("POST", "/token", form=form)

    def _set_clock(self, answer: Answer) -> bool:
        """Take over the server's time; False when it tells none, or ours is far too wrong."""
        theirs = answer.server_time
        if theirs is None:
            return False
        ahead = theirs - clock.now()
        if ahead == self._ahead or abs(ahead) > _MOST_SKEW:
            return False
        self._ahead = ahead
        return True
