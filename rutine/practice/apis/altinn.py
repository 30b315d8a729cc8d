"""The stand-in for Altinn's system register and system-user requests.

Source: altinn-and-apis §1.2; docs.altinn.studio, system register and system user request APIs
with their published codes (`AUTH.VLD-…`, `AUTH-…`).
"""

from __future__ import annotations

import re
import uuid
from typing import Any, Final

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from rutine.practice.apis.sick_leave import RESOURCE_OF
from rutine.practice.apis.world import World
from rutine.practice.standins.reports import RESOURCES

BASE: Final = "/authentication/api/v1"
WRITE_SYSTEM: Final = "altinn:authentication/systemregister.write"
WRITE_REQUEST: Final = "altinn:authentication/systemuser.request.write"
READ_REQUEST: Final = "altinn:authentication/systemuser.request.read"
PACKAGES: Final = frozenset({"urn:altinn:accesspackage:lonn-personopplysninger-saerlig-kategori"})
_PENDING: Final = {
    "Accepted": ("AUTH-00006", "refer to an already Accepted SystemUser."),
    "New": ("AUTH-00007", "refer to a Pending Request, please reuse or delete."),
    "Denied": ("AUTH-00008", "refer to a Denied Request, please delete and renew the Request."),
    "Rejected": ("AUTH-00009", "refer to a Rejected Request, please delete and renew the Request."),
}


class _Problem(Exception):  # noqa: N818 - an answer, not a failure
    """An answer as problem+json."""

    def __init__(
        self, status: int, code: str = "", detail: str = "", *, valid: bool = True
    ) -> None:
        super().__init__(status, code)
        body: dict[str, Any] = {"status": status, "detail": detail}
        if not valid:
            body |= {
                "code": "STD-00000",
                "title": "One or more validation errors occurred.",
                "validationErrors": [{"code": code, "detail": detail}],
            }
        elif code:
            body["code"] = code
        self.response = JSONResponse(body, status, media_type="application/problem+json")


