"""What an auditor finds in the trail, and what stays hidden from one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rutine.cases.access import COMMAND_LINE, ROBOT, UserRole
from rutine.cases.tables import AuditEntry, Case
from rutine.cases.trail import audit_search
from rutine.cases.trail.audit import append, head, verify
from rutine.cases.trail.audit_search import AuditFilters, AuditLine, Who, export, search
from rutine.core.errors import AccessDenied, InputError
from tests.unit.cases.conftest import Clock
from tests.unit.cases.samples import AUDITOR, CONSULTANT, KARI, LIV, UNIT, Store

ADMINISTRATOR = replace(CONSULTANT, roles=frozenset({UserRole.ADMINISTRATOR}))


def found(store: Store, viewer=AUDITOR, **filters) -> list[AuditLine]:
    with store.database.reading() as session:
        return list(search(session, viewer, AuditFilters(**filters)).lines)


def note(store: Store, actor, action: str, case_id: str | None = None, **data) -> None:
    with store.database.writing() as session:
        append(session, actor, action, case_id, data)


def restrict(store: Store, case_id: str) -> int:
    with store.database.writing() as session:
        case = session.get_one(Case, case_id)
        case.restricted = True
        return case.number


@pytest.mark.parametrize("who", [KARI, LIV, CONSULTANT, ADMINISTRATOR, ROBOT, COMMAND_LINE])
def test_only_an_auditor_may_look(store: Store, who) -> None:
    for ask in (
        lambda session: search(session, who, AuditFilters()),
        lambda session: export(session, who, AuditFilters(), "csv"),
        lambda session: audit_search.accounts(session, who),
    ):
        with pytest.raises(AccessDenied), store.database.writing() as session:
            ask(session)


def test_newest_first_with_robot_and_person_told_apart(store: Store) -> None:
    note(store, KARI, "exported", cases=3)
    note(store, COMMAND_LINE, "user_added", user=LIV.id.removeprefix("user:"), roles=["approver"])
    command, kari, *rest = found(store)

    assert (kari.who, kari.name, dict(kari.details)) == (Who.PERSON, "Kari K", {"cases": 3})
    assert (command.who, command.name) == (Who.COMMAND_LINE, "")
    assert dict(command.details) == {"roles": ["approver"], "user": "Liv L"}
    assert {line.who for line in rest} == {Who.ROBOT}


def test_one_filter_at_a_time_and_all_at_once(store: Store, case_ids, time: Clock) -> None:
    time.moment = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)  # 23.59 in Norway
    note(store, KARI, "looked", case_ids[0])
    time.wait(minutes=2)
    note(store, LIV, "looked", case_ids[0])
    with store.database.reading() as session:
        number = session.get_one(Case, case_ids[0]).number

    assert {line.case_number for line in found(store, case_number=number)} == {number}
    assert {line.name for line in found(store, who=KARI.id.removeprefix("user:"))} == {"Kari K"}
    assert {line.who for line in found(store, who="robot")} == {Who.ROBOT}
    assert [line.name for line in found(store, action="looked")] == ["Liv L", "Kari K"]
    assert [line.name for line in found(store, last=date(2026, 11, 20), action="looked")] == [
        "Kari K"
    ]
    assert [line.name for line in found(store, first=date(2026, 11, 21), action="looked")] == [
        "Liv L"
    ]
    assert found(store, case_number=number, who="robot", action="looked") == []
    assert found(store, case_number=10**12) == []
    assert found(store, first=date.min, last=date.max)


def test_pages_go_on_below_the_last_and_miss_nothing(store: Store) -> None:
    for _ in range(audit_search.PAGE):
        note(store, KARI, "exported")
    with store.database.reading() as session:
        newest = head(session).seq
        first = search(session, AUDITOR, AuditFilters())
        second = search(session, AUDITOR, AuditFilters(), before=first.older)

    seqs = [line.seq for page in (first, second) for line in page.lines]
    assert seqs == list(range(newest, 0, -1))
    assert second.older is None


def test_seals_and_hashes_are_not_shown(store: Store, case_ids) -> None:
    note(store, KARI, "revealed", case_ids[0], subject="s", reason="seal", words="hash")

    assert dict(found(store, action="revealed")[0].details) == {}


def test_of_a_restricted_case_only_that_something_happened(store: Store, case_ids) -> None:
    number = restrict(store, case_ids[0])
    note(store, KARI, "decided", case_ids[0], choice="write_off")
    trusted = replace(AUDITOR, roles=AUDITOR.roles | {UserRole.RESTRICTED})

    hidden = found(store, action="decided")[0]
    assert (hidden.hidden, hidden.case_number, dict(hidden.details)) == (True, None, {})
    assert found(store, case_number=number) == []
    shown = found(store, trusted, action="decided")[0]
    assert (shown.hidden, shown.case_number) == (False, number)
    assert dict(shown.details) == {"choice": "write_off"}
    assert found(store, trusted, case_number=number)


def test_an_auditor_of_some_units_sees_entries_of_their_cases_only(store: Store, case_ids) -> None:
    note(store, KARI, "signed_in")
    lines = found(store, replace(AUDITOR, units=frozenset({UNIT.value})))
    with store.database.reading() as session:
        own = session.get_one(Case, case_ids[0]).number

    assert {line.case_number for line in lines} == {own}


def test_an_export_is_an_entry_itself_and_holds_the_oldest_first(store: Store, case_ids) -> None:
    with store.database.writing() as session:
        lines = export(session, AUDITOR, AuditFilters(who="robot"), "csv")
    with store.database.reading() as session:
        entry = session.get_one(AuditEntry, head(session).seq)
        assert verify(session) is None

    assert [line.seq for line in lines] == sorted(line.seq for line in lines)
    assert (entry.action, entry.actor) == ("audit_exported", AUDITOR.id)
    assert f'"entries":{len(lines)}' in entry.data
    assert '"who":"robot"' in entry.data


def test_an_export_of_too_much_is_refused_and_logs_nothing(
    store: Store, case_ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_search, "MOST_EXPORTED", 2)
    with pytest.raises(InputError) as refused, store.database.writing() as session:
        export(session, AUDITOR, AuditFilters(), "csv")

    assert refused.value.code == "audit_too_many"
    assert found(store, action="audit_exported") == []
