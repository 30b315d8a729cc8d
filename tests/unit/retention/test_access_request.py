"""Who may answer a request for access: a list of absences needs the right, whichever routine's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rutine.cases.access import UserRole
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.core.errors import AccessDenied
from rutine.core.identifiers import Fnr
from rutine.steps.access_request import lines_for, tell_all
from tests.shape_home import EMPLOYER, ShapeHome, person

KARI = Fnr("01816010027")
AUDITOR = person(UserRole.AUDITOR, number=3)
TRUSTED = person(UserRole.AUDITOR, UserRole.FOLLOW_UP, number=4)
AWAY = "1001;01.09.2026;15.10.2026;50"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path / "home")
    yield home
    home.place.database.close()


def lines_told(home: ShapeHome) -> list[str]:
    """What one with the right is told, of the store and the originals."""
    found = lines_for(home.place, KARI, actor=TRUSTED, reference="26/1")
    with home.place.database.writing() as session:
        tell_all(home.place, session, KARI, found, actor=TRUSTED, reference="26/1")
    return [line for _, _, line in found.lines]


def test_a_line_in_the_shared_list_of_absences_is_told_by_one_with_the_right_or_not_at_all(
    home: ShapeHome,
) -> None:
    inbox = home.put("hr_registers", "everything_agrees")
    (inbox / "time_away.csv").write_text(f"Ansattnr;Fra;Til;Prosent\n{AWAY}\n", "utf-8")
    home.run("hr_registers")
    assert home.cases() == []

    with pytest.raises(AccessDenied) as refused:
        lines_for(home.place, KARI, actor=AUDITOR, reference="26/1")

    assert refused.value.code == "follow_up_missing"
    assert "auditor with the right follow_up" in refused.value.remedy
    told = lines_told(home)
    assert AWAY in told
    assert any(KARI.reveal() in line for line in told)


def test_the_absences_of_others_hold_nothing_back(home: ShapeHome) -> None:
    inbox = home.put("hr_registers", "everything_agrees")
    others = AWAY.replace("1001", "2001")
    (inbox / "time_away.csv").write_text(f"Ansattnr;Fra;Til;Prosent\n{others}\n", "utf-8")
    home.run("hr_registers")

    found = lines_for(home.place, KARI, actor=AUDITOR, reference="26/1")

    assert any(KARI.reveal() in line for _, _, line in found.lines)
    assert others not in [line for _, _, line in found.lines]


def test_the_refunds_own_list_is_for_whom_their_cases_are_for(home: ShapeHome) -> None:
    line = f"{KARI.reveal()};01.10.2026;20.10.2026"
    data = f"Fødselsnummer;Fra;Til\n{line}\n".encode()
    kept = home.place.archive.put(data, kind="absences_csv", label="absence")
    with home.place.database.writing() as session:
        run_id = open_run(session, "nav_refunds", EMPLOYER, None, {})
        done = RunSummary(state=RunState.CLEAN, inputs={"absence": kept})
        finish_run(session, run_id, done)

    found = lines_for(home.place, KARI, actor=AUDITOR, reference="26/1")

    assert [text for _, _, text in found.lines] == [line]
