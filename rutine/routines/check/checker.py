"""Every finding of one file, whatever kind it is and however wrong, sorted by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from rutine.formats.format_file import load_format
from rutine.formats.yaml_source import MappingInvalid, YamlDocument, load_yaml, parse_model
from rutine.routines.check.finding import Finding, error
from rutine.routines.check.pass_check import pass_findings, settles_findings
from rutine.routines.check.people_check import (
    exception_findings,
    identity_findings,
    loss_reason_findings,
    review_findings,
)
from rutine.routines.check.personal_check import personal_findings
from rutine.routines.check.plan_check import (
    calendar_findings,
    cover_findings,
    gain_findings,
    obligation_findings,
)
from rutine.routines.check.procedure_check import (
    flow_findings,
    procedure_findings,
    system_findings,
)
from rutine.routines.check.project_check import (
    deployment_findings,
    example_findings,
    kind_findings,
)
from rutine.routines.check.shape_check import shape_findings, shape_reason_findings
from rutine.routines.check.source_check import (
    columns_given,
    formats_exist,
    posting_findings,
    source_findings,
)
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.check.table_check import routines_known, table_findings, tables_together
from rutine.routines.check.wording import recognised
from rutine.routines.match_file import MatchFile, load_match
from rutine.routines.retention_file import FILE as RETENTION_FILE
from rutine.routines.retention_file import load_terms
from rutine.routines.routine_file import RoutineFile
from rutine.routines.suitability_scale import FILE as SCALE_FILE
from rutine.routines.suitability_scale import scale_of
from rutine.routines.tables import table_model
from rutine.routines.versions import LATEST, load_latest
from rutine.routines.word_table import FILE as WORDS_FILE
from rutine.routines.word_table import WordFile

_Check = Callable[[RoutineFile, Surroundings], Iterator[Finding]]

_CHECKS: Final[tuple[tuple[_Check, frozenset[str]], ...]] = (
    (kind_findings, frozenset({"kind", "stage", "match", "waiting", "bank", "settles"})),
    (identity_findings, frozenset({"identity", "stage"})),
    (procedure_findings, frozenset({"procedure"})),
    (system_findings, frozenset({"procedure", "identity"})),
    (flow_findings, frozenset({"procedure", "stage", "name"})),
    (source_findings, frozenset({"sources", "identity"})),
    (posting_findings, frozenset({"postings"})),
    (lambda routine, _: pass_findings(routine.passes), frozenset({"match", "settles"})),
    (settles_findings, frozenset({"match", "settles", "stage"})),
    (exception_findings, frozenset({"exceptions", "stage"})),
    (loss_reason_findings, frozenset({"postings"})),
    (review_findings, frozenset({"review", "stage"})),
    (calendar_findings, frozenset({"calendar", "stage"})),
    (gain_findings, frozenset({"gains"})),
    (obligation_findings, frozenset({"obligations"})),
    (cover_findings, frozenset({"cover_rules"})),
    (shape_findings, frozenset({"kind", "stage", "sources", "obligations", "lists"})),
    (shape_reason_findings, frozenset({"kind", "exceptions"})),
    (example_findings, frozenset({"examples", "stage", "name"})),
    (deployment_findings, frozenset({"calendar", "stage", "name"})),
)
"""Each check of what a routine file means, and the parts that it can't do without."""

_ROLES: Final = ("key", "identity", "name", "unit", "benefit", "first", "last", "amount", "less")


def findings_of(path: Path, around: Surroundings) -> list[Finding]:
    """What is wrong with one file, or worth a look; empty when nothing is.

    Args:
        path: a routine file, match file, format file or table.
        around: the project that it is checked in.

    Raises:
        InputError: `mapping_missing`: it can't be read at all.
    """
    try:
        document = load_yaml(path)
        found = list(_findings(path, document, around))
    except MappingInvalid as fault:
        found = list(_said(fault))
    once = {(*each.order, str(sorted(each.words.items()))): each for each in found}
    return sorted(once.values(), key=lambda finding: finding.order)


