"""What a run of a known shape does, step by step, from the routine file alone.

A routine of a known shape needs no code of its own: its file says which lists are read, by which
formats, and by which rules. The steps are the same for all but for the one in the middle; a
survey also leaves a list to deliver. `tasks.shapes` wraps them for Prefect; tests and other
commands call them as they are. `docs/explanation/known-shapes.md` tells of them.
"""

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
from rutine.steps.shapes.scope import ShapeScope, begin, marking_failure
from rutine.steps.shapes.service_records import draft_records
from rutine.steps.shapes.surveying import check_respondents
from rutine.steps.shapes.waiting import waits_for_lists
from rutine.steps.shapes.whole import run_whole

__all__ = [
    "Found",
    "Lists",
    "ShapeScope",
    "assess_vacancies",
    "begin",
    "check_cover",
    "check_obligations",
    "check_questions",
    "check_respondents",
    "check_shared_lists",
    "collect_lists",
    "deliver_list",
    "draft_records",
    "marking_failure",
    "match_lists",
    "queue_cases",
    "read_lists",
    "report_run",
    "run_whole",
    "waits_for_lists",
]
