"""`rutine cases export` and `import`: the review queue as an Excel workbook."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from rutine.cases.workbook import TakenIn, export_cases, said, take_in
from rutine.cli.outcome import Exit
from rutine.cli.user import signed_in
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.formats.given_file import bytes_in
from rutine.formats.private_file import write_private
from rutine.installation import installation

_TEXTS = {
    Language.NB: {
        "exported": "Skrev {file}. Fyll ut arket «Saker», og les inn med rutine cases import.",
        "stored": "{decided} avgjort, {proposed} foreslått (venter på godkjenning), "
        "{empty} rader uten avgjørelse.",
        "blocked": "{count} rader ble ikke lest inn:",
        "nothing": "Ingenting er lagret. Rett radene over, eller ta med bare de gyldige med "
        "--only-valid: {decided} ville blitt avgjort og {proposed} foreslått.",
    },
    Language.NN: {
        "exported": "Skreiv {file}. Fyll ut arket «Saker», og les inn med rutine cases import.",
        "stored": "{decided} avgjorde, {proposed} foreslått (ventar på godkjenning), "
        "{empty} rader utan avgjerd.",
        "blocked": "{count} rader blei ikkje lesne inn:",
        "nothing": "Ingenting er lagra. Rett radene over, eller ta med berre dei gyldige med "
        "--only-valid: {decided} ville blitt avgjorde og {proposed} foreslått.",
    },
    Language.EN: {
        "exported": "Wrote {file}. Fill in the sheet “Cases”, and read it in with "
        "rutine cases import.",
        "stored": "{decided} decided, {proposed} proposed (waiting for approval), "
        "{empty} rows without a decision.",
        "blocked": "{count} rows were not taken in:",
        "nothing": "Nothing is stored. Correct the rows above, or take in the valid ones with "
        "--only-valid: {decided} would be decided and {proposed} proposed.",
    },
}


def export_workbook(file: Path, name: str) -> int:
    """Write the cases that this person may see; never over a file that may be filled in.

    Raises:
        AccessDenied: `sign_in_refused` or `role_missing`.
        InputError: `not_xlsx`, `output_exists` or `file_unwritable`; nothing is written then.
    """
    _check_name(file)
    with installation() as place:
        language = Language(place.settings.language)
        actor = signed_in(place, name)
        with place.database.writing() as session:
            data = export_cases(session, place.keys, actor, language)
            write_private(file, data, replace=False)
        _console().print(_TEXTS[language]["exported"].format(file=file))
    return Exit.CLEAN


def import_workbook(file: Path, name: str, *, only_valid: bool) -> int:
    """Take decisions in as this person: all rows or none, unless only the valid are asked for.

    Raises:
        AccessDenied: `sign_in_refused` or `role_missing`.
        InputError: the file can't be read, or is not a workbook of cases.
    """
    _check_name(file)
    data = bytes_in(file)
    with installation() as place:
        language = Language(place.settings.language)
        actor = signed_in(place, name)
        found = take_in(
            place.database,
            data,
            actor=actor,
            only_valid=only_valid,
            limits=place.limits,
            source=file.name,
        )
    _tell(found, language)
    if not found.stored:
        return Exit.ERROR
    return Exit.OPEN_CASES if found.blocked else Exit.CLEAN


def _tell(found: TakenIn, language: Language) -> None:
    console, texts = _console(), _TEXTS[language]
    if found.blocked:
        console.print(texts["blocked"].format(count=len(found.blocked)))
        for blocked in found.blocked:
            console.print(f"  {said(blocked, language)}")
    counts = {"decided": found.decided, "proposed": found.proposed, "empty": found.empty}
    console.print(texts["stored" if found.stored else "nothing"].format(**counts))


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True, markup=False)


def _check_name(file: Path) -> None:
    if file.suffix.casefold() != ".xlsx":
        raise InputError("not_xlsx", f"{file.name} is not an .xlsx file.", "Give it that ending.")
