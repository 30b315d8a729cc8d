"""Which runs the reader asks for, as an address: `/kjoringer?rutine=nav_refunds&page=2`.

The address holds names of routines, organisation numbers and numbers of runs: it may be logged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Self
from urllib.parse import urlencode

from rutine.cases.runs import RunFilter
from rutine.review.lists.listing import page_number

RUNS: Final = "/kjoringer"
_ROUTINE: Final = re.compile(r"[a-z][a-z0-9_]{0,47}")
_EMPLOYER: Final = re.compile(r"[0-9]{9}")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class RunsAsked:
    """The list that is asked for, and which page of it. Empty text means any.

    Attributes:
        number: of one run, which is shown alone with everything that it has.
    """

    routine: str = ""
    employer: str = ""
    number: str = ""
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """Read it from an address; what makes no sense is left out."""
        return cls(
            _matching(_ROUTINE, given.get("rutine", "")),
            _matching(_EMPLOYER, given.get("arbeidsgiver", "")),
            _matching(_NUMBER, given.get("kjoring", "")),
            page_number(given.get("page", "")),
        )

    @property
    def filter(self) -> RunFilter:
        """The same, as the store asks for it."""
        number = int(self.number) if self.number else None
        return RunFilter(self.routine or None, self.employer or None, number)

    @property
    def address(self) -> str:
        """What leads here."""
        given = {
            "rutine": self.routine,
            "arbeidsgiver": self.employer,
            "kjoring": self.number,
            "page": "" if self.page <= 1 else self.page,
        }
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{RUNS}?{query}" if query else RUNS

    @property
    def is_narrowed(self) -> bool:
        """Whether these are some of the runs only."""
        return bool(self.routine or self.employer or self.number)

    def at(self, page: int) -> RunsAsked:
        """Another page of the same list."""
        return replace(self, page=page)


def runs_of(routine: str, employer: str) -> str:
    """The address of an employer's runs of a routine."""
    return RunsAsked(routine, employer).address


def run_alone(number: int) -> str:
    """The address of one run."""
    return RunsAsked(number=str(number)).address


def _matching(form: re.Pattern[str], given: str) -> str:
    return given if form.fullmatch(given) else ""
