"""Cases like another, and deciding many of them: each by itself, and none by accident."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from rutine.cases.access import UserRole
from rutine.cases.deciding import similar
from rutine.cases.deciding.decisions import decide
from rutine.cases.deciding.similar import Chosen, count_similar, decide_together, similar_cases
from rutine.cases.people.protection import protect
from rutine.cases.tables import AuditEntry, Case
from rutine.cases.trail.audit import verify
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, ConnectorError, InputError
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from tests.unit.cases.samples import (
    AUDITOR,
    FNRS,
    GENEROUS,
    KARI,
    OTHER_UNIT,
    UNIT,
    claim,
    difference,
    line,
    record,
    settle,
)


def of(who: int, row: int, **changed):
    return difference(line(row), claim(row), person=Fnr(FNRS[who]), **changed)


@pytest.fixture
def alike(store):
    """Three alike, and one each of another reason, another sign and another unit."""
    return record(
        store,
        of(0, 1),
        of(1, 2),
        of(2, 3),
        of(3, 4, reason="D43"),
        of(4, 5, paid=Ore(1_500_000)),
        of(5, 6, sub_unit=OTHER_UNIT),
    ).case_ids


def chosen(store, *case_ids):
    with store.database.reading() as session:
        cases = [session.get_one(Case, case_id) for case_id in case_ids]
        return [Chosen(case.number, case.version) for case in cases]


def statuses(store, case_ids):
    with store.database.reading() as session:
        return [session.get_one(Case, case_id).status for case_id in case_ids]


def together(store, cases, **more):
    given = {"actor": KARI, "action": Action.ACCEPT_PAID, "limits": GENEROUS}
    return decide_together(store.database, store.keys, cases, **(given | more))


def test_alike_are_open_cases_of_the_same_reason_and_sign_in_sight(store, alike) -> None:
    own = replace(KARI, units=frozenset({UNIT.value}))
    settle(store, alike[2])
    with store.database.reading() as session:
        assert count_similar(session, alike[0], KARI) == 2
        assert count_similar(session, alike[0], own) == 1
        found = similar_cases(session, store.keys, alike[0], own)
    assert found.total == len(found.rows) == 2
    assert Action.ACCEPT_PAID in found.permitted
    assert not {Action.CHANGE_CLAIM, Action.WAIT_UNTIL} & set(found.permitted)


def test_what_somebody_else_has_is_left_to_them(store, alike) -> None:
    with store.database.writing() as session:
        session.get_one(Case, alike[1]).assignee = "user:somebody"
        session.get_one(Case, alike[2]).assignee = KARI.id
    with store.database.reading() as session:
        numbers = [row.number for row in similar_cases(session, store.keys, alike[0], KARI).rows]
        assert session.get_one(Case, alike[1]).number not in numbers
        assert session.get_one(Case, alike[2]).number in numbers


def test_a_restricted_case_is_like_no_other(store, alike) -> None:
    with store.database.writing() as session:
        protect(session, store.keys, protected=[Fnr(FNRS[1])], listed=[Fnr(n) for n in FNRS[:6]])
    trusted = replace(KARI, roles=KARI.roles | {UserRole.RESTRICTED})
    with store.database.reading() as session:
        assert count_similar(session, alike[0], trusted) == 2
        assert count_similar(session, alike[1], trusted) == 0
        assert similar_cases(session, store.keys, alike[1], trusted).rows == ()
    made = together(store, chosen(store, alike[1]), actor=trusted)
    assert made.refused == ((chosen(store, alike[1])[0].number, "case_missing"),)


def test_each_is_decided_by_itself_with_an_entry_of_its_own(store, alike) -> None:
    made = together(store, chosen(store, *alike[:3]))
    assert len(made.decided) == 3
    assert statuses(store, alike[:3]) == ["done"] * 3
    with store.database.reading() as session:
        entries = session.query(AuditEntry).filter(AuditEntry.action == "decided").all()
        assert {entry.case_id for entry in entries} == set(alike[:3])
        assert all(json.loads(entry.data)["choice"] == "accept_paid" for entry in entries)
        assert verify(session) is None


def test_what_somebody_changed_in_the_meantime_is_listed_and_not_decided(store, alike) -> None:
    before = chosen(store, *alike[:3])
    settle(store, alike[1], Action.SEND_TO_NAV)
    made = together(store, before)
    assert made.refused == ((before[1].number, "case_changed"),)
    assert set(made.decided) == {before[0].number, before[2].number}
    assert statuses(store, alike[:3]) == ["done", "waiting", "done"]


def test_when_the_store_fails_halfway_what_was_decided_is_told(store, alike, monkeypatch) -> None:
    cases = chosen(store, *alike[:3])
    taken: list[str] = []

    def decide_once(session, keys, case_id, **more):
        if taken:
            raise ConnectorError("store_busy", "Somebody else writes.")
        taken.append(case_id)
        return decide(session, keys, case_id, **more)

    monkeypatch.setattr(similar, "decide", decide_once)
    made = together(store, cases)
    assert made.decided == (cases[0].number,)
    assert made.refused == tuple((each.number, similar.STORE_BUSY) for each in cases[1:])
    assert statuses(store, alike[:3]) == ["done", "open", "open"]


def test_what_needs_a_second_person_is_proposed(store, alike) -> None:
    made = together(store, chosen(store, *alike[:2]), action=Action.WRITE_OFF, comment="Tapt.")
    assert len(made.proposed) == 2
    assert statuses(store, alike[:2]) == ["approval"] * 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"action": Action.CHANGE_CLAIM, "comment": "x"}, "action_not_permitted"),
        ({"action": Action.WAIT_UNTIL, "comment": "x"}, "action_not_permitted"),
        ({"action": Action.WRITE_OFF}, "comment_required"),
        ({"comment": f"om {FNRS[0]}"}, "comment_national_id"),
    ],
)
def test_what_none_would_take_is_refused_before_anything_is_decided(
    store, alike, more, code
) -> None:
    with pytest.raises(InputError) as refused:
        together(store, chosen(store, *alike[:3]), **more)
    assert refused.value.code == code
    assert statuses(store, alike[:3]) == ["open"] * 3


def test_a_case_out_of_sight_is_not_decided(store, alike) -> None:
    own = replace(KARI, units=frozenset({UNIT.value}))
    made = together(store, chosen(store, alike[0], alike[5]), actor=own)
    assert [code for _, code in made.refused] == ["case_missing"]
    assert statuses(store, [alike[5]]) == ["open"]


def test_one_who_only_reads_decides_none(store, alike) -> None:
    with pytest.raises(AccessDenied):
        together(store, chosen(store, alike[0]), actor=AUDITOR)


def test_more_than_anybody_looks_at_is_refused(store, alike) -> None:
    with pytest.raises(InputError) as refused:
        together(store, [Chosen(n, 1) for n in range(1, 300)])
    assert refused.value.code == "too_many"
