"""Which employers a command is for: the one that is asked for, or every configured one."""

from __future__ import annotations

from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation


def chosen(place: Installation, asked: str | None) -> list[OrgNr]:
    """The employer that is asked for, or every configured one.

    Raises:
        InputError: `employer_invalid`, or as `configured`.
    """
    if asked is None:
        return configured(place)
    try:
        return [OrgNr(asked)]
    except ValueError as error:
        raise InputError("employer_invalid", f"--employer: {error}.", "Check the number.") from None


def configured(place: Installation) -> list[OrgNr]:
    """Every configured employer; at least one.

    Raises:
        InputError: `no_employer`.
    """
    if not place.settings.employers:
        raise InputError(
            "no_employer",
            "No employer is configured.",
            "Write [[employers]] in rutine.toml, give --employer, or try `rutine demo`.",
        )
    return [each.orgnr for each in place.settings.employers]
