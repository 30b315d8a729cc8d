"""A decision counts from the run that carries it out, not from the one after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rutine.cases.views import CaseStatus
from rutine.core.differences import Action
from tests.small_office import RATE, Claimed, Office, Paid
from tests.what_stands import case_of, settled, told, versions

AUGUST = date(2026, 8, 3)
FULL, PART = 5 * RATE, 3 * RATE
K0, K1 = (Claimed(f"K{who}", who, AUGUST, FULL, date(2026, 9, 1)) for who in range(2))


def test_a_minus_that_comes_with_the_decision_tells_of_it_at_once(office: Office) -> None:
    office.claims("2026-09", K0, K1)
    office.pays("2026-09", Paid(0, AUGUST, PART), Paid(1, AUGUST, PART))
    office.run("2026-09")
    number = case_of(office, 0).number
    office.decide(case_of(office, 0), Action.ACCEPT_PAID)
    office.decide(case_of(office, 1), Action.ACCEPT_PART)

    # Payroll's list is without the claim of the one who is finished.
    office.claims("2026-10", K1)
    office.pays("2026-10", Paid(0, AUGUST, -PART), Paid(1, AUGUST, -RATE))
    office.run("2026-10")

    minus, part = (case for case in office.cases() if case.status is CaseStatus.OPEN)
    assert (minus.reason, minus.paid) == ("D27", -PART)
    assert told(minus, "decided_case") == (str(number), None)
    assert told(minus, "decided") == (str(FULL), str(PART))
    # Of a part payment only what was paid is settled.
    assert told(part, "decided") == (str(PART), str(PART))
    office.decide(minus, Action.SEND_TO_NAV)
    before = versions(office)
    office.run("2026-10")
    assert versions(office) == before
    assert settled(office) == {"K0": "decision"}


def test_a_claim_that_payroll_changes_with_the_decision_is_a_case_at_once(office: Office) -> None:
    office.claims("2026-09", K0, K1)
    office.pays("2026-09", Paid(0, AUGUST, PART), Paid(1, AUGUST, PART))
    office.run("2026-09")
    number = case_of(office, 0).number
    office.decide(case_of(office, 0), Action.ACCEPT_PAID)

    office.claims("2026-10", replace(K0, ore=6 * RATE), K1)
    office.run("2026-10")

    changed = case_of(office, 0)
    assert (changed.reason, changed.claimed, changed.line_count) == ("D45", RATE, 0)
    assert told(changed, "claim_then") == (str(FULL), None)
    assert told(changed, "claim_now") == (str(6 * RATE), None)
    assert told(changed, "decided_case") == (str(number), None)
    before = versions(office)
    office.run("2026-10")
    assert versions(office) == before
