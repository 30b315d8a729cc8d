"""`rutine portal check`: which of the texts that the robot depends on still hold."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from rutine.cli.outcome import Exit
from rutine.cli.running.employer_choice import chosen
from rutine.cli.texts.portal_words import words
from rutine.connectors.fetch_texts import progress_text
from rutine.core.reason_texts import Language
from rutine.installation import installation
from rutine.steps.sources import attended_portal


def check_pages(employer: str | None) -> int:
    """Look at each page with a person who signs in; exit code 1 when a text is gone.

    A message that nobody has read is left alone, so not having seen one is no fault.

    Raises:
        InputError: `no_employer`, `employer_invalid`, or no browser that starts.
    """
    from rutine.connectors.portal_check import check_portal  # noqa: PLC0415 - loads Playwright
    from rutine.connectors.portal_texts import CHECKED  # noqa: PLC0415 - beside it

    console = Console(highlight=False, soft_wrap=True, markup=False)
    with installation() as place:
        language = Language(place.settings.language)
        console.print(words("opening", language))
        source = attended_portal(
            place.settings,
            lambda: console.print(f"➜ {progress_text('sign_in', 0, language)}"),
            mark_read=False,
            pictures=None,
        )
        check = check_portal(source, chosen(place, employer)[0])
    table = Table(*(words(each, language) for each in ("page", "text", "found")))
    for landmark, finding in check.found.items():
        table.add_row(landmark.page, landmark.name, words(finding.value, language))
    console.print(table)
    for page, lines in check.pictures.items():
        console.print(words("met", language, page=page))
        for line in lines:
            console.print(f"  {line}")
    console.print(words("checked", language, day=f"{CHECKED:%d.%m.%Y}"))
    if check.unseen:
        console.print(words("unseen", language, pages=", ".join(check.unseen)))
    if check.gone:
        console.print(words("not_all", language))
    elif not check.unseen:
        console.print(words("all_hold", language))
    return Exit.OPEN_CASES if check.gone or set(check.unseen) - {"message"} else Exit.CLEAN
