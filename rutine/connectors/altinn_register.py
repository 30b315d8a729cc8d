"""Altinn's system register and requests for a system user: what is set up once.

Source: altinn-and-apis §1.2; docs.altinn.studio, system register and system user request APIs,
checked November 2026. Every step may be repeated: what is there already is updated or used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from rutine.connectors.authorised import AuthorisedCalls
from rutine.connectors.calls import Answer, Calls
from rutine.connectors.maskinporten import AUTHORITY, Maskinporten
from rutine.core.identifiers import OrgNr

WRITE_SYSTEM: Final = "altinn:authentication/systemregister.write"
WRITE_REQUEST: Final = "altinn:authentication/systemuser.request.write"
READ_REQUEST: Final = "altinn:authentication/systemuser.request.read"
RESOURCE: Final = "nav_utbetaling_oppgjorsrapport-refusjon-arbeidsgiver"
SICK_LEAVE_RESOURCES: Final = ("nav_sykepenger_soeknad", "nav_sykepenger_inntektsmelding")
"""What NAV's lists of sick leave need besides (altinn-and-apis §1.2)."""

PACKAGE: Final = "urn:altinn:accesspackage:lonn-personopplysninger-saerlig-kategori"
"""NAV's own example for vendors asks for the resource and this package (nav-reports §2)."""

_BASE: Final = "/authentication/api/v1"
_REGISTER: Final = f"{_BASE}/systemregister/vendor"
_REQUEST: Final = f"{_BASE}/systemuser/request/vendor"
_CODE = re.compile(r"AUTH(?:\.VLD)?-\d{5}")
_FORBIDDEN, _NOT_FOUND = 403, 404
_GOOD: Final = frozenset({200, 201, 202, 204})
_ID_TAKEN, _PENDING, _ACCEPTED = "AUTH.VLD-00002", "AUTH-00007", "AUTH-00006"


class RegisterReason(StrEnum):
    """Why Altinn refused. `rutine.connectors.connect_texts` has the sentences."""

    FORBIDDEN = "forbidden"
    VENDOR_INVALID = "vendor_invalid"
    SYSTEM_ID_INVALID = "system_id_invalid"
    SYSTEM_ID_TAKEN = "system_id_taken"
    RESOURCE_UNKNOWN = "resource_unknown"
    PACKAGE_UNKNOWN = "package_unknown"
    CLIENT_TAKEN = "client_taken"
    SYSTEM_UNKNOWN = "system_unknown"
    REQUEST_UNKNOWN = "request_unknown"
    REQUEST_DENIED = "request_denied"
    REQUEST_REJECTED = "request_rejected"
    REQUEST_TIMED_OUT = "request_timed_out"
    ALTINN_REFUSED = "altinn_refused"


_BY_CODE: Final = {
    "AUTH.VLD-00000": RegisterReason.VENDOR_INVALID,
    "AUTH.VLD-00001": RegisterReason.SYSTEM_ID_INVALID,
    _ID_TAKEN: RegisterReason.SYSTEM_ID_TAKEN,
    "AUTH.VLD-00003": RegisterReason.RESOURCE_UNKNOWN,
    "AUTH.VLD-00004": RegisterReason.CLIENT_TAKEN,
    "AUTH.VLD-00008": RegisterReason.PACKAGE_UNKNOWN,
    "AUTH.VLD-00009": RegisterReason.RESOURCE_UNKNOWN,
    "AUTH.VLD-00012": RegisterReason.SYSTEM_ID_INVALID,
    "AUTH.VLD-00013": RegisterReason.SYSTEM_ID_INVALID,
    "AUTH.VLD-00017": RegisterReason.RESOURCE_UNKNOWN,
    "AUTH.VLD-00018": RegisterReason.PACKAGE_UNKNOWN,
    "AUTH-00008": RegisterReason.REQUEST_DENIED,
    "AUTH-00009": RegisterReason.REQUEST_REJECTED,
    "AUTH-00010": RegisterReason.REQUEST_UNKNOWN,
    "AUTH-00011": RegisterReason.SYSTEM_UNKNOWN,
}


class RegisterError(Exception):
    """Altinn refused, and a person must do something.

    Attributes:
        reason: why.
        detail: Altinn's own code or the HTTP status, never its text.
    """

    def __init__(self, reason: RegisterReason, detail: str) -> None:
        super().__init__(reason.value, detail)
        self.reason = reason
        self.detail = detail


class RequestStatus(StrEnum):
    """How far a request for a system user has come; the values are Altinn's."""

    NEW = "New"
    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    DENIED = "Denied"
    TIMED_OUT = "Timedout"


ENDED: Final = {
    RequestStatus.REJECTED: RegisterReason.REQUEST_REJECTED,
    RequestStatus.DENIED: RegisterReason.REQUEST_DENIED,
    RequestStatus.TIMED_OUT: RegisterReason.REQUEST_TIMED_OUT,
}
"""Ends that need a new request."""


@dataclass(frozen=True, slots=True)
class SystemUserRequest:
    """A request that a person in the employer's organisation must approve.

    Attributes:
        request_id: Altinn's id for it.
        status: how far it has come.
        confirm_url: where the person approves.
    """

    request_id: str
    status: RequestStatus
    confirm_url: str


