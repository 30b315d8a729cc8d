"""Calls with a token from Maskinporten: a refused token is exchanged for a new one, once.

Serves NAV's report API, Altinn's registers and any other API behind Maskinporten: one scope
and one party for each.
"""

from __future__ import annotations

from typing import Any, Final

from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Answer, Calls
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.maskinporten import Maskinporten, Party

JSON: Final = "application/json"
_UNAUTHORISED = 401


class AuthorisedCalls:
    """Calls to one API with one scope. Safe to use from several threads."""

    def __init__(
        self, calls: Calls, maskinporten: Maskinporten, scope: str, party: Party | None = None
    ) -> None:
        self._calls = calls
        self._maskinporten = maskinporten
        self._scope = scope
        self._party = party

    def send(self, method: str, path: str, *, accept: str = JSON, **body: Any) -> Answer:
        """Send with a token, and once more with a new one when it was refused.

        Raises:
            ApiError: TOKEN_REJECTED when the new one is refused too; API_UNREACHABLE; or why
                Maskinporten gave none.
        """
        used = ""

        def headers() -> dict[str, str]:
            nonlocal used
            used = self._maskinporten.token(self._scope, self._party)
            return {"Authorization": f"Bearer {used}", "Accept": accept}

        answer = self._calls.send(method, path, headers=headers, **body)
        if answer.status == _UNAUTHORISED:
            self._maskinporten.discard(used)
            answer = self._calls.send(method, path, headers=headers, **body)
        if answer.status == _UNAUTHORISED:
            raise ApiError(FetchReason.TOKEN_REJECTED, f"HTTP {answer.status}")
        return answer
