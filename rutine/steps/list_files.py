"""The employer's own lists as files: fetched, told apart and refused with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.formats.format_model import FormatFile
from rutine.formats.identifier_columns import Identities
from rutine.formats.reading import Reading
from rutine.formats.sentences import sentence
from rutine.installation import Installation
from rutine.settings import Mode

_IDENTITIES: Final[dict[Mode, Identities]] = {
    Mode.PRACTICE: "synthetic",
    Mode.PRODUCTION: "real",
}
_SHOWN_FAULTS: Final = 5


def identities(place: Installation) -> Identities:
    """Whose national ids are accepted here: practice people's only, or real people's only."""
    return _IDENTITIES[place.settings.mode]


def unusable(reading: Reading, place: Installation, what: str) -> InputError:
    """So many rows can't be read that what is said of the others would be wrong too."""
    language = Language(place.settings.language)
    faults = " ".join(sentence(error, language.value) for error in reading.errors[:_SHOWN_FAULTS])
    return InputError(
        f"{what.replace(' ', '_')}_damaged",
        f"{reading.source}: {len(reading.frame)} of {reading.rows_in} {what} can be read. {faults}",
        f"Export the {what} again from payroll, or correct the format file.",
    )


def choose_format(formats: Sequence[FormatFile], data: bytes) -> FormatFile:
    """The first of the routine's formats whose kind the bytes can be: a workbook, or text."""
    workbook = data.startswith(b"PK")
    fitting = [form for form in formats if (form.kind == "xlsx") == workbook]
    if not fitting:
        raise InputError(
            "no_format_fits",
            f"The claims file is {'a workbook' if workbook else 'text'}, and no format of the "
            "routine reads that.",
            "Add a format file for it under mappings/formats and name it in the routine file.",
        )
    return fitting[0]


def bytes_of(path: Path, what: str) -> bytes:
    """A configured file's bytes.

    Raises:
        InputError: it can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{what.replace(' ', '_')}_missing",
            f"Payroll's {what} can't be read from {path} ({error.strerror}).",
            f"Put the export there, or correct `{what.replace(' ', '_')}` under the employer in "
            "rutine.toml.",
        ) from None
