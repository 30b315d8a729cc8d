"""Protected people stay out of sight whichever number, row, month or employer's list names them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

import tests.small_office as small
from rutine.cases.tables import Case
from rutine.core.identifiers import Fnr
from rutine.installation import open_installation
from rutine.settings import Mode, Settings
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


def employment(who: int, mark: str, *, position: str = "1", previous: str = "") -> str:
    return (
        f"{EMPLOYER};{SCHOOL};{10480 + who};{PEOPLE[who]};{position};01.03.2019;;;"
        f"{previous};;{mark}\r\n"
    )


def listed(office: Office, month: str, *rows: str) -> None:
    """HR's list of a month."""
    (office.path / f"employments-{month}.csv").write_text(HEADINGS + "".join(rows), "utf-8")


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
