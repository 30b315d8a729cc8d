"""The steps of every flow of a known shape, as Prefect tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from prefect import State
from prefect.runtime import deployment
from prefect.states import Completed

from rutine.installation import current
from rutine.steps import shapes
from rutine.steps.shapes import Found, Lists, ShapeScope
from rutine.steps.shapes.collecting import inputs_of
from rutine.steps.shapes.lists import ListFile
from tasks.step import outside, stored
from tasks.turn import SKIPPED, turn_of

_NO_LISTS = (
    "Hoppet over: ingen lister er kommet ennå. Legg eksportene i {folder}, eller sett rutinen på "
    "pause med «rutine schedule pause {routine}»"
)


@contextmanager
def routine_run(
    routine: str, employer: str, period: str, lists: str | None
) -> Iterator[ShapeScope]:
    """Open the run in the employer's turn, with the rules that decide in it.

    It is noted as failed when the block raises.
    """
    place = current()
    with turn_of(place, employer):
        scope = shapes.begin(place, routine, employer, period, inputs=inputs_of(place, lists))
        with shapes.marking_failure(place, scope):
            yield scope


def no_lists(routine: str, employer: str, lists: str | None) -> State[Any] | None:
    """The state to end in when the server has started a run and no list has ever come; or None.

    Somebody who runs it by hand is told what is missing as an error. So is everybody when lists
    have come before, or some of them have.
    """
    if lists is not None or deployment.id is None:
        return None
    folder = shapes.waits_for_lists(current(), routine, employer)
    if folder is None:
        return None
    return Completed(name=SKIPPED, message=_NO_LISTS.format(folder=folder, routine=routine))


@outside
def collect_lists(scope: ShapeScope) -> tuple[ListFile, ...]:
    """Find the lists in the routine's folder and keep the originals."""
    return shapes.collect_lists(current(), scope)


@stored
def read_lists(scope: ShapeScope, files: tuple[ListFile, ...]) -> Lists:
    """Read every row of every list."""
    return shapes.read_lists(current(), scope, files)


@stored
def check_obligations(scope: ShapeScope, lists: Lists) -> Found:
    """Hold every obligation of the routine file against the lists."""
    return shapes.check_obligations(current(), scope, lists)


@stored
def check_cover(scope: ShapeScope, lists: Lists) -> Found:
    """Hold the rota against the cover rules of the routine file."""
    return shapes.check_cover(current(), scope, lists)


@stored
def check_shared_lists(scope: ShapeScope, lists: Lists) -> Found:
    """Hold the lists of employees, positions and units against each other."""
    return shapes.check_shared_lists(current(), scope, lists)


@stored
def match_lists(scope: ShapeScope, lists: Lists) -> Found:
    """Hold the two lists of the routine file against each other."""
    return shapes.match_lists(current(), scope, lists)


@stored
def assess_vacancies(scope: ShapeScope, lists: Lists) -> Found:
    """Hold every vacancy against everybody with a preferential right."""
    return shapes.assess_vacancies(current(), scope, lists)


def check_respondents(scope: ShapeScope, lists: Lists) -> Found:
    """Hold the list of respondents of a survey against the registers."""
    return shapes.check_respondents(current(), scope, lists)


def check_questions(scope: ShapeScope, lists: Lists) -> Found:
    """Look through the set of answers, and what employees asked without getting one."""
    return shapes.check_questions(current(), scope, lists)


def draft_records(scope: ShapeScope, lists: Lists) -> Found:
    """Merge the positions of everybody who asked, over all sources."""
    return shapes.draft_records(current(), scope, lists)


@stored
def queue_cases(scope: ShapeScope, lists: Lists, found: Found) -> None:
    """Put what was found before people, and close what is over, in one transaction."""
    shapes.queue_cases(current(), scope, lists, found)


@stored
def deliver_list(scope: ShapeScope, found: Found) -> None:
    """Write the list that a person delivers, in the run's own folder."""
    shapes.deliver_list(current(), scope, found)


@stored
def report_run(scope: ShapeScope) -> str:
    """Write the run's line and control totals."""
    return shapes.report_run(current(), scope)
