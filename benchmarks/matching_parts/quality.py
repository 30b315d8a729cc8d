"""How right the matching is: practice municipalities, matched and held against their truth."""

from __future__ import annotations

from itertools import product
from typing import Any

from benchmarks import figure
from benchmarks.matching_parts import monthly
from benchmarks.matching_parts.every_pass import every_pass
from benchmarks.matching_parts.truth import Kind, Quality, judge
from rutine.matching import match
from rutine.practice.bulk import bulk
from rutine.practice.plan import PracticePlan

Figures = list[dict[str, Any]]

SEEDS = (1, 2, 3)
EMPLOYEES = 20_000
_QUALITY_GOALS = {"normal": (1.0, 0.992), "hard": (0.9999, 0.945)}
_MONTHLY_GOAL = 0.0005


def quality() -> Figures:
    """Precision and recall of each profile and seed, and of each cause of difference."""
    found: Figures = []
    for profile, (precision, recall) in _QUALITY_GOALS.items():
        seen: dict[str, list[Kind]] = {}
        for seed in SEEDS:
            of = measure_quality(profile, seed)
            name = f"matching.quality.{profile}.seed{seed}"
            settled = f"{of.settled} settled, {of.wrong} of them wrong"
            should = f"{of.recovered} of {of.settleable} groups that agree in sum"
            guessed = f"{of.suggested} suggested"
            found += [
                figure(
                    f"{name}.precision",
                    of.precision,
                    "share",
                    goal=precision,
                    better="higher",
                    context=settled,
                ),
                figure(
                    f"{name}.recall",
                    of.recall,
                    "share",
                    goal=recall,
                    better="higher",
                    context=should,
                ),
                figure(f"{name}.wrong_suggested", of.wrong_suggested, "groups", context=guessed),
            ]
            for kind in of.kinds:
                seen.setdefault(kind.cause, []).append(kind)
        found += [_kind(profile, cause, kinds) for cause, kinds in sorted(seen.items())]
    return found


def measure_quality(profile: str, seed: int) -> Quality:
    """One practice municipality, matched and held against its truth."""
    lines, claims = bulk(_municipality(profile, seed))
    return judge(lines, claims, match(lines, claims, every_pass()), every_pass())


def _municipality(profile: str, seed: int) -> PracticePlan:
    return PracticePlan.model_validate(
        {"seed": seed, "employees": EMPLOYEES, "sub_units": 400, "profile": profile}
    )


def months() -> Figures:
    """Month by month beside one batch."""
    plans = [_municipality(*each) for each in product(_QUALITY_GOALS, SEEDS)]
    return [each for plan in plans for each in monthly.differences(plan, _MONTHLY_GOAL)]


def _kind(profile: str, cause: str, kinds: list[Kind]) -> dict[str, Any]:
    groups, settled = (sum(getattr(k, name) for k in kinds) for name in ("groups", "settled"))
    suggested = sum(kind.suggested for kind in kinds)
    return figure(
        f"matching.quality.{profile}.{cause}.right",
        (settled + suggested) / groups,
        "share",
        better="higher",
        context=f"{groups} true groups: {settled} settled, {suggested} rightly suggested",
    )
