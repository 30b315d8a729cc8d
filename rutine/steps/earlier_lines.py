"""What reports have brought for some people: this run's lines, and those of earlier runs.

Earlier lines stay in the evidence archive alone. Of a report's bytes only the lines of the
people asked for are read, and only when a case looks back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from rutine.cases.people.lines_of_people import Place, lines_of_people
from rutine.cases.reports.ledger import LedgerEntry, ReportState, reports_that_came
from rutine.core.differences import RowRef, Side
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from rutine.formats.reading import read as read_format
from rutine.installation import Installation
from rutine.refunds.looking_back.received import Received, ReceivedBy, ReceivedLine
from rutine.steps.control import Controlled
from rutine.steps.list_files import identities
from rutine.steps.read import label
from rutine.steps.scope import Scope


def received_by(
    place: Installation, scope: Scope, controlled: Controlled, lines: pd.DataFrame
) -> ReceivedBy:
    """A look-up of people's lines, for a run with these reports and lines."""
    return partial(_look_up, place, scope, controlled, lines)


@dataclass(frozen=True, slots=True)
class _Report:
    """A report that counts: its entry, and the day its money came."""

    entry: LedgerEntry
    received: date

    @property
    def name(self) -> str:
        """What people call it: NAV's number, or the beginning of its hash."""
        return label(self.entry).removeprefix("report ")


def _look_up(
    place: Installation,
    scope: Scope,
    controlled: Controlled,
    lines: pd.DataFrame,
    persons: frozenset[str],
) -> Received:
    numbers = _numbers(controlled, persons)
    every = persons.union(*numbers.values())
    with place.database.reading() as session:
        came = reports_that_came(session, scope.employer)
        places = lines_of_people(
            session, place.keys, scope.employer, [Fnr(number) for number in every]
        )
    now = {report.reading.sha256 for report in controlled.passed}
    reports = {
        entry.sha256: _Report(entry, entry.value_date or first or scope.period.first)
        for entry, first in came
        if entry.state is ReportState.SETTLED or entry.sha256 in now
    }
    found: dict[RowRef, ReceivedLine] = {}
    unseen = set()
    for sha256, rows in _by_file(places).items():
        if sha256 not in reports:
            continue
        frame = _rows_of(place, controlled, reports[sha256], rows)
        if frame is None:
            unseen.add(sha256)
        else:
            found |= {line.ref: line for line in _lines(frame, reports, every)}
    found |= {line.ref: line for line in _lines(lines, reports, every)}
    by_number: dict[str, list[ReceivedLine]] = {}
    for line in found.values():
        by_number.setdefault(line.person, []).append(line)
    by_person = {
        person: [line for number in sorted(own) for line in by_number.get(number, ())]
        for person, own in numbers.items()
    }
    months = {f"{r.received:%Y-%m}" for sha, r in reports.items() if sha not in unseen}
    lost = {f"{reports[sha].received:%Y-%m}" for sha in unseen}
    return Received(controlled.at_hand.rules.tables.tables, by_person, frozenset(months - lost))


def _numbers(controlled: Controlled, persons: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """Every number that payroll knows each person by: earlier lines may have a former one."""
    look_up = controlled.at_hand.registers
    employed = look_up(persons).employed if look_up is not None else None
    return {
        person: frozenset({person}) | (employed.numbers(person) if employed else frozenset())
        for person in persons
    }


def _by_file(places: Iterable[Place]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for sha256, row in sorted(places):
        found.setdefault(sha256, []).append(row)
    return found


def _rows_of(
    place: Installation, controlled: Controlled, report: _Report, rows: list[int]
) -> pd.DataFrame | None:
    """Some lines of a report in the archive; None when the original can't be read any more."""
    (form,) = controlled.at_hand.rules.formats_for("settlement_line")
    try:
        text = place.archive.get(report.entry.sha256).split(b"\n")
        data = b"".join(text[row - 1] + b"\n" for row in rows)
        reading = read_format(form, data, source=label(report.entry), identities=identities(place))
    except (InputError, IndexError):
        return None
    frame = reading.frame
    return frame.assign(row=[rows[row - 1] for row in frame["row"]], sha256=report.entry.sha256)


def _lines(
    frame: pd.DataFrame, reports: Mapping[str, _Report], persons: frozenset[str]
) -> Iterator[ReceivedLine]:
    for row in frame[frame["person"].isin(list(persons))].to_dict("records"):
        report = reports[row["sha256"]]
        yield ReceivedLine(
            ref=RowRef(side=Side.LINE, sha256=row["sha256"], row=int(row["row"])),
            report=report.name,
            received=report.received,
            person=row["person"],
            sub_unit=row["sub_unit"],
            benefit=row["benefit"],
            first=_day(row["first"]),
            last=_day(row["last"]),
            amount=Ore(int(row["amount"])),
        )


def _day(moment: Any) -> date | None:
    return None if pd.isna(moment) else moment.date()
