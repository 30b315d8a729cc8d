"""Accounts at the command line: the first administrator's link, and one-time codes."""

from __future__ import annotations

import base64
from pathlib import Path

from rutine.cases.access import UserRole
from rutine.cases.accounts import second_factor
from rutine.cases.accounts.one_time_code import code_at, step_of
from rutine.cases.accounts.provider_accounts import admit
from rutine.cases.accounts.sign_in import Identity, Way
from rutine.cases.accounts.users import find_user
from rutine.core import clock
from rutine.installation import open_installation
from rutine.settings import Settings
from tests.command_line import rutine

PASSWORD = "et langt passord"
UNIT = "974600013"


def test_a_link_for_the_first_administrator_is_printed_and_none_after(tmp_path: Path) -> None:
    address = "https://rutine.example.org"
    made = rutine("user", "first-admin", home=tmp_path, RUTINE_REVIEW_ADDRESS=address)
    assert made.returncode == 0
    link = made.stdout.splitlines()[1]
    assert link.startswith(f"{address}/forste-administrator/")
    assert len(link.rpartition("/")[2]) == 64
    words = ("user", "add", "arne", "--display-name", "A", "--role", "administrator")
    assert rutine(*words, home=tmp_path, stdin=f"{PASSWORD}\n").returncode == 0
    refused = rutine("user", "first-admin", home=tmp_path)
    assert refused.returncode == 2
    assert "administrator" in refused.stderr


def test_the_command_line_asks_for_the_code_too_until_it_is_reset(tmp_path: Path) -> None:
    words = ("user", "add", "kari", "--display-name", "K")
    assert rutine(*words, home=tmp_path, stdin=f"{PASSWORD}\n").returncode == 0
    place = open_installation(Settings(home=tmp_path))
    with place.database.writing() as session:
        kari = find_user(session, "kari")
        secret = base64.b32decode(second_factor.begin(session, place.keys, kari.user_id))
        step = step_of(clock.now())
        assert second_factor.confirm(session, place.keys, kari.user_id, code_at(secret, step))
    place.database.close()

    def export(name: str, *typed: str) -> int:
        words = ("cases", "export", tmp_path / name, "--as", "kari")
        return rutine(*words, home=tmp_path, stdin="\n".join([PASSWORD, *typed])).returncode

    assert export("none.xlsx") == 2
    assert export("one.xlsx", code_at(secret, step + 1)) == 0
    assert rutine("user", "reset-totp", "ingen", home=tmp_path).returncode == 2
    assert rutine("user", "reset-totp", "kari", home=tmp_path).returncode == 0
    assert export("two.xlsx") == 0


def test_one_who_came_from_ansattporten_gets_roles_units_and_a_name(tmp_path: Path) -> None:
    place = open_installation(Settings(home=tmp_path))
    with place.database.writing() as session:
        waiting = admit(session, place.keys, Way.ANSATTPORTEN, Identity("issuer\0sara")).name
    place.database.close()
    assert "none: waits for a role" in rutine("user", "list", home=tmp_path).stdout
    given = rutine("user", "roles", waiting, "--role", "reviewer", home=tmp_path)
    assert given.returncode == 0, given.stderr
    assert rutine("user", "name", waiting, "Sara Sikker", home=tmp_path).returncode == 0
    for unit, code in ((UNIT, 0), ("123456788", 2)):
        seen = rutine("user", "units", waiting, "--unit", unit, home=tmp_path)
        assert seen.returncode == code
    assert rutine("user", "units", waiting, home=tmp_path).returncode == 2
    assert rutine("user", "units", waiting, "--all", home=tmp_path).returncode == 0
    shown = rutine("user", "list", home=tmp_path).stdout
    assert "Sara Sikker" in shown
    assert "reviewer" in shown
    words = ("user", "add", "sara", "--display-name", "Sara Sikker")
    assert rutine(*words, home=tmp_path, stdin=f"{PASSWORD}\n").returncode == 0
    warned = rutine("user", "roles", "sara", "--role", "approver", home=tmp_path)
    assert f"rutine user disable {waiting}" in warned.stdout
    assert rutine("user", "disable", waiting, home=tmp_path).returncode == 0
    assert "closed" in rutine("user", "list", home=tmp_path).stdout
    assert "reviewer" in rutine("user", "enable", waiting, home=tmp_path).stdout
    assert "closed" not in rutine("user", "list", home=tmp_path).stdout


def test_the_roles_of_one_who_came_from_entra_are_given_there(tmp_path: Path) -> None:
    place = open_installation(Settings(home=tmp_path))
    ida = Identity("tenant\0ida", "Ida", frozenset({UserRole.REVIEWER}))
    with place.database.writing() as session:
        user = admit(session, place.keys, Way.ENTRA, ida).user
    place.database.close()
    assert user is not None
    refused = rutine("user", "roles", user.name, "--role", "approver", home=tmp_path)
    assert refused.returncode == 2
    assert "Entra ID" in refused.stderr
