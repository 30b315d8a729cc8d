"""Every example beside a match file ends as its `expected.yaml` says. Added without Python.

The slow matcher, which defines what a match is, must say the same of each of them, and of the
examples of every routine that `rutine match` takes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from rutine.formats.yaml_source import load_yaml
from rutine.matching.reference import match_slowly
from rutine.routines.match_file import MatchPlan, load_match
from rutine.routines.match_output import outcomes
from rutine.routines.two_lists import TwoLists, reconcile_files

MAPPINGS = Path(__file__).parents[3] / "mappings"
PLANS = {
    path.stem: load_match(path)
    for path in (*MAPPINGS.glob("matches/*.yaml"), MAPPINGS / "routines" / "nav_refunds.yaml")
}
_OF_MATCHING = {"settled", "suggested", "open"}
"""What a matching says; an example may also say what becomes of it as a routine."""


def is_of_rows(expected: Path) -> bool:
    """Not several runs, which only a routine has, nor a file that is refused whole (D40)."""
    cases = load_yaml(expected).data.get("cases", ())
    return not (expected.parent / "1").is_dir() and all(each["reason"] != "D40" for each in cases)


EXAMPLES = sorted(
    path.parent
    for name in PLANS
    for path in MAPPINGS.glob(f"examples/{name}/*/expected.yaml")
    if is_of_rows(path)
)
OF_MATCH_FILES = [each for each in EXAMPLES if each.parent.name != "nav_refunds"]


def named(folder: Path) -> str:
    return f"{folder.parent.name}-{folder.name}"


def reconciled(folder: Path) -> TwoLists:
    files = {path.stem: path for path in folder.iterdir() if path.name != "expected.yaml"}
    b = files.pop("vouchers", None) or files.pop("voucher", None) or files.pop("claims")
    # Beside the lists to be matched, an example of a routine has registers and earlier months.
    a = files.get("report") or next(iter(files.values()))
    plan = PLANS[folder.parent.name]
    return reconcile_files(plan, a, b, formats=MAPPINGS / "formats", identities="synthetic")


def found_in(folder: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    rows = outcomes(reconciled(folder))
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


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.name)
def test_every_pass_that_finds_something_has_an_example(plan: MatchPlan) -> None:
    folders = [folder for folder in OF_MATCH_FILES if folder.parent.name == plan.name]
    if plan.name == "nav_refunds":  # its examples say cases, not passes
        assert len([folder for folder in EXAMPLES if folder.parent.name == plan.name]) >= 10
        return
    found = [found_in(folder) for folder in folders]
    used = {
        each["pass"]
        for example in found
        for outcome in ("settled", "suggested")
        for each in example.get(outcome, [])
    }
    assert used == {each.name for each in plan.passes}


def test_as_a_routine_it_has_the_same_lists_and_rules() -> None:
    once, routine = PLANS["bank_vouchers"], load_match(MAPPINGS / "routines" / "bank_vouchers.yaml")
    for each in ("name", "title", "a", "b", "signs", "passes", "titles"):
        assert getattr(once, each) == getattr(routine, each), each


@pytest.mark.parametrize("folder", OF_MATCH_FILES, ids=named)
def test_the_example_ends_as_it_says(folder: Path) -> None:
    expected = load_yaml(folder / "expected.yaml").data
    found = found_in(folder)
    assert set(found) == set(expected) & _OF_MATCHING
    for outcome in {"settled", "suggested"} & set(found):
        assert in_order(found[outcome]) == in_order(expected[outcome])
    assert together(found.get("open", [])) == together(expected.get("open", []))


@pytest.mark.parametrize("folder", EXAMPLES, ids=named)
def test_the_slow_matcher_says_the_same(folder: Path) -> None:
    done = reconciled(folder)
    slow = match_slowly(done.a.rows, done.b.rows, done.plan.passes)
    for part in ("groups", "lines", "claims"):
        fast, meant = (getattr(answer, part) for answer in (done.matching, slow))
        pd.testing.assert_frame_equal(
            fast.astype(object), meant.astype(object), check_dtype=False, check_index_type=False
        )
