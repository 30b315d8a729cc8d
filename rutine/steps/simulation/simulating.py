"""Rerun an employer's history under changed rules, and tell what would have been otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.lifecycle.changes import rows_of
from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.tables import Case
from rutine.core.differences import Outcome
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation
from rutine.steps.outcomes import Ended, outcomes_of
from rutine.steps.progress import announce
from rutine.steps.scope import Rules, load_rules
from rutine.steps.simulation.comparison import Comparison, Move, Moved
from rutine.steps.simulation.coverage import Coverage, RuleUse, unused
from rutine.steps.simulation.history import History, PastRun, read_history
from rutine.steps.simulation.replay import Done, Replay
from rutine.steps.simulation.verdicts import Opinion, People, Settling, Verdict
from rutine.temporary import temporary_installation, under_rules

_SETTLES: Final = (Move.TO_SETTLED, Move.OTHERWISE)


@dataclass(frozen=True, slots=True)
class Change:
    """Rows that would have ended otherwise, and what people had said of what is settled now."""

    moved: Moved
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a changed routine file would have done.

    Attributes:
        employer: whose history.
        months: that were compared, in order.
        runs: how many runs were done over again.
        changes: what would have ended otherwise.
        uses: what each rule did in those months.
        unused: rules of the changed file that nothing came of.
        lines_received: lines from NAV in those months.
        carried_out: what people did that was done over again at the same place.
        without_case: the trail's word -> how many found nothing to be done about.
        files: as `Replay.files`: how many files went another way than in history.
        other_rules: number of a run -> files that were other versions then than now. What came
            of that is among the changes, and no doing of the changed file.
    """

    employer: OrgNr
    months: tuple[str, ...]
    runs: int
    changes: tuple[Change, ...]
    uses: tuple[RuleUse, ...]
    unused: tuple[str, ...]
    lines_received: int
    carried_out: int
    without_case: Mapping[str, int]
    files: Mapping[str, int]
    other_rules: Mapping[int, tuple[str, ...]]

    def of(self, move: Move) -> list[Change]:
        """The changes of one kind."""
        return [each for each in self.changes if each.moved.move is move]

    @property
    def disagreements(self) -> list[Change]:
        """What would be settled although a person had decided otherwise."""
        return [each for each in self.changes if each.verdict.opinion is Opinion.OTHERWISE]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be simulated.

    Attributes:
        routine: its name.
        file: the changed routine file; None for the one there is.
        mappings: a changed folder of formats and tables; None for the one there is.
        first, last: months, `YYYY-MM`; before `first` the rules are those there are.
    """

    routine: str
    file: Path | None = None
    mappings: Path | None = None
    first: str | None = None
    last: str | None = None


def simulate(real: Installation, employer: OrgNr, wish: Wish) -> Simulation:
    """Do the history over again in a temporary installation; the real one is only read.

    Raises:
        InputError: `history_empty`; `history_without_inputs`, naming the runs that can't be
            done over again; or what the changed rules themselves lead to.
    """
    with real.database.reading() as session:
        history = read_history(session, employer, wish.last)
        # People go on deciding meanwhile; it is held against how it stood just now.
        cases = {} if wish.last is not None else _cases(session, employer)
    _refuse(history, wish)
    with temporary_installation(real.settings, over=real) as place:
        return _Work(real, place, history, wish, cases).simulation()


@dataclass(slots=True, eq=False)
class _Work:
    real: Installation
    place: Installation
    history: History
    wish: Wish
    cases_then: Mapping[str, _Stands]
    changed: Installation = field(init=False)
    people: People = field(init=False)
    coverage: Coverage = field(init=False)
    comparison: Comparison = field(default_factory=Comparison)
    changes: list[Change] = field(default_factory=list)
    settled_then: set[RowKey] = field(default_factory=set)
    done: list[PastRun] = field(default_factory=list)

    def __post_init__(self) -> None:
        routine = None if self.wish.file is None else (self.wish.routine, self.wish.file)
        self.changed = under_rules(self.place, mappings=self.wish.mappings, routine=routine)
        history = self.history
        self.people = People(history.decisions.values(), history.settlements.values())
        self.coverage = Coverage(self.people)

    def simulation(self) -> Simulation:
        rules, passes = load_rules(self.place), load_rules(self.changed).routine.passes
        replay = Replay(self.history, self._rules_of, self._hear)
        replay.go()
        self.changes += self._cases_in_the_end()
        compared = [run for run in self.done if self._is_compared(run)]
        return Simulation(
            employer=self.history.employer,
            months=tuple(sorted({run.month for run in compared})),
            runs=len(self.done),
            changes=tuple(self.changes),
            uses=tuple(self.coverage.uses),
            unused=tuple(unused(self.coverage.uses, passes)),
            lines_received=self.coverage.lines_received,
            carried_out=replay.carried_out,
            without_case=dict(replay.without_case),
            files={word: count for word, count in replay.files.items() if count},
            other_rules=dict(_other_rules(self.done, rules)),
        )

    def _is_compared(self, run: PastRun) -> bool:
        return self.wish.first is None or run.month >= self.wish.first

    def _rules_of(self, run: PastRun | None) -> Installation:
        """Before the first month the rules are the ones there are."""
        return self.changed if run is not None and self._is_compared(run) else self.place

    def _hear(self, done: Done) -> None:
        employer, was = self.history.employer, done.was
        self.done.append(was)
        announce(f"{was.month}  {len(self.done)}/{len(self.history.settling)}")
        with self.real.database.reading() as session:
            then = outcomes_of(session, employer, was.number)
        with self.place.database.reading() as session:
            now = outcomes_of(session, employer, done.run_number)
        moved = self.comparison.of_run(was.month, then, now, self.settled_then)
        self.settled_then.update(
            row
            for each in self.history.settlements.values()
            if each.run_id == was.run_id
            for row in each.rows
        )
        finished = done.rehearsed.finished
        if not self._is_compared(was):
            return
        received = was.summary.lines if was.summary else 0
        self.coverage.count(done.rehearsed, now, received)
        for each in moved:
            verdict = Verdict(Opinion.NONE)
            if each.move in _SETTLES:
                (after,) = each.after
                verdict = self.people.verdict(
                    Settling(after.rows, after.reason, after.claimed, after.paid, finished)
                )
            self.changes.append(Change(each, verdict))

    def _cases_in_the_end(self) -> Iterator[Change]:
        """Cases with the same rows that say something else, or stand otherwise.

        Not looked at with a last month: the real store has gone on since.
        """
        with self.place.database.reading() as session:
            now = _cases(session, self.history.employer)
            pairs = [(then, now[each]) for each, then in self.cases_then.items() if each in now]
            other = [(then, here) for then, here in pairs if then.says != here.says]
            rows = rows_of(session, [here.case_id for _, here in other])
        for then, here in other:
            own = frozenset(rows[here.case_id])
            if own - self.comparison.parted:
                moved = Moved(
                    Move.OTHER_CASE, self.done[-1].month, (then.ended(own),), (here.ended(own),)
                )
                yield Change(moved, Verdict(Opinion.NONE))


def _refuse(history: History, wish: Wish) -> None:
    runs = history.settling
    if not runs or (wish.first is not None and all(run.month < wish.first for run in runs)):
        raise InputError(
            "history_empty",
            "No run has settled anything for this employer in these months.",
            "Choose another employer or other months; `rutine run` makes the first run.",
        )
    without = [run for run in runs if run.inputs is None]
    if without:
        numbers = ", ".join(f"{run.number} ({run.month})" for run in without)
        raise InputError(
            "history_without_inputs",
            f"What these runs read was not noted when they were made: {numbers}. They can't be "
            "done over again, nor the later ones, which rest on them.",
            "Try the changed file with `rutine try` on files of your own, or simulate in a home "
            "whose every run is made by this version.",
            runs=numbers,
        )


def _other_rules(runs: list[PastRun], rules: Rules) -> Iterator[tuple[int, tuple[str, ...]]]:
    for run in runs:
        now = rules.hashes
        other = [
            name for name in sorted(run.rules.keys() | now) if run.rules.get(name) != now.get(name)
        ]
        if other:
            yield run.number, tuple(other)


@dataclass(frozen=True, slots=True)
class _Stands:
    """How a case stands; `says` is everything that a reviewer would see differ."""

    case_id: str
    number: int
    says: tuple[object, ...]
    reason: str
    claimed: int
    paid: int

    def ended(self, rows: frozenset[RowKey]) -> Ended:
        return Ended(
            Outcome.CASE,
            rows,
            self.case_id,
            reason=self.reason,
            claimed=self.claimed,
            paid=self.paid,
            case_number=self.number,
        )


def _cases(session: Session, employer: OrgNr) -> dict[str, _Stands]:
    """The cases about rows, by fingerprint."""
    query = select(
        *(Case.fingerprint, Case.id, Case.number, Case.reason, Case.claimed, Case.paid),
        *(Case.status, Case.evidence_hash, Case.suggestion, Case.permitted),
        *(Case.by_hand, Case.apart),
    ).where(Case.employer == employer.value, Case.kind == "group")
    found = {}
    for fingerprint, case_id, number, reason, claimed, paid, *rest in session.execute(query):
        says = (reason, claimed, paid, *rest)
        found[str(fingerprint)] = _Stands(case_id, number, says, reason, claimed, paid)
    return found
