"""What is said of holiday pay, recoveries and corrections, held against the practice truth.

A plan of twenty-two months knows every payment of an earning year, so that the truth of its
holiday pay is known. `agrees` is wrong where NAV should have paid another amount, `differs`
where it should not; a payment that a recovery is said to concern is wrong where it belongs to
another course of absence.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from benchmarks import figure
from benchmarks.settlement import TABLES, one_run
from rutine.core.differences import Difference, RowRef, Side
from rutine.core.money import Ore
from rutine.practice.ledgers import Ledgers, ledgers
from rutine.practice.plan import PracticePlan
from rutine.refunds.looking_back.received import Received, ReceivedLine
from rutine.refunds.looking_back.recovery import How
from rutine.refunds.reconciliation import Reconciliation

MONTHS = tuple(f"{2025 + n // 12}-{n % 12 + 1:02d}" for n in range(22))
SEEDS = (1, 2, 3)
EMPLOYEES, UNITS = 600, 20
_BY_PERSON = frozenset({How.DAYS.value})
"""Answers that name days and no payment: right when the days are the person's."""


@dataclass
class Said:
    """How often each answer was given, and how often it was wrong."""

    holiday_pay: Counter[str] = field(default_factory=Counter)
    recoveries: Counter[str] = field(default_factory=Counter)
    corrections: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def run() -> list[dict[str, Any]]:
    """The answers of each seed's municipality."""
    profiles: tuple[Literal["normal", "hard"], ...] = ("normal", "hard")
    return [
        found
        for profile in profiles
        for seed in SEEDS
        for found in measure(
            PracticePlan(
                seed=seed, employees=EMPLOYEES, sub_units=UNITS, months=MONTHS, profile=profile
            )
        )
    ]


def measure(plan: PracticePlan) -> list[dict[str, Any]]:
    """All figures of one municipality."""
    made = ledgers(plan)
    started = time.process_time()
    found = settle(made)
    seconds = time.process_time() - started
    said = against_truth(made, found)
    name = f"looking_back.{plan.profile}.seed{plan.seed}"
    figures = [
        figure(
            f"{name}.wrong",
            len(said.wrong),
            "cases",
            goal=0,
            context=", ".join(said.wrong) or "no answer is wrong",
        ),
        figure(f"{name}.cpu_s", seconds, "s", context=f"{len(made.lines)} lines"),
    ]
    for kind, counted, told in (
        ("holiday_pay", said.holiday_pay, ("agrees", "differs")),
        ("recoveries", said.recoveries, _NAMES_A_PAYMENT),
        ("corrections", said.corrections, _NAMES_A_PAYMENT),
    ):
        share = sum(counted[each] for each in told) / max(1, counted.total())
        context = ", ".join(f"{word} {n}" for word, n in counted.most_common())
        figures.append(
            figure(f"{name}.{kind}_told", share, "share", better="higher", context=context)
        )
    return figures


_NAMES_A_PAYMENT = tuple(how.value for how in How if how not in {How.SEVERAL, How.NONE})


def settle(made: Ledgers) -> Reconciliation:
    """One run over all the months, with every report at hand."""
    return one_run(made, received=partial(received_by, made))


def received_by(made: Ledgers, persons: frozenset[str]) -> Received:
    """The lines of some people, as a run would have them from its store."""
    found: dict[str, list[ReceivedLine]] = {}
    for line in _received(made, persons):
        found.setdefault(line.person, []).append(line)
    months = frozenset(f"{day:%Y-%m}" for day in made.value_dates.values())
    return Received(TABLES, found, months)


def _received(made: Ledgers, persons: frozenset[str]) -> Iterator[ReceivedLine]:
    theirs = made.lines[made.lines["person"].isin(list(persons))]
    for row in theirs.to_dict("records"):
        first, last = (None if day != day else day.date() for day in (row["first"], row["last"]))  # noqa: PLR0124 - NaT
        yield ReceivedLine(
            ref=RowRef(side=Side.LINE, sha256=row["sha256"], row=int(row["row"])),
            report=str(row["report_id"]),
            received=made.value_dates[int(row["report_id"])],
            person=row["person"],
            sub_unit=row["sub_unit"],
            benefit=row["benefit"],
            first=first,
            last=last,
            amount=Ore(int(row["amount"])),
        )


def against_truth(made: Ledgers, found: Reconciliation) -> Said:
    """Hold every answer against what is known to be true."""
    groups, amounts = _truth(made)
    named = _named(made)
    said = Said()
    for case in found.differences:
        facts = {each.field: each for each in case.evidence}
        if "holiday_pay_check" in facts:
            word = facts["holiday_pay_check"].left or ""
            why = facts.get("holiday_pay_why")
            said.holiday_pay[f"{word} {why.left}" if why else word] += 1
            if _is_wrong(word, case, groups, amounts, made.rights):
                said.wrong.append(f"{case.reason} {word}")
        elif "concerns" in facts:
            how = facts["concerns"].left or ""
            counted = said.recoveries if case.reason == "D28" else said.corrections
            counted[how] += 1
            if _names_another(how, case, groups, named):
                said.wrong.append(f"{case.reason} {how}")
    return said


def _truth(made: Ledgers) -> tuple[dict[RowRef, int], dict[RowRef, int]]:
    """The group and the amount of each line."""
    groups, amounts = {}, {}
    for sha256, row, amount, group in zip(
        made.lines["sha256"],
        made.lines["row"],
        made.lines["amount"],
        made.true_lines["group"],
        strict=True,
    ):
        ref = RowRef(side=Side.LINE, sha256=sha256, row=int(row))
        groups[ref], amounts[ref] = int(group), int(amount)
    return groups, amounts


def _named(made: Ledgers) -> dict[tuple[str, str], set[int]]:
    """The groups of the lines that a shown line may be, by person and what is shown of it."""
    found: dict[tuple[str, str], set[int]] = {}
    groups, _ = _truth(made)
    for line in _received(made, frozenset(made.lines["person"])):
        shown = ";".join(
            (
                f"{line.first or ''}/{line.last or ''}",
                line.benefit,
                str(int(line.amount)),
                line.report,
                line.received.isoformat(),
            )
        )
        found.setdefault((line.person, shown), set()).add(groups[line.ref])
    return found


def _is_wrong(
    word: str,
    case: Difference,
    groups: Mapping[RowRef, int],
    amounts: Mapping[RowRef, int],
    rights: Mapping[int, int],
) -> bool:
    """Whether a verdict on holiday pay is not so."""
    right = sum(rights[group] for group in {groups[ref] for ref in case.rows})
    paid = sum(amounts[ref] for ref in case.rows)
    return (word == "agrees" and paid != right) or (word == "differs" and paid == right)


def _names_another(
    how: str,
    case: Difference,
    groups: Mapping[RowRef, int],
    named: Mapping[tuple[str, str], set[int]],
) -> bool:
    """Whether a payment is named that the minus has nothing to do with."""
    if how in _BY_PERSON or case.person is None:
        return False
    own = {groups[ref] for ref in case.rows if ref.side is Side.LINE}
    shown = [each.left or "" for each in case.evidence if each.field == "concerned_line"]
    return any(not own & named[case.person.reveal(), line] for line in shown)
