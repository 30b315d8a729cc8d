"""What people decide, the next run does; and what they have not decided, no run decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.deciding.retracting import retract
from rutine.cases.settling.applying import decided_since
from rutine.cases.settling.claims import ClaimState, open_claims
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import SettledRow, Settlement
from rutine.cases.trail.audit import verify
from rutine.cases.views import CaseStatus
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import InputError
from tests.small_office import EMPLOYER, GENEROUS, HOME, KARI, RATE, SCHOOL, Claimed, Office, Paid
from tests.underpaid_week import AUGUST, CLAIM, FULL, LONG_AGO, PART, SENT, underpaid


def settlements(office: Office) -> list[tuple[str, str, int, int]]:
    with office.place.database.reading() as session:
        return [
            (each.pass_name, each.reason, each.claimed, each.paid)
            for each in session.scalars(select(Settlement).order_by(Settlement.settled_at))
        ]


def settled(office: Office) -> set[tuple[str, str | None]]:
    with office.place.database.reading() as session:
        return {(row.side, row.claim_id) for row in session.scalars(select(SettledRow))}


@pytest.mark.parametrize("action", [Action.ACCEPT_PAID, Action.SETTLE_AS_CLAIMED, Action.WRITE_OFF])
def test_a_settling_decision_becomes_a_settlement_once(office: Office, action: Action) -> None:
    underpaid(office)
    office.decide(office.case(), action)
    assert settlements(office) == []

    office.run("2026-09")
    office.run("2026-09")

    case = office.case()
    assert settlements(office) == [("decision", case.reason, FULL, PART)]
    assert settled(office) == {("line", None), ("claim", "K1")}
    assert (case.status, case.history[-1].action) == (CaseStatus.DONE, "applied")
    assert [entry.action for entry in case.history].count("applied") == 1
    with office.place.database.reading() as session:
        (decided,) = decided_since(session, EMPLOYER)
        assert open_claims(session, EMPLOYER) == ()
        assert verify(session) is None
    assert (decided.action, decided.claimed, decided.paid) == (action, FULL, PART)
    assert decided.settlement_id is not None
    assert [key for _, key in decided.rows] == [None, "K1"]


def test_undoing_a_decisions_settlement_opens_its_case(office: Office) -> None:
    underpaid(office)
    office.decide(office.case(), Action.ACCEPT_PAID)
    office.run("2026-09")
    with office.place.database.writing() as session:
        (settlement,) = session.scalars(select(Settlement.id))
        undo(session, office.place.keys, settlement, actor=KARI, why="feil sak", limits=GENEROUS)
    case = office.case()
    assert (case.status, case.history[-1].cause) == (CaseStatus.OPEN, "undone")

    office.run("2026-09")

    assert (office.case().status, settled(office)) == (CaseStatus.OPEN, set())
    office.decide(office.case(), Action.ACCEPT_PART)
    office.run("2026-09")
    assert settled(office) == {("line", None)}
    with office.place.database.reading() as session:
        (left,) = open_claims(session, EMPLOYER)
    assert left.left == FULL - PART


def test_undoing_a_part_payment_gives_the_claim_back_whole(office: Office) -> None:
    underpaid(office)
    office.decide(office.case(), Action.ACCEPT_PART)
    office.run("2026-09")
    with office.place.database.writing() as session:
        (settlement,) = session.scalars(select(Settlement.id))
        undo(session, office.place.keys, settlement, actor=KARI, why="feil sak", limits=GENEROUS)

    office.run("2026-09")

    (case,) = [each for each in office.cases() if each.status is CaseStatus.OPEN]
    assert (case.claimed, case.paid) == (FULL, PART)


def test_what_is_decided_since_a_moment_is_told(office: Office) -> None:
    underpaid(office)
    before = clock.now()
    office.decide(office.case(), Action.SEND_TO_NAV)
    with office.place.database.reading() as session:
        assert [each.action for each in decided_since(session, EMPLOYER, before)] == [
            Action.SEND_TO_NAV
        ]
        assert decided_since(session, EMPLOYER, clock.now()) == ()


def test_a_loss_on_a_claim_without_payment_settles_the_claim_alone(office: Office) -> None:
    office.claims("2026-09", Claimed("K1", 0, AUGUST, FULL, LONG_AGO))
    office.pays("2026-09", Paid(1, AUGUST, FULL))
    office.run("2026-09")
    lost = next(case for case in office.cases() if case.reason == "D14")
    office.decide(lost, Action.WRITE_OFF)

    office.run("2026-09")

    assert settlements(office) == [("decision", "D14", FULL, 0)]
    assert settled(office) == {("claim", "K1")}


def test_a_part_payment_leaves_the_rest_of_the_same_claim_with_its_age(office: Office) -> None:
    underpaid(office)
    assert Action.ACCEPT_PART in office.case().permitted
    office.decide(office.case(), Action.ACCEPT_PART)

    office.run("2026-09")

    assert settlements(office) == [("decision", office.case().reason, PART, PART)]
    assert settled(office) == {("line", None)}
    with office.place.database.reading() as session:
        (left,) = open_claims(session, EMPLOYER)
    assert (left.claim_id, left.claimed, left.settled, left.left) == ("K1", FULL, PART, FULL - PART)
    assert (left.since, left.state) == (SENT, ClaimState.CARRIED)
    assert left.days(date(2026, 10, 1)) == 30

    office.claims("2026-10", CLAIM)  # payroll has not posted the part
    office.pays("2026-10", Paid(0, AUGUST, FULL - PART))
    office.run("2026-10")

    assert settlements(office)[1][2:] == (FULL - PART, FULL - PART)
    assert settled(office) == {("line", None), ("claim", "K1")}
    with office.place.database.reading() as session:
        assert open_claims(session, EMPLOYER) == ()


def test_the_rest_is_not_taken_off_twice_when_payroll_has_posted_the_part(office: Office) -> None:
    underpaid(office)
    office.decide(office.case(), Action.ACCEPT_PART)
    office.run("2026-09")

    office.claims("2026-10", Claimed("K1", 0, AUGUST, FULL, SENT, settled=PART))
    office.pays("2026-10", Paid(0, AUGUST, RATE))
    office.run("2026-10")

    (case,) = [each for each in office.cases() if each.status is CaseStatus.OPEN]
    assert (case.claimed, case.paid) == (FULL - PART, RATE)
    office.decide(case, Action.ACCEPT_PART)
    office.run("2026-10")
    with office.place.database.reading() as session:
        (left,) = open_claims(session, EMPLOYER)
    assert left.left == FULL - PART - RATE


def test_the_rest_of_an_old_claim_is_a_case_of_its_own(office: Office) -> None:
    office.claims("2026-09", Claimed("K1", 0, AUGUST, FULL, LONG_AGO))
    office.pays("2026-09", Paid(0, AUGUST, PART))
    office.run("2026-09")
    office.decide(office.case(), Action.ACCEPT_PART)

    office.run("2026-09")

    rest = office.cases()[1]
    assert (rest.reason, rest.claimed, rest.paid) == ("D14", FULL - PART, 0)


def test_a_changed_claim_that_does_not_agree_opens_the_case_and_says_what_changed(
    office: Office,
) -> None:
    underpaid(office)
    office.decide(office.case(), Action.CHANGE_CLAIM)
    office.claims("2026-10", Claimed("K1", 0, AUGUST, 4 * RATE, SENT))

    office.run("2026-10")

    case = office.case()
    assert case.status is CaseStatus.OPEN
    amount = next(each for each in case.news if each.field == "amount")
    assert (amount.side, amount.before, amount.after) == ("left", str(FULL), str(4 * RATE))


def test_what_could_not_be_determined_is_only_suggested_when_it_fits(office: Office) -> None:
    underpaid(office)
    office.decide(office.case(), Action.CANNOT_DETERMINE)
    office.run("2026-09")
    office.claims("2026-10", CLAIM)
    office.pays("2026-10", Paid(0, AUGUST, FULL - PART))

    office.run("2026-10")
    office.run("2026-10")

    case = office.case()
    assert settlements(office) == []
    assert (case.status, case.suggestion) == (CaseStatus.OPEN, Action.SETTLE_AS_CLAIMED)
    assert (case.claimed, case.paid, case.line_count) == (FULL, FULL, 2)
    assert [(c.field, c.after) for c in case.news][:2] == [("lines_added", "1"), ("report", "1001")]

    office.decide(case, Action.SETTLE_AS_CLAIMED)
    office.run("2026-10")
    assert [row[2:] for row in settlements(office)] == [(FULL, FULL)]


def test_what_could_not_be_determined_stays_by_hand_through_other_decisions(
    office: Office,
) -> None:
    underpaid(office)
    office.decide(office.case(), Action.CANNOT_DETERMINE)
    office.run("2026-09")
    office.decide(office.case(), Action.SEND_TO_NAV)
    office.claims("2026-10", CLAIM)
    office.pays("2026-10", Paid(0, AUGUST, FULL - PART))

    office.run("2026-10")

    assert settlements(office) == []
    assert office.case().status is CaseStatus.OPEN


def test_a_claim_of_the_wrong_person_is_tried_again_without_the_payment(office: Office) -> None:
    underpaid(office)
    office.decide(office.case(), Action.WRONG_PERSON_OR_UNIT)
    office.run("2026-09")

    case = office.case()
    assert (case.status, case.line_count, case.claim_count) == (CaseStatus.WAITING, 1, 0)
    assert case.history[-1].action == "parted"
    with office.place.database.reading() as session:
        (claim,) = open_claims(session, EMPLOYER)
    assert claim.state is ClaimState.CARRIED
    before = office.case().version
    office.run("2026-09")
    assert office.case().version == before

    office.claims("2026-10", CLAIM)
    office.pays("2026-10", Paid(0, AUGUST, FULL))
    office.run("2026-10")

    assert settlements(office) == [("exact", "D01", FULL, FULL)]
    # The same days are paid for rightly now: what was claimed and settled, and what this is.
    told = [(each.field, each.before, each.after) for each in office.case().news]
    assert told == [("settled_before", None, str(FULL)), ("settled_before", None, str(PART))]


def test_what_nav_corrects_a_wrong_payment_by_comes_to_its_case(office: Office) -> None:
    underpaid(office)
    office.decide(office.case(), Action.WRONG_PERSON_OR_UNIT)
    office.run("2026-09")
    office.claims("2026-10", CLAIM)
    office.pays("2026-10", Paid(0, AUGUST, -PART), Paid(0, AUGUST, FULL))

    office.run("2026-10")
    office.run("2026-10")

    case = office.case()
    assert (case.status, case.paid, case.line_count) == (CaseStatus.OPEN, 0, 2)
    assert ("lines_added", "1") in [(c.field, c.after) for c in case.news]
    assert settlements(office) == [("exact", "D01", FULL, FULL)]


def test_a_payment_for_another_unit_leaves_the_claim_free(office: Office) -> None:
    office.claims("2026-09", CLAIM)
    office.pays("2026-09", Paid(0, AUGUST, FULL, unit=HOME))
    office.run("2026-09")
    assert (office.case().reason, office.case().claim_count) == ("D22", 1)
    office.decide(office.case(), Action.WRONG_PERSON_OR_UNIT)
    office.run("2026-09")
    assert (office.case().status, office.case().claim_count) == (CaseStatus.WAITING, 0)

    office.claims("2026-10", CLAIM)
    office.pays("2026-10", Paid(0, AUGUST, FULL, unit=SCHOOL))
    office.run("2026-10")

    assert [row[0] for row in settlements(office)] == ["exact"]


def test_a_report_given_by_hand_without_claims_leaves_earlier_cases_alone(office: Office) -> None:
    underpaid(office)
    version = office.case().version
    (office.path / "2026-10.csv").write_bytes(b"")
    data = Paid(1, AUGUST, FULL).line().encode("iso-8859-1")
    digest = office.place.archive.put(data, kind="nav_settlement", label="by hand")
    from rutine import steps

    scope = steps.begin(office.place, EMPLOYER.value, "2026-10", digest)
    fetched = steps.fetch(office.place, scope)
    controlled = steps.control(office.place, scope, steps.read(office.place, scope))
    steps.settle(office.place, scope, fetched, steps.reconcile(office.place, scope, controlled))

    assert office.cases()[0].version == version
    assert len(office.cases()) == 2


def test_what_is_decided_while_a_run_works_is_heeded(office: Office) -> None:
    from rutine import steps

    underpaid(office)
    office.claims("2026-10", CLAIM)
    office.pays("2026-10", Paid(0, AUGUST, FULL - PART))
    scope = steps.begin(office.place, EMPLOYER.value, "2026-10")
    fetched = steps.fetch(office.place, scope, source=office._source)
    controlled = steps.control(office.place, scope, steps.read(office.place, scope))
    reconciled = steps.reconcile(office.place, scope, controlled)
    assert len(reconciled.result.settlements) == 1

    office.decide(office.case(), Action.CANNOT_DETERMINE)
    steps.settle(office.place, scope, fetched, reconciled)

    assert settlements(office) == []
    assert office.case().suggestion is Action.SETTLE_AS_CLAIMED


def take_back(office: Office) -> None:
    case = office.case()
    with office.place.database.writing() as session:
        retract(session, case.case_id, version=case.version, actor=KARI)


def test_a_decision_that_is_taken_back_is_as_if_it_was_never_made(office: Office) -> None:
    underpaid(office)
    before = office.case()
    for action in (Action.ACCEPT_PAID, Action.CANNOT_DETERMINE, Action.WRONG_PERSON_OR_UNIT):
        office.decide(office.case(), action)
        take_back(office)

    office.run("2026-09")

    after = office.case()
    assert settlements(office) == []
    assert (after.number, after.status, after.by_hand) == (before.number, CaseStatus.OPEN, False)
    # And what agrees later still settles by itself.
    office.claims("2026-10", CLAIM)
    office.pays("2026-10", Paid(0, AUGUST, FULL - PART))
    office.run("2026-10")
    assert [row[0] for row in settlements(office)] != ["decision"]
    assert settled(office) == {("line", None), ("claim", "K1")}


def test_a_decision_that_is_taken_back_while_a_run_works_is_not_carried_out(
    office: Office,
) -> None:
    from rutine import steps

    underpaid(office)
    office.decide(office.case(), Action.ACCEPT_PAID)
    scope = steps.begin(office.place, EMPLOYER.value, "2026-09")
    fetched = steps.fetch(office.place, scope, source=office._source)
    controlled = steps.control(office.place, scope, steps.read(office.place, scope))
    reconciled = steps.reconcile(office.place, scope, controlled)

    take_back(office)
    steps.settle(office.place, scope, fetched, reconciled)

    assert settlements(office) == []
    assert office.case().status is CaseStatus.OPEN


def test_what_a_run_has_carried_out_is_taken_back_by_undoing_alone(office: Office) -> None:
    underpaid(office)
    office.decide(office.case(), Action.ACCEPT_PAID)
    office.run("2026-09")
    with pytest.raises(InputError) as refused:
        take_back(office)
    assert refused.value.code == "decision_final"


def test_a_report_to_an_account_that_two_persons_cleared_goes_on(tmp_path: Path) -> None:
    office = Office(tmp_path, account="15061111104")
    office.claims("2026-09", CLAIM)
    office.pays("2026-09", Paid(0, AUGUST, FULL))
    office.run("2026-09")
    office.run("2026-09")
    assert (office.case().reason, settlements(office)) == ("D36", [])

    office.decide(office.case(), Action.ACKNOWLEDGE)
    office.run("2026-09")

    assert [row[0] for row in settlements(office)] == ["exact"]
    assert office.case().status is CaseStatus.DONE
    office.close()
