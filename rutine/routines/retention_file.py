"""Reads `mappings/retention.yaml`: how long each kind is kept, by which law, and who has agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from rutine.cases.retention.rules import Kind, Term, Terms
from rutine.core.errors import InputError
from rutine.formats.yaml_source import load_yaml, mapping_invalid, parse_model

FILE: Final = "retention.yaml"

_BY_ROUTINE: Final = frozenset({Kind.CASES, Kind.ORIGINALS, Kind.OUTPUTS, Kind.SETTLEMENTS})
"""What belongs to one routine, and so may be kept otherwise by it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class RetentionRow(_Part):
    """How long one kind is kept, in one routine or in all.

    `checked` is when somebody held the term against its source; none where no law sets one.
    """

    kind: Kind
    routine: str | None = None
    keep: int = Field(ge=0, le=100)
    unit: Literal["years_after_year", "days"]
    source: str = Field(min_length=5)
    checked: date | None = None


class RetentionFile(_Part):
    """The file. Nothing is deleted before the archive has confirmed it.

    `confirm_each` lets an approver read what each deletion holds, and agree, before it is done.
    """

    confirmed: bool
    confirm_each: bool = True
    rows: tuple[RetentionRow, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """What the file says: the terms, whether they are agreed to, and whether each deletion is."""

    terms: Terms
    confirmed: bool
    confirm_each: bool


def load_terms(mappings: Path) -> tuple[Terms, bool]:
    """The terms, and whether the municipality has confirmed them; raises as `load_retention`."""
    found = load_retention(mappings)
    return found.terms, found.confirmed


def load_retention(mappings: Path) -> Retention:
    """All that the file says.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`; also when a kind has no term, or two,
            or when a single routine would keep otherwise what belongs to none.
    """
    path = mappings / FILE
    file = parse_model(load_yaml(path), RetentionFile)
    keys = [(row.routine, row.kind) for row in file.rows]
    general = {row.kind for row in file.rows if row.routine is None}
    faults = [f"{kind} has no row of its own" for kind in Kind if kind not in general]
    faults += [
        f"{kind} stands twice" for key in set(keys) if keys.count(key) > 1 for kind in key[1:]
    ]
    faults += [
        f"{row.kind} can't differ by routine"
        for row in file.rows
        if row.routine is not None and row.kind not in _BY_ROUTINE
    ]
    if faults:
        raise mapping_invalid(path, [(1, fault) for fault in sorted(faults)])
    terms = {(row.routine, row.kind): Term(row.keep, row.unit, row.source) for row in file.rows}
    found = Terms(
        {kind: term for (routine, kind), term in terms.items() if routine is None},
        {(routine, kind): term for (routine, kind), term in terms.items() if routine is not None},
    )
    return Retention(found, file.confirmed, file.confirm_each)


def require_confirmed(mappings: Path, *, confirmed: bool) -> None:
    """Refuse to delete by terms that nobody has agreed to.

    Raises:
        InputError: `retention_unconfirmed`.
    """
    if not confirmed:
        path = mappings / FILE
        raise InputError(
            "retention_unconfirmed",
            f"The terms in {path} are not confirmed.",
            "Let the archive and the data-protection officer read them; then set confirmed: yes.",
            path=str(path),
        )
