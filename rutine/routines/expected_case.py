"""One person's basis from a YAML file: what `rutine expected` takes, and the examples' input."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.periods import Period
from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.refunds.expected.account import CannotCompute, ExpectedRefund
from rutine.refunds.expected.amounts import Kroner
from rutine.refunds.expected.asking import SICKNESS, expected
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.payment import Paid, PaidLine
from rutine.refunds.expected.tables import Tables


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class _Days(_Part):
    first: date = Field(alias="from")
    last: date = Field(alias="to")


class _Line(_Part):
    amount: Kroner
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")


class _Payment(_Part):
    lines: tuple[_Line, ...] = ()
    last_benefit_day: date | None = None


class ExpectedCase(_Part):
    """One person, one employer, one period; and perhaps what was paid and claimed for it.

    Attributes:
        person: whose case it is.
        employer: the sub-unit asked about, one of the basis' jobs.
        benefit: NAV's code.
        period: the days asked about.
        basis: jobs, absences, income reports and decisions.
        paid: the settlement lines, when a payment is to be explained.
        claimed: what payroll claimed.
    """

    person: Fnr
    employer: OrgNr
    benefit: str = SICKNESS
    period: _Days
    basis: Basis
    paid: _Payment | None = None
    claimed: Kroner | None = None

    def answer(self, tables: Tables) -> ExpectedRefund | CannotCompute:
        """What NAV should pay."""
        try:
            period = Period(self.period.first, self.period.last)
        except ValueError:
            raise InputError(
                "impossible_basis", "period: `to` is before `from`.", "Correct the period."
            ) from None
        return expected(
            self.person, self.employer, period, self.basis, tables, benefit=self.benefit
        )

    def payment(self) -> Paid | None:
        """What NAV paid, when the file says so."""
        if self.paid is None:
            return None
        lines = tuple(PaidLine(line.amount, line.first, line.last) for line in self.paid.lines)
        return Paid(lines, self.paid.last_benefit_day)


def load_case(path: Path) -> ExpectedCase:
    """Read one person's case.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, with every field that can't be right.
    """
    return parse_model(load_yaml(path), ExpectedCase)
