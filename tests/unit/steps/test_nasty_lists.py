"""Lists as bad as they come: a thousand unknown codes, odd hours, and what somebody has seen to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from rutine.cases.access import UserRole
from rutine.cases.deciding.decisions import decide
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.views import UNDECIDED
from rutine.core.differences import Action
from tests.shape_home import TODAY, ShapeHome, at, person

MANY = 1_000


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    opened = ShapeHome(tmp_path / "home")
    yield opened
    opened.place.database.close()


def add(path: Path, rows: str) -> None:
    """Write more rows at the end of a list."""
    path.write_text(path.read_text("utf-8") + rows, "utf-8")


def told(home: ShapeHome, reason: str) -> dict[str, str]:
    """What the only case of a reason says, by field."""
    (case,) = (each for each in home.cases() if each.reason == reason)
    return {each.field: each.right or "" for each in facts_of(home.place.keys, case).evidence}


def open_reasons(home: ShapeHome) -> Counter[str]:
    return Counter(case.reason for case in home.cases() if case.status in UNDECIDED)


def shifts(first: date, codes: list[str]) -> str:
    """A shift of nobody's in particular for each code, a day after the other."""
    return "".join(
        f"X{place};SYK1;{first + timedelta(days=place % 40):%d.%m.%Y};07:00;15:00;{code};1003;\n"
        for place, code in enumerate(codes)
    )


def test_a_rota_with_a_thousand_unknown_codes_is_one_case(home: ShapeHome) -> None:
    inbox = home.put("shift_cover", "an_unknown_shift_code")
    add(inbox / "shift.csv", shifts(TODAY, [f"K{n}" for n in range(MANY)]))

    home.run("shift_cover")

    assert open_reasons(home)["C08"] == 1
    assert told(home, "C08") == {"codes_unknown": str(MANY + 1)}


def test_codes_told_together_have_not_gone_until_the_list_is_right(home: ShapeHome) -> None:
    inbox = home.put("shift_cover", "an_unknown_shift_code")
    right = (inbox / "shift.csv").read_text("utf-8")
    home.run("shift_cover")
    add(inbox / "shift.csv", shifts(TODAY, [f"K{n}" for n in range(30)]))
    home.run("shift_cover", hour=13)
    assert open_reasons(home)["C08"] == 2, "the one that was there, and the one for all"

    (inbox / "shift.csv").write_text(right.replace(";X;", ";A;"), "utf-8")
    home.run("shift_cover", hour=14)

    assert open_reasons(home)["C08"] == 0


def test_a_code_that_somebody_has_seen_is_not_news_when_the_rota_goes_on(home: ShapeHome) -> None:
    inbox = home.put("shift_cover", "an_unknown_shift_code")
    home.run("shift_cover")
    (case,) = (each for each in home.cases() if each.reason == "C08")
    with at(TODAY), home.place.database.writing() as session:
        decide(
            session,
            home.place.keys,
            case.id,
            version=case.version,
            actor=person(UserRole.REVIEWER),
            action=Action.ACKNOWLEDGE,
            limits=home.place.limits,
        )

    tomorrow = TODAY + timedelta(days=1)
    add(inbox / "shift.csv", shifts(tomorrow, ["X", "X"]))
    home.run("shift_cover", tomorrow)

    assert [each.number for each in home.cases() if each.reason == "C08"] == [case.number]
    assert open_reasons(home)["C08"] == 0


@pytest.mark.parametrize(("begins", "reasons"), [("23:00", {"C06"}), ("24:00", set())])
def test_a_shift_from_midnight_at_the_end_of_a_day_is_the_nights(
    home: ShapeHome, begins: str, reasons: set[str]
) -> None:
    """Before, `24:00` was the day's own first moment: a day too early, and a shift by itself."""
    inbox = home.put("shift_cover", "covered_by_two")
    night = f"N1;SYK2;30.11.2026;15:00;24:00;A;1003;\nN2;SYK2;30.11.2026;{begins};07:00;N;1003;\n"
    add(inbox / "shift.csv", night)

    home.run("shift_cover")

    assert {case.reason for case in home.cases()} == reasons


def test_positions_in_a_thousand_unknown_units_are_one_case(home: ShapeHome) -> None:
    inbox = home.put("hr_registers", "a_unit_is_not_listed")
    add(
        inbox / "position.csv",
        "".join(f"1001;U{n};7174;100;01.03.2020;;\n" for n in range(MANY)),
    )

    home.run("hr_registers")

    assert open_reasons(home)["H04"] == 1
    assert told(home, "H04") == {"codes_unknown": str(MANY + 1)}


def test_a_column_of_names_that_holds_positions_is_one_case_and_shows_no_line(
    home: ShapeHome,
) -> None:
    inbox = home.put("hr_registers", "two_names_of_one_number")
    home.run("hr_registers")
    (asked,) = (each.number for each in home.cases() if each.reason == "H08")
    row = "{};;Prøve {}, {};;01.03.2020;;Nei\n"
    posts = [(n, n, post) for n in range(3000, 3000 + 30) for post in ("lege", "vikar")]
    add(inbox / "employee.csv", "".join(row.format(*each) for each in posts))

    home.run("hr_registers", hour=13)

    assert open_reasons(home)["H08"] == 2, "the one that was there, and the one for all"
    (one,) = (c for c in home.cases() if c.reason == "H08" and c.number != asked)
    facts = facts_of(home.place.keys, one)
    assert facts.about is not None
    assert (facts.employee_number, facts.about.proofs) == (None, ())
    evidence = {each.field: each.right for each in facts.evidence}
    assert evidence == {"numbers_of_two_names": "31", "row": "employee 1: 22"}

    right = (inbox / "employee.csv").read_text("utf-8")
    for wrong, name in ((", lege", ""), (", vikar", ""), ("Eksempel", "Prøve")):
        right = right.replace(wrong, name)
    (inbox / "employee.csv").write_text(right, "utf-8")
    home.run("hr_registers", hour=14)

    assert open_reasons(home)["H08"] == 0


def test_respondents_of_units_that_nobody_knows_are_one_case_when_many(home: ShapeHome) -> None:
    inbox = home.put("survey_respondents", "everything_is_right")
    numbers = range(3000, 3030)
    add(
        inbox / "employee.csv",
        "".join(f"{n};;Prøve {n};{n}@prove.no;01.03.2020;;Nei\n" for n in numbers),
    )
    add(
        inbox / "position.csv",
        "".join(f"{n};SYK1;7174;100;01.03.2020;;permanent\n" for n in numbers),
    )
    add(inbox / "respondent.csv", "".join(f"{n};{n}@prove.no;U{n}\n" for n in numbers))

    home.run("survey_respondents")

    assert open_reasons(home)["U08"] == 1
    (case,) = (each for each in home.cases() if each.reason == "U08")
    assert Action.CORRECT_LIST.value not in case.permitted
    assert told(home, "U08") == {"codes_unknown": "30"}


def test_sources_that_nobody_knows_are_one_case_when_many(home: ShapeHome) -> None:
    inbox = home.put("service_record", "a_source_nobody_knows")
    row = "{};1001;01816010027;Sykepleier;7174;SYK1;50;;01.03.2020;31.10.2026\n"
    add(inbox / "position.csv", "".join(row.format(f"Regneark {n}") for n in range(30)))

    home.run("service_record")

    assert open_reasons(home)["L03"] == 1
    assert told(home, "L03") == {"codes_unknown": "31"}
