"""Whatever people pick, agree to, take back and undo between runs, the books hold."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from rutine.cases.deciding.retracting import retract
from rutine.cases.tables import AppliedDecision, Case, DecisionEntry, Settlement
from rutine.cases.views import CaseStatus
from rutine.core.differences import Action, Side
from rutine.core.errors import AccessDenied, InputError, StaleVersion
from rutine.core.picked_rows import PLACES, PickedRow, fitting, sums_of
from tests.hand_matches import agree, items, pick
from tests.property.test_decisions import AUGUST, Desk, _claim, _decision, _pay, _undo
from tests.small_office import KARI, LIV, RATE, Paid

_REFUSED = (InputError, AccessDenied, StaleVersion)
_pick = st.tuples(
    st.just("pick"),
    st.integers(0, 3),
    st.integers(0, 4) | st.lists(st.integers(0, 7), min_size=1, max_size=4, unique=True),
    st.sampled_from([Action.MATCH_BY_HAND, Action.MATCH_BY_HAND, *PLACES]),
    st.booleans(),
)
"""A case, rows (which of those that fit, or any at all), how they are closed, and whether another
person agrees at once."""
_fits = st.tuples(
    *(st.just("pick"), st.integers(0, 3), st.integers(0, 4)),
    *(st.sampled_from([Action.MATCH_BY_HAND, *PLACES]), st.booleans()),
)
_answer = st.tuples(st.sampled_from(["agree", "agree", "agree", "retract"]), st.integers(0, 1))
_steps = st.lists(
    st.tuples(st.just("pay"), st.lists(_pay, min_size=1, max_size=3))
    | _claim
    | _decision
    | _undo
    | _pick
    | _pick
    | _answer
    | _answer
    | st.just(("run",)),
    min_size=1,
    max_size=8,
)


UNMATCHED = [
    Paid(0, AUGUST + timedelta(weeks=week), days * RATE) for week, days in ((4, 5), (6, 2), (8, 3))
]
"""Weeks that nobody claimed: what people pick from, besides what the steps bring."""


class HandDesk(Desk):
    """The office where several things happen between two runs."""

    def do(self, step: tuple[Any, ...]) -> None:
        if step[0] == "run":
            self.run()
        elif step[0] == "pick":
            self._pick(*step[1:])
        elif step[0] in {"agree", "retract"}:
            self._answer(*step)
        elif step[0] in {"pay", "claim"}:
            super().do(step)  # runs: nobody can pick what no run has read
        elif step[0] == "undo":
            self._undo(step[1])
        else:
            # One whose rows wait in another case may not be decided, and `permitted` says so.
            self._decide(*step[1:])

    def _pick(self, place: int, rows: int | list[int], action: Action, agreed: bool) -> None:
        cases = [case for case in self.office.cases() if case.permitted]
        if not cases:
            return
        case = cases[place % len(cases)]
        shown = items(self.office, case)
        if isinstance(rows, int):
            # All that would agree: most picks at random would only be refused.
            fits = [
                list(each)
                for size in (2, 3, 4)
                for each in combinations(range(len(shown)), size)
                if action in fitting([shown[row].row.picked for row in each], PLACES)
                and any(getattr(shown[row].row.case, "id", "") == case.case_id for row in each)
            ]
            rows = fits[rows % len(fits)] if fits else []
        picks = [shown[row].row.key for row in rows if row < len(shown)]
        try:
            pick(self.office, case, picks, action)
        except _REFUSED as error:
            event(f"refused {error.code}")
        else:
            event("picked")
            if agreed:
                agree(self.office, case, LIV, "sett over")
                event("agreed")

    def _answer(self, answer: str, place: int) -> None:
        waiting = [each for each in self.office.cases() if each.status is CaseStatus.APPROVAL]
        if answer == "retract":
            waiting += [each for each in self.office.cases() if each.may_retract]
        if not waiting:
            return
        case = waiting[place % len(waiting)]
        try:
            if answer == "agree":
                agree(self.office, case, LIV, "sett over")
                event("agreed")
            else:
                with self.office.place.database.writing() as session:
                    now = session.get_one(Case, case.case_id).version
                    retract(session, case.case_id, version=now, actor=KARI)
        except _REFUSED as error:
            event(f"not answered {error.code}")

    def check(self) -> None:
        """As for every decision; and what was matched by hand agrees to the øre, by two persons."""
        super().check()
        with self.office.place.database.reading() as session:
            made = session.execute(
                select(Settlement.claimed, Settlement.paid, DecisionEntry)
                .join(AppliedDecision, AppliedDecision.settlement_id == Settlement.id)
                .join(DecisionEntry, DecisionEntry.id == AppliedDecision.decision_id)
                .where(DecisionEntry.action == Action.MATCH_BY_HAND)
            ).all()
        for claimed, paid, decision in made:
            assert claimed == paid
            assert (decision.by_id, decision.second_id) == (KARI.id, LIV.id)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(_fits, _steps)
def test_any_interleaving_of_picks_answers_undoings_and_runs_keeps_the_books(
    first: tuple[Any, ...],
    happens: list[tuple[Any, ...]],
) -> None:
    with TemporaryDirectory() as folder:
        desk = HandDesk(Path(folder))
        try:
            desk.do(("pay", UNMATCHED))
            for step in [first, *happens]:
                desk.do(step)
            desk.run()
            desk.check()
            before = desk.look()
            desk.run()
            assert desk.look() == before
        finally:
            desk.office.close()


_row = st.builds(
    PickedRow,
    side=st.sampled_from(Side),
    amount=st.integers(-3, 6),
    person=st.sampled_from(["a", "b", None]),
)


@given(st.lists(_row, max_size=6), st.lists(st.sampled_from(list(Action)), max_size=4))
def test_what_may_be_decided_of_rows_puts_every_ore_in_one_place(
    rows: list[PickedRow], offered: list[Action]
) -> None:
    sums = sums_of(rows)
    found = fitting(rows, offered)
    assert (Action.MATCH_BY_HAND in found) <= (sums.claimed == sums.paid)
    assert not (Action.MATCH_BY_HAND in found and len(found) > 1)
    for action in found:
        assert any(row.side is Side.LINE for row in rows)
        assert action is Action.MATCH_BY_HAND or sums.claimed != sums.paid
        assert action is Action.MATCH_BY_HAND or {action, Action.ACCEPT_PAID} & {*offered}
