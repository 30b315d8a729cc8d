"""The baseline of a routine file: what a case took before."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.routines.routine_file import load_routine

ROUTINE = Path(__file__).parents[3] / "mappings" / "routines" / "nav_refunds.yaml"


def routine(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / ROUTINE.name
    text = ROUTINE.read_text("utf-8") + "baseline:\n" + "".join(f"  {line}\n" for line in lines)
    path.write_text(text, "utf-8")
    return path


def test_nobody_has_measured_the_routine_as_it_comes() -> None:
    assert load_routine(ROUTINE).baseline is None


def test_the_example_in_the_file_is_right_once_it_is_no_comment(tmp_path: Path) -> None:
    text = ROUTINE.read_text("utf-8")
    _, _, example = text.partition("# baseline:\n")
    path = tmp_path / ROUTINE.name
    path.write_text(text + "\nbaseline:\n" + example.replace("#   ", "  "), "utf-8")
    before = load_routine(path).baseline
    assert before is not None
    assert (before.minutes_per_case, before.kroner_per_hour) == (6, 480)


def test_an_hour_without_a_price_is_allowed(tmp_path: Path) -> None:
    before = load_routine(routine(tmp_path, "minutes_per_case: 6.5", "source: målt")).baseline
    assert before is not None
    assert (before.minutes_per_case, before.kroner_per_hour) == (6.5, None)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (("minutes_per_case: 0", "source: målt"), "minutes_per_case"),
        (("minutes_per_case: 6",), "source"),
        (("minutes_per_case: 6", "kroner_per_hour: -1", "source: målt"), "kroner_per_hour"),
        (("minutes_per_cases: 6", "source: målt"), "minutes_per_case"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(tmp_path: Path, lines, fault) -> None:
    with pytest.raises(InputError, match=fault):
        load_routine(routine(tmp_path, *lines))
