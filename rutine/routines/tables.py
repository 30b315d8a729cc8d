"""Reads the dated tables of a project folder: `mappings/tables/*.yaml` to typed rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rutine.core.errors import InputError
from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.refunds.expected.day_counting import years_after
from rutine.refunds.expected.tables import CodeRow, GRow, NumberName, NumberRow, Tables


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class GFile(_File):
    """The table of G."""

    table: Literal["g"] = Field(description="The table's name, the same as the file's.")
    rows: tuple[GRow, ...] = Field(description="One row for each year's G.")


class CodeFile(_File):
    """The table of NAV's benefit codes."""

    table: Literal["benefit_codes"] = Field(description="The table's name, the same as the file's.")
    rows: tuple[CodeRow, ...] = Field(description="One row for each code.")


class NumberFile(_File):
    """A table of numbers: day counts, deadlines, handling times, age limits, percentages."""

    table: Literal["day_counts", "deadlines", "handling_times", "age_limits", "percentages"] = (
        Field(description="The table's name, the same as the file's.")
    )
    rows: tuple[NumberRow, ...] = Field(
        description="One row for each number, and for each day from which it is another."
    )


NUMBER_FILES = ("day_counts", "deadlines", "handling_times", "age_limits", "percentages")
"""The files whose rows are numbers; each number lies in one of them only."""


def table_model(name: str) -> type[GFile | CodeFile | NumberFile]:
    """The model of the table in a file of this name."""
    special: dict[str, type[GFile | CodeFile]] = {"g": GFile, "benefit_codes": CodeFile}
    return special.get(name, NumberFile)


@dataclass(frozen=True, slots=True)
class TableFiles:
    """The tables, and the sha256 of each file they came from, by file name."""

    tables: Tables
    sha256: dict[str, str]


def load_tables(folder: Path) -> TableFiles:
    """Read every table of a folder.

    Raises:
        InputError: `mapping_missing`, `mapping_invalid` (with file, line and what is allowed) or
            `table_incomplete`: a file, a row or a number is missing or wrong.
    """
    g_file = load_yaml(folder / "g.yaml")
    code_file = load_yaml(folder / "benefit_codes.yaml")
    files = {"g": g_file, "benefit_codes": code_file}
    numbers: list[NumberRow] = []
    home: dict[NumberName, str] = {}
    for name in NUMBER_FILES:
        document = load_yaml(folder / f"{name}.yaml")
        files[name] = document
        for row in parse_model(document, NumberFile).rows:
            if home.setdefault(row.name, name) != name:
                raise InputError(
                    "mapping_invalid",
                    f"{row.name} stands both in {home[row.name]}.yaml and {name}.yaml.",
                    "Keep it in one of them.",
                )
            numbers.append(row)
    tables = Tables(
        g=parse_model(g_file, GFile).rows,
        codes=parse_model(code_file, CodeFile).rows,
        numbers=numbers,
    )
    _refuse_twice(tables)
    _refuse_gaps(tables)
    return TableFiles(tables, {name: document.sha256 for name, document in files.items()})


def _refuse_twice(tables: Tables) -> None:
    """Two rows for the same thing on the same day: nobody could say which one holds."""
    keys = [f"g from {row.first}" for row in tables.g]
    keys += [f"the code {row.code}" for row in tables.codes]
    keys += [f"{row.name} from {row.first}" for row in tables.numbers]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise InputError(
            "mapping_invalid", f"The tables hold {', '.join(twice)} twice.", "Remove one row."
        )


def _refuse_gaps(tables: Tables) -> None:
    """A year without its own G would be counted with the G of the year before."""
    days = sorted(row.first for row in tables.g)
    for before, after in pairwise(days):
        if after != years_after(before, 1):
            raise InputError(
                "table_incomplete",
                f"The table of G goes from {before} to {after}: there must be one row a year, "
                "each from 1 May.",
                "Add the missing row to g.yaml, or correct the date.",
            )


def tables_fingerprint(files: TableFiles) -> str:
    """One sha256 over all tables: what is stored with every decision that rests on them."""
    text = "\n".join(f"{name} {files.sha256[name]}" for name in sorted(files.sha256))
    return hashlib.sha256(text.encode()).hexdigest()
