"""The newest run of every routine for every employer, asked for all at once.

One question for each pair is thousands on a page where 400 employers have eleven routines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.figures.plain_line import INCONCLUSIVE
from rutine.cases.runs import DONE, RunState
from rutine.cases.tables import Run
from rutine.core.identifiers import OrgNr

Pair = tuple[str, str]
"""A routine, and the number of an employer."""

_LOOKED_AT: Final = 60
"""Runs looked back at to find when a fetch last saw everything: three months of working days."""

# What a summary holds, word for word as `finish_run` writes it; a text in it has no bare `"`.
# To read all of it takes a hundred times as long: a run of many files has hundreds of controls.
_UNSEEN: Final = f'"reason":"{INCONCLUSIVE}"'
_DISAGREES: Final = '"status":"failed"'


@dataclass(frozen=True, slots=True)
class NewestRun:
    """As much of a run as says how a routine stands.

    Attributes:
        is_told: whether it has said what it came to.
        saw_everything: whether it ended, and could see all that there was.
        disagrees: whether one of its controls does not agree.
    """

    number: int
    state: RunState
    started_at: datetime
    is_told: bool
    saw_everything: bool
    disagrees: bool


@dataclass(frozen=True, slots=True)
class PastRun:
    """An earlier run, of which no more is read than when it began and whether it saw everything."""

    started_at: datetime
    saw_everything: bool


def newest_runs(session: Session) -> dict[Pair, NewestRun]:
    """The newest run of each routine for each employer, ended or not."""
    numbers = session.scalars(
        select(func.max(Run.number)).group_by(Run.routine, Run.employer)
    ).all()
    asked = (Run.routine, Run.employer, Run.number, Run.state, Run.started_at, Run.summary)
    return {
        (routine, employer): NewestRun(
            number=number,
            state=RunState(state),
            started_at=started_at,
            is_told=told is not None,
            saw_everything=state in DONE and told is not None and _UNSEEN not in told,
            disagrees=told is not None and _DISAGREES in told,
        )
        for batch in batches([number for number in numbers if number is not None])
        for routine, employer, number, state, started_at, told in session.execute(
            select(*asked).where(Run.number.in_(batch))
        )
    }


def have_ended(session: Session, pairs: Iterable[Pair]) -> set[Pair]:
    """Those of them of which a run has ever ended well."""
    found: set[Pair] = set()
    for theirs in _by_routine(pairs):
        ended = select(Run.routine, Run.employer).where(theirs, Run.state.in_(DONE))
        found |= {(routine, employer) for routine, employer in session.execute(ended.distinct())}
    return found


def has_ended(session: Session, routine: str, employer: OrgNr) -> bool:
    """Whether a run of it has ever ended well for the employer."""
    return bool(have_ended(session, [(routine, employer.value)]))


def past_runs(session: Session, pairs: Iterable[Pair]) -> Mapping[Pair, Sequence[PastRun]]:
    """The last sixty runs of each of them, newest first."""
    found: dict[Pair, list[PastRun]] = {}
    for theirs in _by_routine(pairs):
        back = func.row_number().over(
            partition_by=(Run.routine, Run.employer), order_by=Run.number.desc()
        )
        # Which, by the index alone; then those few, of which nothing large leaves the database.
        ranked = select(Run.number, back.label("back")).where(theirs).subquery()
        unseen = func.coalesce(Run.summary, _UNSEEN).contains(_UNSEEN)
        runs = session.execute(
            select(Run.routine, Run.employer, Run.started_at, Run.state, unseen)
            .join(ranked, ranked.c.number == Run.number)
            .where(ranked.c.back <= _LOOKED_AT)
            .order_by(Run.number.desc())
        )
        for routine, employer, started_at, state, is_unseen in runs:
            past = PastRun(started_at, state in DONE and not is_unseen)
            found.setdefault((routine, employer), []).append(past)
    return found


def _by_routine(pairs: Iterable[Pair]) -> Iterator[ColumnElement[bool]]:
    """The conditions of runs of these pairs, few employers at a time.

    Of one routine each: SQLite walks the whole index to find pairs in a list of pairs.
    """
    employers = defaultdict[str, list[str]](list)
    for routine, employer in sorted(set(pairs)):
        employers[routine].append(employer)
    for routine, whose in employers.items():
        for batch in batches(whose):
            yield and_(Run.routine == routine, Run.employer.in_(batch))
