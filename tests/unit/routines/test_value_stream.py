"""The figures of a procedure, against sums done by hand."""

from __future__ import annotations

import pytest

from rutine.routines.value_stream import ValueStream, Work


def work(name: str = "step", **told: object) -> Work:
    """A step of which only what the test is about is told."""
    usual: dict[str, object] = {
        "touch": 10.0,
        "wait": 0.0,
        "judged": False,
        "errors": 0.0,
        "system": None,
        "goes": False,
    }
    return Work(name, **(usual | told))  # type: ignore[arg-type]


THREE = ValueStream(
    (
        work("fetch", touch=12, wait=24, system="Altinn", goes=True, waste="search"),
        work("compare", touch=30, wait=8, errors=0.1, system="Lønn", goes=True),
        work("decide", touch=18, wait=40, errors=0.2, system="Lønn", judged=True),
    ),
    cases=200,
    exceptions=0.25,
)


def test_an_hour_of_work_in_seventy_three() -> None:
    assert THREE.touch_minutes == 60
    assert THREE.lead_hours == 73
    assert THREE.efficiency == pytest.approx(1 / 73)


def test_two_hundred_cases_a_month_are_2400_hours_a_year() -> None:
    assert THREE.annual_hours == 2_400


def test_cases_pass_every_step_without_being_done_again_nine_in_ten_times_eight_in_ten() -> None:
    assert THREE.right_first_time == pytest.approx(0.72)


def test_a_quarter_of_the_cases_keep_their_work() -> None:
    assert THREE.automatable_share == pytest.approx(42 / 60 * 0.75)
    assert THREE.automatable_hours == pytest.approx(1_260)


def test_judgement_is_a_share_of_the_work_and_not_of_the_steps() -> None:
    assert THREE.judged_share == pytest.approx(0.3)


def test_each_system_counts_once() -> None:
    assert THREE.systems == ("Altinn", "Lønn")


def test_waste_is_told_in_minutes_by_kind() -> None:
    assert THREE.wasted == {"search": 12}


def test_an_hour_at_480_kroner() -> None:
    assert THREE.cost(480) == pytest.approx(480)


def test_a_procedure_without_any_time_has_no_efficiency_and_no_shares() -> None:
    still = ValueStream((work(touch=0.0),), cases=10)
    assert still.efficiency is None
    assert still.judged_share == still.automatable_share == 0
