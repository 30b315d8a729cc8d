"""A proposed change played on the months there are, and whether it may be made after that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation
from rutine.routines.proposals.edits import AddPass, Edit, Kind
from rutine.steps.scope import ROUTINE
from rutine.steps.simulation.comparison import Move
from rutine.steps.simulation.simulating import Change, Simulation, Wish, simulate
from rutine.steps.simulation.verdicts import Opinion


class Stop(StrEnum):
    """Why a change may not be made."""

    AGAINST = "against"
    """It would settle what a person had decided otherwise."""
    TO_REVIEW = "to_review"
    """It would send to people what is settled today."""
    OTHERWISE = "otherwise"
    """It would settle otherwise what is settled today."""
    REFUSED = "refused"
    """It would suggest what a person had refused."""
    UNPROVEN = "unproven"
    """None of the cases that it rests on would be settled by it."""


class Rehearsal(BaseModel):
    """What playing the months again came to, in counts and case numbers.

    Attributes:
        months: that were played, over every employer.
        runs: how many runs.
        settled: groups that would have been settled as well; `settled_lines`, lines of them.
        agreed: those of them that people had decided alike; `unsaid`, that nobody had decided.
        against: numbers of the cases that people had decided otherwise; 0 for a settlement
            that somebody took back and no case is known of.
        to_review, otherwise, other_case: groups that would have ended so instead.
        suggested: groups that a new rule would have suggested; `suggested_refused`, that people
            had refused.
        stops: why the change may not be made; empty when it may.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    months: tuple[str, ...]
    runs: int
    settled: int
    settled_lines: int
    agreed: int
    unsaid: int
    against: tuple[int, ...]
    to_review: int
    otherwise: int
    other_case: int
    suggested: int
    suggested_refused: int
    stops: tuple[Stop, ...]

    @property
    def passed(self) -> bool:
        """Whether the change may be made."""
        return not self.stops


def rehearse_change(place: Installation, edit: Edit, changed: Path) -> Rehearsal:
    """Play every employer's months again under the changed mappings.

    Where the rules were others when a run was made than they are now, the months are played
    under the unchanged ones too: what comes of that is no doing of the change.

    Raises:
        InputError: `history_empty`: no run has settled anything; `history_without_inputs`.
    """
    found: list[Simulation] = []
    changes: list[Change] = []
    for employer in place.settings.employers:
        played = _played(place, employer.orgnr, changed)
        if played is None:
            continue
        found.append(played)
        before = simulate(place, employer.orgnr, Wish(ROUTINE)) if played.other_rules else None
        changes += _of_the_change(played, before)
    if not found:
        raise InputError(
            "history_empty",
            "No run has settled anything for this employer in these months.",
            "Choose another employer or other months; `rutine run` makes the first run.",
        )
    return _counted(edit, found, changes)


def _played(place: Installation, employer: OrgNr, changed: Path) -> Simulation | None:
    try:
        return simulate(place, employer, Wish(ROUTINE, mappings=changed))
    except InputError as error:
        if error.code == "history_empty":
            return None
        raise


def _of_the_change(played: Simulation, before: Simulation | None) -> Iterator[Change]:
    known = {_named(each) for each in before.changes} if before is not None else set()
    return (each for each in played.changes if _named(each) not in known)


def _named(change: Change) -> tuple[object, ...]:
    moved = change.moved
    ends = [(end.outcome, end.reason, end.claimed, end.paid) for end in moved.after]
    return moved.month, moved.move, moved.rows, tuple(ends)


def _counted(edit: Edit, found: list[Simulation], changes: list[Change]) -> Rehearsal:
    def of(move: Move) -> list[Change]:
        return [each for each in changes if each.moved.move is move]

    settled = of(Move.TO_SETTLED)
    new = [*settled, *of(Move.OTHERWISE)]
    against = [each for each in new if each.verdict.opinion is Opinion.OTHERWISE]
    uses = [
        use
        for each in found
        for use in each.uses
        if isinstance(edit, AddPass) and use.name == edit.name and use.suggests
    ]
    counts = {
        Stop.AGAINST: len(against),
        Stop.TO_REVIEW: len(of(Move.TO_REVIEW)),
        Stop.OTHERWISE: len(of(Move.OTHERWISE)),
        Stop.REFUSED: sum(use.refused for use in uses),
    }
    agreed = sum(each.verdict.opinion is Opinion.AGREED for each in settled)
    stops = [stop for stop, count in counts.items() if count]
    if edit.kind in {Kind.RULE, Kind.FORMAT_FIX} and not agreed:
        stops.append(Stop.UNPROVEN)
    return Rehearsal(
        months=tuple(sorted({month for each in found for month in each.months})),
        runs=sum(each.runs for each in found),
        settled=len(settled),
        settled_lines=sum(each.moved.lines for each in settled),
        agreed=agreed,
        unsaid=sum(each.verdict.opinion is Opinion.NONE for each in settled),
        against=tuple(sorted(_numbers(against))),
        to_review=counts[Stop.TO_REVIEW],
        otherwise=counts[Stop.OTHERWISE],
        other_case=len(of(Move.OTHER_CASE)),
        suggested=sum(use.groups for use in uses),
        suggested_refused=counts[Stop.REFUSED],
        stops=tuple(stops),
    )


def _numbers(changes: Iterable[Change]) -> set[int]:
    return {said.case_number or 0 for each in changes for said in each.verdict.said}
