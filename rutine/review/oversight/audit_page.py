"""The audit trail, for those who check on everybody else: searched, and taken out as a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import FormData, QueryParams
from starlette.responses import Response

from rutine.cases.access import COMMAND_LINE, ROBOT
from rutine.cases.trail import audit_search
from rutine.cases.trail.audit_search import AuditFilters
from rutine.core.errors import InputError
from rutine.review import wording
from rutine.review.filled_in import read_day
from rutine.review.oversight.audit_file import FORMS, audit_file
from rutine.review.oversight.audit_line import Line, action_options, line
from rutine.review.visit import Visit

_FIELDS: Final = ("case", "who", "kind", "first", "last")
_PATH: Final = "/revisjon"
_ACTION: Final = re.compile(r"[a-z_]{1,48}")
"""What the trail calls what was done; nothing else gets into an address."""
_LONGEST_NUMBER: Final = 9
"""Digits; a national id typed by mistake is longer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody searches for: as typed, as read, and what can't be read."""

    typed: dict[str, str]
    filters: AuditFilters
    error: str = ""

    @property
    def address(self) -> str:
        """The page that shows it."""
        query = urlencode({name: value for name, value in self.typed.items() if value})
        return f"{_PATH}?{query}" if query else _PATH

    @property
    def is_filtered(self) -> bool:
        """Whether anything is searched for."""
        return self.filters != AuditFilters()


def show(visit: Visit) -> Response:
    """`GET /revisjon`."""
    return _page(visit, _asked(visit.request.query_params))


def search(visit: Visit) -> Response:
    """`POST /revisjon/sok`: filters become an address, once nothing in them is a national id."""
    asked = _asked(visit.form)
    return _page(visit, asked) if asked.error else visit.go(asked.address)


def download(visit: Visit) -> Response:
    """`POST /revisjon/fil`: what matches, as CSV or a workbook; that it was taken is logged."""
    asked, form = _asked(visit.form), visit.field("form")
    if asked.error or form not in FORMS:
        return _page(visit, asked)
    site = visit.site
    try:
        with site.database.writing() as session:
            lines = audit_search.export(session, visit.actor, asked.filters, form)
    except InputError as error:
        if error.code != "audit_too_many":
            raise
        return _page(visit, asked, "audit.too_many")
    name = f"{visit.t('audit.file_name')}-{site.today().isoformat()}.{form}"
    return Response(
        audit_file(visit.t, lines, form),
        media_type=FORMS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(visit: Visit, asked: Asked, error: str = "") -> Response:
    """The entries; with an error in what was typed, as if nothing was searched for."""
    t, error = visit.t, error or asked.error
    before = visit.request.query_params.get("before", "")
    with visit.site.database.reading() as session:
        accounts = audit_search.accounts(session, visit.actor)
        found = audit_search.search(
            session,
            visit.actor,
            asked.filters,
            before=int(before) if _is_number(before) else None,
        )
    older = {**{k: v for k, v in asked.typed.items() if v}, "before": found.older}
    shown: list[Line] = [line(t, each) for each in found.lines]
    return visit.render(
        "audit.html",
        status=422 if error else 200,
        section="audit",
        asked=asked.typed,
        error=error,
        filtered=asked.is_filtered,
        who=[
            (ROBOT.id, t("audit.who.robot")),
            (COMMAND_LINE.id, t("audit.who.command_line")),
            *accounts,
        ],
        kinds=action_options(t),
        lines=shown,
        older=f"{_PATH}?{urlencode(older)}" if found.older else "",
        newest=asked.address if before else "",
    )


def _asked(given: FormData | QueryParams) -> Asked:
    """What was typed. A case number that is none is not given back: it may be a national id."""
    typed = {name: str(given.get(name, "")).strip() for name in _FIELDS}
    number, who = typed["case"], typed["who"]
    error = ""
    if number and not _is_number(number):
        error, typed["case"] = "audit.case_invalid", ""
    if who and who not in {ROBOT.id, COMMAND_LINE.id} and not _is_account(who):
        typed["who"] = ""
    if not _ACTION.fullmatch(typed["kind"]):
        typed["kind"] = ""
    days: dict[str, date | None] = {}
    for name in ("first", "last"):
        try:
            days[name] = day = read_day(typed[name])
            typed[name] = wording.day(day) if day else ""
        except InputError:
            days[name], typed[name] = None, ""
            error = error or "audit.day_invalid"
    if error:
        return Asked(typed, AuditFilters(), error)
    filters = AuditFilters(
        case_number=int(number) if number else None,
        who=typed["who"] or None,
        action=typed["kind"] or None,
        first=days["first"],
        last=days["last"],
    )
    return Asked(typed, filters)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def _is_account(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
