"""What only a routine that settles refunds has: waiting times, the bank's words, postings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import Field, model_validator

from rutine.formats.format_model import FormatFile
from rutine.postings.accounts import Accounts
from rutine.refunds.arrivals import BankWords
from rutine.routines.vocabulary import Part, Words

POSTED_RECORDS: Final = {"voucher": "voucher_line", "payroll": "payroll_entry"}
"""What the format of each file of postings must write."""


class Waiting(Part):
    """How long a claim may stand without an answer from NAV."""

    soft_weeks: int = Field(ge=1, le=52, description="Weeks after which it is marked as late.")
    hard_weeks: int = Field(ge=1, le=104, description="Weeks after which it becomes a case.")
    source: Words = Field(description="Where the figures come from, and when.")

    @model_validator(mode="after")
    def _in_order(self) -> Waiting:
        if self.hard_weeks < self.soft_weeks:
            raise ValueError("hard_weeks must not be smaller than soft_weeks")
        return self


class BankText(Part):
    """How the bank shows money from NAV. Whole words; upper and lower case are the same."""

    nav: tuple[Words, ...] = Field(min_length=1, description="Names NAV pays under.")
    refund: tuple[Words, ...] = Field(
        min_length=1, description="Words in the text or reference of a refund."
    )
    other: tuple[Words, ...] = Field(
        min_length=1, description="Words of payments from NAV that are no refund."
    )

    @property
    def words(self) -> BankWords:
        """The words, as the rules understand them."""
        return BankWords(self.nav, self.refund, self.other)


class PostingRules(Part):
    """What is posted, and the files it is written to."""

    accounts: Accounts = Field(description="The accounts that vouchers are posted on.")
    voucher: str = Field(description="The format file that vouchers are written by.")
    payroll: str = Field(description="The format file that payroll's import is written by.")

    def faults(self, formats: Mapping[str, FormatFile]) -> Iterator[str]:
        """Which of the named formats, as far as given, can't write what it is named for."""
        for key, record in POSTED_RECORDS.items():
            form = formats.get(getattr(self, key))
            if form is not None and not (form.written and form.record == record):
                yield f"postings, {key}: {form.name} does not write {record}"
