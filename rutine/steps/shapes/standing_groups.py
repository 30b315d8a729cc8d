"""How every obligation of a routine stands by some lists: what a run, and whoever looks, go by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from rutine.installation import Installation
from rutine.obligations.columns import Columns
from rutine.obligations.engine import evaluate
from rutine.obligations.frames import Frames
from rutine.obligations.requirement import Requirement
from rutine.obligations.standings import Standings
from rutine.obligations.unit_tree import UnitTree
from rutine.routines.obligation_rule import ObligationRule
from rutine.routines.requirements import ABSENCE, OF_POSITIONS, requirement_of
from rutine.steps.shapes.exemptions import decided_exemptions
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.scope import ShapeScope
from rutine.steps.shapes.subjects import (
    Rows,
    of_absences,
    of_events,
    of_people,
    rows_of_people,
    unit_tree,
)


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """Obligations that are held against the same subjects, and how they stand.

    `of_people` tells whether the subjects are the employees themselves.
    """

    rules: tuple[ObligationRule, ...]
    requirements: Mapping[str, Requirement]
    frames: Frames
    columns: Columns
    standings: Standings
    of_people: bool


@dataclass(frozen=True, eq=False, slots=True)
class Stood:
    """Everything that the lists come to on a day.

    Attributes:
        rows, nobody: the rows of those who are known, and those of nobody, by record.
        tree, numbers: the units, and the organisation number that each unit's cases go by.
        groups: how the obligations stand.
    """

    rows: Rows
    nobody: Mapping[str, pd.DataFrame]
    tree: UnitTree
    numbers: Mapping[str, str]
    groups: tuple[Group, ...]


def stand_by(
    place: Installation, scope: ShapeScope, rules: Sequence[ObligationRule], lists: Lists
) -> Stood:
    """How the obligations stand on the scope's day, exempt where a list or a case says so.

    Raises:
        InputError: `restricted_without_id`.
    """
    rows, nobody = rows_of_people(lists, place)
    tree, numbers = unit_tree(lists)
    decided = decided_exemptions(place, scope, rows.people)
    rows = replace(rows, exemptions=pd.concat([rows.exemptions, decided], ignore_index=True))
    return Stood(rows, nobody, tree, numbers, tuple(_groups(rules, rows, tree, scope.day)))


def _groups(
    rules: Sequence[ObligationRule], rows: Rows, tree: UnitTree, today: date
) -> Iterator[Group]:
    by_subjects: dict[tuple[str, float], list[ObligationRule]] = defaultdict(list)
    for rule in rules:
        if rule.event in OF_POSITIONS:
            by_subjects["people", 0].append(rule)
        elif rule.event in ABSENCE:
            by_subjects["absences", rule.applies_to.min_absence_percent].append(rule)
        else:
            by_subjects["events", 0].append(rule)
    for (kind, least), some in by_subjects.items():
        if kind == "people":
            frames = of_people(rows, today)
        else:
            frames = of_absences(rows, least) if kind == "absences" else of_events(rows)
        requirements = {rule.id: requirement_of(rule) for rule in some}
        columns = Columns.of(frames)
        found = evaluate(columns, tuple(requirements.values()), tree, today)
        yield Group(tuple(some), requirements, frames, columns, found, kind == "people")
