"""Everything about one person, for the review app: the same as `rutine person export` writes."""

from __future__ import annotations

from markupsafe import Markup

from rutine.cases.access import Actor
from rutine.cases.person.telling import Told
from rutine.cli.keeping.person_page import person_json, person_page, person_parts
from rutine.core import clock
from rutine.core.identifiers import Fnr
from rutine.core.reason_texts import Language
from rutine.installation import Installation
from rutine.review.oversight.access_desk import Form
from rutine.steps.access_request import lines_for, tell_all
from rutine.steps.person import OwnLines


class InstallationAccess:
    """Reads the store and the evidence archive of an installation."""

    def __init__(self, place: Installation) -> None:
        self._place = place

    def shown(self, actor: Actor, person: Fnr, reference: str, language: Language) -> Markup:
        """What is held, for the screen; raises as `lines_for` and `tell_all`."""
        html = person_parts(*self._told(actor, person, reference), person, language)
        number = person.reveal()
        for written in (number, f"{number[:6]} {number[6:]}", number.removeprefix("0")):
            html = html.replace(written, person.masked)
        return Markup(html)  # noqa: S704 - every value in it is escaped where it is put in

    def file(
        self, actor: Actor, person: Fnr, reference: str, language: Language, form: Form
    ) -> bytes:
        """The same as a file for the person, with the national id; raises likewise."""
        render = person_json if form == "json" else person_page
        told, lines = self._told(actor, person, reference)
        return render(told, lines, person, language, clock.now())

    def _told(self, actor: Actor, person: Fnr, reference: str) -> tuple[Told, OwnLines]:
        lines = lines_for(self._place, person, actor=actor, reference=reference)
        with self._place.database.writing() as session:
            told = tell_all(self._place, session, person, lines, actor=actor, reference=reference)
        return told, lines
