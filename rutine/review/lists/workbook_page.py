"""Cases as a workbook: taken out, filled in, and taken in again with the checks of the CLI."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from rutine.cases.lists import queue
from rutine.cases.views import CaseStatus
from rutine.cases.workbook import TakenIn, Told, export_cases, take_in, told
from rutine.core.errors import InputError
from rutine.review.catalogue import number
from rutine.review.visit import Visit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 8_000_000
"""Bytes of a workbook, whatever its upload said of its size."""
_FAULTS = frozenset(
    {"workbook_unknown", "workbook_unreadable", "workbook_too_large", "file_missing", "not_xlsx"}
)
"""What may be wrong with a whole file: the last parts of catalogue keys."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a workbook, in words."""

    line: str
    stored: bool
    blocked: list[Told]
    blocked_title: str


def show(visit: Visit) -> Response:
    """`GET /saker/arbeidsbok`."""
    return _page(visit)


def download(visit: Visit) -> Response:
    """`GET /saker/arbeidsbok/fil`: what the visitor may decide; that it was taken is logged."""
    site = visit.site
    with site.database.writing() as session:
        data = export_cases(session, site.keys, visit.actor, visit.t.language)
    name = f"{visit.t('workbook.file_name')}-{site.today().isoformat()}.xlsx"
    return Response(
        data, media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def upload(visit: Visit) -> Response:
    """`POST /saker/arbeidsbok`: all filled-in rows or none, unless the valid are asked for.

    The file is read and forgotten; its name, which a person chose, is stored nowhere.
    """
    name, data = visit.file("workbook")
    if not data:
        return _page(visit, error="file_missing")
    if len(data) > LARGEST:
        return _page(visit, error="workbook_too_large")
    if not name.casefold().endswith(".xlsx"):
        return _page(visit, error="not_xlsx")
    try:
        found = take_in(
            visit.site.database,
            data,
            actor=visit.actor,
            only_valid=visit.field("only_valid") == "yes",
            limits=visit.site.limits,
        )
    except InputError as refused:
        if refused.code not in _FAULTS:
            raise
        return _page(visit, error=refused.code)
    return _page(visit, found=found)


def _page(visit: Visit, *, found: TakenIn | None = None, error: str = "") -> Response:
    with visit.site.database.reading() as session:
        counts = queue.counts(session, visit.actor, None)
    decidable = counts.statuses[CaseStatus.OPEN] + counts.statuses[CaseStatus.WAITING]
    return visit.render(
        "workbook.html",
        status=422 if error or (found and not found.stored) else 200,
        section="queue",
        count=visit.t.counted("workbook.count", decidable),
        restricted=visit.actor.sees_restricted,
        error=f"workbook.{error}" if error else "",
        result=_result(visit, found) if found else None,
    )


def _result(visit: Visit, found: TakenIn) -> Result:
    t = visit.t
    return Result(
        line=t(
            "workbook.stored" if found.stored else "workbook.nothing",
            decided=number(found.decided),
            proposed=number(found.proposed),
            empty=number(found.empty),
        ),
        stored=found.stored,
        blocked=[told(each, t.language) for each in found.blocked],
        blocked_title=t.counted("workbook.blocked", len(found.blocked)),
    )
