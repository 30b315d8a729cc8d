"""Files that a person hands in through the review app, and what each of them is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from rutine.cases.access import Actor, UserRole
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language

ROUTINE: Final = "report_upload"
"""What a run that took in uploaded reports is called."""

UPLOADS: Final = frozenset({UserRole.REVIEWER, UserRole.APPROVER})
"""Who may hand in a report: those who settle what is in it."""


class Outcome(StrEnum):
    """What became of a file."""

    NEW = "new"
    """Kept; the next run settles it."""
    KNOWN = "known"
    """It was here already, whatever way it came; nothing is changed."""
    REFUSED = "refused"
    """It is no report that can be used; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent. Its name, which a person chose, is stored nowhere."""

    name: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person is told about a file: why it was refused, and what to do now."""

    outcome: Outcome
    wrong: str = ""
    remedy: str = ""


Receiver = Callable[[Actor, Sequence[Upload], Language], Sequence[Receipt]]
"""Takes in files for a person, and answers for each of them in turn."""


def nowhere(_actor: Actor, _uploads: Sequence[Upload], _language: Language) -> Sequence[Receipt]:
    """Take in nothing, and say so.

    Raises:
        InputError: `uploads_off`: this app has nowhere to put reports.
    """
    raise InputError("uploads_off", "Reports can't be handed in here.")
