"""The flow of a new routine: the steps that every routine of its shape has, in their order."""

from __future__ import annotations

from typing import Final

from rutine.routines.new_routine.question import Given

_CHECKS: Final = {
    "obligation": ("check_obligations", "obligations"),
    "cover": ("check_cover", "cover rules"),
    "match": ("match_lists", "passes"),
    "registers": ("check_shared_lists", "checks"),
    "survey": ("check_respondents", "rule"),
    "questions": ("check_questions", "rules"),
    "redeployment": ("assess_vacancies", "rules"),
    "service_record": ("draft_records", "sources"),
}
"""Shape -> the task in the middle, and what it holds the lists against."""

_FLOW: Final = '''\
"""{title}.

What it decides stands in `mappings/routines/{name}.yaml`.
People decide the cases later; the next run picks their decisions up.
"""

from __future__ import annotations

from typing import Any

from prefect import State, flow

from tasks.shapes import (
{imports}
)
from tasks.turn import day_off


@flow(
    name="{name}",
    flow_run_name="{name} {{employer}} {{period}}",
    persist_result=False,
    validate_parameters=True,
)
def {name}(
    {arguments}
) -> str | State[Any]:
    """Hold the lists of one employer against the routine's {rules}.

    Args:
        employer: organisation number of the legal entity.
        period: `YYYY-MM`, or `current`.
        lists: reference to a note of lists in the evidence archive, instead of the folder's.
        days: which days a schedule does its work on: `any`, `working` or `first_N`.

    Returns:
        The run's id. Its result is in the store and under `output/`. On a day of rest, and
        before any list has come, the state `Skipped`.
    """
    resting = day_off(days) or no_lists("{name}", employer, lists)
    if resting is not None:
        return resting
    with routine_run("{name}", employer, period, lists) as scope:
        files = collect_lists(scope)
        read = read_lists(scope, files)
        found = {check}(scope, read)
        queue_cases(scope, read, found)
{deliver}        return report_run(scope)
'''
_DELIVER: Final = "deliver_list"
_DELIVERS: Final = frozenset({"survey"})
"""Shapes that leave a list for people to deliver."""

_ARGUMENTS: Final = (
    'employer: str, period: str = "current", lists: str | None = None, days: str = "any"'
)
_ALWAYS: Final = (
    "collect_lists",
    "no_lists",
    "queue_cases",
    "read_lists",
    "report_run",
    "routine_run",
)
_LONGEST: Final = 90


def flow_text(given: Given) -> str:
    """The flow's file."""
    check, rules = _CHECKS[str(given["kind"])]
    delivers = given["kind"] in _DELIVERS
    names = sorted({*_ALWAYS, check, *([_DELIVER] if delivers else [])})
    title = str(given["title"]).replace("\\", "").replace('"', "").rstrip(".")
    return _FLOW.format(
        name=given["name"],
        arguments=_ARGUMENTS,
        title=title[:_LONGEST],
        imports="\n".join(f"    {each}," for each in names),
        check=check,
        rules=rules,
        deliver=f"        {_DELIVER}(scope, found)\n" if delivers else "",
    )
