"""What goes with a routine that runs: rules of its kind, examples, a deployment, a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rutine.routines.check.finding import Finding, error, unknown, warning
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.routine_file import RoutineFile

_RULES = {
    "match": "match",
    "obligation": "obligations",
    "cover": "cover_rules",
    "registers": "exceptions",
    "redeployment": "redeployment",
    "survey": "survey",
    "questions": "questions",
    "service_record": "service_record",
}
_REFUNDS = ("waiting", "bank", "settles")
_NORWAY = "Europe/Oslo"
_CRON_FIELDS = 5


def kind_findings(routine: RoutineFile, _: Surroundings) -> Iterator[Finding]:
    """Rules of the kind that the routine is."""
    if routine.automated and routine.kind is None:
        yield error(("stage",), "kind_missing")
    elif routine.automated and not getattr(routine, _RULES[str(routine.kind)]):
        rules = _RULES[str(routine.kind)]
        yield error(("kind",), "rules_missing", kind=str(routine.kind), rules=rules)
    if routine.waiting or routine.bank or routine.postings:
        for key in _REFUNDS:
            if not getattr(routine, key):
                yield error((), "refunds_incomplete", key=key)


def example_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Examples that the file names, and at least one for what runs."""
    there = around.examples(routine.name)
    if routine.automated and not there:
        yield error(("name",), "examples_missing", name=routine.name)
    for place, name in enumerate(routine.examples):
        if name not in there:
            yield unknown(("examples", place), "example_unknown", name, there)


def deployment_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """A deployment that runs the flow when the calendar says; a page that tells of it."""
    if not routine.automated or around.project is None:
        return
    if not around.has_page(routine.name):
        yield warning(("name",), "page_missing", name=routine.name)
    if around.deployments is None:
        yield error(("name",), "deployments_unreadable")
        return
    deployment = around.deployments.get(routine.name)
    if deployment is None:
        yield unknown(("name",), "deployment_missing", routine.name, around.deployments)
        return
    entry = f"flows.{routine.name}.{routine.name}"
    if deployment.get("entrypoint") != entry:
        yield error(("name",), "entrypoint_other", name=routine.name, entry=entry)
    yield from _schedules(routine, deployment)


def _schedules(routine: RoutineFile, deployment: Mapping[str, Any]) -> Iterator[Finding]:
    given = deployment.get("schedules")
    groups = [s for s in given if isinstance(s, dict)] if isinstance(given, list) else []
    by_slug = {str(schedule.get("slug", "")): schedule for schedule in groups}
    for place, time in enumerate(routine.calendar):
        schedule = by_slug.get(time.id)
        if schedule is None:
            yield unknown(("calendar", place, "id"), "schedule_missing", time.id, by_slug)
            continue
        if schedule.get("timezone") != _NORWAY:
            yield error(("calendar", place), "schedule_elsewhere", name=time.id)
        cron = str(schedule.get("cron", "")).split()
        hour, minute = time.at.split(":")
        told = (str(int(minute)), str(int(hour)))
        if len(cron) == _CRON_FIELDS and (cron[0].lstrip("0") or "0", cron[1]) != told:
            yield error(("calendar", place, "at"), "schedule_other_time", name=time.id, at=time.at)
