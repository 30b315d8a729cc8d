"""The routine file as a typed model: procedure, sources, passes, what may settle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    model_validator,
)

from rutine.core.errors import InputError
from rutine.core.records import RECORD_TYPES
from rutine.formats.format_model import FormatFile
from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.matching.passes import Pass
from rutine.postings.accounts import Accounts
from rutine.refunds.arrivals import BankWords
from rutine.routines.gains import Before
from rutine.routines.match_rule import MatchRules

Language = Literal["nb", "nn", "en"]


POSTED_RECORDS: Final = {"voucher": "voucher_line", "payroll": "payroll_entry"}
"""What the format of each file of postings must write."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Step(_Part):
    """One step of the written procedure."""

    step: str = Field(description="The step's name; the flow's functions come in this order.")
    nb: str = Field(description="What is done, as the person who does it would say it.")
    by: Literal["robot", "reviewer", "hr", "payroll", "accounting"] = Field(
        description="Who does it once the routine is automated."
    )


class Waiting(_Part):
    """How long a claim may stand without an answer from NAV."""

    soft_weeks: int = Field(ge=1, le=52, description="Weeks after which it is marked as late.")
    hard_weeks: int = Field(ge=1, le=104, description="Weeks after which it becomes a case.")
    source: str = Field(description="Where the figures come from, and when.")

    @model_validator(mode="after")
    def _in_order(self) -> Waiting:
        if self.hard_weeks < self.soft_weeks:
            raise ValueError("hard_weeks must not be smaller than soft_weeks")
        return self


class BankText(_Part):
    """How the bank shows money from NAV. Whole words; upper and lower case are the same."""

    nav: tuple[str, ...] = Field(min_length=1, description="Names NAV pays under.")
    refund: tuple[str, ...] = Field(
        min_length=1, description="Words in the text or reference of a refund."
    )
    other: tuple[str, ...] = Field(
        min_length=1, description="Words of payments from NAV that are no refund."
    )

    @property
    def words(self) -> BankWords:
        """The words, as the rules understand them."""
        return BankWords(self.nav, self.refund, self.other)


class PostingRules(_Part):
    """What is posted, and the files it is written to."""

    accounts: Accounts
    voucher: str = Field(description="The format file that vouchers are written by.")
    payroll: str = Field(description="The format file that payroll's import is written by.")

    def faults(self, formats: Mapping[str, FormatFile]) -> Iterator[str]:
        """Which of the named formats, as far as given, can't write what it is named for."""
        for key, record in POSTED_RECORDS.items():
            form = formats.get(getattr(self, key))
            if form is not None and not (form.written and form.record == record):
                yield f"postings, {key}: {form.name} does not write {record}"


class RoutineFile(_Part):
    """A routine, as its consultant wrote it."""

    version: int = Field(ge=1, le=1, description="The version of this vocabulary.")
    name: str = Field(pattern="^[a-z][a-z0-9_]*$", description="Also the file's and flow's name.")
    title: dict[Language, str] = Field(description="The routine's title in each language.")
    legal_basis: str = Field(description="The law that the processing rests on.")
    data_classes: tuple[Literal["nationalId", "health", "money", "contact"], ...]
    procedure: tuple[Step, ...] = Field(min_length=1)
    sources: dict[str, tuple[str, ...]] = Field(
        description="Record type -> the format files it may come in, tried in this order."
    )
    match: MatchRules
    settles: tuple[str, ...] = Field(
        description="The benefit codes that may be settled without a person; all others are cases."
    )
    waiting: Waiting
    bank: BankText = Field(description="How money from NAV is known on the bank statement.")
    postings: PostingRules | None = Field(
        default=None, description="Accounts and files; left out where nothing is posted."
    )
    before: Before | None = Field(
        default=None, description="What the routine took before; gains are counted from it."
    )
    _sha256: str = PrivateAttr(default="")

    @model_validator(mode="after")
    def _known_records(self) -> RoutineFile:
        unknown = sorted(set(self.sources) - set(RECORD_TYPES))
        if unknown:
            raise ValueError(f"sources: unknown record type {unknown[0]!r}")
        return self

    @property
    def sha256(self) -> str:
        """The hash of the file that was read: stored with everything it decides."""
        return self._sha256

    @property
    def passes(self) -> tuple[Pass, ...]:
        """The passes, as the matching understands them."""
        return tuple(rule.as_pass(self.settles) for rule in self.match)


def load_routine(path: Path) -> RoutineFile:
    """Read and check one routine file.

    Raises:
        InputError: `mapping_invalid`, naming file, line, what is wrong and what is allowed.
    """
    document = load_yaml(path)
    routine = parse_model(document, RoutineFile)
    if routine.name != path.stem:
        raise InputError(
            "mapping_invalid",
            f"{path.name}, line {document.line_of(('name',))}: the routine is named "
            f"{routine.name!r}, the file {path.stem!r}.",
            "Give both the same name: the flow and the examples are found by it.",
        )
    routine._sha256 = document.sha256  # noqa: SLF001 - the model is frozen, and this is its maker
    return routine
