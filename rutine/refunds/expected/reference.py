"""The slow, obvious way to the same answer, for tests and benchmarks to compare with.

Nothing is shared with the fast way but the input and the tables: one letter a day, every
question answered by looking through all the days again, and decimals with fifty digits instead
of fractions. It is as long as the law's own sentences and as slow as it looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import cast

from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.reference_words import (
    Number,
    Person,
    at_start,
    day_type,
    employer_period,
    grade_of,
    income_in,
    incomes_today,
    letter_of,
    spell_around,
)
from rutine.refunds.expected.tables import GRow, NumberName, Tables

_DIGITS = 50


@dataclass(frozen=True, slots=True)
class ReferenceDay:
    """A day as the reference sees it: NAV's type, and øre to the employer and the person."""

    day: date
    type: str
    rate: int
    to_person: int


def reference_sickness(
    employer: OrgNr, period: Period, basis: Basis, tables: Tables
) -> list[ReferenceDay]:
    """Sickness benefit day by day. Every income, G and sent date that matters must be there."""
    absences = [a for job in basis.jobs for a in job.absences]
    reported = [r.absence_from for job in basis.jobs for r in job.incomes]
    first = min([period.first, *(a.first for a in absences), *reported])
    last = max([period.last, *(a.last for a in absences), *reported])
    length = (last - first).days + 1
    number: Number = lambda name: int(tables.number(cast("NumberName", name), period.first))  # noqa: E731
    words = [
        "".join(letter_of(job, first + timedelta(days=i)) for i in range(length))
        for job in basis.jobs
    ]
    person = Person(
        first,
        basis,
        tables,
        number,
        words,
        [
            employer_period(w, number("employer_period_days"), number("employer_period_gap_days"))
            for w in words
        ],
    )
    asked = [job.employer for job in basis.jobs].index(employer)
    benefit_days = _Counter(basis, number)
    answer = []
    for place in range((period.last - first).days + 1):
        day = person.day(place)
        types = [day_type(person, j, place) for j in range(len(basis.jobs))]
        types = _refused(person, types, place)
        merged = max(types, key=_RANK.index)
        if benefit_days.refuses(day, merged):
            types = ["AvvistDag" if t == "NavDag" else t for t in types]
        if day < period.first:
            continue
        rate, to_person = 0, 0
        if types[asked] in {"NavDag", "ArbeidsgiverperiodedagNav"}:
            rate, to_person = _money(person, types, asked, place)
        answer.append(ReferenceDay(day, types[asked], rate, to_person))
    return answer


_RANK = [
    "UkjentDag",
    "Arbeidsdag",
    "Fridag",
    "ArbeidsgiverperiodeDag",
    "ForeldetDag",
    "NavHelgDag",
    "ArbeidsgiverperiodedagNav",
    "NavDag",
    "AvvistDag",
]


