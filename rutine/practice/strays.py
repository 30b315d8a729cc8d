"""Lines that belong to no claim: former employees, recoveries, old corrections, holiday pay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from rutine.practice import nav
from rutine.practice.courses import SICKNESS
from rutine.practice.days import Month, Segment, month_first, month_last, weekdays
from rutine.practice.draws import Weighted, about, between
from rutine.practice.employment import Employee, hire
from rutine.practice.holiday_pay import holiday_pay, knows_the_year
from rutine.practice.organisation import Organisation, SubUnit
from rutine.practice.payments import RECOVERY
from rutine.practice.people import Person, Population
from rutine.practice.plan import PracticePlan
from rutine.practice.schedule import Schedule
from rutine.practice.truth import Group, Line

_KRONE: Final = 100
_MAY, _JUNE, _YEAR = 4, 5, 12  # a month's remainder by twelve; January is 0
_UNDATED: Final = 0.6
_OLDER_PERSONS: Final = 0.1
_HOLIDAY_PAY_OLDER: Final = 125  # thousandths, from the year of turning 59
_HOLIDAY_CODES: Final = Weighted([("H", 0.86), ("F", 0.09), ("G", 0.02), ("M", 0.03)])
_FORMER_BENEFITS: Final = Weighted([(SICKNESS, 0.85), ("2", 0.15)])
_ODD_CODES: Final = Weighted([("5", 0.5), ("8", 0.5)])


class Strays:
    """Draws lines without claims for one batch of employees after another."""

    def __init__(
        self,
        plan: PracticePlan,
        schedule: Schedule,
        organisation: Organisation,
        population: Population,
    ) -> None:
        self._plan = plan
        self._schedule = schedule
        self._organisation = organisation
        self._population = population

    def draw(
        self, rng: Random, employees: list[Employee], headcount: int, paid: Sequence[Group] = ()
    ) -> list[Group]:
        """The stray lines of all plan months, for a batch of `headcount` employees.

        `employees` are those of them that already have names, `paid` what they were paid.
        """
        rates = self._plan.rates.strays
        kinds: list[tuple[float, Callable[[Random, list[Employee], Month], Group]]] = [
            (rates.former_employees, self._former_employee),
            (rates.recoveries, self._recovery),
            (rates.old_corrections, self._old_correction),
            (rates.odd_codes, self._odd_code),
            (rates.holiday_again, self._holiday_again),
        ]
        groups: list[Group] = []
        for place in range(len(self._plan.months)):
            month = self._plan.first_month + place
            for per_thousand, make in kinds:
                times = about(rng, per_thousand * headcount / 1000)
                groups += [make(rng, employees, month) for _ in range(times)]
            if knows_the_year(self._plan.first_month, month):
                groups += self._earned_holiday_pay(rng, employees, month, paid)
            elif month % _YEAR == _JUNE:
                groups += self._holiday_pay(rng, employees, month, headcount)
        return groups

    def _someone(self, rng: Random, employees: list[Employee]) -> tuple[Person, SubUnit]:
        if not employees:
            employees.append(self._hire(rng))
        employee = employees[int(rng.random() * len(employees))]
        return employee.person, employee.jobs[0].unit

    def _hire(self, rng: Random) -> Employee:
        person = self._population.draw(rng)
        return hire(rng, self._organisation, 0, person, self._plan.rates.people)

    def _line(
        self,
        group: Group,
        month: Month,
        who: tuple[Person, SubUnit],
        benefit: str,
        *,
        period: Segment,
        amount: int,
    ) -> None:
        person, unit = who
        report = self._schedule.main_reports[month, unit.account]
        group.lines.append(
            Line(
                report,
                unit.orgnr,
                benefit,
                person.fnr_at_nav(self._schedule.reports[report].value_date),
                person.nav_name,
                *period,
                amount,
            )
        )

    def _former_employee(self, rng: Random, _employees: list[Employee], month: Month) -> Group:
        """Somebody payroll does not know any more, or never did (D25)."""
        units = self._organisation.sub_units
        who = (self._population.draw(rng), units[int(rng.random() * len(units))])
        period = _period(rng, month, 1)
        group = _marked("D25")
        benefit = _FORMER_BENEFITS.draw(rng)
        self._line(group, month, who, benefit, period=period, amount=_amount(rng, period))
        return group

    def _recovery(self, rng: Random, employees: list[Employee], month: Month) -> Group:
        """A deduction for something paid too much long ago (D28)."""
        period = _period(rng, month, between(rng, 5, 14))
        amount = -_amount(rng, period)
        group = _marked("D28")
        if rng.random() < _UNDATED:
            period = (0, 0)
        who = self._someone(rng, employees)
        self._line(group, month, who, RECOVERY, period=period, amount=amount)
        return group

    def _old_correction(self, rng: Random, employees: list[Employee], month: Month) -> Group:
        """Minus and plus for a period that was settled long ago (D27)."""
        period = _period(rng, month, between(rng, 7, 14))
        who = self._someone(rng, employees)
        group = _marked("D27")
        for sign in (-1, 1):
            amount = sign * _amount(rng, period)
            self._line(group, month, who, SICKNESS, period=period, amount=amount)
        return group

    def _odd_code(self, rng: Random, employees: list[Employee], month: Month) -> Group:
        """A code that a municipality does not expect (D42)."""
        period = _period(rng, month, between(rng, 1, 3))
        group = _marked("D42")
        who = self._someone(rng, employees)
        code = _ODD_CODES.draw(rng)
        self._line(group, month, who, code, period=period, amount=_amount(rng, period))
        return group

    def _holiday_again(self, rng: Random, employees: list[Employee], month: Month) -> Group:
        """Holiday pay worked out again, with the same period as in June (D35)."""
        group = _marked("D35")
        amount = _holiday_amount(rng) if rng.random() < 0.5 else -_holiday_amount(rng)  # noqa: PLR2004
        period = _holiday_period(month)
        who = self._someone(rng, employees)
        self._line(group, month, who, "H", period=period, amount=amount)
        return group

    def _earned_holiday_pay(
        self, rng: Random, employees: Sequence[Employee], month: Month, paid: Sequence[Group]
    ) -> list[Group]:
        """Last year's holiday pay, where the plan knows what it was earned by (D35)."""
        units = {unit.orgnr: unit for unit in self._organisation.sub_units}
        groups: list[Group] = []
        for each in holiday_pay(rng, paid, employees, month, self._schedule):
            if each.unit not in units:
                continue
            group, who = _marked("D35"), (each.person, units[each.unit])
            group.right = each.right
            period = _holiday_period(month)
            self._line(group, month, who, each.code, period=period, amount=each.amount)
            groups.append(group)
        return groups

    def _holiday_pay(
        self, rng: Random, employees: list[Employee], month: Month, headcount: int
    ) -> list[Group]:
        """Last year's holiday pay, in June: one line for each person and benefit (D35)."""
        wanted = about(rng, self._plan.rates.strays.holiday_pay * headcount / 1000)
        paid = employees[:wanted]
        paid += [self._hire(rng) for _ in range(wanted - len(paid))]
        groups: list[Group] = []
        for employee in paid:
            group = _marked("D35")
            who = (employee.person, employee.jobs[0].unit)
            code, amount = _HOLIDAY_CODES.draw(rng), _holiday_amount(rng)
            self._line(group, month, who, code, period=_holiday_period(month), amount=amount)
            groups.append(group)
        return groups


def _marked(code: str) -> Group:
    group = Group()
    group.marks.add(code)
    return group


def _period(rng: Random, month: Month, back: int) -> Segment:
    """Some weeks that begin so many months before."""
    first = month_first(month - back) + between(rng, 0, 12)
    return first, first + between(rng, 6, 17)


def _amount(rng: Random, period: Segment) -> int:
    """A plausible refund for the period, in øre."""
    return between(rng, 700, 2600) * weekdays(*period) * _KRONE


def _holiday_period(month: Month) -> Segment:
    """May of the year of the latest June report: the period NAV writes for holiday pay."""
    year = month // _YEAR if month % _YEAR >= _JUNE else month // _YEAR - 1
    may = year * _YEAR + _MAY
    return month_first(may), month_last(may)


def _holiday_amount(rng: Random) -> int:
    """Holiday pay of up to 48 paid days, in whole kroner, as øre."""
    basis = between(rng, 500, 3000) * between(rng, 3, nav.HOLIDAY_PAY_DAYS)
    share = _HOLIDAY_PAY_OLDER if rng.random() < _OLDER_PERSONS else nav.HOLIDAY_PAY
    return nav.half_up(basis * share, 1000) * _KRONE