def _findings(path: Path, document: YamlDocument, around: Surroundings) -> Iterator[Finding]:
    keys = document.data.keys() if isinstance(document.data, dict) else set()
    folder = path.resolve().parent.name
    if "format" in keys or (folder == "formats" and "name" not in keys):
        load_format(path)  # its faults are raised, all at once
    elif (folder, path.name) == ("tables", SCALE_FILE) or _table(document) == "suitability":
        scale_of(document)
        yield from _placed(document, table_findings(path, document, around.today))
    elif (folder, path.name) == ("tables", WORDS_FILE):
        parse_model(document, WordFile)
        yield from _placed(document, table_findings(path, document, around.today))
    elif path.name == RETENTION_FILE:
        load_terms(path.parent)
        yield from _placed(document, table_findings(path, document, around.today))
        yield from _placed(document, routines_known(document, path.parent))
    elif "table" in keys or folder == "tables":
        parse_model(document, table_model(path.stem))
        yield from _placed(document, table_findings(path, document, around.today))
        yield from tables_together(path)
    elif {"a", "b"} <= keys:
        yield from _match_findings(path, document, around)
    else:
        yield from personal_findings(document.text)
        yield from _routine_findings(path, around)


def _table(document: YamlDocument) -> object:
    return document.value_at(("table",))


def _match_findings(path: Path, document: YamlDocument, around: Surroundings) -> Iterator[Finding]:
    try:
        passes = load_match(path).passes
    except MappingInvalid as fault:
        yield from _said(fault)
        passes = ()
    file, _ = _readable(document, MatchFile, {"version": "1", "name": path.stem, "title": {}})
    found = list(pass_findings(passes))
    for place in ("a", "b") if file is not None else ():
        side = getattr(file, place)
        found += formats_exist(side.formats, side.record, (place, "formats"), around)
        columns: dict[str, tuple[str | int, ...]] = {
            column: (place, role)
            for role in _ROLES
            if (column := getattr(side, role)) is not None and column != "row"
        }
        found += columns_given(side.formats, side.record, columns, around)
    if not around.examples(path.stem):
        found.append(error(("name",), "examples_missing", name=path.stem))
    yield from _placed(document, found)


def _routine_findings(path: Path, around: Surroundings) -> Iterator[Finding]:
    document = load_latest(path)
    try:
        parse_model(document, RoutineFile)
    except MappingInvalid as fault:
        yield from _said(fault)
    start = {"version": str(LATEST), "name": path.stem, "title": {"nb": path.stem}}
    if not isinstance(document.data, dict):
        return
    routine, unread = _readable(document, RoutineFile, start)
    if routine is None:
        return
    if routine.name != path.stem and "name" not in unread:
        yield from _placed(document, [error(("name",), "name_other", name=path.stem)])
    for check, parts in _CHECKS:
        if not parts & unread:
            yield from _placed(document, check(routine, around))
    if routine.lists is not None and not unread:
        yield from _list_faults(path, routine)


def _list_faults(path: Path, routine: RoutineFile) -> Iterator[Finding]:
    """Fields of the two lists that their records lack, or that can't be what they are used as."""
    two = routine.lists
    if two is not None and {two.a.record, two.b.record} <= routine.sources.keys():
        try:
            load_match(path)
        except MappingInvalid as fault:
            yield from _said(fault)


def _readable(
    document: YamlDocument, model: type[BaseModel], start: dict[str, Any]
) -> tuple[Any, frozenset[str]]:
    """The model of the parts that can be read, and the names of those that can't.

    So that what a file means is told together with what is misspelt in it.
    """
    data = document.data if isinstance(document.data, dict) else {}
    try:
        return model.model_validate(data), frozenset()
    except ValidationError as invalid:
        wrong = frozenset(str(each["loc"][0]) for each in invalid.errors() if each["loc"])
    kept = {key: value for key, value in data.items() if key not in wrong}
    try:
        return model.model_validate({**start, **kept}), wrong
    except ValidationError:
        return None, wrong


def _said(fault: MappingInvalid) -> Iterator[Finding]:
    return (recognised(line, what) for line, what in fault.faults)


def _placed(document: YamlDocument, found: Iterable[Finding]) -> Iterator[Finding]:
    return (replace(each, line=document.line_of(each.path)) for each in found)
