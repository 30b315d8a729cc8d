"""What NAV has shown the employer of sickness benefit: requests, answers and applications.

Only these tell why a claim stands unpaid (refund rules §4, D14-D17): who has to act is another
each time. The lists have holes that look like nothing (no access is an empty list), so what is
missing counts only where the sub-unit is seen at all, and as far back as the lists go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol, TypeVar

from rutine.core.periods import Period

NOT_ANSWERED, WITHDRAWN = "AKTIV", "FORKASTET"
FAILED, ACCEPTED = "FEILET", "GODKJENT"
DUPLICATE: Final = "DUPLIKAT"
SICK: Final = "SYKDOM"
FREE: Final = frozenset({"FERIE", "PERMISJON"})


@dataclass(frozen=True, slots=True)
class Request:
    """A request for an income report. `first` is the first day of the sick notes it is about."""

    request_id: str
    person: str = field(repr=False)
    sub_unit: str
    status: str
    first: date
    created: date


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of an income report; `error` is NAV's code, empty unless it failed."""

    request_id: str
    person: str = field(repr=False)
    sub_unit: str
    status: str
    error: str
    sent: date


@dataclass(frozen=True, slots=True)
class ApplicationPart:
    """Days that the employee applied for (SYKDOM), or took off within them.

    `grade` is how much the employee was away: what the employee says, else the sick note.
    """

    person: str = field(repr=False)
    sub_unit: str
    received: date
    part: str
    period: Period
    grade: int | None


class _Of(Protocol):
    @property
    def person(self) -> str: ...


T = TypeVar("T", bound=_Of)


class NavStatus:
    """The lists, by person.

    Args:
        requests, submissions, parts: rows of the people asked about.
        units: every sub-unit that has rows of anybody.
        from_day: the lists' first day.
    """

    def __init__(
        self,
        requests: Iterable[Request],
        submissions: Iterable[Submission],
        parts: Iterable[ApplicationPart],
        *,
        units: Collection[str],
        from_day: date,
    ) -> None:
        self._requests = _by_person(requests)
        self._submissions = _by_person(submissions)
        self._parts = _by_person(parts)
        self._units = units
        self._from_day = from_day

    def sees(self, sub_unit: str, day: date) -> bool:
        """Whether a sub-unit's rows of a day would be in the lists."""
        return sub_unit in self._units and day >= self._from_day

    def request(self, persons: Iterable[str], absence: Period) -> Request | None:
        """The latest request, not withdrawn, about sick notes that began within an absence."""
        found = [
            each
            for person in persons
            for each in self._requests.get(person, ())
            if each.status != WITHDRAWN and each.first in absence
        ]
        return max(found, key=lambda each: (each.first, each.created), default=None)

    def submissions(self, request: Request) -> list[Submission]:
        """What was answered to a request, in the order of sending."""
        found = self._submissions.get(request.person, ())
        return sorted(
            (each for each in found if each.request_id == request.request_id),
            key=lambda each: each.sent,
        )

    def applies(self, persons: Iterable[str]) -> bool:
        """Whether anything that was applied for is seen: not so of those who do it on paper."""
        return any(self._parts.get(person) for person in persons)

    def parts(self, persons: Iterable[str], period: Period) -> Iterator[ApplicationPart]:
        """What was applied for, and taken off, within some days."""
        for person in persons:
            for each in self._parts.get(person, ()):
                if each.period.overlaps(period):
                    yield each


@dataclass(frozen=True, slots=True)
class Applied:
    """What the employee has applied for, for one sub-unit and stretch of days."""

    parts: Sequence[ApplicationPart]

    @property
    def received(self) -> date | None:
        """The day the last of it came to NAV."""
        return max((each.received for each in self.parts), default=None)

    def covers(self, day: date) -> bool:
        """Whether a day was applied for."""
        return any(day in each.period for each in self.parts if each.part == SICK)

    def is_free(self, day: date) -> bool:
        """Whether the employee has stated holiday or leave for a day."""
        return any(day in each.period for each in self.parts if each.part in FREE)

    def grades(self, days: Collection[date]) -> frozenset[int | None]:
        """How much the employee was away on some days; None where it is not said."""
        return frozenset(
            next(
                (each.grade for each in self.parts if each.part == SICK and day in each.period),
                None,
            )
            for day in days
        )


def _by_person(rows: Iterable[T]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(row.person, []).append(row)
    return found
