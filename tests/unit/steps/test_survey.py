"""A survey's list: what people decide is in the next one that is delivered, and nothing else."""

from __future__ import annotations

import csv
import hashlib
import io
import stat
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from benchmarks.survey_parts.made_up_survey import make_survey
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case
from rutine.cases.views import CaseStatus
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.made_up import national_ids
from rutine.steps.shapes.simulation import Shift, simulate_shape
from rutine.steps.shapes.surveying import CODES
from rutine.surveys.findings import Kind
from tests.shape_home import EMPLOYER, ROOT, TODAY, ShapeHome
from tests.unit.steps.test_known_shapes import say

ROUTINE = "survey_respondents"
CORRECT = Action.CORRECT_LIST


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path / "home")
    yield home
    home.place.database.close()


def files(home: ShapeHome) -> list[Path]:
    return sorted((home.folder / "output").glob("*/respondents.csv"))


def delivered(home: ShapeHome) -> dict[str, tuple[str, str]]:
    """Employee number -> address and unit, of the one list there is."""
    (file,) = files(home)
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Ansattnr", "E-post", "Enhet", "Enhetsnavn"]
    return {row[0]: (row[1], row[2]) for row in rows[1:]}


def case(home: ShapeHome, reason: str) -> Case:
    (found,) = [each for each in home.cases() if each.reason == reason]
    return found


def about_of(home: ShapeHome, of: Case) -> str:
    about = facts_of(home.place.keys, of).about
    assert about is not None
    return about.key


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("example", "reason", "before", "after"),
    [
        ("somebody_is_missing", "U01", None, ("1010@prove.no", "SYK1")),
        ("somebody_has_left", "U02", ("1010@prove.no", "SYK1"), None),
        ("without_an_address", "U05", ("", "SYK1"), ("1010@prove.no", "SYK1")),
        ("one_address_of_two", "U06", ("1004@prove.no", "SYK1"), ("1010@prove.no", "SYK1")),
        ("in_another_unit", "U07", ("1010@prove.no", "SYK2"), ("1010@prove.no", "SYK1")),
    ],
)
def test_a_decided_correction_is_in_the_next_list(
    home: ShapeHome,
    example: str,
    reason: str,
    before: tuple[str, str] | None,
    after: tuple[str, str] | None,
) -> None:
    home.put(ROUTINE, example)
    home.run(ROUTINE)
    assert delivered(home).get("1010") == before
    say(home, case(home, reason), CORRECT)
    summary = home.run(ROUTINE, hour=15)
    assert delivered(home).get("1010") == after
    assert (summary.cases, case(home, reason).status) == (0, CaseStatus.DONE)


def test_what_is_left_as_it_is_is_delivered_as_it_is(home: ShapeHome) -> None:
    home.put(ROUTINE, "in_another_unit")
    home.run(ROUTINE)
    say(home, case(home, "U07"), Action.ACKNOWLEDGE)
    home.run(ROUTINE, hour=15)
    assert delivered(home)["1010"][1] == "SYK2"


def test_a_correction_holds_only_for_what_was_seen(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "in_another_unit")
    home.run(ROUTINE)
    say(home, case(home, "U07"), CORRECT)
    edit(inbox / "position.csv", "1010;SYK1", "1010;HO")
    home.run(ROUTINE, hour=15)
    assert delivered(home)["1010"][1] == "SYK2"
    assert case(home, "U07").status == CaseStatus.OPEN
    say(home, case(home, "U07"), CORRECT, TODAY + timedelta(days=1))
    home.run(ROUTINE, TODAY + timedelta(days=2))
    assert delivered(home)["1010"][1] == "HO"


def test_a_number_that_is_somebody_elses_now_is_decided_anew(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "in_another_unit")
    home.run(ROUTINE)
    say(home, case(home, "U07"), CORRECT)
    listed = (inbox / "employee.csv").read_text("utf-8")
    another = next(each for each in national_ids() if each not in listed)
    edit(inbox / "employee.csv", own_id(inbox, "1010"), another)
    home.run(ROUTINE, hour=15)
    assert delivered(home)["1010"][1] == "SYK2"
    assert case(home, "U07").status == CaseStatus.OPEN


def own_id(inbox: Path, number: str) -> str:
    rows = (inbox / "employee.csv").read_text("utf-8").splitlines()
    return next(row.split(";")[1] for row in rows if row.startswith(number))


@pytest.mark.parametrize("left", ["", "31.10.2026"])
def test_one_with_two_employments_is_one_respondent_by_the_number_on_the_list(
    home: ShapeHome, left: str
) -> None:
    inbox = home.put(ROUTINE, "everything_is_right")
    fnr = own_id(inbox, "1010")
    edit(
        inbox / "employee.csv",
        f"1010;{fnr};Odd Prøve;1010@prove.no;01.03.2020;;Nei",
        f"1010;{fnr};Odd Prøve;1010@prove.no;01.03.2020;{left};Nei\n"
        f"0999;{fnr};Odd Prøve;1010@prove.no;01.11.2026;;Nei",
    )
    own = "1010;SYK1;7174;100;01.03.2020;"
    other = "0999;SYK1;7174;50;01.11.2026;"
    edit(inbox / "position.csv", f"{own};permanent", f"{own}{left};permanent\n{other};permanent")
    summary = home.run(ROUTINE)
    assert summary.cases == 0
    assert delivered(home)["1010"] == ("1010@prove.no", "SYK1")
    assert "0999" not in delivered(home)


