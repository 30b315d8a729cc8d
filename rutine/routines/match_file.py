"""The match file: which two lists are held against each other, column by column, and how.

For lists that need no routine of their own with fetching, controls and cases. A routine file
can be used as one: its lists and their columns are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rutine.core.records import COLUMNS, ColumnKind
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.yaml_source import (
    YamlDocument,
    did_you_mean,
    load_yaml,
    mapping_invalid,
    parse_model,
)
from rutine.matching.passes import Pass, check_passes
from rutine.routines.match_rule import MatchRule
from rutine.routines.routine_file import load_routine

Language = Literal["nb", "nn", "en"]
Signs = Literal["together", "apart"]
_Column = Annotated[str, Field(min_length=1, max_length=50)]

_TEXTS = {ColumnKind.TEXT, ColumnKind.IDENTIFIER}
_KINDS = {
    "key": _TEXTS | {ColumnKind.INTEGER},
    "identity": _TEXTS,
    "unit": _TEXTS,
    "benefit": _TEXTS,
    "first": {ColumnKind.DAY},
    "last": {ColumnKind.DAY},
    "amount": {ColumnKind.ORE},
    "less": {ColumnKind.ORE},
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class ListSide(_Part):
    """One of the two lists, and which of its record's fields mean what."""

    title: dict[Language, str] = Field(description="What people call the list.")
    record: str = Field(description="The kind of record that its rows are.")
    formats: tuple[str, ...] = Field(
        min_length=1,
        description="Format files it may come in, the first that fits the file's kind; "
        "camt.053 is a bank statement in XML.",
    )
    key: _Column = Field(
        default="row",
        description="The field that names a row in the result; never a person. Left out: its line.",
    )
    identity: _Column = Field(description="The field that must be the same: a person, a reference.")
    nobody: tuple[str, ...] = Field(
        default=(), description="Values of identity that stand for none, such as DIVERSE."
    )
    unit: _Column | None = Field(
        default=None, description="A second field that must be the same, such as an account."
    )
    benefit: _Column | None = Field(
        default=None, description="A third field that must be the same: what the money is for."
    )
    first: _Column | None = Field(default=None, description="The field with the first day.")
    last: _Column | None = Field(default=None, description="The field with the last day.")
    amount: _Column = Field(description="The field with the amount.")
    less: _Column | None = Field(
        default=None, description="The field with the part of the amount that is settled already."
    )
    faults: Literal["refuse_row", "refuse_file"] = Field(
        default="refuse_row", description="What one faulty row does: only it, or all, is refused."
    )


class MatchFile(_Part):
    """Two lists and the passes that hold them against each other."""

    version: int = Field(ge=1, le=1, description="The version of this vocabulary.")
    name: str = Field(pattern="^[a-z][a-z0-9_]*$", description="The same as the file's name.")
    title: dict[Language, str] = Field(description="What the reconciliation is called.")
    a: ListSide = Field(description="The first list: what happened.")
    b: ListSide = Field(description="The second list: what was expected.")
    signs: Signs = Field(
        default="together",
        description="together: a negative amount takes back a positive one. apart: in and out "
        "are different things, and amounts are compared without their sign.",
    )
    settles: tuple[str, ...] | None = Field(
        default=None, description="The only values of benefit that may be settled; all if left out."
    )
    match: tuple[MatchRule, ...] = Field(min_length=1, description="Passes, in order.")

    @field_validator("match")
    @classmethod
    def _go_together(cls, rules: tuple[MatchRule, ...]) -> tuple[MatchRule, ...]:
        check_passes([rule.as_pass(()) for rule in rules])
        return rules

    @model_validator(mode="after")
    def _both_or_none(self) -> MatchFile:
        if (self.a.unit is None) != (self.b.unit is None):
            raise ValueError("unit must be named for both lists or for none")
        if (self.a.benefit is None) != (self.b.benefit is None):
            raise ValueError("benefit must be named for both lists or for none")
        if self.settles is not None and self.a.benefit is None:
            raise ValueError("settles needs benefit")
        return self


@dataclass(frozen=True)
class MatchPlan:
    """What is needed to hold two files against each other.

    Attributes:
        name: the match file's or the routine's.
        title: what it is called in each language.
        a, b: the lists.
        signs: whether a negative amount takes back a positive one or is another thing.
        passes: the passes, in order.
        sha256: of the file that declares it.
    """

    name: str
    title: dict[Language, str]
    a: ListSide
    b: ListSide
    signs: Signs
    passes: tuple[Pass, ...]
    sha256: str


