"""What the explanation pages show is what the models take, with every value read as text."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from rutine.obligations.cover.findings import Kind
from rutine.obligations.cover.rule import CoverRule
from rutine.obligations.evidence import Verdict
from rutine.obligations.needs import items_of
from rutine.obligations.requirement import Requirement
from rutine.obligations.states import Cause, State

PAGES = Path(__file__).parents[3] / "docs" / "explanation"
OBLIGATIONS, COVER = (
    (PAGES / f"{name}.md").read_text("utf-8") for name in ("obligations", "cover")
)


def shown(page: str) -> dict:
    (block,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    return yaml.load(block, yaml.BaseLoader)  # noqa: S506 - every scalar stays a text


def test_the_requirement_that_is_shown_is_one() -> None:
    asked = Requirement.model_validate(shown(OBLIGATIONS))
    (rule,) = asked.rules
    assert [item.valid_months for item in items_of(rule.needs)] == [None, 48, None, None]
    assert (rule.due.days, rule.warn_days, rule.pause_after_months) == (60, (90, 30, 14), 6)


def test_the_cover_rule_that_is_shown_is_one() -> None:
    rule = CoverRule.model_validate(shown(COVER))
    assert (rule.minimums, rule.one_person_may_fill, rule.substitute_ok) == ((1, 1), 1, True)


def test_every_state_cause_verdict_and_kind_is_told() -> None:
    rows = {row.strip("* ") for row in re.findall(r"^\|([^|]+)\|", OBLIGATIONS, re.MULTILINE)}
    assert {each.name.lower().replace("_", " ") for each in (*State, *Cause)} <= rows
    for verdict in Verdict:
        assert verdict.value.replace("_", " ") in OBLIGATIONS
    for kind in Kind:
        assert f"| `{kind.value}` |" in COVER
