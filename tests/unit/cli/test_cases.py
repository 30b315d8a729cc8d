"""The workbook of cases and money at risk from the command line, with a name and a password."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import add_user, find_user
from rutine.cases.lists.queue import case_view
from rutine.cases.tables import Case
from rutine.core.reason_texts import action_text
from rutine.installation import Installation
from rutine.practice.municipality import PracticePlan
from tests.command_line import rutine
from tests.practice_home import Home
from tests.unit.steps.test_recovery import run

PASSWORD = "et langt og fint passord"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", PracticePlan(employees=120, sub_units=4))


@pytest.fixture
def place(home: Home) -> Installation:
    """One month, with a reviewer and a consultant; closed, since the command opens it."""
    place = home.open()
    run(place, home, home.months[0])
    with place.database.writing() as session:
        for name, role in (("kari", UserRole.REVIEWER), ("pia", UserRole.CONSULTANT)):
            add_user(session, name, name.title(), PASSWORD, [role], actor=COMMAND_LINE)
    return place


def command(home: Home, *words: str, password: str = PASSWORD):
    return rutine(
        *words,
        home=home.path,
        stdin=f"{password}\n",
        RUTINE_EMPLOYERS=f"[{home.employer.model_dump_json()}]",
    )


def test_cases_go_out_and_come_in_as_the_persons_own(
    place: Installation, home: Home, tmp_path: Path
) -> None:
    file = tmp_path / "saker.xlsx"
    exported = command(home, "cases", "export", str(file), "--as", "kari")
    assert exported.returncode == 0, exported.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = command(home, "cases", "export", str(file), "--as", "kari")
    assert (again.returncode, "finnes fra før" in again.stderr) == (2, True)
    book = load_workbook(file)
    sheet = book.worksheets[1]
    with place.database.reading() as session:
        number, case_id = session.query(Case.number, Case.id).order_by(Case.number).first()
        user = find_user(session, "kari")
        view = case_view(session, place.keys, case_id, user.actor)
    column = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, column["Avgjørelse"]).value = action_text(view.permitted[0]).label
    sheet.cell(2, column["Kommentar"]).value = "avtalt med leder"
    sheet.cell(3, column["Avgjørelse"]).value = "tull"
    book.save(file)
    refused = command(home, "cases", "import", str(file), "--as", "kari")
    assert refused.returncode == 2
    assert "Rad 3, kolonne «Avgjørelse»: teksten er ikke en avgjørelse." in refused.stdout
    assert "Ingenting er lagret." in refused.stdout
    taken = command(home, "cases", "import", str(file), "--as", "kari", "--only-valid")
    assert (taken.returncode, number) == (1, sheet.cell(2, 1).value)
    with place.database.reading() as session:
        view = case_view(session, place.keys, case_id, user.actor)
    decision = view.decision or view.proposal
    assert (decision.by_name, decision.comment) == ("Kari", "avtalt med leder")
    place.database.close()


@pytest.mark.parametrize(
    "given",
    [
        ("kari", "feil passord", "engangskode stemmer ikke"),
        ("pia", PASSWORD, "Rollen din gir ikke tilgang"),
    ],
)
def test_neither_a_wrong_password_nor_another_role_gets_anything(
    place: Installation, home: Home, tmp_path: Path, given: tuple[str, str, str]
) -> None:
    name, password, said = given
    place.database.close()
    for words in (
        ("cases", "export", str(tmp_path / "saker.xlsx")),
        ("risk", "--xlsx", str(tmp_path / "risiko.xlsx")),
    ):
        answered = command(home, *words, "--as", name, password=password)
        assert answered.returncode == 2
        assert said in answered.stderr
    assert list(tmp_path.glob("*.xlsx")) == []


def test_risk_says_the_sums_to_anybody_and_the_people_to_one_who_sees_cases(
    place: Installation, home: Home, tmp_path: Path
) -> None:
    place.database.close()
    shown = command(home, "risk")
    assert shown.returncode in {0, 1}, shown.stderr
    assert "Krav ikke sendt" in shown.stdout
    assert "ikke kjent" in shown.stdout
    assert "ingen liste over fritak er satt opp" in shown.stdout
    without = command(home, "risk", "--xlsx", str(tmp_path / "risiko.xlsx"))
    assert (without.returncode, "--as USER" in without.stderr) == (2, True)
    file = tmp_path / "risiko.xlsx"
    written = command(home, "risk", "--xlsx", str(file), "--as", "kari")
    assert written.returncode in {0, 1}, written.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_workbook(file).sheetnames == ["Penger i fare", "Per måned", "Ikke kjent"]
