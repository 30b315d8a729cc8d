"""What later events touch is taken back, looked at as a whole, and settled anew or put up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.access import ROBOT
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import AuditEntry, Run, SettledRow, Settlement
from rutine.cases.trail.audit import verify
from rutine.cases.views import CaseStatus
from rutine.core.differences import Action
from rutine.core.errors import InputError
from tests.small_office import GENEROUS, HOME, KARI, RATE, Claimed, Office, Paid
from tests.what_stands import case_of, paid_to_claims, settled, told

AUGUST = date(2026, 8, 3)
FULL, PART = 5 * RATE, 3 * RATE
SENT = date(2026, 9, 1)
K0, K1, K2, K3 = (Claimed(f"K{who}", who, AUGUST, FULL, SENT) for who in range(4))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()


def settlement_of(office: Office, claim_id: str) -> str:
    with office.place.database.reading() as session:
        (found,) = session.scalars(
            select(SettledRow.settlement_id).where(SettledRow.claim_id == claim_id)
        )
        return found


def taken_back(office: Office, claim_id: str) -> None:
    """A person undoes the settlement of a claim."""
    settlement_id = settlement_of(office, claim_id)
    with office.place.database.writing() as session:
        undo(session, office.place.keys, settlement_id, actor=KARI, why="feil", limits=GENEROUS)


def test_what_nav_takes_back_later_is_reopened_and_judged_as_a_whole(office: Office) -> None:
    """Whole, in part, and paid anew; however payroll lists the claims meanwhile."""
    office.claims("2026-09", K0, K1, K2, K3)
    office.pays("2026-09", *(Paid(who, AUGUST, FULL) for who in range(4)))
    office.run("2026-09")
    assert settled(office) == dict.fromkeys(("K0", "K1", "K2", "K3"), "exact")

    # Payroll has not heard of K0's settlement, has taken K1 and K3 off its list, and noted K2's.
    office.claims("2026-10", K0, replace(K2, settled=FULL))
    office.pays(
        "2026-10",
        Paid(0, AUGUST, -FULL),
        Paid(1, AUGUST, -FULL),
        Paid(1, AUGUST, 2 * RATE),
        Paid(1, AUGUST, PART),
        Paid(2, AUGUST, -2 * RATE, days=2),
    )
    run = office.run("2026-10")

    assert settled(office) == {"K1": "group_sum", "K3": "exact"}
    assert paid_to_claims(office) == {"K1": FULL, "K3": FULL}
    assert run.summary is not None
    assert run.summary.reopened == 3
    assert run.summary.reasons == {"D27": 2}
    whole, half = case_of(office, 0), case_of(office, 2)
    assert (whole.reason, whole.claimed, whole.paid, whole.line_count) == ("D27", FULL, 0, 2)
    assert (half.reason, half.claimed, half.paid, half.line_count) == ("D27", FULL, PART, 2)
    assert told(whole, "reopened") == told(half, "reopened") == (str(FULL), str(FULL))

    before = [(case.number, case.version) for case in office.cases()]
    again = office.run("2026-10")
    assert again.summary is not None
    assert again.summary.reopened == 0
    assert [(case.number, case.version) for case in office.cases()] == before

    # NAV pays again what it took back; payroll has taken in the counter-entries by now.
    office.claims("2026-11", K0, K2)
    office.pays("2026-11", Paid(0, AUGUST, FULL), Paid(2, AUGUST, 2 * RATE, days=2))
    office.run("2026-11")

    assert settled(office) == dict.fromkeys(("K0", "K1", "K2"), "group_sum") | {"K3": "exact"}
    assert paid_to_claims(office) == dict.fromkeys(("K0", "K1", "K2", "K3"), FULL)
    assert {case.status for case in office.cases()} == {CaseStatus.AUTO_CLOSED}


def test_what_a_person_decided_is_a_case_that_says_so_and_stands(office: Office) -> None:
    office.claims("2026-09", K0, replace(K1, sent=date(2026, 4, 1)), K2)
    office.pays("2026-09", Paid(0, AUGUST, PART), Paid(2, AUGUST, PART))
    office.run("2026-09")
    office.decide(case_of(office, 0), Action.ACCEPT_PAID)
    office.decide(case_of(office, 1), Action.WRITE_OFF)
    office.decide(case_of(office, 2), Action.WRITE_OFF)
    office.run("2026-09")
    numbers = {case.subject.employee_number: case.number for case in office.cases() if case.subject}
    assert settled(office) == dict.fromkeys(("K0", "K1", "K2"), "decision")

    office.claims("2026-10", replace(K0, ore=6 * RATE), replace(K2, settled=FULL))
    office.pays("2026-10", Paid(2, AUGUST, -PART), Paid(1, AUGUST, -FULL))
    run = office.run("2026-10")

    assert run.summary is not None
    assert run.summary.reopened == 0
    assert settled(office) == dict.fromkeys(("K0", "K1", "K2"), "decision")
    changed = case_of(office, 0)
    assert (changed.reason, changed.claimed, changed.paid) == ("D45", RATE, 0)
    assert (told(changed, "claim_then"), told(changed, "claim_now")) == (
        (str(FULL), None),
        (str(6 * RATE), None),
    )
    assert told(changed, "decided_case") == (str(numbers["10480"]), None)
    assert not {Action.ACCEPT_PAID, Action.SETTLE_AS_CLAIMED} & set(changed.permitted)
    corrected = [case for case in office.cases() if case.reason == "D27"]
    assert {(case.line_count, case.claim_count) for case in corrected} == {(1, 0)}
    by_paid = {case.paid: case for case in corrected}
    assert told(by_paid[-PART], "decided_case") == (str(numbers["10482"]), None)
    assert told(by_paid[-PART], "decided") == (str(FULL), str(PART))
    assert told(by_paid[-FULL], "decided") == (str(FULL), "0")

    office.decide(changed, Action.ACKNOWLEDGE)
    office.run("2026-10")  # Ax-C still says why payroll has more open than is posted
    assert next(c for c in office.cases() if c.number == changed.number).status is CaseStatus.DONE
    office.claims("2026-11", replace(K0, ore=7 * RATE))
    office.run("2026-11")
    assert case_of(office, 0).number == changed.number
    office.claims("2026-11", K0)
    office.run("2026-11")
    closed = next(case for case in office.cases() if case.number == changed.number)
    assert (closed.status, closed.history[-1].cause) == (CaseStatus.AUTO_CLOSED, "restored")


def test_a_claim_that_payroll_changes_after_it_was_settled_is_a_case(office: Office) -> None:
    office.claims("2026-09", K0, K1, K2)
    office.pays("2026-09", *(Paid(who, AUGUST, FULL) for who in range(3)))
    office.run("2026-09")

    # Raised after payroll took the settlement in, lowered before; and closed by payroll itself.
    office.claims(
        "2026-10",
        replace(K0, ore=6 * RATE, settled=FULL),
        replace(K1, ore=PART),
        replace(K2, ore=PART, settled=PART),
    )
    run = office.run("2026-10")

    raised, lowered = case_of(office, 0), case_of(office, 1)
    assert run.summary is not None
    assert (run.summary.reopened, run.summary.reasons["D45"]) == (2, 2)
    assert (raised.reason, raised.claimed, raised.paid) == ("D45", 6 * RATE, FULL)
    assert (lowered.reason, lowered.claimed, lowered.paid) == ("D45", PART, FULL)
    assert told(raised, "reopened") == (str(FULL), str(FULL))
    assert settled(office) == {"K2": "exact"}
    before = [(case.number, case.version) for case in office.cases()]
    office.run("2026-10")
    assert [(case.number, case.version) for case in office.cases()] == before

    office.claims("2026-11", replace(K0, ore=6 * RATE), replace(K1, ore=PART))
    office.pays("2026-11", Paid(0, AUGUST, RATE), Paid(1, AUGUST, -FULL), Paid(1, AUGUST, PART))
    office.run("2026-11")

    assert settled(office) == {"K0": "group_sum", "K1": "group_sum", "K2": "exact"}
    assert paid_to_claims(office) == {"K0": 6 * RATE, "K1": PART, "K2": FULL}


def test_what_a_person_undid_is_settled_by_a_person_only(office: Office) -> None:
    office.claims("2026-09", K0, K1)
    office.pays("2026-09", Paid(0, AUGUST, FULL), Paid(1, AUGUST, FULL))
    office.run("2026-09")
    taken_back(office, "K0")

    office.claims("2026-10", K1)  # payroll has taken K0 off its list
    for _ in range(2):
        office.run("2026-10")
        case = case_of(office, 0)
        assert (case.reason, case.claimed, case.paid) == ("D44", FULL, FULL)
        assert (case.suggestion, told(case, "undone")) == (
            Action.SETTLE_AS_CLAIMED,
            (str(FULL), str(FULL)),
        )
        assert settled(office) == {"K1": "exact"}

    office.decide(case_of(office, 0), Action.SEND_TO_NAV)
    office.claims("2026-11", K0, K1)
    office.run("2026-11")
    assert settled(office) == {"K1": "exact"}

    waiting = next(case for case in office.cases() if case.reason == "D44")
    office.decide(waiting, Action.SETTLE_AS_CLAIMED)
    office.run("2026-11")
    assert settled(office) == {"K0": "decision", "K1": "exact"}


def test_a_row_without_its_days_is_never_settled_and_unsettles_nothing_certain(
    office: Office,
) -> None:
    later = AUGUST + timedelta(days=28)
    two_weeks = replace(K1, key="K1b", first=later)
    office.claims("2026-09", K0, K1, two_weeks)
    office.pays("2026-09", Paid(0, AUGUST, FULL), Paid(1, AUGUST, FULL), Paid(1, later, FULL))
    office.run("2026-09")
    office.claims("2026-10", K0, K1, two_weeks)
    office.pays("2026-10", Paid(0, None, RATE), Paid(1, None, -FULL))

    run = office.run("2026-10")

    # Which days the minus is for nobody knows; an amount more is no doubt about what agrees.
    assert settled(office) == {"K0": "exact"}
    assert run.summary is not None
    assert run.summary.reopened == 2
    reopened = [case for case in office.cases() if case.claim_count]
    assert [(case.reason, case.claimed, case.paid, case.suggestion) for case in reopened] == [
        ("D27", FULL, FULL, None)
    ] * 2
    assert sorted(case.paid for case in office.cases()) == [-FULL, RATE, FULL, FULL]


def test_no_order_of_reversals_settles_wrongly(office: Office) -> None:
    """Before its payment, twice, in another unit, and in the same file as the payment."""
    office.claims("2026-09", K0, K1, K2, K3)
    office.pays(
        "2026-09",
        Paid(0, AUGUST, -FULL),  # before its payment
        Paid(1, AUGUST, FULL),
        Paid(2, AUGUST, FULL),
        Paid(3, AUGUST, FULL),  # and taken back in the same file
        Paid(3, AUGUST, -FULL),
    )
    office.run("2026-09")
    assert settled(office) == {"K1": "exact", "K2": "exact"}
    office.pays(
        "2026-10",
        Paid(0, AUGUST, FULL),
        Paid(1, AUGUST, -FULL),
        Paid(1, AUGUST, -FULL),  # twice
        Paid(2, AUGUST, -FULL, unit=HOME),  # of another unit
    )
    office.claims("2026-10", K0, K1, K2, K3)
    office.run("2026-10")

    assert settled(office) == {"K2": "exact"}
    found = {
        case.subject.employee_number if case.subject else None: (case.claimed, case.paid)
        for case in office.cases()
        if case.claim_count
    }
    assert found == {"10480": (FULL, 0), "10481": (FULL, -FULL), "10483": (FULL, 0)}
    (elsewhere,) = [case for case in office.cases() if case.sub_unit == HOME.value]
    assert (elsewhere.reason, elsewhere.paid, elsewhere.claim_count) == ("D28", -FULL, 0)

    office.pays("2026-11", Paid(0, AUGUST, FULL), Paid(1, AUGUST, FULL), Paid(1, AUGUST, FULL))
    office.claims("2026-11", K0, K1, K2, K3)
    office.run("2026-11")
    assert settled(office) == {"K0": "group_sum", "K1": "group_sum", "K2": "exact"}


def test_reopening_is_an_event_with_the_rules_of_both_times(office: Office) -> None:
    office.claims("2026-09", K0)
    office.pays("2026-09", Paid(0, AUGUST, FULL))
    office.run("2026-09")
    settlement_id = settlement_of(office, "K0")
    office.pays("2026-10", Paid(0, AUGUST, -FULL))
    office.claims("2026-10", K0)
    run = office.run("2026-10")

    with office.place.database.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "undone"))
        rules = json.loads(session.get_one(Run, run.run_id).rules)
        undone = session.get_one(Settlement, settlement_id)
        assert verify(session) is None
        assert undone.undone_by_id == ROBOT.id
    data = json.loads(entry.data)
    assert (entry.actor, data["settlement"], data["run"]) == (ROBOT.id, settlement_id, run.run_id)
    assert data["rules"] == data["rules_then"] == rules["routines/nav_refunds.yaml"]
    trail = office.place.settings.output_folder / run.run_id / "audit.jsonl"
    assert '"action":"undone"' in trail.read_text().replace('": "', '":"')
    page = (trail.parent / "report.html").read_text()
    assert "1\N{NO-BREAK SPACE}oppgjør åpnet igjen" in page


def test_the_robot_never_takes_back_what_a_person_decided(office: Office) -> None:
    office.claims("2026-09", K0)
    office.pays("2026-09", Paid(0, AUGUST, PART))
    office.run("2026-09")
    office.decide(office.case(), Action.ACCEPT_PAID)
    run = office.run("2026-09")
    with pytest.raises(InputError) as refused, office.place.database.writing() as session:
        undo(
            session,
            office.place.keys,
            settlement_of(office, "K0"),
            actor=ROBOT,
            why="prøve",
            run_id=run.run_id,
        )
    assert refused.value.code == "settlement_decided"


def test_what_can_not_be_read_again_stands_and_the_reversal_is_a_case(office: Office) -> None:
    office.claims("2026-09", K0)
    office.pays("2026-09", Paid(0, AUGUST, FULL))
    office.run("2026-09")
    with office.place.database.reading() as session:
        (sha256,) = session.scalars(select(SettledRow.sha256).where(SettledRow.side == "line"))
    name = office.place.keys.lookup(sha256, "evidence")
    (office.place.settings.home / "evidence" / name[:2] / name[2:]).unlink()
    office.pays("2026-10", Paid(0, AUGUST, -FULL))
    office.claims("2026-10", K0)

    run = office.run("2026-10")

    assert run.summary is not None
    assert (run.summary.reopened, settled(office)) == (0, {"K0": "exact"})
    assert (office.case().reason, office.case().paid) == ("D27", -FULL)
