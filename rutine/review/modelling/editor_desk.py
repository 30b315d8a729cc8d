"""What the app shows of a routine file that is edited: told by those who read and simulate them.

As with `routine_desk`, everything here is in words already, in the reader's language; texts of
files are as they were typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rutine.cases.access import Actor
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The file that runs: its text, and the hash that tells whether it changed since."""

    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing wrong on a line, or worth a look."""

    line: int
    wrong: bool
    text: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of a comparison: `same`, `added`, `removed` or `left_out`; numbers, 0 for none."""

    kind: str
    before: int
    after: int
    text: str


@dataclass(frozen=True, slots=True)
class ListedDraft:
    """A draft in the list. `who` made it; `branch` is empty where it is on none."""

    draft_id: str
    who: str
    made: datetime
    saved: bool
    about: str
    branch: str


@dataclass(frozen=True, slots=True)
class Simulated:
    """One employer's history under the draft, in words.

    Attributes:
        heading: whose, which months, how many runs.
        changes: what went another way: label, groups, lines, kroner.
        refused: what a person had decided otherwise, one by one; `more` are not listed.
        rules: name, whether it settles or suggests, groups, lines, share, kroner, said no to.
        remarks: what the figures do not say by themselves.
    """

    heading: str
    changes: Sequence[tuple[str, str, str, str]]
    opinions: str
    refused: Sequence[str]
    more: str
    rules: Sequence[tuple[str, ...]]
    remarks: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """One draft with everything that is known of it.

    Attributes:
        state: `waiting`, `running`, `done`, `impossible` or `stopped`.
        step: where the simulation is.
        why: why there is no simulation, or why it stopped.
        hindrance: the code of what keeps it from being saved; empty when nothing does.
        branch_possible: whether git keeps the file that runs.
        changes: the draft against the file that runs now.
    """

    listed: ListedDraft
    text: str
    sha256: str
    base: str
    state: str
    step: str
    why: str
    simulated: Sequence[Simulated]
    hindrance: str
    branch_possible: bool
    branch_name: str
    changes: Sequence[ChangedLine]


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """The keys of one group: where it stands, and key, whether it must be there, values, what."""

    place: str
    keys: Sequence[tuple[str, bool, str, str]]


class EditorDesk(Protocol):
    """Reads, checks, simulates and keeps routine files that are edited.

    Whoever asks must be allowed to model routines; what is refused is refused here.
    """

    def opened(self, name: str) -> OpenedFile:
        """The file that runs.

        Raises:
            InputError: `routine_unknown`, `routine_no_text` or `routine_too_large`.
        """

    def check(self, name: str, text: str, language: Language) -> Sequence[Remark]:
        """What is wrong with a text, as `rutine check` says it, and worth a look."""

    def differences(self, before: str, after: str) -> Sequence[ChangedLine]:
        """Two texts against each other."""

    def simulate(self, actor: Actor, name: str, text: str, base: str) -> str:
        """Keep a text that the check finds nothing wrong in, and begin to simulate it.

        Raises:
            AccessDenied: `role_missing`.
            InputError: `draft_unsound`, `draft_changed`, `draft_same` or `drafts_read_only`.
        """

    def again(self, actor: Actor, name: str, draft_id: str) -> None:
        """Simulate a draft once more."""

    def drafts(self, actor: Actor, name: str) -> Sequence[ListedDraft]:
        """The drafts of a routine that the person may see, newest first."""

    def draft(self, actor: Actor, name: str, draft_id: str, language: Language) -> ShownDraft:
        """One draft.

        Raises:
            AccessDenied: `role_missing`.
            InputError: `draft_unknown`.
        """

    def save(self, actor: Actor, name: str, draft_id: str, about: str) -> None:
        """Keep a draft for others to see.

        Raises:
            AccessDenied: `role_missing`.
            InputError: what keeps it from being saved.
        """

    def save_on_branch(
        self, actor: Actor, name: str, draft_id: str, about: str, *, named: bool
    ) -> None:
        """Put a draft on a branch of its own.

        Raises:
            AccessDenied: `role_missing`.
            InputError: what keeps it from being saved, or why git would not.
        """

    def delete(self, actor: Actor, name: str, draft_id: str) -> None:
        """Take a draft away, and end its simulation."""

    def keys(self, language: Language) -> Sequence[KeyGroup]:
        """Every key of a routine file, and what it is for."""


class NoEditor:
    """No routine files at hand."""

    def opened(self, name: str) -> OpenedFile:
        """None is there."""
        raise InputError("routine_unknown", f"There is no routine file named {name!r}.")

    def check(self, _name: str, _text: str, _language: Language) -> Sequence[Remark]:
        """Nothing is said."""
        return ()

    def differences(self, _before: str, _after: str) -> Sequence[ChangedLine]:
        """Nothing is said."""
        return ()

    def simulate(self, _actor: Actor, name: str, _text: str, _base: str) -> str:
        """None is there."""
        return self.opened(name).sha256

    def again(self, _actor: Actor, name: str, _draft_id: str) -> None:
        """None is there."""
        self.opened(name)

    def drafts(self, _actor: Actor, _name: str) -> Sequence[ListedDraft]:
        """None."""
        return ()

    def draft(self, _actor: Actor, name: str, _id: str, _language: Language) -> ShownDraft:
        """None is there."""
        raise InputError("draft_unknown", f"There is no draft of {name!r}.")

    def save(self, _actor: Actor, name: str, _draft_id: str, _about: str) -> None:
        """None is there."""
        self.opened(name)

    def save_on_branch(
        self, _actor: Actor, name: str, _draft_id: str, _about: str, *, named: bool
    ) -> None:
        """None is there."""
        self.opened(f"{name}{named}")

    def delete(self, _actor: Actor, name: str, _draft_id: str) -> None:
        """None is there."""
        self.opened(name)

    def keys(self, _language: Language) -> Sequence[KeyGroup]:
        """None."""
        return ()
