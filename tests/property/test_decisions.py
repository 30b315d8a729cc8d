"""Whatever people decide, and however often it runs: no row is lost or doubled."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from rutine.cases.settling.claims import open_claims
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import (
    Case,
    CaseRowEntry,
    ClaimEntry,
    DecisionEntry,
    SettledRow,
    Settlement,
    UndoneRow,
)
from rutine.cases.trail.audit import verify
from rutine.cases.views import UNDECIDED, CaseStatus
from rutine.core import clock
from rutine.core.differences import Action
from tests.small_office import EMPLOYER, GENEROUS, HOME, KARI, RATE, SCHOOL, Claimed, Office, Paid

AUGUST = date(2026, 8, 3)
CLAIMS = tuple(
    Claimed(f"K{who}{week}", who, AUGUST + timedelta(weeks=week), 5 * RATE, sent)
    for who, week, sent in (
        (0, 0, date(2026, 9, 1)),
        (0, 1, date(2026, 4, 1)),
        (1, 0, date(2026, 4, 1)),
    )
)

_pay = st.builds(
    Paid,
    who=st.integers(0, 1),
    first=st.integers(0, 1).map(lambda week: AUGUST + timedelta(weeks=week)),
    ore=st.sampled_from([5, 5, 3, 2, -3, -5]).map(lambda days: days * RATE),
    unit=st.sampled_from([SCHOOL, SCHOOL, HOME]),
)
_claim = st.tuples(
    st.just("claim"), st.integers(0, 2), st.sampled_from([0, 3 * RATE, 5 * RATE, 6 * RATE])
)
_undo = st.tuples(st.just("undo"), st.integers(0, 1))
_decision = st.tuples(st.just("decide"), st.integers(0, 3), st.sampled_from(list(Action)))
_steps = st.lists(
    st.tuples(st.just("pay"), st.lists(_pay, min_size=1, max_size=2)) | _claim | _decision | _undo,
    min_size=2,
    max_size=7,
)
FEW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Desk:
    """The office with payroll's changing claims; the routine runs after everything that happens."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder)
        self.claims = {claim.key: claim for claim in CLAIMS}
        self.amounts = {claim.key: claim.ore for claim in CLAIMS}
        self.paid: list[Paid] = []
        self.run()

    def run(self) -> None:
        self.office.claims("2026-09", *self.claims.values())
        self.office.run("2026-09")

    def do(self, step: tuple[Any, ...]) -> None:
        if step[0] == "pay":
            self.office.pays("2026-09", *step[1])
            self.paid += step[1]
        elif step[0] == "claim":
            claim = CLAIMS[step[1]]
            self.claims.pop(claim.key, None)
            if step[2]:
                self.claims[claim.key] = replace(claim, ore=step[2])
                self.amounts[claim.key] = step[2]
        elif step[0] == "undo":
            self._undo(step[1])
        else:
            self._decide(*step[1:])
        self.run()

    def _undo(self, place: int) -> None:
        """A person takes a settlement back, when there are so many."""
        with self.office.place.database.writing() as session:
            standing = select(Settlement.id).where(Settlement.undone_at.is_(None))
            ids = session.scalars(standing.order_by(Settlement.settled_at, Settlement.id)).all()
            if place < len(ids):
                undo(
                    session,
                    self.office.place.keys,
                    ids[place],
                    actor=KARI,
                    why="prøve",
                    limits=GENEROUS,
                )

    def _decide(self, place: int, action: Action) -> None:
        open_cases = [case for case in self.office.cases() if case.permitted]
        if place >= len(open_cases) or action not in open_cases[place].permitted:
            return
        until = clock.today() + timedelta(days=30) if action is Action.WAIT_UNTIL else None
        self.office.decide(open_cases[place], action, until=until)

    def look(self) -> list[list[tuple[Any, ...]]]:
        """All that a repeated run must leave as it is."""
        with self.office.place.database.reading() as session:
            return [
                sorted(map(tuple, session.execute(select(*columns))))  # type: ignore[call-overload]
                for columns in (
                    (Case.number, Case.status, Case.version, Case.fingerprint, Case.by_hand),
                    (CaseRowEntry.case_id, CaseRowEntry.side, CaseRowEntry.row),
                    (SettledRow.settlement_id, SettledRow.side, SettledRow.sha256, SettledRow.row),
                    (DecisionEntry.id, DecisionEntry.state),
                    (ClaimEntry.claim_id, ClaimEntry.settled, ClaimEntry.state),
                )
            ]

    def check(self) -> None:
        """Every line is settled or in exactly one case that stands; every øre is somewhere."""
        undone = aliased(Settlement)
        with self.office.place.database.reading() as session:
            settled = [
                (row.sha256, row.row)
                for row in session.scalars(select(SettledRow).where(SettledRow.side == "line"))
            ]
            settlements = session.scalar(
                select(func.sum(Settlement.paid)).where(Settlement.undone_at.is_(None))
            )
            cases = session.scalars(
                select(Case).where(Case.kind == "group", Case.status != CaseStatus.AUTO_CLOSED)
            ).all()
            in_cases = [
                (row.sha256, row.row)
                for row in session.scalars(
                    select(CaseRowEntry).where(
                        CaseRowEntry.side == "line",
                        CaseRowEntry.case_id.in_([case.id for case in cases]),
                    )
                )
                if (row.sha256, row.row) not in settled
            ]
            held = session.scalars(
                select(CaseRowEntry.case_id).where(CaseRowEntry.held).distinct()
            ).all()
            ledger = open_claims(session, EMPLOYER)
            by_hand = {case.id for case in cases if case.by_hand}
            settled_by_program = session.scalars(
                select(SettledRow.sha256)
                .join(Settlement, Settlement.id == SettledRow.settlement_id)
                .join(
                    CaseRowEntry,
                    (CaseRowEntry.sha256 == SettledRow.sha256)
                    & (CaseRowEntry.row == SettledRow.row)
                    & (CaseRowEntry.side == SettledRow.side),
                )
                .where(Settlement.pass_name != "decision", CaseRowEntry.case_id.in_(by_hand))
            ).all()
            settled_after_all = session.scalars(
                select(SettledRow.sha256)
                .join(Settlement, Settlement.id == SettledRow.settlement_id)
                .join(
                    UndoneRow,
                    (UndoneRow.sha256 == SettledRow.sha256)
                    & (UndoneRow.row == SettledRow.row)
                    & (UndoneRow.side == SettledRow.side),
                )
                .join(undone, undone.id == UndoneRow.settlement_id)
                .where(Settlement.pass_name != "decision", undone.undone_by_id == KARI.id)
            ).all()
            assert verify(session) is None
        assert max(Counter(settled + in_cases).values(), default=1) == 1
        assert len(settled) + len(in_cases) == len(self.paid)
        left = [c for c in cases if c.status in UNDECIDED or _finished_without(c, self)]
        assert (settlements or 0) + sum(case.paid for case in left) == sum(p.ore for p in self.paid)
        assert set(held) <= {case.id for case in cases if case.status in UNDECIDED}
        assert settled_by_program == []
        assert settled_after_all == []
        for claim in ledger:
            assert claim.left > 0
            assert claim.claimed == self.amounts[claim.claim_id]


def _finished_without(case: Case, desk: Desk) -> bool:
    """Whether a case is done by a decision that settles nothing."""
    with desk.office.place.database.reading() as session:
        action = session.scalar(
            select(DecisionEntry.action).where(
                DecisionEntry.case_id == case.id, DecisionEntry.state == "effective"
            )
        )
    return case.status == CaseStatus.DONE and action == Action.ACKNOWLEDGE


@FEW
@given(_steps)
def test_no_row_is_lost_or_doubled_and_a_repeated_run_changes_nothing(
    happens: list[tuple[Any, ...]],
) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        try:
            for step in happens:
                desk.do(step)
                desk.check()
            before = desk.look()
            desk.run()
            assert desk.look() == before
        finally:
            desk.office.close()
