"""Does the procedure hang together: today's steps, those to be, and the flow that does them?"""

from __future__ import annotations

from collections.abc import Iterator

from rutine.routines.check.finding import Finding, error, unknown, warning
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.routine_file import RoutineFile


def procedure_findings(routine: RoutineFile, _: Surroundings) -> Iterator[Finding]:
    """Steps that refer to each other, and to systems that are described."""
    procedure = routine.procedure
    if not procedure.today:
        yield warning(("procedure",), "today_missing")
    numbers = {step.no for step in procedure.today}
    taken = {no for step in procedure.to_be for no in step.of_today}
    for place, new in enumerate(procedure.to_be):
        path = ("procedure", "to_be", place)
        for item, no in enumerate(new.of_today):
            if no not in numbers:
                allowed = tuple(str(each) for each in sorted(numbers))
                words: dict[str, str | int] = {"step": new.step, "no": no}
                yield Finding((*path, "of_today", item), "today_unknown", words, allowed=allowed)
        if new.becomes == "removed" and not new.of_today:
            yield error(path, "removed_without_today", step=new.step)
    for place, old in enumerate(procedure.today):
        if procedure.to_be and old.no not in taken:
            yield warning(("procedure", "today", place), "today_left", no=old.no)


def system_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Systems that steps name, and systems about to be replaced."""
    systems = [system.id for system in routine.identity.systems]
    for place, id_ in enumerate(systems):
        if id_ in systems[:place]:
            yield error(("identity", "systems", place, "id"), "id_twice", name=id_)
    named = {
        "today": [step.system for step in routine.procedure.today],
        "to_be": [step.system for step in routine.procedure.to_be],
    }
    for part, names in named.items():
        for place, name in enumerate(names):
            if name is not None and name not in systems:
                path = ("procedure", part, place, "system")
                yield unknown(path, "system_unknown", name, systems)
    for place, system in enumerate(routine.identity.systems):
        if system.replaced_on is not None and system.replaced_on <= around.today:
            path = ("identity", "systems", place, "replaced_on")
            yield warning(path, "system_replaced", name=system.id, day=f"{system.replaced_on}")


def flow_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Automated steps that the flow has, in its order. The flow is read, not run."""
    if not routine.automated or around.project is None:
        return
    flow = around.flow(routine.name)
    if not flow.there:
        yield error(("name",), "flow_missing", name=routine.name)
        return
    if flow.names is None:
        yield error(("name",), "flow_unreadable", name=routine.name)
        return
    last = -1
    for place, step in enumerate(routine.procedure.to_be):
        path = ("procedure", "to_be", place)
        if step.becomes == "automated" and step.flow_step is None:
            yield warning(path, "flow_step_missing", step=step.step)
        elif step.flow_step is not None and step.flow_step not in flow.names:
            yield unknown((*path, "flow_step"), "flow_step_unknown", step.flow_step, flow.names)
        elif step.flow_step is not None:
            found = flow.names.index(step.flow_step)
            if found < last:
                yield warning((*path, "flow_step"), "flow_step_order", name=step.flow_step)
            last = found
