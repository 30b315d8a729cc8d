"""The second example, not about refunds: bank entries and vouchers end as `expected.yaml` says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rutine.formats.yaml_source import load_yaml
from rutine.routines.match_file import load_match
from rutine.routines.match_output import outcomes
from rutine.routines.two_lists import reconcile_files

MAPPINGS = Path(__file__).parents[3] / "mappings"
EXAMPLES = sorted((MAPPINGS / "examples" / "bank_vouchers").iterdir())
PLAN = load_match(MAPPINGS / "matches" / "bank_vouchers.yaml")


def found_in(folder: Path) -> dict[str, list[dict[str, Any]]]:
    (bank,) = folder.glob("bank.*")
    done = reconcile_files(
        PLAN,
        bank,
        folder / "vouchers.csv",
        formats=MAPPINGS / "formats",
        identities="synthetic",
    )
    found: dict[str, list[dict[str, Any]]] = {}
    rows = outcomes(done)
    taken = rows[rows["outcome"] != "open"]
    for (outcome, rule, _), group in taken.groupby(["outcome", "rule", "group"]):
        found.setdefault(outcome, []).append({"pass": rule, **sides(group)})
    for reason, group in rows[rows["outcome"] == "open"].groupby("reason"):
        found.setdefault("open", []).append({"reason": reason, **sides(group)})
    return found


def sides(group: Any) -> dict[str, list[str]]:
    return {
        side.lower(): sorted(group.loc[group["list"] == side, "key"])
        for side in ("A", "B")
        if (group["list"] == side).any()
    }


def in_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda each: (each.get("a", []), each.get("b", [])))


def together(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Open rows by their reason, however the file lists them."""
    by_reason: dict[str, dict[str, Any]] = {}
    for each in found:
        kept = by_reason.setdefault(each["reason"], {"reason": each["reason"]})
        for side in ("a", "b"):
            if side in each:
                kept[side] = sorted([*kept.get(side, []), *each[side]])
    return in_order(list(by_reason.values()))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 10


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_example_ends_as_it_says(folder: Path) -> None:
    expected = load_yaml(folder / "expected.yaml").data
    found = found_in(folder)
    assert set(found) == set(expected)
    for outcome in {"settled", "suggested"} & set(found):
        assert in_order(found[outcome]) == in_order(expected[outcome])
    assert together(found.get("open", [])) == together(expected.get("open", []))
