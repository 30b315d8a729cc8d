"""Accounts of people who sign in at an identity provider, and the way there and back."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts import journeys, sessions
from rutine.cases.accounts.provider_accounts import WAITS, admit, same_person, stopped
from rutine.cases.accounts.sign_in import Identity, Journey, Stop, Way, refusal
from rutine.cases.accounts.user_details import set_display_name, set_units
from rutine.cases.accounts.users import (
    add_user,
    authenticate,
    disable,
    find_user,
    set_password,
    set_roles,
)
from rutine.cases.deciding.decisions import approve, decide
from rutine.cases.lists.queue import case_view
from rutine.cases.tables import AuditEntry, ProviderAccount, SignInJourney, UserAccount
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError
from tests.unit.cases.samples import LIV, record, report_difference

REVIEWER, APPROVER = frozenset({UserRole.REVIEWER}), frozenset({UserRole.APPROVER})
IDA = Identity("tenant\0object-of-ida", "Ida Innlogget", REVIEWER)
SARA = Identity("https://ansattporten.no\0subject-of-sara")


@pytest.fixture
def database(store):
    return store.database


@pytest.fixture
def come(database, keys):
    """Sign in with an identity, as the app does."""

    def go(identity, way=Way.ENTRA):
        with database.writing() as session:
            return admit(session, keys, way, identity)

    return go


def trail(database) -> list[tuple[str, dict]]:
    with database.reading() as session:
        entries = session.query(AuditEntry).filter(AuditEntry.action != "run_started")
        return [(each.action, json.loads(each.data)) for each in entries]


def accounts(database) -> int:
    """How many accounts belong to a provider."""
    with database.reading() as session:
        return session.query(UserAccount).filter(UserAccount.way != Way.LOCAL.value).count()


def test_the_first_sign_in_makes_an_account_and_the_next_finds_it(database, come):
    first, second = come(IDA).user, come(IDA).user
    assert first == second
    assert first.display_name == "Ida Innlogget"
    assert first.roles == REVIEWER
    assert first.way is Way.ENTRA
    assert first.units is None
    assert [action for action, _ in trail(database)] == ["user_added", "signed_in", "signed_in"]
    assert all(data["way"] == "entra" for _, data in trail(database))


def test_nothing_of_the_identity_is_stored_as_it_is(database, come):
    user = come(IDA).user
    with database.reading() as session:
        entry = session.query(ProviderAccount).one()
        stored = " ".join([entry.lookup, user.name, *(str(data) for _, data in trail(database))])
    assert "object-of-ida" not in stored
    assert "tenant" not in stored
    assert "Ida" not in stored


def test_the_same_subject_of_another_provider_is_somebody_else(come):
    other = come(replace(IDA, key=IDA.key), Way.ANSATTPORTEN)
    assert other.name != come(IDA).user.name


def test_a_new_name_follows_the_person(come):
    before = come(IDA).user
    after = come(replace(IDA, name="  Ida   Gift ")).user
    assert (after.user_id, after.display_name) == (before.user_id, "Ida Gift")


def test_roles_hold_as_the_provider_says_them_last(database, come):
    assert come(IDA).user.roles == REVIEWER
    both = APPROVER | {UserRole.RESTRICTED}
    assert come(replace(IDA, roles=both)).user.roles == both
    changed = come(replace(IDA, roles=APPROVER)).user
    assert changed.roles == APPROVER
    assert [data["roles"] for action, data in trail(database) if action == "roles_set"] == [
        ["approver", "restricted"],
        ["approver"],
    ]


@pytest.mark.parametrize("left", [frozenset(), frozenset({UserRole.RESTRICTED})])
def test_without_a_role_the_person_is_out_everywhere(database, come, left):
    user = come(IDA).user
    with database.writing() as session:
        token = sessions.start(session, user).token
    gone = come(replace(IDA, roles=left))
    assert gone.user is None
    assert gone.stop is Stop.NO_ROLE
    assert sessions.visit(database, token) is None
    assert come(IDA).user.user_id == user.user_id, "with a role again it is the same account"


def test_one_who_never_had_a_role_leaves_no_account(database, come):
    assert come(replace(IDA, roles=frozenset())).stop is Stop.NO_ROLE
    assert accounts(database) == 0
    assert trail(database) == [("sign_in_stopped", {"way": "entra", "why": "no_role"})]


def test_at_ansattporten_the_first_sign_in_waits_for_a_role(database, come):
    waiting = come(SARA, Way.ANSATTPORTEN)
    assert waiting.stop is Stop.WAITING
    assert waiting.name.startswith("ansattporten-")
    assert come(SARA, Way.ANSATTPORTEN).name == waiting.name
    with database.writing() as session:
        set_roles(session, waiting.name, APPROVER, actor=COMMAND_LINE)
        set_display_name(session, waiting.name, " Sara  Sikker", actor=COMMAND_LINE)
        set_units(session, waiting.name, {"911000006"}, actor=COMMAND_LINE)
    user = come(SARA, Way.ANSATTPORTEN).user
    assert (user.display_name, user.roles) == ("Sara Sikker", APPROVER)
    assert user.units == {"911000006"}


def test_units_that_the_provider_does_not_tell_are_all(come):
    assert come(replace(IDA, units=frozenset(), tells_units=False)).user.units is None


def test_those_who_waited_too_long_are_forgotten_with_all_about_them(database, come, monkeypatch):
    come(SARA, Way.ANSATTPORTEN)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + WAITS - timedelta(minutes=1))
    come(replace(SARA, key="another"), Way.ANSATTPORTEN)
    assert accounts(database) == 2
    monkeypatch.setattr(clock, "now", lambda: now + WAITS + timedelta(minutes=1))
    come(replace(SARA, key="a third"), Way.ANSATTPORTEN)
    assert accounts(database) == 2
    with database.reading() as session:
        assert session.query(ProviderAccount).count() == 2


def test_a_closed_account_stays_closed_whatever_the_provider_says(database, come):
    user = come(IDA).user
    with database.writing() as session:
        disable(session, user.name, actor=COMMAND_LINE)
    assert come(replace(IDA, roles=APPROVER)).stop is Stop.CLOSED
    with database.reading() as session:
        assert find_user(session, user.name).roles == REVIEWER


def test_units_come_from_the_provider_only_where_it_tells_them(database, come):
    user = come(IDA).user
    with database.writing() as session:
        set_units(session, user.name, {"911000006"}, actor=COMMAND_LINE)
    assert come(IDA).user.units == {"911000006"}
    told = replace(IDA, tells_units=True, units=frozenset())
    assert come(told).user.units == frozenset()
    assert come(replace(told, units=None)).user.units is None
    assert [action for action, _ in trail(database)].count("units_set") == 3


def test_such_an_account_has_no_password_and_never_gets_one(database, come):
    user = come(IDA).user
    for password in ("", "et langt passord"):
        assert authenticate(database, user.name, password) is None
    with database.writing() as session:
        with pytest.raises(InputError) as caught:
            set_password(session, user.name, "et langt passord", actor=user.actor)
        assert caught.value.code == "user_not_local"
        with pytest.raises(InputError) as caught:
            set_roles(session, user.name, APPROVER, actor=COMMAND_LINE)
        assert caught.value.code == "roles_from_provider"


def test_a_password_that_was_stored_for_such_an_account_still_opens_nothing(database):
    with database.writing() as session:
        made = add_user(session, "turid", "T", "et langt passord", REVIEWER, actor=COMMAND_LINE)
        session.get(UserAccount, made.user_id).way = Way.ENTRA.value
    assert authenticate(database, "turid", "et langt passord") is None


def test_one_person_with_two_accounts_is_one_person(database, come):
    with database.writing() as session:
        local = add_user(
            session, "ida", "ida  innlogget", "et langt passord", REVIEWER, actor=COMMAND_LINE
        )
        namesake = add_user(
            session, "ida2", "Ida Innlogget", "et langt passord", REVIEWER, actor=COMMAND_LINE
        )
    entra = come(IDA).user
    with database.reading() as session:
        assert same_person(session, local.actor.id, local.actor.id)
        assert same_person(session, local.actor.id, entra.actor.id)
        assert not same_person(session, local.actor.id, namesake.actor.id), "two of one name"
        assert not same_person(session, "user:gone", entra.actor.id)


@pytest.mark.parametrize(
    ("shown", "same"),
    [
        ("Ødegård, Åse Marie", True),
        ("ÅSE ØDEGÅRD", True),
        (unicodedata.normalize("NFD", "Åse Ødegård"), True),
        ("Åse", False),
        ("Åse Marie Berg", False),
        ("Marie Ødegård", False),
    ],
)
def test_a_name_is_the_same_however_a_provider_writes_it(database, come, shown, same):
    with database.writing() as session:
        local = add_user(
            session, "aase", "Åse Ødegård", "et langt passord", REVIEWER, actor=COMMAND_LINE
        )
    other = come(replace(IDA, name=shown)).user
    with database.reading() as session:
        assert same_person(session, local.actor.id, other.actor.id) is same


def test_nobody_approves_their_own_proposal_with_another_account(store, come):
    (case_id,) = record(store, report_difference("D36")).case_ids
    with store.database.writing() as session:
        decide(session, store.keys, case_id, version=1, actor=LIV, action=Action.ACKNOWLEDGE)
    twin = come(replace(IDA, name=LIV.name.upper(), roles=APPROVER)).user.actor
    other = come(replace(IDA, key="other", roles=APPROVER)).user.actor
    with store.database.reading() as session:
        assert not case_view(session, store.keys, case_id, twin).may_approve
        assert case_view(session, store.keys, case_id, other).may_approve
    with store.database.writing() as session:
        with pytest.raises(AccessDenied) as caught:
            approve(session, store.keys, case_id, version=2, actor=twin)
        assert caught.value.code == "own_proposal"
        assert approve(session, store.keys, case_id, version=2, actor=other)


def test_a_stop_is_written_down_without_the_person(database):
    with database.writing() as session:
        stopped(session, Way.ANSATTPORTEN, Stop.TOKEN_REFUSED, "aud")
    assert trail(database) == [
        ("sign_in_stopped", {"way": "ansattporten", "why": "token_refused", "what": "aud"})
    ]


@pytest.mark.parametrize(
    ("error", "stop"),
    [
        ("access_denied", Stop.CANCELLED),
        ("server_error", Stop.UNREACHABLE),
        ("invalid_request", Stop.PROVIDER_REFUSED),
        ("<script>", Stop.PROVIDER_REFUSED),
    ],
)
def test_what_a_provider_sends_back_instead_of_a_code(error, stop):
    assert refusal(error) is stop


@pytest.fixture
def begun(database, keys):
    journey = Journey()
    with database.writing() as session:
        journeys.begin(session, keys, journey, way=Way.ENTRA, browser="this browser", page="/saker")
    return journey


@pytest.fixture
def ended(database, keys):
    def end(state, way=Way.ENTRA, browser="this browser"):
        with database.writing() as session:
            return journeys.end(session, keys, state, way=way, browser=browser)

    return end


def test_a_journey_ends_once(begun, ended):
    back = ended(begun.state)
    assert back.page == "/saker"
    assert (back.journey.nonce, back.journey.verifier) == (begun.nonce, begun.verifier)
    assert ended(begun.state) is None


def test_only_the_browser_that_began_a_journey_ends_it(begun, ended):
    assert ended(begun.state, browser="another") is None
    assert ended(begun.state, way=Way.ANSATTPORTEN) is None
    assert ended("made up") is None
    assert ended(begun.state) is not None, "trying did not use it up"


def test_a_journey_takes_ten_minutes_at_most_and_is_forgotten(
    database, keys, begun, ended, monkeypatch
):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + journeys.VALID)
    assert ended(begun.state) is None
    with database.writing() as session:
        journeys.begin(session, keys, Journey(), way=Way.ENTRA, browser="b", page="/")
        assert session.query(SignInJourney).count() == 1


def test_the_secrets_of_a_journey_are_not_readable_in_the_store(database, begun):
    with database.reading() as session:
        entry = session.query(SignInJourney).one()
    for secret in (begun.state, begun.nonce, begun.verifier, "/saker"):
        assert secret.encode() not in entry.sealed
        assert secret not in entry.state_hash
