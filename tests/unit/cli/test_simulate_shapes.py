"""`rutine simulate` on each routine that runs from its file: what changed is said, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from rutine.cli.modelling.simulate_shape import simulate_shape_routine
from rutine.cli.outcome import Exit
from rutine.routines.routine_file import load_routine
from rutine.steps.simulation.simulating import Wish
from tests.shape_home import EMPLOYER, ROOT, ShapeHome

ROUTINES = ROOT / "mappings" / "routines"
CHANGES = {
    "bank_vouchers": (
        "a_days_bundle_agrees_in_sum",
        *("group_sum\n    outcome: settle", "group_sum\n    outcome: suggest"),
        "+ M01",
    ),
    "competence_renewal": (
        *("nothing_is_registered", "tags: [gives_medication]", "tags: [nobody]"),
        "- O02  Kravet er ikke oppfylt, og fristen er passert  medication_handling  1001",
    ),
    "hr_questions": (
        *("an_answer_runs_out", "warn_days: 30", "warn_days: 1"),
        "- Q02  Et svar går snart ut",
    ),
    "hr_registers": (
        *("two_managers", "  - {code: H01, severity: high}\n", ""),
        "- H01  Enheten har to ledere  two_managers  SYK1  #1",
    ),
    "redeployment": (
        *("the_right_runs_out_soon", "warn_days: [90, 30, 14]", "warn_days: [1]"),
        "- R02",
    ),
    "service_record": ("a_gap_of_a_year", "gap_days: 0", "gap_days: 366", "~ S03 → S01"),
    "shift_cover": (
        *("two_shifts_at_once", "medication_handling, min: 1}", "medication_handling, min: 2}"),
        "+ C03  Alt henger på én person  medication_evening  2026-11-30 15:00–2026-11-30 22:30",
    ),
    "sick_leave_follow_up": (
        *("nothing_is_done", "due: {weeks: 4}", "due: {weeks: 40}"),
        "- O02  Kravet er ikke oppfylt, og fristen er passert  follow_up_plan  1001",
    ),
    "survey_follow_up": (
        *("nothing_is_done", "due: {weeks: 3}", "due: {weeks: 30}"),
        "- O02  Kravet er ikke oppfylt, og fristen er passert  results_meeting  1002",
    ),
    "survey_respondents": (
        *("in_another_unit", "smallest_unit: 3", "smallest_unit: 5"),
        "+ U09  For få i enheten  ten_factor  SYK2",
    ),
}
"""Routine -> an example, what is changed in its file, and what that is said to have led to."""


def test_no_routine_is_left_out() -> None:
    """`nav_refunds` is simulated another way, and tested in `test_simulation`."""
    shapes = {
        path.stem
        for path in ROUTINES.glob("*.yaml")
        if load_routine(path).automated and path.stem != "nav_refunds"
    }
    assert set(CHANGES) == shapes


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    opened = ShapeHome(tmp_path / "home")
    yield opened
    opened.place.database.close()


@pytest.mark.parametrize("routine", sorted(CHANGES))
def test_each_routine_is_simulated_and_says_what_changed(
    home: ShapeHome, routine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example, there, instead, said = CHANGES[routine]
    home.put(routine, example)
    home.run(routine)
    stored = len(home.cases())
    text = (ROUTINES / f"{routine}.yaml").read_text("utf-8")
    assert there in text
    changed = tmp_path / f"{routine}.yaml"
    changed.write_text(text.replace(there, instead), "utf-8")

    for file, words in ((None, "ingen sak ville vært annerledes"), (changed, said)):
        console = Console(highlight=False, soft_wrap=True, width=200)
        wish = Wish(routine, file, None, None, None)
        assert simulate_shape_routine(console, home.place, [EMPLOYER], wish) is Exit.CLEAN
        told = capsys.readouterr().out
        assert "Prøve kommune (974600013)  én kjøring gjort om igjen" in told
        assert words in told

    assert len(home.cases()) == stored
