"""History done over again: unchanged it is itself; a rule that people had refused is caught."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from rutine import steps
from rutine.cases.deciding.decisions import return_proposal
from rutine.cases.runs import RunSummary
from rutine.cases.tables import Case, DecisionEntry, Run
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.installation import Installation, open_read_only
from rutine.steps.simulation.comparison import Move
from rutine.steps.simulation.simulating import Simulation, Wish, simulate
from rutine.steps.simulation.verdicts import Opinion
from rutine.temporary import PREFIX
from tests.hand_matches import agree, items, keys_of, pick, settlements
from tests.lived_history import STRICT, WholeHome, live, project_with, routine_with
from tests.small_office import EMPLOYER, KARI, LIV, RATE, Claimed, Office, Paid
from tests.underpaid_week import AUGUST, SENT
from tests.unit.steps.test_matching_by_hand import ambiguous

EVERY = {"exact", "group_sum", "joint_search"}


@dataclass(frozen=True)
class Lived:
    home: WholeHome
    done: Counter[str]

    def simulate(self, **wish: object) -> Simulation:
        real = open_read_only(self.home.settings())
        try:
            return simulate(real, self.home.employer.orgnr, Wish("nav_refunds", **wish))  # type: ignore[arg-type]
        finally:
            real.database.close()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    home = WholeHome(tmp_path_factory.mktemp("lived"))
    return Lived(home, live(home))


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """A municipality whose people looked at every group that is not one line and one claim."""
    home = WholeHome(tmp_path_factory.mktemp("strict"), rules=STRICT)
    return Lived(home, live(home))


@pytest.fixture(autouse=True)
def _leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.glob(f"{PREFIX}*")) == []


def everything_in(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_history_under_the_unchanged_file_is_itself(lived: Lived) -> None:
    assert len(lived.done) >= 8, "people did too little for the test to mean anything"
    assert {"undone", "picked approve", "picked return_proposal"} <= {*lived.done}
    before = everything_in(lived.home.path)
    found = lived.simulate()
    assert found.changes == ()
    assert (found.months, found.runs) == (lived.home.months, 3)
    assert (found.carried_out, found.without_case) == (sum(lived.done.values()), {})
    assert found.other_rules == {}
    assert found.lines_received > 0
    assert sum(use.lines for use in found.uses) > 0
    assert everything_in(lived.home.path) == before


@pytest.mark.parametrize(
    ("wish", "months"),
    [
        ({"first": "2026-10"}, ("2026-10",)),
        ({"last": "2026-09"}, ("2026-08", "2026-09")),
        ({"first": "2026-09", "last": "2026-09"}, ("2026-09",)),
    ],
)
def test_some_months_of_it_are_themselves_too(
    lived: Lived, wish: dict[str, str], months: tuple[str, ...]
) -> None:
    found = lived.simulate(**wish)
    assert (found.changes, found.months) == ((), months)


def test_a_rule_that_is_gone_sends_its_groups_to_people(lived: Lived, tmp_path: Path) -> None:
    file = tmp_path / "changed.yaml"
    file.write_text(routine_with(STRICT), encoding="utf-8")
    found = lived.simulate(file=file)
    moved = found.of(Move.TO_REVIEW)
    assert moved
    assert {each.moved.before[0].by for each in moved} <= {"group_sum", "joint_search"}
    assert found.of(Move.TO_SETTLED) == []
    assert found.disagreements == []
    # Only the months that are asked for have the changed rules.
    assert {each.moved.month for each in lived.simulate(file=file, first="2026-10").changes} <= {
        "2026-10"
    }


def test_a_rule_that_settles_what_people_refused_is_caught(strict: Lived, tmp_path: Path) -> None:
    assert strict.simulate().changes == ()
    file = tmp_path / "changed.yaml"
    file.write_text(routine_with(EVERY), encoding="utf-8")
    found = strict.simulate(file=file)
    settled = found.of(Move.TO_SETTLED)
    assert settled
    against = found.disagreements
    assert against
    assert {each.verdict.opinion for each in settled} == set(Opinion)
    refused = _decided_against(strict)
    told = {said.case_number for each in against for said in each.verdict.said}
    assert told
    assert told <= refused
    use = next(use for use in found.uses if use.name == "group_sum")
    assert 0 < use.refused <= use.groups


def _decided_against(lived: Lived) -> set[int | None]:
    """Numbers of cases that people did more with than closing both sides against each other."""
    real = open_read_only(lived.home.settings())
    with real.database.reading() as session:
        numbers = session.scalars(
            select(Case.number)
            .join(DecisionEntry, DecisionEntry.case_id == Case.id)
            .where(DecisionEntry.action != Action.WAIT_UNTIL)
        )
        found: set[int | None] = set(numbers)
    real.database.close()
    return found


def test_a_tolerance_for_days_that_a_reviewer_refused_is_caught(tmp_path: Path) -> None:
    office = Office(tmp_path)
    moved = AUGUST.replace(day=AUGUST.day + 1)
    office.claims("2026-09", Claimed("K1", 0, AUGUST, 4 * RATE, SENT, days=4))
    office.pays("2026-09", Paid(0, moved, 4 * RATE, days=4))
    office.run("2026-09")
    office.decide(office.cases()[0], Action.WRONG_PERSON_OR_UNIT)
    office.run("2026-09")
    office.close()
    file = tmp_path / "changed.yaml"
    shifted = (
        "  - name: shifted\n    method: unique\n    period: within\n"
        "    shift: {first_later: 1, last_later: 1}\n    outcome: settle\n"
    )
    file.write_text(routine_with({"exact"}, shifted), encoding="utf-8")
    real = open_read_only(office.place.settings)
    found = simulate(real, EMPLOYER, Wish("nav_refunds", file=file))
    real.database.close()
    (change,) = found.disagreements
    assert change.moved.move is Move.TO_SETTLED
    assert change.moved.after[0].by == "shifted"
    (said,) = change.verdict.said
    assert (said.case_number, said.action) == (1, Action.WRONG_PERSON_OR_UNIT)


def test_a_run_that_did_not_note_what_it_read_is_said(tmp_path: Path) -> None:
    home = WholeHome(tmp_path)
    live(home, decisions=False)
    place: Installation = home.open()
    with place.database.writing() as session:
        run = session.scalars(select(Run).where(Run.number == 2)).one()
        summary = RunSummary.model_validate_json(run.summary or "")
        older = summary.model_dump_json(exclude={"inputs"})
        session.execute(update(Run).where(Run.id == run.id).values(summary=older))
        assert "inputs" not in json.loads(older)
    place.database.close()
    with pytest.raises(InputError, match=r"2 \(2026-09\)") as refused:
        Lived(home, Counter()).simulate()
    assert refused.value.code == "history_without_inputs"


def test_months_without_a_run_are_said(lived: Lived) -> None:
    with pytest.raises(InputError) as refused:
        lived.simulate(first="2027-01")
    assert refused.value.code == "history_empty"


def test_another_version_of_a_table_is_said(lived: Lived, tmp_path: Path) -> None:
    """History under other tables than those there are now: what follows from it is no rule's."""
    settings = lived.home.settings()
    project = tmp_path / "project"
    other = WholeHome.__new__(WholeHome)
    other.__dict__.update(lived.home.__dict__)
    other.project = project_with(project, EVERY)
    table = project / "mappings" / "tables" / "g.yaml"
    table.write_text(table.read_text(encoding="utf-8") + "\n# sett på\n", encoding="utf-8")
    found = Lived(other, lived.done).simulate()
    assert found.changes == ()
    files = {"routines/nav_refunds.yaml", "tables/g.yaml"}
    assert found.other_rules == {number: tuple(sorted(files)) for number in (1, 2, 3)}
    assert settings.mappings != other.settings().mappings


