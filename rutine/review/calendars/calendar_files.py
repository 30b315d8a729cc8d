"""The calendar for other programs: a workbook, and iCalendar (RFC 5545).

Titles say how many and what, never who: a calendar program shows them on locked screens and
keeps them elsewhere.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rutine.formats.safe_cells import Value, put
from rutine.review.calendars.calendar_items import Item
from rutine.review.catalogue import Catalogue

_WIDTHS = (12, 8, 24, 52, 36, 32, 14, 24, 32)
COLUMNS = ("day", "week", "said", "title", "routine", "where", "unit", "who", "old")
"""What the workbook says of each line, in this order."""
_READ_AGAIN = timedelta(hours=6)


def calendar_workbook(listed: Sequence[Item], t: Catalogue) -> bytes:
    """A sheet with a row for each line, to be filtered and sorted in a spreadsheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has a sheet
    sheet.title = t("deadlines.title")
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True), start=1):
        heading = sheet.cell(1, column)
        put(heading, t(f"deadlines.column.{name}"))
        heading.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, each in enumerate(listed, start=2):
        for column, value in enumerate(_values(each), start=1):
            put(sheet.cell(row, column), value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(listed) + 1}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _values(each: Item) -> tuple[Value, ...]:
    week = each.day.isocalendar().week
    return (
        *(each.day, week, each.said, each.title),
        *(each.routine, each.where, each.unit, each.who, each.old),
    )


def calendar_file(
    listed: Iterable[Item], t: Catalogue, *, name: str, address: str, made: datetime
) -> bytes:
    """The lines as whole-day events that keep nobody from being free.

    Args:
        listed: what is due.
        t: the language of every word.
        name: what the calendar is called.
        address: of the app, to which events lead.
        made: when.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//rutine//calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _READ_AGAIN, parameters={"VALUE": "DURATION"})
    for each in listed:
        event = Event()
        event.add("uid", f"{uuid5(NAMESPACE_URL, address + each.key)}@rutine")
        event.add("dtstamp", made)
        event.add("dtstart", each.day)
        event.add("dtend", each.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", f"{each.said}: {each.title}")
        if each.where:
            event.add("location", each.where)
        described = t("deadlines.described", routine=each.routine, who=each.who)
        event.add("description", f"{described} {each.old}." if each.old else described)
        if each.href:
            event.add("url", address + each.href)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
