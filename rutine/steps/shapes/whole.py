"""A whole run of a known shape, one step after the other: what its flow does, without Prefect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from rutine.installation import Installation
from rutine.steps.scope import CURRENT
from rutine.steps.shapes.collecting import collect_lists
from rutine.steps.shapes.covering import check_cover
from rutine.steps.shapes.delivering import deliver_list
from rutine.steps.shapes.found import Found
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.lists_at_hand import read_lists
from rutine.steps.shapes.matches import match_lists
from rutine.steps.shapes.obligations import check_obligations
from rutine.steps.shapes.questions import check_questions
from rutine.steps.shapes.queueing import queue_cases
from rutine.steps.shapes.redeployment import assess_vacancies
from rutine.steps.shapes.registers import check_shared_lists
from rutine.steps.shapes.report import report_run
from rutine.steps.shapes.scope import ShapeScope, begin, load_shape, marking_failure
from rutine.steps.shapes.service_records import draft_records
from rutine.steps.shapes.surveying import check_respondents

Check = Callable[[Installation, ShapeScope, Lists], Found]

CHECKS: Final[Mapping[str, Check]] = {
    "obligation": check_obligations,
    "cover": check_cover,
    "match": match_lists,
    "registers": check_shared_lists,
    "redeployment": assess_vacancies,
    "survey": check_respondents,
    "questions": check_questions,
    "service_record": draft_records,
}
"""The step in the middle, by the routine's kind."""


def run_whole(
    place: Installation,
    routine: str,
    employer: str,
    period: str = CURRENT,
    *,
    inputs: Mapping[str, str] | None = None,
    replayed: bool = False,
) -> str:
    """Run a routine from its lists to its report; returns the run's id.

    Raises:
        InputError: as the steps themselves.
    """
    scope = begin(place, routine, employer, period, inputs=inputs, replayed=replayed)
    with marking_failure(place, scope):
        lists = read_lists(place, scope, collect_lists(place, scope))
        kind = str(load_shape(place, routine).routine.kind)
        found = CHECKS[kind](place, scope, lists)
        queue_cases(place, scope, lists, found)
        deliver_list(place, scope, found)
        return report_run(place, scope)
