"""Routine files graded: what is counted from which key, and the order of the ranking."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rutine.routines.graded_routine import GradedRoutine, graded, known_of, ranked, stream_of
from rutine.routines.routine_file import load_routine
from rutine.routines.suitability import Criterion, Halt, Stop
from rutine.routines.suitability_scale import load_scale

TODAY = date(2026, 11, 30)
SCALE = load_scale(Path("mappings/tables"))

HEAD = """\
version: 2
name: {name}
title: {{nb: Prøven}}
"""
WHOLE = """\
identity:
  owner: HR-sjef
  legal_duty: yes
  rule_changes_a_year: 1
  same_elsewhere: 12
  systems:
    - {id: payroll, name: Lønn, reached_by: screen, has_api: yes, replaced_on: 2027-11-15}
    - {id: sheet, name: Regneark, reached_by: file}
volume:
  case: {nb: én sak}
  cases_a_month: 100
  exception_percent: 20
procedure:
  today:
    - {no: 1, nb: Hent lista, actor: HR, system: sheet, input_form: structured,
       touch_minutes: 50, times_a_month: 4, wait_hours: 8}
    - {no: 2, nb: Før saken, actor: HR, system: payroll, input_form: text,
       touch_minutes: 10, error_percent: 10, share_percent: 50}
    - {no: 3, nb: Vurder, actor: HR, touch_minutes: 3, decided_by: judgement, wait_hours: 4,
       share_percent: 25}
  to_be:
    - {step: fetch, nb: Hent, becomes: automated, of_today: [1], system: sheet}
    - {step: enter, nb: Før, becomes: automated, of_today: [2], system: payroll}
    - {step: decide, nb: Vurder, becomes: by_hand, of_today: [3], actor: HR}
