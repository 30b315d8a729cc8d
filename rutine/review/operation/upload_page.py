"""Reports handed in by a person, when the robot can't fetch them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from rutine.cases.reports.uploads import Outcome, Receipt, Upload
from rutine.review.visit import Visit

MOST_FILES = 20
_COLORS = {Outcome.NEW: "success", Outcome.KNOWN: "info", Outcome.REFUSED: "danger"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person is told about one file. The name is their own, shown once."""

    name: str
    color: str
    outcome: str
    wrong: str
    remedy: str


def show(visit: Visit) -> Response:
    """`GET /last-opp`."""
    return _page(visit)


def upload(visit: Visit) -> Response:
    """`POST /last-opp`: each file is checked by itself, and has its own answer."""
    files = [Upload(name, data) for name, data in visit.files("report") if name or data]
    if not files:
        return _page(visit, error="upload.file_missing")
    receipts = visit.site.uploads(visit.actor, files, visit.t.language)
    return _page(visit, files=files, receipts=receipts)


def _page(
    visit: Visit,
    *,
    files: Sequence[Upload] = (),
    receipts: Sequence[Receipt] = (),
    error: str = "",
) -> Response:
    answers = [
        Answer(
            name=file.name.rpartition("/")[2].rpartition("\\")[2],
            color=_COLORS[receipt.outcome],
            outcome=visit.t(f"upload.{receipt.outcome.value}"),
            wrong=receipt.wrong,
            remedy=receipt.remedy,
        )
        for file, receipt in zip(files, receipts, strict=True)
    ]
    refused = any(receipt.outcome is Outcome.REFUSED for receipt in receipts)
    return visit.render(
        "upload.html",
        status=422 if error or refused else 200,
        section="runs",
        error=error,
        answers=answers,
        refused=refused,
    )
