"""An engine that knows nothing of us runs the drawings from start to end, every way there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import ManualTask
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from rutine.routines.drawing.bpmn import bpmn
from rutine.routines.drawing.chart import Chart
from rutine.routines.drawing.layout import arrange
from rutine.routines.drawing.procedure_charts import to_be_chart, today_chart
from rutine.routines.routine_file import load_routine
from tests.drawn_routines import answers, long_routine

ROUTINES = Path(__file__).parents[3] / "mappings" / "routines"


class Parser(BpmnParser):
    """What a program does is done by hand here: the test has no program to call."""

    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012 - as the library declares it
        full_tag(name): (TaskParser, ManualTask) for name in ("businessRuleTask", "serviceTask")
    }


def drawn() -> list[Chart]:
    routines = [load_routine(path) for path in sorted(ROUTINES.glob("*.yaml"))]
    made = [
        each(routine, "nb")
        for routine in (*routines, long_routine())
        for each in (today_chart, to_be_chart)
    ]
    return [chart for chart in made if chart is not None]


def executed(chart: Chart, *, answer: bool) -> tuple[bool, list[str]]:
    """Whether the engine came to the end, and the tasks that it did on the way, in order."""
    text = bpmn(arrange(chart))
    # A drawing is not deployed, and nobody waits for three days here.
    text = text.replace('isExecutable="false"', 'isExecutable="true"')
    text = re.sub(r">PT\w+<", '>"PT0S"<', text)
    parser = Parser()
    parser.add_bpmn_xml(etree.fromstring(text.encode()))
    workflow = BpmnWorkflow(parser.get_spec(f"process-{chart.id}"))
    workflow.task_tree.data.update(dict.fromkeys(answers(text), answer))
    done: list[str] = []
    for _ in chart.nodes:
        workflow.do_engine_steps()
        for task in workflow.get_tasks(state=TaskState.READY):
            done.append(task.task_spec.name)
            task.run()
    return workflow.completed, done


def test_there_are_drawings_of_both_kinds_with_questions_and_waiting() -> None:
    ids = {chart.id for chart in drawn()}
    assert {"nav_refunds-today", "nav_refunds-to_be", "medication-to_be"} <= ids
    kinds = {node.kind for chart in drawn() for node in chart.nodes}
    assert {"split", "wait", "rule", "service", "user", "manual"} <= kinds


@pytest.mark.parametrize("chart", drawn(), ids=lambda chart: chart.id)
def test_every_task_is_reached_when_every_question_is_answered_yes(chart: Chart) -> None:
    completed, done = executed(chart, answer=True)
    assert completed
    assert done == [node.id for node in chart.nodes if node.is_task]


@pytest.mark.parametrize("chart", drawn(), ids=lambda chart: chart.id)
def test_what_some_cases_skip_is_skipped_by_the_default_way(chart: Chart) -> None:
    completed, done = executed(chart, answer=False)
    inside: list[str] = []
    wanted = []
    for node in chart.nodes:
        if node.kind == "split":
            inside.append(node.id)
        elif node.kind == "join":
            inside.pop()
        elif node.is_task and not inside:
            wanted.append(node.id)
    assert completed
    assert done == wanted
