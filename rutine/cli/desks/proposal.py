"""The desk at which the review app shows proposals from decisions, and lets them be answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

from rutine.cases.access import ANSWERS_PROPOSALS, Actor, require
from rutine.cases.proposals import proposal, proposals, refuse
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.installation import Installation
from rutine.review.modelling.proposal_desk import ListedProposal, ShownProposal
from rutine.routines.proposals.edits import read_edit
from rutine.steps.learning.accepting import play, shown, take
from rutine.steps.learning.looking import look_for_proposals
from rutine.steps.learning.wording import (
    answer_said,
    effect,
    evidence_said,
    rehearsal_said,
    stops_said,
    title,
    word,
)

_HEAD = 2  # lines of a diff that name the file


class InstallationProposals:
    """The proposals of an installation. Months are played for one at a time: it takes a while."""

    def __init__(self, place: Installation) -> None:
        self._place = place
        self._playing = Lock()

    def listed(self, viewer: Actor, language: Language) -> Sequence[ListedProposal]:
        """Every proposal, those that wait first."""
        with self._place.database.reading() as session:
            views = proposals(session, self._place.keys, viewer)
        return [
            ListedProposal(
                number=each.number,
                title=title(read_edit(each.edit), language),
                kind=word(f"kind.{each.kind}", language),
                state=word(f"state.{each.state}", language),
                is_open=each.is_open,
                cases=each.alike,
            )
            for each in views
        ]

    def one(self, number: int, viewer: Actor, language: Language) -> ShownProposal:
        """One proposal, with its change on the file as it is now."""
        with self._place.database.reading() as session:
            view = proposal(session, self._place.keys, number, viewer)
        each = shown(self._place, view)
        found = each.rehearsal
        return ShownProposal(
            number=view.number,
            title=title(each.edit, language),
            kind=word(f"kind.{view.kind}", language),
            state=word(f"state.{view.state}", language),
            is_open=view.is_open,
            effect=effect(each.edit, language),
            evidence=list(evidence_said(each.evidence, language)),
            cases=each.evidence.cases,
            file=view.file,
            diff=_marked(each.patch.diff) if each.patch else (),
            played=[word("rehearsal.none", language)]
            if found is None
            else list(rehearsal_said(found, language)),
            stops=[] if found is None else stops_said(found, language),
            passed=None if found is None else found.passed,
            answered=answer_said(each, language),
        )

    def look(self, actor: Actor) -> None:
        """Look through the decisions again."""
        require(actor, ANSWERS_PROPOSALS)
        with self._alone():
            look_for_proposals(self._place)

    def play(self, number: int, actor: Actor) -> None:
        """Play the months with the change, and keep what it came to."""
        require(actor, ANSWERS_PROPOSALS)
        with self._alone():
            play(self._place, number, actor)

    def accept(self, number: int, actor: Actor, why: str) -> None:
        """Check, play, and write the file."""
        with self._alone():
            take(self._place, number, actor=actor, why=why)

    def refuse(self, number: int, actor: Actor, why: str) -> None:
        """Refuse it."""
        with self._place.database.writing() as session:
            refuse(session, self._place.keys, number, actor=actor, why=why)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._playing.acquire(blocking=False):
            raise InputError(
                "proposal_busy",
                "Months are being played for somebody else just now.",
                "Try again in a minute.",
            )
        try:
            yield
        finally:
            self._playing.release()


def _marked(diff: str) -> list[tuple[str, str]]:
    """The lines of a diff: `+`, `-`, `@` or a space, and the text."""
    lines = diff.removesuffix("\n").split("\n")[_HEAD:]  # a text may hold other ends of lines
    return [(line[:1] if line[:1] in "+-@" else " ", line) for line in lines]