"""


def routine(folder: Path, body: str = WHOLE, name: str = "trial") -> GradedRoutine:
    """A routine file of that body, graded."""
    path = folder / f"{name}.yaml"
    path.write_text(HEAD.format(name=name) + body, "utf-8")
    return graded(load_routine(path), SCALE, TODAY)


def test_a_step_done_for_many_cases_at_once_is_shared_by_them(tmp_path: Path) -> None:
    stream = routine(tmp_path).stream
    assert [each.touch for each in stream.steps] == pytest.approx([2, 5, 0.75])
    assert stream.annual_hours == pytest.approx(100 * 12 * 7.75 / 60)


def test_each_case_waits_for_the_step_and_few_cases_for_one_that_few_take(tmp_path: Path) -> None:
    assert routine(tmp_path).stream.lead_hours == pytest.approx(8 + 1 + 7.75 / 60)


def test_errors_weigh_by_the_cases_that_take_the_step(tmp_path: Path) -> None:
    assert routine(tmp_path).stream.right_first_time == pytest.approx(0.95)


def test_what_goes_is_what_the_robot_does_in_cases_that_follow_the_rule(tmp_path: Path) -> None:
    found = routine(tmp_path)
    assert found.stream.automatable_share == pytest.approx(7 / 7.75 * 0.8)
    assert found.freed_hours == pytest.approx(found.stream.annual_hours * 7 / 7.75 * 0.8)


def test_a_step_of_which_a_person_keeps_a_part_does_not_go(tmp_path: Path) -> None:
    shared = WHOLE.replace("of_today: [3]", "of_today: [2, 3]")
    assert [each.goes for each in routine(tmp_path, shared).stream.steps] == [True, False, False]


def test_a_procedure_to_be_that_nobody_has_written_frees_nobody_knows_what(tmp_path: Path) -> None:
    found = routine(tmp_path, WHOLE[: WHOLE.index("  to_be:")])
    assert found.freed_hours is None
    assert found.pay_back_months is None


def test_every_criterion_is_counted_from_the_file(tmp_path: Path) -> None:
    grades = {each.criterion: each.grade for each in routine(tmp_path).verdict.grades}
    assert grades == {
        Criterion.RULES: 5,  # 90 % of the work follows a rule
        Criterion.VOLUME: 3,  # 155 hours a year
        Criterion.INPUT: 3,  # one of the two steps that tell: 2.5
        Criterion.STABILITY: 3,
        Criterion.RISK: 3,  # 5 % is done again
        Criterion.DUTY: 5,
        Criterion.SYSTEMS: 4,
        Criterion.REUSE: 3,
    }


def test_work_counted_by_the_month_is_not_told_of_one_case_while_nobody_counts_the_cases(
    tmp_path: Path,
) -> None:
    none = WHOLE.replace("cases_a_month: 100", "cases_a_month: 0")
    uncounted = WHOLE.replace(WHOLE[WHOLE.index("volume:") : WHOLE.index("procedure:")], "")
    for body in (none, uncounted):
        stream = routine(tmp_path, body).stream
        assert stream.touch_minutes is stream.lead_hours is stream.annual_hours is None
        assert stream.wait_hours == pytest.approx(9)


def test_exceptions_all_over_free_nothing(tmp_path: Path) -> None:
    found = routine(tmp_path, WHOLE.replace("exception_percent: 20", "exception_percent: 100"))
    assert found.freed_hours == 0
    assert found.pay_back_months is None


def test_a_system_that_leaves_within_the_year_and_an_api_left_unused_stop_it(
    tmp_path: Path,
) -> None:
    assert routine(tmp_path).verdict.stops == (
        Halt(Stop.SYSTEM_LEAVES, "Lønn"),
        Halt(Stop.USE_THE_API, "Lønn"),
    )


def test_months_left_are_whole(tmp_path: Path) -> None:
    found = routine(tmp_path).routine
    assert known_of(found, date(2026, 11, 15)).leaving == {"Lønn": 12}
    assert known_of(found, date(2026, 11, 16)).leaving == {"Lønn": 11}


@pytest.mark.parametrize(
    ("source", "stopped"),
    [
        ("fetched_by: api", False),
        ("where: Eksport", False),
        ("fetched_by: portal", True),
    ],
)
def test_a_source_through_the_api_or_a_file_leaves_the_screen_alone(
    tmp_path: Path, source: str, stopped: bool
) -> None:
    body = (
        f"{WHOLE}sources:\n  claim: {{formats: [payroll_claims_csv], system: payroll, {source}}}\n"
    )
    stops = routine(tmp_path, body).verdict.stops
    assert (Halt(Stop.USE_THE_API, "Lønn") in stops) is stopped


def test_a_routine_that_is_only_named_is_stopped_and_open(tmp_path: Path) -> None:
    verdict = routine(tmp_path, "").verdict
    assert verdict.stops == (Halt(Stop.NO_OWNER), Halt(Stop.NO_DATA))
    assert verdict.open == tuple(Criterion)
    assert (verdict.points, verdict.possible) == (0, 100)


def test_a_persons_grade_comes_from_the_file_with_its_reason(tmp_path: Path) -> None:
    body = f"{WHOLE}assessment:\n  risk: {{grade: 5, why: Tapt refusjon kan ikke kreves igjen}}\n"
    risk = next(e for e in routine(tmp_path, body).verdict.grades if e.criterion is Criterion.RISK)
    assert (risk.grade, risk.by_person) == (5, True)


def test_a_case_costs_what_its_minutes_do(tmp_path: Path) -> None:
    priced = WHOLE.replace("cases_a_month: 100", "cases_a_month: 100\n  kroner_per_hour: 480")
    assert routine(tmp_path, priced).cost_of_a_case == pytest.approx(62)
    assert routine(tmp_path).cost_of_a_case is None


def test_what_is_stopped_comes_last_whatever_its_points(tmp_path: Path) -> None:
    sound = WHOLE.replace(", has_api: yes, replaced_on: 2027-11-15", "")
    low = sound.replace("cases_a_month: 100", "cases_a_month: 1")
    found = [
        routine(tmp_path, WHOLE, "stopped"),
        routine(tmp_path, low, "low"),
        routine(tmp_path, sound, "high"),
    ]
    assert [each.routine.name for each in ranked(found)] == ["high", "low", "stopped"]


def test_the_shipped_routines_can_all_be_graded() -> None:
    for path in Path("mappings/routines").glob("*.yaml"):
        found = graded(load_routine(path), SCALE, TODAY)
        assert 0 < found.verdict.points <= 100
        assert found.stream.annual_hours > 0
        assert stream_of(found.routine) == found.stream
