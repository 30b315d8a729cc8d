"""What happens to the deadlines when every day that is known moves by whole years.

By four years, everything moves with it to the day: the calendar repeats. By one year, what is
counted in months from a day up to the 28th does too. What is counted in days keeps its number
of days, so a 29 February between makes the date one day another; and so does the end of
February itself. `docs/explanation/obligations.md` says it for people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.obligations.reference import stand
from rutine.obligations.requirement import Due, Requirement
from rutine.obligations.states import Standing
from rutine.obligations.subject import Subject
from rutine.refunds.expected.day_counting import years_after
from tests.obligation_worlds import STEADY, TODAY, UNITS, days, requirements, subjects

FAR = date(9999, 12, 31)
Move = Callable[[date | None], date | None]


def by(years: int) -> Move:
    return lambda day: None if day is None else day if day == FAR else years_after(day, years)


def at_most_the_28th(day: date | None) -> date | None:
    return None if day is None else day if day == FAR else day.replace(day=min(day.day, 28))


def not_the_29th_of_february(day: date | None) -> date | None:
    return at_most_the_28th(day) if day and (day.month, day.day) == (2, 29) else day


def moved_subject(subject: Subject, move: Move) -> Subject:
    def span(each: object) -> dict[str, date | None]:
        return {"first": move(each.first), "last": move(each.last)}

    return replace(
        subject,
        positions=tuple(replace(each, **span(each)) for each in subject.positions),
        events={name: move(day) for name, day in subject.events.items()},
        achievements=tuple(
            replace(each, day=move(each.day), valid_to=move(each.valid_to))
            for each in subject.achievements
        ),
        absences=tuple(replace(each, **span(each)) for each in subject.absences),
        exemptions=tuple(replace(each, **span(each)) for each in subject.exemptions),
        ended=move(subject.ended),
    )


def moved_requirement(asked: Requirement, move: Move) -> Requirement:
    texts = tuple(
        rule.model_copy(
            update={
                "first": move(rule.first),
                "last": move(rule.last),
                "due": rule.due.model_copy(update={"on": move(rule.due.on)}),
            }
        )
        for rule in asked.rules
    )
    return asked.model_copy(update={"rules": texts})


def moved_standing(standing: Standing | None, move: Move) -> Standing | None:
    if standing is None:
        return None
    return replace(
        standing,
        deadline=move(standing.deadline),
        last_day=move(standing.last_day),
        valid_to=move(standing.valid_to),
    )


@given(subject=subjects(), asked=requirements(), today=days())
@settings(max_examples=50, deadline=None)
def test_four_years_move_every_answer_by_four_years(subject, asked, today) -> None:
    move = by(4)
    later = stand(moved_subject(subject, move), moved_requirement(asked, move), UNITS, move(today))
    assert later == moved_standing(stand(subject, asked, UNITS, today), move)


@given(subject=subjects(), asked=requirements(), months=st.integers(-3, 30))
@settings(max_examples=50, deadline=None)
def test_a_year_moves_what_is_counted_in_months_by_a_year(subject, asked, months) -> None:
    """From days up to the 28th; no grace and no return days, which are counted in days."""
    move = by(1)
    plain = {"grace_days": 0, "return_days": 0, "pause_after_months": None}
    texts = tuple(
        each.model_copy(update={**plain, "due": Due(months=months)}) for each in asked.rules
    )
    asked = moved_requirement(asked.model_copy(update={"rules": texts}), at_most_the_28th)
    subject = replace(moved_subject(subject, at_most_the_28th), positions=(STEADY_28TH,))
    before = stand(subject, asked, UNITS, TODAY)
    after = stand(moved_subject(subject, move), moved_requirement(asked, move), UNITS, move(TODAY))
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after.deadline == move(before.deadline)
        assert after.last_day == move(before.last_day)
        assert after.valid_to == move(before.valid_to)


STEADY_28TH = replace(STEADY, first=date(2019, 8, 28))


@given(subject=subjects(), asked=requirements())
@settings(max_examples=50, deadline=None)
def test_a_year_moves_any_deadline_by_a_year_or_a_day_beside(subject, asked) -> None:
    """Whatever it is counted in, from any day but 29 February, where no absence puts it off."""
    move = by(1)
    texts = tuple(each.model_copy(update={"pause_after_months": None}) for each in asked.rules)
    asked = asked.model_copy(update={"rules": texts})
    asked = moved_requirement(asked, not_the_29th_of_february)
    subject = replace(moved_subject(subject, not_the_29th_of_february), positions=(STEADY,))
    before = stand(subject, asked, UNITS, TODAY)
    after = stand(moved_subject(subject, move), moved_requirement(asked, move), UNITS, move(TODAY))
    assert (before is None) == (after is None)
    if before is None or after is None:
        return
    for was, is_now in ((before.deadline, after.deadline), (before.last_day, after.last_day)):
        assert (was is None) == (is_now is None)
        if was is not None and is_now is not None:
            assert abs((is_now - years_after(was, 1)).days) <= 1
