"""What the API stand-ins agree on: reports, who may see them, tokens, and what was done."""

from __future__ import annotations

import secrets
import threading
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from rutine.core.identifiers import OrgNr
from rutine.practice.apis.faults import ApiFaults
from rutine.practice.apis.sick_rows import SickRows
from rutine.practice.standins.reports import ListedReport, Shelf


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report to put on the shelf."""

    report_id: int
    orgnr: str
    value_date: date
    data: bytes
    account: str = "15030100015"
    kind: str = "ref-arbg"


class Rack:
    """A shelf in memory. NAV makes a report visible after its id is taken, so not in order."""

    def __init__(self, reports: Iterable[NewReport] = ()) -> None:
        self._listed: dict[int, ListedReport] = {}
        self._data: dict[int, bytes] = {}
        for report in reports:
            self.add(report)

    def add(self, report: NewReport) -> None:
        """Let a report be seen from now on."""
        self._data[report.report_id] = report.data
        self._listed[report.report_id] = ListedReport.model_validate(
            {
                "id": report.report_id,
                "orgnr": report.orgnr,
                "orgNavn": "ØVINGSKOMMUNEN",
                "type": report.kind,
                "datoValutert": report.value_date,
                "bankkonto": report.account,
                "belop": _kroner(report.data),
                "opprettet": datetime.combine(report.value_date, datetime.min.time(), UTC),
            }
        )

    def listed(self) -> tuple[ListedReport, ...]:
        """Every report, highest id first."""
        return tuple(self._listed[key] for key in sorted(self._listed, reverse=True))

    def content(self, report_id: int) -> bytes:
        """A report's CSV, byte for byte."""
        return self._data[report_id]


@dataclass(frozen=True, slots=True)
class Client:
    """A client at Maskinporten: its keys by `kid`, and the scopes it was given."""

    client_id: str
    orgnr: str
    keys: dict[str, rsa.RSAPublicKey]
    scopes: frozenset[str]


@dataclass(slots=True)
class SystemUser:
    """A system user that a person approved."""

    client_id: str
    party: str
    resources: frozenset[str]
    external_ref: str | None = None
    system_user_id: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True, slots=True)
class Done:
    """A row of NAV's audit trail, which only NAV's staff can read."""

    action: str
    report_id: int
    who: str


class World:
    """The common state. `faults` and the shelf may be changed from any thread."""

    def __init__(self, shelf: Shelf | None = None, faults: ApiFaults | None = None) -> None:
        self.shelf: Shelf = shelf if shelf is not None else Rack()
        self.faults = faults or ApiFaults()
        self.urls: dict[str, str] = {}
        self.secret = secrets.token_bytes(32)
        self.clients: dict[str, Client] = {}
        self.system_users: list[SystemUser] = []
        self.systems: dict[str, dict[str, Any]] = {}
        self.requests: dict[str, dict[str, Any]] = {}
        self.archived: set[int] = set()
        self.audit: list[Done] = []
        self.used_grants: set[str] = set()
        self.downloads: Counter[int] = Counter()
        self.token_uses: Counter[str] = Counter()
        self.sick = SickRows()
        self.list_calls = 0
        self.lock = threading.Lock()
        self.calls: list[tuple[str, str, str]] = []
        """(site, method, path) of each call, oldest first."""

    def allow(self, client: Client, orgnr: OrgNr | str, *resources: str) -> SystemUser:
        """Register a client with an approved system user for the organisation."""
        self.clients[client.client_id] = client
        user = SystemUser(client.client_id, str(orgnr), frozenset(resources))
        self.system_users.append(user)
        return user

    def set_faults(self, faults: ApiFaults) -> None:
        """Switch faults on or off while serving; counts begin anew."""
        with self.lock:
            self.faults = faults
            self.downloads.clear()
            self.token_uses.clear()
            self.list_calls = 0

    def decide(self, request_id: str, status: str) -> None:
        """A person approves (`Accepted`) or refuses (`Rejected`) a request for a system user."""
        asked = self.requests[request_id]
        asked["status"] = status
        if status != "Accepted":
            return
        system = self.systems[asked["systemId"]]
        resources = frozenset(
            each["value"] for right in asked["rights"] for each in right["resource"]
        )
        self.system_users.extend(
            SystemUser(client, asked["partyOrgNo"], resources) for client in system["clientId"]
        )


def _kroner(data: bytes) -> Decimal:
    """What the lines sum to, in kroner, as NAV's own list tells it."""
    fields = [line.split(b";")[9] for line in data.split(b"\r\n") if line]
    ore = sum(-int(each[:-1]) if each.endswith(b"-") else int(each[:-1]) for each in fields)
    return Decimal(ore).scaleb(-2)
