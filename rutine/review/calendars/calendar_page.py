"""One calendar: everything with a day by which somebody must act, by unit and role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from rutine.cases.access import Actor
from rutine.cases.accounts import calendar_links
from rutine.core import clock
from rutine.core.errors import AccessDenied
from rutine.core.reason_texts import Language
from rutine.review import wording
from rutine.review.calendars.calendar_files import calendar_file, calendar_workbook
from rutine.review.calendars.calendar_items import (
    BACK,
    Item,
    chosen,
    items,
    roles_of,
    units_of,
    weeks,
)
from rutine.review.catalogue import Catalogue, catalogue, number
from rutine.review.lists.workbook_page import XLSX
from rutine.review.visit import Visit

PATH: Final = "/kalender"
ICS: Final = "text/calendar; charset=utf-8"
SPANS: Final = (4, 13, 26, 57)
"""Weeks ahead that can be chosen."""
USUAL: Final = 13
LINK_SPAN: Final = timedelta(weeks=57)
MOST: Final = 1_000
"""Lines on the page; the workbook has them all."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day's lines; `name` says weekday and date."""

    name: str
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Week:
    """One week's days, with how many lines it has."""

    name: str
    days: list[Day]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the reader wants to see."""

    unit: str
    role: str
    span: int


def show(visit: Visit) -> Response:
    """`GET /kalender`."""
    return _page(visit)


def download_workbook(visit: Visit) -> Response:
    """`GET /kalender/arbeidsbok`: what the page shows, all of it."""
    asked = _asked(visit)
    listed = chosen(_read(visit, asked), asked.unit, asked.role)
    return _file(visit, calendar_workbook(listed, visit.t), XLSX, "xlsx")


def download(visit: Visit) -> Response:
    """`GET /kalender/fil`: the same for a calendar program, once."""
    asked = _asked(visit)
    listed = chosen(_read(visit, asked, leaves=True), asked.unit, asked.role)
    return _file(visit, Reader(visit, visit.actor, visit.t).ics(listed), ICS, "ics")


def make_link(visit: Visit) -> Response:
    """`POST /kalender/lenke`: a new link, shown in this answer and never again."""
    if visit.user is None:
        raise AccessDenied("not_a_person", "Nobody has signed in.")
    with visit.site.database.writing() as session:
        token = calendar_links.make(session, visit.user)
    return _page(visit, link=f"{visit.origin}{PATH}/{token}.ics")


def end_link(visit: Visit) -> Response:
    """`POST /kalender/lenke-av`."""
    if visit.user is None:
        raise AccessDenied("not_a_person", "Nobody has signed in.")
    with visit.site.database.writing() as session:
        calendar_links.end(session, visit.user)
    return visit.go(PATH)


def feed(visit: Visit) -> Response:
    """`GET /kalender/{token}.ics`: for a program, which reads it again and again.

    Raises:
        HTTPException: 404 for a link that works no more, or never did.
    """
    token: str = visit.request.path_params["token"]
    site = visit.site
    with site.database.reading() as session:
        user = calendar_links.owner(session, token)
        if user is None or not site.lets_in(user.way):
            raise HTTPException(404)
        t = catalogue(Language(user.language) if user.language in set(Language) else site.language)
        reader = Reader(visit, user.actor, t)
        listed = reader.items(session, LINK_SPAN, leaves=True)
    return Response(reader.ics(listed), media_type=ICS)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads, in their language: signed in, or by a link of theirs."""

    visit: Visit
    actor: Actor
    t: Catalogue

    def items(self, session: Session, span: timedelta, *, leaves: bool = False) -> list[Item]:
        """What is overdue, and what is due within a span from today."""
        today = self.visit.site.today()
        days = today - BACK, today + span
        return items(self.visit.site, session, self.actor, self.t, days, leaves=leaves)

    def ics(self, listed: list[Item]) -> bytes:
        """The lines as iCalendar."""
        return calendar_file(
            listed,
            self.t,
            name=f"{self.visit.site.title}: {wording.inside(self.t('deadlines.title'))}",
            address=self.visit.origin,
            made=clock.now(),
        )


def _asked(visit: Visit) -> _Asked:
    """What makes no sense in the address is left out."""
    given = visit.request.query_params
    span = given.get("uker", "")
    return _Asked(
        unit=given.get("unit", "")[:9],
        role=given.get("hvem", "")[:20],
        span=int(span) if span in {str(each) for each in SPANS} else USUAL,
    )


def _read(visit: Visit, asked: _Asked, *, leaves: bool = False) -> list[Item]:
    reader = Reader(visit, visit.actor, visit.t)
    with visit.site.database.reading() as session:
        return reader.items(session, timedelta(weeks=asked.span), leaves=leaves)


def _file(visit: Visit, data: bytes, media_type: str, ending: str) -> Response:
    name = f"{visit.t('deadlines.file_name')}-{visit.site.today().isoformat()}.{ending}"
    return Response(
        data,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(visit: Visit, *, link: str = "") -> Response:
    asked, t, today = _asked(visit), visit.t, visit.site.today()
    every = _read(visit, asked)
    listed = chosen(every, asked.unit, asked.role)
    if visit.user is None:
        raise AccessDenied("not_a_person", "Nobody has signed in.")
    with visit.site.database.reading() as session:
        has_link = calendar_links.has_one(session, visit.user)
    late = [each for each in listed if each.day < today]
    ahead = [each for each in listed if each.day >= today]
    return visit.render(
        "calendar.html",
        section="calendar",
        standings=bool(visit.site.standings.routines()),
        late=_days(t, late),
        weeks=[_week(t, monday, some) for monday, some in weeks(ahead[:MOST])],
        more=t("deadlines.more", shown=number(MOST), total=number(len(ahead)))
        if len(ahead) > MOST
        else "",
        is_empty=not listed,
        units=units_of(every),
        roles=roles_of(every),
        spans=[(each, t(f"deadlines.span.{each}")) for each in SPANS],
        asked=asked,
        narrowed=bool(asked.unit or asked.role),
        query=urlencode({"unit": asked.unit, "hvem": asked.role, "uker": asked.span}),
        has_link=has_link,
        link=link,
    )


def _week(t: Catalogue, monday: date, listed: list[Item]) -> Week:
    sunday = monday + timedelta(days=6)
    name = t(
        "deadlines.week",
        number=monday.isocalendar().week,
        first=f"{monday:%d.%m.}",
        last=wording.day(sunday),
    )
    return Week(name, _days(t, listed))


def _days(t: Catalogue, listed: list[Item]) -> list[Day]:
    return [
        Day(
            t(
                "deadlines.day",
                weekday=t(f"deadlines.weekday.{day.weekday()}"),
                day=wording.day(day),
            ),
            list(some),
        )
        for day, some in groupby(listed, key=lambda each: each.day)
    ]
