"""Days of illness that the income report tells of and payroll has not registered (D12).

NAV counts the employer period from the first day that the income report states. Where payroll's
list lacks the self-certified days before the first sick note, payroll counts from the note, and
expects the refund later than NAV pays it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from rutine.refunds.expected.account import Question
from rutine.refunds.expected.asking import SICKNESS
from rutine.refunds.expected.basis import SICK_ABSENCES, AbsenceKind, AbsencePeriod, Job
from rutine.refunds.expected.findings import days
from rutine.refunds.expected.variations import with_job
from rutine.refunds.finding import Finding
from rutine.refunds.knowledge import Knowledge
from rutine.refunds.paid_days import PaidDays
from rutine.refunds.rows import ClaimRow, LineRow
from rutine.refunds.three_ledgers import three_ledgers

_LONGEST_GAP: Final = timedelta(days=16)
"""The employer period: days further before a note begin no employer period of its absence."""


def counted_from_report(
    lines: Sequence[LineRow], claims: Sequence[ClaimRow], knowledge: Knowledge
) -> Finding | None:
    """D12: NAV paid, to the øre, what is due when the days of the income report count too."""
    if lines[0].benefit != SICKNESS:
        return None
    ledgers = three_ledgers(lines, claims, knowledge, change=_as_reported)
    paid = PaidDays.of(ledgers)
    if paid is None or paid.missing or paid.extra or not paid.as_expected:
        return None
    began = min(paid.account.qualifying_dates, default=None)
    shown = (days("absence_from", None, began), days("first_paid_day", None, paid.days[0]))
    return Finding("D12", shown)


def _as_reported(question: Question) -> Question | None:
    """The question with the self-certified days that its income reports tell of; None without."""
    job = question.basis.job_at(question.employer)
    added = () if job is None else tuple(_unregistered(job))
    if not added:
        return None
    return with_job(question, lambda j: j.model_copy(update={"absences": (*j.absences, *added)}))


def _unregistered(job: Job) -> list[AbsencePeriod]:
    sick = [each for each in job.absences if each.kind in SICK_ABSENCES]
    found: dict[date, AbsencePeriod] = {}
    for report in job.incomes:
        begun = report.absence_from
        after = min((each.first for each in sick if each.last >= begun), default=None)
        if after is not None and begun < after <= begun + _LONGEST_GAP:
            found[after] = AbsencePeriod.model_validate(
                {
                    "kind": AbsenceKind.SELF_CERTIFICATION,
                    "from": begun,
                    "to": after - timedelta(days=1),
                }
            )
    return list(found.values())
