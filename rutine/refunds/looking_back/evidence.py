"""What was found in earlier reports, as evidence: one field for each fact, in no language.

Kinds of their own besides those of `core.differences.Evidence`: `code` (a word of this
package), `periods` (`first/last`, separated by commas), `months` (`YYYY-MM`, likewise) and
`line` (`first/last;benefit;øre;report;value date`, a missing day left empty).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from rutine.core.differences import Evidence
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.holiday_pay import SICKNESS_CODES as SENIORS
from rutine.refunds.expected.tables import NumberName, Tables
from rutine.refunds.looking_back.holiday_pay import SENIOR, HolidayPayCheck
from rutine.refunds.looking_back.received import ReceivedLine
from rutine.refunds.looking_back.recovery import How, TakenBack

MOST_SHOWN: Final = 8
"""Earlier payments shown of one case."""


def holiday_pay_evidence(check: HolidayPayCheck, code: str, tables: Tables) -> list[Evidence]:
    """What the holiday pay was held against."""
    found = [_fact("holiday_pay_check", "code", check.verdict.value)]
    if check.why is not None:
        found.append(_fact("holiday_pay_why", "code", check.why.value))
    if check.year is None:
        return found
    found.append(_fact("earning_year", "text", str(check.year)))
    if check.expected is not None and check.rate_name is not None:
        last = date(check.year, 12, 31)
        found += [
            _pair("holiday_pay", "ore", int(check.expected), int(check.paid)),
            _pair("holiday_pay_days", "count", check.days, check.paid_for),
            _fact("holiday_pay_basis", "ore", str(int(check.basis))),
            _fact("holiday_pay_percent", "text", _number(tables, check.rate_name, last)),
        ]
        if code in SENIORS:
            age = _number(tables, "senior_holiday_pay_age", last)
            found.append(_fact("holiday_pay_age", "text", age))
            found.append(_fact("holiday_pay_senior", "text", _number(tables, SENIOR, last)))
        limit = _LIMIT_OF.get(code)
        if limit is not None:
            found.append(_fact("holiday_pay_limit", "text", _number(tables, limit, last)))
    if check.before:
        found.append(_fact("holiday_pay_before", "ore", str(int(check.before))))
    if check.missing:
        found.append(_fact("holiday_pay_missing", "periods", _periods(check.missing)))
    if check.months_missing:
        found.append(_fact("months_missing", "months", ",".join(check.months_missing)))
    return found


def taken_back_evidence(found: Iterable[TakenBack]) -> list[Evidence]:
    """What each of some lines takes back, or corrects."""
    evidence: list[Evidence] = []
    shown: dict[tuple[object, ...], ReceivedLine] = {}
    for each in found:
        if not any(_is(e, each.how) for e in evidence):
            evidence.append(_fact("concerns", "code", each.how.value))
        shown |= {(line.received, *line.content): line for line in each.lines}
    several = any(_is(each, How.SEVERAL) for each in evidence)
    field = "may_concern" if several else "concerned_line"
    lines = sorted(shown.values(), key=lambda each: (each.first or each.received, each.received))
    evidence += [_fact(field, "line", _line(line)) for line in lines[:MOST_SHOWN]]
    if len(lines) > MOST_SHOWN:
        evidence.append(_fact("more_lines", "count", str(len(lines) - MOST_SHOWN)))
    return evidence


def reports_from(months: Iterable[str]) -> list[Evidence]:
    """The first month that was looked through."""
    first = min(months, default=None)
    return [] if first is None else [_fact("looked_from", "months", first)]


def complaint(day: date) -> Evidence:
    """The last day to complain, if NAV's letter came with the money."""
    return _fact("complaint_by", "day", day.isoformat())


_LIMIT_OF: Final[dict[str, NumberName]] = {
    "E": "holiday_pay_days_parental",
    "F": "holiday_pay_days_parental",
    "G": "holiday_pay_days_pregnancy",
    "H": "holiday_pay_days_sickness",
}
"""The limit of days of codes that have one; nursing and care (M) have two."""


def _fact(field: str, kind: str, value: str) -> Evidence:
    """Something only the program says: neither claimed nor paid."""
    return Evidence(field=field, kind=kind, left=value, right=None, equal=False)


def _pair(field: str, kind: str, left: int, right: int | None) -> Evidence:
    other = None if right is None else str(right)
    return Evidence(field=field, kind=kind, left=str(left), right=other, equal=left == right)


def _is(evidence: Evidence, how: How) -> bool:
    return evidence.field == "concerns" and evidence.left == how.value


def _number(tables: Tables, name: NumberName, day: date) -> str:
    return f"{tables.number(name, day):f}"


def _periods(periods: Iterable[Period]) -> str:
    return ",".join(f"{each.first.isoformat()}/{each.last.isoformat()}" for each in periods)


def _line(line: ReceivedLine) -> str:
    first, last = (each.isoformat() if each else "" for each in (line.first, line.last))
    amount: Ore = line.amount
    return f"{first}/{last};{line.benefit};{int(amount)};{line.report};{line.received.isoformat()}"
