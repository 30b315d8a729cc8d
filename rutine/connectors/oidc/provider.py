"""One identity provider: the way there, and what is made of what comes back.

The authorization code flow with PKCE (S256), state and nonce: OpenID Connect Core 1.0 §3.1,
RFC 7636, RFC 9700. Authlib makes the addresses and the forms; every call goes through `Calls`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.client import OAuth2Client

from rutine.cases.accounts.sign_in import Identity, Journey, SignInStopped, Stop
from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Answer, Patience
from rutine.connectors.oidc.directory import Directory, Metadata, sent
from rutine.connectors.oidc.id_token import checked
from rutine.connectors.oidc.proof import Proof
from rutine.core.reason_texts import Language

Claims = Mapping[str, Any]

_ONCE: Final = Patience(seconds=10, whole_seconds=15, tries=1)
"""A code can be used once: asking again after a lost answer can only fail."""
_REFUSED: Final = 400
_CODE: Final = re.compile(r"[a-z_]{1,40}")


class OidcProvider:
    """A provider that people may sign in at (`rutine.cases.accounts.sign_in.Provider`)."""

    def __init__(
        self,
        directory: Directory,
        *,
        client_id: str,
        proof: Proof,
        read: Callable[[Claims], Identity],
        asked: Mapping[str, str],
        choose: str,
    ) -> None:
        """Prepare; nothing is sent yet.

        Args:
            directory: what the provider publishes of itself.
            client_id: who we are there.
            proof: that it is we.
            read: from checked claims to the person, or SignInStopped.
            asked: what is asked of the provider beside the protocol's own.
            choose: the `prompt` with which it lets the person choose another account.
        """
        self.directory = directory
        self._client_id = client_id
        self._proof = proof
        self._read = read
        self._asked = asked
        self._choose = choose

    def begin(
        self, journey: Journey, back_to: str, language: Language, *, choose: bool = False
    ) -> str:
        """The address to send the browser to.

        Raises:
            SignInStopped: UNREACHABLE.
        """
        described = self.directory.metadata()
        address, _state = self._client(described, back_to).create_authorization_url(
            described.authorize,
            state=journey.state,
            code_verifier=journey.verifier,
            nonce=journey.nonce,
            ui_locales=language.value,
            **self._asked,
            **({"prompt": self._choose} if choose else {}),
        )
        return str(address)

    def finish(self, journey: Journey, back_to: str, code: str, issuer: str | None) -> Identity:
        """Who came back with this code.

        Raises:
            SignInStopped: for whatever reason.
        """
        described = self.directory.metadata()
        if issuer is not None and issuer != described.issuer:
            raise SignInStopped(Stop.TOKEN_REFUSED, "sender")
        answer = self._exchanged(described, journey, back_to, code)
        access = answer.get("access_token")
        claims = checked(
            answer.get("id_token"),
            issuer=described.issuer,
            client_id=self._client_id,
            nonce=journey.nonce,
            access_token=access if isinstance(access, str) else None,
            key=self.directory.key,
        )
        return self._read(claims)

    def end(self, back_to: str, language: Language) -> str | None:
        """Where a browser is signed out at the provider too, where that is known.

        Without `id_token_hint`: the token would have to be kept, and would stand in an address
        with the person in it. A provider may ask the person whether to sign out, then.
        """
        described = self.directory.known
        if described is None or described.logout is None:
            return None
        query = {
            "client_id": self._client_id,
            "post_logout_redirect_uri": back_to,
            "ui_locales": language.value,
        }
        mark = "&" if "?" in described.logout else "?"
        return f"{described.logout}{mark}{urlencode(query)}"

    def _exchanged(
        self, described: Metadata, journey: Journey, back_to: str, code: str
    ) -> Mapping[str, Any]:
        try:
            answer = self._client(described, back_to).fetch_token(
                described.token, code=code, code_verifier=journey.verifier
            )
        except OAuth2Error as error:
            raise _refused(error.error) from None
        except (ApiError, ValueError, TypeError, AttributeError):
            raise SignInStopped(Stop.UNREACHABLE, "token_answer") from None
        return dict(answer)

    def _client(self, described: Metadata, back_to: str) -> Any:
        return OAuth2Client(
            _Line(),
            client_id=self._client_id,
            client_secret=self._proof.secret,
            token_endpoint_auth_method=self._proof.method(described.token, described.issuer),
            redirect_uri=back_to,
            code_challenge_method="S256",
        )


class _Line:
    """What Authlib calls through: our own calls in the place of an HTTP library's session."""

    def post(self, url: str, *, data: Mapping[str, str], headers: Any, auth: Any) -> _Reply:
        """Send a form, with our proof in it."""
        uri, headers, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        return _Reply(sent("POST", uri, _ONCE, headers=lambda: headers, content=body.encode()))


class _Reply:
    """An answer as Authlib reads it."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.status_code = answer.status

    def json(self) -> Any:
        """The content read as JSON."""
        return self._answer.json()

    def raise_for_status(self) -> None:
        """Say that an answer which is no JSON was a refusal."""
        if self.status_code >= _REFUSED:
            raise SignInStopped(Stop.UNREACHABLE, f"http_{self.status_code}")


def _refused(error: object) -> SignInStopped:
    """Why the code gave no token (RFC 6749 §5.2). Only the code is kept, never the text."""
    code = error if isinstance(error, str) and _CODE.fullmatch(error) else "unknown"
    known = {
        "invalid_client": Stop.CLIENT_REFUSED,
        "unauthorized_client": Stop.CLIENT_REFUSED,
        "invalid_grant": Stop.CODE_REFUSED,
        "temporarily_unavailable": Stop.UNREACHABLE,
        "server_error": Stop.UNREACHABLE,
    }
    return SignInStopped(known.get(code, Stop.PROVIDER_REFUSED), code)
