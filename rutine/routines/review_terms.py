"""The terms of each routine, read from its file when a case is decided."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from rutine.cases.access import APPROVES, DECIDES, UserRole
from rutine.cases.deciding.terms import TWO_FOR_ALL, Hold, Terms
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.routines.review_rule import ReviewRules
from rutine.routines.routine_file import RoutineFile, load_routine

_Stamp = tuple[int, int, int]
_ORE = 100


class RoutineTerms:
    """Asks the routine files of a folder; a file is read again once it has changed."""

    def __init__(self, mappings: Path) -> None:
        self._folder = mappings / "routines"
        self._known: dict[str, tuple[_Stamp, Terms]] = {}
        self._lock = Lock()

    def __call__(self, routine: str) -> Terms | None:
        """A routine's terms: the strictest there are where its file can't be read.

        A file that was there and is gone counts as one that can't: it is being put anew, or
        somebody took away the limits that it had.
        """
        path = self._folder / f"{Path(routine).name}.yaml"
        try:
            found = path.stat()
        except FileNotFoundError:
            return TWO_FOR_ALL if routine in self._known else None
        except OSError:
            return TWO_FOR_ALL
        stamp = found.st_mtime_ns, found.st_size, found.st_ino
        with self._lock:
            known = self._known.get(routine)
            if known is None or known[0] != stamp:
                known = self._known[routine] = stamp, _read(path)
        return known[1]


def _read(path: Path) -> Terms:
    try:
        return terms_of(load_routine(path))
    except InputError:
        return TWO_FOR_ALL


def terms_of(routine: RoutineFile) -> Terms:
    """What a routine file says of deciding its cases."""
    review = routine.review
    two_sign = routine.service_record is not None and routine.service_record.two_persons
    if review is None:
        return Terms(routine.sha256, two_sign=two_sign)
    limits, days = review.two_persons, review.deadline_days
    return Terms(
        sha256=routine.sha256,
        write_off=_ore(limits.write_off) if limits else None,
        loss=_ore(limits.loss) if limits else None,
        manual_match=_ore(limits.manual_match) if limits else None,
        holds=tuple(
            Hold(each.reason, {str(word): title for word, title in each.title.items()}, each.days)
            for each in review.hold_reasons
        ),
        days={each.code: getattr(days, each.severity) for each in routine.exceptions}
        if days
        else {},
        other_days=days.normal if days else None,
        deciders=_deciders(review),
        two_sign=two_sign,
    )


def _deciders(review: ReviewRules) -> frozenset[UserRole]:
    """The roles of the app. An approver does all that a reviewer does, and not the other way."""
    return DECIDES if "reviewer" in review.decided_by else APPROVES


def _ore(kroner: int | None) -> Ore | None:
    return None if kroner is None else Ore(_ORE * kroner)
