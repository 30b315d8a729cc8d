"""Service records: how right, against planted truth, and how fast the merging is.

The routine runs on the practice lists as on any other, from files to cases; the rows are held
against the career that was told.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import figure
from benchmarks.matching_parts.measuring import apart, timed
from rutine.core.service_record import ToldPosition
from rutine.practice.service_records import Asking, Stage, make
from rutine.service_records.flags import Known, flags_of
from rutine.service_records.merging import FOREVER, merged
from rutine.settings import Settings
from rutine.steps.shapes.trial import try_shape

SEEDS = (1, 2, 3)
PEOPLE, MANY = 300, 20_000
ORDER = ("payroll", "hr", "old_payroll")
_WORDS = {"Lønn": "payroll", "Personalsystem": "hr", "Gammel lønn": "old_payroll"}
_GOAL_S = 10
ROOT = Path(__file__).parents[1]


def run() -> list[dict[str, Any]]:
    """Every figure."""
    found = apart("benchmarks.service_records.measure()")
    speed = apart(f"benchmarks.service_records.measure_merging({MANY})")
    told = (
        f"{len(SEEDS)} seeds of {PEOPLE} requests, from files to cases; "
        f"{found['troubled']:.0f} with a trouble"
    )
    name = "service_records"
    return [
        figure(f"{name}.precision", found["precision"], "", better="higher", goal=1, context=told),
        figure(f"{name}.recall", found["recall"], "", better="higher", goal=1, context=told),
        figure(
            f"{name}.wrong_rows",
            speed["wrong_rows"],
            "records",
            goal=0,
            context=f"of {speed['sound']:,.0f} records without a trouble, held against the career",
        ),
        figure(
            f"{name}.merging_20k.cpu_s",
            speed["cpu_s"],
            "s",
            goal=_GOAL_S,
            context=f"{MANY:,} people, {speed['positions']:,.0f} positions: rows and flags",
        ),
    ]


def measure() -> dict[str, float]:
    """Cases against the truth: a case counts only with the right person and the right reason."""
    said: Counter[tuple[int, str, str]] = Counter()
    true: Counter[tuple[int, str, str]] = Counter()
    for seed in SEEDS:
        made = make(seed, PEOPLE)
        true.update((seed, number, reason) for number, reason in made.truth.items())
        said.update((seed, *each) for each in cases_of(made.files))
    right = (said & true).total()
    return {
        "precision": right / said.total(),
        "recall": right / true.total(),
        "troubled": float(sum(reason != "S01" for _, _, reason in true)),
    }


def cases_of(files: Any) -> list[tuple[str, str]]:
    """The number and reason of each case that a run on these lists makes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "lists"
        folder.mkdir()
        for file, text in files.items():
            (folder / file).write_text(text, "utf-8")
        settings = Settings(project=ROOT, home=Path(name) / "home")
        tried = try_shape(settings, "service_record", folder)
    return [(each.who or "", each.reason) for each in tried.outcome.cases]


def measure_merging(people: int) -> dict[str, float]:
    """Rows and flags of so many people, and how many records are not the career that was told."""
    made = make(SEEDS[0], people)
    given = [([told_of(row.source, row.stage) for row in each.told], each) for each in made.people]

    def work() -> list[Any]:
        known = Known()
        return [(merged(told, ORDER), flags_of(told, ORDER, known)) for told, _ in given]

    sound = [(told, each) for told, each in given if each.reason == "S01"]
    return {
        **timed(work),
        "positions": float(sum(len(told) for told, _ in given)),
        "sound": float(len(sound)),
        "wrong_rows": float(sum(rows_of(told) != career_of(each) for told, each in sound)),
    }


def rows_of(told: list[ToldPosition]) -> list[tuple[object, ...]]:
    """The record's rows, as they are held against a career."""
    return [
        (row.first, row.last, row.unit, row.code, row.percent, row.hours)
        for row in merged(told, ORDER)
    ]


def career_of(asking: Asking) -> list[tuple[object, ...]]:
    """What the record must say."""
    return [
        (each.first, each.last or FOREVER, each.unit, each.code, each.percent, each.hours)
        for each in asking.career
    ]


def told_of(source: str, stage: Stage) -> ToldPosition:
    return ToldPosition(
        source=_WORDS[source],
        first=stage.first,
        last=stage.last,
        unit=stage.unit,
        code=stage.code,
        title=stage.title,
        percent=stage.percent,
        hours=stage.hours,
    )
