"""Why one row of a trial ended where it did: what settled it, or what stopped each pass."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import pandas as pd

from rutine.cases.lifecycle.facts import CaseFacts
from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case, Settlement
from rutine.core.candidates import Gate
from rutine.core.differences import Outcome, Side
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.matching import Candidate, Explanation, explain, find_alternatives
from rutine.matching.gates import Identity, Likeness, PeriodGate
from rutine.matching.passes import Pass
from rutine.matching.result import RowOutcome
from rutine.steps.outcomes import Ended
from rutine.steps.rehearsed import Rehearsed
from rutine.steps.simulation.coverage import ordered, row_keys
from rutine.steps.trial.example_files import REPORT
from rutine.steps.trial.listing import unnamed
from rutine.steps.trial.running import Trial, file_names

_LINE: Final = re.compile(r"(?:report(?:-(?P<run>\d+))?:)?(?P<row>\d+)")
_CLAIM: Final = "claim:"
_NEAREST: Final = 3


@dataclass(frozen=True, slots=True, repr=False)
class RowTold:
    """One row, without who it is about."""

    name: str
    side: Side
    sub_unit: str
    benefit: str
    first: date | None
    last: date | None
    amount: Ore


@dataclass(frozen=True, slots=True)
class Tried:
    """What one pass made of the row.

    Attributes:
        each: the pass.
        takes: whether it may take the row's benefit.
        stopped_by: the first gate that the pass asks for and the nearest candidate failed; None
            when there is no candidate, or something beside the two forbids them.
    """

    each: Pass
    takes: bool
    stopped_by: Gate | None


@dataclass(frozen=True, slots=True, repr=False)
class Near:
    """A row of the other side, and every gate that it failed, in their order."""

    row: RowTold
    failed: tuple[Gate, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """Why a row ended where it did.

    Attributes:
        row: the row.
        month: of the run that it ended in last.
        ended: where; None when no run gave it an outcome.
        group: every row that ended with it, itself left out.
        undone: whether what settled it was taken back afterwards.
        open_reason: why the matching left it open (`OpenReason`), where it did.
        tried: what each pass made of it, in order.
        near: the nearest rows of the other side, the nearest first.
        ways: of an ambiguous row, the groups that fit equally well.
        case: what the case says, where it is one.
        suggestion: the decision that the program proposes.
    """

    row: RowTold
    month: str
    ended: Ended | None
    group: tuple[RowTold, ...] = ()
    undone: bool = False
    open_reason: str | None = None
    tried: tuple[Tried, ...] = ()
    near: tuple[Near, ...] = ()
    ways: tuple[tuple[str, ...], ...] = ()
    case: CaseFacts | None = field(default=None)
    suggestion: str | None = None


def explain_row(trial: Trial, asked: str) -> Told:
    """Tell why a row ended where it did.

    Args:
        trial: while its installation is open.
        asked: `3` or `report:3`, line 3 of the last report; `report-1:3`; or a claim's id
            (`claim:3` when it looks like a line).

    Raises:
        InputError: `row_unknown`: no file of the trial has such a row.
    """
    employer = trial.runs[-1][0].scope.employer
    for key in _keys(trial, asked, employer.value):
        ended_in = [each for each in reversed(trial.runs) if key in each[1].of_row]
        for run, outcomes in (*ended_in, *reversed(trial.runs)):
            names = _Names(trial, run)
            found = names.told([key]) or ([_refused(trial, key)] if ended_in else [])
            if found:
                return _told(trial, names, outcomes.of_row.get(key), key, found[0])
    raise InputError(
        "row_missing",
        f"No file has a row {asked!r}.",
        "Give a line's number in the report (3, or report-1:3 for an earlier one), or the id of "
        "a claim.",
        row=asked,
    )


def _refused(trial: Trial, key: RowKey) -> RowTold:
    """A row that could not be read, or that stands in a report that was stopped."""
    label = dict(file_names(trial.files)).get(key[1], "")
    return RowTold(f"{label}{key[2]}", Side(key[0]), "", "", None, None, Ore(0))


def _keys(trial: Trial, asked: str, employer: str) -> Iterator[RowKey]:
    """What may be meant: a line before a claim that looks like one."""
    line = _LINE.fullmatch(asked)
    if line is not None:
        label = f"{REPORT}-{int(line['run'])}:" if line["run"] else ""
        for sha256, name in file_names(trial.files):
            if name == label:
                yield (Side.LINE.value, sha256, str(int(line["row"])))
    yield (Side.CLAIM.value, employer, asked.removeprefix(_CLAIM))


def _told(trial: Trial, names: _Names, ended: Ended | None, key: RowKey, row: RowTold) -> Told:
    run = names.run
    group = tuple(names.told(sorted(ended.rows - {key}))) if ended else ()
    if ended is not None and ended.outcome is Outcome.SETTLED:
        with trial.place.database.reading() as session:
            settlement = session.get_one(Settlement, ended.ref)
            return Told(row, run.scope.month, ended, group, undone=settlement.undone_at is not None)
    about, told = _about(names, key, row), _case(trial, ended)
    return Told(row, run.scope.month, ended, group, **about, **told)


def _case(trial: Trial, ended: Ended | None) -> dict[str, Any]:
    if ended is None or ended.outcome is not Outcome.CASE or ended.ref is None:
        return {}
    with trial.place.database.reading() as session:
        case = session.get_one(Case, ended.ref)
        return {"case": facts_of(trial.place.keys, case), "suggestion": case.suggestion}


def _about(names: _Names, key: RowKey, row: RowTold) -> dict[str, Any]:
    """What the matching can say of an open row: the passes, the nearest rows, equal ways."""
    run, side = names.run, row.side
    heard = run.heard
    row_id = names.row_id(key)
    if heard.matching is None or row_id is None:
        return {}
    asked: dict[str, Any] = {"side": side.value, "row_ids": [row_id]}
    found = explain(heard.lines, heard.claims, heard.matching, most=_NEAREST, **asked)
    if not found:
        return {}
    (told,) = found
    other = Side.CLAIM if side is Side.LINE else Side.LINE
    ids = [each.row_id for each in told.candidates]
    near = names.told(row_keys(run, other, ids)) if ids else []
    ways = find_alternatives(heard.lines, heard.claims, heard.matching, heard.passes, **asked)
    return {
        "open_reason": told.reason if told.outcome == RowOutcome.OPEN else None,
        "tried": tuple(_tried(each, row.benefit, told) for each in heard.passes),
        "near": tuple(
            Near(each, candidate.all_failed)
            for each, candidate in zip(near, told.candidates, strict=True)
        ),
        "ways": tuple(
            tuple(
                each.name
                for side_, ids_ in ((Side.LINE, way.lines), (Side.CLAIM, way.claims))
                for each in names.told(row_keys(run, side_, ids_))
            )
            for ambiguity in ways
            for way in ambiguity.alternatives
        ),
    }


def _tried(each: Pass, benefit: str, told: Explanation) -> Tried:
    stops = [_stopped_by(each, candidate) for candidate in told.candidates[:1]]
    return Tried(each, each.takes(benefit), stops[0] if stops else None)


def _stopped_by(each: Pass, candidate: Candidate) -> Gate | None:
    """The first gate that the pass asks for and the candidate failed."""
    asks = {Gate.FREE}
    asks |= {Gate.IDENTITY} if each.identity is Identity.SAME else set()
    asks |= {Gate.UNIT} if each.unit is Likeness.SAME else set()
    asks |= {Gate.BENEFIT} if each.benefit is Likeness.SAME else set()
    if each.days is PeriodGate.SAME:
        asks |= {Gate.OVERLAP, Gate.DAYS}
    elif each.days is PeriodGate.OVERLAPPING:
        asks |= {Gate.OVERLAP}
    if not each.compares_sums and each.tolerance is None:
        asks |= {Gate.AMOUNT}
    return next((gate for gate in candidate.all_failed if gate in asks), None)


class _Names:
    """The rows of one run, by their keys."""

    def __init__(self, trial: Trial, run: Rehearsed) -> None:
        self.run = run
        self._labels = dict(file_names(trial.files))
        self._lines, self._claims = ordered(run, Side.LINE), ordered(run, Side.CLAIM)

    def row_id(self, key: RowKey) -> int | None:
        """The row's number in the matching."""
        frame = self._of(key)
        return None if frame.empty else int(frame["row_id"].iloc[0])

    def told(self, keys: Collection[RowKey] | Sequence[RowKey]) -> list[RowTold]:
        """The rows that are there, in the order asked for."""
        return [self._row(key, frame) for key in keys if not (frame := self._of(key)).empty]

    def _of(self, key: RowKey) -> pd.DataFrame:
        side, owner, name = key
        if side == Side.CLAIM:
            return self._claims[self._claims["claim_id"] == name]
        own = self._lines["sha256"] == owner
        return self._lines[own & (self._lines["row"] == int(name))]

    def _row(self, key: RowKey, frame: pd.DataFrame) -> RowTold:
        row = frame.iloc[0]
        side = Side(key[0])
        name = key[2] if side is Side.CLAIM else f"{self._labels.get(key[1], '')}{key[2]}"
        return RowTold(
            name=unnamed(name),
            side=side,
            sub_unit=str(row["sub_unit"]),
            benefit=str(row["benefit"]),
            first=_day(row["first"]),
            last=_day(row["last"]),
            amount=Ore(int(row["amount"])),
        )


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
