"""`rutine fetch --with-me`: a person signs in in a browser window, and the robot takes over."""

from __future__ import annotations

from rich.console import Console

from rutine.cli.outcome import Exit, report_failure
from rutine.cli.running.employer_choice import chosen
from rutine.cli.texts.portal_words import words
from rutine.connectors.fetch_texts import fetch_text, progress_text
from rutine.connectors.fetching import FetchState
from rutine.core.errors import InputError, RutineError
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language
from rutine.installation import Installation, installation
from rutine.steps.attended import begin_attended, fetch_attended
from rutine.steps.fetch import Fetched
from rutine.steps.progress import listening
from rutine.steps.sources import attended_portal


def fetch_reports(employer: str | None, *, with_me: bool, mark_read: bool) -> int:
    """Fetch for each employer, one visit at a time, and say what came.

    Raises:
        InputError: `with_me_missing`, `no_employer`, `employer_invalid` or `browser_missing`.
    """
    if not with_me:
        raise InputError(
            "with_me_missing",
            "Fetching from the portal needs a person who signs in.",
            "Run `rutine fetch --with-me`. Without a person: `rutine run nav_refunds`.",
        )
    console = Console(highlight=False, soft_wrap=True, markup=False)
    with installation() as place:
        console.print(words("opening", place.settings.language))
        codes = [
            _one(console, place, each, mark_read=mark_read) for each in chosen(place, employer)
        ]
    return max(codes)


def _one(console: Console, place: Installation, employer: OrgNr, *, mark_read: bool) -> int:
    """Fetch for one employer; a failure is said, and the next employer goes on."""
    language = Language(place.settings.language)
    console.print(employer.reveal())
    scope = begin_attended(place, employer)
    folder = place.settings.output_folder / scope.run_id
    try:
        source = attended_portal(
            place.settings,
            lambda: console.print(f"➜ {progress_text('sign_in', 0, language)}"),
            mark_read=mark_read,
            pictures=folder,
        )
        with listening(lambda said: console.print(f"  {said}")):
            fetched = fetch_attended(place, scope, source)
    except RutineError as error:
        return report_failure(error)
    _say(console, fetched, language)
    for picture in sorted(folder.glob("portal-*.png")):
        console.print(f"  {words('picture', language, path=picture)}")
    return Exit.OPEN_CASES if fetched.cases else Exit.CLEAN


def _say(console: Console, fetched: Fetched, language: Language) -> None:
    state = fetched.state or FetchState.NEW
    console.print(words(state.value, language, number=fetched.new))
    if fetched.reason is not None:
        text = fetch_text(fetched.reason, language)
        console.print(f"  {text.meaning} {text.action}")
    if fetched.refused:
        console.print(f"  {words('refused', language, number=fetched.refused)}")