def test_a_changed_folder_of_mappings_counts_as_a_changed_file(
    lived: Lived, tmp_path: Path
) -> None:
    mappings = project_with(tmp_path / "project", STRICT) / "mappings"
    by_folder = lived.simulate(mappings=mappings)
    assert by_folder.of(Move.TO_REVIEW)
    assert {use.name for use in by_folder.uses} == {"exact", "expected"}


@pytest.mark.parametrize("ends", [True, False], ids=["failed", "killed"])
def test_a_run_that_did_not_end_brought_its_reports_all_the_same(
    tmp_path: Path, ends: bool
) -> None:
    office = Office(tmp_path)
    office.claims("2026-09", Claimed("K1", 0, AUGUST, 5 * RATE, SENT))
    office.pays("2026-09", Paid(0, AUGUST, 5 * RATE))
    scope = steps.begin(office.place, EMPLOYER.value, "2026-09")
    if ends:
        with suppress(ValueError), steps.marking_failure(office.place, scope):
            steps.fetch(office.place, scope, source=office._source)
            raise ValueError
    else:
        steps.fetch(office.place, scope, source=office._source)
    office.run("2026-09")
    office.close()
    real = open_read_only(office.place.settings)
    found = simulate(real, EMPLOYER, Wish("nav_refunds"))
    real.database.close()
    assert found.changes == ()
    assert [(use.name, use.lines) for use in found.uses if use.lines] == [("exact", 1)]


