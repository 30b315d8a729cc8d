"""The stand-in for Maskinporten: checks a grant as the real one does, and refuses as published.

Source: altinn-and-apis §1.3; docs.digdir.no, JWT grant and "Feilsøking i Maskinporten".
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Final

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from rutine.core import clock
from rutine.practice.apis.faults import Refusal
from rutine.practice.apis.world import Client, SystemUser, World

GRANT_TYPE: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
TOKEN_SECONDS: Final = 600
_SKEW_SECONDS, _LONGEST = 10, 120
_CLAIMS = {"iss", "aud", "scope", "iat", "exp", "jti", "authorization_details"}
_ANSWERS: Final = {
    Refusal.CLIENT_UNKNOWN: ("invalid_grant", "Invalid assertion. Client authentication failed."),
    Refusal.AUDIENCE: (
        "invalid_grant",
        "Invalid assertion. Client authentication failed. Invalid JWT claim aud",
    ),
    Refusal.SIGNATURE: (
        "invalid_grant",
        (
            "Invalid assertion. Client authentication failed. "
            "The JWT is signed with an invalid certificate."
        ),
    ),
    Refusal.KEY_EXPIRED: (
        "invalid_grant",
        "Invalid assertion. Client authentication failed. Expired key",
    ),
    Refusal.SYSTEM_USER: (
        "invalid_altinn_customer_configuration",
        "Invalid customer configuration in Altinn",
    ),
    Refusal.SCOPE: ("invalid_scope", Refusal.SCOPE.value),
    Refusal.CLIENT_KIND: ("invalid_scope", Refusal.CLIENT_KIND.value),
    Refusal.GRANT_USED: ("invalid_grant", Refusal.GRANT_USED.value),
    Refusal.EXPIRED: ("invalid_grant", Refusal.EXPIRED.value),
    Refusal.MALFORMED: ("invalid_request", Refusal.MALFORMED.value),
    Refusal.UNKNOWN: ("temporarily_new", Refusal.UNKNOWN.value),
}


class _Refused(Exception):  # noqa: N818 - an answer, not a failure
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class MaskinportenSite:
    """The site that gives tokens."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lost = False

    def app(self) -> Starlette:
        """The application."""
        return Starlette(
            routes=[
                Route("/token", self.token, methods=["POST"]),
                Route("/.well-known/oauth-authorization-server", self.about),
            ]
        )

    async def about(self, _request: Request) -> Response:
        """The server's description; its `Date` tells the time."""
        return self._dated(JSONResponse({"issuer": f"{self._world.urls['maskinporten']}/"}))

    async def token(self, request: Request) -> Response:
        """A token for a grant, or one of the published refusals."""
        faults = self._world.faults
        if faults.maskinporten_down:
            return Response(status_code=503)
        if faults.token_not_json:
            return HTMLResponse("<h1>Vedlikehold</h1>")
        form = await request.form()
        try:
            answer = self._grant(str(form.get("grant_type")), str(form.get("assertion")))
        except _Refused as refused:
            error, text = _ANSWERS[refused.refusal]
            code = f"{refused.refusal} " if refused.refusal.value.startswith("MP-") else ""
            return self._dated(
                JSONResponse({"error": error, "error_description": f"{code}{text} (trace)"}, 400)
            )
        if faults.lost_token and not self._lost:
            self._lost = True
            return Response(status_code=502)
        return self._dated(JSONResponse(answer))

    def _now(self) -> datetime:
        return clock.now() + timedelta(seconds=self._world.faults.clock_ahead)

    def _dated(self, response: Response) -> Response:
        """An answer that tells our time, as every web server's does."""
        response.headers["date"] = format_datetime(self._now().astimezone(UTC), usegmt=True)
        return response

    def _grant(self, grant_type: str, assertion: str) -> dict[str, Any]:
        if grant_type != GRANT_TYPE:
            raise _Refused(Refusal.MALFORMED)
        if self._world.faults.refusal is not None:
            raise _Refused(self._world.faults.refusal)
        claims, client = self._checked(assertion)
        scopes = set(str(claims["scope"]).split())
        if not scopes or not scopes <= client.scopes:
            raise _Refused(Refusal.SCOPE)
        now = int(self._now().timestamp())
        token: dict[str, Any] = {
            "iss": f"{self._world.urls['maskinporten']}/",
            "client_id": client.client_id,
            "scope": claims["scope"],
            "consumer": {"authority": "iso6523-actorid-upis", "ID": f"0192:{client.orgnr}"},
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "jti": claims["jti"],
        }
        asked = claims.get("authorization_details")
        if asked:
            user = self._system_user(client, asked)
            token["authorization_details"] = [
                {
                    "type": "urn:altinn:systemuser",
                    "systemuser_id": [user.system_user_id],
                    "systemuser_org": {
                        "authority": "iso6523-actorid-upis",
                        "ID": f"0192:{user.party}",
                    },
                    "system_id": f"{client.orgnr}_rutine",
                }
            ]
        return {
            "access_token": jwt.encode(token, self._world.secret, algorithm="HS256"),
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS - 1,
            "scope": claims["scope"],
        }

    def _checked(self, assertion: str) -> tuple[dict[str, Any], Client]:
        """The grant's claims when everything holds that does not depend on scopes."""
        try:
            header = jwt.get_unverified_header(assertion)
            unverified = jwt.decode(assertion, options={"verify_signature": False})
        except jwt.PyJWTError:
            raise _Refused(Refusal.MALFORMED) from None
        client = self._world.clients.get(str(unverified.get("iss")))
        if client is None:
            raise _Refused(Refusal.CLIENT_UNKNOWN)
        key = client.keys.get(str(header.get("kid")))
        if key is None or header.get("alg") != "RS256":
            raise _Refused(Refusal.SIGNATURE)
        try:
            claims: dict[str, Any] = jwt.decode(
                assertion,
                key,
                algorithms=["RS256"],
                options={"verify_exp": False, "verify_iat": False, "verify_aud": False},
            )
        except jwt.PyJWTError:
            raise _Refused(Refusal.SIGNATURE) from None
        self._check_claims(claims)
        return claims, client

    def _check_claims(self, claims: dict[str, Any]) -> None:
        if claims.get("aud") != f"{self._world.urls['maskinporten']}/":
            raise _Refused(Refusal.AUDIENCE)
        if set(claims) - _CLAIMS or not {"scope", "iat", "exp", "jti"} <= set(claims):
            raise _Refused(Refusal.MALFORMED)
        now, issued, ends = self._now().timestamp(), claims["iat"], claims["exp"]
        if abs(now - issued) > _SKEW_SECONDS or ends < now or ends - issued > _LONGEST:
            raise _Refused(Refusal.EXPIRED)
        with self._world.lock:
            if claims["jti"] in self._world.used_grants:
                raise _Refused(Refusal.GRANT_USED)
            self._world.used_grants.add(claims["jti"])

    def _system_user(self, client: Client, asked: Any) -> SystemUser:
        """The approved system user of exactly this client, party and external reference."""
        entry = asked[0] if isinstance(asked, list) and len(asked) == 1 else {}
        if entry.get("type") != "urn:altinn:systemuser":
            raise _Refused(Refusal.MALFORMED)
        party = str(entry.get("systemuser_org", {}).get("ID", "")).removeprefix("0192:")
        for user in self._world.system_users:
            same = (user.client_id, user.party) == (client.client_id, party)
            if same and user.external_ref == entry.get("externalRef"):
                return user
        raise _Refused(Refusal.SYSTEM_USER)
