"""Searching the audit trail: for an auditor, newest first, without any employee's name or id.

Entries hold ids and codes; of those, only what is listed here is shown. The chain's hashes
stay in the store: a report of one line can be guessed from a hash (see `run_trail`). Of a
restricted case, or one of a routine about health, the auditor without that right sees that
something happened, not which case it was; one who sees some units only is shown entries about
their cases and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from rutine.cases.access import AUDITS, COMMAND_LINE, ROBOT, Actor, require
from rutine.cases.lists.sight import seen_cases
from rutine.cases.tables import AuditEntry, Case, UserAccount
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.errors import InputError

PAGE: Final = 50
MOST_EXPORTED: Final = 50_000
"""Entries in one file; more would keep the server busy for minutes."""

DETAILS: Final = (
    *("choice", "role", "ticked", "roles", "user", "way", "why", "what"),
    *("run", "report", "cases", "items", "entries", "routine", "proposal", "branch"),
    "document",
)
"""What is shown of an entry's data, in this order. The rest are hashes, seals and inner codes."""

_HIGHEST_NUMBER: Final = 2**31 - 1
_PERSON: Final = "user:"


class Who(StrEnum):
    """What kind of actor it was."""

    PERSON = "person"
    ROBOT = "robot"
    COMMAND_LINE = "command_line"


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """What to look for; None is anything.

    Attributes:
        who: `robot`, `command_line` or an account's id.
        first, last: days in Norway, both included.
    """

    case_number: int | None = None
    who: str | None = None
    action: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry, as an auditor reads it.

    Attributes:
        name: the account's own name; empty for the robot and the command line.
        case_number: None also for a case that is hidden from the viewer.
        hidden: it is about a case that the viewer may not know the number of.
        details: from `DETAILS` to what stands in the entry; accounts by their names.
    """

    seq: int
    at: datetime
    who: Who
    name: str
    action: str
    case_number: int | None
    hidden: bool
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some entries, newest first. `older` is the number to go on below; None at the end."""

    lines: tuple[AuditLine, ...]
    older: int | None


def search(
    session: Session, viewer: Actor, filters: AuditFilters, *, before: int | None = None
) -> AuditPage:
    """The newest entries that match, or those older than entry number `before`.

    Raises:
        AccessDenied: the viewer is no auditor.
    """
    query = _query(viewer, filters).order_by(AuditEntry.seq.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(AuditEntry.seq < min(before, _HIGHEST_NUMBER))
    lines = tuple(_lines(session, viewer, query))
    return AuditPage(lines[:PAGE], lines[PAGE - 1].seq if len(lines) > PAGE else None)


def export(
    session: Session, viewer: Actor, filters: AuditFilters, form: str
) -> tuple[AuditLine, ...]:
    """Every entry that matches, oldest first. That they were taken out is an entry itself.

    The session must be a writing one.

    Raises:
        AccessDenied: the viewer is no auditor.
        InputError: `audit_too_many`.
    """
    query = _query(viewer, filters).order_by(AuditEntry.seq).limit(MOST_EXPORTED + 1)
    lines = tuple(_lines(session, viewer, query))
    if len(lines) > MOST_EXPORTED:
        raise InputError(
            "audit_too_many",
            f"More than {MOST_EXPORTED} entries match.",
            "Choose fewer days, and export several times.",
        )
    data = {
        "entries": len(lines),
        "form": form,
        "who": filters.who,
        "kind": filters.action,
        "case": filters.case_number,
        "first": filters.first.isoformat() if filters.first else None,
        "last": filters.last.isoformat() if filters.last else None,
    }
    append(session, viewer, "audit_exported", data=data)
    return lines


def _query(viewer: Actor, filters: AuditFilters) -> Select[AuditEntry, int, bool, str]:
    require(viewer, AUDITS)
    query = select(AuditEntry, Case.number, Case.restricted, Case.sight)
    joined = query.outerjoin(Case, Case.id == AuditEntry.case_id)
    return joined.where(*_conditions(viewer, filters))


def _conditions(viewer: Actor, filters: AuditFilters) -> Iterator[ColumnElement[bool]]:
    if viewer.units is not None or filters.case_number is not None:
        yield from seen_cases(viewer)
    if filters.case_number is not None:
        yield Case.number == min(filters.case_number, _HIGHEST_NUMBER)
    if filters.who is not None:
        machine = filters.who in {ROBOT.id, COMMAND_LINE.id}
        yield AuditEntry.actor == (filters.who if machine else f"{_PERSON}{filters.who}")
    if filters.action is not None:
        yield AuditEntry.action == filters.action
    if filters.first is not None:
        yield AuditEntry.at >= _stamp(filters.first)
    if filters.last is not None:
        yield AuditEntry.at < _stamp(min(filters.last, date.max - timedelta(2)) + timedelta(1))


def _stamp(day: date) -> str:
    """When a day begins in Norway, as the trail writes moments: texts that sort as they follow."""
    # Year 1 began before there was a UTC to count it in.
    day = max(day, date(1970, 1, 1))
    begins = datetime.combine(day, time(), clock.OSLO).astimezone(UTC)
    return begins.isoformat(timespec="microseconds")


def _lines(
    session: Session, viewer: Actor, query: Select[AuditEntry, int, bool, str]
) -> Iterator[AuditLine]:
    names = {
        row.id: row.display_name
        for row in session.execute(select(UserAccount.id, UserAccount.display_name))
    }
    for row in session.execute(query.execution_options(yield_per=2000)):
        yield _line(row, names, viewer)


def _line(
    row: Row[AuditEntry, int, bool, str], names: Mapping[str, str], viewer: Actor
) -> AuditLine:
    entry: AuditEntry = row[0]
    person = entry.actor.startswith(_PERSON)
    hidden = bool(row[2]) and not viewer.sees_restricted
    hidden |= row[3] is not None and row[3] not in viewer.sights
    return AuditLine(
        seq=entry.seq,
        at=datetime.fromisoformat(entry.at),
        who=Who.PERSON if person else Who(entry.actor),
        name=names.get(entry.actor.removeprefix(_PERSON), "") if person else "",
        action=entry.action,
        case_number=None if hidden else row[1],
        hidden=hidden,
        details={} if hidden else _details(entry, names),
    )


def _details(entry: AuditEntry, names: Mapping[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(entry.data)
    shown = {name: data[name] for name in DETAILS if data.get(name) is not None}
    if "user" in shown:
        shown["user"] = names.get(shown["user"], "")
    return shown


def accounts(session: Session, viewer: Actor) -> list[tuple[str, str]]:
    """Ids and names of all accounts, to choose among; names in their order.

    Raises:
        AccessDenied: the viewer is no auditor.
    """
    require(viewer, AUDITS)
    query = select(UserAccount.id, UserAccount.display_name)
    found = session.execute(query.order_by(func.lower(UserAccount.display_name))).all()
    return [(row.id, row.display_name) for row in found]
