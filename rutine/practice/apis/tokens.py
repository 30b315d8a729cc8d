"""What NAV's sites make of a token: one scope, one system user, and whose it is."""

from __future__ import annotations

import jwt
from starlette.requests import Request

from rutine.practice.apis.world import World


def party_of(world: World, request: Request, scope: str) -> str | None:
    """On whose behalf the token is; None when NAV does not take it."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        # NAV's clock and Maskinporten's agree; ours may not.
        claims = jwt.decode(
            token, world.secret, algorithms=["HS256"], options={"verify_iat": False}
        )
    except jwt.PyJWTError:
        return None
    details = claims.get("authorization_details", [])
    users = [each for each in details if each.get("type") == "urn:altinn:systemuser"]
    if scheme != "Bearer" or claims.get("scope") != scope or len(users) != 1:
        return None
    with world.lock:
        world.token_uses[token] += 1
        first = next(iter(world.token_uses))
        used = world.token_uses[token]
    limit = world.faults.token_uses
    worn_out = limit is not None and token == first and used > limit
    if world.faults.token_rejected or worn_out:
        return None
    return str(users[0]["systemuser_org"]["ID"]).removeprefix("0192:")
