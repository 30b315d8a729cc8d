"""Obligations and cover: how fast, against the plain reference, and how right.

The truth is planted (`obligations_parts`): the state that each employee is meant to be in, and
the troubles of a rota. The reference runs in the same run, on fewer of the same.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from benchmarks import figure
from benchmarks.matching_parts.measuring import apart, peak_bytes, timed
from benchmarks.obligations_parts import made_up_competence, made_up_rota
from rutine.obligations.columns import Columns
from rutine.obligations.cover.checking import check
from rutine.obligations.cover.findings import Kind
from rutine.obligations.cover.free_people import FreePeople
from rutine.obligations.cover.reference import check_slowly
from rutine.obligations.engine import evaluate
from rutine.obligations.reference import stand
from rutine.obligations.states import ObligationKey

Figures = list[dict[str, Any]]

EMPLOYEES, LARGE = 50_000, 100_000
FEW_EMPLOYEES = 300
UNITS, FEW_UNITS = 60, 2
REPEATS = 3
_GOAL_OBLIGATIONS, _GOAL_COVER = 10, 15
_LEAD, _LEAD_FROM_TEXT, _LEAD_COVER, _LINEAR = 100, 20, 100, 1.3
_MEGABYTE = 1_000_000


def run() -> Figures:
    """Every figure, each size in a process of its own."""
    return [
        *_obligations(
            apart(f"benchmarks.obligations.measure({EMPLOYEES})"),
            apart(f"benchmarks.obligations.measure({LARGE})"),
            apart(f"benchmarks.obligations.measure_reference({FEW_EMPLOYEES})"),
        ),
        *_cover(
            apart(f"benchmarks.obligations.measure_cover({UNITS})"),
            apart(f"benchmarks.obligations.measure_cover_reference({FEW_UNITS})"),
        ),
    ]


def measure(employees: int) -> dict[str, float]:
    """So many employees by forty requirements: from frames of text to every state."""
    made = made_up_competence.make(employees)
    today = made_up_competence.TODAY

    def work() -> None:
        evaluate(Columns.of(made.frames), made.requirements, made.units, today)

    columns = Columns.of(made.frames)
    work_alone = partial(evaluate, columns, made.requirements, made.units, today)
    found = work_alone()
    peak = peak_bytes(work)
    alone = timed(work_alone, REPEATS)
    return {
        **timed(work, REPEATS),
        "evaluating_cpu_s": alone["cpu_s"],
        "cells": float(found.state.size),
        "evidence": float(len(made.frames.achievements)),
        "open": float(len(found.open())),
        "wrong": float((found.state != made.truth).sum()),
        "peak_mb": peak / _MEGABYTE if peak is not None else -1,
    }


def measure_reference(employees: int) -> dict[str, float]:
    """The reference and the engine on the same few, and in how many answers they differ."""
    made = made_up_competence.make(employees)
    today = made_up_competence.TODAY
    subjects = [made.frames.subject(key) for key in made.frames.subjects["key"]]

    def plain() -> list[Any]:
        return [
            stand(subject, asked, made.units, today)
            for subject in subjects
            for asked in made.requirements
        ]

    columns = Columns.of(made.frames)
    found = evaluate(columns, made.requirements, made.units, today)
    fast = [
        found.standing(ObligationKey(subject.key, asked.id))
        for subject in subjects
        for asked in made.requirements
    ]
    return {
        "cpu_s": timed(plain)["cpu_s"],
        "cells": float(len(fast)),
        "different": float(sum(one != other for one, other in zip(plain(), fast, strict=True))),
    }


def measure_cover(units: int) -> dict[str, float]:
    """Six weeks of so many units: the check, and who could step in wherever cover is missing."""
    made = made_up_rota.make(units)
    rules = {rule.id: rule for rule in made.rules}
    work = partial(check, made.rota, made.rules, made.units, made.first, made.last)
    found = work()
    holes = [each for each in found if each.kind is Kind.NOT_COVERED]

    def ask() -> int:
        free = FreePeople(made.rota, made.units)
        return sum(len(free.nearest(hole, rules[hole.rule])) for hole in holes)

    said = {made_up_rota.told(each) for each in found}
    return {
        **timed(work, REPEATS),
        "asking_cpu_s": timed(ask)["cpu_s"],
        "shifts": float(len(made.rota.shifts)),
        "rules": float(len(made.rules)),
        "holes": float(len(holes)),
        "planted": float(len(made.truth)),
        "missed": float(len(made.truth - said)),
        "false": float(len(said - made.truth)),
    }


def measure_cover_reference(units: int) -> dict[str, float]:
    """The reference and the check on the same few units, one week."""
    made = made_up_rota.make(units, weeks=1)
    given = made.rota, made.rules, made.units, made.first, made.last
    slow = timed(partial(check_slowly, *given))["cpu_s"]
    fast = timed(partial(check, *given), REPEATS)["cpu_s"]
    one, other = check(*given), check_slowly(*given)
    return {
        "cpu_s": slow,
        "lead": slow / fast,
        "shifts": float(len(made.rota.shifts)),
        "different": float(len(set(one) ^ set(other))),
    }


def _obligations(of: dict[str, float], large: dict[str, float], slow: dict[str, float]) -> Figures:
    plain = slow["cpu_s"] / slow["cells"] * of["cells"]
    growth = large["evaluating_cpu_s"] / of["evaluating_cpu_s"] * of["cells"] / large["cells"]
    told = f"50 000 employees × 40 requirements, {of['evidence']:,.0f} pieces of evidence"
    few = f"{slow['cells']:,.0f} answers"
    name = "obligations"
    return [
        figure(
            f"{name}.lead_over_reference.own_memory",
            plain / of["evaluating_cpu_s"],
            "x",
            goal=_LEAD,
            better="higher",
            context=f"CPU an answer, each from its own memory; the reference on {few}",
        ),
        figure(
            f"{name}.lead_over_reference.text",
            plain / of["cpu_s"],
            "x",
            goal=_LEAD_FROM_TEXT,
            better="higher",
            context="the engine from frames of text, the reference from its own memory",
        ),
        figure(
            f"{name}.wrong_states",
            of["wrong"] + large["wrong"],
            "answers",
            goal=0,
            context=f"beside the planted truth of {of['cells'] + large['cells']:,.0f}",
        ),
        figure(
            f"{name}.unlike_reference", slow["different"], "answers", goal=0, context=f"of {few}"
        ),
        figure(f"{name}.all_50k.wall_s", of["wall_s"], "s", goal=_GOAL_OBLIGATIONS, context=told),
        figure(f"{name}.all_50k.cpu_s", of["cpu_s"], "s", context=f"{of['open']:,.0f} cases"),
        figure(
            f"{name}.all_50k.evaluating_cpu_s",
            of["evaluating_cpu_s"],
            "s",
            context="once the frames are coded",
        ),
        figure(f"{name}.all_50k.peak_mb", of["peak_mb"], "MB", context="above the frames"),
        figure(
            f"{name}.growth_50k_to_100k",
            growth,
            "x",
            goal=_LINEAR,
            context="CPU an answer once coded, 1 is linear",
        ),
    ]


def _cover(of: dict[str, float], slow: dict[str, float]) -> Figures:
    told = f"{of['shifts']:,.0f} shifts, {of['rules']:.0f} rules, six weeks"
    few = f"{slow['shifts']:,.0f} shifts of one week"
    name = "obligations.cover"
    planted = f"of {of['planted']:.0f} planted troubles"
    return [
        figure(
            f"{name}.lead_over_reference",
            slow["lead"],
            "x",
            goal=_LEAD_COVER,
            better="higher",
            context=f"CPU, both on {few}; the reference grows with shifts × slices",
        ),
        figure(f"{name}.missed", of["missed"], "findings", goal=0, context=planted),
        figure(f"{name}.false", of["false"], "findings", goal=0, context="found and not planted"),
        figure(
            f"{name}.unlike_reference", slow["different"], "findings", goal=0, context=f"on {few}"
        ),
        figure(f"{name}.rota_20k.wall_s", of["wall_s"], "s", goal=_GOAL_COVER, context=told),
        figure(f"{name}.rota_20k.cpu_s", of["cpu_s"], "s", context=told),
        figure(
            f"{name}.free_people.cpu_s",
            of["asking_cpu_s"],
            "s",
            context=f"who could step in at {of['holes']:.0f} holes",
        ),
    ]
