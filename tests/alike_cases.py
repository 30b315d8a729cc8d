"""An office whose people decide alike cases alike, month by month, under rules of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from rutine.cases.access import Actor, UserRole
from rutine.cases.decisions import decide
from rutine.cases.views import CaseStatus, CaseView
from rutine.core import clock
from rutine.core.differences import Action
from rutine.settings import Settings
from tests.lived_history import STRICT, project_with
from tests.small_office import GENEROUS, KARI, LIV, RATE, Claimed, Office, Paid
from tests.underpaid_week import AUGUST, SENT

NINA = Actor(
    "user:00000000-0000-0000-0000-00000000000d", "Nina N", frozenset({UserRole.CONSULTANT})
)
WEEK = timedelta(days=7)


def strict_office(path: Path, rules: set[str] | None = None) -> Office:
    """An office with a project folder of its own, whose routine has only some of the rules."""
    office = Office(path)
    project = project_with(path / "project", STRICT if rules is None else rules)
    settings = office.place.settings
    as_they_are = {name: getattr(settings, name) for name in Settings.model_fields}
    office.place = replace(office.place, settings=Settings(**{**as_they_are, "project": project}))
    return office


def routine_of(office: Office) -> Path:
    """Its routine file."""
    return office.place.settings.mappings / "routines" / "nav_refunds.yaml"


def split_weeks(office: Office, month: str, count: int, *, first: int = 0, more: tuple[Paid, ...] = ()) -> None:
    """So many weeks, each claimed once and paid in two parts that agree to the øre, and a run."""
    claims, lines = [], []
    for place in range(first, first + count):
        who, monday = place % 4, AUGUST + (place // 4) * WEEK
        claims.append(Claimed(f"K{place}", who, monday, 5 * RATE, SENT))
        lines.append(Paid(who, monday, 3 * RATE, days=3))
        lines.append(Paid(who, monday + timedelta(days=3), 2 * RATE, days=2))
    office.claims(month, *claims)
    office.pays(month, *lines, *more)
    office.run(month)


def open_cases(office: Office) -> list[CaseView]:
    """The cases that wait for somebody."""
    return [each for each in office.cases() if each.status is CaseStatus.OPEN]


def decide_by_turns(office: Office, action: Action = Action.SETTLE_AS_CLAIMED) -> None:
    """Decide every open case alike, two people taking turns."""
    for place, case in enumerate(open_cases(office)):
        with office.place.database.writing() as session:
            decide(
                *(session, office.place.keys, case.case_id),
                version=case.version,
                actor=(KARI, LIV)[place % 2],
                action=action,
                comment="sett på",
                limits=GENEROUS,
            )


def day(month: str, number: int) -> object:
    """A moment to be in."""
    from datetime import datetime
    return clock.stopped_at(datetime.fromisoformat(f"{month}-{number:02d}T09:00+02:00"))
