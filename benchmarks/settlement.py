"""How right the settlement is: the practice municipality's truth, seed by seed.

A settlement is wrong when its rows do not belong together in truth, or when it settles for a
reason that is not the true one. A case is right when the first cause it names is the true one.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from benchmarks import figure
from rutine.core.differences import Difference, RowRef, Side
from rutine.core.reasons import UNEXPLAINED
from rutine.matching import match
from rutine.practice.ledgers import Ledgers, ledgers
from rutine.practice.plan import PracticePlan
from rutine.refunds.ageing import AgeLimits
from rutine.refunds.reconciliation import Reconciliation, Settlement, reconcile
from rutine.routines.registers import Lists, look_up
from rutine.routines.routine_file import load_refund_routine
from rutine.routines.tables import load_tables

MAPPINGS = Path(__file__).parents[1] / "mappings"
ROUTINE = load_refund_routine(MAPPINGS / "routines" / "nav_refunds.yaml")
TABLES = load_tables(MAPPINGS / "tables").tables
SIZES = ((1_200, 40, (1, 2, 3, 4, 5, 6, 7)), (20_000, 400, (1, 2, 3)))
"""Employees, sub-units and the seeds measured with them."""
SETTLE = frozenset({"D01", "D02", "D03", "D04"})

Truth = dict[RowRef, tuple[int, str]]
Profile = Literal["normal", "hard"]


def run() -> list[dict[str, Any]]:
    """Settle each seed's municipality and hold it against the truth."""
    profiles: tuple[Profile, ...] = ("normal", "hard")
    return [
        figure
        for profile in profiles
        for employees, units, seeds in SIZES
        for seed in seeds
        for figure in measure(
            PracticePlan(seed=seed, employees=employees, sub_units=units, profile=profile)
        )
    ]


@dataclass(frozen=True)
class Outcome:
    """What one reconciliation came to, held against the truth."""

    settled: tuple[tuple[str, str], ...]
    """Of each settlement the reason it settled for, and the true cause; `wrong` for mixed rows."""
    cases: tuple[tuple[str, str], ...]
    """Of each case the true cause and the cause it says."""
    lines: int
    settled_lines: int
    could_settle: int
    """Lines of groups that, in truth, agree or differ by what may be settled."""

    @property
    def wrong_settlements(self) -> int:
        """Settlements of rows that do not belong together, or for a wrong reason."""
        return sum(said != true for said, true in self.settled)

    def share_of_cases(self, wanted: str) -> float:
        """The share of cases that are `right`, `wrong` or `unknown`."""
        found = Counter(_verdict(true, said) for true, said in self.cases)
        return found[wanted] / max(1, len(self.cases))


def _verdict(true: str, said: str) -> str:
    if said == UNEXPLAINED:
        return "unknown"
    return "right" if said == true else "wrong"


def measure(plan: PracticePlan) -> list[dict[str, Any]]:
    """All figures of one municipality."""
    made = ledgers(plan)
    started = time.process_time()
    found = settle(made)
    seconds = time.process_time() - started
    outcome = against_truth(made, found)
    name = f"settlement.{plan.profile}.{plan.employees}.seed{plan.seed}"
    context = f"{len(made.lines)} lines, {len(made.claims)} claims, {len(outcome.cases)} cases"
    share = outcome.settled_lines / outcome.lines
    possible = outcome.could_settle / outcome.lines
    goal = 0.92 if plan.profile == "normal" else None
    return [
        figure(
            f"{name}.wrong_settlements",
            outcome.wrong_settlements,
            "groups",
            goal=0,
            context=f"{context}; {len(outcome.settled)} settlements",
        ),
        figure(
            f"{name}.lines_settled",
            share,
            "share",
            goal=goal,
            better="higher",
            context=f"{possible:.4f} in groups that in truth may settle",
        ),
        figure(
            f"{name}.cases_right",
            outcome.share_of_cases("right"),
            "share",
            goal=0.90,
            better="higher",
            context=context,
        ),
        figure(
            f"{name}.cases_wrong",
            outcome.share_of_cases("wrong"),
            "share",
            goal=0.03,
            context=confusion(outcome.cases),
        ),
        figure(
            f"{name}.cases_cannot_tell",
            outcome.share_of_cases("unknown"),
            "share",
            context=context,
        ),
        figure(f"{name}.cpu_s", seconds, "s", context=context),
    ]


