"""The list of respondents as it would be delivered: decided corrections made, no names.

Who answers where, by address, and the employee number that finds the row again. Names are left
out because the survey does not need them, the protected because no list may have them: their own
cases say that they are added by hand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from rutine.core.reason_texts import Language
from rutine.formats.safe_cells import csv_text
from rutine.surveys.people import Entry

LIST_NAME: Final = "respondents.csv"

_HEADINGS: Final = {
    Language.NB: ("Ansattnr", "E-post", "Enhet", "Enhetsnavn"),
    Language.NN: ("Tilsettnr", "E-post", "Eining", "Einingsnamn"),
    Language.EN: ("Employee number", "E-mail", "Unit", "Unit name"),
}


def survey_list(
    entries: Sequence[Entry],
    hidden: Collection[str],
    names: Mapping[str, str],
    language: Language,
) -> bytes:
    """`;` text that a spreadsheet opens: UTF-8 with its mark, CR LF; by unit, then number.

    Args:
        entries: the list as decided corrections leave it.
        hidden: the employee numbers of the protected.
        names: unit -> its name.
        language: of the headings.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADINGS[language])
    shown = (entry for entry in entries if entry.number not in hidden)
    for entry in sorted(shown, key=lambda each: (each.unit, each.number, each.key)):
        cells = (entry.number, entry.email, entry.unit, names.get(entry.unit, ""))
        writer.writerow([csv_text(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")
