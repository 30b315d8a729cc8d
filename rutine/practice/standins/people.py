"""The practice people who can sign in at the stand-in for ID-porten."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PracticePerson:
    """Someone to sign in as.

    Attributes:
        key: stable name in forms; never a national id.
        name: shown in the list, in the inbox and on NAV's page.
        task: what the person does at work, shown beside the name.
        has_rights: whether Altinn gives the person the right to NAV's reports.
    """

    key: str
    name: str
    task: str
    has_rights: bool


PEOPLE: tuple[PracticePerson, ...] = (
    PracticePerson("refusjon", "Ivrig Lønning", "refusjonsgruppen", has_rights=True),
    PracticePerson("vikar", "Rolig Vikaren", "vikar på lønn", has_rights=True),
    PracticePerson("uten", "Fersk Nykommer", "har ikke fått rettigheter ennå", has_rights=False),
)
"""The first one is who the demonstration signs in as."""


def find_person(key: str) -> PracticePerson | None:
    """The person with this key, or None."""
    return next((person for person in PEOPLE if person.key == key), None)
