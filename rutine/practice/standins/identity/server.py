"""The two stand-in providers, served on loopback by one thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.types import ASGIApp

from rutine.practice.standins.identity.faults import IdentityFaults
from rutine.practice.standins.identity.people import CITIZENS, EMPLOYEES, Citizen, Employee
from rutine.practice.standins.identity.site import Person, ProviderSite, Registration
from rutine.practice.standins.serving import Serving

TENANT = "11112222-3333-4444-5555-666677778888"
_OTHER_TENANT = "99990000-3333-4444-5555-666677778888"


class EntraSite(ProviderSite):
    """The stand-in for Microsoft Entra ID, one tenant."""

    title = "Øvingsside for jobbkontoer: dette er ikke Microsoft."
    pages = f"/{TENANT}/oauth2/v2.0"

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration)
        self.employees: tuple[Employee, ...] = EMPLOYEES

    @property
    def issuer(self) -> str:
        """What Entra calls itself in tokens of this tenant."""
        return f"{self.url}/{TENANT}/v2.0"

    @property
    def people(self) -> Sequence[Person]:
        """Those with a work account; tests may give them other roles."""
        return self.employees

    @property
    def statement_audience(self) -> str:
        """The token's address."""
        return f"{self.url}{self.pages}/token"

    def claims(self, person: Any, client_id: str) -> dict[str, Any]:
        """Tenant, object, name, an e-mail address that nobody asked for, and app roles."""
        faults = self.faults
        told: dict[str, Any] = {
            "ver": "2.0",
            "sub": f"{person.key}-at-{client_id}",
            "tid": _OTHER_TENANT if faults.other_tenant else TENANT,
            "oid": person.object_id,
            "name": person.name,
            "preferred_username": f"{person.key}@kommune.example",
        }
        if person.roles and not faults.no_roles:
            told["roles"] = "approver" if faults.roles_as_text else list(person.roles)
        if faults.many_groups:
            told["_claim_names"] = {"groups": "src1"}
            told["_claim_sources"] = {"src1": {"endpoint": f"{self.url}/users/x/getMemberObjects"}}
            told["hasgroups"] = True
        return told


class AnsattportenSite(ProviderSite):
    """The stand-in for Ansattporten."""

    title = "Øvingsside for innlogging: dette er ikke Ansattporten."

    @property
    def issuer(self) -> str:
        """What Ansattporten calls itself."""
        return self.url

    @property
    def people(self) -> Sequence[Person]:
        """Those with an electronic id."""
        return CITIZENS

    @property
    def statement_audience(self) -> str:
        """The issuer."""
        return self.written

    def claims(self, person: Any, client_id: str) -> dict[str, Any]:
        """Subject, level, and the national id, which nobody asked for either."""
        citizen: Citizen = person
        return {
            "sub": citizen.subject,
            "pid": citizen.pid,
            "acr": "substantial" if self.faults.weaker else citizen.level,
            "amr": [citizen.task],
            "locale": "nb",
            "client_amr": "private_key_jwt" if client_id else "",
        }


class IdentityStandIns(Serving):
    """Entra ID and Ansattporten as practice sites, each at a port of 127.0.0.1.

    Raises:
        InputError: `port_busy` when a port is taken.
    """

    def __init__(
        self,
        entra: Registration,
        ansattporten: Registration,
        *,
        entra_port: int = 0,
        ansattporten_port: int = 0,
    ) -> None:
        super().__init__({"entra": entra_port, "ansattporten": ansattporten_port})
        self.entra = EntraSite(entra)
        self.ansattporten = AnsattportenSite(ansattporten)

    def _applications(self, urls: dict[str, str]) -> dict[str, ASGIApp]:
        self.entra.url, self.ansattporten.url = urls["entra"], urls["ansattporten"]
        return {"entra": self.entra.app(), "ansattporten": self.ansattporten.app()}

    def set_faults(self, faults: IdentityFaults) -> None:
        """Switch faults on or off while serving."""
        self.entra.faults = self.ansattporten.faults = faults
