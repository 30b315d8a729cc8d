"""The match file: which two lists are held against each other, column by column, and how.

For lists that need no routine of their own with fetching, controls and cases. A routine file
can be used as one: its lists and their columns are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rutine.core.errors import InputError
from rutine.core.records import COLUMNS, ColumnKind
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.sentences import Language
from rutine.formats.yaml_source import (
    YamlDocument,
    did_you_mean,
    load_yaml,
    mapping_invalid,
    parse_model,
)
from rutine.matching.gates import Identity, PeriodGate
from rutine.matching.passes import Pass
from rutine.routines.list_side import SideFields, Signs
from rutine.routines.match_rule import MatchRule, MatchRules
from rutine.routines.routine_file import RoutineFile, load_refund_routine, load_routine

PERSONAL: Final = frozenset({"person", "name", "account", "counterparty", "text"})
"""Fields of any record that name a person or an account, or may do so in free text."""

_ROUTINE_KEYS: Final = {"procedure", "identity"}
"""Keys that a routine file has and a match file has not."""

_TEXTS = {ColumnKind.TEXT, ColumnKind.IDENTIFIER}
_KINDS = {
    "key": _TEXTS | {ColumnKind.INTEGER},
    "identity": _TEXTS,
    "name": _TEXTS,
    "unit": _TEXTS,
    "benefit": _TEXTS,
    "first": {ColumnKind.DAY},
    "last": {ColumnKind.DAY},
    "amount": {ColumnKind.ORE},
    "less": {ColumnKind.ORE},
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class ListSide(SideFields):
    """One of the two lists, and which of its record's fields mean what."""

    formats: tuple[str, ...] = Field(
        min_length=1,
        description="Format files it may come in, the first that fits the file's kind; "
        "camt.053 is a bank statement in XML.",
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
    match: MatchRules

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
        titles: what people call each pass, by its name; empty where the file does not say.
        sha256: of the file that declares it.
    """

    name: str
    title: dict[Language, str]
    a: ListSide
    b: ListSide
    signs: Signs
    passes: tuple[Pass, ...]
    titles: dict[str, dict[Language, str]]
    sha256: str


OUT = "-out"
"""Follows the benefit of money out, where signs are kept apart."""


def load_match(path: Path) -> MatchPlan:
    """Read a match file, or a routine file that settles refunds.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, with the line of every fault.
    """
    document = load_yaml(path)
    if isinstance(document.data, dict) and _ROUTINE_KEYS & document.data.keys():
        return _from_routine(path)
    file = parse_model(document, MatchFile)
    passes = tuple(_passes(file))
    faults = [
        fault
        for place, side in (("a", file.a), ("b", file.b))
        for fault in (*_faults(document, side, place), *_day_faults(document, side, place, passes))
    ]
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
        passes=passes,
        titles=_titles(file.match),
        sha256=document.sha256,
    )


def matches_lists(path: Path) -> bool:
    """Whether a match file or routine file has rules for two lists; a candidate has none.

    A file that is not even YAML is taken to have some, so that its fault is told when it is read.
    """
    try:
        data = load_yaml(path).data
    except InputError:
        return True
    return isinstance(data, dict) and "match" in data


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
        if role == "key":
            fitting = [name for name in fitting if name not in {*PERSONAL, side.identity}]
        if column not in fitting:
            meant = did_you_mean(column, fitting)
            known = column in columns
            fault = f"'{column}' can't be used here" if known else f"has no such field '{column}'"
            what = f"{place}.{role}: {side.record}: {fault}"
            line = document.line_of((place, role))
            yield line, f"{what}; allowed: {', '.join(fitting)}{meant}"
    if BANK_STATEMENT in side.formats and side.record != "bank_entry":
        line = document.line_of((place, "formats"))
        yield line, f"{place}.formats: {BANK_STATEMENT} gives the record bank_entry"


def _day_faults(
    document: YamlDocument, side: ListSide, place: str, passes: Sequence[Pass]
) -> Iterator[tuple[int, str]]:
    """A row without its days is never settled, so a list without any would never be."""
    if (side.first is None) != (side.last is None):
        named = "first" if side.first else "last"
        line = document.line_of((place, named))
        yield line, f"{place}: first and last go together; for one day, name its field twice"
    elif side.first is None and any(each.days is not PeriodGate.MISSING for each in passes):
        told = "without first and last no row can ever be settled: name the fields with its days"
        yield document.line_of((place,)), f"{place}: {told}"


def _titles(rules: Sequence[MatchRule]) -> dict[str, dict[Language, str]]:
    return {rule.name: rule.title for rule in rules}


def _from_lists(path: Path, document: YamlDocument, routine: RoutineFile) -> MatchPlan:
    """The two lists that a routine names itself."""
    assert routine.lists is not None  # noqa: S101 - asked before
    passes = (
        routine.passes
        if routine.settles
        else tuple(replace(rule.as_pass(()), benefits=None) for rule in routine.match or ())
    )
    sides, faults = [], []
    for place in ("a", "b"):
        own = getattr(routine.lists, place)
        said = own.model_dump(exclude={"complete"})
        formats = routine.formats_of(own.record)
        if not formats:
            told = f"lists.{place}.record: {own.record} is none of the sources"
            faults.append((document.line_of(("lists", place, "record")), told))
            continue
        side = ListSide.model_validate({**said, "formats": formats})
        faults += [
            (document.line_of(("lists", place)), what)
            for _, what in (
                *_faults(document, side, place),
                *_day_faults(document, side, place, passes),
            )
        ]
        sides.append(side)
    if faults:
        raise mapping_invalid(path, faults)
    return MatchPlan(
        name=routine.name,
        title=routine.title,
        a=sides[0],
        b=sides[1],
        signs=routine.lists.signs,
        passes=passes,
        titles=_titles(routine.match or ()),
        sha256=routine.sha256,
    )


def _from_routine(path: Path) -> MatchPlan:
    """A routine's two lists: its own, or what NAV paid and what payroll claimed."""
    own = load_routine(path)
    if own.lists is not None:
        return _from_lists(path, load_yaml(path), own)
    routine = load_refund_routine(path)
    missing = [name for name in ("settlement_line", "claim") if name not in routine.sources]
    if missing:
        line = load_yaml(path).line_of(("sources",))
        raise mapping_invalid(path, [(line, f"sources: {missing[0]} is needed to match files")])
    shared = {"identity": "person", "unit": "sub_unit", "benefit": "benefit"}
    shared |= {"first": "first", "last": "last", "amount": "amount"}
    if any(each.identity is Identity.NEAR for each in routine.passes):
        shared["name"] = "name"  # no other pass reads it, and it is a text of each row
    lines = ListSide.model_validate(
        {
            **shared,
            "title": {
                "nb": "Posteringer fra NAV",
                "nn": "Posteringar frå NAV",
                "en": "NAV's settlement lines",
            },
            "record": "settlement_line",
            "formats": routine.formats_of("settlement_line"),
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
            "formats": routine.formats_of("claim"),
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
        titles=_titles(routine.match),
        sha256=routine.sha256,
    )
