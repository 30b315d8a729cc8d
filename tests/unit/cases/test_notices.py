"""Counts for letters, who gets them, and that nobody gets two in a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from rutine.cases import notices
from rutine.cases.access import Actor, UserRole
from rutine.cases.canonical import canonical
from rutine.cases.figures.digest import Digest, digest
from rutine.cases.tables import Case, NoticeChoice, UserAccount
from rutine.core import clock
from rutine.core.errors import AccessDenied, InputError
from tests.unit.cases.conftest import Clock
from tests.unit.cases.samples import AUDITOR, CONSULTANT, KARI, UNIT, Store

TODAY = date(2026, 11, 2)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def count(store: Store, viewer: Actor | None = KARI, since: datetime = LONG_AGO) -> Digest:
    with store.database.reading() as session:
        return digest(session, viewer, since=since, today=TODAY)


def change(store: Store, case_id: str, **values: object) -> None:
    with store.database.writing() as session:
        case = session.get_one(Case, case_id)
        for name, value in values.items():
            setattr(case, name, value)


def test_nothing_is_told_of_a_store_without_cases(store: Store) -> None:
    assert count(store) == Digest(0, 0, 0, 0)
    assert count(store).is_empty


def test_new_are_those_still_to_do_and_found_since(store: Store, case_ids) -> None:
    assert count(store).new == len(case_ids)
    assert count(store, since=clock.now() + timedelta(1)).new == 0
    change(store, case_ids[0], status="waiting")
    assert count(store).new == len(case_ids) - 1


@pytest.mark.parametrize(
    ("due", "found"),
    [
        (TODAY - timedelta(1), (0, 1)),
        (TODAY, (1, 0)),
        (TODAY + timedelta(7), (1, 0)),
        (TODAY + timedelta(8), (0, 0)),
    ],
)
def test_due_within_a_week_and_overdue_while_undecided(
    store: Store, case_ids, due: date, found: tuple[int, int]
) -> None:
    for status in ("open", "waiting", "approval"):
        change(store, case_ids[0], due=due, status=status)
        assert (count(store).due, count(store).overdue) == found
    change(store, case_ids[0], status="done")
    assert (count(store).due, count(store).overdue) == (0, 0)


@pytest.mark.parametrize(("kind", "missing"), [("fetch", 1), ("arrival", 1), ("group", 0)])
def test_missing_reports_are_those_nobody_has_seen(store: Store, case_ids, kind, missing) -> None:
    change(store, case_ids[0], kind=kind)
    assert count(store).missing == missing


def test_only_what_the_receiver_may_see_and_never_what_is_restricted(
    store: Store, case_ids
) -> None:
    own = replace(KARI, units=frozenset({UNIT.value}))
    trusted = replace(KARI, roles=KARI.roles | {UserRole.RESTRICTED})
    assert count(store, own).new == 1
    assert count(store, None).new == len(case_ids)
    change(store, case_ids[0], restricted=True)
    assert count(store, own).is_empty
    for viewer in (trusted, None):
        assert count(store, viewer).new == len(case_ids) - 1
    with pytest.raises(AccessDenied):
        count(store, CONSULTANT)


def person(store: Store, role: UserRole = UserRole.REVIEWER, **values: object) -> Actor:
    """An account that wants letters."""
    user_id = f"{role}-{len(values)}"
    row = {
        "id": user_id,
        "name": user_id,
        "display_name": "N",
        "password_hash": "none",
        "roles": canonical([UserRole.REVIEWER]),
        "enabled": True,
        "made_at": clock.now(),
    }
    actor = Actor(f"user:{user_id}", "N", frozenset({UserRole.REVIEWER}))
    with store.database.writing() as session:
        session.execute(insert(UserAccount), [row])
        notices.choose(session, store.keys, actor, "n@example.org")
        session.get_one(UserAccount, user_id).roles = canonical([role])
        for name, value in values.items():
            setattr(session.get_one(UserAccount, user_id), name, value)
    return actor


def addresses(store: Store) -> list[str]:
    with store.database.reading() as session:
        return [each.user.user_id for each in notices.receivers(session, store.keys)]


def test_letters_go_to_those_who_chose_them_and_see_cases(store: Store) -> None:
    assert addresses(store) == []
    actor = person(store)
    person(store, UserRole.CONSULTANT)
    person(store, enabled=False)
    assert addresses(store) == [actor.id.removeprefix("user:")]
    with store.database.writing() as session:
        notices.choose(session, store.keys, actor, None)
    assert addresses(store) == []


def test_addresses_are_stored_encrypted(store: Store) -> None:
    actor = person(store)
    user_id = actor.id.removeprefix("user:")
    with store.database.reading() as session:
        assert b"example" not in session.get_one(NoticeChoice, user_id).sealed
        assert notices.chosen(session, store.keys, user_id) == "n@example.org"


@pytest.mark.parametrize(
    "address",
    ["", "kari", "kari@kommune", "a@b.no\r\nBcc: x@y.no", "a b@c.no", "a@b.no,c@d.no", "å@b.no"],
)
def test_what_is_no_address_is_refused(store: Store, address: str) -> None:
    with pytest.raises(InputError) as refused, store.database.writing() as session:
        notices.choose(session, store.keys, AUDITOR, address)
    assert refused.value.code == "address_invalid"


def test_each_receiver_has_one_turn_a_norwegian_day(store: Store, time: Clock) -> None:
    time.moment = datetime(2026, 11, 2, 22, 59, tzinfo=UTC)  # 23.59 in Norway
    with store.database.writing() as session:
        first = notices.take_turn(session, "webhook")
        assert first.before is None
        assert notices.take_turn(session, "webhook") is None
        assert notices.take_turn(session, "user:x") is not None
    told = time.moment
    time.wait(minutes=2)
    with store.database.writing() as session:
        assert notices.take_turn(session, "webhook").before == told


def test_a_turn_that_came_to_nothing_is_given_back(store: Store, time: Clock) -> None:
    with store.database.writing() as session:
        notices.give_back(session, notices.take_turn(session, "webhook"))
        assert notices.take_turn(session, "webhook").before is None
    told = time.moment
    time.wait(days=1)
    with store.database.writing() as session:
        notices.give_back(session, notices.take_turn(session, "webhook"))
        assert notices.take_turn(session, "webhook").before == told
