"""What guards accounts and tells of cases, on PostgreSQL as on SQLite."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from rutine.cases import notices
from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts import first_admin, journeys, second_factor
from rutine.cases.accounts.one_time_code import code_at, step_of
from rutine.cases.accounts.provider_accounts import admit
from rutine.cases.accounts.sign_in import Identity, Journey, Way
from rutine.cases.accounts.users import add_user, authenticate
from rutine.cases.figures.digest import Digest, digest
from rutine.cases.trail.audit_search import AuditFilters, export, search
from rutine.core import clock
from rutine.core.errors import RutineError
from tests.unit.cases.samples import AUDITOR, KARI, Store, claim, difference, line, record

pytestmark = pytest.mark.postgres

PASSWORD = "riktig hest batteri"


def test_of_many_who_type_the_same_code_at_once_one_gets_in(store: Store) -> None:
    with store.database.writing() as session:
        kari = add_user(session, "kari", "Kari", PASSWORD, [UserRole.REVIEWER], actor=COMMAND_LINE)
        secret = base64.b32decode(second_factor.begin(session, store.keys, kari.user_id))
        now = step_of(clock.now())
        assert second_factor.confirm(session, store.keys, kari.user_id, code_at(secret, now))

    def sign_in(_: int) -> bool:
        code = code_at(secret, now + 1)
        return authenticate(store.database, "kari", PASSWORD, code) is not None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(sign_in, range(4))) == 1


def test_of_many_who_open_the_first_link_at_once_one_becomes_administrator(store: Store) -> None:
    with store.database.writing() as session:
        token = first_admin.make_link(session)

    def use(number: int) -> bool:
        try:
            with store.database.writing() as session:
                first_admin.use(session, token, f"admin{number}", "A", PASSWORD)
        except RutineError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(use, range(4))) == 1


def test_the_trail_is_searched_and_cases_are_counted(store: Store) -> None:
    record(store, difference(line(1), claim(1)))
    today = clock.today()
    before = today - timedelta(days=1)  # it may have been midnight in between
    with store.database.writing() as session:
        asked = AuditFilters(who="robot", action="created", first=before, last=today)
        (created,) = search(session, AUDITOR, asked).lines
        assert created.case_number is not None
        asked = AuditFilters(case_number=created.case_number)
        assert export(session, AUDITOR, asked, "csv") == (created,)
        long_past = AuditFilters(last=before - timedelta(days=1))
        assert search(session, AUDITOR, long_past).lines == ()
        assert notices.take_turn(session, notices.WEBHOOK) is not None
        assert notices.take_turn(session, notices.WEBHOOK) is None
    with store.database.reading() as session:
        long_ago = datetime(2026, 1, 1, tzinfo=UTC)
        for viewer in (KARI, None):
            assert digest(session, viewer, since=long_ago, today=today) == Digest(1, 0, 0, 0)


def test_of_many_who_come_back_with_the_same_answer_at_once_one_gets_in(store: Store) -> None:
    journey = Journey()
    with store.database.writing() as session:
        journeys.begin(session, store.keys, journey, way=Way.ENTRA, browser="b", page="/")

    def come_back(_: int) -> bool:
        with store.database.writing() as session:
            begun = journeys.end(session, store.keys, journey.state, way=Way.ENTRA, browser="b")
        return begun is not None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(come_back, range(4))) == 1


def test_whoever_comes_for_the_first_time_in_four_browsers_gets_one_account(store: Store) -> None:
    ida = Identity("tenant\0ida", "Ida", frozenset({UserRole.REVIEWER}))

    def come(_: int) -> str:
        with store.database.writing() as session:
            user = admit(session, store.keys, Way.ENTRA, ida).user
        assert user is not None
        return user.user_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(come, range(4)))) == 1
