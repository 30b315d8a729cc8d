"""Accounts: who makes them, who gets in, and how long others wait."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from rutine.cases.access import COMMAND_LINE, ROBOT, Actor, UserRole
from rutine.cases.accounts import users
from rutine.cases.accounts.attempts import LONGEST_WAIT, wait_after
from rutine.cases.accounts.users import (
    User,
    add_user,
    authenticate,
    disable,
    find_user,
    list_users,
    set_language,
    set_password,
    set_roles,
)
from rutine.cases.tables import AuditEntry, SignInAttempts, UserAccount
from rutine.core.errors import AccessDenied, InputError
from tests.unit.cases.conftest import Clock
from tests.unit.cases.samples import KARI, PEOPLE, UNIT, Store

PASSWORD = "riktig hest batteri"
ADMINISTRATOR = Actor("user:admin", "Adm", frozenset({UserRole.ADMINISTRATOR}))


def add(store: Store, name: str = "kari", actor: Actor = COMMAND_LINE, **changed) -> User:
    given = {
        "display_name": "Kari Nordmann",
        "password": PASSWORD,
        "roles": [UserRole.REVIEWER],
    } | changed
    with store.database.writing() as session:
        return add_user(session, name, actor=actor, **given)


@pytest.fixture
def kari(store: Store) -> User:
    return add(store)


def actions(store: Store) -> list[str]:
    with store.database.reading() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_the_right_password_lets_one_in_whatever_the_case_of_the_name(
    store: Store, kari: User
) -> None:
    assert authenticate(store.database, " KARI ", PASSWORD) == kari
    assert kari.actor.id == f"user:{kari.user_id}"
    assert kari.actor.name == "Kari Nordmann"
    assert actions(store)[-2:] == ["user_added", "signed_in"]


@pytest.mark.parametrize(
    ("name", "password"),
    [("kari", "feil"), ("kari", ""), ("ingen", PASSWORD), ("", ""), ("kari", "x" * 100_000)],
)
def test_anything_else_does_not(store: Store, kari: User, name: str, password: str) -> None:
    assert authenticate(store.database, name, password) is None


def test_passwords_are_kept_as_argon2id_and_hashed_anew_when_the_cost_is_raised(
    store: Store, kari: User, monkeypatch: pytest.MonkeyPatch, real_hasher: PasswordHasher
) -> None:
    def stored() -> str:
        with store.database.reading() as session:
            return session.get_one(UserAccount, kari.user_id).password_hash

    assert stored().startswith("$argon2id$v=19$m=64,t=1")
    monkeypatch.setattr(users, "_HASHER", real_hasher)

    assert authenticate(store.database, "kari", PASSWORD) == kari

    assert stored().startswith("$argon2id$v=19$m=65536,t=3")


@pytest.mark.parametrize("name", ["kari", "ingen"])
def test_after_five_wrong_attempts_the_name_waits_and_longer_each_time(
    store: Store, kari: User, time: Clock, name: str
) -> None:
    for _ in range(5):
        assert authenticate(store.database, name, "feil") is None
    assert authenticate(store.database, "kari", PASSWORD) == (None if name == "kari" else kari)

    time.wait(seconds=29)
    assert authenticate(store.database, name, PASSWORD) is None
    time.wait(seconds=2)
    assert authenticate(store.database, name, "feil") is None
    time.wait(seconds=31)
    assert authenticate(store.database, name, PASSWORD) is None
    time.wait(seconds=30)
    assert authenticate(store.database, name, PASSWORD) == (kari if name == "kari" else None)
    assert actions(store).count("sign_in_blocked") == 2 + (name == "ingen")


def test_the_right_password_starts_the_counting_anew(store: Store, kari: User, time: Clock) -> None:
    for _ in range(3):
        for _ in range(4):
            authenticate(store.database, "kari", "feil")
        assert authenticate(store.database, "kari", PASSWORD) is not None


def test_the_wait_doubles_up_to_an_hour() -> None:
    assert [wait_after(n) for n in (4, 5, 6, 7)] == [
        timedelta(0),
        timedelta(seconds=30),
        timedelta(seconds=60),
        timedelta(seconds=120),
    ]
    assert wait_after(12) == wait_after(10_000) == LONGEST_WAIT


def test_attempts_at_once_are_all_counted(store: Store, kari: User) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: authenticate(store.database, "kari", "feil"), range(6)))

    with store.database.reading() as session:
        (entry,) = session.scalars(select(SignInAttempts))
    assert entry.failed == 5
    assert entry.blocked_until is not None


def test_attempts_are_kept_without_the_name_and_forgotten_after_a_day(
    store: Store, time: Clock
) -> None:
    authenticate(store.database, PASSWORD, "")  # the password in the wrong field
    time.wait(hours=25)
    authenticate(store.database, "en annen", "")

    with store.database.reading() as session:
        (entry,) = session.scalars(select(SignInAttempts))
    assert entry.failed == 1
    assert len(entry.name_lookup) == 64


def test_a_disabled_account_does_not_get_in(store: Store, kari: User) -> None:
    with store.database.writing() as session:
        disable(session, "kari", actor=ADMINISTRATOR)

    assert authenticate(store.database, "kari", PASSWORD) is None
    with store.database.reading() as session:
        found = find_user(session, "kari")
    assert found is not None
    assert not found.enabled


@pytest.mark.parametrize("actor", [ROBOT, KARI])
def test_only_the_command_line_and_administrators_make_accounts(store: Store, actor: Actor) -> None:
    with pytest.raises(AccessDenied):
        add(store, actor=actor)
    with pytest.raises(AccessDenied), store.database.writing() as session:
        disable(session, "kari", actor=actor)
    assert add(store, actor=ADMINISTRATOR).name == "kari"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "k"}, "user_name_invalid"),
        ({"name": "kari nordmann"}, "user_name_invalid"),
        ({"display_name": " "}, "user_name_invalid"),
        ({"password": "elleve tegn"}, "password_too_short"),
        ({"password": "x" * 1001}, "password_too_long"),
        ({"roles": []}, "roles_missing"),
    ],
)
def test_an_account_that_is_not_complete_is_refused(store: Store, changed, code: str) -> None:
    with pytest.raises(InputError) as refused:
        add(store, **changed)

    assert refused.value.code == code


def test_roles_are_given_and_taken_and_hold_at_once(store: Store, kari: User) -> None:
    both = [UserRole.REVIEWER, UserRole.RESTRICTED]
    with store.database.writing() as session:
        given = set_roles(session, "Kari ", both, actor=ADMINISTRATOR)
    assert given.actor.sees_restricted
    with store.database.writing() as session:
        taken = set_roles(session, "kari", [UserRole.REVIEWER], actor=COMMAND_LINE)
        assert find_user(session, "kari") == taken
    assert not taken.actor.sees_restricted


@pytest.mark.parametrize("actor", [ROBOT, KARI])
def test_nobody_gives_themselves_a_role(store: Store, kari: User, actor: Actor) -> None:
    with pytest.raises(AccessDenied), store.database.writing() as session:
        set_roles(session, "kari", [UserRole.APPROVER], actor=actor)


@pytest.mark.parametrize("roles", [[], [UserRole.RESTRICTED]], ids=["none", "only the right"])
def test_the_right_to_restricted_cases_is_no_role_alone(store: Store, kari: User, roles) -> None:
    with pytest.raises(InputError) as refused, store.database.writing() as session:
        set_roles(session, "kari", roles, actor=COMMAND_LINE)
    assert refused.value.code == "roles_missing"


def test_a_name_is_taken_once(store: Store, kari: User) -> None:
    with pytest.raises(InputError) as refused:
        add(store, "Kari")

    assert refused.value.code == "user_exists"


def test_an_account_keeps_its_roles_units_and_language(store: Store) -> None:
    made = add(store, roles=[UserRole.APPROVER, UserRole.REVIEWER], units=[UNIT.value])
    with store.database.writing() as session:
        set_language(session, made.user_id, "nn")
    with store.database.reading() as session:
        found = find_user(session, "kari")
        names = [user.name for user in list_users(session)]

    assert found is not None
    assert (found.roles, found.units, found.language) == (
        {UserRole.APPROVER, UserRole.REVIEWER},
        {UNIT.value},
        "nn",
    )
    assert names[-1] == "kari"
    assert len(names) == len(PEOPLE) + 1


def test_a_language_or_account_that_is_not_there_is_refused(store: Store, kari: User) -> None:
    with store.database.writing() as session:
        for user_id, language, code in (
            (kari.user_id, "xx", "language_unknown"),
            ("nobody", "nb", "user_missing"),
        ):
            with pytest.raises(InputError) as refused:
                set_language(session, user_id, language)
            assert refused.value.code == code


def test_one_changes_ones_own_password_and_an_administrator_anyones(
    store: Store, kari: User
) -> None:
    for actor, password in ((kari.actor, "et nytt passord"), (ADMINISTRATOR, "enda et passord")):
        with store.database.writing() as session:
            set_password(session, "kari", password, actor=actor)
        assert authenticate(store.database, "kari", password) is not None

    with pytest.raises(AccessDenied), store.database.writing() as session:
        set_password(session, "kari", "et tredje passord", actor=KARI)
    for missing in (set_password, disable):
        arguments = ("ingen", "et fjerde passord") if missing is set_password else ("ingen",)
        with pytest.raises(InputError) as refused, store.database.writing() as session:
            missing(session, *arguments, actor=ADMINISTRATOR)
        assert refused.value.code == "user_missing"
