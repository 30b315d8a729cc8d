"""Passes that can never find anything, because an earlier one has taken it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rutine.matching.gates import Cardinality
from rutine.matching.passes import Method, Pass
from rutine.routines.check.finding import Finding, error
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.routine_file import RoutineFile


def pass_findings(passes: Sequence[Pass]) -> Iterator[Finding]:
    """Passes right behind one that takes all they could find.

    A pass finds nothing twice: what it takes is gone, and what it leaves it would leave again.
    So a pass with the same gates as the one before is idle; so is one for new rows behind an
    exact or netting pass for all rows, and one for small groups behind one for groups of any
    size. Narrower gates alone do not make it so: where the wider pass saw two that would do, or
    a sum that agrees in two ways, the narrower may see one. Nor is a pass idle with another in
    between, which may have taken what stood in its way: a reversal, or a rival.
    """
    for place, (early, late) in enumerate(pairwise(passes), start=1):
        if _takes_all_of(early, late):
            yield error(("match", place), "pass_idle", late=late.name, early=early.name)


def settles_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Codes that may settle: each in the tables, and at least one where something settles."""
    if routine.match and not (routine.settles or routine.lists) and routine.automated:
        yield error(("settles",), "settles_nothing")
    for place, code in enumerate(routine.settles):
        if routine.lists is None and around.benefit_codes and code not in around.benefit_codes:
            yield Finding(
                ("settles", place),
                "benefit_unknown",
                {"name": code[:40]},
                allowed=tuple(sorted(around.benefit_codes)),
            )
        if code in routine.settles[:place]:
            yield error(("settles", place), "benefit_twice", name=code)


def _takes_all_of(early: Pass, late: Pass) -> bool:
    same_key = (early.identity, early.unit, early.benefit) == (
        late.identity,
        late.unit,
        late.benefit,
    )
    if early.method is not late.method or not same_key or early.days is not late.days:
        return False
    if early.shift != late.shift:
        return False
    carried = early.carry_over or not late.carry_over
    if early.method in {Method.EXACT, Method.NETTING}:
        return carried
    if early.carry_over != late.carry_over or early.tolerance != late.tolerance:
        return False
    all_sizes = early.method is Method.GROUP_SUM and early.sizes is Cardinality.MANY_TO_MANY
    return all_sizes or early.sizes is late.sizes
