"""NAV's lists and the exemptions of a batch as values of the canonical records."""

from __future__ import annotations

from typing import Any, Final

from rutine.practice.days import Day
from rutine.practice.exemptions import Decision
from rutine.practice.nav_lists import ApplicationPart, Request, Submission
from rutine.practice.simulation import Batch

LISTS: Final = ("exemption", "income_request", "income_submission", "sickness_application")
_KINDS: Final = {"Kronisk syk": "chronic", "Gravid": "pregnancy"}


def of(batch: Batch, ends: Day) -> dict[str, list[dict[str, Any]]]:
    """The rows of each list, as they stood on a day."""
    lists = batch.nav_lists
    return {
        "exemption": [_exemption(each) for each in batch.exemptions if each.known <= ends],
        "income_request": [_request(each, ends) for each in lists.requests if each.created <= ends],
        "income_submission": [
            _submission(each, ends) for each in lists.submissions if each.sent <= ends
        ],
        "sickness_application": [_part(each) for each in lists.parts if each.received <= ends],
    }


def _exemption(row: Decision) -> dict[str, Any]:
    return {"person": row.fnr, "kind": _KINDS[row.kind], "first": row.first, "last": row.last}


def _request(row: Request, ends: Day) -> dict[str, Any]:
    return {
        "request_id": row.id,
        "sub_unit": row.unit,
        "person": row.fnr,
        "status": row.status_on(ends),
        "first": row.first,
        "last": row.last,
        "created": row.created,
    }


def _submission(row: Submission, ends: Day) -> dict[str, Any]:
    return {
        "submission_id": row.id,
        "request_id": row.request,
        "sub_unit": row.unit,
        "person": row.fnr,
        "status": row.status_on(ends),
        "error": row.error_on(ends),
        "sent": row.sent,
    }


def _part(row: ApplicationPart) -> dict[str, Any]:
    return {
        "application_id": row.id,
        "sub_unit": row.unit,
        "person": row.fnr,
        "received": row.received,
        "part": row.part,
        "first": row.first,
        "last": row.last,
        "grade": row.grade,
        "actual_grade": row.actual,
    }