def test_the_protected_stand_in_no_list_and_their_case_is_restricted(home: ShapeHome) -> None:
    home.put(ROUTINE, "a_protected_person")
    home.run(ROUTINE)
    assert "1010" not in delivered(home)
    assert case(home, "U11").restricted
    assert b"1010" not in files(home)[0].read_bytes()


def test_one_list_is_kept_for_its_owner_only_and_names_nobody(home: ShapeHome) -> None:
    home.put(ROUTINE, "everything_is_right")
    home.run(ROUTINE)
    first = files(home)
    home.run(ROUTINE, hour=15)
    assert first != files(home)
    (file,) = files(home)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Prøve" not in file.read_text("utf-8-sig")


def test_a_list_that_no_rule_was_held_against_is_not_one_to_deliver(home: ShapeHome) -> None:
    home.put(ROUTINE, "somebody_has_left")
    home.run(ROUTINE, date(2025, 12, 30))
    assert files(home) == []


def test_nobody_is_taken_off_because_a_row_of_the_register_can_not_be_read(
    home: ShapeHome,
) -> None:
    inbox = home.put(ROUTINE, "a_row_can_not_be_read")
    home.run(ROUTINE)
    kept = case(home, "U03")
    assert CORRECT.value not in kept.permitted
    edit(inbox / "position.csv", "i fjor", "01.03.2020")
    home.run(ROUTINE, hour=15)
    assert case(home, "U03").status == CaseStatus.AUTO_CLOSED


def test_nothing_is_over_while_a_row_of_the_list_is_nobodys(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "in_another_unit")
    home.run(ROUTINE)
    edit(inbox / "respondent.csv", "1010;1010@prove.no;SYK2", "9999;ukjent@prove.no;SYK1")
    home.run(ROUTINE, hour=15)
    assert case(home, "U07").status == CaseStatus.OPEN


@pytest.mark.parametrize("heading", ["Svar på påstand 1", "Skår", "Fritekst", "Fødselsnummer"])
def test_a_list_with_answers_is_refused_and_not_kept(home: ShapeHome, heading: str) -> None:
    inbox = home.put(ROUTINE, "everything_is_right")
    listed = inbox / "respondent.csv"
    head, *rows = listed.read_text("utf-8").splitlines()
    listed.write_text("\n".join([f"{head};{heading}", *(f"{row};4" for row in rows)]), "utf-8")
    with pytest.raises(InputError) as refused:
        home.run(ROUTINE)
    assert refused.value.code == "header_forbidden"
    assert hashlib.sha256(listed.read_bytes()).hexdigest() not in home.place.archive
    assert (home.cases(), files(home)) == ([], [])


def test_of_a_shared_address_no_evidence_and_no_row_is_a_protected_persons(
    home: ShapeHome,
) -> None:
    inbox = home.put(ROUTINE, "one_address_of_two")
    people = (inbox / "employee.csv").read_text("utf-8").splitlines()
    hidden = [row.removesuffix("Nei") + "Ja" if row.startswith("1004") else row for row in people]
    (inbox / "employee.csv").write_text("\n".join(hidden), "utf-8")
    home.run(ROUTINE)
    facts = facts_of(home.place.keys, case(home, "U06"))
    assert "1004" not in {each.right for each in facts.evidence}
    assert facts.about is not None
    assert len(facts.about.proofs) == 1
    assert [who for who, _ in facts.about.free] == ["Odd Prøve (1010)"]


def test_practice_lists_read_from_their_files_give_what_was_put_in(home: ShapeHome) -> None:
    made = make_survey(7, 4)
    inbox = home.folder / "inbox" / ROUTINE
    inbox.mkdir(parents=True)
    for name, text in made.files().items():
        (inbox / name).write_text(text, "utf-8")
    home.run(ROUTINE)
    found = [(each.reason, about_of(home, each)) for each in home.cases()]
    wanted = [(CODES[Kind(kind)], f"{kind} {about}") for kind, about in made.truth]
    # Nobody who is away is told of in these files, and nobody needs to be.
    assert sorted(found) == sorted(wanted)
    assert all(control.status == "ok" for control in home.run(ROUTINE, hour=15).controls)


def test_a_changed_rule_is_simulated_on_the_lists_there_were(
    home: ShapeHome, tmp_path: Path
) -> None:
    home.put(ROUTINE, "in_another_unit")
    home.run(ROUTINE)
    say(home, case(home, "U07"), CORRECT)
    changed = tmp_path / f"{ROUTINE}.yaml"
    rules = (ROOT / "mappings" / "routines" / changed.name).read_text("utf-8")
    changed.write_text(rules.replace("tags: [permanent]", "tags: [fast]"), "utf-8")
    found = simulate_shape(home.place, ROUTINE, EMPLOYER, file=changed)
    shifts = {(each.shift, each.reason or each.other) for each in found.changes}
    assert shifts == {(Shift.GONE, "U07"), (Shift.NEW, "U03")}
    assert [each.who for each in found.disagreements] == ["1010"]
