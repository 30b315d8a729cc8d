"""The first administrator comes by a link: once, within an hour, where there is none."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts import first_admin
from rutine.cases.accounts.users import User, add_user, disable
from rutine.cases.tables import FirstAdminLink
from rutine.core.errors import AccessDenied, InputError
from tests.unit.cases.conftest import Clock
from tests.unit.cases.samples import Store

PASSWORD = "riktig hest batteri"


def link(store: Store) -> str:
    with store.database.writing() as session:
        return first_admin.make_link(session)


def use(store: Store, token: str, name: str = "arne", password: str = PASSWORD) -> User:
    with store.database.writing() as session:
        return first_admin.use(session, token, name, "Arne Admin", password)


def works(store: Store, token: str) -> bool:
    with store.database.reading() as session:
        return first_admin.works(session, token)


def test_it_makes_an_administrator_once(store: Store) -> None:
    token = link(store)
    assert works(store, token)
    assert use(store, token).roles == {UserRole.ADMINISTRATOR}
    with pytest.raises(AccessDenied):
        use(store, token, "en annen")


def test_it_works_for_an_hour(store: Store, time: Clock) -> None:
    token = link(store)
    time.wait(minutes=59)
    assert works(store, token)
    time.wait(minutes=1)
    assert not works(store, token)
    with pytest.raises(AccessDenied):
        use(store, token)


def test_a_new_link_takes_the_place_of_the_old(store: Store) -> None:
    old, new = link(store), link(store)
    assert not works(store, old)
    assert works(store, new)


def test_any_other_secret_does_not_work(store: Store) -> None:
    link(store)
    with store.database.reading() as session:
        stored = session.scalars(select(FirstAdminLink.token_hash)).one()
    for token in ("", "x", stored):
        assert not works(store, token)


def test_where_there_is_an_administrator_no_link_is_made_or_works(store: Store) -> None:
    token = link(store)
    with store.database.writing() as session:
        roles = [UserRole.ADMINISTRATOR]
        add_user(session, "anna", "Anna", PASSWORD, roles, actor=COMMAND_LINE)
    assert not works(store, token)
    with pytest.raises(InputError) as refused:
        link(store)
    assert refused.value.code == "administrator_exists"
    with store.database.writing() as session:
        disable(session, "anna", actor=COMMAND_LINE)
    assert works(store, token)


def test_what_is_refused_uses_nothing_up(store: Store) -> None:
    token = link(store)
    with pytest.raises(InputError):
        use(store, token, password="kort")
    assert works(store, token)
