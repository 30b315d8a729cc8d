"""Which account each part of an entry goes to: configuration, never code."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class AccountRole(StrEnum):
    """What an account is for. The number that stands for it is the municipality's own."""

    BANK = "bank"
    INTERIM = "interim"
    CLAIM = "claim"
    DIFFERENCE = "difference"
    LOSS = "loss"
    UNRESOLVED = "unresolved"


class Accounts(BaseModel):
    """The accounts of one municipality, as its ledger names them."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    bank: str = Field(
        min_length=1,
        max_length=40,
        description="Where NAV's money arrives. Posted by the bank's own import, never by us.",
    )
    interim: str = Field(
        min_length=1,
        max_length=40,
        description="Money from NAV that no settlement report has explained yet; 0 when a "
        "period is closed.",
    )
    claims: str = Field(
        min_length=1,
        max_length=40,
        description="Claims sent to NAV, not paid yet; posted by payroll when a claim arises.",
    )
    claims_by_benefit: Mapping[str, str] = Field(
        default_factory=dict,
        description="Benefit code -> claim account, where it is another than `claims`.",
    )
    difference: str = Field(
        min_length=1,
        max_length=40,
        description="Where paid less than claimed, or more, goes: art 710, which the claim "
        "reduced too much or too little.",
    )
    loss: str = Field(
        min_length=1,
        max_length=40,
        description="What is written off, and what NAV by law does not refund.",
    )
    unresolved: str = Field(
        min_length=1,
        max_length=40,
        description="Money from NAV whose case waits for somebody; specified case by case.",
    )
    loss_reasons: frozenset[str] = Field(
        default=frozenset(),
        description="Reasons whose difference is a loss even without a write-off, such as D04.",
    )

    def number(self, role: AccountRole, benefit: str | None = None) -> str:
        """The account that stands for a role; for claims, the one of the benefit."""
        if role is AccountRole.CLAIM:
            return self.claims_by_benefit.get(benefit or "", self.claims)
        number: str = getattr(self, role.value)
        return number
