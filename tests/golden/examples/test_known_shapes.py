"""Every example of a routine of a known shape ends as its `expected.yaml` says."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from rutine.formats.yaml_source import load_yaml
from rutine.routines.routine_file import Kind, load_routine
from rutine.settings import Settings
from rutine.steps.shapes.scope import is_shape
from rutine.steps.shapes.trial import try_shape

ROOT = Path(__file__).parents[3]
MAPPINGS = ROOT / "mappings"
SHAPES = [
    path.stem
    for path in sorted(MAPPINGS.glob("routines/*.yaml"))
    if is_shape(MAPPINGS, path.stem) and load_routine(path).automated
]
EXAMPLES = [
    path.parent
    for name in SHAPES
    for path in sorted(MAPPINGS.glob(f"examples/{name}/*/expected.yaml"))
]


def test_each_shape_has_a_routine() -> None:
    kinds = {load_routine(MAPPINGS / "routines" / f"{name}.yaml").kind for name in SHAPES}
    assert kinds == {*get_args(Kind)}


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_example_ends_as_it_says(folder: Path, tmp_path: Path) -> None:
    settings = Settings(project=ROOT, home=tmp_path)
    assert try_shape(settings, folder.parent.name, folder).unlike == ()


@pytest.mark.parametrize("name", SHAPES)
def test_every_exception_of_the_routine_has_an_example(name: str) -> None:
    routine = load_routine(MAPPINGS / "routines" / f"{name}.yaml")
    shown = {
        code
        for folder in EXAMPLES
        if folder.parent.name == name
        for code in load_yaml(folder / "expected.yaml").data.get("example_of", [])
    }
    assert {each.code for each in routine.exceptions} - shown == set()
