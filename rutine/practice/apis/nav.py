"""The stand-in for NAV's report API, with its rules, its texts and its silences.

Source: nav-reports §2 and appendix, altinn-and-apis §1.4 (`rapport-v1.yaml` 1.1.2).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from rutine.core import clock
from rutine.practice.apis.broken import Broken
from rutine.practice.apis.faults import ApiFaults
from rutine.practice.apis.tokens import party_of
from rutine.practice.apis.world import Done, World
from rutine.practice.standins.downloads import deliver
from rutine.practice.standins.reports import RESOURCES, ListedReport

PATH: Final = "/api/rapport/v1"
SCOPE: Final = "nav:utbetaling/oppgjorsrapporter"
_OLD_NAMES = {"K27": "ref-arbg", "T12": "trekk-hend", "T14": "trekk-kred"}
_VARIANTS = {"text/csv": "csv", "application/pdf": "pdf"}


class _Answer(Exception):  # noqa: N818 - an answer, not a failure
    """Answer this instead."""

    def __init__(self, status: int, text: str = "") -> None:
        super().__init__(status, text)
        self.response = PlainTextResponse(text, status)


class NavReports:
    """NAV's site with the API."""

    def __init__(self, world: World) -> None:
        self._world = world

    def app(self) -> Starlette:
        """The application."""
        app = Starlette(
            routes=[
                Route(PATH, self.search, methods=["POST"]),
                Route(f"{PATH}/{{report_id:int}}", self.metadata),
                Route(f"{PATH}/{{report_id:int}}/innhold", self.content),
                Route(f"{PATH}/{{report_id:int}}/arkiver", self.archive, methods=["PUT"]),
            ]
        )
        app.add_exception_handler(_Answer, _answered)
        return app

    async def search(self, request: Request) -> Response:
        """Metadata of the reports that fit; what may not be seen is left out, untold."""
        faults, party = self._world.faults, self._party(request)
        if faults.search_status is not None:
            return PlainTextResponse("", faults.search_status)
        if faults.search_is_page:
            return HTMLResponse("<h1>Logg inn</h1>")
        try:
            asked = await request.json()
        except ValueError:
            return PlainTextResponse("Ugyldig JSON", 400)
        found = [
            self._row(report)
            for report in sorted(self._world.shelf.listed(), key=lambda report: report.id)
            if self._may_see(party, report)
            and report.id not in faults.left_out
            and _fits(report, _question(asked, party, faults), self._world.archived)
        ]
        response = JSONResponse(found)
        return Broken(response) if faults.search_drops else response

    async def metadata(self, request: Request) -> Response:
        """One report's metadata; 404 also without access."""
        return JSONResponse(self._row(self._report(request, self._party(request))))

    async def content(self, request: Request) -> Response:
        """One report's file: the type must be asked for by name."""
        party = self._party(request)
        accepted = [part.split(";")[0].strip() for part in request.headers["accept"].split(",")]
        wanted = next((each for each in reversed(_VARIANTS) if each in accepted), None)
        if wanted is None:
            raise _Answer(406)
        report, world = self._report(request, party), self._world
        with world.lock:
            world.downloads[report.id] += 1
            count = world.downloads[report.id]
        faults = world.faults
        again = faults.download_times is None or count <= faults.download_times
        fault = faults.download if again and faults.concerns(report.id) else None
        world.audit.append(Done("VARIANT_NEDLASTET", report.id, f"systembruker:userOrg={party}"))
        response = await deliver(world.shelf, request, report, _VARIANTS[wanted], fault)
        if not faults.file_name_with_id and "content-disposition" in response.headers:
            name = f"{report.orgnr.value}_{report.type}_{report.datoValutert}"
            response.headers["content-disposition"] = f"attachment; filename={name}.csv"
        return response

    async def archive(self, request: Request) -> Response:
        """Hide a report from default searches, for everyone; or show it again."""
        party = self._party(request)
        report = self._report(request, party)
        hide = request.query_params.get("arkivert", "true") == "true"
        (self._world.archived.add if hide else self._world.archived.discard)(report.id)
        action = "RAPPORT_ARKIVERT" if hide else "RAPPORT_DEARKIVERT"
        self._world.audit.append(Done(action, report.id, f"systembruker:userOrg={party}"))
        return Response(status_code=204)

    def _party(self, request: Request) -> str:
        """On whose behalf the token is, if NAV takes it."""
        party = party_of(self._world, request, SCOPE)
        if party is None:
            raise _Answer(401, "Uautorisert tilgang")
        return party

    def _may_see(self, party: str, report: ListedReport) -> bool:
        """An access service that does not answer is taken for no access."""
        if self._world.faults.access_down:
            return False
        return any(
            user.party == party == report.orgnr.value and RESOURCES[report.type] in user.resources
            for user in self._world.system_users
        )

    def _report(self, request: Request, party: str) -> ListedReport:
        wanted = request.path_params["report_id"]
        for report in self._world.shelf.listed():
            if report.id == wanted and self._may_see(party, report):
                return report
        raise _Answer(404)

    def _row(self, report: ListedReport) -> dict[str, Any]:
        row = {
            "id": report.id,
            "orgnr": report.orgnr.value,
            "orgNavn": report.orgNavn,
            "type": report.type,
            "datoValutert": report.datoValutert.isoformat(),
            "bankkonto": report.bankkonto,
            "opprettet": report.opprettet.isoformat().replace("+00:00", "Z"),
            "arkivert": report.id in self._world.archived,
        }
        return row | {"belop": str(report.belop)} if self._world.faults.tells_total else row


