"""One-time codes: the RFC's own numbers, once each, and only with the right secret."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts import second_factor, users
from rutine.cases.accounts.one_time_code import accepted_step, code_at, step_of
from rutine.cases.accounts.sessions import live, start
from rutine.cases.accounts.users import add_user, authenticate, confirmed, reset_second_factor
from rutine.cases.tables import SecondFactor
from rutine.core.errors import AccessDenied, InputError
from tests.unit.cases.conftest import Clock
from tests.unit.cases.samples import KARI, Store

PASSWORD = "riktig hest batteri"
SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert code_at(SECRET, step_of(datetime.fromtimestamp(seconds, UTC)), digits=8) == code


@pytest.mark.parametrize(("count", "code"), [*enumerate(["755224", "287082", "359152", "969429"])])
def test_the_codes_are_those_of_rfc_4226(count: int, code: str) -> None:
    assert code_at(SECRET, count) == code


def test_a_code_holds_half_a_minute_more_either_way_and_no_longer() -> None:
    moment = datetime(2026, 11, 30, 12, 0, 15, tzinfo=UTC)
    now = step_of(moment)
    held = [
        step
        for step in range(now - 5, now + 6)
        if accepted_step(SECRET, code_at(SECRET, step), moment, after=-1)
    ]
    assert held == [now - 1, now, now + 1]
    assert accepted_step(SECRET, code_at(SECRET, now), moment, after=now) is None
    assert accepted_step(SECRET, code_at(SECRET, now - 1), moment, after=now) is None
    spaced = f" {code_at(SECRET, now)[:3]} {code_at(SECRET, now)[3:]}"
    assert accepted_step(SECRET, spaced, moment, after=now - 1) == now


@pytest.mark.parametrize("typed", ["", "000", "٠٠٠٠٠٠", "abcdef", "0" * 1000])
def test_what_is_no_code_is_wrong(typed: str) -> None:
    assert accepted_step(SECRET, typed, datetime(2026, 11, 30, tzinfo=UTC), after=-1) is None


class Phone:
    """What the person has in the pocket."""

    def __init__(self, secret: str, time: Clock) -> None:
        self.secret, self.time = base64.b32decode(secret), time

    def code(self) -> str:
        return code_at(self.secret, step_of(self.time.moment))


@pytest.fixture
def kari(store: Store, time: Clock) -> users.User:
    with store.database.writing() as session:
        return add_user(session, "kari", "Kari", PASSWORD, [UserRole.REVIEWER], actor=COMMAND_LINE)


@pytest.fixture
def phone(store: Store, kari: users.User, time: Clock) -> Phone:
    """Kari's second factor, turned on; a minute later."""
    with store.database.writing() as session:
        made = Phone(second_factor.begin(session, store.keys, kari.user_id), time)
        assert second_factor.confirm(session, store.keys, kari.user_id, made.code())
    time.wait(minutes=1)
    return made


def test_it_counts_once_a_code_of_it_was_typed(store: Store, kari, time: Clock) -> None:
    with store.database.writing() as session:
        made = Phone(second_factor.begin(session, store.keys, kari.user_id), time)
    assert authenticate(store.database, "kari", PASSWORD) == kari
    with store.database.writing() as session:
        assert not second_factor.confirm(session, store.keys, kari.user_id, "nothing")
        assert not second_factor.is_on(session, kari.user_id)
        assert second_factor.confirm(session, store.keys, kari.user_id, made.code())
        assert second_factor.is_on(session, kari.user_id)


def test_a_secret_waits_ten_minutes_for_its_first_code(store: Store, kari, time: Clock) -> None:
    with store.database.writing() as session:
        made = Phone(second_factor.begin(session, store.keys, kari.user_id), time)
    time.wait(minutes=10, seconds=1)
    with store.database.writing() as session:
        assert not second_factor.confirm(session, store.keys, kari.user_id, made.code())


def test_wrong_first_codes_must_wait_too(store: Store, kari, time: Clock) -> None:
    with store.database.writing() as session:
        made = Phone(second_factor.begin(session, store.keys, kari.user_id), time)
        for _ in range(5):
            assert not second_factor.confirm(session, store.keys, kari.user_id, "1")
        assert not second_factor.confirm(session, store.keys, kari.user_id, made.code())


def test_neither_password_nor_code_alone_lets_one_in(store: Store, kari, phone: Phone) -> None:
    for password, code in [(PASSWORD, ""), (PASSWORD, "000000x"), ("feil", phone.code())]:
        assert authenticate(store.database, "kari", password, code) is None
    # The wrong password used no code up.
    assert authenticate(store.database, "kari", PASSWORD, phone.code()) == kari


def test_a_code_lets_one_in_once(store: Store, kari, phone: Phone) -> None:
    assert authenticate(store.database, "kari", PASSWORD, phone.code()) == kari
    assert authenticate(store.database, "kari", PASSWORD, phone.code()) is None
    assert not confirmed(store.database, kari, PASSWORD, phone.code())
    phone.time.wait(seconds=30)
    assert confirmed(store.database, kari, PASSWORD, phone.code())


def test_wrong_codes_wait_like_wrong_passwords_and_the_password_clears_nothing(
    store: Store, kari, phone: Phone
) -> None:
    for _ in range(4):
        assert authenticate(store.database, "kari", PASSWORD, "1") is None
    assert not confirmed(store.database, kari, PASSWORD, "")
    assert authenticate(store.database, "kari", PASSWORD, phone.code()) is None
    phone.time.wait(seconds=31)
    assert authenticate(store.database, "kari", PASSWORD, phone.code()) == kari


def test_the_secret_is_stored_encrypted_and_bound_to_its_account(
    store: Store, kari, phone: Phone
) -> None:
    with store.database.writing() as session:
        entry = session.get_one(SecondFactor, kari.user_id)
        assert phone.secret not in entry.sealed
        other = KARI.id.removeprefix("user:")
        session.add(
            SecondFactor(
                user_id=other,
                sealed=entry.sealed,
                last_step=-1,
                made_at=entry.made_at,
                is_on=True,
            )
        )
        session.flush()
        with pytest.raises(InputError) as refused:
            second_factor.passes(session, store.keys, other, phone.code())
    assert refused.value.code == "sealed_unreadable"


def test_one_that_is_on_is_not_replaced(store: Store, kari, phone: Phone) -> None:
    with pytest.raises(InputError) as refused, store.database.writing() as session:
        second_factor.begin(session, store.keys, kari.user_id)
    assert refused.value.code == "second_factor_on"


def test_an_administrator_takes_it_away_and_nobody_else(store: Store, kari, phone: Phone) -> None:
    with store.database.writing() as session:
        started = start(session, kari)
    with pytest.raises(AccessDenied), store.database.writing() as session:
        reset_second_factor(session, "kari", actor=kari.actor)
    with store.database.writing() as session:
        assert reset_second_factor(session, "kari", actor=COMMAND_LINE)
        assert not reset_second_factor(session, "kari", actor=COMMAND_LINE)
        assert live(session, kari.user_id, started.token) == ()
    assert authenticate(store.database, "kari", PASSWORD) == kari
