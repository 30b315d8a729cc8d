"""Whether a routine of a known shape still waits for its first lists.

Before anybody has exported a list there is nothing to run on, and nothing has gone wrong. Once a
run has seen lists, a folder that is empty is a fault: what the lists held would seem to be gone.
"""

from __future__ import annotations

from pathlib import Path

from rutine.cases.newest_runs import has_ended
from rutine.installation import Installation
from rutine.steps.shapes.collecting import folder_of, has_no_list
from rutine.steps.shapes.scope import employer_number, load_shape


def waits_for_lists(place: Installation, routine: str, employer: str) -> Path | None:
    """The folder in which the first lists are missing; None where there is something to run on.

    Raises:
        InputError: `employer_invalid`, or a mapping that is wrong.
    """
    orgnr = employer_number(employer)
    needed = any(each.required for each in load_shape(place, routine).routine.sources.values())
    folder = folder_of(place.settings.inbox_folder, routine, orgnr)
    if not needed or not has_no_list(folder):
        return None
    with place.database.reading() as session:
        return None if has_ended(session, routine, orgnr) else folder
