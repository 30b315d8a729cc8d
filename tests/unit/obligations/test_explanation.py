"""An answer tells what counted, what did not and why, and when it will be another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rutine.obligations.evidence import Verdict
from rutine.obligations.explanation import Explanation, explain
from rutine.obligations.requirement import Requirement
from rutine.obligations.states import Cause
from rutine.obligations.subject import AbsenceSpell, Achievement, Position, Subject
from rutine.obligations.unit_tree import UnitTree

TODAY = date(2026, 11, 30)
ASKED = Requirement.model_validate(
    {
        "id": "first_aid",
        "event": "hired",
        "rules": [
            {
                "needs": {
                    "all": [
                        {"type": "course", "code": "C", "valid_months": 24},
                        {"type": "test", "code": "T"},
                    ]
                },
                "since_event": True,
                "pause_after_months": 6,
            }
        ],
    }
)
EVIDENCE = (
    Achievement("C", date(2026, 1, 31), source="counted"),
    Achievement("C", date(2025, 12, 1), source="outlasted"),
    Achievement("C", date(2024, 10, 1), source="too old"),
    Achievement("C", date(2026, 12, 24), source="ahead"),
    Achievement("C", date(2019, 12, 24), valid_to=date(2030, 1, 1), source="before"),
    Achievement("C", date(2026, 2, 1), valid_to=date(2026, 1, 1), source="turned"),
    Achievement("T", date(2026, 2, 1), passed=False, source="failed"),
    Achievement("X", date(2026, 2, 1), source="other"),
    Achievement("Y", date(2026, 2, 1), source="unknown"),
)
SOMEBODY = Subject(
    "s",
    positions=(Position("u", "c", date(2020, 1, 1)),),
    events={"hired": date(2020, 1, 1)},
    achievements=EVIDENCE,
)


def told(subject: Subject = SOMEBODY, today: date = TODAY) -> Explanation:
    found = explain(subject, ASKED, UnitTree(), today, known_codes={"C", "T", "X"})
    assert found is not None
    return found


def test_each_piece_of_evidence_has_its_verdict() -> None:
    found = told()
    verdicts = {
        weighed.achievement.source: weighed.verdict
        for part in (*(view.evidence for view in found.items), found.beside)
        for weighed in part
    }
    assert verdicts == {
        "counted": Verdict.COUNTED,
        "outlasted": Verdict.OUTLASTED,
        "too old": Verdict.TOO_OLD,
        "ahead": Verdict.IN_THE_FUTURE,
        "before": Verdict.BEFORE_EVENT,
        "turned": Verdict.ENDS_BEFORE_IT_BEGINS,
        "failed": Verdict.FAILED,
        "other": Verdict.OTHER_CODE,
        "unknown": Verdict.UNKNOWN_CODE,
    }
    assert found.counted() == ("counted",)


def test_each_item_tells_whether_it_is_held() -> None:
    course, test = told().items
    assert (course.cause, course.valid_to) == (Cause.VALID, date(2028, 1, 31))
    assert (test.cause, test.valid_to) == (Cause.MISSING, None)


def test_equal_evidence_counts_once() -> None:
    twice = replace(SOMEBODY, achievements=(EVIDENCE[0], EVIDENCE[0]))
    verdicts = [weighed.verdict for weighed in told(twice).items[0].evidence]
    assert verdicts == [Verdict.COUNTED, Verdict.OUTLASTED]


def test_the_next_change_is_the_first_warning() -> None:
    held = replace(SOMEBODY, achievements=(EVIDENCE[0], Achievement("T", date(2026, 1, 1))))
    assert told(held).next_change == date(2027, 11, 2)
    assert told(held, date(2028, 1, 31)).next_change == date(2028, 2, 1)
    assert told(held, date(2028, 2, 1)).next_change is None
    assert told(replace(held, ended=date(2026, 12, 31))).next_change == date(2027, 1, 1)


def test_evidence_dated_ahead_is_a_change_to_come() -> None:
    ahead = replace(SOMEBODY, achievements=(*EVIDENCE, Achievement("T", date(2026, 12, 3))))
    assert told(ahead).next_change == date(2026, 12, 3)


def test_a_coming_text_may_warn_earlier_than_todays() -> None:
    needs = {"type": "course", "code": "C", "valid_months": 12}
    asked = Requirement.model_validate(
        {
            "id": "r",
            "rules": [
                {"needs": needs, "to": "2026-12-31", "warn_days": [10]},
                {"needs": needs, "from": "2027-01-01", "warn_days": [20]},
            ],
        }
    )
    held = replace(SOMEBODY, achievements=(Achievement("C", date(2026, 3, 21)),))
    found = explain(held, asked, UnitTree(), TODAY)
    assert found is not None
    assert found.next_change == date(2027, 3, 1)


def test_it_tells_which_absence_put_a_deadline_off() -> None:
    held = (Achievement("C", date(2024, 9, 1)), Achievement("T", date(2024, 9, 1)))
    away = replace(
        SOMEBODY,
        achievements=held,
        absences=(AbsenceSpell(date(2026, 1, 15), date(2026, 12, 31)),),
    )
    assert told(away).put_off == (date(2026, 7, 15), date(2026, 12, 31))
    assert told().put_off is None


def test_what_does_not_apply_has_no_explanation() -> None:
    assert explain(replace(SOMEBODY, events={}), ASKED, UnitTree(), TODAY) is None
