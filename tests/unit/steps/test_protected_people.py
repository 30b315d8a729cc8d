"""Protected people stay out of sight whichever number, row, month or employer's list names them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

import tests.small_office as small
from rutine.cases.access import Actor, UserRole
from rutine.cases.lists.queue import look
from rutine.cases.tables import Case
from rutine.cases.views import CaseStatus
from rutine.cases.workbook import without_cases
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.installation import open_installation
from rutine.settings import Mode, Settings
from rutine.steps import earlier_outputs
from rutine.steps.protected import read_marked
from rutine.steps.scope import load_rules
from tests.small_office import EMPLOYER, HOME, PEOPLE, RATE, SCHOOL, Claimed, Office, Paid
from tests.unit.routines.test_employments import HEADINGS

AUGUST = date(2026, 8, 3)
FULL, PART = 5 * RATE, 3 * RATE
SENT = date(2026, 9, 1)
K0, K1 = (Claimed(f"K{who}", who, AUGUST, FULL, SENT) for who in range(2))
D_NUMBER = next(n for n in (f"548290{i:05d}" for i in range(90_000)) if Fnr.is_valid(n))
"""Of the first person's birth date, before the national id came."""
FEW = Actor(small.KARI.id, "Kari K", frozenset({UserRole.REVIEWER, UserRole.RESTRICTED}))


def employment(who: int, mark: str, *, position: str = "1", previous: str = "") -> str:
    return (
        f"{EMPLOYER};{SCHOOL};{10480 + who};{PEOPLE[who]};{position};01.03.2019;;;"
        f"{previous};;{mark}\r\n"
    )


def listed(office: Office, month: str, *rows: str) -> None:
    """HR's list of a month."""
    (office.path / f"employments-{month}.csv").write_text(HEADINGS + "".join(rows), "utf-8")


def alike(mark: str) -> str:
    """The number that looks like the first person's is somebody else's."""
    return f"{EMPLOYER};{SCHOOL};10999;{D_NUMBER};1;01.03.2019;;;;;{mark}\r\n"


def shown(folder: Path) -> dict[str, set[str]]:
    """The employee numbers in each list of a run."""
    book = load_workbook(folder / "cases.xlsx")
    cells = {
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    }
    text = (folder / "settlements.csv").read_text(encoding="utf-8")
    numbers = {"10480", "10481"}
    return {"cases.xlsx": numbers & cells, "settlements.csv": {n for n in numbers if n in text}}


def only_case(office: Office) -> Case:
    with office.place.database.reading() as session:
        (found,) = session.scalars(select(Case).where(Case.kind == "group"))
        session.expunge(found)
        return found


def cases(office: Office) -> list[tuple[str, bool]]:
    """Reason of each case of a person, and whether few may see it, by number."""
    with office.place.database.reading() as session:
        query = select(Case.reason, Case.restricted).where(Case.kind == "group")
        return [(reason, hidden) for reason, hidden in session.execute(query.order_by(Case.number))]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path, employments="employments-{period}.csv")
    yield office
    office.close()


def test_the_mark_and_the_former_number_may_stand_on_different_rows(office: Office) -> None:
    listed(
        office,
        "2026-09",
        employment(0, "Ja"),
        employment(0, "Nei", position="2", previous=PEOPLE[2]),
        employment(1, "Nei"),
    )
    office.claims("2026-09", K1)
    office.pays("2026-09", Paid(2, AUGUST, FULL), Paid(1, AUGUST, PART))
    office.run("2026-09")
    assert [hidden for _, hidden in cases(office)] == [True, False]


