"""What runs when, as people ask for it: the file, the server's word, and the last results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from rutine.cases.figures.plain_line import plain_line
from rutine.cases.runs import RunState, RunView, newest_run
from rutine.cli.running.employer_choice import chosen
from rutine.cli.scheduling.prefect_api import PrefectApi
from rutine.core import clock
from rutine.core.errors import InputError, RutineError
from rutine.core.reason_texts import Language
from rutine.installation import Installation
from rutine.routines.timetable.cron_words import when
from rutine.routines.timetable.deployment_file import (
    UPKEEP,
    Deployment,
    DeploymentFile,
    Schedule,
    load_deployments,
)
from rutine.steps.scope import CURRENT, resolve_month


@dataclass(frozen=True, slots=True)
class Line:
    """One deployment.

    Attributes:
        times: each schedule in words.
        next_at: when it will do its work next; None when it is paused or has no schedule.
        paused: whether somebody has paused it; None when no server says.
        applied: whether the server has it; None when no server says.
        last: its latest run in the store, of any employer.
        skipped: what the server says of its latest run, when that did nothing or is upkeep.
        unplanned: the server has it, and should start it, but has planned no run of it.
    """

    deployment: Deployment
    times: tuple[str, ...]
    next_at: datetime | None
    paused: bool | None
    applied: bool | None
    last: RunView | None
    skipped: str
    unplanned: bool


@dataclass(frozen=True, slots=True)
class Timetable:
    """All lines, and what is wrong with the server that should keep them; None when it answers."""

    lines: tuple[Line, ...]
    trouble: RutineError | None


@dataclass(frozen=True, slots=True)
class _AtServer:
    """What the server says: its deployments by name, what each said last, and what it planned."""

    known: Mapping[str, Mapping[str, Any]]
    said: Mapping[str, str]
    planned: frozenset[str]


def timetable(place: Installation, language: Language) -> Timetable:
    """Read the file, ask the server, look up the last results.

    Raises:
        InputError: `prefect.yaml` is missing or wrong.
    """
    declared = load_deployments(place.settings.project)
    trouble: RutineError | None = None
    server: _AtServer | None = None
    try:
        with PrefectApi.of(place.settings) as api:
            server = _asked(api)
    except RutineError as error:
        trouble = error
    with place.database.reading() as session:
        lines = tuple(_line(session, each, server, language) for each in declared.deployments)
    return Timetable(lines, trouble)


def pause(place: Installation, name: str) -> None:
    """Let the clock start it no more, until it is resumed. Running by hand still works.

    Raises:
        RutineError: no such deployment, or the server's own troubles.
    """
    with PrefectApi.of(place.settings) as api:
        api.pause(_deployed(place, api, name)["id"])


def resume(place: Installation, name: str) -> None:
    """Let the clock start it again.

    Raises:
        RutineError: as `pause`.
    """
    with PrefectApi.of(place.settings) as api:
        api.resume(_deployed(place, api, name)["id"])


def run_now(
    place: Installation, name: str, employer: str | None = None, period: str = CURRENT
) -> int:
    """Start it at the server, once for each employer; returns how many runs there are.

    Asked for twice while it goes on, it is started once: the run's key is made of employer,
    month and the latest run that the store knows.

    Raises:
        RutineError: as `pause`, and an employer or month that is wrong.
    """
    month = resolve_month(period)
    with PrefectApi.of(place.settings) as api:
        deployed = _deployed(place, api, name)
        deployment = _declared(place, name)
        if not deployment.of_employers and not deployment.schedules:
            raise InputError(
                "deployment_on_call",
                f"{name} is started by Prefect's automations, when something has happened.",
                "Nothing needs to be done.",
                name=name,
            )
        if not deployment.of_employers:
            _start(api, deployed["id"], {}, f"{name}:{clock.now():%Y-%m-%dT%H:%M}")
            return 1
        whose = chosen(place, employer)
        for each in whose:
            with place.database.reading() as session:
                latest = newest_run(session, name, each)
            number = latest.number if latest else 0
            key = f"{name}:{each.reveal()}:{month}:{number}"
            _start(api, deployed["id"], {"employer": each.reveal(), "period": month}, key)
    return len(whose)


def _start(api: PrefectApi, deployment: str, parameters: Mapping[str, str], key: str) -> None:
    """Start a run; one with the same key that has ended without a trace is no hindrance."""
    run = api.start(deployment, parameters, key)
    state = (run.get("state") or {}).get("type")
    if state in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}:
        api.start(deployment, parameters, f"{key}:{run['id']}")


def _declared(place: Installation, name: str) -> Deployment:
    file: DeploymentFile = load_deployments(place.settings.project)
    found = file.named(name)
    if found is None:
        names = ", ".join(each.name for each in file.deployments)
        raise InputError(
            "deployment_unknown",
            f"Nothing in prefect.yaml is named {name!r}.",
            f"Choose one of: {names}.",
            name=name,
            names=names,
        )
    return found


def _deployed(place: Installation, api: PrefectApi, name: str) -> Mapping[str, Any]:
    _declared(place, name)
    found = _by_name(api.deployments()).get(name)
    if found is None:
        raise InputError(
            "deployment_not_applied",
            f"The Prefect server does not know {name}.",
            "Run `rutine schedule apply`, and try again.",
            name=name,
        )
    return found


def _by_name(deployments: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {each["name"]: each for each in deployments}


def _said(api: PrefectApi, deployment: Mapping[str, Any]) -> str:
    """What the server says of the newest run, when that did nothing, or is told in no store.

    What keeps the routines going has no run in the store: how it went stands here alone.
    """
    runs = api.latest_runs(deployment["id"])
    state = (runs[0].get("state") or {}) if runs else {}
    told = state.get("name") == "Skipped" or UPKEEP in (deployment.get("tags") or ())
    return state.get("message") or "" if told else ""


def _asked(api: PrefectApi) -> _AtServer:
    known = _by_name(api.deployments())
    said = {name: _said(api, each) for name, each in known.items()}
    return _AtServer(known, said, api.planned(each["id"] for each in known.values()))


def _line(
    session: Session, deployment: Deployment, server: _AtServer | None, language: Language
) -> Line:
    there = server.known.get(deployment.name) if server is not None else None
    paused = None if there is None else bool(there["paused"])
    active = [each for each in deployment.schedules if each.active and not _is_off(each, there)]
    moments = [found for each in active if (found := each.next_after(clock.now()))]
    return Line(
        deployment=deployment,
        times=tuple(when(each.times, each.days, language) for each in deployment.schedules),
        next_at=min(moments, default=None) if not paused else None,
        paused=paused,
        applied=None if server is None else there is not None,
        last=newest_run(session, deployment.name),
        skipped=server.said.get(deployment.name, "") if server is not None else "",
        unplanned=(
            server is not None
            and there is not None
            and bool(moments)
            and not paused
            and there["id"] not in server.planned
        ),
    )


def _is_off(schedule: Schedule, there: Mapping[str, Any] | None) -> bool:
    """Whether the server has the schedule switched off, for every employer that it has it for."""
    found = [
        each["active"]
        for each in (there["schedules"] if there else ())
        if each["slug"] == schedule.slug or (each["slug"] or "").startswith(f"{schedule.slug}-")
    ]
    return bool(found) and not any(found)


def said_result(run: RunView, language: Language) -> str:
    """How a run went, in one line; empty for one that goes on, or came to nothing."""
    if run.summary is None or run.state in {RunState.RUNNING, RunState.FAILED}:
        return ""
    return plain_line(run.summary, language.value)
