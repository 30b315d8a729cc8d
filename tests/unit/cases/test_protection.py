"""Protected people (D41): who sees their cases, what is shown of them, and what is written down.

The store itself decides, so these tests use no app.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from rutine.cases.access import ROBOT, UserRole
from rutine.cases.deciding.decisions import decide
from rutine.cases.lists import queue
from rutine.cases.people.protection import protect, restricted_cases
from rutine.cases.people.register import reveal
from rutine.cases.settling.settlements import record_groups
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import AuditEntry, Case
from rutine.cases.views import CaseStatus, Filters, Sort
from rutine.cases.workbook import export_cases, run_workbook
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import Fnr
from rutine.core.reason_texts import Language
from tests.unit.cases.samples import (
    AUDITOR,
    CONSULTANT,
    EMPLOYER,
    FNRS,
    GENEROUS,
    KARI,
    LIV,
    NAMES,
    OTHER_EMPLOYER,
    OTHER_UNIT,
    PER,
    UNIT,
    Store,
    claim,
    difference,
    group,
    line,
    record,
)

RIGHT = frozenset({UserRole.RESTRICTED})
GRO = replace(PER, roles=PER.roles | RIGHT)
"""A reviewer with the right; the other reviewers have none."""
PROTECTED, OTHER = Fnr(FNRS[0]), Fnr(FNRS[1])


def mark(store: Store, *people: Fnr, listed: tuple[Fnr, ...] = (PROTECTED, OTHER)) -> None:
    with store.database.writing() as session:
        protect(session, store.keys, protected=people, listed=listed)


@pytest.fixture
def case_id(store: Store) -> str:
    """A restricted case, beside one that is not."""
    found = record(
        store,
        difference(line(1), claim(1)),
        difference(line(2), claim(2), person=OTHER, name=NAMES[1], employee_number="E-900118"),
    )
    mark(store, PROTECTED)
    return found.case_ids[0]


def actions(store: Store, case_id: str | None = None) -> list[str]:
    query = select(AuditEntry.action).order_by(AuditEntry.seq)
    with store.database.reading() as session:
        where = [] if case_id is None else [AuditEntry.case_id == case_id]
        return list(session.scalars(query.where(*where)))


def version(store: Store, case_id: str) -> int:
    with store.database.reading() as session:
        return session.get_one(Case, case_id).version


@pytest.mark.parametrize("viewer", [KARI, LIV, AUDITOR], ids=["reviewer", "approver", "auditor"])
def test_without_the_right_the_case_is_not_there(store, case_id, viewer):
    with store.database.reading() as session:
        everything = queue.open_cases(session, store.keys, viewer, Filters(status=None))
        by_number = queue.open_cases(
            session, store.keys, viewer, Filters(status=None, search="E-900117")
        )
        counted = queue.counts(session, viewer)
        for read in (queue.case_view, queue.restricted_row):
            arguments = (session, store.keys) if read is queue.case_view else (session,)
            with pytest.raises(InputError, match="no such case"):
                read(*arguments, case_id, viewer)
    assert [row.case_id for row in everything.rows] != [case_id]
    assert everything.total == 1
    assert by_number.total == 0
    assert counted.reasons == {"D00": 1}
    assert counted.units == {UNIT.value: 1}
    assert (counted.statuses[CaseStatus.OPEN], counted.hidden) == (1, 1)


def test_without_the_right_nothing_can_be_done_to_it(store, case_id):
    now = version(store, case_id)
    with store.database.writing() as session:
        for refused in (
            lambda: queue.look(session, store.keys, case_id, KARI),
            lambda: decide(
                session, store.keys, case_id, version=now, actor=KARI, action=Action.ACCEPT_PAID
            ),
            lambda: reveal(
                session,
                store.keys,
                session.get_one(Case, case_id).subject_id,
                actor=KARI,
                reason="Ringe NAV",
                case_id=case_id,
            ),
        ):
            with pytest.raises(InputError, match="no such case"):
                refused()
    assert actions(store, case_id) == ["created"]


@pytest.mark.parametrize("who", [CONSULTANT, replace(CONSULTANT, roles=frozenset())])
def test_the_right_alone_gives_no_case(store, case_id, who):
    helper = replace(who, roles=who.roles | RIGHT)
    with store.database.reading() as session, pytest.raises(AccessDenied):
        queue.open_cases(session, store.keys, helper, Filters())
    with store.database.writing() as session, pytest.raises(AccessDenied):
        queue.look(session, store.keys, case_id, helper)


def test_the_robot_and_those_of_another_unit_do_not_look(store, case_id):
    elsewhere = replace(GRO, units=frozenset({OTHER_UNIT.value}))
    with store.database.writing() as session:
        with pytest.raises(InputError):
            queue.look(session, store.keys, case_id, elsewhere)
        with pytest.raises(AccessDenied):
            queue.look(session, store.keys, case_id, ROBOT)
    assert "looked" not in actions(store)


def test_one_who_sees_some_units_is_not_told_how_many_there_are(store, case_id):
    with store.database.reading() as session:
        counted = queue.counts(session, replace(KARI, units=frozenset({UNIT.value})))
    assert counted.hidden == 0


def test_the_queue_of_the_few_says_that_the_case_is_there_and_no_more(store, case_id):
    with store.database.reading() as session:
        found = queue.open_cases(session, store.keys, GRO, Filters(reason="D41"))
        others = queue.open_cases(session, store.keys, GRO, Filters(reason="D00"))
        of_unit = queue.open_cases(session, store.keys, GRO, Filters(sub_unit=UNIT.value))
        by_number = queue.open_cases(session, store.keys, GRO, Filters(search="E-900117"))
        counted = queue.counts(session, GRO)
    (row,) = found.rows
    assert (row.case_id, row.reason, row.restricted) == (case_id, "D41", True)
    assert (row.employee_number, row.sub_unit, row.benefit) == (None, None, None)
    assert (row.claimed, row.paid, row.difference) == (0, 0, 0)
    assert others.total == of_unit.total == 1
    assert case_id not in {each.case_id for each in (*others.rows, *of_unit.rows)}
    assert by_number.total == 0
    assert counted.reasons == {"D00": 1, "D41": 1}
    assert counted.units == {UNIT.value: 1}
    assert counted.hidden == 0


def test_reading_never_shows_it_and_looking_is_written_down_each_time(store, case_id):
    with (
        store.database.reading() as session,
        pytest.raises(AccessDenied, match="looking at it is logged"),
    ):
        queue.case_view(session, store.keys, case_id, GRO)
    for _ in range(2):
        with store.database.writing() as session:
            view = queue.look(session, store.keys, case_id, GRO)
    assert actions(store, case_id) == ["created", "looked", "looked"]
    assert [entry.by_name for entry in view.history if entry.action == "looked"] == ["Per P"] * 2
    # The cause stays; the person is known by the employee number alone.
    assert (view.reason, view.restricted) == ("D00", True)
    assert view.subject.name is None
    assert view.subject.employee_number == "E-900117"
    assert not view.may_reveal


def test_nobody_is_shown_the_national_id(store, case_id):
    with store.database.writing() as session:
        subject = session.get_one(Case, case_id).subject_id
        with pytest.raises(AccessDenied, match="protected"):
            reveal(session, store.keys, subject, actor=GRO, reason="Ringe NAV", case_id=case_id)
    assert "revealed" not in actions(store)


def test_one_with_the_right_decides_it_and_an_approver_needs_the_right_too(store, case_id):
    with store.database.writing() as session:
        decide(
            session,
            store.keys,
            case_id,
            version=version(store, case_id),
            actor=GRO,
            action=Action.WRITE_OFF,
            comment="tapt",
            limits=GENEROUS,
        )
    with store.database.reading() as session:
        assert (
            queue.open_cases(session, store.keys, LIV, Filters(status=CaseStatus.APPROVAL)).total
            == 0
        )
        boss = replace(LIV, roles=LIV.roles | RIGHT)
        assert (
            queue.open_cases(session, store.keys, boss, Filters(status=CaseStatus.APPROVAL)).total
            == 1
        )


def test_no_workbook_holds_it_whoever_asks(store, case_id):
    with store.database.writing() as session:
        with_it = export_cases(session, store.keys, GRO, Language.NB)
        of_run = run_workbook(session, store.keys, EMPLOYER, Language.NB)
    for data in (with_it, of_run):
        assert case_id not in _text(data)
        assert "E-900118" in _text(data)
        assert "E-900117" not in _text(data)


def _text(data: bytes) -> str:
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data))
    return " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


def test_a_settlement_of_a_protected_person_is_undone_by_the_few_only(store):
    with store.database.writing() as session:
        made = record_groups(session, store.keys, store.run_id, [group(line(3), claim(3))])
    mark(store, PROTECTED)
    settlement = made.settlement_of[line(3)]
    with store.database.writing() as session, pytest.raises(InputError, match="no such settlement"):
        undo(session, store.keys, settlement, actor=KARI, why="feil")
    with store.database.writing() as session:
        undo(session, store.keys, settlement, actor=GRO, why="feil")


def test_the_mark_follows_the_person_to_old_and_new_cases_and_leaves_forms_valid(store, case_id):
    assert version(store, case_id) == 1
    later = record(store, difference(line(1), claim(1)), difference(line(7), claim(7))).case_ids
    mark(store, PROTECTED)
    with store.database.reading() as session:
        assert restricted_cases(session, later) == set(later)


def test_the_mark_stays_while_the_register_is_silent_and_goes_when_it_says_no(store, case_id):
    mark(store, listed=())  # no register, or one without the person
    with store.database.reading() as session:
        assert restricted_cases(session, [case_id]) == {case_id}
    mark(store)
    with store.database.reading() as session:
        assert restricted_cases(session, [case_id]) == set()
        assert queue.open_cases(session, store.keys, KARI, Filters()).total == 2
    assert [each for each in actions(store) if "restricted" in each] == [
        "restricted",
        "unrestricted",
    ]


def test_the_same_mark_again_writes_nothing(store, case_id):
    before = actions(store)
    mark(store, PROTECTED)
    assert actions(store) == before


def test_the_next_case_never_leads_past_the_right(store, case_id):
    with store.database.reading() as session:
        number = session.get_one(Case, case_id).number
        other = 3 - number
        for sort in Sort:
            filters = Filters(sort=sort)
            for viewer, expected in ((KARI, None), (GRO, number)):
                found = queue.next_case(session, store.keys, viewer, filters, after=other)
                assert found == expected


def test_an_employee_number_tells_of_one_employers_people_only(store, case_id):
    """`E-900117` is the protected person's at this employer, and anybody's at another."""
    with store.database.reading() as session:
        (other,) = session.scalars(select(Case.id).where(Case.id != case_id))
    for employer, hidden in ((OTHER_EMPLOYER, False), (EMPLOYER, True)):
        with store.database.writing() as session:
            protect(
                session,
                store.keys,
                protected=[],
                listed=[],
                employees={"E-900117": {OTHER}},
                employer=employer,
            )
            assert session.get_one(Case, other).restricted is hidden
