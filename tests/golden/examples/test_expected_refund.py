"""Every example of an expected refund comes out as its `expected.yaml` says."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field

from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.refunds.expected.account import CannotCompute, ExpectedRefund
from rutine.refunds.expected.amounts import Kroner
from rutine.refunds.expected.explanation import explain
from rutine.routines.expected_case import load_case
from rutine.routines.tables import load_tables
from tests.golden.examples.stated import Stated

MAPPINGS = Path(__file__).parents[3] / "mappings"
EXAMPLES = sorted((MAPPINGS / "examples" / "expected_refund").iterdir())
TABLES = load_tables(MAPPINGS / "tables").tables


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DayRun(_Part):
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    type: str
    rate: Kroner | None = None
    why: str | None = None


class Told(_Part):
    difference: Kroner
    cause: str
    days: int | None = None
    rate: Kroner | None = None
    about_claim: bool = False


class Outcome(_Part):
    amount: Kroner | None = None
    paid_days: int | None = None
    last_benefit_day: date | None = None
    days: tuple[DayRun, ...] = ()
    explanation: Told | None = None
    cannot_compute: str | None = None
    missing: tuple[str, ...] = ()
    example_of: tuple[str, ...] = ()
    not_example_of: tuple[str, ...] = ()


def day_runs(found: ExpectedRefund) -> list[tuple[date, date, str, int | None, str | None]]:
    runs = []
    same = groupby(found.days, key=lambda d: (d.type.value, d.rate or None, d.why and d.why.value))
    for (type_, rate, why), run in same:
        days = list(run)
        runs.append((days[0].day, days[-1].day, type_, rate, why))
    return runs


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_example_comes_out_as_written(folder: Path):
    case = load_case(folder / "input.yaml")
    outcome = parse_model(load_yaml(folder / "expected.yaml"), Outcome)
    found = case.answer(TABLES)
    if outcome.cannot_compute:
        assert isinstance(found, CannotCompute)
        assert found.code == outcome.cannot_compute
        assert tuple(m.field for m in found.missing) == outcome.missing
        return
    assert isinstance(found, ExpectedRefund)
    assert found.amount == outcome.amount
    if outcome.paid_days is not None:
        assert found.paid_days == outcome.paid_days
    if outcome.last_benefit_day:
        assert found.last_benefit_day == outcome.last_benefit_day
    if outcome.days:
        written = [(d.first, d.last, d.type, d.rate, d.why) for d in outcome.days]
        assert day_runs(found) == written
    if outcome.explanation:
        told, paid = outcome.explanation, case.payment()
        assert paid is not None
        explained = explain(found, paid, case.claimed)
        assert (explained.cause, explained.difference) == (told.cause, told.difference)
        assert explained.about_claim == told.about_claim
        Stated(outcome.example_of, outcome.not_example_of).check({explained.cause})
        if told.days is not None:
            assert explained.in_days is not None
            assert (explained.in_days.days, explained.in_days.rate) == (told.days, told.rate)


def test_only_an_explanation_is_an_example_of_a_reason():
    for folder in EXAMPLES:
        outcome = parse_model(load_yaml(folder / "expected.yaml"), Outcome)
        assert outcome.explanation or not (outcome.example_of or outcome.not_example_of), folder


def test_examples_are_written_for_people():
    for folder in EXAMPLES:
        text = (folder / "input.yaml").read_text(encoding="utf-8")
        assert text.startswith("# "), folder.name
