"""`rutine cases documented`: how preferential rights were assessed, as a file for whoever asks."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from rich.console import Console

from rutine.cases.signed.documented import Documentation, Documented, documentation
from rutine.cases.views import DecisionState
from rutine.cli.outcome import Exit
from rutine.cli.user import signed_in
from rutine.core import clock
from rutine.core.reason_texts import Language, action_text, reason_text
from rutine.formats.private_file import write_private
from rutine.formats.safe_cells import csv_text
from rutine.installation import installation

_HEADINGS: Final = {
    Language.NB: (
        *("Sak", "Årsak", "Stilling", "Tittel", "Ansattnummer", "Avgjørelse", "Gjelder"),
        *("Avgjort av", "Når", "Godkjent av", "Begrunnelse"),
    ),
    Language.NN: (
        *("Sak", "Årsak", "Stilling", "Tittel", "Tilsettnummer", "Avgjerd", "Gjeld"),
        *("Avgjord av", "Når", "Godkjend av", "Grunngiving"),
    ),
    Language.EN: (
        *("Case", "Reason", "Vacancy", "Title", "Employee number", "Decision", "Holds"),
        *("Decided by", "When", "Approved by", "Why"),
    ),
}
_HOLDS: Final = {
    Language.NB: {True: "ja", False: "nei"},
    Language.NN: {True: "ja", False: "nei"},
    Language.EN: {True: "yes", False: "no"},
}
_TOLD: Final = {
    Language.NB: (
        "Skrev {count} avgjørelser i {file}.",
        "{hidden} skjermede saker er ikke med. De fås med rutine person export.",
    ),
    Language.NN: (
        "Skreiv {count} avgjerder i {file}.",
        "{hidden} skjerma saker er ikkje med. Dei får ein med rutine person export.",
    ),
    Language.EN: (
        "Wrote {count} decisions to {file}.",
        "{hidden} restricted cases are left out. rutine person export tells of them.",
    ),
}


def export_documentation(file: Path, name: str, vacancy: str | None) -> int:
    """Write every decision about preferential rights that this person may see.

    Raises:
        AccessDenied: `sign_in_refused` or `role_missing`.
        InputError: `output_exists` or `file_unwritable`; nothing is written then.
    """
    with installation() as place:
        language = Language(place.settings.language)
        actor = signed_in(place, name)
        with place.database.writing() as session:
            found = documentation(session, place.keys, actor, vacancy)
            write_private(file, _bytes(found, language), replace=False)
    wrote, left_out = _TOLD[language]
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(wrote.format(count=len(found.rows), file=file))
    if found.hidden:
        console.print(left_out.format(hidden=found.hidden))
    return Exit.CLEAN


def _bytes(found: Documentation, language: Language) -> bytes:
    """A CSV that Norwegian Excel opens as it is: semicolons, and UTF-8 with its mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADINGS[language])
    for row in found.rows:
        writer.writerow([csv_text(cell) for cell in _cells(row, language)])
    return out.getvalue().encode("utf-8-sig")


def _cells(row: Documented, language: Language) -> tuple[str, ...]:
    return (
        str(row.number),
        f"{row.reason} {reason_text(row.reason, language).title}",
        row.vacancy,
        row.title,
        row.employee_number,
        action_text(row.action, language).label,
        _HOLDS[language][row.state is DecisionState.EFFECTIVE],
        row.by,
        f"{row.at.astimezone(clock.OSLO):%d.%m.%Y %H:%M}",
        row.second,
        row.why,
    )