def test_a_case_with_rows_of_a_protected_person_is_restricted_by_whatever_number(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NAV pays a number that only looks like the protected one: the claim tells who it is."""
    monkeypatch.setattr(small, "PEOPLE", (*PEOPLE, D_NUMBER))
    listed(office, "2026-09", employment(0, "Ja"), employment(1, "Nei"))
    office.claims("2026-09", K0, K1)
    office.pays("2026-09", Paid(4, AUGUST, FULL), Paid(1, AUGUST, FULL))
    office.run("2026-09")
    assert cases(office) == [("D26", True)]
    office.run("2026-09")
    assert cases(office) == [("D26", True)]


def test_a_decided_likeness_stays_out_of_sight_when_the_number_turns_out_to_be_anothers(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the case shows of the protected person is there still; nobody decides it anew."""
    monkeypatch.setattr(small, "PEOPLE", (*PEOPLE, D_NUMBER))
    listed(office, "2026-09", employment(0, "Ja"))
    listed(office, "2026-10", employment(0, "Ja"), employment(1, "Nei"), alike("Nei"))
    office.claims("2026-09", K0)
    office.pays("2026-09", Paid(4, AUGUST, FULL))
    office.run("2026-09")
    with office.place.database.writing() as session:
        likeness = look(session, office.place.keys, only_case(office).id, FEW)
    office.decide(likeness, Action.SETTLE_AS_CLAIMED, roles=FEW.roles)
    office.claims("2026-10", K0)
    run = office.run("2026-10")
    decided = only_case(office)
    assert (decided.reason, decided.status, decided.restricted) == ("D26", CaseStatus.DONE, True)
    folder = office.place.settings.output_folder / run.run_id
    assert "10480" not in (folder / "settlements.csv").read_text(encoding="utf-8")
    office.run("2026-10")
    assert only_case(office).version == decided.version
    assert only_case(office).restricted

    # One who is not alike any more has nothing to hide.
    office.pays("2026-10", Paid(4, AUGUST, PART))
    office.run("2026-10")
    assert cases(office)[1:] == [("D25", False)]


def test_a_mark_is_remembered_of_one_who_had_no_case_when_the_next_list_is_short(
    office: Office,
) -> None:
    listed(office, "2026-09", employment(0, "Ja"), employment(1, "Nei"))
    listed(office, "2026-10", employment(1, "Nei"))
    office.claims("2026-09", K1)
    office.pays("2026-09", Paid(1, AUGUST, FULL))
    office.run("2026-09")
    office.claims("2026-10", K1)
    office.pays("2026-10", Paid(0, AUGUST, PART))
    office.run("2026-10")
    assert [hidden for _, hidden in cases(office)] == [True]


def test_the_folder_of_a_run_does_not_tell_what_a_restricted_case_is_about(office: Office) -> None:
    listed(office, "2026-09", employment(0, "Ja"), employment(1, "Nei"))
    listed(office, "2026-10", employment(0, "Ja"), employment(1, "Nei"))
    office.claims("2026-09", K0, K1)
    office.pays("2026-09", Paid(0, AUGUST, FULL), Paid(1, AUGUST, FULL))
    office.run("2026-09")
    office.claims("2026-10", K0, K1)
    office.pays("2026-10", Paid(0, AUGUST, -FULL))
    run = office.run("2026-10")
    assert cases(office) == [("D27", True)]
    assert run.summary is not None
    assert run.summary.reopened == 1
    folder = office.place.settings.output_folder / run.run_id
    for name in ("audit.jsonl", "control.json", "report.html", "settlements.csv"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "D27" not in text, name
        assert "10480" not in text, name
        assert PEOPLE[0] not in text, name
    assert '"reason":"D41"' in (folder / "audit.jsonl").read_text(encoding="utf-8")


def test_a_new_national_id_is_as_protected_as_the_one_it_replaced(office: Office) -> None:
    """HR's list has nobody, and no former number: payroll's employee number tells who it is."""
    listed(office, "2026-09", employment(0, "Ja"), employment(1, "Nei"))
    listed(office, "2026-10", employment(1, "Nei"))
    listed(office, "2026-11", employment(1, "Nei"), employment(2, "Nei"))
    office.claims("2026-09", K0)
    office.pays("2026-09", Paid(0, AUGUST, PART))
    office.run("2026-09")

    later = AUGUST + timedelta(days=28)
    weeks = [
        replace(K0, key=f"N{week}", who=2, employee=0, first=first)
        for week, first in enumerate((later, later + timedelta(days=7)))
    ]
    office.claims("2026-10", K0, *weeks, K1)
    office.pays(
        "2026-10",
        Paid(2, weeks[0].first, PART),
        Paid(2, weeks[1].first, FULL),
        Paid(1, AUGUST, PART),
    )
    run = office.run("2026-10")

    assert [hidden for _, hidden in cases(office)] == [True, True, False]
    folder = office.place.settings.output_folder / run.run_id
    for name in ("audit.jsonl", "settlements.csv"):
        assert "10480" not in (folder / name).read_text(encoding="utf-8"), name
    office.run("2026-10")
    assert [hidden for _, hidden in cases(office)] == [True, True, False]

    # What HR says of the new number itself goes before what the employee number tells.
    office.claims("2026-11", K0, *weeks, K1)
    for _ in range(2):
        office.run("2026-11")
        assert [hidden for _, hidden in cases(office)] == [True, False, False]


def test_a_new_national_id_is_known_by_the_marked_employee_number_without_any_case(
    office: Office,
) -> None:
    listed(office, "2026-09", employment(0, "Ja"), employment(1, "Nei"))
    office.claims("2026-09", replace(K0, who=2, employee=0), K1)
    office.pays("2026-09", Paid(2, AUGUST, PART), Paid(1, AUGUST, PART))
    office.run("2026-09")
    assert [hidden for _, hidden in cases(office)] == [True, False]


def test_the_employee_number_of_a_colleague_protects_nobody_else(office: Office) -> None:
    listed(office, "2026-09", employment(0, "Ja"), employment(1, "Nei"))
    listed(office, "2026-10", employment(0, "Ja"))
    office.claims("2026-09", K0, K1)
    office.pays("2026-09", Paid(0, AUGUST, PART), Paid(1, AUGUST, PART))
    office.run("2026-09")
    office.claims("2026-10", K0, K1, replace(K1, key="N1", who=2, employee=1))
    office.pays("2026-10", Paid(2, AUGUST, PART))
    office.run("2026-10")
    assert [hidden for _, hidden in cases(office)] == [True, False, False]


def test_one_who_is_marked_later_is_taken_out_of_what_earlier_runs_wrote(office: Office) -> None:
    listed(office, "2026-09", employment(0, "Nei"), employment(1, "Nei"))
    listed(office, "2026-10", employment(0, "Ja"), employment(1, "Nei"))
    later = AUGUST + timedelta(days=28)
    claims = [K0, K1, replace(K0, key="L0", first=later), replace(K1, key="L1", first=later)]
    office.claims("2026-09", *claims)
    office.pays("2026-09", Paid(0, AUGUST, FULL), Paid(1, AUGUST, FULL), Paid(0, later, PART))
    office.pays("2026-09", Paid(1, later, PART))
    run = office.run("2026-09")
    folder = office.place.settings.output_folder / run.run_id
    before = shown(folder)
    assert all({"10480", "10481"} <= numbers for numbers in before.values())

    office.claims("2026-10", *claims)
    office.run("2026-10")

    after = {name: before[name] - {"10480"} for name in before}
    assert shown(folder) == after
    listing = (folder / "settlements.csv").read_text(encoding="utf-8-sig")
    assert listing.count("7155,00;7155,00;0,00") == 2  # it adds up still
    assert sorted(line.split(";")[1] for line in listing.splitlines()[1:]) == ["10481", "skjermet"]
    assert "K0" not in listing
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())
    kept = {path: path.read_bytes() for path in folder.iterdir()}
    office.run("2026-10")
    assert {path: path.read_bytes() for path in folder.iterdir()} == kept


def test_a_list_is_looked_through_once_and_again_when_somebody_has_saved_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(office, "2026-09", employment(0, "Nei"), employment(1, "Nei"))
    listed(office, "2026-10", employment(0, "Ja"), employment(1, "Nei"))
    office.claims("2026-09", K0, K1)
    office.pays("2026-09", Paid(0, AUGUST, PART), Paid(1, AUGUST, PART))
    run = office.run("2026-09")
    book = office.place.settings.output_folder / run.run_id / "cases.xlsx"
    told_of_both = book.read_bytes()
    looked: list[str] = []

    def counted(data: bytes, case_ids: Collection[str], source: str) -> bytes | None:
        looked.append(source)
        return without_cases(data, case_ids, source)

    monkeypatch.setattr(earlier_outputs, "without_cases", counted)
    office.claims("2026-10", K0, K1)
    office.run("2026-10")
    assert looked.count(str(book)) == 1
    office.run("2026-10")
    assert looked.count(str(book)) == 1

    book.write_bytes(told_of_both)  # somebody had it open, and saves it now
    office.run("2026-10")
    assert looked.count(str(book)) == 2
    assert shown(book.parent)["cases.xlsx"] == {"10481"}


def test_a_likeness_that_was_settled_is_taken_out_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands under the number that NAV paid; the claim is of the one who is protected now."""
    monkeypatch.setattr(small, "PEOPLE", (*PEOPLE, D_NUMBER))
    listed(office, "2026-09", employment(0, "Nei"))
    listed(office, "2026-10", employment(0, "Ja"))
    office.claims("2026-09", K0)
    office.pays("2026-09", Paid(4, AUGUST, FULL))
    office.run("2026-09")
    office.decide(office.case(), Action.SETTLE_AS_CLAIMED)
    run = office.run("2026-09")
    folder = office.place.settings.output_folder / run.run_id
    assert shown(folder)["settlements.csv"] == {"10480"}
    office.claims("2026-10", K0)
    office.run("2026-10")
    assert shown(folder)["settlements.csv"] == set()
    assert cases(office) == [("D26", True)]


def test_a_workbook_that_may_show_a_protected_person_is_never_passed_over(office: Office) -> None:
    listed(office, "2026-09", employment(0, "Nei"))
    listed(office, "2026-10", employment(0, "Ja"))
    office.claims("2026-09", K0)
    office.pays("2026-09", Paid(0, AUGUST, PART))
    run = office.run("2026-09")
    book = office.place.settings.output_folder / run.run_id / "cases.xlsx"
    book.write_bytes(book.read_bytes()[:-100])
    office.claims("2026-10", K0)
    with pytest.raises(InputError, match="may show somebody who is protected"):
        office.run("2026-10")
    book.unlink()
    office.run("2026-10")


def test_what_one_employer_says_of_a_person_holds_for_the_other(tmp_path: Path) -> None:
    files = {number: tmp_path / f"{number}.csv" for number in (EMPLOYER.reveal(), HOME.reveal())}
    settings = [
        {"orgnr": number, "name": number, "employments": str(file)}
        for number, file in files.items()
    ]
    here = open_installation(Settings(home=tmp_path, mode=Mode.PRACTICE, employers=settings))
    ours, theirs = here.settings.employers
    rules = load_rules(here)
    files[EMPLOYER.reveal()].write_text(HEADINGS + employment(0, "Nei"), "utf-8")
    files[HOME.reveal()].write_text(HEADINGS + employment(0, "Ja"), "utf-8")
    assert read_marked(here, rules, ours, "2026-09").protected == {PEOPLE[0]}

    files[HOME.reveal()].unlink()  # it may say so still: nobody's cases are opened meanwhile
    found = read_marked(here, rules, ours, "2026-09")
    assert (found.protected, found.listed) == (frozenset(), frozenset())
    files[HOME.reveal()].write_text(HEADINGS + employment(1, "Nei"), "utf-8")
    assert read_marked(here, rules, ours, "2026-09").listed == {PEOPLE[0]}
    assert read_marked(here, rules, theirs, "2026-09").listed == {PEOPLE[1]}
    here.database.close()
