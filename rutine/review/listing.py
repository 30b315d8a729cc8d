"""A filtered list of cases as an address: `/saker?reason=D14&page=2`.

The address holds codes, organisation numbers and what was searched for: an employee number or
a case number. A national id never gets that far; see `queue_page.search`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from rutine.cases.views import CaseStatus, Filters, Sort

QUEUE = "/saker"
ALL = "all"
MAX_SEARCH = 40
_MAX_PAGE = 1_000_000


@dataclass(frozen=True, slots=True, repr=False)
class Listing:
    """Which list the reader is in, and which page of it. Empty text means any."""

    status: str = CaseStatus.OPEN.value
    reason: str = ""
    unit: str = ""
    search: str = ""
    sort: str = Sort.NUMBER.value
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """Read it from an address or a form; what makes no sense is left out."""
        status = given.get("status", "")
        page = given.get("page", "")
        sort = given.get("sort", "")
        known = status == ALL or status in set(CaseStatus)
        return cls(
            status=status if known else CaseStatus.OPEN.value,
            reason=given.get("reason", "")[:MAX_SEARCH],
            unit=given.get("unit", "")[:MAX_SEARCH],
            search=given.get("search", "").strip()[:MAX_SEARCH],
            sort=sort if sort in set(Sort) else Sort.NUMBER.value,
            page=min(int(page), _MAX_PAGE) if page.isascii() and page.isdigit() else 1,
        )

    @property
    def filters(self) -> Filters:
        """The same, as the store asks for it."""
        return Filters(
            status=None if self.status == ALL else CaseStatus(self.status),
            reason=self.reason or None,
            sub_unit=self.unit or None,
            search=self.search or None,
            sort=Sort(self.sort),
        )

    @property
    def is_filtered(self) -> bool:
        """Whether more than the status narrows the list."""
        return bool(self.reason or self.unit or self.search)

    @property
    def cleared(self) -> Listing:
        """The same list, in the same order, without its filters."""
        return self.of_status(self.status)

    def of_status(self, status: str) -> Listing:
        """The whole list of a status, in the same order."""
        return Listing(status=status, sort=self.sort)

    def at(self, page: int) -> Listing:
        """Another page of the same list."""
        return replace(self, page=page)

    def with_status(self, status: str) -> Listing:
        """The same filters in another list, from its first page."""
        return replace(self, status=status, page=1)

    @property
    def address(self) -> str:
        """The list's own address."""
        return QUEUE + self._query()

    def case(self, number: int, **more: int) -> str:
        """The address of a case opened from this list."""
        return f"{QUEUE}/{number}{self._query(**more)}"

    def step(self, number: int, name: str) -> str:
        """The address that a form of the case posts to, such as `avgjor`."""
        return f"{QUEUE}/{number}/{name}{self._query()}"

    def decided(self, number: int) -> str:
        """The list's address, saying that a case was just decided."""
        return QUEUE + self._query(decided=number)

    def _query(self, **more: int) -> str:
        given: dict[str, str | int] = {
            "status": "" if self.status == CaseStatus.OPEN else self.status,
            "reason": self.reason,
            "unit": self.unit,
            "search": self.search,
            "sort": "" if self.sort == Sort.NUMBER else self.sort,
            "page": "" if self.page <= 1 else self.page,
            **more,
        }
        query = urlencode({name: value for name, value in given.items() if value != ""})
        return f"?{query}" if query else ""
