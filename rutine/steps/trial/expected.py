"""What an example says that comes of it, `expected.yaml`, and what is otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from rutine.core.identifiers import OrgNr
from rutine.refunds.expected.amounts import Kroner


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, hide_input_in_errors=True
    )


class Group(_Part):
    """Lines and claims that were settled together: a line by its place in `report.csv`.

    Line 1 of an earlier run's report, `report-1.csv`, is `report-1:1`.
    """

    pass_name: str = Field(alias="pass")
    reason: str = "D01"
    lines: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    claimed: Kroner | None = None
    paid: Kroner | None = None


class Shown(_Part):
    """One fact of a case from both sides: kroner, days or text as people write them."""

    claimed: str | None = None
    paid: str | None = None


class CaseFound(_Part):
    """A case, and those of its facts that the example is about."""

    reason: str
    lines: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    evidence: dict[str, Shown] = {}


class Happening(_Part):
    """What a person does between two runs.

    Attributes:
        after: the run it comes after, counted from 1.
        undoes: the claim whose settlement is undone.
        closes: the month that is closed.
    """

    after: int
    undoes: str | None = None
    closes: str | None = None


class Told(_Part):
    """What payroll is told of a claim: kroner settled, negative where it is taken back."""

    period: str
    claim: str
    settled: Kroner


class Outcome(_Part):
    """What `expected.yaml` says, and what a run comes to.

    Attributes:
        as_of: the day of the last run.
        sub_units: the employer's own; empty when they are not known.
        settled: everything that any run has settled.
        cases: what waits for a person after the last run.
        closed: cases that closed by themselves.
        carried: claims that may still be answered in time.
        happens: what people do between the runs.
        payroll: what payroll is told, in the order of the vouchers; only checked where stated.
    """

    as_of: date
    sub_units: tuple[OrgNr, ...] = ()
    settled: tuple[Group, ...] = ()
    cases: tuple[CaseFound, ...] = ()
    closed: tuple[CaseFound, ...] = ()
    carried: tuple[str, ...] = ()
    happens: tuple[Happening, ...] = ()
    payroll: tuple[Told, ...] = ()
    example_of: tuple[str, ...] = ()
    not_example_of: tuple[str, ...] = ()


class Unlike(_Part):
    """One thing that came out otherwise than an example says: the part, and what of it.

    Attributes:
        part: a key of `expected.yaml`.
        told: what the example says; None where it says nothing of this.
        found: what came; None where nothing of this came.
    """

    part: str
    told: str | None
    found: str | None


def unlike(told: Outcome, found: Outcome) -> list[Unlike]:
    """What came out otherwise; of a case only what the example says of it is held against it."""
    every: list[Group | CaseFound] = [*found.settled, *found.cases, *found.closed]
    reasons = {each.reason for each in every}
    return [
        *_parts("settled", told.settled, found.settled),
        *_parts("cases", told.cases, found.cases),
        *_parts("closed", told.closed, found.closed),
        *_words("carried", sorted(told.carried), sorted(found.carried)),
        *(_payroll(told, found) if told.payroll else ()),
        *_words("example_of", [c for c in told.example_of if c not in reasons], []),
        *_words("not_example_of", [], [c for c in told.not_example_of if c in reasons]),
    ]


def _parts(
    name: str, told: Sequence[Group | CaseFound], found: Sequence[Group | CaseFound]
) -> Iterator[Unlike]:
    """Pairs what is about the same rows; what has no partner is missing, or came unasked."""
    left = list(found)
    for said in told:
        same = [each for each in left if (each.lines, each.claims) == (said.lines, said.claims)]
        best = next((each for each in same if _agrees(each, said)), next(iter(same), None))
        if best is None:
            yield Unlike(part=name, told=_line(said), found=None)
            continue
        left.remove(best)
        if not _agrees(best, said):
            yield Unlike(part=name, told=_line(said), found=_line(best, like=said))
    for each in left:
        yield Unlike(part=name, told=None, found=_line(each))


def _agrees(found: Group | CaseFound, told: Group | CaseFound) -> bool:
    said = told.model_dump(exclude_none=True)
    return bool(_told_of(found.model_dump(), said) == said)


def _told_of(found: Any, told: Any) -> Any:
    """What was found of all that the example says something about."""
    if not isinstance(told, dict) or not isinstance(found, dict):
        return found
    return {key: _told_of(found.get(key), value) for key, value in told.items()}


def _line(each: Group | CaseFound, like: Group | CaseFound | None = None) -> str:
    """One thing on one line, in the keys of the file."""
    words = each.model_dump(exclude_none=True, by_alias=True, mode="json")
    if like is None:
        words.pop("evidence", None)  # nobody asked for it
    else:
        words = _told_of(words, like.model_dump(exclude_none=True, by_alias=True, mode="json"))
    return ", ".join(f"{key}: {_value(value)}" for key, value in words.items() if value)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, dict):
        parts = (f"{key} {_value(each)}" for key, each in value.items() if each is not None)
        return f"({', '.join(parts)})"
    return str(value)


def _words(name: str, told: Sequence[str], found: Sequence[str]) -> Iterator[Unlike]:
    for each in sorted({*told} - {*found}):
        yield Unlike(part=name, told=each, found=None)
    for each in sorted({*found} - {*told}):
        yield Unlike(part=name, told=None, found=each)


def _payroll(told: Outcome, found: Outcome) -> Iterator[Unlike]:
    if told.payroll != found.payroll:
        said, seen = (
            "; ".join(f"{each.period} {each.claim} {each.settled}" for each in one.payroll)
            for one in (told, found)
        )
        yield Unlike(part="payroll", told=said, found=seen or None)
