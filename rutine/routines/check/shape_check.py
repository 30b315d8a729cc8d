"""What a routine of a known shape can't run without, and reasons that its shape never gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rutine.core.reasons import REASONS
from rutine.routines.check.finding import Finding, error, warning
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.requirements import ABSENCE, OF_POSITIONS
from rutine.routines.routine_file import RoutineFile

_NEEDED: Final = {
    "obligation": ("employee", "position"),
    "cover": ("shift", "employee", "position"),
    "registers": ("employee", "position", "unit"),
    "redeployment": ("employee", "preferential_right", "vacancy"),
    "survey": ("respondent", "employee", "position", "unit"),
    "questions": ("question_answer",),
    "service_record": ("service_record_request", "employee", "position"),
}
_FAMILIES: Final = {
    "obligation": "OL",
    "cover": "CL",
    "match": "ML",
    "registers": "HL",
    "redeployment": "RL",
    "survey": "UL",
    "questions": "QL",
    "service_record": "SL",
}


def shape_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """The lists that a routine that runs must read, and the two that a match holds together."""
    if not routine.automated or routine.kind is None or _refunds(routine):
        return
    issue = routine.service_record.auto_issue if routine.service_record else None
    if issue is not None and issue.confirmed_on > around.today:
        confirmed = ("service_record", "auto_issue", "confirmed_on")
        yield error(confirmed, "day_ahead", day=f"{issue.confirmed_on}")
    for record in _NEEDED.get(routine.kind, ()):
        if record not in routine.sources:
            yield error(("sources",), "source_needed", record=record, kind=routine.kind)
    for place, rule in enumerate(routine.obligations):
        needed = "time_away" if rule.event in ABSENCE else "event"
        if rule.event not in OF_POSITIONS and needed not in routine.sources:
            path = ("obligations", place, "event")
            yield error(path, "event_no_source", event=rule.event, record=needed)
    if routine.kind == "match":
        yield from _list_findings(routine)
    away = any(not text.while_away for text in routine.survey.rules) if routine.survey else False
    if routine.kind == "survey" and away and "time_away" not in routine.sources:
        yield error(("sources",), "source_needed", record="time_away", kind="survey")


def _list_findings(routine: RoutineFile) -> Iterator[Finding]:
    if routine.lists is None:
        yield error(("kind",), "lists_missing")
        return
    for place in ("a", "b"):
        record = getattr(routine.lists, place).record
        if record not in routine.sources:
            path = ("lists", place, "record")
            yield error(path, "source_needed", record=record, kind="match")


def shape_reason_findings(routine: RoutineFile, _: Surroundings) -> Iterator[Finding]:
    """Reasons that the routine lists, and that its shape never gives."""
    if routine.kind is None or _refunds(routine):
        return
    given = _FAMILIES[routine.kind]
    for place, each in enumerate(routine.exceptions):
        if each.code in REASONS and each.code[0] not in given:
            path = ("exceptions", place, "code")
            yield warning(path, "reason_of_other_shape", name=each.code, kind=routine.kind)


def _refunds(routine: RoutineFile) -> bool:
    """Whether it settles refunds, with steps of its own."""
    return bool(routine.waiting or routine.bank or routine.postings)
