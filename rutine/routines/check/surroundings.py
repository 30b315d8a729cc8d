"""What stands around a routine file: formats, tables, flow, deployment, examples.

Read once and lazily. What can't be read is reported where it is checked itself, and counts as
absent here. Flows are parsed, never imported: checking a file must not run anything.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from rutine.core import clock
from rutine.core.errors import InputError
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.formats.yaml_source import load_yaml
from rutine.routines.tables import load_tables
from rutine.routines.timetable.deployment_file import UPKEEP


@dataclass(frozen=True, slots=True)
class FlowSteps:
    """A flow as its file has it.

    Attributes:
        there: whether the file exists.
        names: the functions that the flow calls, in order; None when the file is no Python or
            has no flow of the routine's name.
    """

    there: bool
    names: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Surroundings:
    """The project that a file is checked in.

    Attributes:
        mappings: the folder with formats, tables and examples.
        project: the folder with flows and deployments; None where only the package is
            installed, and neither is looked for.
        two_persons: from how many kroner this installation asks for two persons, by kind.
        today: the day that dates are held against.
    """

    mappings: Path
    project: Path | None = None
    two_persons: Mapping[str, int] = field(default_factory=dict)
    today: date = field(default_factory=clock.today)

    @cached_property
    def formats(self) -> Mapping[str, FormatFile | None]:
        """Every format file by name; None for one with faults of its own."""
        return {path.stem: _read(path) for path in sorted(self.mappings.glob("formats/*.yaml"))}

    @cached_property
    def format_names(self) -> frozenset[str]:
        """What a list may come in."""
        return frozenset({*self.formats, BANK_STATEMENT})

    @cached_property
    def benefit_codes(self) -> frozenset[str]:
        """The benefit codes of the tables; empty when the tables have faults of their own."""
        try:
            return frozenset(row.code for row in load_tables(self.mappings / "tables").tables.codes)
        except InputError:
            return frozenset()

    def examples(self, routine: str) -> frozenset[str]:
        """The examples of a routine that have an expected outcome."""
        found = self.mappings.glob(f"examples/{routine}/*/expected.yaml")
        return frozenset(path.parent.name for path in found)

    def flow(self, routine: str) -> FlowSteps:
        """What the flow of a routine calls."""
        if self.project is None:
            return FlowSteps(there=False)
        path = self.project / "flows" / f"{routine}.py"
        try:
            return FlowSteps(there=True, names=_called(ast.parse(path.read_bytes()), routine))
        except OSError:
            return FlowSteps(there=False)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return FlowSteps(there=True)

    @cached_property
    def deployments(self) -> Mapping[str, Mapping[str, Any]] | None:
        """The routines' deployments by name; None when `prefect.yaml` can't be read."""
        if self.project is None:
            return None
        try:
            declared = load_yaml(self.project / "prefect.yaml").value_at(("deployments",))
        except InputError:
            return None
        groups = [
            each
            for each in declared or ()
            if isinstance(each, dict) and UPKEEP not in (each.get("tags") or ())
        ]
        return {str(each.get("name", "")): each for each in groups}

    def has_page(self, routine: str) -> bool:
        """Whether the routine has a page in the reference."""
        return self.project is None or (self.project / f"docs/reference/{routine}.md").is_file()


def _read(path: Path) -> FormatFile | None:
    try:
        return load_format(path)
    except InputError:
        return None


def _called(tree: ast.Module, routine: str) -> tuple[str, ...] | None:
    """The functions called in the flow, in the order they are written, each once."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == routine:
            calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
            calls.sort(key=lambda call: (call.lineno, call.col_offset))
            inside = [call for call in calls if call.lineno >= node.body[0].lineno]
            names = [call.func.id for call in inside if isinstance(call.func, ast.Name)]
            return tuple(dict.fromkeys(names))
    return None
