"""What a routine file says becomes the right shapes, in the right lanes, with the right words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rutine.routines.drawing.chart import Chart
from rutine.routines.drawing.procedure_charts import to_be_chart, today_chart
from rutine.routines.graded_routine import stream_of
from rutine.routines.routine_file import RoutineFile, load_routine
from tests.drawn_routines import long_routine

REFUNDS = load_routine(Path(__file__).parents[3] / "mappings" / "routines" / "nav_refunds.yaml")


def routine(**fields: Any) -> RoutineFile:
    given = {"version": 2, "name": "small", "title": {"nb": "Liten", "en": "Small"}, **fields}
    return RoutineFile.model_validate(given)


def step(no: int, **fields: Any) -> dict[str, Any]:
    return {"no": no, "nb": f"Steg {no}", "actor": "HR", "touch_minutes": 10, **fields}


def shapes(chart: Chart | None) -> list[str]:
    assert chart is not None
    return [f"{node.kind}:{node.id}" for node in chart.nodes]


def node(chart: Chart | None, id_: str):
    assert chart is not None
    return next(each for each in chart.nodes if each.id == id_)


def test_a_step_is_done_in_a_system_or_by_hand() -> None:
    chart = today_chart(routine(procedure={"today": [step(1, system="bank"), step(2)]}), "nb")
    assert shapes(chart) == ["start:start", "user:step_1", "manual:step_2", "end:end"]


def test_what_only_some_cases_take_has_a_way_past_and_waiting_stands_inside_it() -> None:
    today = [step(1), step(2, share_percent=30, wait_hours=24)]
    chart = today_chart(routine(procedure={"today": today}), "nb")
    assert shapes(chart)[2:6] == [
        "split:asks_2",
        "manual:step_2",
        "wait:wait_2",
        "join:meets_2",
    ]
    assert chart is not None
    assert (chart.bypasses[0].taken, chart.bypasses[0].skipped) == (
        "Ja, 30\u00a0%",
        "Nei, 70\u00a0%",
    )


def test_waiting_of_less_than_an_hour_is_only_told() -> None:
    chart = today_chart(routine(procedure={"today": [step(1, wait_hours=0.5)]}), "nb")
    assert "wait:wait_1" not in shapes(chart)
    assert node(chart, "step_1").note[0] == "10 min, venter 0,5 timer"


def test_what_becomes_of_todays_steps_is_told_in_words() -> None:
    to_be = [
        {"step": "gone", "nb": "Bort", "becomes": "removed", "of_today": [1]},
        {"step": "robot", "nb": "Hent", "becomes": "automated", "of_today": [1, 2]},
    ]
    both = routine(procedure={"today": [step(1), step(2), step(3)], "to_be": to_be})
    chart = today_chart(both, "nb")
    assert node(chart, "step_1").note[-2:] == ("Fjernes", "Automatiseres")
    assert node(chart, "step_2").fate == "automated"
    assert node(chart, "step_3").fate is None
    later = to_be_chart(both, "nb")
    assert shapes(later) == ["start:start", "service:step_robot", "end:end"]
    assert later is not None
    assert [each.id for each in later.removed] == ["gone_gone"]
    assert later.summary[:2] == (
        "Roboten gjør 1 av 1 steg, mennesker gjør 0.",
        "1 steg er fjernet.",
    )


def test_the_robot_decides_by_rules_where_people_chose() -> None:
    chart = to_be_chart(REFUNDS, "nb")
    kinds = {node.id: node.kind for node in chart.nodes} if chart else {}
    assert kinds["step_fetch"] == "service"
    assert kinds["step_reconcile"] == "rule"
    assert kinds["step_review"] == "user"


def test_cases_lead_to_people_in_one_branch_and_only_where_there_is_review() -> None:
    with_review = [each for each in shapes(to_be_chart(REFUNDS, "nb")) if "step" not in each]
    assert with_review == ["start:start", "split:asks_review", "join:meets_review", "end:end"]
    without = to_be_chart(REFUNDS.model_copy(update={"review": None}), "nb")
    assert node(without, "asks_review").label == "Trengs steg 7?"
    assert node(without, "meets_review").lane == node(without, "asks_review").lane
    assert shapes(without).index("join:meets_review") < shapes(without).index("user:step_approve")


def test_lanes_stand_in_the_order_of_the_work_and_the_robot_has_a_name() -> None:
    chart = to_be_chart(REFUNDS, "en")
    assert chart is not None
    names = [lane.name for lane in chart.lanes]
    assert names == ["The robot", "Refusjonsteamet", "Leder for lønn og regnskap"]


def test_long_texts_are_cut_in_the_shape_and_whole_in_what_is_told() -> None:
    longest = max(long_routine().procedure.today, key=lambda each: len(each.nb))
    drawn = node(today_chart(long_routine(), "nb"), f"step_{longest.no}")
    assert drawn.label.endswith("…")
    assert len(drawn.label) <= 110
    assert drawn.told.startswith(longest.nb)


def test_nothing_to_draw_is_nothing() -> None:
    assert today_chart(routine(), "nb") is None
    removed = [{"step": "gone", "nb": "Bort", "becomes": "removed"}]
    assert to_be_chart(routine(procedure={"to_be": removed}), "nb") is None


def test_totals_are_averages_over_all_cases() -> None:
    today = [
        step(1),  # 10
        step(2, share_percent=50, wait_hours=24),  # 5, and waits 12
        step(3, times_a_month=20),  # 10 × 20 / 100
    ]
    volume = {"case": {"nb": "sak"}, "cases_a_month": 100}
    sums = stream_of(routine(procedure={"today": today}, volume=volume))
    assert sums.touch_minutes == pytest.approx(17)
    assert sums.wait_hours == pytest.approx(12)
    assert sums.lead_hours == pytest.approx(12 + 17 / 60)


def test_work_counted_by_the_month_has_no_average_without_a_volume() -> None:
    unknown = stream_of(routine(procedure={"today": [step(1), step(2, times_a_month=20)]}))
    assert unknown.touch_minutes is None
    assert unknown.lead_hours is None
    assert stream_of(routine(procedure={"today": [step(1)]})).touch_minutes == pytest.approx(10)
