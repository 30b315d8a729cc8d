"""What the app shows of proposals from decisions, and lets consultants answer.

The app knows the store, not how a file is changed or months are played again; whoever starts it
brings a desk. Everything here is in words already, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rutine.cases.access import Actor
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """One proposal in the list."""

    number: int
    title: str
    kind: str
    state: str
    is_open: bool
    cases: int


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """One proposal with everything that an answer needs.

    Attributes:
        effect: what becomes otherwise when it is accepted.
        evidence: what it rests on, in sentences; `cases`, the numbers.
        file: which file it would change; `diff`, how: the mark of each line and its text. Empty
            when the file has changed since, or somebody has answered.
        played: what playing the months came to, in sentences; `stops`, why it can't be accepted.
        passed: whether it can be; None when the months have not been played.
        answered: what became of it.
    """

    number: int
    title: str
    kind: str
    state: str
    is_open: bool
    effect: str
    evidence: Sequence[str]
    cases: Sequence[int]
    file: str
    diff: Sequence[tuple[str, str]]
    played: Sequence[str]
    stops: Sequence[str]
    passed: bool | None
    answered: Sequence[str]


class ProposalDesk(Protocol):
    """Looks for proposals, plays them, and makes the change of one that is accepted.

    Every method raises `AccessDenied` for who may not, and `InputError` with a code of
    `proposals.fault` for what can't be done.
    """

    def listed(self, viewer: Actor, language: Language, /) -> Sequence[ListedProposal]:
        """Every proposal, those that wait first."""
        ...

    def one(self, number: int, viewer: Actor, language: Language, /) -> ShownProposal:
        """One proposal; `proposal_missing` where there is none."""
        ...

    def look(self, actor: Actor, /) -> None:
        """Look through the decisions again."""
        ...

    def play(self, number: int, actor: Actor, /) -> None:
        """Play the months with the change, and keep what it came to."""
        ...

    def accept(self, number: int, actor: Actor, why: str, /) -> None:
        """Check, play, and write the file."""
        ...

    def refuse(self, number: int, actor: Actor, why: str, /) -> None:
        """Refuse it."""
        ...


class NoProposals:
    """An app that nobody has given a desk: there is nothing to propose."""

    def listed(self, _viewer: Actor, _language: Language) -> Sequence[ListedProposal]:
        """None."""
        return ()

    def one(self, _number: int, _viewer: Actor, _language: Language) -> ShownProposal:
        """There is none."""
        raise InputError("proposal_missing", "There is no such proposal.")

    def look(self, _actor: Actor) -> None:
        """There is nothing to look through."""

    def play(self, _number: int, _actor: Actor) -> None:
        """There is none."""
        raise InputError("proposal_missing", "There is no such proposal.")

    def accept(self, _number: int, _actor: Actor, _why: str) -> None:
        """There is none."""
        raise InputError("proposal_missing", "There is no such proposal.")

    def refuse(self, _number: int, _actor: Actor, _why: str) -> None:
        """There is none."""
        raise InputError("proposal_missing", "There is no such proposal.")
