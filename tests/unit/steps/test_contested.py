"""A claim that went on after a part payment, when the part's settlement is taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from rutine.cases.deciding.control import STRICT
from rutine.cases.settling.undo_requests import approve_undo
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import Settlement, UndoRequest
from rutine.cases.views import CaseView, DecisionState
from rutine.core.differences import Action
from rutine.core.errors import InputError
from tests.hand_matches import AUGUST, FULL, SENT, settlements
from tests.small_office import GENEROUS, KARI, LIV, RATE, Claimed, Office, Paid


def paid_in_two_parts(office: Office) -> tuple[CaseView, CaseView]:
    """Three of five days are settled as a part; another day of the claim is a case of its own."""
    office.claims("2026-09", Claimed("K1", 0, AUGUST, FULL, SENT))
    office.pays("2026-09", Paid(0, AUGUST, 3 * RATE))
    office.run("2026-09")
    office.decide(office.case(), Action.ACCEPT_PART)
    office.pays("2026-09", Paid(0, AUGUST, RATE))
    office.run("2026-09")
    first, rest = office.cases()
    return first, rest


def take_back(office: Office, *, newest: bool = False) -> None:
    with office.place.database.writing() as session:
        standing = session.scalars(
            select(Settlement.id)
            .where(Settlement.undone_at.is_(None))
            .order_by(Settlement.settled_at)
        ).all()
        made = standing[-1] if newest else standing[0]
        undo(session, office.place.keys, made, actor=KARI, why="feil", limits=GENEROUS)


@pytest.mark.parametrize("which", [0, 1], ids=["taken back", "the rest"])
def test_neither_case_is_closed_before_a_run_has_looked(office: Office, which: int) -> None:
    """Both closed the claim, and every run from then on stopped at it."""
    paid_in_two_parts(office)
    take_back(office)
    case = office.cases()[which]
    for action in (Action.ACCEPT_PAID, Action.SETTLE_AS_CLAIMED, Action.WRITE_OFF):
        with pytest.raises(InputError) as refused:
            office.decide(case, action)
        assert refused.value.code == "rows_contested"
    office.decide(case, Action.SEND_TO_NAV)  # waiting closes nothing

    office.run("2026-09")

    assert settlements(office) == [("decision", 3 * RATE, 3 * RATE)]
    (whole,) = [each for each in office.cases() if each.status in {"open", "waiting"}]
    assert (whole.claimed, whole.paid) == (FULL, 4 * RATE)
    office.decide(whole, Action.ACCEPT_PAID)
    office.run("2026-09")
    assert settlements(office)[1:] == [("decision", FULL, 4 * RATE)]


@pytest.mark.parametrize("ran", [False, True], ids=["decided", "settled"])
@pytest.mark.parametrize("action", [Action.ACCEPT_PAID, Action.ACCEPT_PART])
def test_a_part_that_more_was_reckoned_from_is_taken_back_last(
    office: Office, action: Action, *, ran: bool
) -> None:
    """Or the claim is closed for less than it is, and the books do not balance."""
    _, rest = paid_in_two_parts(office)
    office.decide(rest, action)
    if ran:
        office.run("2026-09")
    with pytest.raises(InputError) as refused:
        take_back(office)
    assert refused.value.code == "claim_gone_on"
    if not ran:
        return
    take_back(office, newest=True)
    take_back(office)
    office.run("2026-09")  # which looks at every control
    (whole,) = [each for each in office.cases() if each.status == "open"]
    assert (whole.claimed, whole.paid) == (FULL, 4 * RATE)


def test_a_request_is_refused_too_when_the_claim_has_gone_on(office: Office) -> None:
    _, rest = paid_in_two_parts(office)
    with office.place.database.writing() as session:
        (made,) = session.scalars(select(Settlement.id))
        asked = undo(session, office.place.keys, made, actor=KARI, why="feil", limits=STRICT)
        assert asked is DecisionState.PROPOSED
    office.decide(rest, Action.ACCEPT_PAID)
    with office.place.database.writing() as session:
        (request,) = session.scalars(select(UndoRequest.id))
        with pytest.raises(InputError) as refused:
            approve_undo(session, office.place.keys, request, actor=LIV)
        assert refused.value.code == "claim_gone_on"
