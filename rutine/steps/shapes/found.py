"""What the rules of a run came to, before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rutine.cases.lifecycle.closing import Cause
from rutine.cases.lists.coming import Coming
from rutine.core.differences import Difference, Subject
from rutine.core.identifiers import Fnr
from rutine.steps.shapes.matched import MatchedGroup

Row = tuple[str, int]
"""A row by the name of the run's input, and its place there."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a case that was open is found no more, and the rows that say so."""

    cause: Cause
    rows: tuple[Row, ...] = ()


def gone(_reference: str | None, _about: Subject | None) -> Closed | None:
    """For cases of which nothing more can be said than that they are found no more."""
    return Closed(Cause.RESOLVED)


@dataclass(frozen=True, slots=True)
class Used:
    """What became of one file's rows: they add up to what came in.

    Attributes:
        name, record: of the input.
        rows: how many came in.
        refused: not used, because something is wrong with them.
        unmatched: of nobody that is known.
        cases: put before a person as they are; of a match, those left or suggested.
        used: taken into account; of a match, those that are settled.
    """

    name: str
    record: str
    rows: int
    refused: int
    unmatched: int = 0
    cases: int = 0
    used: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether every row is in exactly one of them."""
        return self.rows == self.refused + self.unmatched + self.cases + self.used


class Found:
    """What a run found. A plain class, so that Prefect does not walk through it.

    Attributes:
        differences: everything that a person must look at.
        closed: says of an open case of a kind that is not among them why it is over, from its
            reference and what it is about; None while that can't be said.
        kinds: the kinds of case that the run speaks of: others stay as they are.
        used: what became of every row.
        checked: how many obligations, windows or rows were looked at.
        protected, listed: whose cases only few may see, and everybody the lists know.
        numbers: the employee numbers of the protected.
        matched: groups that were settled, to be remembered.
        broken: groups of earlier runs that do not hold any more.
        coming: deadlines that are no case yet, counted.
        files: what the run leaves for people to deliver, by its name in the run's folder.
        also: stores what a kind of routine keeps beside its cases, in their transaction.
    """

    __slots__ = (
        "also",
        "broken",
        "checked",
        "closed",
        "coming",
        "differences",
        "files",
        "kinds",
        "listed",
        "matched",
        "numbers",
        "protected",
        "used",
    )

    def __init__(
        self,
        *,
        differences: Sequence[Difference],
        closed: Mapping[str, Callable[[str | None, Subject | None], Closed | None]],
        used: Sequence[Used],
        checked: int,
        protected: Sequence[Fnr] = (),
        listed: Sequence[Fnr] = (),
        numbers: Sequence[str] = (),
        matched: Sequence[MatchedGroup] = (),
        broken: Sequence[str] = (),
        coming: Sequence[Coming] = (),
        files: Mapping[str, bytes] | None = None,
        also: Callable[[Session], None] | None = None,
    ) -> None:
        self.differences = tuple(differences)
        self.closed = dict(closed)
        self.kinds = tuple(closed)
        self.used = tuple(used)
        self.checked = checked
        self.protected = tuple(protected)
        self.listed = tuple(listed)
        self.numbers = tuple(numbers)
        self.matched = tuple(matched)
        self.broken = tuple(broken)
        self.coming = tuple(coming)
        self.files = dict(files or {})
        self.also = also
