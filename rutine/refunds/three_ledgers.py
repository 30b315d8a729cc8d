"""Expected, claimed and received side by side, for one person, sub-unit and benefit.

The three ledgers that must agree (refund rules §0). What is expected is worked out day by day,
so that any line and any claim can be held against the very days it is for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.account import ExpectedDay, ExpectedRefund, Question
from rutine.refunds.expected.basis import IncomeReported, Job
from rutine.refunds.expected.incomes import latest_report
from rutine.refunds.expected.payment import Paid, PaidLine
from rutine.refunds.expected.variations import ask, with_job, with_number
from rutine.refunds.knowledge import Knowledge
from rutine.refunds.rows import ClaimRow, LineRow, OpenRow

_CARE = "Z"
_CLAIM_FORMS = frozenset("67Z")
"""Benefits that the employer claims on a form of their own."""


@dataclass(frozen=True, slots=True)
class ThreeLedgers:
    """What NAV should pay, what was claimed and what was received for the same stretch of days.

    Attributes:
        account: the expected refund of every day from the first to the last that a row names;
            None when it can't be computed without guessing.
        claims: all for the account's person, sub-unit and benefit.
        lines: likewise.
    """

    account: ExpectedRefund | None
    claims: tuple[ClaimRow, ...]
    lines: tuple[LineRow, ...]

    @property
    def paid(self) -> Paid:
        """The lines as the rules take them."""
        lines = tuple(PaidLine(line.amount, line.first, line.last) for line in self.lines)
        stated = [line.last_benefit_day for line in self.lines if line.last_benefit_day]
        return Paid(lines, stated[-1] if stated else None)

    @property
    def days(self) -> tuple[ExpectedDay, ...]:
        """Every day of the account; none when there is no account."""
        return self.account.days if self.account else ()

    def within(self, period: Period) -> tuple[ExpectedDay, ...]:
        """The expected days of a period."""
        return tuple(day for day in self.days if day.day in period)

    def amount_within(self, period: Period) -> Ore:
        """What NAV should pay for a period, in øre."""
        return Ore(sum(day.rate for day in self.within(period)))


def three_ledgers(
    lines: Sequence[LineRow],
    claims: Sequence[ClaimRow],
    knowledge: Knowledge,
    *,
    change: Callable[[Question], Question | None] | None = None,
) -> ThreeLedgers:
    """Put the expected refund beside rows of one person, sub-unit and benefit.

    `change` asks another question, or none: the account is then missing.
    """
    rows: tuple[OpenRow, ...] = (*lines, *claims)
    question = _question(rows, claims, knowledge)
    if question is not None and change is not None:
        question = change(question)
        account = None if question is None else ask(question)
    else:
        account = None if question is None else _account(question, rows, knowledge)
    paid = lines if question is None else positions_together(lines, question)
    return ThreeLedgers(account, tuple(claims), tuple(paid))


def _account(
    question: Question, rows: tuple[OpenRow, ...], knowledge: Knowledge
) -> ExpectedRefund | None:
    """The account of the very rows, made once."""
    if rows not in knowledge.accounts:
        knowledge.accounts[rows] = ask(question)
    return knowledge.accounts[rows]


def positions_together(lines: Sequence[LineRow], question: Question) -> list[LineRow]:
    """Equal lines of positions that were reported each by itself, as one line of their sum.

    NAV pays one line for each report. Lines that don't come in as many copies stay as they are.
    """
    job = question.basis.job_at(question.employer)
    report = None if job is None else latest_report(job, question.period.last)
    count = 1 if report is None else report.positions
    copies = Counter((line.first, line.last, line.amount) for line in lines)
    found: list[LineRow] = []
    seen: Counter[tuple[date | None, date | None, Ore]] = Counter()
    for line in lines:
        same = (line.first, line.last, line.amount)
        if count == 1 or copies[same] % count:
            found.append(line)
        elif seen[same] % count == 0:
            found.append(replace(line, amount=Ore(line.amount * count)))
        seen[same] += 1
    return found


def _question(
    rows: Sequence[OpenRow], claims: Sequence[ClaimRow], knowledge: Knowledge
) -> Question | None:
    one, period = rows[0], hull(rows)
    basis = knowledge.basis(one.person, one.benefit)
    if basis is None or period is None or knowledge.tables is None:
        return None
    question = Question(
        Fnr(one.person), OrgNr(one.sub_unit), period, basis, knowledge.tables, one.benefit
    )
    if one.benefit == _CARE:
        # What is claimed and paid lies after the employer's own days; the registers need not
        # reach back to the year's first.
        question = with_number(question, "own_care_days", 0)
    if one.benefit in _CLAIM_FORMS:
        question = with_job(question, partial(_as_claimed, claims=claims))
    return question


def _as_claimed(job: Job, claims: Iterable[ClaimRow]) -> Job:
    """The job with the income that its claims state: these benefits have no income report.

    NAV's own claim forms for them ask for the monthly income [FRITAK; NAV-OMS].
    """
    stated: dict[date, tuple[Ore, date | None]] = {}
    for claim in {claim.position_id: claim for claim in claims}.values():
        begun = claim.absence_from or claim.first
        if begun is not None:
            income, _ = stated.get(begun, (Ore(0), None))
            stated[begun] = (income + claim.monthly_income, claim.sent)
    reports = tuple(
        IncomeReported(absence_from=begun, monthly_income=income, monthly_refund=income, sent=sent)
        for begun, (income, sent) in stated.items()
    )
    return job if job.incomes else job.model_copy(update={"incomes": reports})


def hull(rows: Iterable[OpenRow]) -> Period | None:
    """From the first day that a row names to the last; None when no row has both dates."""
    periods = [row.period for row in rows if row.period is not None]
    if not periods:
        return None
    return Period(min(each.first for each in periods), max(each.last for each in periods))


def by_days(claims: Iterable[ClaimRow]) -> Mapping[Period, list[ClaimRow]]:
    """Claims by the days they are for: several positions in one absence share theirs."""
    found: dict[Period, list[ClaimRow]] = {}
    for claim in claims:
        if claim.period is not None:
            found.setdefault(claim.period, []).append(claim)
    return found


def apart(periods: Iterable[Period]) -> bool:
    """Whether no two of the periods share a day."""
    order = sorted(periods)
    return all(before.last < after.first for before, after in pairwise(order))
