"""From decisions to a changed file: found, played on the months, accepted or stopped."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import COMMAND_LINE, Actor, UserRole
from rutine.cases.proposals import ProposalState
from rutine.cases.tables import AuditEntry, Settlement
from rutine.cases.trail.audit import append, verify
from rutine.cli.desks.proposal import InstallationProposals
from rutine.core.differences import Action, Outcome, Side
from rutine.core.errors import AccessDenied, ConnectorError, InputError
from rutine.core.reason_texts import Language
from rutine.routines.proposals.decided_case import Standing
from rutine.routines.proposals.edits import AddPass, read_edit
from rutine.steps.learning import accepting
from rutine.steps.learning.accepting import play, shown, take
from rutine.steps.learning.gathering import decided_cases
from rutine.steps.learning.looking import look_for_proposals
from rutine.steps.learning.rehearsal import Rehearsal, Stop, _of_the_change
from rutine.steps.outcomes import Ended
from rutine.steps.scope import load_rules
from rutine.steps.simulation.comparison import Move, Moved
from rutine.steps.simulation.simulating import Change, Simulation
from rutine.steps.simulation.verdicts import Opinion, Verdict
from tests.alike_cases import (
    NINA,
    decide_in_turn,
    on,
    open_cases,
    proposed,
    routine_of,
    settled_alike,
    settled_by,
    split_weeks,
    strict_office,
)
from tests.small_office import EMPLOYER, KARI, Office

GROUPS = AddPass(name="group_sum", method="group_sum")


def made(path: Path) -> Iterator[Office]:
    office = strict_office(path)
    settled_alike(office)
    yield office
    with office.place.database.reading() as session:
        assert verify(session) is None
    office.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Six alike cases, decided alike by two people."""
    yield from made(tmp_path)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The same, for tests after which the proposal waits as before."""
    yield from made(tmp_path_factory.mktemp("standing"))


@pytest.fixture
def played_well(monkeypatch: pytest.MonkeyPatch) -> Rehearsal:
    """Months that have nothing against any change."""
    found = Rehearsal(
        months=("2026-09",), runs=2, settled=6, settled_lines=12, agreed=6, unsaid=0, against=(),
        to_review=0, otherwise=0, other_case=0, suggested=0, suggested_refused=0, stops=(),
    )  # fmt: skip
    monkeypatch.setattr(accepting, "rehearse_change", lambda *_: found)
    return found


def accept(office: Office, number: int = 1, **more: Any) -> None:
    take(office.place, number, **{"actor": NINA, "why": "Ser riktig ut"} | more)


def refusal(office: Office, **more: Any) -> str:
    """Why it can't be accepted; the file is as it was."""
    before = routine_of(office).read_bytes()
    with pytest.raises((InputError, AccessDenied)) as refused:
        accept(office, **more)
    assert routine_of(office).read_bytes() == before
    return refused.value.code


def test_alike_decisions_become_a_rule_that_the_next_run_settles_by(office: Office) -> None:
    (view,) = proposed(office)  # the run after the decisions looked for it
    assert read_edit(view.edit) == GROUPS
    routine_of(office).chmod(0o640)
    with on("2026-09-08"):
        found = play(office.place, 1, NINA)
        assert (found.settled, found.agreed, found.unsaid, found.stops) == (6, 6, 0, ())
        before = shown(office.place, view).patch
        assert before is not None
        accept(office)
    assert routine_of(office).read_text("utf-8") == before.after
    assert stat.S_IMODE(routine_of(office).stat().st_mode) == 0o640
    (done,) = proposed(office)
    assert (done.state, done.by_name, done.why) == (
        ProposalState.ACCEPTED,
        "Nina N",
        "Ser riktig ut",
    )
    assert settled_by(office) == {"decision"}
    with on("2026-10-05"):
        split_weeks(office, "2026-10", 3, first=8)
    assert settled_by(office) == {"decision", "group_sum"}
    assert open_cases(office) == []
    assert [each.state for each in proposed(office)] == [ProposalState.ACCEPTED]
    with office.place.database.reading() as session:
        told = session.scalars(
            select(AuditEntry).where(AuditEntry.action.startswith("proposal_"))
        ).all()
    assert [(each.action, each.actor) for each in told] == [
        ("proposal_found", "robot"),
        ("proposal_accepted", NINA.id),
    ]
    assert "Ser riktig ut" not in told[-1].data


def test_what_a_reviewer_decides_otherwise_stops_it(office: Office) -> None:
    with on("2026-10-05"):
        split_weeks(office, "2026-10", 1, first=8)
    (other,) = open_cases(office)
    with on("2026-10-06"):
        decide_in_turn(office, Action.CANNOT_DETERMINE, [other])
        with pytest.raises(InputError) as stopped:
            accept(office)
    assert stopped.value.code == "proposal_against"
    assert stopped.value.details == {"cases": str(other.number)}
    assert "group_sum" not in routine_of(office).read_text("utf-8")
    (view,) = proposed(office)
    found = shown(office.place, view).rehearsal
    assert found is not None
    assert found.stops == (Stop.AGAINST,)
    assert found.against == (other.number,)
    with on("2026-10-07"):
        kept = look_for_proposals(office.place)
    assert (kept.new, kept.lapsed) == (0, 1)
    assert proposed(office)[0].state is ProposalState.LAPSED


def test_a_file_that_has_changed_since_is_left_alone(standing: Office) -> None:
    file = routine_of(standing)
    before = file.read_bytes()
    file.write_bytes(before + b"# se her\n")
    with on("2026-09-08"):
        assert refusal(standing) == "proposal_file_changed"
        assert shown(standing.place, proposed(standing)[0]).patch is None
        assert look_for_proposals(standing.place).renewed == 1
        assert shown(standing.place, proposed(standing)[0]).patch is not None
        file.write_bytes(before)
        assert look_for_proposals(standing.place).renewed == 1
        assert look_for_proposals(standing.place).renewed == 0


def test_a_file_that_changes_while_the_months_play_is_left_alone(
    standing: Office, played_well: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = routine_of(standing)
    before = file.read_bytes()

    def meddled(*_: Any) -> Rehearsal:
        file.write_bytes(before + b"# endret\n")
        return played_well

    monkeypatch.setattr(accepting, "rehearse_change", meddled)
    with on("2026-09-08"), pytest.raises(InputError) as refused:
        accept(standing)
    assert refused.value.code == "proposal_file_changed"
    assert file.read_bytes() == before + b"# endret\n"
    file.write_bytes(before)
    assert proposed(standing)[0].is_open


def test_who_decides_while_the_months_play_is_heard(
    standing: Office, played_well: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decided(*_: Any) -> Rehearsal:
        with standing.place.database.writing() as session:
            append(session, KARI, "decided")
        return played_well

    monkeypatch.setattr(accepting, "rehearse_change", decided)
    with on("2026-10-06"):
        assert refusal(standing) == "proposal_outrun"
    assert proposed(standing)[0].is_open


@pytest.mark.usefixtures("played_well")
def test_what_can_not_be_written_leaves_no_trace(
    standing: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, on("2026-09-08"):
        patch.setattr(accepting, "write_whole", full)
        assert refusal(standing) == "proposal_not_written"
    assert proposed(standing)[0].is_open


@pytest.mark.usefixtures("played_well")
def test_a_trail_that_can_not_be_kept_leaves_the_file_as_it_was(
    standing: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is there when the store fails to commit: it is put back."""
    writing, file = standing.place.database.writing, routine_of(standing)
    seen: list[bool] = []

    @contextmanager
    def failing() -> Iterator[Session]:
        with writing() as session:
            yield session
            seen.append("group_sum" in file.read_text("utf-8"))
            raise ConnectorError("store_failed", "The store failed.")

    before = file.read_bytes()
    monkeypatch.setattr(standing.place.database, "writing", failing)
    with on("2026-09-08"), pytest.raises(ConnectorError):
        accept(standing)
    assert seen == [True]
    assert file.read_bytes() == before
    assert proposed(standing)[0].is_open


@pytest.mark.usefixtures("played_well")
def test_files_that_came_with_the_program_are_not_written(standing: Office, tmp_path: Path) -> None:
    bare = standing.place.settings.model_copy(update={"project": tmp_path})
    assert bare.mappings.name == "_mappings"
    with on("2026-09-08"), pytest.raises(InputError) as refused:
        take(replace(standing.place, settings=bare), 1, actor=NINA, why="Ser riktig ut")
    assert refused.value.code == "proposal_no_own_file"


@pytest.mark.usefixtures("played_well")
def test_only_a_consultant_who_decided_none_of_it_accepts(standing: Office) -> None:
    both = replace(KARI, roles=frozenset({UserRole.CONSULTANT, UserRole.REVIEWER}))
    with on("2026-09-08"):
        for actor, code in (
            (KARI, "role_missing"),
            (replace(NINA, roles=frozenset({UserRole.ADMINISTRATOR})), "role_missing"),
            (both, "own_decisions"),
            (COMMAND_LINE, "not_a_person"),
            (Actor("robot"), "not_a_person"),
        ):
            assert refusal(standing, actor=actor) == code
        assert refusal(standing, why="  ") == "reason_required"


@pytest.mark.usefixtures("played_well")
def test_the_app_shows_it_and_plays_one_at_a_time(standing: Office) -> None:
    desk = InstallationProposals(standing.place)
    (listed,) = desk.listed(KARI, Language.NB)
    assert (listed.number, listed.cases, listed.is_open) == (1, 6, True)
    before = desk.one(1, KARI, Language.NB)
    assert ("+", "+  - name: group_sum") in before.diff
    with pytest.raises(AccessDenied):
        desk.play(1, KARI)
    with pytest.raises(AccessDenied):
        desk.look(KARI)
    desk.look(NINA)
    desk.play(1, NINA)
    shown_now = desk.one(1, NINA, Language.NB)
    assert shown_now.passed is True
    assert "Endringen kan godtas." in shown_now.played
    with desk._alone(), pytest.raises(InputError) as busy:
        desk.accept(1, NINA, "Ser riktig ut")
    assert busy.value.code == "proposal_busy"
    assert proposed(standing)[0].is_open


def test_an_undone_settlement_silences_it(standing: Office) -> None:
    rules = load_rules(standing.place)
    with suppress(KeyError), standing.place.database.writing() as session:
        settlement = session.scalars(select(Settlement)).first()
        assert settlement is not None
        settlement.undone_at = settlement.settled_at
        session.flush()
        found = [each.standing for each in decided_cases(standing.place, session, rules)]
        assert (found.count(Standing.UNDONE), found.count(Standing.STANDS)) == (1, 5)
        raise KeyError  # nothing of it is kept


def test_what_comes_of_other_rules_than_todays_is_no_doing_of_the_change() -> None:
    """Months that were run under other rules are played without the change too."""

    def moved(month: str, move: Move, row: str) -> Change:
        rows = frozenset({(Side.LINE.value, row, "1")})
        end = Ended(Outcome.SETTLED, rows, "exact", reason="D01", claimed=100, paid=100)
        return Change(Moved(move, month, (), (end,)), Verdict(Opinion.NONE))

    old, new = moved("2026-08", Move.TO_REVIEW, "a"), moved("2026-08", Move.TO_SETTLED, "b")
    simulation = Simulation(
        *(EMPLOYER, ("2026-08",), 1, (old, new), (), (), 2, 0, {}, {}),
        other_rules={1: ("routines/x.yaml",)},
    )
    before = replace(simulation, changes=(old,))
    assert list(_of_the_change(simulation, before)) == [new]
    assert list(_of_the_change(simulation, None)) == [old, new]
