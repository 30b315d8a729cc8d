"""Checking an ID token: signed by the provider, for us, now, and for this journey.

Source: OpenID Connect Core 1.0 §3.1.3.7; RFC 8725 (what attackers do with tokens).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import (
    ClaimError,
    ExpiredTokenError,
    JoseError,
)
from joserfc.jws import JWSRegistry

from rutine.cases.accounts.sign_in import SignInStopped, Stop
from rutine.connectors.oidc.directory import Key
from rutine.core import clock

LEEWAY_SECONDS: Final = 60
"""How wrong the clocks may be."""

ALGORITHMS: Final = ("RS256", "PS256", "ES256")
"""Signed with a key that only the provider has: never `none`, never a shared secret (HS256)."""

_LONGEST: Final = 32_768
"""Characters; with two hundred app roles a token has a third of that."""
_TIMES: Final = frozenset({"exp", "nbf", "iat"})


def checked(
    token: object,
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: str | None,
    key: Callable[[str], Key],
) -> Mapping[str, Any]:
    """The claims of a token that is what it should be.

    Args:
        token: what the provider answered under `id_token`.
        issuer: who must have made it.
        client_id: whom it must be made for, and nobody else beside.
        nonce: of the journey that it must belong to.
        access_token: what came with it; its hash must agree, where the token has one.
        key: from a key's id to the provider's key.

    Raises:
        SignInStopped: TOKEN_REFUSED or CLOCK, with what was wrong; what `key` raises.
    """
    if not isinstance(token, str) or not token or len(token) > _LONGEST:
        raise SignInStopped(Stop.TOKEN_REFUSED, "missing")
    try:
        signed = jwt.decode(
            token,
            lambda header: key(_key_id(header.headers())),
            registry=JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False),
        )
        _validate(signed, issuer, client_id, nonce, access_token)
    except ExpiredTokenError:
        raise SignInStopped(Stop.CLOCK, "exp") from None
    except ClaimError as error:
        claim = str(error.claim)
        raise SignInStopped(Stop.CLOCK if claim in _TIMES else Stop.TOKEN_REFUSED, claim) from None
    except JoseError as error:
        raise SignInStopped(Stop.TOKEN_REFUSED, error.error) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # Whatever a crafted token breaks in a library, it is a token that is refused.
        raise SignInStopped(Stop.TOKEN_REFUSED, "malformed") from None
    return signed.claims


def _key_id(headers: Mapping[str, Any]) -> str:
    key_id = headers.get("kid")
    if not isinstance(key_id, str):
        raise SignInStopped(Stop.TOKEN_REFUSED, "kid")
    return key_id


def _validate(
    signed: jwt.Token, issuer: str, client_id: str, nonce: str, access_token: str | None
) -> None:
    claims = CodeIDToken(
        signed.claims,
        signed.header,
        {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": client_id},
            "sub": {"essential": True},
        },
        {"nonce": nonce, "client_id": client_id, "access_token": access_token},
    )
    claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY_SECONDS)
    # Authlib lets a token have more audiences than ours; then others may have been given it.
    if signed.claims["aud"] not in (client_id, [client_id]):
        raise SignInStopped(Stop.TOKEN_REFUSED, "aud")
