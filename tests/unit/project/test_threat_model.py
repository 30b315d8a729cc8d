"""Each control in the threat model names a test that is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "explanation" / "threat-model.md").read_text("utf-8")
ROWS = re.findall(r"^\| (.+) \|$", PAGE, re.MULTILINE)[1:]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def test_every_threat_has_a_test_and_every_kind_of_threat_is_there() -> None:
    assert len(NAMED) == len(ROWS) > 30
    kinds = [row.partition("|")[0].strip(" *") for row in ROWS]
    assert set(kinds) == set("STRIDE")
    assert kinds == sorted(kinds, key="STRIDE".index)


@pytest.mark.parametrize("path", sorted({path for path, _ in NAMED}))
def test_the_tests_are_there(path: str) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert {name for each, name in NAMED if each == path} - there == set()
