"""Prefect's automations as code: what happens when something went wrong, or was decided.

They know ids only: a run's, an employer's organisation number, a case's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from rutine.cases.trail.occurrences import Kind
from rutine.review.operation.notice import Alarm

PREFIX: Final = "rutine: "
"""How the names of ours begin; those of others are left alone."""

LATE: Final = timedelta(minutes=30)
"""How long a run may wait to start: the clock starts many employers at once, two run."""

LOST: Final = timedelta(minutes=7)
"""How long a run may be silent before it is taken to have been killed. A run says every three
minutes that it is alive (PREFECT_FLOWS_HEARTBEAT_FREQUENCY): twice, and something over."""

_OF_A_ROUTINE: Final = {"prefect.resource.role": "tag", "prefect.resource.id": "prefect.tag.rutine"}
_NOT_STARTED: Final = {"prefect.flow-run.Late"}
_BEGUN: Final = {
    f"prefect.flow-run.{state}"
    for state in ("Pending", "Running", "Completed", "Failed", "Crashed", "Cancelled", "Skipped")
}

_ALIVE: Final = {
    f"prefect.flow-run.{what}" for what in ("Pending", "Running", "Retrying", "heartbeat")
}
_ENDED: Final = {
    f"prefect.flow-run.{state}"
    for state in (
        *("Completed", "Skipped", "Failed", "Crashed", "TimedOut", "Cancelled", "Cancelling"),
        *("Scheduled", "AwaitingRetry", "AwaitingConcurrencySlot", "Paused", "Suspended"),
    )
}


@dataclass(frozen=True, slots=True)
class Targets:
    """The deployments that automations start, by id."""

    alarm: UUID
    routines: Mapping[str, UUID]


def declared(
    targets: Targets, *, late: timedelta = LATE, lost: timedelta = LOST
) -> list[AutomationCore]:
    """Every automation there should be."""
    failed = EventTrigger(
        expect={f"prefect.flow-run.{state}" for state in ("Failed", "Crashed", "TimedOut")},
        match_related=_OF_A_ROUTINE,
        posture=Posture.Reactive,
        threshold=1,
    )
    not_started = EventTrigger(
        after=_NOT_STARTED,
        expect=_BEGUN,
        for_each={"prefect.resource.id"},
        match_related=_OF_A_ROUTINE,
        posture=Posture.Proactive,
        threshold=1,
        within=late,
    )
    alarms = [
        (Alarm.RUN_FAILED, "kjøring feilet", failed),
        (Alarm.RUN_NOT_STARTED, "kjøring startet ikke", not_started),
        (Alarm.FETCH_INCONCLUSIVE, "henting usikker", _ours(Kind.FETCH_INCONCLUSIVE)),
        (Alarm.REPORT_MISSING, "rapport mangler", _ours(Kind.REPORT_MISSING)),
    ]
    return [
        _ending_the_killed(lost),
        *(_sounding(targets.alarm, what, name, trigger) for what, name, trigger in alarms),
        *(_following(routine, id_) for routine, id_ in sorted(targets.routines.items())),
    ]


def apply_automations(client: SyncPrefectClient, wanted: list[AutomationCore]) -> None:
    """Make, change and remove automations until ours are the ones wanted.

    One that somebody has switched off stays off.
    """
    there = {each.name: each for each in client.read_automations() if each.name.startswith(PREFIX)}
    for each in wanted:
        before = there.pop(each.name, None)
        if before is None:
            client.create_automation(each)
        else:
            kept = each.model_copy(update={"enabled": before.enabled})
            client.update_automation(before.id, kept)
    for stale in there.values():
        client.delete_automation(stale.id)


def _ours(kind: Kind) -> EventTrigger:
    """Whenever this happened."""
    return EventTrigger(expect={kind.value}, posture=Posture.Reactive, threshold=1)


def _ending_the_killed(lost: timedelta) -> AutomationCore:
    """A run whose process was killed goes on for ever in Prefect's eyes, and keeps its place.

    The pool `hr` does so many at once (`at_once`): with as many killed, nothing would ever start
    again. What is ended here is Prefect's note of the run; the store never decided anything by it.
    """
    silence = EventTrigger(
        after=_ALIVE,
        expect=_ALIVE | _ENDED,
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=lost,
    )
    return AutomationCore(
        name=f"{PREFIX}kjøring borte",
        description="Laget av `rutine schedule apply`. Avslutter kjøringer som ble drept.",
        trigger=silence,
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED,
                name="Crashed",
                message="Kjøringen sa ikke fra lenger: prosessen er borte. Neste kjøring tar opp "
                "det den hadde.",
            )
        ],
    )


def _sounding(alarm: UUID, what: Alarm, name: str, trigger: EventTrigger) -> AutomationCore:
    return AutomationCore(
        name=f"{PREFIX}{name}",
        description="Laget av `rutine schedule apply`. Sier fra på e-post og webhook.",
        trigger=trigger,
        actions=[
            RunDeployment(
                deployment_id=alarm,
                parameters={"what": what.value, "about": _jinja("event.resource.id")},
            )
        ],
    )


def _following(routine: str, deployment: UUID) -> AutomationCore:
    """When all that a run found is decided, the next run picks the decisions up and posts them."""
    trigger = EventTrigger(
        expect={Kind.RUN_DECIDED.value},
        match={"rutine.routine": routine},
        posture=Posture.Reactive,
        threshold=1,
    )
    return AutomationCore(
        name=f"{PREFIX}alt avgjort, {routine}",
        description="Laget av `rutine schedule apply`. Posterer det som er avgjort.",
        trigger=trigger,
        actions=[
            RunDeployment(
                deployment_id=deployment,
                parameters={
                    "employer": _jinja("event.resource['rutine.employer']"),
                    "period": "current",
                },
            )
        ],
    )


def _jinja(expression: str) -> dict[str, Any]:
    return {"__prefect_kind": "jinja", "template": f"{{{{ {expression} }}}}"}
