"""Look for proposals, and keep those there are: a change is only made by `accepting`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rutine.cases.proposals import Found, Kept, keep, open_changes
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.installation import Installation
from rutine.routines.proposals.edits import written
from rutine.routines.proposals.learning import Learned, learn
from rutine.steps.learning.files import Patch, changed_mappings, new_findings, patch_of
from rutine.steps.learning.gathering import decided_cases
from rutine.steps.scope import ROUTINE, load_rules


def look_for_proposals(place: Installation) -> Kept:
    """Learn from every decision, and enter what is new, renewed or no more.

    A change that the file can't take, or that `rutine check` would fault, is not proposed.

    Raises:
        InputError: a routine file, format or table can't be read.
    """
    rules = load_rules(place)
    with place.database.reading() as session:
        cases = decided_cases(place, session, rules)
        checked = open_changes(session, ROUTINE)
    found = list(_found(place, learn(cases, rules.routine, clock.today()), checked))
    with place.database.writing() as session:
        return keep(session, ROUTINE, found)


def _found(
    place: Installation, learned: list[Learned], checked: Collection[tuple[str, str]]
) -> Iterator[Found]:
    """What can be proposed; `checked` are changes that waited, and the files they were made for."""
    mappings = place.settings.mappings
    for each in learned:
        try:
            patch = patch_of(mappings, each.edit, ROUTINE)
        except InputError as error:
            if error.code == "proposal_unpatchable":
                continue
            raise
        if (written(each.edit), patch.base) not in checked and _is_faulted(place, patch):
            continue
        yield Found(
            kind=each.edit.kind.value,
            file=patch.file,
            edit=written(each.edit),
            evidence=each.evidence.model_dump_json(),
            base=patch.base,
            alike=each.evidence.alike,
        )


def _is_faulted(place: Installation, patch: Patch) -> bool:
    with changed_mappings(place.settings.mappings, patch) as changed:
        return bool(new_findings(place, patch, changed))
