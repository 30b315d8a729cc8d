"""What a changed routine file would have made of the lists that earlier runs read.

Every run is done over again from its lists in the evidence archive, on its own day, twice: under
the rules there are and under the changed ones. So what differs is the change's own doing, and
nothing else's. What people have decided of the same cases stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.lifecycle.facts import CaseFacts
from rutine.cases.runs import DONE, RunView, find_run
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case, DecisionEntry, MatchedRow, Run
from rutine.cases.views import UNDECIDED, DecisionState
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation
from rutine.steps.shapes.scope import SHORTER
from rutine.steps.shapes.whole import run_whole
from rutine.temporary import temporary_installation, under_rules

_AGREED: Final = frozenset(
    {
        *(Action.HANDLED, Action.EXEMPT, Action.WAIT_UNTIL, Action.BELONGS_TOGETHER),
        *(Action.GIVE_OFFER, Action.NO_OFFER),
        Action.CORRECT_LIST,
        Action.APPROVE_ANSWER,
        Action.SIGN,
    }
)
"""Decisions by which somebody took the case for what it said."""

_PLACES: Final = frozenset({"span", "unit", "survey_unit", "code", "shift_code"})
"""Evidence that says where or what a case is about; none of it names anybody."""

_TO_THE_MINUTE: Final = len("2026-11-30 15:00")


class Shift(StrEnum):
    """How a case would have been otherwise."""

    NEW = "new"
    """There would have been a case."""
    GONE = "gone"
    """There would have been none."""
    OTHER = "other"
    """It would have had another reason."""


@dataclass(frozen=True, slots=True)
class ShapeChange:
    """One case that would have been otherwise.

    Attributes:
        shift: how.
        reason, other: its reason, and that under the changed file.
        rule: the requirement or cover rule, or the list.
        who: the employee number, where it is about one.
        place: the unit, the hours or the code it is about, where it tells one case from another.
        number: of the real case, where there is one.
        acted: somebody had taken the real case for what it said, and it would have been gone.
    """

    shift: Shift
    reason: str
    other: str
    rule: str
    who: str
    place: str
    number: int | None
    acted: bool


@dataclass(frozen=True, slots=True)
class ShapeSimulation:
    """What would have been otherwise.

    Attributes:
        runs: how many runs were done over again.
        changes: cases, in the order of reason and rule.
        settled: rows settled under the rules there are, and under the changed ones; 0 where
            nothing is matched.
    """

    runs: int
    changes: tuple[ShapeChange, ...]
    settled: tuple[int, int]

    @property
    def disagreements(self) -> list[ShapeChange]:
        """Cases that people acted on, and that would not have been there."""
        return [each for each in self.changes if each.acted]


@dataclass(frozen=True, slots=True)
class _Stands:
    reason: str
    rule: str
    who: str
    place: str


def simulate_shape(
    real: Installation,
    routine: str,
    employer: OrgNr,
    *,
    file: Path | None = None,
    mappings: Path | None = None,
    first: str | None = None,
    last: str | None = None,
) -> ShapeSimulation:
    """Do the runs of these months over again; the real store is only read.

    Raises:
        InputError: `history_empty`; or what the changed rules themselves lead to.
    """
    with real.database.reading() as session:
        runs = [
            run
            for run in _runs(session, routine, employer)
            if (first is None or _month(run) >= first) and (last is None or _month(run) <= last)
        ]
        acted = dict(_acted_on(session, routine, employer))
        numbers = {
            case.fingerprint: case.number
            for case in session.scalars(select(Case).where(Case.routine == routine))
        }
    if not runs:
        raise InputError(
            "history_empty",
            "No run has settled anything for this employer in these months.",
            "Choose another employer or other months; `rutine run` makes the first run.",
        )
    wish = _Wish(routine, employer, file, mappings)
    then, settled_then = _over_again(real, runs, _Wish(routine, employer))
    now, settled_now = _over_again(real, runs, wish)
    return ShapeSimulation(
        len(runs),
        tuple(sorted(_changes(then, now, acted, numbers), key=_in_order)),
        (settled_then, settled_now),
    )


def _runs(session: Session, routine: str, employer: OrgNr) -> Iterator[RunView]:
    """The finished runs that noted what they read, oldest first."""
    query = (
        select(Run.id)
        .where(
            Run.routine == routine,
            Run.employer == employer.value,
            Run.state.in_(DONE),
        )
        .order_by(Run.number)
    )
    for run_id in session.scalars(query):
        run = find_run(session, run_id)
        if run is not None and run.summary is not None and run.summary.inputs:
            yield run


def _month(run: RunView) -> str:
    return f"{run.period.first:%Y-%m}" if run.period else ""


@dataclass(frozen=True, slots=True)
class _Wish:
    routine: str
    employer: OrgNr
    file: Path | None = None
    mappings: Path | None = None


def _over_again(
    real: Installation, runs: list[RunView], wish: _Wish
) -> tuple[dict[str, _Stands], int]:
    """The undecided cases after the last run, by fingerprint, and how many rows were settled."""
    with temporary_installation(real.settings, over=real) as made:
        changed = None if wish.file is None else (wish.routine, wish.file)
        place = under_rules(made, mappings=wish.mappings, routine=changed)
        for run in runs:
            assert run.summary is not None  # noqa: S101 - only such runs are listed
            with clock.stopped_at(run.started_at):
                number = wish.employer.reveal()
                inputs = {**(run.summary.inputs or {}), SHORTER: ""}  # they were right then
                run_whole(place, wish.routine, number, _month(run), inputs=inputs, replayed=True)
        with place.database.reading() as session:
            found = {}
            query = select(Case).where(Case.status.in_(UNDECIDED)).order_by(Case.number)
            for case in session.scalars(query):
                facts = facts_of(place.keys, case)
                who = facts.employee_number or ""
                stands = _Stands(case.reason, case.reference or "", who, _place(facts))
                found[case.fingerprint] = stands
            settled = len(session.scalars(select(MatchedRow.lookup)).all())
        return found, settled


def _place(facts: CaseFacts) -> str:
    """What tells a case from others of the same reason and rule, as a person would say it."""
    told = [each for each in facts.evidence if each.field in _PLACES]
    return ", ".join(_said(each.kind, each.right) for each in told if each.right)


def _said(kind: str, text: str) -> str:
    """A text as it stands; of a stretch of time both ends to the minute."""
    if kind != "span":
        return text
    return "–".join(end.replace("T", " ")[:_TO_THE_MINUTE] for end in text.split("/"))


def _acted_on(session: Session, routine: str, employer: OrgNr) -> Iterator[tuple[str, bool]]:
    """The real cases that people took for what they said, by fingerprint."""
    query = (
        select(Case.fingerprint, DecisionEntry.action)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .where(
            Case.routine == routine,
            Case.employer == employer.value,
            DecisionEntry.state.in_((DecisionState.EFFECTIVE, DecisionState.EXPIRED)),
        )
    )
    for fingerprint, action in session.execute(query):
        if action in _AGREED:
            yield fingerprint, True


def _changes(
    then: Mapping[str, _Stands],
    now: Mapping[str, _Stands],
    acted: Mapping[str, bool],
    numbers: Mapping[str, int],
) -> Iterator[ShapeChange]:
    for key in then.keys() | now.keys():
        was, is_now = then.get(key), now.get(key)
        if was is not None and is_now is not None:
            if was.reason != is_now.reason:
                yield ShapeChange(
                    *(Shift.OTHER, was.reason, is_now.reason, was.rule, was.who, was.place),
                    number=numbers.get(key),
                    acted=False,
                )
        elif was is not None:
            yield ShapeChange(
                *(Shift.GONE, was.reason, "", was.rule, was.who, was.place),
                number=numbers.get(key),
                acted=acted.get(key, False),
            )
        elif is_now is not None:
            yield ShapeChange(
                *(Shift.NEW, "", is_now.reason, is_now.rule, is_now.who, is_now.place),
                number=numbers.get(key),
                acted=False,
            )


def _in_order(change: ShapeChange) -> tuple[str, ...]:
    words = (change.reason or change.other, change.rule, change.who, change.place)
    return change.shift.value, *words
