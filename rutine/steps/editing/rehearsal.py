"""What a draft's simulation came to, kept beside it: counts, codes and case numbers only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rutine.core.whole_file import write_whole
from rutine.steps.simulation.comparison import Move
from rutine.steps.simulation.simulating import Change, Simulation
from rutine.steps.simulation.verdicts import Opinion

GOOD_FOR: Final = timedelta(hours=24)
"""After that, people may have decided what the simulation has not heard of."""

MOST_REFUSED: Final = 200
"""Disagreements that are listed one by one; all of them are counted."""

_FILE = "simulation.json"


class State(StrEnum):
    """How far a simulation has come."""

    WAITING = "waiting"
    """Another one is going on."""
    RUNNING = "running"
    DONE = "done"
    IMPOSSIBLE = "impossible"
    """There is nothing to simulate on; `code` says why."""
    STOPPED = "stopped"
    """It ended before it was done, and can be begun again."""


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Moves(_Kept):
    """How many groups and lines went another way, and øre of them; None for cases."""

    move: Move
    groups: int
    lines: int
    paid: int | None


class Refused(_Kept):
    """Something that would be settled although a person had decided otherwise.

    Attributes:
        case: the case's number; None where no case is known of.
        action: what was decided; None for a settlement that was taken back.
    """

    month: str
    rule: str
    case: int | None
    action: str | None


class Use(_Kept):
    """What one rule settled or suggested."""

    rule: str
    suggests: bool
    groups: int
    lines: int
    paid: int
    refused: int


class OfEmployer(_Kept):
    """One employer's history done over again."""

    name: str
    months: tuple[str, ...]
    runs: int
    lines: int
    moves: tuple[Moves, ...]
    settled: int
    agreed: int
    against: int
    refused: tuple[Refused, ...]
    uses: tuple[Use, ...]
    unused: tuple[str, ...]
    carried_out: int
    without_case: int
    files: dict[str, int] = Field(default_factory=dict)


class Rehearsal(_Kept):
    """A draft's simulation.

    Attributes:
        step: where it is, such as `2026-09  2/3`.
        code: why it is impossible.
        said: the same in English.
        words: what the sentence of that code names.
    """

    state: State
    begun: datetime
    ended: datetime | None = None
    step: str = ""
    code: str = ""
    said: str = ""
    words: dict[str, str] = {}
    employers: tuple[OfEmployer, ...] = ()

    @property
    def against(self) -> int:
        """How much would be settled although a person had decided otherwise."""
        return sum(each.against for each in self.employers)

    def is_good(self, now: datetime) -> bool:
        """Whether it has ended, and so lately that it still says how things stand."""
        ended = self.ended is not None and now - self.ended < GOOD_FOR
        return ended and self.state in {State.DONE, State.IMPOSSIBLE}


def read_rehearsal(folder: Path) -> Rehearsal | None:
    """What is kept beside a draft; None before it is begun."""
    try:
        return Rehearsal.model_validate_json((folder / _FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def keep_rehearsal(folder: Path, rehearsal: Rehearsal) -> None:
    """Write it beside the draft; left alone where the draft is gone meanwhile."""
    if folder.is_dir():
        write_whole(folder / _FILE, rehearsal.model_dump_json().encode())


def of_employer(name: str, found: Simulation) -> OfEmployer:
    """A simulation without its rows."""
    settled = [
        each for each in found.changes if each.moved.move in {Move.TO_SETTLED, Move.OTHERWISE}
    ]
    return OfEmployer(
        name=name,
        months=found.months,
        runs=found.runs,
        lines=found.lines_received,
        moves=tuple(_moves(found, move) for move in Move),
        settled=len(settled),
        agreed=sum(each.verdict.opinion is Opinion.AGREED for each in settled),
        against=len(found.disagreements),
        refused=tuple(_refused(found.disagreements))[:MOST_REFUSED],
        uses=tuple(
            Use(
                rule=use.name,
                suggests=use.suggests,
                groups=use.groups,
                lines=use.lines,
                paid=use.paid,
                refused=use.refused,
            )
            for use in found.uses
        ),
        unused=tuple(found.unused),
        carried_out=found.carried_out,
        without_case=sum(found.without_case.values()),
        files=dict(found.files),
    )


def _moves(found: Simulation, move: Move) -> Moves:
    changes = found.of(move)
    settlements = [each.moved.settlement for each in changes]
    paid = sum(each.paid for each in settlements if each is not None)
    return Moves(
        move=move,
        groups=len(changes),
        lines=sum(each.moved.lines for each in changes),
        paid=None if move is Move.OTHER_CASE else paid,
    )


def _refused(changes: list[Change]) -> Iterator[Refused]:
    for change in changes:
        (after,) = change.moved.after
        for each in change.verdict.said:
            yield Refused(
                month=change.moved.month,
                rule=after.by,
                case=each.case_number,
                action=None if each.action is None else each.action.value,
            )