def test_rows_matched_by_hand_and_what_was_left_are_done_over_again(tmp_path: Path) -> None:
    """Also what was decided of the rest before any run has seen it, and after a return."""
    office = Office(tmp_path)
    try:
        case = ambiguous(office)
        every = items(office, case)
        claim, *_ = [each.row.key for each in every if each.row.claim_id == "K1"]
        four, three, *_ = [each.row.key for each in every if each.row.claim_id is None]
        pick(office, case, [four, three, claim])
        with office.place.database.writing() as session:
            entry = session.get_one(Case, case.case_id)
            return_proposal(
                *(session, office.place.keys, case.case_id),
                version=entry.version,
                actor=LIV,
                comment="se på den igjen",
            )
            entry.assignee = None  # somebody takes it over
        pick(office, case, [four, three, claim], actor=LIV)
        agree(office, case, replace(KARI, roles=LIV.roles))
        office.decide(office.cases()[-1], Action.ACCEPT_PAID)
        office.run("2026-09")
        assert len(settlements(office)) == 2
    finally:
        office.close()
    real = open_read_only(office.place.settings)
    found = simulate(real, EMPLOYER, Wish("nav_refunds"))
    real.database.close()
    assert (found.changes, found.without_case, found.carried_out) == ((), {}, 5)


def test_a_match_whose_rows_a_rule_settles_is_said_to_have_found_no_case(tmp_path: Path) -> None:
    office = Office(tmp_path)
    moved = AUGUST.replace(day=AUGUST.day + 1)
    office.claims("2026-09", Claimed("K1", 0, AUGUST, 4 * RATE, SENT, days=4))
    office.pays("2026-09", Paid(0, moved, 4 * RATE, days=4))
    office.run("2026-09")
    case = office.case()
    pick(office, case, keys_of(items(office, case)))
    agree(office, case)
    office.run("2026-09")
    office.close()
    file = tmp_path / "changed.yaml"
    shifted = (
        "  - name: shifted\n    method: unique\n    period: within\n"
        "    shift: {first_later: 1, last_later: 1}\n    outcome: settle\n"
    )
    file.write_text(routine_with({"exact"}, shifted), encoding="utf-8")
    real = open_read_only(office.place.settings)
    found = simulate(real, EMPLOYER, Wish("nav_refunds", file=file))
    real.database.close()
    (change,) = found.of(Move.TO_SETTLED)
    assert change.verdict.opinion is Opinion.AGREED
    assert found.without_case == {"proposed": 1, "approved": 1}
