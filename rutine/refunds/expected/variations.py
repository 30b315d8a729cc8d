"""The same question with one fact changed: what NAV would pay if it saw things another way.

A cause of a difference is believed only when the account made with that one change gives the
amount that was paid (or claimed), and the change rests on something registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from rutine.core.money import Ore
from rutine.refunds.expected.account import ExpectedRefund, Question
from rutine.refunds.expected.asking import answer
from rutine.refunds.expected.basis import (
    AbsenceKind,
    AbsencePeriod,
    Exemption,
    IncomeReported,
    Job,
)
from rutine.refunds.expected.exemption import EXEMPTION_KINDS
from rutine.refunds.expected.tables import GRow, NumberName, Tables

FREE_KINDS = frozenset(
    {AbsenceKind.HOLIDAY, AbsenceKind.LEAVE, AbsenceKind.NOT_BACK, AbsenceKind.WORK}
)


def ask(question: Question) -> ExpectedRefund | None:
    """The account of a changed question, or None when it can't be computed."""
    found = answer(question)
    return found if isinstance(found, ExpectedRefund) else None


def with_basis(question: Question, **changes: object) -> Question:
    """The question with some fields of the basis replaced."""
    return replace(question, basis=question.basis.model_copy(update=changes))


def with_job(question: Question, change: Callable[[Job], Job]) -> Question:
    """The question with the asked job changed."""
    jobs = tuple(
        change(job) if job.employer == question.employer else job for job in question.basis.jobs
    )
    return with_basis(question, jobs=jobs)


def with_absences(
    question: Question, change: Callable[[AbsencePeriod], AbsencePeriod | None]
) -> Question:
    """The question with absences of the asked job changed, or left out for None."""

    def changed(job: Job) -> Job:
        kept = [change(absence) for absence in job.absences]
        return job.model_copy(update={"absences": tuple(a for a in kept if a is not None)})

    return with_job(question, changed)


def with_exemption(question: Question) -> Question:
    """NAV had decided that the employer period is refunded, for every day asked about."""
    decision = Exemption.model_validate(
        {
            "kind": EXEMPTION_KINDS[question.benefit],
            "from": question.period.first,
            "to": question.period.last,
        }
    )
    return with_basis(question, exemptions=(*question.basis.exemptions, decision))


def with_grade(question: Question, grade: int) -> Question:
    """Every sick note that touches the period has another grade."""

    def changed(absence: AbsencePeriod) -> AbsencePeriod:
        touches = absence.first <= question.period.last and absence.last >= question.period.first
        if absence.kind is AbsenceKind.SICK_NOTE and touches:
            return absence.model_copy(update={"grade": grade})
        return absence

    return with_absences(question, changed)


def without_free_days(question: Question) -> Question:
    """Nobody told NAV about holiday, leave or work inside the sick notes."""
    return with_absences(question, lambda a: None if a.kind in FREE_KINDS else a)


def with_income(question: Question, monthly: Ore, refund: Ore) -> Question:
    """Every income report of the asked job states another income and refund."""

    def changed(job: Job) -> Job:
        reports = tuple(
            report.model_copy(update={"monthly_income": monthly, "monthly_refund": refund})
            for report in job.incomes
        )
        return job.model_copy(update={"incomes": reports})

    return with_job(question, changed)


def with_reports(
    question: Question, change: Callable[[IncomeReported], IncomeReported]
) -> Question:
    """Every income report of the asked job is changed."""
    return with_job(
        question,
        lambda job: job.model_copy(
            update={"incomes": tuple(change(report) for report in job.incomes)}
        ),
    )


def alone(question: Question) -> Question:
    """The asked job is the only one."""
    asked = tuple(job for job in question.basis.jobs if job.employer == question.employer)
    return with_basis(question, jobs=asked)


def with_number(question: Question, name: NumberName, value: int | Decimal) -> Question:
    """A number of the tables is another, on every day."""
    rows = [
        row.model_copy(update={"value": Decimal(value)}) if row.name == name else row
        for row in question.tables.numbers
    ]
    return _with_tables(question, Tables(question.tables.g, question.tables.codes, rows))


def with_g(question: Question, replaced: GRow, other: GRow) -> Question:
    """One year's G has another year's amounts."""
    amounts = {"g": other.g, "half_g": other.half_g, "two_g": other.two_g, "six_g": other.six_g}
    rows = [row.model_copy(update=amounts) if row is replaced else row for row in question.tables.g]
    return _with_tables(question, Tables(rows, question.tables.codes, question.tables.numbers))


def without_cap(question: Question) -> Question:
    """There is no 6G."""
    high = {"six_g": Ore(10**12)}
    rows = [row.model_copy(update=high) for row in question.tables.g]
    return _with_tables(question, Tables(rows, question.tables.codes, question.tables.numbers))


def without_minimum_income(question: Question) -> Question:
    """There is no minimum income."""
    none = {"half_g": Ore(0), "two_g": Ore(0)}
    rows = [row.model_copy(update=none) for row in question.tables.g]
    return _with_tables(question, Tables(rows, question.tables.codes, question.tables.numbers))


def neighbouring_g(question: Question, days: tuple[date, ...]) -> Iterator[tuple[GRow, GRow]]:
    """The G of each qualifying date, paired with that of the year before and after."""
    rows = {row.first: row for day in days if isinstance(row := question.tables.g_at(day), GRow)}
    for row in rows.values():
        for other in question.tables.g_beside(row):
            yield row, other


def _with_tables(question: Question, tables: Tables) -> Question:
    return replace(question, tables=tables)


def asked_job(question: Question) -> Job:
    """The job the question is about."""
    job = question.basis.job_at(question.employer)
    if job is None:
        raise LookupError("the question's employer is none of the jobs")
    return job
