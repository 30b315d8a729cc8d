"""Ansattporten: a person with an electronic id, known by issuer and subject.

Its protocol is ID-porten's. Source: docs.digdir.no, Ansattporten (guide, checklist, ACR
values), read in August 2026 and before. The national id comes in the token (`pid`); it is
never read, so it can be neither kept nor logged.
"""

from __future__ import annotations

from rutine.cases.accounts.sign_in import Identity, SignInStopped, Stop
from rutine.connectors.oidc.directory import Directory
from rutine.connectors.oidc.proof import registered_key
from rutine.connectors.oidc.provider import Claims, OidcProvider
from rutine.sign_in_settings import Ansattporten, Level

_ENOUGH = {
    Level.SUBSTANTIAL: frozenset({Level.SUBSTANTIAL.value, Level.HIGH.value}),
    Level.HIGH: frozenset({Level.HIGH.value}),
}
_ID_PORTENS = "idporten-loa-"
"""What ID-porten has before the level; Ansattporten has the level alone."""


def ansattporten(settings: Ansattporten, directory: Directory | None = None) -> OidcProvider:
    """The provider as it is set up.

    Raises:
        InputError: the key can't be used.
    """
    return OidcProvider(
        directory or Directory(settings.issuer),
        client_id=settings.client_id,
        proof=registered_key(settings.key_file, settings.key_id),
        read=lambda claims: person(claims, settings),
        asked={"scope": "openid", "acr_values": settings.level.value},
        choose="login",
    )


def person(claims: Claims, settings: Ansattporten) -> Identity:
    """Who the claims are about; what they may do is given here.

    Raises:
        SignInStopped: LEVEL_TOO_LOW, or TOKEN_REFUSED (`sub`).
    """
    level = str(claims.get("acr", "")).lower().removeprefix(_ID_PORTENS)
    if level not in _ENOUGH[settings.level]:
        raise SignInStopped(Stop.LEVEL_TOO_LOW, "acr")
    subject, name = claims.get("sub"), claims.get("name")
    if not isinstance(subject, str) or not subject:
        raise SignInStopped(Stop.TOKEN_REFUSED, "sub")
    return Identity(key=f"{settings.issuer}\0{subject}", name=name if isinstance(name, str) else "")