def _refused(person: Person, types: list[str], place: int) -> list[str]:
    basis, tables, number = person.basis, person.tables, person.number
    payable = {"NavDag", "NavHelgDag", "ArbeidsgiverperiodedagNav"}
    spell = spell_around(person, place)
    if spell is None or not payable & set(types):
        return types
    day, start = person.day(place), person.day(spell[0])
    born, death = basis.birth_date, basis.death
    too_old = born is not None and day >= _birthday(born, number("last_rights_age"))
    if too_old or (death is not None and day > death):
        return ["AvvistDag" if t in payable else t for t in types]
    types = list(types)
    for j, job in enumerate(person.jobs):
        _, report, _ = income_in(person, j, spell)
        sent = [
            r.sent
            for r in job.incomes
            if report is not None and r.absence_from == report.absence_from and r.sent
        ]
        if types[j] in payable and sent:
            months = min(sent).year * 12 + min(sent).month - 1 - number("refund_claim_months")
            if day < date(months // 12, months % 12 + 1, 1):
                types[j] = "ForeldetDag"
    known = [income_in(person, j, spell) for j in range(len(person.jobs))]
    if any(income is None and ill for income, _, ill in known):
        return types
    incomes = incomes_today(person, spell, day)
    with localcontext() as context:
        context.prec = _DIGITS
        graded = sum(
            Decimal(i) * grade_of(job, day) for i, job in zip(incomes, person.jobs, strict=True)
        )
        grade = graded / sum(incomes) if sum(incomes) else Decimal(0)
    yearly = 12 * sum(i for i, at in zip(incomes, at_start(person, spell), strict=True) if at)
    least = tables.minimum_income_g_at(start)
    old = basis.birth_date is not None and day > _birthday(
        basis.birth_date, number("reduced_rights_age")
    )
    too_little = isinstance(least, GRow) and yearly < (least.two_g if old else least.half_g)
    if grade < number("lowest_grade") or too_little:
        types = ["AvvistDag" if t in payable else t for t in types]
    return types


def _birthday(born: date, age: int) -> date:
    leap = (born.month, born.day) == (2, 29)
    return date(born.year + age, born.month, born.day - leap * (not _is_leap(born.year + age)))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


class _Counter:
    """The benefit days, as a table: in this state, on such a day, do this and go there."""

    _NEXT: dict[tuple[str, str], tuple[str, str]] = {  # noqa: RUF012 - never changed
        ("START", "pay"): ("new", "ILL"),
        ("ILL", "pay"): ("use", "ILL"),
        ("ILL", "free"): ("rest", "FREE"),
        ("ILL", "rest"): ("rest", "REST"),
        ("REST", "pay"): ("window", "ILL"),
        ("REST", "weekend"): ("rest", "REST"),
        ("REST", "free"): ("rest", "REST"),
        ("REST", "rest"): ("rest", "REST"),
        ("FREE", "pay"): ("use", "ILL"),
        ("FREE", "free"): ("rest", "FREE"),
        ("FREE", "rest"): ("rest", "REST"),
        ("SPENT", "pay"): ("refuse", "SPENT"),
        ("SPENT", "refused"): ("refuse", "SPENT"),
        ("SPENT", "weekend"): ("long", "SPENT"),
        ("SPENT", "free"): ("long", "SPENT"),
        ("SPENT", "rest"): ("rest", "SPENT"),
        ("LONG", "pay"): ("refuse", "LONG"),
        ("LONG", "refused"): ("refuse", "LONG"),
        ("LONG", "rest"): ("renew", "START"),
    }

    def __init__(self, basis: Basis, number: Number) -> None:
        self.basis, self.number = basis, number
        self.state = "START"
        self.paid: list[date] = []
        self.resting = 0

    def refuses(self, day: date, type_: str) -> bool:
        born, death = self.basis.birth_date, self.basis.death
        too_old = born is not None and day >= _birthday(born, self.number("last_rights_age"))
        if too_old or (death is not None and day > death):
            self.state = "OVER"
        if self.state == "OVER":
            return False
        event = {
            "NavDag": "pay",
            "NavHelgDag": "weekend",
            "Fridag": "free",
            "AvvistDag": "refused" if self.state in {"SPENT", "LONG"} else "rest",
        }.get(type_, "rest")
        act, state = self._NEXT.get((self.state, event), ("", self.state))
        self.state = state
        if act in {"new", "window"}:
            years = self.number("benefit_window_years")
            edge = _birthday(day, -years)
            self.paid = [p for p in self.paid if p >= edge] if act == "window" else []
        if act in {"new", "use", "window"}:
            self.paid.append(day)
            self.resting = 0
            old = [p for p in self.paid if born and p > _birthday(born, 67)]
            if len(self.paid) >= self.number("benefit_days") or len(old) >= self.number(
                "benefit_days_over_67"
            ):
                self.state = "SPENT"
        if act in {"rest", "long", "refuse"}:
            self.resting += 1
            if self.resting >= self.number("benefit_reset_days"):
                self.state = "START" if act == "rest" else "LONG"
        if act == "renew" or self.state == "START":
            self.paid, self.resting = [], 0
        return act == "refuse"


def _money(person: Person, types: list[str], asked: int, place: int) -> tuple[int, int]:
    """Øre to the asked employer and to the person for that job, in whole kroner."""
    spell = spell_around(person, place)
    if spell is None:
        return 0, 0
    day = person.day(place)
    g = person.tables.g_at(person.day(spell[0]))
    if not isinstance(g, GRow):
        return 0, 0
    incomes = incomes_today(person, spell, day)
    existed = at_start(person, spell)
    with localcontext() as context:
        context.prec = _DIGITS
        claims: list[Decimal] = []
        left: list[Decimal] = []
        for j, job in enumerate(person.jobs):
            _, report, _ = income_in(person, j, spell)
            gone = job.employed_to is not None and day > job.employed_to
            refund = 0 if report is None or gone else int(report.refund_on(day))
            paid = types[j] in {"NavDag", "ArbeidsgiverperiodedagNav"}
            grade = Decimal(grade_of(job, day) if paid else 0) / 100
            claims.append(min(refund, incomes[j]) * 12 * grade)
            left.append(incomes[j] * 12 * grade - claims[-1])
        yearly = 12 * sum(i for i, at in zip(incomes, existed, strict=True) if at)
        basis = min(yearly, int(g.six_g))
        graded = sum(claims + left, Decimal(0))
        cap = basis * graded / (12 * sum(incomes)) if sum(incomes) else Decimal(0)
        asked_for = sum(claims, Decimal(0))
        scaled = claims
        if asked_for > cap:
            scaled = [claim * cap / asked_for for claim in claims]
        to_employers = sum(scaled, Decimal(0))
        rest = graded - to_employers
        to_person = [Decimal(0)] * len(left)
        if rest > 0 and cap > to_employers:
            to_person = [part * min(Decimal(1), (cap - to_employers) / rest) for part in left]
        return _kroner(scaled[asked], person), _kroner(to_person[asked], person)


def _kroner(yearly: Decimal, person: Person) -> int:
    daily = yearly / person.number("days_a_year") / 100
    return int(daily.quantize(Decimal(1), rounding=ROUND_HALF_UP)) * 100
