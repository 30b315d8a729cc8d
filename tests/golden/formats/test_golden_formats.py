"""Golden files: each input beside what reading it must give."""

from __future__ import annotations

import json

import pytest

from tests.golden.formats.cases import FOLDER, INPUTS, expected_path, outcome


@pytest.mark.parametrize("name", INPUTS)
def test_the_input_is_read_as_expected(name: str):
    expected = json.loads(expected_path(name).read_text(encoding="utf-8"))
    assert outcome(name, (FOLDER / name).read_bytes()) == expected


@pytest.mark.parametrize("name", [name for name in INPUTS if not name.endswith(".xlsx")])
def test_the_checked_in_input_is_what_the_writer_writes(name: str):
    assert (FOLDER / name).read_bytes() == INPUTS[name][1]


def test_no_golden_file_is_forgotten():
    inputs = {path.name for path in FOLDER.iterdir() if path.suffix in {".csv", ".xlsx", ".xml"}}
    outcomes = {path.name.removesuffix(".expected.json") for path in FOLDER.glob("*.json")}
    assert inputs == outcomes == set(INPUTS)
