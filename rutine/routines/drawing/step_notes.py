"""What stands under a step, and under a whole drawing: minutes, waiting, waste, sums."""

from __future__ import annotations

from collections.abc import Sequence

from rutine.routines.drawing.drawing_texts import DrawingTexts
from rutine.routines.graded_routine import stream_of
from rutine.routines.procedure import ToBeStep, TodayStep
from rutine.routines.routine_file import RoutineFile


def today_note(step: TodayStep, system: str | None, texts: DrawingTexts) -> list[str]:
    """The lines under one of today's steps: work and waiting first."""
    work = texts.minutes(step.touch_minutes)
    if step.wait_hours:
        work += ", " + texts("waits", hours=texts.hours(step.wait_hours))
    note = [work]
    if step.times_a_month is not None:
        note.append(texts.times(step.times_a_month))
    if system:
        note.append(texts("in_system", system=system))
    if step.decided_by == "judgement":
        note.append(texts("judgement"))
    if step.error_percent:
        note.append(texts("errors", share=texts.share(step.error_percent)))
    if step.waste:
        note.append(texts("wasted", waste=texts.word("waste", step.waste)))
    return note


def to_be_note(step: ToBeStep, system: str | None, texts: DrawingTexts) -> list[str]:
    """The lines under one of the steps to be: what became of it, and of which of today's."""
    note = [texts.word("fate", step.becomes), replaced(step, texts)]
    if system:
        note.append(texts("in_system", system=system))
    return note


def replaced(step: ToBeStep, texts: DrawingTexts) -> str:
    """Which of today's steps it takes the place of."""
    if not step.of_today:
        return texts("replaces_none")
    return texts("replaces", numbers=", ".join(str(no) for no in step.of_today))


def today_summary(routine: RoutineFile, texts: DrawingTexts) -> tuple[str, ...]:
    """What a case takes on average, and how the figures were found."""
    sums, lines = stream_of(routine), []
    if sums.touch_minutes is not None:
        lines.append(texts("sum_touch", minutes=texts.minutes(sums.touch_minutes)))
    if sums.lead_hours is not None:
        lines.append(texts("sum_lead", hours=texts.hours(sums.lead_hours)))
    figures = texts.word("figures", routine.procedure.figures)
    return (*lines, texts("sum_figures", figures=figures))


def to_be_summary(steps: Sequence[ToBeStep], removed: int, texts: DrawingTexts) -> tuple[str, ...]:
    """How much the robot does. The file has no minutes of what is not done yet."""
    robot = sum(step.becomes == "automated" for step in steps)
    lines = [texts("sum_robot", robot=robot, all=len(steps), people=len(steps) - robot)]
    if removed:
        lines.append(texts("sum_removed", count=removed))
    return (*lines, texts("no_touch"))
