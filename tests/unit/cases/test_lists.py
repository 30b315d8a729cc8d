"""The work lists: what narrows them, in which order they stand, and what people save of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from alembic import command
from sqlalchemy import select, text, update

from rutine.cases import engines
from rutine.cases.access import Actor, UserRole
from rutine.cases.database import Database
from rutine.cases.deciding.decisions import decide, return_proposal
from rutine.cases.lists.queue import counts, how_many, next_case, open_cases
from rutine.cases.lists.saved_views import MOST, remove_view, save_view, views_of
from rutine.cases.migrations import configuration
from rutine.cases.people.protection import protect
from rutine.cases.people.register import subject_for
from rutine.cases.tables import Case, NameLookup
from rutine.cases.trail.audit import verify
from rutine.cases.views import Filters, Property, Sort, Traits
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from tests.unit.cases.samples import (
    AUDITOR,
    CONSULTANT,
    FNRS,
    GENEROUS,
    KARI,
    LIV,
    NAMES,
    OTHER_UNIT,
    PER,
    UNIT,
    Store,
    claim,
    difference,
    line,
    record,
    report_difference,
)

TODAY = date(2026, 11, 20)
LATE, NEAR, FAR = (TODAY + timedelta(days=days) for days in (-1, 7, 8))
OTHER = {"person": Fnr(FNRS[1]), "name": NAMES[1], "employee_number": "E-900222"}


@pytest.fixture
def numbers(store: Store) -> dict[str, int]:
    """A case of each kind, by what it is like."""
    found = {
        "less": difference(line(1), claim(1), due=LATE),
        "more": difference(line(2), claim(2), paid=Ore(9_000_000), due=NEAR),
        "unpaid": difference(claim(3), paid=Ore(0), reason="D14", due=FAR),
        "unclaimed": difference(
            line(4), claimed=Ore(0), reason="D25", sub_unit=OTHER_UNIT, **OTHER
        ),
        "taken_back": difference(line(5), claimed=Ore(0), paid=Ore(-500), reason="D28", **OTHER),
        "whole": report_difference(),
    }
    ids = record(store, *found.values()).case_ids
    with store.database.reading() as session:
        by_id = {case.id: case.number for case in session.scalars(select(Case))}
    return {name: by_id[case_id] for name, case_id in zip(found, ids, strict=True)}


def shown(store: Store, viewer: Actor = KARI, **filters: object) -> list[int]:
    with store.database.reading() as session:
        asked = Filters(today=TODAY, **filters)
        return [row.number for row in open_cases(session, store.keys, viewer, asked).rows]


def like(*properties: Property, **more: frozenset[str]) -> Traits:
    return Traits(frozenset(properties), **more)


@pytest.mark.parametrize(
    ("which", "names"),
    [
        (Property.OVERDUE, {"less"}),
        (Property.SOON, {"more"}),
        (Property.LESS, {"less"}),
        (Property.MORE, {"more"}),
        (Property.UNPAID, {"unpaid"}),
        (Property.UNCLAIMED, {"unclaimed"}),
        (Property.TAKEN_BACK, {"taken_back"}),
        (Property.WHOLE, {"whole"}),
        (Property.ASSIGNED, set()),
        (Property.RETURNED, set()),
        (Property.DECIDED_BEFORE, set()),
        (Property.BY_HAND, set()),
    ],
)
def test_a_property_is_wanted_or_unwanted_and_the_two_lists_are_all_there_is(
    store: Store, numbers: dict[str, int], which: Property, names: set[str]
) -> None:
    with_it = {numbers[name] for name in names}
    assert set(shown(store, must=like(which))) == with_it
    assert set(shown(store, must_not=like(which))) == set(numbers.values()) - with_it


def test_every_property_has_a_condition_and_a_case_in_the_tests() -> None:
    tested = test_a_property_is_wanted_or_unwanted_and_the_two_lists_are_all_there_is
    (mark,) = tested.pytestmark
    assert {which for which, _ in mark.args[1]} == set(Property)


def test_what_people_did_is_a_property_too(store: Store, numbers: dict[str, int]) -> None:
    with store.database.writing() as session:
        first, second, third = session.scalars(
            select(Case).where(Case.kind == "group").order_by(Case.number).limit(3)
        ).all()
        first.assignee = PER.id
        session.flush()
        ids = (second.id, third.id)
        for case_id, action in zip(ids, (Action.WRITE_OFF, Action.CANNOT_DETERMINE), strict=True):
            decide(
                session,
                store.keys,
                case_id,
                version=1,
                actor=KARI,
                action=action,
                comment="fordi",
                limits=GENEROUS,
            )
        return_proposal(session, store.keys, second.id, version=2, actor=LIV, comment="hvorfor?")
        numbers_of = [case.number for case in (first, second, third)]

    def those(which: Property) -> list[int]:
        return shown(store, status=None, must=like(which))

    assert those(Property.ASSIGNED) == numbers_of[:2]  # what is sent back is its maker's
    assert those(Property.RETURNED) == [numbers_of[1]]
    assert those(Property.DECIDED_BEFORE) == [numbers_of[1]]
    assert those(Property.BY_HAND) == [numbers_of[2]]


def test_of_several_reasons_or_units_one_is_enough_and_none_is_unwanted(
    store: Store, numbers: dict[str, int]
) -> None:
    two = frozenset({"D14", "D25"})
    assert set(shown(store, must=like(reasons=two))) == {numbers["unpaid"], numbers["unclaimed"]}
    assert set(shown(store, must_not=like(reasons=two))) == set(numbers.values()) - {
        numbers["unpaid"],
        numbers["unclaimed"],
    }
    here = like(units=frozenset({OTHER_UNIT.value}))
    assert shown(store, must=here) == [numbers["unclaimed"]]
    assert numbers["whole"] in shown(store, must_not=here)  # of no unit, so not of that one
    assert shown(store, must=here, must_not=like(Property.UNCLAIMED)) == []


def test_nothing_in_a_list_tells_of_a_restricted_cases_money(
    store: Store, numbers: dict[str, int]
) -> None:
    with store.database.writing() as session:
        protect(session, store.keys, protected=[Fnr(FNRS[0])], listed=[Fnr(FNRS[0])])
    few = replace(KARI, roles=KARI.roles | {UserRole.RESTRICTED})
    hidden = {numbers[name] for name in ("less", "more", "unpaid")}
    for which in (Property.LESS, Property.MORE, Property.UNPAID):
        assert shown(store, few, must=like(which)) == []
        assert hidden <= set(shown(store, few, must_not=like(which)))
    assert not hidden & set(shown(store, few, must=like(units=frozenset({UNIT.value}))))
    assert not hidden & set(shown(store, few, search=NAMES[0]))
    # Sorted by money they stand last, whatever they are about.
    assert set(shown(store, few, sort=Sort.STAKE)[-4:]) == hidden | {numbers["whole"]}
    with store.database.reading() as session:
        found = open_cases(session, store.keys, few, Filters())
    assert found.at_stake == Ore(1_287_900 + 500)


def test_the_page_says_what_its_whole_list_is_about(store: Store, numbers: dict[str, int]) -> None:
    with store.database.reading() as session:
        one = open_cases(session, store.keys, KARI, Filters(), size=1)
        unpaid = open_cases(session, store.keys, KARI, Filters(must=like(Property.UNPAID)))
    expected = 143_100 + (9_000_000 - 1_431_000) + 1_431_000 + 1_287_900 + 500
    assert (one.at_stake, unpaid.at_stake) == (Ore(expected), Ore(1_431_000))


@pytest.mark.parametrize("sort", list(Sort))
def test_the_next_case_follows_every_order_to_its_end_and_round(
    store: Store, numbers: dict[str, int], sort: Sort
) -> None:
    in_order = shown(store, sort=sort)
    walked = [in_order[0]]
    with store.database.reading() as session:
        for _ in in_order:
            following = next_case(
                session, store.keys, KARI, Filters(sort=sort, today=TODAY), after=walked[-1]
            )
            assert following is not None
            walked.append(following)
    assert walked == [*in_order, in_order[0]]


def test_what_concerns_most_stands_first_or_what_came_last(
    store: Store, numbers: dict[str, int]
) -> None:
    by_stake = shown(store, sort=Sort.STAKE)
    assert by_stake[:3] == [numbers["more"], numbers["unpaid"], numbers["unclaimed"]]
    assert shown(store, sort=Sort.NEWEST) == sorted(numbers.values(), reverse=True)


def test_people_are_found_by_whole_words_of_their_name(
    store: Store, numbers: dict[str, int]
) -> None:
    of_first = {numbers[name] for name in ("less", "more", "unpaid")}
    for typed in ("Øvrebø", "kari", "KARI ØVREBØ", "Synnøve Kari", " Øvrebø, Kari Synnøve "):
        assert set(shown(store, search=typed)) == of_first, typed
    for typed in ("Øvre", "Kari Ågård", "K", "-", "Nilsen"):
        assert shown(store, search=typed) == [], typed
    elsewhere = replace(KARI, units=frozenset({OTHER_UNIT.value}))
    assert shown(store, elsewhere, search="Kari") == []


def test_a_new_name_is_found_and_the_old_one_is_not(store: Store, numbers: dict[str, int]) -> None:
    with store.database.writing() as session:
        subject_for(session, store.keys, Fnr(FNRS[0]), "Nygård, Kari")
    assert shown(store, search="Øvrebø") == []
    assert len(shown(store, search="Nygård")) == 3


def test_no_name_can_be_read_in_what_it_is_found_by(store: Store, numbers: dict[str, int]) -> None:
    with store.database.reading() as session:
        kept = "".join(session.scalars(select(NameLookup.lookup)))
    assert not set(kept) - set("0123456789abcdef")


def test_those_who_were_there_before_names_were_searched_are_found_too(
    store: Store, numbers: dict[str, int], tmp_path: object
) -> None:
    url = f"sqlite:///{tmp_path}/rutine.db"
    both = engines.connect(url)
    with both.writing.begin() as connection:
        command.downgrade(configuration(connection), "0006")
        assert connection.scalar(text("SELECT count(*) FROM subjects")) == 2
    both.dispose()

    with Database.open(url, store.keys, mode="practice") as database, database.reading() as session:
        found = open_cases(session, store.keys, KARI, Filters(search="Øvrebø")).total
    assert found == 3


def test_mine_and_todays_are_lists_with_counts_of_their_own(
    store: Store, numbers: dict[str, int]
) -> None:
    with store.database.writing() as session:
        session.execute(update(Case).where(Case.number == numbers["less"]).values(assignee=KARI.id))
        case = session.scalars(select(Case).where(Case.number == numbers["more"])).one()
        decide(
            session,
            store.keys,
            case.id,
            version=1,
            actor=KARI,
            action=Action.ACCEPT_PAID,
            limits=GENEROUS,
        )
    mine = {"status": None, "undecided": True, "assignee": KARI.id}
    now = clock.now()
    today = {"status": "done", "changed_since": now - timedelta(hours=1)}
    later = {"status": "done", "changed_since": now + timedelta(hours=1)}
    assert shown(store, **mine) == [numbers["less"]]
    assert shown(store, **today) == [numbers["more"]]
    with store.database.reading() as session:
        assert how_many(session, KARI, Filters(**mine)) == 1
        assert how_many(session, PER, Filters(**{**mine, "assignee": PER.id})) == 0
        assert (how_many(session, KARI, Filters(**today)), shown(store, **later)) == (1, [])
        assert counts(session, KARI, within=Filters(**mine)).reasons == {"D00": 1}
        with pytest.raises(AccessDenied):
            how_many(session, CONSULTANT, Filters())


def test_a_list_is_saved_for_oneself_or_for_all(store: Store) -> None:
    with store.database.writing() as session:
        own = save_view(session, KARI, " Mine frister ", "sort=due", shared=False)
        save_view(session, PER, "Skolen", "unit=911", shared=True)
        save_view(session, PER, "Bare Per", "", shared=False)
        assert save_view(session, KARI, "Mine frister", "sort=stake", shared=False) == own
    with store.database.reading() as session:
        found = [(v.name, v.query, v.shared, v.mine) for v in views_of(session, KARI)]
        assert verify(session) is None
    assert found == [
        ("Mine frister", "sort=stake", False, True),
        ("Skolen", "unit=911", True, False),
    ]


def test_only_ones_own_list_is_removed(store: Store) -> None:
    with store.database.writing() as session:
        view_id = save_view(session, KARI, "Skolen", "", shared=True)
    with pytest.raises(InputError) as refused, store.database.writing() as session:
        remove_view(session, PER, view_id)
    assert refused.value.code == "view_missing"
    with store.database.writing() as session:
        remove_view(session, KARI, view_id)
    with store.database.reading() as session:
        assert views_of(session, KARI) == ()


@pytest.mark.parametrize(
    ("name", "query", "code"),
    [
        ("  ", "", "view_name_required"),
        ("x" * 61, "", "view_name_too_long"),
        (FNRS[0], "", "comment_national_id"),
        ("Alt", "x" * 1001, "view_too_long"),
    ],
)
def test_a_list_without_a_proper_name_is_not_saved(
    store: Store, name: str, query: str, code: str
) -> None:
    with pytest.raises(InputError) as refused, store.database.writing() as session:
        save_view(session, KARI, name, query, shared=False)
    assert refused.value.code == code


def test_nobody_saves_without_end(store: Store) -> None:
    with store.database.writing() as session:
        for number in range(MOST):
            save_view(session, KARI, f"Liste {number}", "", shared=False)
        with pytest.raises(InputError) as refused:
            save_view(session, KARI, "En til", "", shared=False)
    assert refused.value.code == "views_full"


def test_an_auditor_keeps_lists_but_shares_none_and_a_consultant_has_none(store: Store) -> None:
    with store.database.writing() as session:
        save_view(session, AUDITOR, "Mine", "", shared=False)
        with pytest.raises(AccessDenied):
            save_view(session, AUDITOR, "Alles", "", shared=True)
        with pytest.raises(AccessDenied):
            save_view(session, CONSULTANT, "Mine", "", shared=False)
        with pytest.raises(AccessDenied):
            views_of(session, CONSULTANT)
