"""One person's basis from a YAML file: what `rutine expected` takes, and the examples' input."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.periods import Period
from rutine.formats.identifier_columns import Identities
from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.refunds.expected.account import CannotCompute, ExpectedRefund
from rutine.refunds.expected.amounts import Kroner
from rutine.refunds.expected.asking import SICKNESS, expected
from rutine.refunds.expected.basis import Basis, Day
from rutine.refunds.expected.payment import Paid, PaidLine
from rutine.refunds.expected.tables import Tables

_REMEDY = "Correct the case file, and run `rutine expected` again."


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class _Days(_Part):
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")


class _Line(_Part):
    amount: Kroner
    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")


class _Payment(_Part):
    lines: tuple[_Line, ...] = ()
    last_benefit_day: Day | None = None


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


def load_case(path: Path, identities: Identities = "synthetic") -> ExpectedCase:
    """Read one person's case.

    Args:
        path: the YAML file.
        identities: `synthetic` refuses a person who may exist (practice), `real` refuses one
            who can't (production), `any` takes both.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, with every field that can't be right;
            `case_person_real` or `case_person_synthetic`, when the person is not of the mode.
    """
    try:
        case = parse_model(load_yaml(path), ExpectedCase)
    except InputError as error:
        raise InputError(error.code, error.message, _REMEDY) from None
    synthetic = case.person.synthetic is not None
    if identities == "synthetic" and not synthetic:
        raise InputError(
            "case_person_real",
            f"{path}: person: may belong to a living person, which practice refuses.",
            "Use a synthetic person in practice, or run in production.",
        )
    if identities == "real" and synthetic:
        raise InputError(
            "case_person_synthetic",
            f"{path}: person: is a synthetic national id, which is refused in production.",
            "Write the person's own national id, or run in practice.",
        )
    return case
