"""The employer's own lists as what is known about each person.

A person is put together when a run asks: of a municipality's thousands these are the few in a
hundred whose payments and claims do not agree by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import Any, Final

import pandas as pd

from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.records import COLUMNS
from rutine.refunds.employed import Employed, Position
from rutine.refunds.expected.basis import Basis, Exemption, ExemptionKind, Job
from rutine.refunds.expected.tables import Tables
from rutine.refunds.knowledge import Knowledge
from rutine.routines.expected_files import join
from rutine.routines.nav_registers import nav_status

RESTRICTED: Final = "yes"
"""The word of the record `employment` for those whose cases only few may see."""


@dataclass(frozen=True, eq=False, slots=True)
class Lists:
    """The lists of one day, each a frame of its record; None where the employer has none."""

    absences: pd.DataFrame | None = None
    income_reports: pd.DataFrame | None = None
    employments: pd.DataFrame | None = None
    exemptions: pd.DataFrame | None = None
    income_requests: pd.DataFrame | None = None
    income_submissions: pd.DataFrame | None = None
    sickness_applications: pd.DataFrame | None = None

    def __bool__(self) -> bool:
        """Whether there is any list at all."""
        return any(getattr(self, name) is not None for name in self.__slots__)


def look_up(lists: Lists, tables: Tables, persons: frozenset[str]) -> Knowledge:
    """What the lists say about some people.

    Refunds can be computed only from absences and income reports together, and what NAV shows
    counts only when all three of its lists are at hand.

    Args:
        lists: what the employer has.
        tables: the dated facts.
        persons: whom to put together.
    """
    employed = _employed(lists.employments, persons)
    numbers = {n for person in persons for n in (employed.numbers(person) if employed else ())}
    known = Knowledge(
        employed=employed,
        exemptions_listed=lists.exemptions is not None,
        nav=nav_status(
            lists.income_requests,
            lists.income_submissions,
            lists.sickness_applications,
            list(persons | numbers),
        ),
    )
    if lists.absences is None or lists.income_reports is None:
        return known
    asked = list(persons)
    away = lists.absences[lists.absences["person"].isin(asked)]
    told = lists.income_reports[lists.income_reports["person"].isin(asked)]
    exempt = _exemptions(lists.exemptions, asked)
    return replace(
        known,
        tables=tables,
        bases=_Bases(partial(_put_together, away, told, employed, exempt)),
        registered=frozenset({*away["person"], *told["person"]}),
        from_day=date.max if lists.absences.empty else lists.absences["first"].min().date(),
    )


class _Bases(Mapping[str, Mapping[str, Basis]]):
    """The bases of some people, put together when one is asked for.

    Who works where is asked of more people than what NAV should pay, and is found much quicker.
    """

    def __init__(self, put_together: Callable[[], dict[str, dict[str, Basis]]]) -> None:
        self._put_together = put_together

    @cached_property
    def _found(self) -> dict[str, dict[str, Basis]]:
        return self._put_together()

    def __getitem__(self, person: str) -> Mapping[str, Basis]:
        return self._found[person]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _put_together(
    away: pd.DataFrame,
    told: pd.DataFrame,
    employed: Employed | None,
    exempt: Mapping[str, tuple[Exemption, ...]],
) -> dict[str, dict[str, Basis]]:
    joined = join(away, told, employed.positions_on if employed else None)
    people = ((each.person.reveal(), each.basis) for each in joined.people)
    return {
        person: {code: _with(basis, person, employed, exempt) for code, basis in found.items()}
        for person, found in people
    }


def restricted(employments: pd.DataFrame) -> frozenset[str]:
    """The national ids of everybody HR has marked, with every other id of theirs.

    The mark and a former id may stand on different rows of the same person: it is the person
    that is marked, by whatever number a row or a payment names them.
    """
    former = employments.get("previous", pd.Series("", index=employments.index))
    pairs = list(zip(employments["person"], former, strict=True))
    found = set(employments.loc[employments["restricted"] == RESTRICTED, "person"])
    before = -1
    while found and len(found) != before:
        before = len(found)
        for pair in pairs:
            if not found.isdisjoint(pair):
                found |= set(pair) - {""}
    return frozenset(found)


def _with(
    basis: Basis,
    person: str,
    employed: Employed | None,
    exempt: Mapping[str, tuple[Exemption, ...]],
) -> Basis:
    """The basis with the ends of the jobs, those without absence, and the person's exemptions."""
    jobs = basis.jobs
    if employed is not None:
        jobs = (
            *(
                job.model_copy(
                    update={
                        "employed_to": employed.ended(person, job.employer.reveal()),
                        "monthly_income": employed.pay_at(person, job.employer.reveal()),
                    }
                )
                for job in jobs
            ),
            *_beside({job.employer for job in jobs}, person, employed),
        )
    return basis.model_copy(update={"jobs": jobs, "exemptions": exempt.get(person, ())})


def _beside(away: Collection[OrgNr], person: str, employed: Employed) -> Iterator[Job]:
    """The jobs that the person is not away from, where payroll lists what they pay.

    They count in the total grade and share the 6G (refund rules §1.2). One that is said to have
    ended before it began is none.
    """
    for unit in sorted({each.sub_unit for each in employed.of(person)}):
        pay, first = employed.pay_at(person, unit), employed.at(person, unit)[0].first
        ended = employed.ended(person, unit)
        if OrgNr(unit) not in away and pay is not None and (ended is None or ended >= first):
            yield Job(
                employer=OrgNr(unit),
                employed_from=first,
                employed_to=ended,
                monthly_income=pay,
            )


def _exemptions(
    rows: pd.DataFrame | None, persons: Sequence[str]
) -> Mapping[str, tuple[Exemption, ...]]:
    """The exemptions of some people, in the order of the list."""
    if rows is None:
        return {}
    found: dict[str, tuple[Exemption, ...]] = {}
    theirs = rows[rows["person"].isin(persons)]
    for person, kind, first, last in zip(
        theirs["person"], theirs["kind"], theirs["first"], theirs["last"], strict=True
    ):
        stated = {"kind": ExemptionKind(kind), "from": first.date(), "to": last.date()}
        found[person] = (*found.get(person, ()), Exemption.model_validate(stated))
    return found


def _employed(rows: pd.DataFrame | None, persons: frozenset[str]) -> Employed | None:
    """The positions of some people, also those listed under a number that replaced theirs."""
    if rows is None:
        return None
    asked = list(persons)
    theirs = rows["person"].isin(asked)
    if "previous" in rows:
        theirs |= rows["previous"].isin(asked)
    return Employed(tuple(_positions(rows[theirs])))


def _positions(rows: pd.DataFrame) -> Iterator[Position]:
    for row in rows.reindex(columns=list(COLUMNS["employment"])).to_dict("records"):
        yield Position(
            person=row["person"],
            previous=_text(row["previous"]),
            sub_unit=row["sub_unit"],
            employee_number=row["employee_number"],
            first=row["first"].date(),
            last=_day(row["last"]),
            death=_day(row["death"]),
            pay=None if pd.isna(row["monthly_income"]) else Ore(int(row["monthly_income"])),
        )


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
