"""The charts of a routine's procedure: as it is done today, and as it will be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rutine.formats.sentences import Language
from rutine.routines.drawing.chart import Chart, Removed
from rutine.routines.drawing.chart_row import ALL, LONGEST_LABEL, ChartRow
from rutine.routines.drawing.drawing_texts import DrawingTexts
from rutine.routines.drawing.step_notes import replaced, to_be_summary, today_summary
from rutine.routines.drawing.text_width import shortened
from rutine.routines.procedure import Becomes, ToBeStep, TodayStep
from rutine.routines.routine_file import RoutineFile


def today_chart(routine: RoutineFile, language: Language) -> Chart | None:
    """The procedure as it is done today; None where the file has no steps of it."""
    steps = routine.procedure.today
    if not steps:
        return None
    row = ChartRow(routine, language, "today")
    fates = fates_of_today(routine.procedure.to_be)
    for step in steps:
        row.add_today(step, fates.get(step.no, ()))
    return row.finished((), today_summary(routine, row.texts))


def to_be_chart(routine: RoutineFile, language: Language) -> Chart | None:
    """The procedure as it will be; None where the file has no steps of it but removed ones."""
    procedure = routine.procedure
    steps = [step for step in procedure.to_be if step.becomes != "removed"]
    if not steps:
        return None
    row = ChartRow(routine, language, "to_be")
    today = {step.no: step for step in procedure.today}
    taken = {step.step: [today[no] for no in step.of_today if no in today] for step in steps}
    cases = _left_to_people(routine, steps, taken)
    for place, step in enumerate(steps):
        in_case = step.step in cases
        share = ALL if in_case else _share(step, taken[step.step])
        if in_case and steps[place - 1].step not in cases:
            row.ask_certain(step.step)
        elif share < ALL:
            row.ask_share(step.step, str(place + 1), share)
        row.add_to_be(step, place + 1, taken[step.step])
        last_of_case = place + 1 == len(steps) or steps[place + 1].step not in cases
        if share < ALL or (in_case and last_of_case):
            row.join()
    gone = [step for step in procedure.to_be if step.becomes == "removed"]
    removed = tuple(_removed(step, language, row.texts) for step in gone)
    return row.finished(removed, to_be_summary(steps, len(gone), row.texts))


def fates_of_today(steps: Sequence[ToBeStep]) -> dict[int, tuple[Becomes, ...]]:
    """What becomes of each of today's steps, by its number; several things, if it is shared."""
    found: dict[int, tuple[Becomes, ...]] = {}
    for step in steps:
        for no in step.of_today:
            found[no] = tuple(dict.fromkeys((*found.get(no, ()), step.becomes)))
    return found


def _left_to_people(
    routine: RoutineFile, steps: Sequence[ToBeStep], taken: dict[str, list[TodayStep]]
) -> set[str]:
    """The steps that only those cases take which the robot may not settle.

    They are people's, take judgement already today, and come after the robot's. Without rules
    for review nothing is put before people as a case.
    """
    found: set[str] = set()
    if routine.review is None:
        return found
    for before, step in pairwise(steps):
        judged = [each.decided_by == "judgement" for each in taken[step.step]]
        after_robot = before.becomes == "automated" or before.step in found
        if step.becomes != "automated" and judged and all(judged) and after_robot:
            found.add(step.step)
    return found


def _share(step: ToBeStep, taken: Sequence[TodayStep]) -> float:
    """How many cases take a person's step: as many as the one of today's it takes the place of."""
    if step.becomes == "automated" or not taken:
        return ALL
    return max(each.share_percent for each in taken)


def _removed(step: ToBeStep, language: Language, texts: DrawingTexts) -> Removed:
    label = shortened(step.words(language), LONGEST_LABEL)
    return Removed(f"gone_{step.step}", label, (replaced(step, texts),) if step.of_today else ())
