"""`expected`: what NAV should pay for a person, an employer, a period and a benefit."""

from __future__ import annotations

from collections.abc import Callable

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.periods import Period
from rutine.refunds.expected.account import CannotCompute, ExpectedRefund, Missing, Question
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.care import expected_care
from rutine.refunds.expected.exemption import expected_exemption
from rutine.refunds.expected.holiday_pay import expected_holiday_pay
from rutine.refunds.expected.sickness import expected_sickness
from rutine.refunds.expected.tables import Tables, UnknownNumberError
from rutine.refunds.expected.uptake import expected_uptake

_Compute = Callable[[Question], ExpectedRefund | CannotCompute]
SICKNESS = "4"

_BY_KIND: dict[str, _Compute] = {
    "sickness": expected_sickness,
    "exemption": expected_exemption,
    "parental": expected_uptake,
    "pregnancy": expected_uptake,
    "nursing": expected_uptake,
    "care": expected_care,
}


def expected(
    person: Fnr,
    employer: OrgNr,
    period: Period,
    basis: Basis,
    tables: Tables,
    *,
    benefit: str = SICKNESS,
) -> ExpectedRefund | CannotCompute:
    """Compute what NAV should pay an employer, day by day.

    Args:
        person: who the refund is for; only carried along.
        employer: the sub-unit NAV pays to; one of the basis' jobs.
        period: the days asked about. Splitting it anywhere changes no day.
        basis: what is known about the person.
        tables: the dated facts.
        benefit: NAV's benefit code (column D of the settlement report).

    Returns:
        The account, or what is missing to make one. Never a guess.
    """
    return answer(Question(person, employer, period, basis, tables, benefit))


def answer(question: Question) -> ExpectedRefund | CannotCompute:
    """Answer a question that is already put together; used to ask again with one fact changed."""
    code = question.tables.code(question.benefit)
    if code is None:
        return CannotCompute(question, "unknown_benefit", (Missing("benefit", "unknown code"),))
    if code.kind == "never_certain":
        reason = f"{code.name}: no rule gives its amount"
        return CannotCompute(question, "never_certain", (Missing("benefit", reason),))
    if question.basis.job_at(question.employer) is None:
        missing = Missing("jobs", "no job in the sub-unit asked about")
        return CannotCompute(question, "unknown_job", (missing,))
    try:
        if code.kind == "holiday_pay":
            return expected_holiday_pay(question, answer)
        return _BY_KIND[code.kind](question)
    except UnknownNumberError as fault:
        unknown = fault.unknown
        return CannotCompute(
            question,
            "unknown_year",
            (
                Missing(
                    f"tables.{unknown.table}",
                    f"the number on {unknown.day} is before the first row of the table",
                ),
            ),
        )
