"""A run's own page, as the run wrote it: a file that stands alone, and is about no person."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Final

from starlette.responses import HTMLResponse, Response

from rutine.cases.runs import find_run_number
from rutine.core.errors import AccessDenied, InputError
from rutine.review.visit import Visit

_STYLE: Final = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def show(visit: Visit) -> Response:
    """`GET /kjoringer/{run}/rapport`. Its sums are of every unit, so it is for those who see all.

    Raises:
        AccessDenied: `units_missing`.
        InputError: `report_missing`: there is no such run, or it left no page.
    """
    if visit.actor.units is not None:
        raise AccessDenied("units_missing", "The report is about every unit.")
    with visit.site.database.reading() as session:
        run_id = find_run_number(session, visit.request.path_params["run"])
    file = visit.site.report(run_id) if run_id else None
    if file is None:
        raise InputError("report_missing", "The run left no page.")
    page = file.read_bytes()
    response = HTMLResponse(page)
    response.headers["Content-Security-Policy"] = policy(page)
    return response


def policy(page: bytes) -> str:
    """What the page may do: show its own styles, each known by its hash, and nothing else."""
    hashes = (b64encode(sha256(style).digest()).decode() for style in _STYLE.findall(page))
    styles = " ".join(f"'sha256-{each}'" for each in hashes) or "'none'"
    return (
        f"default-src 'none'; style-src {styles}; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )
