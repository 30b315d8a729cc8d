"""A draft's simulation is that of `rutine simulate`, in a process of its own."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from rutine.cases.access import Actor, UserRole
from rutine.cli.desks.editor import DraftsDesk
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied
from rutine.core.reason_texts import Language
from rutine.installation import Installation
from rutine.steps.editing.differences import Kind, differences
from rutine.steps.editing.rehearsal import State, read_rehearsal
from rutine.steps.editing.rehearsing import rehearse
from tests.command_line import with_candidate
from tests.lived_history import routine_with
from tests.small_office import KARI, RATE, Claimed, Office, Paid
from tests.underpaid_week import AUGUST, SENT

PIA = Actor("user:00000000-0000-0000-0000-00000000000d", "Pia P", frozenset({UserRole.CONSULTANT}))
SHIFTED = (
    "  - name: shifted\n    method: unique\n    period: within\n"
    "    shift: {first_later: 1, last_later: 1}\n    outcome: settle\n"
)
EVERY = {"exact", "group_sum", "joint_search"}


@pytest.fixture
def refused(office: Office) -> Installation:
    """A payment a day off its claim, which a reviewer took apart."""
    moved = AUGUST.replace(day=AUGUST.day + 1)
    office.claims("2026-09", Claimed("K1", 0, AUGUST, 4 * RATE, SENT, days=4))
    office.pays("2026-09", Paid(0, moved, 4 * RATE, days=4))
    office.run("2026-09")
    office.decide(office.cases()[0], Action.WRONG_PERSON_OR_UNIT)
    return office.place


def test_what_reviewers_refused_is_kept_without_its_rows(
    refused: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "draft" / "nav_refunds.yaml"
    file.parent.mkdir()
    file.write_text(routine_with(EVERY, SHIFTED), encoding="utf-8")
    rehearse(refused.settings, file, "nav_refunds")
    found = read_rehearsal(file.parent)
    assert found is not None
    assert (found.state, found.against) == (State.DONE, 1)
    (told,) = found.employers[0].refused
    assert (told.month, told.rule, told.action) == ("2026-09", "shifted", "wrong_person_or_unit")


@pytest.mark.parametrize(
    ("routine", "code"),
    [("service_records", "routine_not_rehearsable"), ("nav_refunds", "history_empty")],
)
def test_why_there_is_nothing_to_simulate_on_is_kept(
    office: Office, tmp_path: Path, routine: str, code: str
) -> None:
    file = tmp_path / f"{routine}.yaml"
    file.touch()
    project = Path(with_candidate(tmp_path / "project")["RUTINE_PROJECT"])
    rehearse(office.place.settings.model_copy(update={"project": project}), file, routine)
    found = read_rehearsal(tmp_path)
    assert found is not None
    assert (found.state, found.code) == (State.IMPOSSIBLE, code)


def test_a_draft_is_simulated_in_a_process_of_its_own(refused: Installation) -> None:
    desk = DraftsDesk(refused)
    running = desk.opened("nav_refunds")
    text = routine_with(EVERY, SHIFTED)
    draft_id = desk.simulate(PIA, "nav_refunds", text, running.sha256)
    until = time.monotonic() + 300
    while True:
        shown = desk.draft(PIA, "nav_refunds", draft_id, Language.NB)
        if shown.state not in {State.WAITING, State.RUNNING} or time.monotonic() > until:
            break
        time.sleep(0.2)
    assert (shown.state, shown.hindrance) == (State.DONE, "draft_refused")
    assert "feil person eller enhet" in shown.simulated[0].refused[0].casefold()


def test_a_simulation_that_is_ended_says_that_it_stopped(refused: Installation) -> None:
    desk = DraftsDesk(refused)
    running = desk.opened("nav_refunds")
    text = routine_with(EVERY, SHIFTED)
    draft_id = desk.simulate(PIA, "nav_refunds", text, running.sha256)
    later = DraftsDesk(refused)  # the app was started anew
    assert later.draft(PIA, "nav_refunds", draft_id, Language.NB).state == State.STOPPED
    desk.delete(PIA, "nav_refunds", draft_id)
    assert desk.drafts(PIA, "nav_refunds") == []


def test_nobody_else_may_do_any_of_it(office: Office) -> None:
    desk = DraftsDesk(office.place)
    for asked in (
        lambda: desk.simulate(KARI, "nav_refunds", "x", "y"),
        lambda: desk.again(KARI, "nav_refunds", "x"),
        lambda: desk.drafts(KARI, "nav_refunds"),
        lambda: desk.draft(KARI, "nav_refunds", "x", Language.NB),
        lambda: desk.save(KARI, "nav_refunds", "x", "y"),
        lambda: desk.save_on_branch(KARI, "nav_refunds", "x", "y", named=True),
        lambda: desk.delete(KARI, "nav_refunds", "x"),
    ):
        with pytest.raises(AccessDenied) as caught:
            asked()
        assert caught.value.code == "role_missing"


def test_differences_have_the_numbers_of_both_texts() -> None:
    before = "".join(f"{n}\n" for n in range(1, 21))
    after = before.replace("10\n", "ti\nelleve\n")
    found = differences(before, after)
    assert [(e.kind, e.before, e.after, e.text) for e in found if e.kind is not Kind.SAME] == [
        (Kind.LEFT_OUT, 0, 0, ""),
        (Kind.REMOVED, 10, 0, "10"),
        (Kind.ADDED, 0, 10, "ti"),
        (Kind.ADDED, 0, 11, "elleve"),
        (Kind.LEFT_OUT, 0, 0, ""),
    ]
    assert differences(before, before) == []
    assert differences("", "a\n") == differences("", "a")
    (line,) = differences("", "# a\u2028b\x85c\n")
    assert (line.after, line.text) == (1, "# a\u2028b\x85c")  # one line, as the editor counts
