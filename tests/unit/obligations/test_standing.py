"""The states, by the routines that need them: competence, sick-leave follow-up, refund claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rutine.obligations.reference import stand
from rutine.obligations.requirement import Requirement
from rutine.obligations.states import Cause, Standing, State
from rutine.obligations.subject import AbsenceSpell, Achievement, Exemption, Position, Subject
from rutine.obligations.unit_tree import UnitTree
from rutine.refunds.deadlines import last_day_to_claim

UNITS = UnitTree({"care": None, "home": "care", "school": None})
MEDICATION = Requirement.model_validate(
    {
        "id": "medication",
        "applies_to": {"units": ["care"], "position_codes": ["nurse", "aide"]},
        "rules": [
            {
                "needs": {
                    "all": [
                        {"type": "course", "code": "MED-C"},
                        {"type": "test", "code": "MED-T", "valid_months": 48},
                        {"type": "practical", "code": "MED-P"},
                    ]
                },
                "due": {"days": 60},
                "grace_days": 14,
            }
        ],
    }
)
NURSE = Position("home", "nurse", date(2020, 1, 1))
WHOLE = tuple(
    Achievement(code, date(2022, 3, 15), source=code) for code in ("MED-C", "MED-T", "MED-P")
)
VALID_TO = date(2026, 3, 15)


def somebody(*achievements: Achievement, **known: object) -> Subject:
    return Subject("s", **{"positions": (NURSE,), "achievements": achievements, **known})


def seen(subject: Subject, today: date, asked: Requirement = MEDICATION) -> Standing:
    found = stand(subject, asked, UNITS, today)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("today", "state", "cause", "warned"),
    [
        (VALID_TO - timedelta(days=91), State.DONE, Cause.VALID, None),
        (VALID_TO - timedelta(days=90), State.DUE_SOON, Cause.EXPIRING, 90),
        (VALID_TO - timedelta(days=30), State.DUE_SOON, Cause.EXPIRING, 30),
        (VALID_TO - timedelta(days=14), State.DUE_SOON, Cause.EXPIRING, 14),
        (VALID_TO, State.DUE_SOON, Cause.EXPIRING, 0),
        (VALID_TO + timedelta(days=1), State.DUE_SOON, Cause.EXPIRED, 0),
        (VALID_TO + timedelta(days=14), State.DUE_SOON, Cause.EXPIRED, 0),
        (VALID_TO + timedelta(days=15), State.OVERDUE, Cause.EXPIRED, None),
    ],
)
def test_a_test_of_four_years_runs_out_on_the_day(today, state, cause, warned) -> None:
    found = seen(somebody(*WHOLE), today)
    assert (found.state, found.cause, found.warned) == (state, cause, warned)
    assert (found.valid_to, found.deadline) == (VALID_TO, VALID_TO)
    assert found.last_day == date(2026, 3, 29)


def test_a_course_without_its_test_is_a_part() -> None:
    found = seen(somebody(WHOLE[0], WHOLE[2]), date(2026, 1, 1))
    assert (found.state, found.cause) == (State.OVERDUE, Cause.PART_MISSING)


def test_a_new_employee_has_the_days_the_rule_gives() -> None:
    new = somebody(positions=(replace(NURSE, first=date(2026, 6, 1)),))
    assert seen(new, date(2026, 6, 1)).deadline == date(2026, 7, 31)
    assert seen(new, date(2026, 7, 31)).state is State.DUE_SOON
    assert seen(new, date(2026, 8, 14)).state is State.DUE_SOON
    assert seen(new, date(2026, 8, 15)).state is State.OVERDUE


def test_a_failed_attempt_takes_nothing_away() -> None:
    failed = Achievement("MED-T", date(2025, 1, 1), passed=False)
    assert seen(somebody(*WHOLE, failed), date(2025, 6, 1)).state is State.DONE


def test_the_evidence_that_lasts_longest_counts() -> None:
    short = Achievement("MED-T", date(2024, 1, 1), valid_to=date(2024, 6, 1))
    assert seen(somebody(*WHOLE, short), date(2025, 1, 1)).valid_to == VALID_TO
    assert seen(somebody(WHOLE[0], WHOLE[2], short), date(2025, 1, 1)).valid_to == date(2024, 6, 1)


def test_any_of_some_lasts_as_long_as_the_longest() -> None:
    asked = Requirement.model_validate(
        {
            "id": "rescue",
            "rules": [
                {
                    "needs": {
                        "any": [
                            {"type": "course", "code": "A", "valid_months": 12},
                            {"type": "licence", "code": "B"},
                        ]
                    }
                }
            ],
        }
    )
    both = (Achievement("A", date(2025, 1, 31)), Achievement("B", date(2010, 1, 1)))
    assert seen(somebody(both[0]), date(2025, 2, 1), asked).valid_to == date(2026, 1, 31)
    found = seen(somebody(*both), date(2030, 2, 1), asked)
    assert (found.state, found.deadline, found.valid_to) == (State.DONE, None, None)


def test_one_of_several_positions_is_enough() -> None:
    teacher = Position("school", "teacher", date(2020, 1, 1))
    assert stand(somebody(positions=(teacher,)), MEDICATION, UNITS, date(2026, 1, 1)) is None
    assert seen(somebody(positions=(teacher, NURSE)), date(2026, 1, 1)).state is State.OVERDUE


def test_percent_is_that_of_the_position() -> None:
    asked = MEDICATION.model_copy(
        update={"applies_to": MEDICATION.applies_to.model_copy(update={"min_percent": 50})}
    )
    small = replace(NURSE, percent=30.0)
    assert stand(somebody(positions=(small, small)), asked, UNITS, date(2026, 1, 1)) is None
    assert seen(somebody(positions=(small, NURSE)), date(2026, 1, 1), asked)


def test_it_applies_since_the_unbroken_days_began() -> None:
    moved = (
        replace(NURSE, first=date(2026, 1, 1), last=date(2026, 5, 31)),
        replace(NURSE, unit="care", first=date(2026, 6, 1)),
    )
    assert seen(somebody(positions=moved), date(2026, 7, 1)).deadline == date(2026, 3, 2)
    back = (moved[0], replace(moved[1], first=date(2026, 6, 2)))
    assert seen(somebody(positions=back), date(2026, 7, 1)).deadline == date(2026, 8, 1)


def test_an_exemption_holds_from_day_to_day_and_gives_no_more_time() -> None:
    exemption = Exemption("medication", "leave", date(2026, 2, 1), date(2026, 2, 28))
    exempt = somebody(exemptions=(exemption,))
    assert seen(exempt, date(2026, 1, 31)).state is State.OVERDUE
    assert seen(exempt, date(2026, 2, 1)).state is State.EXEMPT
    assert seen(exempt, date(2026, 2, 28)).state is State.EXEMPT
    assert seen(exempt, date(2026, 3, 1)).state is State.OVERDUE
    assert seen(replace(exempt, achievements=WHOLE), date(2025, 12, 1)).state is State.DONE


def test_who_has_left_is_asked_for_nothing() -> None:
    left = somebody(ended=date(2026, 2, 28))
    assert seen(left, date(2026, 2, 28)).state is State.OVERDUE
    found = seen(left, date(2026, 3, 1))
    assert (found.state, found.deadline) == (State.ENDED, None)
    other_work = somebody(positions=(replace(NURSE, last=date(2026, 2, 28)),))
    assert seen(other_work, date(2026, 3, 1)).state is State.ENDED


LONG = MEDICATION.model_copy(
    update={
        "rules": (
            MEDICATION.rules[0].model_copy(update={"pause_after_months": 6, "return_days": 28}),
        )
    }
)


def test_a_deadline_in_the_rest_of_a_long_absence_waits_for_the_return() -> None:
    away = somebody(*WHOLE, absences=(AbsenceSpell(date(2025, 8, 1), date(2026, 6, 30)),))
    found = seen(away, date(2026, 4, 1), LONG)
    assert (found.valid_to, found.deadline) == (VALID_TO, date(2026, 7, 29))
    assert (found.state, found.cause) == (State.NOT_DUE, Cause.EXPIRED)
    assert seen(away, date(2026, 8, 13), LONG).state is State.OVERDUE


def test_a_deadline_in_its_first_months_does_not() -> None:
    away = somebody(*WHOLE, absences=(AbsenceSpell(date(2025, 9, 16), date(2026, 6, 30)),))
    assert seen(away, date(2026, 4, 1), LONG).deadline == VALID_TO
    two = (
        AbsenceSpell(date(2025, 9, 15), date(2025, 12, 31)),
        AbsenceSpell(date(2026, 1, 1), date(2026, 6, 30)),
    )
    assert seen(somebody(*WHOLE, absences=two), date(2026, 4, 1), LONG).deadline != VALID_TO


def test_what_lasts_a_little_longer_than_the_absence_is_no_worse_than_what_does_not() -> None:
    away = somebody(*WHOLE, absences=(AbsenceSpell(date(2025, 8, 1), date(2026, 3, 14)),))
    found = seen(away, date(2026, 4, 1), LONG)
    assert (found.valid_to, found.deadline) == (VALID_TO, date(2026, 4, 12))
    much = somebody(*WHOLE, absences=(AbsenceSpell(date(2025, 8, 1), date(2026, 2, 14)),))
    assert seen(much, date(2026, 4, 1), LONG).deadline == VALID_TO


def test_nobody_knows_the_deadline_before_the_end_of_the_absence_is_known() -> None:
    away = somebody(*WHOLE, absences=(AbsenceSpell(date(2025, 8, 1)),))
    found = seen(away, date(2026, 9, 1), LONG)
    assert (found.state, found.deadline) == (State.NOT_DUE, None)


MEETING = Requirement.model_validate(
    {
        "id": "meeting1",
        "event": "absence_start",
        "dated_by": "event",
        "rules": [
            {
                "to": "2013-12-31",
                "needs": {"type": "action", "code": "MEETING"},
                "due": {"weeks": 12},
                "warn_days": [7],
                "since_event": True,
            },
            {
                "from": "2014-01-01",
                "needs": {"type": "action", "code": "MEETING"},
                "due": {"weeks": 7},
                "warn_days": [7],
                "since_event": True,
            },
        ],
    }
)


@pytest.mark.parametrize(
    ("start", "weeks"), [(date(2013, 12, 31), 12), (date(2014, 1, 1), 7), (date(2026, 3, 2), 7)]
)
def test_what_began_under_the_older_rule_goes_on_under_it(start, weeks) -> None:
    absent = somebody(events={"absence_start": start}, positions=(replace(NURSE, first=start),))
    deadline = start + timedelta(weeks=weeks)
    assert seen(absent, start, MEETING).deadline == deadline
    assert seen(absent, deadline - timedelta(days=8), MEETING).state is State.NOT_DUE
    assert seen(absent, deadline - timedelta(days=7), MEETING).state is State.DUE_SOON
    assert seen(absent, deadline + timedelta(days=1), MEETING).state is State.OVERDUE


def test_what_was_done_for_an_earlier_absence_does_not_count() -> None:
    start = date(2026, 3, 2)
    absent = somebody(Achievement("MEETING", date(2026, 3, 1)), events={"absence_start": start})
    assert seen(absent, date(2026, 5, 1), MEETING).state is State.OVERDUE
    held = replace(absent, achievements=(Achievement("MEETING", start),))
    assert seen(held, date(2026, 5, 1), MEETING).state is State.DONE


def test_without_the_event_it_does_not_apply() -> None:
    assert stand(somebody(), MEETING, UNITS, date(2026, 3, 2)) is None


def test_an_event_may_lie_ahead() -> None:
    asked = MEETING.model_copy(
        update={
            "rules": tuple(
                each.model_copy(update={"due": each.due.model_copy(update={"weeks": -1})})
                for each in MEETING.rules
            )
        }
    )
    planned = somebody(events={"absence_start": date(2026, 6, 15)})
    assert seen(planned, date(2026, 5, 1), asked).deadline == date(2026, 6, 8)


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2026, 1, 31), date(2023, 11, 1)])
def test_a_claim_is_in_time_as_the_refunds_count_it(day) -> None:
    asked = Requirement.model_validate(
        {
            "id": "claim",
            "event": "absence_day",
            "rules": [
                {
                    "needs": {"type": "action", "code": "CLAIM"},
                    "due": {"months": 3, "month_end": True},
                    "warn_days": [45, 30, 14, 7],
                }
            ],
        }
    )
    absent = somebody(events={"absence_day": day})
    assert seen(absent, day, asked).deadline == last_day_to_claim(day, 3)


def test_one_day_for_all() -> None:
    asked = Requirement.model_validate(
        {
            "id": "everybody",
            "rules": [{"needs": {"type": "course", "code": "GDPR"}, "due": {"on": "2026-12-31"}}],
        }
    )
    assert seen(somebody(), date(2026, 11, 30), asked).deadline == date(2026, 12, 31)
