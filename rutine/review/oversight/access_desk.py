"""Everything about one person, as the app shows it: told by those who can read the originals.

The app does not read lists by their formats; whoever starts it brings a desk. The desk asks who
may have it, on every call, and notes each in the audit trail.
"""

from __future__ import annotations

from typing import Literal, Protocol

from markupsafe import Markup

from rutine.cases.access import Actor
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.core.reason_texts import Language

Form = Literal["html", "json"]


class AccessDesk(Protocol):
    """Tells of a person; both raise `AccessDenied`, and `InputError` for what was asked wrongly."""

    def shown(self, actor: Actor, person: Fnr, reference: str, language: Language) -> Markup:
        """What is held, for the screen: the national id is masked wherever it stands."""

    def file(
        self, actor: Actor, person: Fnr, reference: str, language: Language, form: Form
    ) -> bytes:
        """The same as a file for the person, with the national id."""


class NoAccessDesk:
    """Of an app that nobody gave a desk: it knows nobody."""

    def shown(self, _actor: Actor, _person: Fnr, _reference: str, _language: Language) -> Markup:
        """Nobody."""
        raise InputError("person_unknown", "Nobody is known here.")

    def file(
        self, _actor: Actor, _person: Fnr, _reference: str, _language: Language, _form: Form
    ) -> bytes:
        """Nobody."""
        raise InputError("person_unknown", "Nobody is known here.")
