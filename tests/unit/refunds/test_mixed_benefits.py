"""Pregnancy benefit and sickness benefit on the same days may both be right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rutine.refunds.knowledge import NOTHING_KNOWN, Knowledge
from rutine.refunds.mixed_benefits import both_registered, claimed_as_sickness
from tests.unit.refunds.ledgers import NOTE, OTHER_UNIT, PERSON, UNIT, basis, claim, line, tables

LEAVE = {"employer": UNIT, "from": date(2026, 8, 16), "to": date(2026, 10, 31), "grade": 50}
AWAY = {"kind": "other_benefit", "from": date(2026, 8, 16), "to": date(2026, 10, 31)}


def both(*absences, leave=LEAVE, first="2026-09-01", last="2026-09-30") -> bool:
    told = basis(*absences, uptake=[leave] if leave else [])
    known = Knowledge(tables(), {PERSON: {"4": told} | ({"3": told} if leave else {})})
    return both_registered([line(1, first, last, benefit="3")], known)


def test_half_of_each_on_the_same_days() -> None:
    assert both(NOTE | {"grade": 50}, AWAY)
    assert both(AWAY, {"kind": "self_certification"} | {k: NOTE[k] for k in ("from", "to")})


def test_one_of_them_only() -> None:
    assert not both(AWAY)
    assert not both(NOTE, leave=None)


@pytest.mark.parametrize(("end", "told"), [(date(2026, 8, 31), False), (date(2026, 9, 1), True)])
def test_only_the_days_paid_count(end: date, told: bool) -> None:
    assert both(NOTE | {"to": end}, AWAY) is told
    assert both(NOTE, AWAY, leave=LEAVE | {"to": end}) is told


def test_leave_from_another_unit_is_not_leave_from_this() -> None:
    assert not both(NOTE, AWAY, leave=LEAVE | {"employer": OTHER_UNIT})


def test_nothing_is_known_of_a_payment_without_days_or_a_person_without_registers() -> None:
    assert not both(NOTE, AWAY, first=None)
    assert not both_registered([line(1, benefit="3")], NOTHING_KNOWN)


@pytest.mark.parametrize(
    ("claimed", "count"),
    [
        (claim(), 1),
        (claim(benefit="9"), 0),
        (claim(away="2026-08-24"), 0),  # another absence
        (claim(first="2026-08-01", last="2026-08-14", away="2026-07-01"), 0),  # an earlier one
    ],
)
def test_days_of_payrolls_own_employer_period_are_of_the_absence_it_claims(claimed, count) -> None:
    early = [line(1, "2026-08-17", "2026-08-31", benefit="3")]
    known = Knowledge(tables(), {PERSON: {"4": basis()}})
    assert len(claimed_as_sickness(early, [claimed], known)) == count
    assert claimed_as_sickness([replace(early[0], benefit="9")], [claimed], known) == []
