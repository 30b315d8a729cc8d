"""Saving a draft: who may, what must be in order first, and what the trail says of it.

The file that runs is never written. A draft is saved when its file still is the one the edit
began with, when the check finds nothing wrong, and when its simulation has ended without settling
what a person had decided otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from rutine.cases.access import MODELS, Actor, require
from rutine.cases.database import Database
from rutine.cases.trail.audit import append
from rutine.core.errors import InputError
from rutine.routines.check.personal_check import personal_lines
from rutine.steps.editing.branch import PROGRAM, branch_name, put_on_branch
from rutine.steps.editing.drafts import Draft, Drafts
from rutine.steps.editing.rehearsal import Rehearsal, State
from rutine.steps.editing.running import RunningFile

LONGEST_ABOUT: Final = 500
"""Characters of what a person writes about a change."""


def hindrance(
    draft: Draft, running: RunningFile, rehearsal: Rehearsal | None, now: datetime
) -> str:
    """The code of what keeps a draft from being saved; empty when nothing does."""
    if draft.base != running.sha256:
        return "draft_changed"
    if draft.sha256 == running.sha256:
        return "draft_same"
    if rehearsal is None or rehearsal.state in {State.WAITING, State.RUNNING, State.STOPPED}:
        return "draft_not_simulated"
    if rehearsal.against:
        return "draft_refused"
    return "" if rehearsal.is_good(now) else "draft_simulated_long_ago"


def save_draft(
    database: Database,
    drafts: Drafts,
    draft: Draft,
    actor: Actor,
    *,
    ready: Callable[[Draft], str],
    about: str,
) -> Draft:
    """Keep a draft where others who model routines see it.

    Args:
        database: for the trail.
        drafts: where it is kept.
        draft: what was tried.
        actor: who saves it.
        ready: the code of what keeps it from being saved, looked up anew.
        about: what was changed and why.

    Raises:
        AccessDenied: `role_missing` or `not_a_person`.
        InputError: a hindrance, `about_missing`, `about_personal` or `about_long`.
    """
    require(actor, MODELS)
    _refuse(ready(draft), about)
    with database.writing() as session:
        append(session, actor, "routine_draft_saved", data=_about(draft))
        return drafts.keep(draft, about=about, branch=draft.branch)


def save_on_branch(
    database: Database,
    drafts: Drafts,
    draft: Draft,
    actor: Actor,
    running: RunningFile,
    *,
    ready: Callable[[Draft], str],
    about: str,
    named: bool,
) -> Draft:
    """Put a draft on a branch of its own; it is kept as a draft as well.

    Args:
        database: for the trail.
        drafts: where it is kept.
        draft: what was tried.
        actor: who saves it.
        running: the file that runs.
        ready: as for `save_draft`.
        about: what was changed and why; the commit says it too.
        named: whether the commit bears the person's name; else the program's.

    Raises:
        AccessDenied, InputError: as `save_draft`, and as `put_on_branch`.
    """
    require(actor, MODELS)
    _refuse(ready(draft), about)
    branch = branch_name(draft.routine, draft.sha256)
    told = f"{about}\n\nRutinefil: {draft.routine}\nFør: {draft.base}\nEtter: {draft.sha256}\n"
    with database.writing() as session:
        commit = put_on_branch(
            running.path,
            drafts.text(draft).encode(),
            branch=branch,
            author=actor.name if named else PROGRAM,
            message=told,
        )
        data = {**_about(draft), "branch": branch, "commit": commit}
        append(session, actor, "routine_branch_saved", data=data)
        return drafts.keep(draft, about=about, branch=branch)


def delete_draft(database: Database, drafts: Drafts, draft: Draft, actor: Actor) -> None:
    """Take a draft away; that a saved one is gone stands in the trail.

    Raises:
        AccessDenied: `role_missing` or `not_a_person`.
    """
    require(actor, MODELS)
    if draft.saved is None:
        drafts.delete(draft)
        return
    with database.writing() as session:
        append(session, actor, "routine_draft_deleted", data=_about(draft))
        drafts.delete(draft)


def _refuse(code: str, about: str) -> None:
    if code:
        raise InputError(code, "The draft can't be saved.", "Look at what stands in the way.")
    if not about:
        raise InputError("about_missing", "Say what was changed, and why.")
    if len(about) > LONGEST_ABOUT:
        raise InputError("about_long", f"Say it in {LONGEST_ABOUT} characters.")
    if personal_lines(about):
        raise InputError("about_personal", "This looks like a national id.", "Take it out.")


def _about(draft: Draft) -> dict[str, str]:
    return {
        "routine": draft.routine,
        "draft": draft.draft_id,
        "file_before": draft.base,
        "file_after": draft.sha256,
    }