class AltinnRegister:
    """Altinn's registers on behalf of the vendor, which may be the employer itself."""

    def __init__(
        self, calls: Calls, maskinporten: Maskinporten, *, sick_leave: bool = False
    ) -> None:
        """Prepare; nothing is sent yet.

        Args:
            calls: to Altinn.
            maskinporten: gives the tokens.
            sick_leave: ask for NAV's lists of sick leave, too.
        """
        self._rights = _rights(RESOURCE, *(SICK_LEAVE_RESOURCES if sick_leave else ()))
        self._systems = AuthorisedCalls(calls, maskinporten, WRITE_SYSTEM)
        self._writing = AuthorisedCalls(calls, maskinporten, WRITE_REQUEST)
        self._reading = AuthorisedCalls(calls, maskinporten, READ_REQUEST)

    def register(self, vendor: OrgNr, client_id: str) -> str:
        """Register this program as the vendor's system, or bring it up to date; its id.

        Raises:
            RegisterError: Altinn refuses.
            ApiError: no token, or no answer.
        """
        system_id = f"{vendor.reveal()}_rutine"
        system = _system(vendor, system_id, client_id, self._rights)
        answer = self._systems.send("POST", _REGISTER, json=system)
        if _code(answer) == _ID_TAKEN:
            answer = self._systems.send("PUT", f"{_REGISTER}/{system_id}", json=system)
            if answer.status == _NOT_FOUND:
                raise RegisterError(RegisterReason.SYSTEM_ID_TAKEN, _ID_TAKEN)
        _refuse(answer)
        return system_id

    def ask(
        self, system_id: str, employer: OrgNr, external_ref: str | None = None
    ) -> SystemUserRequest:
        """Ask the employer for a system user; a request that is there already is used.

        Raises:
            RegisterError: REQUEST_DENIED or REQUEST_REJECTED when an earlier one ended so.
            ApiError: no token, or no answer.
        """
        party = employer.reveal()
        asked: dict[str, Any] = {
            "systemId": system_id,
            "partyOrgNo": party,
            "rights": self._rights,
            "accessPackages": [{"urn": PACKAGE}],
        }
        if external_ref is not None:
            asked["externalRef"] = external_ref
        answer = self._writing.send("POST", _REQUEST, json=asked)
        if _code(answer) in {_PENDING, _ACCEPTED}:
            return self.find(system_id, employer, external_ref)
        return _request(answer)

    def find(
        self, system_id: str, employer: OrgNr, external_ref: str | None = None
    ) -> SystemUserRequest:
        """The request that is there for this system and employer.

        Raises:
            RegisterError: REQUEST_UNKNOWN when there is none.
        """
        party = employer.reveal()
        reference = external_ref or party  # Altinn's own rule where none was given
        path = f"{_REQUEST}/byexternalref/{system_id}/{party}/{reference}"
        return _request(self._reading.send("GET", path))

    def status(self, request_id: str) -> SystemUserRequest:
        """How far a request has come.

        Raises:
            RegisterError: REQUEST_UNKNOWN when it was deleted.
        """
        return _request(self._reading.send("GET", f"{_REQUEST}/{request_id}"))

    def withdraw(self, request_id: str) -> None:
        """Delete a request, so that a new one can be made after a refusal.

        Raises:
            RegisterError: Altinn refuses.
        """
        _refuse(self._writing.send("DELETE", f"{_REQUEST}/{request_id}"))


def _rights(*resources: str) -> list[dict[str, Any]]:
    return [{"resource": [{"id": "urn:altinn:resource", "value": each}]} for each in resources]


def _system(
    vendor: OrgNr, system_id: str, client_id: str, rights: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": system_id,
        "vendor": {"authority": AUTHORITY, "ID": f"0192:{vendor.reveal()}"},
        "name": {"nb": "rutine", "nn": "rutine", "en": "rutine"},
        "description": {
            "nb": "Henter og avstemmer refusjoner fra Nav",
            "nn": "Hentar og avstemmer refusjonar frå Nav",
            "en": "Fetches and reconciles refunds from Nav",
        },
        "rights": rights,
        "accessPackages": [{"urn": PACKAGE}],
        "clientId": [client_id],
        "isVisible": False,
        "allowedRedirectUrls": [],
    }


def _code(answer: Answer) -> str | None:
    """Altinn's code in an answer that refuses."""
    if answer.status in _GOOD:
        return None
    found = _CODE.search(answer.content.decode("utf-8", "replace"))
    return found[0] if found else None


def _refuse(answer: Answer) -> None:
    """Raise what a refusal means."""
    if answer.status in _GOOD:
        return
    code = _code(answer)
    if code in _BY_CODE:
        raise RegisterError(_BY_CODE[code], code)
    forbidden = answer.status == _FORBIDDEN
    reason = RegisterReason.FORBIDDEN if forbidden else RegisterReason.ALTINN_REFUSED
    raise RegisterError(reason, code or f"HTTP {answer.status}")


def _request(answer: Answer) -> SystemUserRequest:
    _refuse(answer)
    told = answer.json()
    try:
        return SystemUserRequest(
            str(told["id"]), RequestStatus(told["status"]), str(told.get("confirmUrl") or "")
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise RegisterError(RegisterReason.ALTINN_REFUSED, "answer not as described") from None
