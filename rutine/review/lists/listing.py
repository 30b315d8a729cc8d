"""A filtered list of cases as an address: `/saker?reason=D14&med=overdue&page=2`.

The address holds codes and organisation numbers, so it can be saved, shared and logged. What
was searched for names somebody: it is kept with the session, and the address only says that
the list is a search (`sok=1`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Final, Self
from urllib.parse import parse_qsl, urlencode

from rutine.cases.views import CaseStatus, Filters, Property, Sort, Traits
from rutine.core import clock
from rutine.review.visit import Visit

QUEUE = "/saker"
ALL = "all"
MINE = "mine"
TODAY = "today"
LISTS: Final = ("open", MINE, "waiting", "approval", TODAY, "done", "auto_closed", ALL)
"""The work lists, in the order of their tabs."""

MAX_SEARCH = 60
_REASON = re.compile(r"[A-Z][0-9]{1,3}")
_UNIT = re.compile(r"[0-9]{9}")
_ROUTINE = re.compile(r"[a-z][a-z0-9_]{0,47}")
_MAX_TRAITS = 40
_MAX_PAGE = 1_000_000
_BETWEEN = "-"
REASON, UNIT = "r.", "u."
"""How a reason and a unit begin among the properties in an address."""


@dataclass(frozen=True, slots=True, repr=False)
class Listing:
    """Which list the reader is in, and which page of it. Empty text means any.

    Attributes:
        must, must_not: properties, `r.` and a reason, or `u.` and a unit.
        search: what the session remembers, when the list is a search.
        viewer: whose list it is, as `Actor.id`.
        today: the reader's day.
    """

    status: str = CaseStatus.OPEN.value
    reason: str = ""
    unit: str = ""
    routine: str = ""
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    search: str = ""
    sort: str = Sort.NUMBER.value
    page: int = 1
    viewer: str = ""
    today: date = field(default_factory=clock.today)

    @classmethod
    def here(cls, visit: Visit) -> Self:
        """The list that the address tells of, for the one who asks."""
        given = visit.request.query_params
        remembered = visit.session.search if visit.session is not None else ""
        search = remembered if given.get("sok") == "1" else ""
        return cls.of(given, search=search, viewer=visit.actor.id, today=visit.site.today())

    @classmethod
    def of(
        cls,
        given: Mapping[str, str],
        *,
        search: str = "",
        viewer: str = "",
        today: date | None = None,
    ) -> Self:
        """Read it from an address or a form; what makes no sense is left out."""
        status = given.get("status", "")
        sort = given.get("sort", "")
        must = _codes(given.get("med", ""))
        return cls(
            status=status if status in LISTS else CaseStatus.OPEN.value,
            reason=_matching(_REASON, given.get("reason", "")),
            unit=_matching(_UNIT, given.get("unit", "")),
            routine=_matching(_ROUTINE, given.get("rutine", "")),
            must=must,
            must_not=tuple(code for code in _codes(given.get("uten", "")) if code not in must),
            search=search.strip()[:MAX_SEARCH],
            sort=sort if sort in set(Sort) else Sort.NUMBER.value,
            page=page_number(given.get("page", "")),
            viewer=viewer,
            today=today or clock.today(),
        )

    @classmethod
    def reading(cls, query: str) -> Self:
        """Read it from part of an address, as `query` gives it."""
        return cls.of(dict(parse_qsl(query)))

    @property
    def filters(self) -> Filters:
        """The same, as the store asks for it."""
        return replace(
            self.bare,
            reason=self.reason or None,
            sub_unit=self.unit or None,
            routine=self.routine or None,
            must=_traits(self.must),
            must_not=_traits(self.must_not),
            search=self.search or None,
            sort=Sort(self.sort),
        )

    @property
    def bare(self) -> Filters:
        """The list itself, before anything narrows it."""
        if self.status == MINE:
            return Filters(status=None, undecided=True, assignee=self.viewer, today=self.today)
        if self.status == TODAY:
            return Filters(status=CaseStatus.DONE, changed_since=self.midnight, today=self.today)
        status = None if self.status == ALL else CaseStatus(self.status)
        return Filters(status=status, today=self.today)

    @property
    def midnight(self) -> datetime:
        """When the reader's day began."""
        return datetime.combine(self.today, time(), clock.OSLO)

    @property
    def is_filtered(self) -> bool:
        """Whether more than the list itself narrows it."""
        chosen = self.reason or self.unit or self.routine or self.search
        return bool(chosen or self.must or self.must_not)

    @property
    def is_narrowed(self) -> bool:
        """Whether the list is narrowed, searched or in an order of the reader's own."""
        return self.is_filtered or self.sort != Sort.NUMBER

    @property
    def cleared(self) -> Self:
        """The same list, in the same order, without its filters."""
        return self.of_status(self.status)

    def of_status(self, status: str) -> Self:
        """The whole of another list, in the same order."""
        return type(self)(status=status, sort=self.sort, viewer=self.viewer, today=self.today)

    def at(self, page: int) -> Self:
        """Another page of the same list."""
        return replace(self, page=page)

    def with_status(self, status: str) -> Self:
        """The same filters in another list, from its first page."""
        return replace(self, status=status, page=1)

    def turned(self, code: str) -> Self:
        """The list with a property turned on: from never mind to must, must not and back."""
        must, must_not = set(self.must) - {code}, set(self.must_not) - {code}
        if code in self.must:
            must_not.add(code)
        elif code not in self.must_not:
            must.add(code)
        return replace(self, must=tuple(sorted(must)), must_not=tuple(sorted(must_not)), page=1)

    @property
    def address(self) -> str:
        """The list's own address."""
        return self.saying()

    @property
    def told(self) -> str:
        """The address that says all of it, also that nothing narrows the list (`alt=1`)."""
        return self.address if self.is_narrowed else self.saying(alt=1)

    @property
    def query(self) -> str:
        """What is saved of the list: neither a search nor a page."""
        return replace(self, search="", page=1).address.partition("?")[2]

    def saying(self, **more: str | int) -> str:
        """The list's address, with what was just done."""
        return QUEUE + self._query(**more)

    def case(self, number: int, **more: str | int) -> str:
        """The address of a case opened from this list."""
        return f"{QUEUE}/{number}{self._query(**more)}"

    def step(self, number: int, name: str) -> str:
        """The address that a form of the case posts to, such as `avgjor`."""
        return f"{QUEUE}/{number}/{name}{self._query()}"

    def post(self, name: str) -> str:
        """The address that a form of the whole list posts to, such as `tildel`."""
        return f"{QUEUE}/{name}{self._query()}"

    @property
    def narrowing(self) -> dict[str, str]:
        """What a form must carry along to stay in this list."""
        return {
            "status": self.status,
            "med": _BETWEEN.join(self.must),
            "uten": _BETWEEN.join(self.must_not),
        }

    def _query(self, **more: str | int) -> str:
        given: dict[str, str | int] = {
            "status": "" if self.status == CaseStatus.OPEN else self.status,
            "reason": self.reason,
            "unit": self.unit,
            "rutine": self.routine,
            "med": _BETWEEN.join(self.must),
            "uten": _BETWEEN.join(self.must_not),
            "sok": "1" if self.search else "",
            "sort": "" if self.sort == Sort.NUMBER else self.sort,
            "page": "" if self.page <= 1 else self.page,
            **more,
        }
        query = urlencode({name: value for name, value in given.items() if value != ""})
        return f"?{query}" if query else ""


def page_number(given: str) -> int:
    """The page that an address asks for; the first where it makes no sense."""
    if not (given.isascii() and given.isdigit()):
        return 1
    # Python refuses to read a number of thousands of digits.
    return min(int(given[:20]), _MAX_PAGE)


def _codes(text: str) -> tuple[str, ...]:
    """Known properties, and anything that has the form of a reason or a unit."""
    found = {
        code
        for code in text.split(_BETWEEN)[:_MAX_TRAITS]
        if code in set(Property)
        or (code.startswith(REASON) and _REASON.fullmatch(code[2:]))
        or (code.startswith(UNIT) and _UNIT.fullmatch(code[2:]))
    }
    return tuple(sorted(found))


def _matching(form: re.Pattern[str], given: str) -> str:
    """What has the form of a code; an address is saved, so nothing else gets into it."""
    return given if form.fullmatch(given) else ""


def _traits(codes: Iterable[str]) -> Traits:
    return Traits(
        frozenset(Property(code) for code in codes if code in set(Property)),
        frozenset(code[2:] for code in codes if code.startswith(REASON)),
        frozenset(code[2:] for code in codes if code.startswith(UNIT)),
    )