OUT = "-out"
"""Follows the benefit of money out, where signs are kept apart."""


def load_match(path: Path) -> MatchPlan:
    """Read a match file, or a routine file that settles refunds.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, with the line of every fault.
    """
    document = load_yaml(path)
    if isinstance(document.data, dict) and "procedure" in document.data:
        return _from_routine(path)
    file = parse_model(document, MatchFile)
    faults = [*_faults(document, file.a, "a"), *_faults(document, file.b, "b")]
    if file.name != path.stem:
        line = document.line_of(("name",))
        faults.append((line, f"name must be the file's own name, {path.stem}"))
    if faults:
        raise mapping_invalid(path, faults)
    return MatchPlan(
        name=file.name,
        title=file.title,
        a=file.a,
        b=file.b,
        signs=file.signs,
        passes=tuple(_passes(file)),
        sha256=document.sha256,
    )


def is_match_file(path: Path) -> bool:
    """Whether a YAML file names two lists, and so is no routine file.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, when it is not even YAML.
    """
    data = load_yaml(path).data
    return isinstance(data, dict) and "a" in data and "b" in data


def _passes(file: MatchFile) -> Iterator[Pass]:
    for rule in file.match:
        if file.settles is None:
            yield replace(rule.as_pass(()), benefits=None)
        elif file.signs == "apart":
            yield rule.as_pass([*file.settles, *(f"{value}{OUT}" for value in file.settles)])
        else:
            yield rule.as_pass(file.settles)


def _faults(document: YamlDocument, side: ListSide, place: str) -> Iterator[tuple[int, str]]:
    """What the schema can't say: the record exists, and its fields are of the right kind."""
    if side.record not in COLUMNS:
        allowed, meant = ", ".join(COLUMNS), did_you_mean(side.record, COLUMNS)
        line = document.line_of((place, "record"))
        yield line, f"no record '{side.record}'; allowed: {allowed}{meant}"
        return
    columns = COLUMNS[side.record]
    for role, kinds in _KINDS.items():
        column = getattr(side, role)
        if column is None:
            continue
        fitting = [name for name, kind in columns.items() if kind in kinds]
        if column not in fitting:
            meant = did_you_mean(column, fitting)
            what = f"{place}.{role}: {side.record} has no such field '{column}'"
            line = document.line_of((place, role))
            yield line, f"{what}; allowed: {', '.join(fitting)}{meant}"
    if BANK_STATEMENT in side.formats and side.record != "bank_entry":
        line = document.line_of((place, "formats"))
        yield line, f"{place}.formats: {BANK_STATEMENT} gives the record bank_entry"


def _from_routine(path: Path) -> MatchPlan:
    """A routine's two lists: what NAV paid, and what payroll claimed."""
    routine = load_routine(path)
    missing = [name for name in ("settlement_line", "claim") if name not in routine.sources]
    if missing:
        line = load_yaml(path).line_of(("sources",))
        raise mapping_invalid(path, [(line, f"sources: {missing[0]} is needed to match files")])
    shared = {"identity": "person", "unit": "sub_unit", "benefit": "benefit"}
    shared |= {"first": "first", "last": "last", "amount": "amount"}
    lines = ListSide.model_validate(
        {
            **shared,
            "title": {
                "nb": "Posteringer fra NAV",
                "nn": "Posteringar frå NAV",
                "en": "NAV's settlement lines",
            },
            "record": "settlement_line",
            "formats": routine.sources["settlement_line"],
            "faults": "refuse_file",  # a damaged report is never settled in part
        }
    )
    claims = ListSide.model_validate(
        {
            **shared,
            "title": {
                "nb": "Krav fra lønn",
                "nn": "Krav frå løn",
                "en": "Payroll's claims",
            },
            "record": "claim",
            "formats": routine.sources["claim"],
            "key": "claim_id",
            "less": "settled",
        }
    )
    return MatchPlan(
        name=routine.name,
        title=routine.title,
        a=lines,
        b=claims,
        signs="together",
        passes=routine.passes,
        sha256=routine.sha256,
    )
