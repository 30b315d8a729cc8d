"""Passes that can never find anything, because an earlier one has taken it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rutine.matching.gates import Cardinality, Tolerance
from rutine.matching.passes import Method, Pass
from rutine.routines.check.finding import Finding, error
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.routine_file import RoutineFile

_NONE = Tolerance()


def pass_findings(passes: Sequence[Pass]) -> Iterator[Finding]:
    """Passes behind one that takes all they could find.

    A pass finds nothing twice: what it takes is gone, and what it leaves it would leave again.
    So a later pass with the same gates is idle, and so is one that only takes a part of what an
    earlier pass of a method without choice takes. A unique or joint pass with narrower gates is
    not: where the wider one saw two that would do, it may see one.
    """
    for place, late in enumerate(passes):
        for early in passes[:place]:
            if _takes_all_of(early, late):
                yield error(("match", place), "pass_idle", late=late.name, early=early.name)
                break


def settles_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Codes that may settle: each in the tables, and at least one where something settles."""
    if routine.match and not routine.settles and routine.automated:
        yield error(("settles",), "settles_nothing")
    for place, code in enumerate(routine.settles):
        if around.benefit_codes and code not in around.benefit_codes:
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
    alike = early.carry_over == late.carry_over
    one, two = early.tolerance or _NONE, late.tolerance or _NONE
    if early.method is Method.GROUP_SUM:
        wider = one.ore >= two.ore and one.ore_per_day >= two.ore_per_day
        return alike and wider and early.sizes in {late.sizes, Cardinality.MANY_TO_MANY}
    return alike and one == two and early.sizes is late.sizes
