"""`rutine doctor` on the right `follow_up`: cases that nobody may see are told of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import add_user, disable, set_roles
from rutine.cli.doctor.examination import Finding, Health
from rutine.cli.doctor.operation import examine_operation
from tests.shape_home import ShapeHome

KEEPER, SICK_LEAVE = "hr_registers", "sick_leave_follow_up"
PASSWORD = "fjorten tegn og flere"
REVIEWER, AUDITOR, RIGHT = UserRole.REVIEWER, UserRole.AUDITOR, UserRole.FOLLOW_UP


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path / "home")
    with home.place.database.writing() as session:
        add_user(session, "rita", "Rita", PASSWORD, [REVIEWER], actor=COMMAND_LINE)
    yield home
    home.place.database.close()


def told(home: ShapeHome) -> list[Finding]:
    found = examine_operation(home.place.settings)
    return [each for each in found if each.what == "Follow-up cases"]


def give(home: ShapeHome, *roles: UserRole) -> None:
    with home.place.database.writing() as session:
        set_roles(session, "rita", roles, actor=COMMAND_LINE)


def test_cases_about_absence_that_nobody_sees_are_named_by_their_routine(home: ShapeHome) -> None:
    home.put(KEEPER, "away_after_the_end")
    home.run(KEEPER)

    (found,) = told(home)

    assert (found.health, found.found.partition(":")[0]) == (
        Health.BAD,
        f"nobody sees the cases about absence and health of {KEEPER}",
    )
    assert "`rutine user roles NAME --role reviewer --role follow_up`" in found.remedy


def test_it_is_in_place_once_an_open_account_that_decides_has_the_right(home: ShapeHome) -> None:
    home.put(KEEPER, "away_after_the_end")
    home.run(KEEPER)
    give(home, AUDITOR, RIGHT)
    assert told(home)[0].found.startswith("nobody who decides sees the cases")
    give(home, REVIEWER, RIGHT)
    assert told(home)[0].health is Health.GOOD
    with home.place.database.writing() as session:
        disable(session, "rita", actor=COMMAND_LINE)
    assert told(home)[0].health is Health.BAD


def test_a_routine_about_health_is_named_when_its_lists_have_come(home: ShapeHome) -> None:
    assert told(home) == []
    home.put(SICK_LEAVE, "everything_is_done")
    (found,) = told(home)
    assert (found.health, SICK_LEAVE in found.found) == (Health.REMARK, True)


def test_nothing_is_said_where_no_case_tells_of_an_absence(home: ShapeHome) -> None:
    home.put(KEEPER, "two_managers")
    home.run(KEEPER)
    assert home.cases()
    assert told(home) == []
