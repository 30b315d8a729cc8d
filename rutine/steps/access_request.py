"""Everything about one person, for the person (GDPR art. 15): the store, and the originals.

Who may take it out is asked before anything is read, and nothing is told in part: not to one who
sees some units only, and not where a line stands in a list about health without the right to it.
That is a list of a routine that is for few, or any list of absences, as with the cases about one.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from rutine.cases.access import AUDITS, Actor, Sight, require
from rutine.cases.person.request import checked_reference
from rutine.cases.person.telling import Told, follow_up_missing, require_all_units, tell
from rutine.cases.trail.audit import append
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.installation import Installation
from rutine.routines.routine_file import load_routine
from rutine.steps.person import OwnLines, own_lines


def lines_for(place: Installation, person: Fnr, *, actor: Actor, reference: str) -> OwnLines:
    """The person's lines in originals, for one who may have them. Reads the whole archive.

    Raises:
        AccessDenied: `not_a_person`, `role_missing`, `all_units_needed` or `follow_up_missing`.
        InputError: `reference_invalid`.
    """
    require(actor, AUDITS)
    require_all_units(actor)
    checked_reference(reference)
    found = own_lines(place, person)
    wanted = {_sight(place, each) for each in found.routines}
    if found.of_absence:
        wanted.add(Sight.FOLLOW_UP)
    if not wanted <= actor.sights:
        raise follow_up_missing()
    return found


def tell_all(
    place: Installation,
    session: Session,
    person: Fnr,
    lines: OwnLines,
    *,
    actor: Actor,
    reference: str,
) -> Told:
    """What the store holds, noted in the audit trail. The session must be a writing one.

    One whom the store does not know may stand in originals all the same: those are told.

    Raises:
        AccessDenied, InputError: as `tell`; `person_unknown` when nothing stands anywhere.
    """
    try:
        return tell(session, place.keys, person, actor=actor, reference=reference)
    except InputError as error:
        if error.code != "person_unknown" or not lines.lines:
            raise
    data = {"items": {"originals": len(lines.originals)}, "what": checked_reference(reference)}
    append(session, actor, "person_told", data=data)
    return Told(None, protected=False)


def _sight(place: Installation, routine: str) -> Sight:
    """Who may see a routine's lists; few, where its file is gone or has faults."""
    try:
        file = load_routine(place.settings.mappings / "routines" / f"{routine}.yaml")
    except InputError:
        return Sight.FOLLOW_UP
    return Sight(file.seen_by)
