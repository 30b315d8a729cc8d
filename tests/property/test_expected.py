"""What must hold for every expected refund, and three computations that must agree."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, Phase, assume, find, given, settings
from hypothesis import strategies as st

from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.account import CannotCompute, ExpectedRefund
from rutine.refunds.expected.basis import (
    SICK_ABSENCES,
    AbsenceKind,
    AbsencePeriod,
    Basis,
    IncomeReported,
    Job,
)
from rutine.refunds.expected.batch.columns import columns_of
from rutine.refunds.expected.batch.computing import compute
from rutine.refunds.expected.batch.day_codes import TYPES
from rutine.refunds.expected.day_types import DayKind
from rutine.refunds.expected.employer_period import count
from rutine.refunds.expected.explanation import days_times_rate, explain
from rutine.refunds.expected.payment import Paid
from rutine.refunds.expected.reference import reference_sickness
from tests.expected_people import EMPLOYER, OTHER, THIRD, ask, kroner, tables

SOME = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FREE = tuple(kind for kind in AbsenceKind if kind not in SICK_ABSENCES)
STARTS = (date(2018, 1, 1), date(2019, 4, 20), date(2020, 2, 3), date(2025, 3, 20))
INCOMES = ("31 000", "45 000,50", "70 000", "15 000", "31 000", "4 000")


@st.composite
def stretches(draw: st.DrawFn, start: date, kinds: tuple[AbsenceKind, ...]) -> Any:
    """Absences one after the other, never overlapping; the first kind is the most common."""
    found, place = [], draw(st.sampled_from((0, 0, 3, 12)))
    for _ in range(draw(st.integers(1, 5))):
        length = draw(st.sampled_from((45, 30, 20, 16, 7, 3, 2, 1)))
        days = {"from": start + timedelta(place), "to": start + timedelta(place + length - 1)}
        kind = draw(st.sampled_from((kinds[0], kinds[0], *kinds)))
        grade = draw(st.sampled_from((100, 100, 80, 50, 50, 20, 10)))
        if kind is not AbsenceKind.SICK_NOTE:
            grade, place = 100, place + draw(st.sampled_from((0, 20)))
        found.append(AbsencePeriod.model_validate({"kind": kind, **days, "grade": grade}))
        place += length + draw(st.sampled_from((0, 1, 2, 5, 10, 16, 25)))
    return found


@st.composite
def income_reports(draw: st.DrawFn, sick: list[AbsencePeriod]) -> Any:
    """One report for each absence, most of them sent in time and asking for full refund."""
    found = []
    for absence in sick:
        income = kroner(draw(st.sampled_from(INCOMES)))
        part = draw(st.sampled_from((2, 2, 2, 1, 3, 2, 0)))  # halves of the income
        found.append(
            IncomeReported(
                absence_from=absence.first,
                monthly_income=income,
                monthly_refund=Ore(int(income) * part // 2 if part else 0),
                refund_ends=draw(st.sampled_from((None, None, absence.first + timedelta(days=25)))),
                sent=absence.first
                + timedelta(days=draw(st.sampled_from((10, 40, 10, 40, 40, 150)))),
                nav_pays_employer_period=draw(st.integers(0, 9)) == 9,
            )
        )
    return tuple(found)


@st.composite
def people(draw: st.DrawFn, most_jobs: int = 3) -> tuple[Basis, Period]:
    """Somebody with one to three jobs, and a period to ask about."""
    start = draw(st.sampled_from(STARTS))
    jobs = []
    for employer in (EMPLOYER, OTHER, THIRD)[: draw(st.integers(1, most_jobs))]:
        sick = draw(stretches(start, (AbsenceKind.SICK_NOTE, AbsenceKind.SELF_CERTIFICATION)))
        free = draw(st.just([]) | stretches(start, FREE))
        jobs.append(
            Job(
                employer=employer,
                employed_from=draw(st.none() | st.just(start - timedelta(days=20))),
                employed_to=draw(st.none() | st.none() | st.just(start + timedelta(days=60))),
                monthly_income=draw(st.none() | st.just(kroner("20 000"))),
                absences=(*sick, *free),
                incomes=draw(income_reports(sick)),
            )
        )
    born = date(1985, 5, 5)
    ages = (born, None, born, date(start.year - 67, 3, 20), born, date(start.year - 70, 4, 1))
    basis = Basis(jobs=tuple(jobs), birth_date=draw(st.sampled_from(ages)))
    first = start + timedelta(days=draw(st.sampled_from((17, 30, 50, 10, 0))))
    return basis, Period(first, first + timedelta(days=draw(st.sampled_from((40, 13, 60, 0)))))


def computed(basis: Basis, period: Period, place: int = 0) -> ExpectedRefund:
    found = ask(basis, period.first, period.last, employer=basis.jobs[place].employer)
    assume(isinstance(found, ExpectedRefund))
    assert isinstance(found, ExpectedRefund)
    return found


@SOME
@given(people())
def test_the_rules_and_the_slow_reference_agree_on_every_day(case: tuple[Basis, Period]):
    basis, period = case
    found = computed(basis, period)
    slow = reference_sickness(basis.jobs[0].employer, period, basis, tables())
    assert [(d.day, d.type, d.rate, d.to_person) for d in found.days] == [
        (d.day, d.type, d.rate, d.to_person) for d in slow
    ]


@settings(SOME, max_examples=20)
@given(st.lists(people(), min_size=1, max_size=4))
def test_the_batch_and_the_rules_agree_on_every_day(cases: list[tuple[Basis, Period]]):
    period = cases[0][1]
    bases = [basis for basis, _ in cases]
    batch = compute(columns_of(bases), period, tables())
    place = 0
    for basis in bases:
        for job in basis.jobs:
            one = ask(basis, period.first, period.last, employer=job.employer)
            assert batch.cannot[place] == isinstance(one, CannotCompute)
            if isinstance(one, ExpectedRefund):
                assert [TYPES[code] for code in batch.types[place]] == [d.type for d in one.days]
                own = batch.job == place
                assert int(batch.rate[own].sum()) == one.amount
                assert int(batch.to_person[own].sum()) == sum(d.to_person for d in one.days)
            place += 1


@SOME
@given(people(), st.integers(0, 49))
def test_splitting_a_period_at_any_day_changes_nothing(case: tuple[Basis, Period], at: int):
    basis, period = case
    whole = computed(basis, period)
    assume(at < period.days - 1)
    edge = period.first + timedelta(days=at)
    left = computed(basis, Period(period.first, edge))
    right = computed(basis, Period(edge + timedelta(days=1), period.last))
    assert left.days + right.days == whole.days
    assert left.amount + right.amount == whole.amount


@SOME
@given(people())
def test_the_employers_never_get_more_than_the_cap_together(case: tuple[Basis, Period]):
    basis, period = case
    accounts = [computed(basis, period, place) for place in range(len(basis.jobs))]
    for days in zip(*(found.days for found in accounts), strict=True):
        given = sum(day.rate + day.to_person for day in days)
        caps = [day.cap for day in days if day.cap is not None]
        if caps:
            # Every employer and the person are rounded once: half a krone each at most.
            assert given <= Fraction(int(caps[0]), 260) + 100 * len(days)
        else:
            assert given == 0


@SOME
@given(people())
def test_a_job_without_income_or_illness_changes_nothing(case: tuple[Basis, Period]):
    basis, period = case
    assume(len(basis.jobs) < 3)
    found = computed(basis, period)
    idle = Job(employer=THIRD, monthly_income=Ore(0))
    more = computed(basis.model_copy(update={"jobs": (*basis.jobs, idle)}), period)
    assert more.days == found.days


@SOME
@given(people())
def test_the_order_of_jobs_and_absences_does_not_matter(case: tuple[Basis, Period]):
    basis, period = case
    found = computed(basis, period)
    turned = tuple(
        job.model_copy(update={"absences": job.absences[::-1], "incomes": job.incomes[::-1]})
        for job in reversed(basis.jobs)
    )
    again = computed(basis.model_copy(update={"jobs": turned}), period, len(turned) - 1)
    assert again.days == found.days


@SOME
@given(people(most_jobs=1))
def test_full_grade_equals_no_grade(case: tuple[Basis, Period]):
    basis, period = case
    job = basis.jobs[0]

    def graded(**grade: int) -> Basis:
        absences = tuple(
            AbsencePeriod.model_validate({"kind": a.kind, "from": a.first, "to": a.last, **grade})
            for a in job.absences
        )
        return basis.model_copy(update={"jobs": (job.model_copy(update={"absences": absences}),)})

    assert computed(graded(grade=100), period).days == computed(graded(), period).days


@SOME
@given(people())
def test_weekends_pay_nothing_and_no_day_pays_more_than_the_day_cap(case: tuple[Basis, Period]):
    basis, period = case
    found = computed(basis, period)
    for day in found.days:
        if day.day.weekday() > 4:
            assert day.rate == 0
        assert 0 <= day.rate <= kroner("3 151")
        assert day.rate % 100 == 0
        assert (day.rate == 0) == (day.why is not None)
    assert found.amount == sum(day.rate for day in found.days)
    assert found.paid_days == sum(day.rate > 0 for day in found.days)


@given(st.lists(st.sampled_from(list(DayKind)), max_size=120))
def test_an_employer_period_is_never_longer_than_16_days(kinds: list[DayKind]):
    counted = count(kinds, 16, 16)
    assert len(counted) == len(kinds)
    lengths: dict[int | None, int] = {}
    for day in counted:
        lengths[day.start] = lengths.get(day.start, 0) + day.inside
    assert max(lengths.values(), default=0) <= 16
    assert not any(day.inside and day.start is None for day in counted)


@given(
    st.integers(-3_000_000, 3_000_000),
    st.lists(st.integers(1, 4_000).map(lambda kr: Ore(kr * 100)), max_size=3),
    st.integers(0, 1_000).map(Ore),
)
def test_days_times_rate_adds_up(difference: int, rates: list[Ore], rounding: Ore):
    found = days_times_rate(Ore(difference), rates, rounding)
    if found is not None:
        assert found.days * found.rate + found.rest == difference
        assert abs(found.rest) <= rounding
        assert found.days


@SOME
@given(people(most_jobs=2), st.integers(-40, 40))
def test_a_named_cause_always_has_evidence(case: tuple[Basis, Period], off: int):
    basis, period = case
    found = computed(basis, period)
    paid = Paid.of(max(Ore(0), found.amount + off * (found.rates or (kroner(500),))[0]))
    told = explain(found, paid)
    assert told.difference == paid.amount - found.amount
    if told.cause not in {"D00", "D01", "D02"}:
        assert told.evidence
    if told.difference == 0:
        assert told.cause == "D01"


def test_the_strategies_reach_shared_caps():
    """A guard for the properties above: what they try includes jobs that share a cap."""

    def shares(case: tuple[Basis, Period]) -> bool:
        basis, period = case
        found = ask(basis, period.first, period.last)
        return (
            isinstance(found, ExpectedRefund)
            and len(basis.jobs) > 1
            and any(day.capped and day.rate for day in found.days)
        )

    reached = settings(max_examples=2_000, database=None, deadline=None, phases=[Phase.generate])
    assert shares(find(people(), shares, settings=reached))
