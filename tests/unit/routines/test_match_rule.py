"""A routine file's passes: what `rutine check` refuses, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.matching.gates import PeriodGate, Tolerance
from rutine.routines.routine_file import load_routine

ROUTINE = Path(__file__).parents[3] / "mappings" / "routines" / "nav_refunds.yaml"
FIRST_PASS = "  - name: exact\n"
AFTER_LAST = "\n# Ytelseskoder som kan gjøres opp"


def _with_pass(tmp_path: Path, lines: list[str], *, last: bool = False) -> Path:
    added = "".join(f"{'  - ' if n == 0 else '    '}{text}\n" for n, text in enumerate(lines))
    path = tmp_path / ROUTINE.name
    text, before = ROUTINE.read_text("utf-8"), AFTER_LAST if last else FIRST_PASS
    path.write_text(text.replace(before, added + before), "utf-8")
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
        (["tolerance: {ore: 50}", "carry_over: no"], "an older row .*outcome: suggest"),
        (["method: netting", "carry_over: no"], "an older row .*outcome: suggest"),
        (["method: joint_search", "cardinality: 1:n"], "the other way round; write"),
        (["method: exact", "period: missing"], "allowed: same"),
        (["method: exact", "unit: other"], "write same for"),
        (["method: exact", "tolerance: {ore: 1}"], "or use group_sum, unique"),
    ],
)
def test_a_pass_that_could_settle_ambiguously_is_refused_with_its_line(
    tmp_path, gates, fault
) -> None:
    method = [] if any(gate.startswith("method") for gate in gates) else ["method: unique"]
    lines = ["name: loose", *method, "outcome: settle", *gates]
    with pytest.raises(InputError, match=fault) as refused:
        load_routine(_with_pass(tmp_path, lines))
    assert "line " in str(refused.value)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (
            ["name: elsewhere", "method: unique", "outcome: suggest", "unit: other"],
            "the pass exact settles after elsewhere suggests, .* move exact before it",
        ),
        (["name: exact", "method: netting", "outcome: settle"], "same name, exact"),
    ],
)
def test_passes_that_do_not_go_together_are_refused_where_they_stand(
    tmp_path, lines, fault
) -> None:
    path = _with_pass(tmp_path, lines)
    with pytest.raises(InputError, match=fault) as refused:
        load_routine(path)
    match_key = path.read_text("utf-8").splitlines().index("match:") + 1
    assert f"line {match_key}: match: " in str(refused.value)


def test_every_gate_reaches_the_pass(tmp_path) -> None:
    lines = ["name: loose", "method: unique", "outcome: suggest", "unit: other"]
    lines += ["tolerance: {ore: 50, ore_per_day: 50}", "period: overlapping", "carry_over: no"]
    first = load_routine(_with_pass(tmp_path, lines, last=True)).passes[-1]
    assert (first.days, first.tolerance) == (PeriodGate.OVERLAPPING, Tolerance(50, 50))
    assert first.carry_over is False
