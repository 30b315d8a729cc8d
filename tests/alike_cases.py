"""An office whose people decide alike cases alike, under rules of its own, and a consultant."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select

from rutine.cases.access import Actor, UserRole
from rutine.cases.deciding.decisions import decide
from rutine.cases.proposals import ProposalView, proposals
from rutine.cases.tables import Settlement
from rutine.cases.views import CaseStatus, CaseView
from rutine.core import clock
from rutine.core.differences import Action
from rutine.settings import Settings
from tests.lived_history import STRICT, project_with
from tests.small_office import GENEROUS, KARI, LIV, RATE, Claimed, Office, Paid
from tests.underpaid_week import AUGUST, SENT, WEEK

NINA = Actor(
    "user:00000000-0000-0000-0000-00000000000d", "Nina N", frozenset({UserRole.CONSULTANT})
)
EVERY = {"exact", "group_sum", "joint_search"}


def office_with(path: Path, rules: set[str], **lists: str) -> Office:
    """An office with a project folder of its own, whose routine has only some of the rules."""
    office = Office(path, **lists)
    project = project_with(path / "project", rules)
    settings = office.place.settings
    as_they_are = {name: getattr(settings, name) for name in Settings.model_fields}
    office.place = replace(office.place, settings=Settings(**{**as_they_are, "project": project}))
    return office


def strict_office(path: Path) -> Office:
    """An office that settles one line against one claim, and nothing else."""
    return office_with(path, STRICT)


def routine_of(office: Office) -> Path:
    """Its routine file."""
    return office.place.settings.mappings / "routines" / "nav_refunds.yaml"


def on(day: str) -> AbstractContextManager[None]:
    """Let it be nine o'clock on a day."""
    return clock.stopped_at(datetime.combine(date.fromisoformat(day), time(9), clock.OSLO))


def weeks(count: int, first: int = 0) -> list[tuple[str, int, date]]:
    """A key, a person and a Monday for each of so many weeks."""
    places = range(first, first + count)
    return [(f"K{place}", place % 4, AUGUST + (place // 4) * WEEK) for place in places]


def split_weeks(office: Office, month: str, count: int, *, first: int = 0) -> None:
    """So many weeks, each claimed once and paid in two parts that agree to the øre, and a run."""
    found = weeks(count, first)
    office.claims(month, *(Claimed(key, who, day, 5 * RATE, SENT) for key, who, day in found))
    office.pays(
        month,
        *(Paid(who, day, 3 * RATE, days=3) for _, who, day in found),
        *(Paid(who, day + timedelta(days=3), 2 * RATE, days=2) for _, who, day in found),
    )
    office.run(month)


def open_cases(office: Office) -> list[CaseView]:
    """The cases that wait for somebody."""
    return [each for each in office.cases() if each.status is CaseStatus.OPEN]


def decide_in_turn(office: Office, action: Action, cases: Sequence[CaseView] | None = None) -> None:
    """Decide cases alike, two people taking turns."""
    for place, case in enumerate(open_cases(office) if cases is None else cases):
        with office.place.database.writing() as session:
            decide(
                *(session, office.place.keys, case.case_id),
                version=case.version,
                actor=(KARI, LIV)[place % 2],
                action=action,
                comment="sett på",
                limits=GENEROUS,
            )


def settled_alike(office: Office) -> None:
    """Six split weeks in August, settled by people, and carried out by the next run."""
    with on("2026-09-05"):
        split_weeks(office, "2026-09", 6)
    with on("2026-09-06"):
        decide_in_turn(office, Action.SETTLE_AS_CLAIMED)
    with on("2026-09-07"):
        office.run("2026-09")


def proposed(office: Office) -> list[ProposalView]:
    """Every proposal, those that wait first."""
    with office.place.database.reading() as session:
        return list(proposals(session, office.place.keys, NINA))


def settled_by(office: Office) -> set[str]:
    """Which rules have settled something."""
    with office.place.database.reading() as session:
        return set(session.scalars(select(Settlement.pass_name)))
