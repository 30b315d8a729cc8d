"""A day's money: claims, the shared cap, and one rounding for each employer.

Exact arithmetic from beginning to end (ftrl §§ 8-10, 8-13, 8-16; [SPLEIS `Økonomi.betal`]):
`claim = min(refund, income) x 12 x grade`; `cap = min(income of all jobs, 6G) x (sum of
grade x income / sum of income)`; claims above the cap are all scaled by the same factor; what
is left goes to the person; then the year is divided by 260 and rounded half up to kroner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from rutine.core.money import Ore
from rutine.refunds.expected.amounts import whole_kroner

_MONTHS = 12
GRADES: Final = tuple(Fraction(percent, 100) for percent in range(101))
"""Each grade in percent as a fraction of 1."""


@dataclass(frozen=True, slots=True)
class Share:
    """One job's part in a day.

    Attributes:
        income: a month, in øre, as it was at the qualifying date.
        refund: what the employer asks back a month, in øre.
        grade: how ill the person is in this job, as a fraction of 1.
        paid: whether NAV pays this job's day (a day in the employer period is not paid, but
            its grade counts in the total grade).
        at_start: whether the job existed at the qualifying date.
        positions: how many equal positions it is, each reported and paid by itself.
    """

    income: Ore
    refund: Ore
    grade: Fraction
    paid: bool
    at_start: bool = True
    positions: int = 1


@dataclass(frozen=True, slots=True)
class Split:
    """A year's money before rounding, in exact øre, in the order of the shares.

    Attributes:
        employers, person: what each job's employer and the person would get for a whole year.
        basis: the income that is paid from, a year: at most 6G.
        capped: whether the claims were scaled down.
    """

    employers: tuple[Fraction, ...]
    person: tuple[Fraction, ...]
    basis: Ore
    capped: bool


@dataclass(frozen=True, slots=True)
class Allocation:
    """What each job's employer and the person get for one day: whole kroner, in øre."""

    employers: tuple[Ore, ...]
    person: tuple[Ore, ...]
    basis: Ore
    capped: bool


def total_grade(shares: Sequence[Share], *, paid_only: bool = False) -> Fraction:
    """The grade over all jobs, weighted by income; 0 without income (ftrl § 8-13)."""
    income = sum(share.income for share in shares)
    if not income:
        return Fraction(0)
    weighted = sum(
        (share.grade * share.income for share in shares if share.paid or not paid_only),
        Fraction(0),
    )
    return weighted / income


def yearly_income(shares: Sequence[Share]) -> Ore:
    """The income that the benefit is set from, a year, in øre: jobs begun later are left out."""
    return Ore(_MONTHS * sum(share.income for share in shares if share.at_start))


def split(shares: Sequence[Share], six_g: Ore, cover: Fraction = Fraction(1)) -> Split:
    """Share a year out between the employers and the person; the employers come first.

    Args:
        shares: every job of the person, also those without illness.
        six_g: 6G at the qualifying date, in øre.
        cover: the part of the basis that is paid; 1 for sickness benefit.
    """
    basis = min(yearly_income(shares), six_g)
    cap = basis * total_grade(shares, paid_only=True) * cover
    claims = [_claim(share, cover) for share in shares]
    left = [_left(share, claim, cover) for share, claim in zip(shares, claims, strict=True)]
    asked = sum(claims, Fraction(0))
    factor = min(Fraction(1), cap / asked) if asked else Fraction(1)
    given = asked * factor
    rest = asked + sum(left, Fraction(0)) - given
    to_person = min(Fraction(1), max(Fraction(0), cap - given) / rest) if rest else Fraction(0)
    return Split(
        tuple(claim * factor for claim in claims),
        tuple(part * to_person for part in left),
        basis,
        capped=factor < 1,
    )


def allocate(
    shares: Sequence[Share], six_g: Ore, days_a_year: int, cover: Fraction = Fraction(1)
) -> Allocation:
    """Share out a day: a year's split, divided by 260 and rounded once for each recipient."""
    return _allocate(tuple(shares), six_g, days_a_year, cover)


# A person's days are mostly alike, and a cause is looked for by asking of the same days again.
@lru_cache(maxsize=4096)
def _allocate(
    shares: tuple[Share, ...], six_g: Ore, days_a_year: int, cover: Fraction
) -> Allocation:
    year = split(shares, six_g, cover)
    return Allocation(
        tuple(
            rounded(claim / days_a_year, share)
            for claim, share in zip(year.employers, shares, strict=True)
        ),
        tuple(whole_kroner(part / days_a_year) for part in year.person),
        year.basis,
        year.capped,
    )


def rounded(exact: Fraction, share: Share) -> Ore:
    """A day's money for an employer: whole kroner for each position that is paid by itself."""
    return Ore(whole_kroner(exact / share.positions) * share.positions)


def _claim(share: Share, cover: Fraction) -> Fraction:
    """The employer's claim a year: never more than the income, and graded by NAV."""
    if not share.paid:
        return Fraction(0)
    return min(Fraction(share.refund), share.income * cover) * _MONTHS * share.grade


def _left(share: Share, claim: Fraction, cover: Fraction) -> Fraction:
    if not share.paid:
        return Fraction(0)
    return max(Fraction(0), share.income * cover * _MONTHS * share.grade - claim)
