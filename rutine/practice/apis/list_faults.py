"""What can go wrong with NAV's lists of sick leave, each thing with a switch of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListFaults:
    """Which faults are switched on; the default is that everything works.

    Attributes:
        page: rows on a page. NAV's own limit is 1000.
        status: answer with this status instead of a page.
        status_from: from this call on, counted over all lists, from 1.
        status_times: so many times, then it works again; None: for good.
        is_page: a web page comes instead of a list, 200.
        drops: NAV hangs up in the middle of an answer.
        unmarked: the header that tells of more rows is missing.
        shuffled: the rows of a page come in any order.
        repeats: each page but the first begins with the last row of the page before.
        stuck: `fraLoepenr` is not understood: the first page comes again and again.
        old_fields: rows have fields that were removed, and one that nobody has told of.
        closed: sub-units that NAV says 401 for, as it does without access.
        missing: sub-units that NAV says 404 for.
        empty: sub-units whose lists are empty, and nobody says why.
        foreign: rows of every sub-unit come, whichever was asked for.
    """

    page: int = 1000
    status: int | None = None
    status_from: int = 1
    status_times: int | None = None
    is_page: bool = False
    drops: bool = False
    unmarked: bool = False
    shuffled: bool = False
    repeats: bool = False
    stuck: bool = False
    old_fields: bool = False
    closed: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
    foreign: bool = False
