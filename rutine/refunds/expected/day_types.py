"""What a day is: as the employer registered it, and as NAV classifies it.

The second list is NAV's own vocabulary for the days of a decision to the employer
(`vedtaksUtfallTilArbeidsgiver`, navikt/sykepenger-im-lps-api; refund rules §2), with
`Ventetidsdag`, which employees never have, kept so that NAV's answers can be read.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class DayKind(IntEnum):
    """What was registered about a day in one job. The numbers lie in the fast path's arrays."""

    NOTHING = 0
    """Not employed that day."""
    SICK = 1
    """Sick note, graded or not; weekends inside it too."""
    SELF_CERTIFIED = 2
    HOLIDAY_IN_SICK_NOTE = 3
    HOLIDAY = 4
    """Holiday that no sick note covers."""
    LEAVE = 5
    NOT_BACK = 6
    """Neither sick nor at work: the employee has not resumed it (`ArbeidIkkeGjenopptatt`)."""
    OTHER_BENEFIT = 7
    """Parental, care or another benefit from NAV."""
    WORK = 8
    """At work, or a weekday about which nothing is registered; a weekend reported healthy."""
    WEEKEND = 9
    """A Saturday or Sunday about which nothing is registered."""


SICK_KINDS = frozenset({DayKind.SICK, DayKind.SELF_CERTIFIED})


class DayType(StrEnum):
    """How NAV classifies a day."""

    EMPLOYER_PERIOD = "ArbeidsgiverperiodeDag"
    EMPLOYER_PERIOD_NAV = "ArbeidsgiverperiodedagNav"
    """In the employer period, but NAV pays."""
    NAV = "NavDag"
    NAV_WEEKEND = "NavHelgDag"
    FREE = "Fridag"
    WORK = "Arbeidsdag"
    REJECTED = "AvvistDag"
    TIME_BARRED = "ForeldetDag"
    WAITING = "Ventetidsdag"
    UNKNOWN = "UkjentDag"


PRECEDENCE: dict[DayType, int] = {
    DayType.UNKNOWN: 0,
    DayType.WORK: 10,
    DayType.FREE: 20,
    DayType.EMPLOYER_PERIOD: 30,
    DayType.WAITING: 30,
    DayType.NAV_WEEKEND: 40,
    DayType.TIME_BARRED: 39,
    DayType.EMPLOYER_PERIOD_NAV: 45,
    DayType.NAV: 50,
    DayType.REJECTED: 60,
}
"""Which type a person's day has when the jobs differ: the highest [SPLEIS `Utbetalingsdag`].

NAV ranks a time-barred day and a paid weekend alike; here the weekend is put first, so that the
order of the jobs never matters.
"""


class Why(StrEnum):
    """Why NAV pays nothing to the employer for a day."""

    EMPLOYER_PERIOD = "employer_period"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    LEAVE = "leave"
    NOT_BACK = "not_back"
    OTHER_BENEFIT = "other_benefit"
    WORK = "work"
    LATE_SELF_CERTIFICATION = "late_self_certification"
    """Self-certified after the employer period: NAV pays sick notes only."""
    TIME_BARRED = "time_barred"
    LOW_GRADE = "low_grade"
    LOW_INCOME = "low_income"
    LAST_BENEFIT_DAY = "last_benefit_day"
    AGE = "age"
    DEATH = "death"
    NO_REFUND = "no_refund"
    """The income report asks for no refund this day, or no longer does."""
    EMPLOYMENT_ENDED = "employment_ended"
    NOT_EMPLOYED = "not_employed"
    NO_EXEMPTION = "no_exemption"
    AFTER_EMPLOYER_PERIOD = "after_employer_period"
    """Asked about the employer period's refund, but the day is sickness benefit's."""
    OWN_CARE_DAYS = "own_care_days"
    """Among the care days of the calendar year that the employer pays itself."""
