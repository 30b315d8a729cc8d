"""A report's bytes as NAV sends them, and everything that may come in their place."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rutine.core import clock
from rutine.practice.standins.exchange import Exchange, never_answer
from rutine.practice.standins.faults import DownloadFault
from rutine.practice.standins.pdf import small_pdf
from rutine.practice.standins.reports import ListedReport, Shelf

_LOGIN_PAGE = (
    "<!DOCTYPE html>\n<html lang='nb'><head><title>Logg inn</title></head>"
    "<body><h1>Øvingsside: logg inn</h1></body></html>\n"
).encode()

_MEDIA_TYPES = {
    DownloadFault.LOGIN_PAGE: "text/html",
    DownloadFault.WRONG_TYPE: "application/octet-stream",
}


async def content(
    exchange: Exchange, request: Request, report: ListedReport, variant: str
) -> Response:
    """The report as CSV or PDF, or what the fault in force puts in its place."""
    fault = exchange.faults.download if exchange.faults.concerns(report.id) else None
    if fault not in {DownloadFault.HANGS, DownloadFault.SERVER_ERROR}:
        exchange.downloaded[report.id, variant] = clock.now()
    return await deliver(exchange.reports, request, report, variant, fault)


async def deliver(
    shelf: Shelf,
    request: Request,
    report: ListedReport,
    variant: str,
    fault: DownloadFault | None,
) -> Response:
    """The report as CSV or PDF, or what the fault puts in its place."""
    if fault is DownloadFault.HANGS:
        return await never_answer(request)
    if fault is DownloadFault.SERVER_ERROR:
        return Response(status_code=503)
    if variant == "pdf":
        text = f"Øvingsrapport {report.id}: bare CSV-filen har innhold"
        return _file(small_pdf(text), "application/pdf", report, variant)
    data = shelf.content(report.id)
    if fault is DownloadFault.CONNECTION_LOST:
        return _LostResponse(data, media_type="text/csv")
    media_type = _MEDIA_TYPES.get(fault, "text/csv") if fault else "text/csv"
    return _file(_damaged(shelf, report, data, fault), media_type, report, variant)


def _damaged(shelf: Shelf, report: ListedReport, data: bytes, fault: DownloadFault | None) -> bytes:
    own = report.orgnr.value.encode()
    damage: dict[DownloadFault, Callable[[], bytes]] = {
        DownloadFault.CUT_SHORT: lambda: data[:-40],
        DownloadFault.CUT_AT_LINE: lambda: b"".join(data.splitlines(keepends=True)[:-1]),
        DownloadFault.WRONG_FILE: lambda: shelf.content(_another(shelf, report).id),
        DownloadFault.OTHER_EMPLOYER: lambda: data.replace(own, own[::-1]),
        DownloadFault.LOGIN_PAGE: lambda: _LOGIN_PAGE,
        DownloadFault.LOGIN_PAGE_AS_CSV: lambda: _LOGIN_PAGE,
        DownloadFault.EMPTY: lambda: b"",
    }
    return damage[fault]() if fault in damage else data


def _another(shelf: Shelf, report: ListedReport) -> ListedReport:
    """Another report of the same employer and type."""
    return next(
        (
            other
            for other in shelf.listed()
            if other.id != report.id and (other.orgnr, other.type) == (report.orgnr, report.type)
        ),
        report,
    )


def _file(data: bytes, media_type: str, report: ListedReport, variant: str) -> Response:
    """An answer with NAV's headers: no charset, and the file's name."""
    headers = {
        "content-type": media_type,
        "content-disposition": f"attachment; filename={report.file_name}.{variant}",
    }
    return Response(data, headers=headers)


class _LostResponse(Response):
    """Promises the whole file, sends half of it, and hangs up."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send(
            {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        )
        half = bytes(self.body[: len(self.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": False})
