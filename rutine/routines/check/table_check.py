"""Tables whose facts nobody has looked at for long, and years that lack their G."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from rutine.core.errors import InputError
from rutine.formats.yaml_source import MappingInvalid, YamlDocument
from rutine.routines.check.finding import Finding, error, warning
from rutine.routines.check.wording import recognised
from rutine.routines.tables import load_tables

CHECKED_WITHIN = timedelta(days=366)
"""How long a fact is trusted after somebody held it against its source."""

_G_SET_BY = (6, 30)
"""G of the year is set in May; by the end of June the table has it."""


def table_findings(path: Path, document: YamlDocument, today: date) -> Iterator[Finding]:
    """Facts of one table that should be held against their source again."""
    rows = document.value_at(("rows",))
    days: list[date] = []
    looked_at = _day(document.value_at(("checked",)))
    if looked_at is not None and today - looked_at > CHECKED_WITHIN:
        yield warning(("checked",), "fact_old", name=path.stem, day=f"{looked_at}")
    for place, row in enumerate(rows if isinstance(rows, list) else ()):
        checked = _day(row.get("checked")) if isinstance(row, dict) else None
        if checked is not None and checked > today:
            yield error(("rows", place, "checked"), "day_ahead", day=f"{checked}")
        elif checked is not None and today - checked > CHECKED_WITHIN:
            name = str(row.get("name") or row.get("code") or row.get("kind") or path.stem)
            yield warning(("rows", place, "checked"), "fact_old", name=name, day=f"{checked}")
        if isinstance(row, dict) and (first := _day(row.get("from"))) is not None:
            days.append(first)
    due = path.stem == "g" and (today.month, today.day) > _G_SET_BY
    if due and days and max(days).year < today.year:
        yield error(("rows",), "g_missing", year=today.year)


def tables_together(path: Path) -> Iterator[Finding]:
    """What is wrong with all tables of the folder taken together, told on those it may be in."""
    try:
        load_tables(path.parent)
    except MappingInvalid:
        return  # a fault of one file, told where it stands
    except InputError as fault:
        of_g = "table of G" in fault.message or " g from " in fault.message
        if fault.code != "mapping_missing" and of_g == (path.stem == "g"):
            yield recognised(1, fault.message)


def routines_known(document: YamlDocument, mappings: Path) -> Iterator[Finding]:
    """Terms of a routine that there is none of: they would hold for nothing."""
    rows = document.value_at(("rows",))
    for place, row in enumerate(rows if isinstance(rows, list) else ()):
        routine = row.get("routine") if isinstance(row, dict) else None
        if routine is not None and not (mappings / "routines" / f"{routine}.yaml").is_file():
            yield error(("rows", place, "routine"), "term_of_no_routine", name=str(routine))


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
