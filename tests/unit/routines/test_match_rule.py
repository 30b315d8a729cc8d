"""A routine file's passes: what `rutine check` refuses, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.matching.gates import PeriodGate, Tolerance
from rutine.routines.routine_file import load_routine

ROUTINE = Path(__file__).parents[3] / "mappings" / "routines" / "nav_refunds.yaml"
FIRST_PASS = "  - name: exact\n"


def _with_pass(tmp_path: Path, lines: str) -> Path:
    added = "".join(f"{'  - ' if n == 0 else '    '}{text}\n" for n, text in enumerate(lines))
    path = tmp_path / ROUTINE.name
    path.write_text(ROUTINE.read_text("utf-8").replace(FIRST_PASS, added + FIRST_PASS), "utf-8")
    return path


@pytest.mark.parametrize(
    ("gates", "fault"),
    [
        (["unit: other"], "may only suggest"),
        (["identity: near"], "may only suggest"),
        (["period: missing"], "may only suggest"),
        (["tolerance: {ore: 5000}"], "may only suggest"),
        (["period: within"], "go together"),
        (["cardinality: 2:2"], "cardinality"),
        (["colour: red"], "colour"),
    ],
)
def test_a_pass_that_could_settle_ambiguously_is_refused_with_its_line(
    tmp_path, gates, fault
) -> None:
    lines = ["name: loose", "method: unique", "outcome: settle", *gates]
    with pytest.raises(InputError, match=fault) as refused:
        load_routine(_with_pass(tmp_path, lines))
    assert "line " in str(refused.value)


def test_every_gate_reaches_the_pass(tmp_path) -> None:
    lines = ["name: loose", "method: unique", "outcome: suggest", "unit: other"]
    lines += ["tolerance: {ore: 50, ore_per_day: 50}", "period: overlapping", "carry_over: no"]
    first = load_routine(_with_pass(tmp_path, lines)).passes[0]
    assert (first.days, first.tolerance) == (PeriodGate.OVERLAPPING, Tolerance(50, 50))
    assert first.carry_over is False
