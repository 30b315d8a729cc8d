"""Play a proposal on the months there are, and make its change when a consultant accepts it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from rutine.cases.access import Actor
from rutine.cases.proposals import (
    ProposalView,
    accept,
    history_mark,
    note_rehearsal,
    proposal,
    require_answer,
)
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole
from rutine.installation import Installation
from rutine.routines.proposals.edits import Edit, read_edit, written
from rutine.routines.proposals.learning import learn
from rutine.routines.proposals.weighing import Evidence
from rutine.steps.learning.files import Patch, changed_mappings, new_findings, patch_of
from rutine.steps.learning.gathering import decided_cases
from rutine.steps.learning.rehearsal import Rehearsal, rehearse_change
from rutine.steps.scope import load_rules


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with its change, as far as the file can still take it.

    Attributes:
        patch: None when the file has changed since, or the proposal does not wait any more.
        rehearsal: what playing the months came to, when somebody last did; None when nobody has.
    """

    view: ProposalView
    edit: Edit
    evidence: Evidence
    patch: Patch | None
    rehearsal: Rehearsal | None


def shown(place: Installation, view: ProposalView) -> Shown:
    """A proposal as people look at it."""
    edit = read_edit(view.edit)
    patch = None
    if view.is_open:
        try:
            found = patch_of(place.settings.mappings, edit, view.routine)
        except InputError:
            found = None
        patch = found if found is not None and found.base == view.base else None
    return Shown(
        view,
        edit,
        Evidence.model_validate_json(view.evidence),
        patch,
        Rehearsal.model_validate_json(view.rehearsal) if view.rehearsal else None,
    )


def play(place: Installation, number: int, actor: Actor) -> Rehearsal:
    """Play the months again under a proposal's change, and keep what it came to.

    Raises:
        AccessDenied: the actor may not see proposals.
        InputError: `proposal_missing`, `proposal_answered`, `proposal_file_changed`,
            `proposal_check_failed`, or what `rehearse_change` refuses.
    """
    with place.database.reading() as session:
        view = proposal(session, place.keys, number, actor)
    patch = _current(place, view)
    found = _played(place, view, patch)
    with place.database.writing() as session:
        note_rehearsal(session, number, patch.base, found.model_dump_json())
    return found


def take(place: Installation, number: int, *, actor: Actor, why: str) -> Patch:
    """Accept a proposal: check, play the months, note who and why, and write the file.

    The file is written whole or not at all, in the same breath as the trail's entry: when the
    entry can't be kept, the file is as it was. What has been decided since the proposal was found
    counts as if it were found now: also where it settles nothing, and playing the months would
    not tell.

    Raises:
        AccessDenied: `not_a_person`, `role_missing` or `own_decisions`.
        InputError: as `play`; `proposal_stopped`, with the numbers of cases that were decided
            otherwise; `proposal_not_held`; `proposal_outrun`; `proposal_not_written`; or a reason
            that is missing.
    """
    with place.database.reading() as session:
        view = proposal(session, place.keys, number, actor)
        now = _evidence_now(place, session, view)
        found_on = Evidence.model_validate_json(view.evidence)
        cases = {*found_on.cases, *(now.cases if now is not None else ())}
        require_answer(session, number, actor, sorted(cases), why)
        mark = history_mark(session)
    patch = _current(place, view)
    found = _played(place, view, patch)
    if not found.passed:
        with place.database.writing() as session:
            note_rehearsal(session, number, patch.base, found.model_dump_json())
        raise _stopped(found)
    if now is None:
        raise InputError(
            "proposal_not_held",
            f"What proposal {number} rests on does not hold any more: cases have been decided "
            "otherwise since, or decisions undone.",
            "Look for proposals again (`rutine proposals`): it lapses, or another comes.",
            number=number,
        )
    is_written = False
    try:
        with place.database.writing() as session:
            accept(
                session,
                place.keys,
                number,
                actor=actor,
                why=why,
                after=patch.made,
                rehearsal=found.model_dump_json(),
                mark=mark,
            )
            session.flush()
            _current(place, view)  # once more: it may have been edited while the months played
            _write(patch.path, patch.after)
            is_written = True
    except BaseException:
        if is_written:
            _write(patch.path, patch.before)
        raise
    return patch


def _evidence_now(place: Installation, session: Session, view: ProposalView) -> Evidence | None:
    """What speaks for the very same change today; None when it would not be proposed."""
    rules = load_rules(place)
    cases = decided_cases(place, session, rules)
    found = learn(cases, rules.routine, clock.today())
    return next((each.evidence for each in found if written(each.edit) == view.edit), None)


def _current(place: Installation, view: ProposalView) -> Patch:
    """The change on the file it was made for.

    Raises:
        InputError: `proposal_answered` or `proposal_file_changed`.
    """
    if not view.is_open:
        raise InputError(
            "proposal_answered",
            f"Proposal {view.number} does not wait for an answer any more.",
            "See what became of it: `rutine proposals show` with its number.",
            number=view.number,
        )
    try:
        patch = patch_of(place.settings.mappings, read_edit(view.edit), view.routine)
    except InputError as error:
        if error.code != "proposal_unpatchable":
            raise
        patch = None
    if patch is None or patch.base != view.base:
        raise InputError(
            "proposal_file_changed",
            f"{view.file} has been changed since proposal {view.number} was made for it.",
            "Look for proposals again (`rutine proposals`): those that still hold are made for "
            "the file as it is now.",
            file=view.file,
            number=view.number,
        )
    return patch


def _played(place: Installation, view: ProposalView, patch: Patch) -> Rehearsal:
    with changed_mappings(place.settings.mappings, patch) as changed:
        faults = new_findings(place, patch, changed)
        if faults:
            raise InputError(
                "proposal_check_failed",
                f"With the change, `rutine check` would find {len(faults)} more in {view.file}.",
                "Correct the file first, and look for proposals again (`rutine proposals`).",
                file=view.file,
                count=len(faults),
            )
        return rehearse_change(place, read_edit(view.edit), changed)


def _stopped(found: Rehearsal) -> InputError:
    numbers = ", ".join(str(number) for number in found.against if number)
    if numbers:
        return InputError(
            "proposal_against",
            f"The change would settle what people decided otherwise: case {numbers}.",
            "Look at these cases. The proposal can't be accepted while they stand.",
            cases=numbers,
        )
    return InputError(
        "proposal_stopped",
        "Playing the months again came to something that the change must not do.",
        "See what: `rutine proposals show` with its number. Refuse it, or write the change that "
        "is wanted into the file by hand and try it with `rutine simulate`.",
    )


def _write(path: Path, text: str) -> None:
    """Write the file whole, with the rights it has.

    Raises:
        InputError: `proposal_not_written`.
    """
    try:
        rights = path.stat().st_mode & 0o777
        write_whole(path, text.encode())
        path.chmod(rights)
    except OSError as error:
        raise InputError(
            "proposal_not_written",
            f"{path} can't be written ({error.strerror}). Nothing is changed.",
            "Make the change by hand (`rutine proposals show` has it), or let rutine write there.",
            path=str(path),
            why=error.strerror or type(error).__name__,
        ) from None
