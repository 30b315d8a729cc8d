"""What both stand-in providers have in common: pages, codes, tokens, and who may ask for them."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from rutine.core import clock
from rutine.practice.standins.faults import Faults
from rutine.practice.standins.identity.faults import IdentityFaults
from rutine.practice.standins.identity.keys import SigningKeys
from rutine.practice.standins.identity.people import Citizen, Employee

_HERE = Path(__file__).parents[1]
_TEMPLATES = Jinja2Templates(_HERE / "templates")
_TOKEN_SECONDS = 3600
_LONGEST_STATEMENT = 120
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

Person = Employee | Citizen


@dataclass(slots=True)
class Registration:
    """What IT has registered at the provider.

    Attributes:
        client_id: who may ask.
        secret: its shared secret, None where it signs statements.
        public_key: what its statements are checked with.
        redirects: where browsers may be sent back to.
    """

    client_id: str
    secret: str | None = None
    public_key: rsa.RSAPublicKey | None = None
    redirects: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Granted:
    """A code in flight."""

    person: Person
    redirect: str
    nonce: str | None
    challenge: str


class ProviderSite(ABC):
    """One provider. `faults` and `registration` may be replaced from any thread."""

    title = ""
    pages = ""
    """Below which path the pages lie."""

    def __init__(self, registration: Registration) -> None:
        self.url = ""
        self.faults = IdentityFaults()
        self.registration = registration
        self.keys = SigningKeys()
        self.seen: list[tuple[str, str]] = []
        self.statements: set[str] = set()
        self._codes: dict[str, _Granted] = {}

    @property
    @abstractmethod
    def issuer(self) -> str:
        """What the provider calls itself."""

    @property
    def written(self) -> str:
        """The same, as it stands in tokens."""
        return self.issuer + "/" * self.faults.slash_after_name

    @property
    @abstractmethod
    def people(self) -> Sequence[Person]:
        """Who can sign in."""

    @property
    @abstractmethod
    def statement_audience(self) -> str:
        """Whom a client's signed statement must be for."""

    @abstractmethod
    def claims(self, person: Any, client_id: str) -> dict[str, Any]:
        """What this provider says of a person, beside what all say."""

    def app(self) -> Starlette:
        """The application."""
        known = self.issuer.removeprefix(self.url)
        routes = [
            Mount("/static", StaticFiles(directory=_HERE / "static"), name="static"),
            Route(f"{known}/.well-known/openid-configuration", self.about),
            Route(f"{self.pages}/keys", self.published),
            Route(f"{self.pages}/authorize", self.choose, methods=["GET"]),
            Route(f"{self.pages}/authorize", self.chosen, methods=["POST"]),
            Route(f"{self.pages}/token", self.token, methods=["POST"]),
            Route(f"{self.pages}/logout", self.sign_out),
        ]
        hosts = ["127.0.0.1", "localhost"]
        return Starlette(
            routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts)]
        )

    async def about(self, request: Request) -> Response:
        """The provider's description of itself."""
        self._note(request)
        faults, base = self.faults, f"{self.url}{self.pages}"
        await asyncio.sleep(faults.slow_seconds)
        if faults.down:
            return self._dated(Response(status_code=503))
        if faults.description_no_json:
            return self._dated(HTMLResponse("<h1>Vedlikehold</h1>"))
        if faults.plain_addresses:
            base = base.replace("127.0.0.1", "idp.example.org")
        return self._dated(
            JSONResponse(
                {
                    "issuer": "https://other.example.org" * faults.described_as_other
                    or self.written,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "jwks_uri": f"{base}/keys",
                    "end_session_endpoint": f"{base}/logout",
                    "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                }
            )
        )

    async def published(self, request: Request) -> Response:
        """The keys that tokens may be signed with."""
        self._note(request)
        return self._dated(JSONResponse(self.keys.published(self.faults)))

    async def choose(self, request: Request) -> Response:
        """Show the people, or send the browser back with an error."""
        self._note(request)
        query = request.query_params
        if not self._is_registered(request):
            return self._page(request, "identity_refused.html", 400)
        if self.faults.error is not None:
            said = {"error": self.faults.error, "state": query.get("state", "")}
            return RedirectResponse(f"{query['redirect_uri']}?{urlencode(said)}", 302)
        return self._page(request, "identity_sign_in.html", people=self.people)

    async def chosen(self, request: Request) -> Response:
        """Send the browser back with a code for the chosen person, or with the person's no."""
        self._note(request)
        query, form = request.query_params, await request.form()
        if not self._is_registered(request):
            return self._page(request, "identity_refused.html", 400)
        person = next((each for each in self.people if each.key == form.get("person")), None)
        said = {"state": query.get("state", "")}
        if person is None:
            said["error"] = "access_denied"
            return RedirectResponse(f"{query['redirect_uri']}?{urlencode(said)}", 303)
        code = secrets.token_urlsafe(24)
        self._codes[code] = _Granted(
            person, query["redirect_uri"], query.get("nonce"), query.get("code_challenge", "")
        )
        said |= {"code": code, "iss": self.faults.sender or self.written}
        return RedirectResponse(f"{query['redirect_uri']}?{urlencode(said)}", 303)

    async def token(self, request: Request) -> Response:
        """A token for a code, once, to the client it was made for."""
        self._note(request)
        faults, form = self.faults, await request.form()
        await asyncio.sleep(faults.slow_seconds)
        if faults.token_down:
            return Response(status_code=503)
        if faults.token_no_json:
            return HTMLResponse("<h1>Vedlikehold</h1>")
        if faults.token_error is not None:
            return _error(faults.token_error)
        if not self._is_the_client({key: str(value) for key, value in form.items()}):
            return _error("invalid_client", 401)
        granted = self._codes.pop(str(form.get("code", "")), None)
        if granted is None or not _agrees(granted, form):
            return _error("invalid_grant")
        access = secrets.token_urlsafe(32)
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": _TOKEN_SECONDS}
        if not faults.no_id_token:
            answer["id_token"] = self._id_token(granted, access)
        return JSONResponse(answer)

    async def sign_out(self, request: Request) -> Response:
        """Sign the browser out, and send it back where it is registered to go."""
        self._note(request)
        back = request.query_params.get("post_logout_redirect_uri", "")
        if request.query_params.get("client_id") == self.registration.client_id and any(
            back.startswith(each.partition("/logg-inn")[0] + "/")
            for each in self.registration.redirects
        ):
            return RedirectResponse(back, 302)
        return self._page(request, "identity_refused.html", 400)

    def _id_token(self, granted: _Granted, access: str) -> str:
        faults, client = self.faults, self.registration.client_id
        now = int((clock.now() + timedelta(seconds=faults.seconds_off)).timestamp())
        spent = 2 * _TOKEN_SECONDS if faults.expired else 0
        hashed = hashlib.sha256(("x" * faults.other_access_token + access).encode()).digest()
        claims = {
            "iss": "https://other.example.org" if faults.other_issuer else self.written,
            "aud": "another-client" if faults.other_audience else client,
            "iat": now - spent,
            "nbf": now - spent,
            "exp": now - spent + _TOKEN_SECONDS,
            "at_hash": base64.urlsafe_b64encode(hashed[:16]).rstrip(b"=").decode(),
            "nonce": "another-journey" if faults.other_nonce else granted.nonce,
            **self.claims(granted.person, client),
        }
        if faults.more_audiences:
            claims |= {"aud": [client, "another-client"], "azp": client}
        if faults.no_nonce:
            del claims["nonce"]
        if faults.no_object:
            claims = {key: value for key, value in claims.items() if key not in {"oid", "sub"}}
        if faults.keys_change:
            self.keys.change()
        return self.keys.signed(claims, faults)

    def _is_registered(self, request: Request) -> bool:
        """Whether the address that asks is one that IT registered, letter by letter."""
        query, known = request.query_params, self.registration
        return (
            query.get("client_id") == known.client_id
            and query.get("redirect_uri") in known.redirects
            and query.get("response_type") == "code"
            and query.get("code_challenge_method") == "S256"
            and "openid" in query.get("scope", "").split()
        )

    def _is_the_client(self, form: dict[str, str]) -> bool:
        known = self.registration
        if known.secret is not None:
            return form.get("client_id") == known.client_id and secrets.compare_digest(
                form.get("client_secret", ""), known.secret
            )
        assert known.public_key is not None  # noqa: S101 - one of the two is registered
        if form.get("client_assertion_type") != _ASSERTION:
            return False
        try:
            said = jwt.decode(
                form.get("client_assertion", ""),
                known.public_key,
                algorithms=["RS256", "PS256"],
                audience=self.statement_audience,
                options={"require": ["iss", "sub", "exp", "iat", "jti"]},
            )
        except jwt.PyJWTError:
            return False
        fresh = said["jti"] not in self.statements
        self.statements.add(said["jti"])
        short = said["exp"] - said["iat"] <= _LONGEST_STATEMENT
        return fresh and short and said["iss"] == said["sub"] == known.client_id

    def _page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        context |= {
            "faults": Faults(),
            "title": self.title,
            "target": f"{request.url.path}?{request.url.query}",
        }
        response = _TEMPLATES.TemplateResponse(request, template, context, status_code=status)
        response.headers["Content-Security-Policy"] = "default-src 'self'; img-src 'self' data:"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _dated(self, response: Response) -> Response:
        moment = datetime.now(UTC) + timedelta(seconds=self.faults.seconds_off)
        response.headers["Date"] = format_datetime(moment, usegmt=True)
        return response

    def _note(self, request: Request) -> None:
        self.seen.append((request.method, request.url.path))


def _agrees(granted: _Granted, form: Any) -> bool:
    """Whether the code comes from where it was sent, with the secret that it was asked with."""
    digest = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return (
        form.get("grant_type") == "authorization_code"
        and form.get("redirect_uri") == granted.redirect
        and secrets.compare_digest(challenge, granted.challenge)
    )


def _error(code: str, status: int = 400) -> Response:
    # The real ones write names, addresses and trace ids into the description.
    described = f"AADSTS0000: {code} for kari@kommune.example"
    return JSONResponse({"error": code, "error_description": described}, status)
