"""`prefect.yaml`, read and checked: every deployment with its schedules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.core.run_days import ANY, RunDays
from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.routines.timetable.cron import Cron

EMPLOYER: Final = "{{ $RUTINE_EMPLOYER }}"
"""Stands for each employer of the installation: its schedules are made once for each."""

DAYS: Final = "days"
"""The parameter that says which days count; see `RunDays`."""

UPKEEP: Final = "upkeep"
"""The tag of what keeps the routines going, and settles nothing itself."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WorkPool(_Model):
    """Where a deployment's runs are done."""

    name: str
    work_queue_name: str | None = None
    job_variables: dict[str, Any] = Field(default_factory=dict)


class Schedule(_Model):
    """One line of the timetable. `slug` tells a deployment's schedules apart."""

    slug: str = Field(pattern="^[a-z][a-z0-9-]{0,39}$")
    cron: str
    timezone: Literal["Europe/Oslo"]
    day_or: bool = True
    active: bool = True
    parameters: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _readable(self) -> Self:
        """What people are told must be what runs."""
        Cron.parse(self.cron, day_or=self.day_or)
        RunDays.parse(self.parameters.get(DAYS, ANY))
        return self

    @property
    def times(self) -> Cron:
        """The expression, read."""
        return Cron.parse(self.cron, day_or=self.day_or)

    @property
    def days(self) -> RunDays:
        """The days on which a run does its work."""
        return RunDays.parse(self.parameters.get(DAYS, ANY))

    def next_after(self, moment: datetime) -> datetime | None:
        """The next moment at which a run will do its work; holidays are passed over."""
        for found in self.times.after(moment, clock.OSLO):
            if self.days.rest(found.astimezone(clock.OSLO).date()) is None:
                return found
        return None


class Deployment(_Model):
    """A flow as it is run: from where, with what, when, and how many at once."""

    name: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
    description: str
    entrypoint: str = Field(pattern=r"^flows(\.[a-z_][a-z0-9_]*){2,3}$")
    tags: tuple[str, ...] = ()
    work_pool: WorkPool
    concurrency_limit: int | None = Field(default=None, ge=1)
    parameters: dict[str, str] = Field(default_factory=dict)
    schedules: tuple[Schedule, ...] = ()

    @property
    def of_employers(self) -> bool:
        """Whether it runs for one employer at a time."""
        return EMPLOYER in self.parameters.values()

    @property
    def is_upkeep(self) -> bool:
        """Whether it is no routine of HR's, but keeps them going."""
        return UPKEEP in self.tags

    def parameters_for(self, employer: OrgNr | None) -> dict[str, str]:
        """The parameters, with the employer put in."""
        number = employer.reveal() if employer is not None else ""
        return {k: number if v == EMPLOYER else v for k, v in self.parameters.items()}


class DeploymentFile(_Model):
    """The whole file."""

    name: str
    prefect_version: str = Field(alias="prefect-version")
    pull: tuple[dict[str, dict[str, str]], ...] = ()
    deployments: tuple[Deployment, ...]

    def named(self, name: str) -> Deployment | None:
        """The deployment with this name."""
        return next((each for each in self.deployments if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Planned:
    """One schedule of one employer, as Prefect gets it."""

    slug: str
    schedule: Schedule
    parameters: dict[str, str]


def planned(deployment: Deployment, employers: Iterable[OrgNr]) -> Iterator[Planned]:
    """The schedules of a deployment: once for each employer where it runs for employers."""
    for schedule in deployment.schedules:
        if not deployment.of_employers:
            yield Planned(schedule.slug, schedule, dict(schedule.parameters))
            continue
        for employer in employers:
            own = {k: v for k, v in deployment.parameters_for(employer).items() if v}
            yield Planned(
                f"{schedule.slug}-{employer.reveal()}", schedule, {**own, **schedule.parameters}
            )


def load_deployments(project: Path) -> DeploymentFile:
    """Read the project's `prefect.yaml`.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, with the line that is wrong.
    """
    return parse_model(load_yaml(project / "prefect.yaml"), DeploymentFile)