class AltinnRegister:
    """Altinn's platform, as far as setting up a system user goes."""

    def __init__(self, world: World) -> None:
        self._world = world

    def app(self) -> Starlette:
        """The application."""
        register, asked = f"{BASE}/systemregister/vendor", f"{BASE}/systemuser/request/vendor"
        app = Starlette(
            routes=[
                Route(register, self.create_system, methods=["POST"]),
                Route(f"{register}/{{system_id}}", self.update_system, methods=["PUT"]),
                Route(asked, self.ask, methods=["POST"]),
                Route(f"{asked}/byexternalref/{{system_id}}/{{party}}/{{ref}}", self.by_reference),
                Route(f"{asked}/{{request_id}}", self.status, methods=["GET"]),
                Route(f"{asked}/{{request_id}}", self.delete, methods=["DELETE"]),
            ]
        )
        app.add_exception_handler(_Problem, _told)
        return app

    async def create_system(self, request: Request) -> Response:
        """Register a system."""
        vendor, system = self._vendor(request, WRITE_SYSTEM), await request.json()
        if system.get("id") in self._world.systems:
            raise _Problem(400, "AUTH.VLD-00002", "The system id already exists", valid=False)
        self._check_system(vendor, system)
        self._world.systems[system["id"]] = system
        return JSONResponse({"id": str(uuid.uuid4())})

    async def update_system(self, request: Request) -> Response:
        """Replace a system."""
        vendor, system = self._vendor(request, WRITE_SYSTEM), await request.json()
        if request.path_params["system_id"] != system.get("id"):
            raise _Problem(400, "AUTH.VLD-00012", "The system ID does not match", valid=False)
        if system["id"] not in self._world.systems:
            raise _Problem(404)
        self._check_system(vendor, system)
        self._world.systems[system["id"]] = system
        return JSONResponse({"id": str(uuid.uuid4())})

    async def ask(self, request: Request) -> Response:
        """Ask an organisation for a system user; a person there must approve it."""
        self._vendor(request, WRITE_REQUEST)
        asked = await request.json()
        if asked.get("systemId") not in self._world.systems:
            raise _Problem(400, "AUTH-00011", "The Id does not refer to a Registered System.")
        known = self._find(asked["systemId"], asked["partyOrgNo"], asked.get("externalRef"))
        if known is not None:
            code, text = _PENDING[known["status"]]
            raise _Problem(400, code, f"The combination of External Ids {text}")
        made = {
            "id": str(uuid.uuid4()),
            "externalRef": asked.get("externalRef") or asked["partyOrgNo"],
            "systemId": asked["systemId"],
            "partyOrgNo": asked["partyOrgNo"],
            "rights": asked.get("rights", []),
            "accessPackages": asked.get("accessPackages", []),
            "status": "New",
        }
        made["confirmUrl"] = f"{self._world.urls['altinn']}/confirm?id={made['id']}"
        self._world.requests[made["id"]] = made
        return JSONResponse(made, 201)

    async def by_reference(self, request: Request) -> Response:
        """One request, by what it is about."""
        self._vendor(request, READ_REQUEST)
        parts = request.path_params
        known = self._find(parts["system_id"], parts["party"], parts["ref"])
        if known is None:
            raise _Problem(404, "AUTH-00010", "The Id does not refer to a Request in our system.")
        return JSONResponse(known)

    async def status(self, request: Request) -> Response:
        """One request, by its id."""
        self._vendor(request, READ_REQUEST)
        known = self._world.requests.get(request.path_params["request_id"])
        if known is None:
            raise _Problem(404, "AUTH-00010", "The Id does not refer to a Request in our system.")
        return JSONResponse(known)

    async def delete(self, request: Request) -> Response:
        """Take a request back."""
        self._vendor(request, WRITE_REQUEST)
        if self._world.requests.pop(request.path_params["request_id"], None) is None:
            raise _Problem(404, "AUTH-00010", "The Id does not refer to a Request in our system.")
        return Response(status_code=202)

    def _find(self, system_id: str, party: str, reference: str | None) -> dict[str, Any] | None:
        wanted = (system_id, party, reference or party)
        return next(
            (
                each
                for each in self._world.requests.values()
                if (each["systemId"], each["partyOrgNo"], each["externalRef"]) == wanted
            ),
            None,
        )

    def _vendor(self, request: Request, scope: str) -> str:
        """Whose token it is, if it has the scope."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            claims = jwt.decode(
                token, self._world.secret, algorithms=["HS256"], options={"verify_iat": False}
            )
        except jwt.PyJWTError:
            raise _Problem(401) from None
        if scope not in str(claims.get("scope", "")).split():
            raise _Problem(403)
        return str(claims["consumer"]["ID"]).removeprefix("0192:")

    def _check_system(self, vendor: str, system: dict[str, Any]) -> None:
        """The published checks, in their order."""
        identifier, owner = str(system.get("id", "")), str(system["vendor"].get("ID", ""))
        resources = [e["value"] for right in system.get("rights", []) for e in right["resource"]]
        packages = [each["urn"] for each in system.get("accessPackages", [])]
        others = {
            client
            for known, each in self._world.systems.items()
            for client in each["clientId"]
            if known != identifier
        }
        if not re.fullmatch(r"0192:\d{9}", owner):
            raise _Problem(400, "AUTH.VLD-00000", "not a valid ISO6523 identifier", valid=False)
        if owner != f"0192:{vendor}":
            raise _Problem(403)
        if " " in identifier:
            raise _Problem(400, "AUTH.VLD-00013", "System ID cannot have spaces", valid=False)
        if not identifier.startswith(f"{vendor}_"):
            raise _Problem(400, "AUTH.VLD-00001", "does not match the format", valid=False)
        if set(resources) - {*RESOURCES.values(), *RESOURCE_OF.values()}:
            raise _Problem(400, "AUTH.VLD-00003", "resources were not found", valid=False)
        if set(packages) - PACKAGES:
            raise _Problem(400, "AUTH.VLD-00008", "accesspackage not found", valid=False)
        if others & set(system["clientId"]):
            raise _Problem(400, "AUTH.VLD-00004", "client id is already tagged", valid=False)


async def _told(_: Request, problem: Exception) -> Response:
    """Give the answer that was raised."""
    if not isinstance(problem, _Problem):
        raise problem
    return problem.response
