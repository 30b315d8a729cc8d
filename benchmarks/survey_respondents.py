"""A survey's list of respondents: how right the check is, and how fast on a large employer.

The truth is planted (`made_up_survey`): what was put in, and nothing else, must be found.
"""

from __future__ import annotations

from typing import Any

from benchmarks import figure
from benchmarks.matching_parts.measuring import timed
from benchmarks.survey_parts.made_up_survey import RULE, SurveyPractice, make_survey
from rutine.surveys.checking import Checked, check

SEEDS = range(1, 13)
AREAS, LARGE = 20, 1_150
REPEATS = 3
_GOAL_SECONDS = 10


def run() -> list[dict[str, Any]]:
    """Precision and recall over the seeds, and the time of one large list."""
    name = "survey_respondents"
    found, planted, right = 0, 0, 0
    for seed in SEEDS:
        made = make_survey(seed, AREAS)
        told = {(str(each.kind), each.who or each.about) for each in _check(made).findings}
        found, planted = found + len(told), planted + len(made.truth)
        right += len(told & made.truth)
    told_of = f"{planted} planted over {len(SEEDS)} seeds of {AREAS} areas"
    large = make_survey(1, LARGE)
    of = timed(lambda: _check(large), REPEATS)
    size = f"{len(large.people)} employees, {len(large.entries)} rows, {len(large.parents)} units"
    return [
        figure(f"{name}.precision", right / found, "", goal=1, better="higher", context=told_of),
        figure(f"{name}.recall", right / planted, "", goal=1, better="higher", context=told_of),
        figure(f"{name}.large.cpu_s", of["cpu_s"], "s", goal=_GOAL_SECONDS, context=size),
    ]


def _check(made: SurveyPractice) -> Checked:
    return check(made.entries, made.people, made.units, RULE)
