"""The generator must not know how its files are matched, nor read them as the program does."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import rutine.practice

ALLOWED = {"pandas", "numpy", "openpyxl", "pydantic"}


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_the_generator_imports_nothing_of_the_program_but_its_core() -> None:
    (folder,) = rutine.practice.__path__
    files = sorted(Path(folder).glob("*.py"))
    assert len(files) > 20
    for path in files:
        for name in imported(path):
            top = name.split(".")[0]
            own = name.startswith(("rutine.core", "rutine.practice"))
            outside = top in ALLOWED or top in sys.stdlib_module_names
            assert own or outside, f"{path.name} imports {name}"
            assert not name.startswith("rutine.practice.standins")
