"""The ways to sign in, what an identity provider says of a person, and why a sign-in may stop.

The providers themselves are spoken to by `rutine.connectors.oidc`; the app knows them by the
protocol here. Nothing here holds an e-mail address, a national id or a token.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from rutine.cases.access import UserRole
from rutine.core.reason_texts import Language


class Way(StrEnum):
    """How a person signs in. An account belongs to one way for as long as it lives."""

    LOCAL = "local"
    """With a password that is kept here."""
    ENTRA = "entra"
    """With the work account, at Microsoft Entra ID; roles come with it."""
    ANSATTPORTEN = "ansattporten"
    """With an electronic id, at Ansattporten; roles are given here."""


class Stop(StrEnum):
    """Why a sign-in ended without anybody being signed in. Each has a page that says so."""

    CANCELLED = "cancelled"
    """The person said no, or went back."""
    PROVIDER_REFUSED = "provider_refused"
    """The provider does not let the person or the program in."""
    UNREACHABLE = "unreachable"
    """The provider did not answer, or not in a way that can be understood."""
    CLIENT_REFUSED = "client_refused"
    """The provider does not know our secret or certificate any more."""
    CODE_REFUSED = "code_refused"
    """The provider does not take the code: used before, or too old."""
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a reason, no secret
    """What came is not what the provider would say to us: nobody is let in on it."""
    CLOCK = "clock"
    """It would be right at another time: one of the two clocks is wrong."""
    OTHER_TENANT = "other_tenant"
    """The person belongs to another organisation."""
    LEVEL_TOO_LOW = "level_too_low"
    """Signed in with a weaker electronic id than is asked for here."""
    NO_ROLE = "no_role"
    """The provider gives the person no role here."""
    WAITING = "waiting"
    """Nobody has given the person a role here yet."""
    CLOSED = "closed"
    """An administrator has closed the account."""
    EXPIRED = "expired"
    """Too slow, used before, or begun in another browser."""
    BUSY = "busy"
    """Our own store could not be written to just then."""
    TOO_MANY = "too_many"
    """Too many attempts from the same address."""


class SignInStopped(Exception):  # noqa: N818 - an outcome with a page of its own
    """A provider did not give a person.

    Attributes:
        stop: why.
        detail: a code of ours or the provider's, such as `iss` or `invalid_grant`; never its
            text and nothing of a token.
    """

    def __init__(self, stop: Stop, detail: str = "") -> None:
        super().__init__(stop.value, detail)
        self.stop = stop
        self.detail = detail


@dataclass(frozen=True, slots=True, repr=False)
class Journey:
    """The secrets of one browser's way to a provider and back; each is used once."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """Who a provider says has signed in.

    Attributes:
        key: what the person is known by there, unlike anybody else's anywhere: issuer and
            subject, or tenant and object. Never shown, logged or stored as it is.
        name: the person's own name; empty where the provider tells none.
        roles: what the provider lets the person do here; None where it does not say.
        units: the sub-units whose cases the person sees, None for all.
        tells_units: whether `units` is the provider's word; otherwise they are given here.
    """

    key: str
    name: str = ""
    roles: frozenset[UserRole] | None = None
    units: frozenset[str] | None = None
    tells_units: bool = False


class Provider(Protocol):
    """An identity provider that people may sign in at."""

    def begin(
        self, journey: Journey, back_to: str, language: Language, *, choose: bool = False
    ) -> str:
        """The address to send the browser to; it comes back to `back_to`.

        Args:
            journey: its secrets.
            back_to: our own address, as it is registered at the provider.
            language: what the person reads.
            choose: let the person choose another account than the one that is signed in there.

        Raises:
            SignInStopped: UNREACHABLE.
        """
        ...

    def finish(self, journey: Journey, back_to: str, code: str, issuer: str | None) -> Identity:
        """Who came back with this code.

        Args:
            journey: as it began.
            back_to: where the browser came back to.
            code: what it brought.
            issuer: who it says sent it (RFC 9207), where that is said.

        Raises:
            SignInStopped: for whatever reason.
        """
        ...

    def end(self, back_to: str, language: Language) -> str | None:
        """Where a browser is signed out at the provider too; None where that is not offered."""
        ...


def refusal(error: str) -> Stop:
    """Why a provider sent the browser back without a code (RFC 6749 §4.1.2.1, OIDC §3.1.2.6)."""
    if error in {"access_denied", "login_required", "interaction_required"}:
        return Stop.CANCELLED
    if error in {"server_error", "temporarily_unavailable"}:
        return Stop.UNREACHABLE
    return Stop.PROVIDER_REFUSED
