"""What else the store knows of a case's person, in the units that the viewer sees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rutine.cases.access import UserRole
from rutine.cases.people.protection import protect
from rutine.cases.people.same_person import earlier_settlements, other_cases
from rutine.cases.settling.settlements import record_groups
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import Fnr
from tests.unit.cases.samples import (
    CONSULTANT,
    FNRS,
    KARI,
    OTHER_UNIT,
    UNIT,
    claim,
    difference,
    group,
    line,
    record,
)

OWN_UNIT = replace(KARI, units=frozenset({UNIT.value}))


@pytest.fixture
def three(store):
    """Two cases of one person in two units, and one of somebody else."""
    return record(
        store,
        difference(line(1), claim(1)),
        difference(line(2), claim(2), sub_unit=OTHER_UNIT, reason="D43"),
        difference(line(3), claim(3), person=Fnr(FNRS[1])),
    ).case_ids


def test_the_persons_other_cases_are_found_and_nobody_elses(store, three) -> None:
    with store.database.reading() as session:
        (other,) = other_cases(session, three[0], KARI)
    assert (other.reason, other.sub_unit) == ("D43", OTHER_UNIT.value)


def test_a_case_in_a_unit_out_of_sight_is_left_out(store, three) -> None:
    with store.database.reading() as session:
        assert other_cases(session, three[0], OWN_UNIT) == ()
        with pytest.raises(InputError) as refused:
            other_cases(session, three[1], OWN_UNIT)
    assert refused.value.code == "case_missing"


def test_a_restricted_persons_cases_say_only_that_they_are_there(store, three) -> None:
    with store.database.writing() as session:
        protect(session, store.keys, protected=[Fnr(FNRS[0])], listed=[Fnr(n) for n in FNRS[:2]])
    trusted = replace(KARI, roles=KARI.roles | {UserRole.RESTRICTED})
    with store.database.reading() as session:
        (other,) = other_cases(session, three[0], trusted)
        with pytest.raises(InputError):
            other_cases(session, three[0], KARI)
    assert (other.restricted, other.reason, other.sub_unit, int(other.paid)) == (
        True,
        "D41",
        None,
        0,
    )


def test_what_was_settled_before_is_told_by_month_and_unit(store, three) -> None:
    with store.database.writing() as session:
        record_groups(
            session,
            store.keys,
            store.run_id,
            [
                group(line(11), claim(11)),
                group(line(12), claim(12), sub_unit=OTHER_UNIT),
                group(line(13), claim(13), person=Fnr(FNRS[1])),
            ],
        )
    with store.database.reading() as session:
        everything = earlier_settlements(session, three[0], KARI)
        own = earlier_settlements(session, three[0], OWN_UNIT)
    assert {each.sub_unit for each in everything} == {UNIT.value, OTHER_UNIT.value}
    assert [(f"{each.month:%Y-%m}", each.sub_unit, int(each.paid)) for each in own] == [
        ("2026-08", UNIT.value, 1_431_000)
    ]


def test_one_who_sees_no_cases_is_told_nothing(store, three) -> None:
    with store.database.reading() as session:
        for ask in (other_cases, earlier_settlements):
            with pytest.raises(AccessDenied):
                ask(session, three[0], CONSULTANT)
