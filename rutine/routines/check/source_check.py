"""Do the sources give what the rules look at, in formats that exist?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rutine.core.records import OPTIONAL
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.format_model import FormatFile
from rutine.routines.check.finding import Finding, Level, Step, error, unknown, warning
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.refund_rules import POSTED_RECORDS
from rutine.routines.routine_file import RoutineFile


def source_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Formats that there are, of the right record; systems that are described."""
    systems = {system.id for system in routine.identity.systems}
    for record, source in routine.sources.items():
        path = ("sources", record)
        yield from formats_exist(source.formats, record, (*path, "formats"), around)
        if source.system is not None and source.system not in systems:
            yield unknown((*path, "system"), "system_unknown", source.system, systems)


def posting_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Files of postings that can be written."""
    if routine.postings is None:
        return
    for key, record in POSTED_RECORDS.items():
        name = getattr(routine.postings, key)
        if name not in around.formats:
            yield unknown(("postings", key), "format_unknown", name, around.formats)
            continue
        form = around.formats[name]
        if form is None:
            yield error(("postings", key), "format_faulty", name=name)
        elif not (form.written and form.record == record):
            yield error(("postings", key), "format_not_written", name=name, record=record)


def formats_exist(
    names: tuple[str, ...], record: str, path: tuple[Step, ...], around: Surroundings
) -> Iterator[Finding]:
    """Formats of a list: each there, right in itself, and of the list's record."""
    for place, name in enumerate(names):
        if name not in around.format_names:
            yield unknown((*path, place), "format_unknown", name, around.format_names)
        elif name in names[:place]:
            yield error((*path, place), "format_twice", name=name)
        elif name != BANK_STATEMENT:
            form = around.formats[name]
            if form is None:
                yield error((*path, place), "format_faulty", name=name)
            elif form.record != record:
                yield error(
                    (*path, place),
                    "format_other_record",
                    name=name,
                    record=form.record,
                    wanted=record,
                )


def columns_given(
    names: tuple[str, ...],
    record: str,
    columns: dict[str, tuple[Step, ...]],
    around: Surroundings,
) -> Iterator[Finding]:
    """Columns that the rules look at and a format leaves out of every row.

    It is an error when no format gives the column, and a warning when one of several does not.
    """
    forms = [around.formats.get(name) for name in names if name != BANK_STATEMENT]
    known = [form for form in forms if form is not None and form.record == record]
    if len(known) < len(names):
        return  # a bank statement in XML gives all; a faulty format is told by itself
    for column, path in columns.items():
        lacking = [form for form in known if not _gives(form, column, record)]
        for form in lacking:
            found = warning(path, "column_not_given", column=column, name=form.name)
            none = len(lacking) == len(known)
            yield replace(found, level=Level.ERROR) if none else found


def _gives(form: FormatFile, column: str, record: str) -> bool:
    made = {field.into for field in form.fields} | form.given.keys()
    return column in made or column not in OPTIONAL[record]
