"""What NAV's page is told about companies and reports, field names as NAV's (appendix)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rutine.core.identifiers import OrgNr
from rutine.practice.standins.exchange import Exchange
from rutine.practice.standins.people import PracticePerson
from rutine.practice.standins.reports import RESOURCES, ListedReport


def companies(exchange: Exchange, person: PracticePerson) -> list[dict[str, Any]]:
    """The companies per right. An access service that is down gives the same empty list."""
    if exchange.faults.no_companies:
        return []
    answer = []
    for kind in RESOURCES:
        names = {
            report.orgnr.value: report.orgNavn
            for report in exchange.reports_for(person)
            if report.type == kind
        }
        units = [_unit(orgnr, name) for orgnr, name in names.items()]
        if exchange.faults.duplicate_names:
            twins = [_unit(_following(orgnr), name) for orgnr, name in names.items()]
            units = [*twins, *units]
        if units:
            answer.append({"tilgang": kind, "virksomheter": units})
    return answer


def report_list(exchange: Exchange, orgnr: str, kind: str) -> dict[str, Any]:
    """Every report of one organisation and type, highest id first."""
    listed = [
        report
        for report in exchange.reports.listed()
        if report.orgnr.value == orgnr and report.type == kind
    ]
    shown = [report for report in listed if not _hidden(exchange, report)]
    return {
        "orgnr": orgnr,
        "orgNavn": listed[0].orgNavn if listed else "",
        "type": kind,
        "rapporter": [_report(exchange, report) for report in shown],
    }


def _unit(orgnr: str, name: str) -> dict[str, Any]:
    return {"orgnr": orgnr, "navn": name, "underenheter": []}


def _following(orgnr: str) -> str:
    """The next valid organisation number, for a company that only shares the name."""
    return next(
        str(number)
        for number in range(int(orgnr) + 1, int(orgnr) + 100)
        if OrgNr.is_valid(str(number))
    )


def _hidden(exchange: Exchange, report: ListedReport) -> bool:
    faults = exchange.faults
    return faults.no_reports or (faults.missing_report and faults.concerns(report.id))


def _report(exchange: Exchange, report: ListedReport) -> dict[str, Any]:
    faults = exchange.faults
    wrong = Decimal(1) if faults.other_total and faults.concerns(report.id) else Decimal(0)
    return {
        "id": report.id,
        "datoValutert": report.datoValutert.isoformat(),
        "belop": str(report.belop + wrong),
        "varianterMedNedlastingsinfo": [
            {
                "format": variant.upper(),
                "filnavn": f"{report.file_name}.{variant}",
                "nedlastingsinfo": _last_download(exchange, report, variant),
            }
            for variant in ("csv", "pdf")
        ],
    }


def _last_download(exchange: Exchange, report: ListedReport, variant: str) -> dict[str, str] | None:
    moment = exchange.downloaded.get((report.id, variant))
    if moment is None:
        return None
    return {"sistLastetNed": moment.isoformat(), "sistLastetNedAv": "PERSON"}