def settle(made: Ledgers) -> Reconciliation:
    """One run over everything that is known at the plan's end."""
    return one_run(
        made,
        registers=partial(
            look_up,
            Lists(
                absences=made.absences,
                income_reports=made.income_reports,
                employments=made.employments,
                exemptions=made.exemptions,
                income_requests=made.income_requests,
                income_submissions=made.income_submissions,
                sickness_applications=made.sickness_applications,
            ),
            TABLES,
        ),
    )


def one_run(made: Ledgers, **knowing: Any) -> Reconciliation:
    """One run by the routine's own rules, with what else it is to know."""
    return reconcile(
        made.lines,
        made.claims,
        match=partial(match, passes=ROUTINE.passes),
        employer=made.employer,
        sub_units=(made.employer, *made.sub_units),
        as_of=made.as_of,
        limits=AgeLimits(ROUTINE.waiting.soft_weeks, ROUTINE.waiting.hard_weeks),
        settles=ROUTINE.settles,
        **knowing,
    )


def against_truth(made: Ledgers, found: Reconciliation) -> Outcome:
    """Hold settlements and cases against what is known to be true."""
    truth = _truth(made)
    sizes = Counter(group for group, _ in truth.values())
    settled = tuple(
        (each.reason, _settled_truth(each, truth, made, sizes)) for each in found.settlements
    )
    lines = [row for each in found.settlements for row in each.rows if row.side is Side.LINE]
    return Outcome(
        settled,
        tuple((_case_truth(each, truth), each.reason) for each in found.differences),
        len(made.lines),
        len(lines),
        int(made.true_lines["cause"].isin(SETTLE).sum()),
    )


def _truth(made: Ledgers) -> Truth:
    found: Truth = {}
    for side, rows, true in (
        (Side.LINE, made.lines, made.true_lines),
        (Side.CLAIM, made.claims, made.true_claims),
    ):
        for sha256, row, group, cause in zip(
            rows["sha256"], rows["row"], true["group"], true["cause"], strict=True
        ):
            found[RowRef(side=side, sha256=sha256, row=int(row))] = (int(group), str(cause))
    return found


def _settled_truth(settlement: Settlement, truth: Truth, made: Ledgers, sizes: Counter[int]) -> str:
    """The reason a settlement should have: its own when that is true, else what is.

    Rows of several groups are `mixed`. A part of a group, such as one of its months, may differ
    by a lighter cause than the group does as a whole: then the cause must be one of those that
    befell the group.
    """
    groups = {truth[row][0] for row in settlement.rows}
    if len(groups) > 1:
        return "mixed"
    group, cause = truth[settlement.rows[0]]
    if settlement.difference == 0:
        return "D01"
    partly = len(settlement.rows) < sizes[group]
    return settlement.reason if partly and settlement.reason in made.marks[group] else cause


def _case_truth(case: Difference, truth: Truth) -> str:
    """The true cause of most of a case's rows."""
    causes = Counter(truth[row][1] for row in case.rows)
    return causes.most_common(1)[0][0]


def confusion(pairs: Iterable[tuple[str, str]]) -> str:
    """Per true cause what the cases say, such as `D09: D09 40, D00 3`."""
    table: dict[str, Counter[str]] = {}
    for true, said in pairs:
        table.setdefault(true, Counter())[said] += 1
    return "; ".join(
        f"{true}: {', '.join(f'{said} {n}' for said, n in table[true].most_common())}"
        for true in sorted(table)
    )
