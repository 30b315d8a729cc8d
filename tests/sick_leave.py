"""NAV's lists of sick leave for tests: one employer with two sub-units at the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rutine.connectors.calls import Calls
from rutine.connectors.maskinporten import Party
from rutine.connectors.sick_leave_api import SCOPE, NavList, SickLeaveApi
from rutine.core.identifiers import Fnr, OrgNr
from rutine.practice.apis import World
from rutine.practice.apis.sick_leave import RESOURCE_OF
from rutine.practice.apis.world import Client
from tests.nav_api import CLIENT, EMPLOYER, KEY_ID, PATIENT, Line, _key, connected

UNIT, OTHER_UNIT = "310000027", "310000035"
SINCE = date(2025, 1, 1)
PEOPLE = [n for n in (f"148290{k:05d}" for k in range(2_000)) if Fnr.is_valid(n)]
BEGUN, LAST, ASKED = date(2026, 5, 15), date(2026, 6, 30), date(2026, 6, 5)


def sick_world(rows: int = 5) -> World:
    """Some open requests, an answered one and applications at each sub-unit, from March on."""
    made = World()
    client = Client(CLIENT, EMPLOYER, {KEY_ID: _key().public_key()}, frozenset({SCOPE}))
    made.allow(client, EMPLOYER, *set(RESOURCE_OF.values()))
    for place, unit in enumerate((UNIT, OTHER_UNIT)):
        made.sick.owners[unit] = EMPLOYER
        for number in range(rows):
            loepenr, fnr = 10 * number + place + 1, PEOPLE[place * rows + number]
            status = "AKTIV" if number else "BESVART"
            request = made.sick.request(loepenr, unit, fnr, status, [BEGUN, LAST, ASKED])
            made.sick.application(loepenr, unit, fnr, [BEGUN, LAST, ASKED])
            if not number:
                made.sick.submission(loepenr, request, "GODKJENT", date(2026, 6, 9))
    early = [date(2026, 2, 2), date(2026, 2, 28), date(2026, 3, 2)]
    request = made.sick.request(9, OTHER_UNIT, PEOPLE[-1], "BESVART", early)
    made.sick.application(9, OTHER_UNIT, PEOPLE[-1], early)
    made.sick.submission(9, request, "GODKJENT", early[-1])
    return made


@contextmanager
def lists_api(folder: Path, made: World) -> Iterator[tuple[Line, SickLeaveApi]]:
    """The stand-ins served, and the API as the employer."""
    with connected(folder, made) as line:
        calls = Calls(line.standins.sick_leave_url, PATIENT)
        yield line, SickLeaveApi(calls, line.connection.maskinporten, Party(OrgNr(EMPLOYER)))
        calls.close()


def pages_of(api: SickLeaveApi, nav_list: NavList, unit: str = UNIT) -> list[bytes]:
    """The bytes of every page of a list."""
    return [page.data for page in api.pages(nav_list, OrgNr(unit), SINCE)]
