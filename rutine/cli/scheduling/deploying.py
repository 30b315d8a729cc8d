"""Giving `prefect.yaml` to a Prefect server: pool, limits, deployments and automations.

Applied again, nothing changes: what was paused or switched off stays so.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import (
    DeploymentScheduleCreate,
    WorkPoolCreate,
    WorkPoolUpdate,
)
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectNotFound
from prefect.utilities.callables import parameter_schema
from prefect.workers.process import ProcessWorker

from rutine.cli.scheduling.automations import LATE, LOST, Targets, apply_automations, declared
from rutine.cli.scheduling.prefect_api import POOL, UPKEEP_POOL
from rutine.core.identifiers import OrgNr
from rutine.routines.timetable.deployment_file import Deployment, DeploymentFile, planned
from rutine.settings import Settings
from tasks.turn import limit_name

ALARM: Final = "alarm"
_UPKEEP_AT_ONCE: Final = 2
"""One that waits for a mail server must not hold back the next."""


def apply(
    settings: Settings,
    declaration: DeploymentFile,
    *,
    late: timedelta = LATE,
    lost: timedelta = LOST,
) -> int:
    """Make the server agree with the file; returns how many deployments it has.

    Args:
        settings: whose employers.
        declaration: the project's `prefect.yaml`, read.
        late: how long a run may wait to start before the alarm.
        lost: how long a run may be silent before it is taken to have been killed.
    """
    employers = [each.orgnr for each in settings.employers]
    with get_client(sync_client=True) as client:
        _make_pool(client, POOL, "Kjører rutinene", settings.server.at_once)
        _make_pool(client, UPKEEP_POOL, "Sier fra om rutinene", _UPKEEP_AT_ONCE)
        for employer in employers:
            client.upsert_global_concurrency_limit_by_name(limit_name(employer.reveal()), 1)
        made = {
            each.name: _deploy(client, declaration, each, employers)
            for each in declaration.deployments
        }
        routines = {
            each.name: made[each.name] for each in declaration.deployments if each.of_employers
        }
        if ALARM in made:
            targets = Targets(made[ALARM], routines)
            apply_automations(client, declared(targets, late=late, lost=lost))
    return len(made)


def _make_pool(client: SyncPrefectClient, name: str, what: str, at_once: int) -> None:
    """A process pool; one that is there keeps its template, and its pause."""
    try:
        client.read_work_pool(name)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(
            WorkPoolCreate(
                name=name,
                type=ProcessWorker.type,
                description=f"{what} som prosesser på arbeiderens maskin.",
                base_job_template=template,
                concurrency_limit=at_once,
            )
        )
    else:
        client.update_work_pool(name, WorkPoolUpdate(concurrency_limit=at_once))


def _deploy(
    client: SyncPrefectClient,
    declaration: DeploymentFile,
    wanted: Deployment,
    employers: Iterable[OrgNr],
) -> UUID:
    flow = _flow(wanted.entrypoint)
    switched_off = _switched_off(client, flow.name, wanted.name)
    first = next(iter(employers), None)
    return client.create_deployment(
        flow_id=client.create_flow_from_name(flow.name),
        name=wanted.name,
        description=wanted.description,
        entrypoint=wanted.entrypoint,
        tags=list(wanted.tags),
        work_pool_name=wanted.work_pool.name,
        work_queue_name=wanted.work_pool.work_queue_name,
        job_variables=wanted.work_pool.job_variables,
        concurrency_limit=wanted.concurrency_limit,
        parameters={k: v for k, v in wanted.parameters_for(first).items() if v},
        parameter_openapi_schema=parameter_schema(flow).model_dump_for_openapi(),
        enforce_parameter_schema=True,
        pull_steps=[dict(step) for step in declaration.pull],
        schedules=[
            DeploymentScheduleCreate(
                schedule=CronSchedule(
                    cron=each.schedule.cron,
                    timezone=each.schedule.timezone,
                    day_or=each.schedule.day_or,
                ),
                active=each.schedule.active and each.slug not in switched_off,
                parameters=dict(each.parameters),
                slug=each.slug,
            )
            for each in planned(wanted, employers)
        ],
    )


def _switched_off(client: SyncPrefectClient, flow: str, name: str) -> frozenset[str]:
    """The schedules that somebody has switched off one by one."""
    try:
        there = client.read_deployment_by_name(f"{flow}/{name}")
    except ObjectNotFound:
        return frozenset()
    return frozenset(each.slug for each in there.schedules if not each.active and each.slug)


def _flow(entrypoint: str) -> Flow[..., Any]:
    module, _, name = entrypoint.rpartition(".")
    flow: Flow[..., Any] = getattr(importlib.import_module(module), name)
    return flow
