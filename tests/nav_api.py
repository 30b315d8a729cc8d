"""NAV's report API for tests: a world with one employer, and the way to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from rutine.connectors.api_source import ApiSource, Lookback
from rutine.connectors.calls import Patience
from rutine.connectors.connection import Connection, open_connection
from rutine.connectors.fetching import FetchResult
from rutine.connectors.signing_key import SigningKey, _write
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.practice.apis import ApiFaults, ApiStandIns, NewReport, World
from rutine.practice.apis.world import Client, Rack
from rutine.practice.standins.reports import RESOURCES

EMPLOYER, OTHER = "310000019", "310000043"
CLIENT, KEY_ID = "practice-client", "practice-key"
SCOPE = "nav:utbetaling/oppgjorsrapporter"
PATIENT = Patience(seconds=30.0, tries=3, first_pause=0.001, longest_pause=0.01)
"""Three tries at once; an answer may take its time, as on a machine that has much to do."""
HASTY = replace(PATIENT, seconds=0.5, whole_seconds=2.0)
"""For tests where the time is meant to run out."""


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def key_file(folder: Path) -> Path:
    """The test key, once per folder."""
    path = folder / "maskinporten.pem"
    if not path.exists():
        _write(path, _key())
    return path


def lines(*ore: int, employer: str = EMPLOYER, account: str = "15030100015") -> bytes:
    """A report's bytes: one line for each amount, about nobody."""
    return "".join(
        f"8020;{employer};310000027;6;01819010001;20260801;{account};{'ØVING ÅSE':25};"
        f"20260831;{abs(each):010d}{'-' if each < 0 else ' '};0000000000 ;00000000\r\n"
        for each in ore
    ).encode("latin-1")


def report(report_id: int, day: str, *ore: int, employer: str = EMPLOYER) -> NewReport:
    """A report to put on the rack; its total is the id when none is given."""
    data = lines(*(ore or (report_id * 100, 50)), employer=employer)
    return NewReport(report_id, employer, date.fromisoformat(day), data)


def world(*reports: NewReport, faults: ApiFaults | None = None) -> World:
    """A world where the employer's system user is approved."""
    made = World(Rack(reports), faults)
    client = Client(CLIENT, EMPLOYER, {KEY_ID: _key().public_key()}, frozenset({SCOPE}))
    made.allow(client, EMPLOYER, RESOURCES["ref-arbg"])
    return made


@dataclass
class Line:
    """An employer's way to the stand-ins, with what a ledger would remember."""

    standins: ApiStandIns
    connection: Connection
    lookback: Lookback | None = None
    told: list[str] = field(default_factory=list)

    @property
    def world(self) -> World:
        return self.standins.world

    def source(self, known: Collection[int] = ()) -> ApiSource:
        back = self.lookback or Lookback(max(known) - 1 if known else 0, None)
        return self.connection.source(lambda _: back)

    def fetch(
        self,
        known: Collection[int] = (),
        *,
        faults: ApiFaults | None = None,
        period: Period | None = None,
        employer: str = EMPLOYER,
    ) -> FetchResult:
        self.world.set_faults(faults or ApiFaults())
        return self.source(known).fetch(
            employer=OrgNr(employer), period=period, known=known, progress=self.told.append
        )

    def calls(self, site: str) -> list[tuple[str, str]]:
        return [(method, path) for where, method, path in self.world.calls if where == site]


@contextmanager
def connected(folder: Path, made: World, **changes: Any) -> Iterator[Line]:
    """The stand-ins served, and a connection to them."""
    with ApiStandIns(made) as standins:
        arguments: dict[str, Any] = {
            "maskinporten": standins.maskinporten_url,
            "nav": standins.nav_url,
            "client_id": CLIENT,
            "key_id": KEY_ID,
            "key_file": key_file(folder),
            "patience": PATIENT,
        }
        connection = open_connection(**(arguments | changes))
        try:
            yield Line(standins, connection)
        finally:
            connection.close()


def signing_key(folder: Path) -> SigningKey:
    """The test key as the client holds it."""
    return SigningKey.load(key_file(folder))
