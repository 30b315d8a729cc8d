"""Read every list of a run, and stop where one of them is not what it should be."""

from __future__ import annotations

from rutine.installation import Installation
from rutine.steps.shapes.cut_lists import refuse_cut
from rutine.steps.shapes.lists import ListFile, Lists
from rutine.steps.shapes.reading import read_file
from rutine.steps.shapes.scope import ShapeScope, load_shape


def read_lists(place: Installation, scope: ShapeScope, files: tuple[ListFile, ...]) -> Lists:
    """Every row of every list; those that can't be used are kept apart with what is wrong.

    Raises:
        InputError: a file is not what its format says; `list_damaged`: too little of it can be
            used; or `list_cut`: it has far fewer rows than the last time.
    """
    rules = load_shape(place, scope.routine)
    lists = Lists([read_file(place, rules, each) for each in files])
    refuse_cut(place, scope, lists)
    return lists
