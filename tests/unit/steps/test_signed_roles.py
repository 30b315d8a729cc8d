"""A service record names the roles in which it was signed, whatever roles its signers have now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rutine.cases.access import COMMAND_LINE, Actor, UserRole
from rutine.cases.accounts.users import add_user, set_roles
from rutine.cases.deciding import decisions
from rutine.cases.deciding.control import Limits
from rutine.cases.deciding.decisions import approve, decide
from rutine.cases.signed.issuing import document_of
from rutine.cases.trail.audit import verify
from rutine.core.differences import Action
from rutine.routines.review_terms import RoutineTerms
from rutine.service_records.page import Signature, Signer
from tests.shape_home import TODAY, ShapeHome, at

ROUTINE = "service_record"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path / "home")
    home.put(ROUTINE, "one_source_no_remarks")
    home.run(ROUTINE)
    yield home
    home.place.database.close()


@pytest.fixture
def two_persons(home: ShapeHome, tmp_path: Path) -> Limits:
    file = home.place.settings.mappings / "routines" / f"{ROUTINE}.yaml"
    (tmp_path / "routines").mkdir()
    asked = file.read_text("utf-8").replace("two_persons: no", "two_persons: yes")
    (tmp_path / "routines" / file.name).write_text(asked, "utf-8")
    return replace(home.place.limits, terms=RoutineTerms(tmp_path))


def account(home: ShapeHome, name: str, *roles: UserRole) -> Actor:
    with home.place.database.writing() as session:
        return add_user(session, name, name.title(), "x" * 20, roles, actor=COMMAND_LINE).actor


def is_now(home: ShapeHome, name: str, role: UserRole) -> None:
    with home.place.database.writing() as session:
        set_roles(session, name, [role], actor=COMMAND_LINE)


def sign(home: ShapeHome, actor: Actor, limits: Limits | None = None) -> None:
    [case] = home.cases()
    with at(TODAY, 13), home.place.database.writing() as session:
        decide(
            *(session, home.place.keys, case.id),
            version=case.version,
            actor=actor,
            action=Action.SIGN,
            limits=limits or home.place.limits,
        )


def signature(home: ShapeHome, viewer: Actor) -> Signature:
    [case] = home.cases()
    with home.place.database.reading() as session:
        found = document_of(session, home.place.keys, case.id, viewer).signature
        assert verify(session) is None
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (UserRole.REVIEWER, UserRole.APPROVER),
        (UserRole.APPROVER, UserRole.REVIEWER),
        (UserRole.APPROVER, UserRole.ADMINISTRATOR),
    ],
)
def test_a_signer_with_another_role_now_signed_in_the_old_one(
    home: ShapeHome, then: UserRole, now: UserRole
) -> None:
    kari = account(home, "kari", then)
    sign(home, kari)
    is_now(home, "kari", now)
    assert signature(home, kari).signer == Signer("Kari", then.value, TODAY)


def test_so_did_each_of_two_persons(home: ShapeHome, two_persons: Limits) -> None:
    kari = account(home, "kari", UserRole.REVIEWER)
    per = account(home, "per", UserRole.REVIEWER, UserRole.APPROVER)
    sign(home, kari, two_persons)
    is_now(home, "kari", UserRole.APPROVER)  # before anybody agreed
    [case] = home.cases()
    with at(TODAY, 14), home.place.database.writing() as session:
        approve(session, home.place.keys, case.id, version=case.version, actor=per)
    is_now(home, "per", UserRole.REVIEWER)
    found = signature(home, kari)
    assert found.signer == Signer("Kari", "reviewer", TODAY)
    assert found.second == Signer("Per", "approver", TODAY)


def test_an_older_signature_has_the_role_of_the_account_now(
    home: ShapeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "signed_as", lambda _actor, _action: {})
    kari = account(home, "kari", UserRole.REVIEWER)
    sign(home, kari)
    is_now(home, "kari", UserRole.APPROVER)
    assert signature(home, kari).signer == Signer("Kari", "approver", TODAY)
