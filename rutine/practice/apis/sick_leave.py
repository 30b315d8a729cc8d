"""The stand-in for NAV's sick-leave API, with its limit, its refusals and its silences.

Source: altinn-and-apis §5 (navikt/sykepenger-im-lps-api, `/swagger/documentation.yaml`).
"""

from __future__ import annotations

from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from rutine.practice.apis.broken import Broken
from rutine.practice.apis.list_faults import ListFaults
from rutine.practice.apis.sick_rows import LISTS, Row
from rutine.practice.apis.tokens import party_of
from rutine.practice.apis.world import World

SCOPE: Final = "nav:helseytelser/sykepenger"
LIMIT_HEADER: Final = "X-Warning-limit-reached"
RESOURCE_OF: Final = {
    "forespoersler": "nav_sykepenger_inntektsmelding",
    "inntektsmeldinger": "nav_sykepenger_inntektsmelding",
    "sykepengesoeknader": "nav_sykepenger_soeknad",
    "sykmeldinger": "nav_sykepenger_sykmelding",
}
"""List -> the Altinn resource that gives access to it."""

_FIELDS: Final = {"orgnr", "fnr", "fom", "tom", "fraLoepenr"}
_OWN_FIELDS: Final = {
    "forespoersler": {"navReferanseId", "status"},
    "inntektsmeldinger": {"innsendingId", "navReferanseId", "status"},
}
_RECEIVED: Final = ("opprettetTid", "innsendtTid", "mottatTid", "mottattAvNav")


class SickLeave:
    """NAV's site with the lists."""

    def __init__(self, world: World) -> None:
        self._world = world

    def app(self) -> Starlette:
        """The application."""
        return Starlette(routes=[Route("/v1/{name}", self.search, methods=["POST"])])

    async def search(self, request: Request) -> Response:
        """The lowest rows above `fraLoepenr`, at most a page of them, of one sub-unit."""
        name = request.path_params["name"]
        if name not in LISTS:
            return Response(status_code=404)
        try:
            asked = await request.json()
        except ValueError:
            asked = None
        refusal = self._refusal(request, name, asked)
        if refusal is not None:
            return refusal
        if self._world.faults.lists.is_page:
            return HTMLResponse("<h1>Logg inn</h1>")
        return self._page(name, asked, self._world.faults.lists)

    def _refusal(self, request: Request, name: str, asked: Any) -> Response | None:
        """Why no list comes; None when it does."""
        party, faults = party_of(self._world, request, SCOPE), self._world.faults.lists
        if party is not None and self._fails(faults):
            return Response(status_code=faults.status or 500)
        known = _FIELDS | _OWN_FIELDS.get(name, set())
        sound = isinstance(asked, dict) and "orgnr" in asked and not set(asked) - known
        if party is not None and not sound:
            return _refused(400, "SERIALISERINGSFEIL")
        if party is not None and asked["orgnr"] in faults.missing:
            return Response(status_code=404)
        if (
            party is None
            or asked["orgnr"] in faults.closed
            or not self._may_see(party, asked["orgnr"], name)
        ):
            return _refused(401, "IKKE_TILGANG_TIL_RESSURS")
        return None

    def _fails(self, faults: ListFaults) -> bool:
        """Whether this call is one of those that a status was set for."""
        with self._world.lock:
            self._world.list_calls += 1
            number = self._world.list_calls - faults.status_from
        if faults.status is None or number < 0:
            return False
        return faults.status_times is None or number < faults.status_times

    def _may_see(self, party: str, unit: str, name: str) -> bool:
        return self._world.sick.owners.get(unit) == party and any(
            user.party == party and RESOURCE_OF[name] in user.resources
            for user in self._world.system_users
        )

    def _page(self, name: str, asked: dict[str, Any], faults: ListFaults) -> Response:
        after = -1 if faults.stuck else asked.get("fraLoepenr", -1)
        fits = [row for row in self._world.sick.rows(name) if _fits(row, asked, faults)]
        above = [row for row in fits if row["loepenr"] > after]
        page = above[: faults.page]
        cut = len(above) > len(page) or len(page) == faults.page
        if faults.repeats and page:
            page = [row for row in fits if row["loepenr"] == after] + page
        if faults.shuffled:
            page = page[1::2] + page[::2]
        if faults.old_fields:
            page = [_as_of_old(row) for row in page]
        response = JSONResponse(page)
        if cut and page and not faults.unmarked:
            response.headers[LIMIT_HEADER] = str(faults.page)
        return Broken(response) if faults.drops else response


def _fits(row: Row, asked: dict[str, Any], faults: ListFaults) -> bool:
    unit = row.get("orgnr") or row["arbeidsgiver"]["orgnr"]
    received = next(row[name] for name in _RECEIVED if name in row)[:10]
    return (
        (faults.foreign or unit == asked["orgnr"])
        and unit not in faults.empty
        and asked.get("fom", "") <= received <= asked.get("tom", "9999")
        and asked.get("fnr") in {None, row.get("fnr"), row.get("sykmeldtFnr")}
        and asked.get("status") in {None, row.get("status")}
        and asked.get("navReferanseId") in {None, row.get("navReferanseId")}
        and asked.get("innsendingId") in {None, row.get("id")}
    )


def _as_of_old(row: Row) -> Row:
    """A row from before 2026, with a field that has come since this was written."""
    old = row | {"nyttFelt": {"ukjent": [1]}}
    if "refusjon" in row:
        old["refusjon"] = row["refusjon"] | {"sluttdato": "2025-04-30"}
        old["agp"] = row["agp"] | {"egenmeldinger": []}
    return old


def _refused(status: int, code: str) -> Response:
    return JSONResponse({"feilkode": code, "feilmelding": "…"}, status)
