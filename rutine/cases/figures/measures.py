"""The figures of an installation, counted from the store when somebody asks: nobody's data.

Read from indexes and small tables, so that asking every quarter of a minute disturbs nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.figures.plain_line import INCONCLUSIVE, NOTHING_NEW
from rutine.cases.figures.standstill import standstill
from rutine.cases.runs import RunState, RunSummary
from rutine.cases.tables import Case, Run
from rutine.cases.views import UNDECIDED
from rutine.core.clock import OSLO

WINDOW: Final = timedelta(days=30)
"""How far back lines and fetches are summed: a month's routine shows whole."""

AGES: Final = ((7, "0-6"), (30, "7-29"), (90, "30-89"))
"""Days below which a case's age has this name; above the last it is `90-`."""

_OLDEST: Final = "90-"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure.

    Attributes:
        name: as it is known outside, without the project's name before it.
        told: what it counts, in one sentence.
        samples: labels (name -> value) and number.
    """

    name: str
    told: str
    samples: tuple[tuple[tuple[tuple[str, str], ...], float], ...]


def measures(session: Session, now: datetime, stuck_after: timedelta) -> tuple[Measure, ...]:
    """Every figure, as the store is now."""
    still = standstill(session, now, stuck_after)
    return (
        _runs(session),
        *_recent(session, now),
        _last_ended(session),
        _cases_by_age(session, now),
        _cases_by_status(session),
        _one("cases_overdue", "Undecided cases past their deadline.", _overdue(session, now)),
        _one("runs_stuck", "Runs that began, did not end and were not repeated.", len(still.stuck)),
        _one("posting_files_unwritten", "Posting files made and not written.", still.files),
        _one("postings_without_file", "Postings that a run should have filed.", still.postings),
        _one("fetches_unseen", "Undecided cases of fetches that saw too little.", still.unseen),
    )


def _one(name: str, told: str, value: float) -> Measure:
    return Measure(name, told, (((), value),))


def _runs(session: Session) -> Measure:
    counted = session.execute(
        select(Run.routine, Run.state, func.count()).group_by(Run.routine, Run.state)
    )
    samples = (((("routine", r), ("state", s)), float(n)) for r, s, n in sorted(counted))
    return Measure("runs", "Runs by routine and how they ended.", tuple(samples))


def _last_ended(session: Session) -> Measure:
    counted = session.execute(
        select(Run.routine, Run.employer, Run.state, func.max(Run.finished_at))
        .where(Run.finished_at.is_not(None))
        .group_by(Run.routine, Run.employer, Run.state)
    )
    samples = (
        ((("routine", r), ("employer", e), ("state", s)), at.timestamp())
        for r, e, s, at in sorted(counted)
        if at is not None
    )
    return Measure("run_last_ended_seconds", "When a run last ended so.", tuple(samples))


def _recent(session: Session, now: datetime) -> Iterable[Measure]:
    """Lines, and how fetches ended, of the runs that began in the last days."""
    lines: dict[tuple[str, str], float] = defaultdict(float)
    fetches: dict[tuple[str, str], float] = defaultdict(float)
    checked: dict[str, float] = defaultdict(float)
    shares: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    runs = session.execute(
        select(Run.routine, Run.employer, Run.summary).where(
            Run.started_at > now - WINDOW, Run.summary.is_not(None)
        )
    )
    for routine, employer, text in runs:
        run = RunSummary.model_validate_json(text or "")
        if run.state is RunState.FAILED:
            continue
        lines[routine, "received"] += run.lines
        lines[routine, "settled"] += run.settled_lines
        lines[routine, "rejected"] += run.rejected
        before = shares[routine, employer]
        shares[routine, employer] = (before[0] + run.settled_lines, before[1] + run.lines)
        if run.checked or _of_lists(run):
            checked[routine] += run.checked
        else:
            fetches[routine, _fetch_state(run)] += 1
    days = WINDOW.days
    yield Measure("lines", f"Lines of the last {days} days.", _by(lines, "routine", "outcome"))
    yield Measure(
        "settled_ratio",
        f"Share of the lines of the last {days} days settled without a person.",
        _by({key: s / n for key, (s, n) in shares.items() if n}, "routine", "employer"),
    )
    yield Measure(
        "checked",
        f"Obligations, windows or rows of lists looked at in the last {days} days.",
        tuple(((("routine", name),), n) for name, n in sorted(checked.items())),
    )
    yield Measure(
        "fetches",
        f"How the fetches of the last {days} days ended.",
        _by(fetches, "routine", "state"),
    )


def _of_lists(run: RunSummary) -> bool:
    """Whether it read lists from its folder, and fetched nothing."""
    return any(control.name == "list_rows" for control in run.controls)


def _fetch_state(run: RunSummary) -> str:
    """As `FetchState` names it, or that a file was given by hand."""
    if run.reason == INCONCLUSIVE:
        return "inconclusive"
    if run.reason == NOTHING_NEW:
        return "nothing_new_proven"
    return "new" if run.files else "at_hand"


def _by(
    found: dict[tuple[str, str], float], *names: str
) -> tuple[tuple[tuple[tuple[str, str], ...], float], ...]:
    return tuple(
        (tuple(zip(names, key, strict=True)), float(value)) for key, value in sorted(found.items())
    )


def _cases_by_age(session: Session, now: datetime) -> Measure:
    """From young to old, one count of an index for each age."""
    samples, below = [], 0
    for days, name in AGES:
        since = now - timedelta(days=days)
        younger = session.scalar(
            select(func.count()).where(Case.status.in_(UNDECIDED), Case.found_at > since)
        )
        samples.append(((("age_days", name),), float((younger or 0) - below)))
        below = younger or 0
    total = session.scalar(select(func.count()).where(Case.status.in_(UNDECIDED))) or 0
    samples.append(((("age_days", _OLDEST),), float(total - below)))
    return Measure("cases_undecided", "Undecided cases by their age in days.", tuple(samples))


def _cases_by_status(session: Session) -> Measure:
    counted = session.execute(select(Case.status, func.count()).group_by(Case.status))
    samples = (((("status", status),), float(n)) for status, n in sorted(counted))
    return Measure("cases", "Cases by where they stand.", tuple(samples))


def _overdue(session: Session, now: datetime) -> int:
    today = now.astimezone(OSLO).date()
    return (
        session.scalar(select(func.count()).where(Case.status.in_(UNDECIDED), Case.due < today))
        or 0
    )
