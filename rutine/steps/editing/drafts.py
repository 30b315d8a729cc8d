"""Drafts of routine files: a folder each under the home, and never changed once made.

A draft that is edited becomes another one, so nobody writes over what somebody else has made.
What is tried is kept here too, unsaved, so that it is there when its simulation has ended; of
those a person has the last few, and they are not shown to others.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from rutine.cases.access import Actor
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole

UNSAVED_KEPT: Final = 5
"""Texts that one person has tried and not saved; the oldest gives way."""

_ID = re.compile(r"[0-9a-f]{16}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_NOTE = "draft.json"


class Draft(BaseModel):
    """What is known of a draft beside its text.

    Attributes:
        sha256: of its text.
        base: sha256 of the file that ran when the edit began.
        by: the account that made it; `name` is what that person is called.
        saved: when it was kept for others to see; None while it is only tried.
        about: what was changed and why, in the person's own words.
        branch: the branch it was put on, empty where it was not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    draft_id: str
    routine: str
    sha256: str
    base: str
    by: str
    name: str
    made: datetime
    saved: datetime | None = None
    about: str = ""
    branch: str = ""


class Drafts:
    """The drafts of one home."""

    def __init__(self, home: Path) -> None:
        self._home = home / "drafts"

    def make(self, actor: Actor, routine: str, text: str, base: str) -> Draft:
        """Keep a text to try, and let go of the person's oldest unsaved ones.

        Raises:
            OSError: nothing can be written in the home.
        """
        self._let_go(actor)
        data = text.encode()
        draft = Draft(
            draft_id=secrets.token_hex(8),
            routine=routine,
            sha256=hashlib.sha256(data).hexdigest(),
            base=base,
            by=actor.id,
            name=actor.name,
            made=clock.now(),
        )
        folder = self.folder(draft)
        folder.mkdir(parents=True, mode=0o700)
        write_whole(self.file(draft), data)
        self._note(draft)
        return draft

    def read(self, routine: str, draft_id: str, actor: Actor) -> Draft:
        """One draft: a saved one, or what the same person tries.

        Raises:
            InputError: `draft_unknown`.
        """
        found = None
        if _ID.fullmatch(draft_id) and _NAME.fullmatch(routine):
            found = _read(self._home / routine / draft_id)
        if found is None or not _is_for(found, actor):
            raise InputError("draft_unknown", "There is no such draft.", "It may be deleted.")
        return found

    def of(self, routine: str, actor: Actor) -> list[Draft]:
        """The drafts of a routine that a person may see, newest first."""
        folder = self._home / routine
        every = self._every(folder) if _NAME.fullmatch(routine) else iter(())
        seen = [each for each in every if _is_for(each, actor)]
        return sorted(seen, key=lambda each: each.made, reverse=True)

    def text(self, draft: Draft) -> str:
        """What the draft says."""
        return self.file(draft).read_text("utf-8")

    def keep(self, draft: Draft, *, about: str, branch: str = "") -> Draft:
        """Note that it is saved."""
        kept = draft.model_copy(
            update={"saved": draft.saved or clock.now(), "about": about, "branch": branch}
        )
        self._note(kept)
        return kept

    def delete(self, draft: Draft) -> None:
        """Take it away."""
        shutil.rmtree(self.folder(draft))

    def folder(self, draft: Draft) -> Path:
        """Where it lies, with its simulation beside it."""
        return self._home / draft.routine / draft.draft_id

    def file(self, draft: Draft) -> Path:
        """The text, under the name that a routine file must have."""
        return self.folder(draft) / f"{draft.routine}.yaml"

    def _note(self, draft: Draft) -> None:
        write_whole(self.folder(draft) / _NOTE, draft.model_dump_json(indent=2).encode())

    def _every(self, folder: Path) -> Iterator[Draft]:
        for each in folder.glob("*"):
            if (draft := _read(each)) is not None:
                yield draft

    def _let_go(self, actor: Actor) -> None:
        every = [each for routine in self._home.glob("*") for each in self._every(routine)]
        own = [each for each in every if each.saved is None and each.by == actor.id]
        for old in sorted(own, key=lambda each: each.made, reverse=True)[UNSAVED_KEPT - 1 :]:
            with suppress(OSError):  # its simulation may still write there
                self.delete(old)


def _read(folder: Path) -> Draft | None:
    try:
        found = Draft.model_validate_json((folder / _NOTE).read_bytes())
    except (OSError, ValidationError):
        return None  # half made, or not ours
    return found if (found.routine, found.draft_id) == (folder.parent.name, folder.name) else None


def _is_for(draft: Draft, actor: Actor) -> bool:
    return draft.saved is not None or draft.by == actor.id
