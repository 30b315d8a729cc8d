"""What a provider publishes of itself: where its pages are, and the keys it signs with.

Source: OpenID Connect Discovery 1.0; RFC 7517. Kept for an hour; keys are fetched anew when a
token names one we have not seen, since providers change them without notice.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

from rutine.cases.accounts.sign_in import SignInStopped, Stop
from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Answer, Calls, Patience, checked_address
from rutine.core.errors import InputError

ABOUT: Final = "/.well-known/openid-configuration"
PATIENCE: Final = Patience(seconds=5, whole_seconds=10, tries=2, first_pause=0.2, longest_pause=1)
"""Somebody sits and waits."""

_KEPT_SECONDS: Final = 3600.0
_AGAIN_SECONDS: Final = 60.0
"""So seldom keys are asked for because of an unknown one: anybody can make a token with one."""
_REST_SECONDS: Final = 10.0
"""After a provider did not answer, so long nobody else waits for it."""
_OK: Final = 200
_FEWEST_BITS: Final = 2048

Key = RSAKey | ECKey


@dataclass(frozen=True, slots=True)
class Metadata:
    """A provider's own description. `logout` is None where it signs nobody out.

    `issuer` is how it writes its name itself, which its tokens must have letter by letter.
    """

    issuer: str
    authorize: str
    token: str
    keys: str
    logout: str | None


class Directory:
    """A provider's description and keys, fetched when needed. Safe to use from several threads."""

    def __init__(
        self,
        issuer: str,
        *,
        patience: Patience = PATIENCE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.issuer = issuer
        self._patience = patience
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, Mapping[str, Key]] | None = None
        self._forced_at: float | None = None
        self._silent_until = 0.0

    @property
    def known(self) -> Metadata | None:
        """The description, where it has been fetched already."""
        return self._metadata[1] if self._metadata else None

    def metadata(self) -> Metadata:
        """The description. An old one is better than none.

        Raises:
            SignInStopped: UNREACHABLE.
        """
        with self._lock:
            held = self._metadata
            if held is None or self._monotonic() - held[0] >= _KEPT_SECONDS:
                try:
                    held = self._monotonic(), self._described()
                except SignInStopped:
                    if held is None:
                        raise
                self._metadata = held
            return held[1]

    def key(self, key_id: str) -> Key:
        """The key of this id.

        Raises:
            SignInStopped: UNREACHABLE; TOKEN_REFUSED (`kid`): the provider has no such key.
        """
        address = self.metadata().keys
        with self._lock:
            held, now = self._keys, self._monotonic()
            if held is None or now - held[0] >= _KEPT_SECONDS or self._is_new(key_id, held[1]):
                held = now, _usable(self._json(address))
                self._keys = held
        key = held[1].get(key_id)
        if key is None:
            raise SignInStopped(Stop.TOKEN_REFUSED, "kid")
        return key

    def server_time(self) -> datetime | None:
        """What time the provider says it is, for `rutine doctor`.

        Raises:
            SignInStopped: UNREACHABLE.
        """
        return self._get(f"{self.issuer}{ABOUT}").server_time

    def _is_new(self, key_id: str, known: Mapping[str, Key]) -> bool:
        """Whether an unknown key is worth asking for: yes, but seldom."""
        now = self._monotonic()
        if key_id in known:
            return False
        if self._forced_at is not None and now - self._forced_at < _AGAIN_SECONDS:
            return False
        self._forced_at = now
        return True

    def _described(self) -> Metadata:
        told = self._json(f"{self.issuer}{ABOUT}")
        names = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        found = [told.get(name) for name in names]
        logout = told.get("end_session_endpoint")
        # A description of somebody else would send people, and our secret, there. A slash at
        # the end is no difference: Ansattporten's own pages write it both ways.
        if not isinstance(found[0], str) or found[0].removesuffix("/") != self.issuer:
            raise SignInStopped(Stop.UNREACHABLE, "issuer")
        for address in (*found, *([logout] if logout is not None else [])):
            if not isinstance(address, str) or not _secure(address):
                raise SignInStopped(Stop.UNREACHABLE, "metadata")
        issuer, authorize, token, keys = map(str, found)
        return Metadata(issuer, authorize, token, keys, logout)

    def _json(self, address: str) -> Mapping[str, Any]:
        try:
            told = self._get(address).json()
        except ApiError:
            raise SignInStopped(Stop.UNREACHABLE, "json") from None
        if not isinstance(told, dict):
            raise SignInStopped(Stop.UNREACHABLE, "json")
        return told

    def _get(self, address: str) -> Answer:
        if self._monotonic() < self._silent_until:
            raise SignInStopped(Stop.UNREACHABLE, "silent")
        try:
            answer = sent("GET", address, self._patience)
        except SignInStopped:
            self._silent_until = self._monotonic() + _REST_SECONDS
            raise
        if answer.status != _OK:
            raise SignInStopped(Stop.UNREACHABLE, f"http_{answer.status}")
        return answer


def sent(method: str, address: str, patience: Patience, **request: Any) -> Answer:
    """What one call to an address that a provider published gives.

    Raises:
        SignInStopped: UNREACHABLE.
    """
    parts = urlsplit(address)
    try:
        with closing(Calls(f"{parts.scheme}://{parts.netloc}", patience)) as calls:
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            return calls.send(method, path, **request)
    except ApiError:
        raise SignInStopped(Stop.UNREACHABLE, "no_answer") from None
    except InputError:
        raise SignInStopped(Stop.UNREACHABLE, "metadata") from None


def _secure(address: str) -> bool:
    try:
        checked_address(address)
    except InputError:
        return False
    return True


def _usable(told: Mapping[str, Any]) -> Mapping[str, Key]:
    """The keys that may sign, by id. One we can't read must not hide the others."""
    keys: dict[str, Key] = {}
    for each in told.get("keys") or ():
        key_id = each.get("kid") if isinstance(each, dict) else None
        if not isinstance(key_id, str) or each.get("use", "sig") != "sig":
            continue
        try:
            key = import_key({name: value for name, value in each.items() if name != "alg"})
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        # Never a shared secret: then anybody who has it could sign for the provider.
        if isinstance(key, ECKey) or (
            isinstance(key, RSAKey) and key.public_key.key_size >= _FEWEST_BITS
        ):
            keys.setdefault(key_id, key)
    return keys