def _question(asked: dict[str, Any], party: str, faults: ApiFaults) -> dict[str, Any]:
    """The question as NAV reads it: names it does not know are passed over in silence."""
    names = {"orgnr", "etterId", "aar", "fraDato", "tilDato", "rapportTyper", "inkluderArkiverte"}
    names |= {"bankkonto"}
    read = {name: value for name, value in asked.items() if name in names and value is not None}
    if faults.misreads:
        read = {name: value for name, value in read.items() if name != "etterId"}
    for one, other in (
        ("aar", "fraDato"),
        ("etterId", "fraDato"),
        ("aar", "tilDato"),
        ("aar", "etterId"),
    ):
        if one in read and other in read:
            raise _Answer(400, f"{one} kan ikke kombineres med {other}")
    if "tilDato" in read and "fraDato" not in read:
        raise _Answer(400, "tilDato kan ikke angis uten fraDato")
    if "bankkonto" in read:
        raise _Answer(400, "søk på bankkonto tillates ikke for systembrukere")
    try:
        days = {
            name: date.fromisoformat(read[name]) for name in ("fraDato", "tilDato") & read.keys()
        }
        after = int(read["etterId"]) if "etterId" in read else None
        year = int(read["aar"]) if "aar" in read else None
    except (TypeError, ValueError):
        raise _Answer(400, "Ugyldig forespørsel") from None
    first, last = _days(days, after, year)
    if first > last:
        raise _Answer(400, "fraDato kan ikke være etter tilDato")
    kinds = read.get("rapportTyper") or list(RESOURCES)
    return {
        "orgnr": read.get("orgnr", party),
        "after": after or 0,
        "first": first,
        "last": last,
        "kinds": {_OLD_NAMES.get(kind, kind) for kind in kinds},
        "archived": bool(read.get("inkluderArkiverte", False)),
    }


def _days(days: dict[str, date], after: int | None, year: int | None) -> tuple[date, date]:
    """Which value dates are meant: without any word, this year until today."""
    if "fraDato" in days:
        first = days["fraDato"]
        return first, days.get("tilDato", date(first.year, 12, 31))
    if after is not None:
        return date.min, date.max
    if year is not None:
        return date(year, 1, 1), date(year, 12, 31)
    today = clock.today()
    return date(today.year, 1, 1), today


def _fits(report: ListedReport, question: dict[str, Any], archived: set[int]) -> bool:
    return (
        report.orgnr.value == question["orgnr"]
        and report.id > question["after"]
        and question["first"] <= report.datoValutert <= question["last"]
        and report.type in question["kinds"]
        and (question["archived"] or report.id not in archived)
    )


async def _answered(_: Request, answer: Exception) -> Response:
    """Give the answer that was raised."""
    if not isinstance(answer, _Answer):
        raise answer
    return answer.response
