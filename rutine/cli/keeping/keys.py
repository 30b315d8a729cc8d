"""`rutine keys`: which keys there are and what needs them; new ones, and those nobody needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from rutine.cases.access import COMMAND_LINE
from rutine.cases.backup.making import keeping
from rutine.cases.sealing.resealing import (
    change_lookup,
    key_uses,
    move_originals,
    reseal,
    retire,
    rotate,
)
from rutine.cli.outcome import Exit
from rutine.cli.texts.watch_texts import words
from rutine.installation import Installation, installation


def show_keys() -> int:
    """A line for each key: since when, and what can't be read without it."""
    with installation() as place:
        said, uses = words(place.settings.language), key_uses(place.database, place.archive)
        table = Table(*said.columns, box=None, pad_edge=False)
        made = place.keys.made
        for number, use in uses.items():
            at = made.get(number)
            since = f"{at:%Y-%m-%d}" if at else said.unknown
            table.add_row(
                str(number),
                since if number in made else said.missing,
                *map(str, (use.store, use.trail, use.originals)),
                said.newest if number == place.keys.newest else "",
            )
        console = Console(highlight=False)
        console.print(table)
        console.print(said.depth.format(count=place.keys.depth))
    return Exit.CLEAN


def rotate_keys(*, lookup: bool) -> int:
    """A new key, and everything brought under it; one that was begun is finished first.

    Raises:
        InputError: `keeping_busy`: another command changes the keys, or copies the home.
    """
    with _alone() as place:
        said, console = words(place.settings.language), Console(highlight=False)
        if lookup:
            count = change_lookup(place.database, place.archive, COMMAND_LINE)
            console.print(said.looked_up.format(count=count))
            return Exit.CLEAN
        move_originals(place.archive)
        left = _left(place)
        if left:
            console.print(said.going_on.format(number=place.keys.newest, count=left))
        else:
            console.print(said.made.format(number=rotate(place.database, COMMAND_LINE)))
        with console.status("…") as status:
            found = reseal(
                place.database, place.archive, lambda n: status.update(said.done.format(count=n))
            )
        console.print(said.done.format(count=found.done))
        if found.unreadable:
            console.print(said.unreadable.format(count=found.unreadable))
            return Exit.ERROR
    return Exit.CLEAN


def retire_keys(*, alone: bool) -> int:
    """Take away what nothing needs any more.

    Raises:
        InputError: `keeping_busy`: another command changes the keys, or copies the home.
    """
    with _alone() as place:
        said, console = words(place.settings.language), Console(highlight=False)
        gone = retire(place.database, place.archive, COMMAND_LINE, alone=alone)
        numbers = ", ".join(map(str, gone))
        console.print(said.retired.format(numbers=numbers) if gone else said.none_retired)
    return Exit.CLEAN


def _left(place: Installation) -> int:
    """How many values of the store older keys have encrypted: none, unless a change was killed."""
    uses = key_uses(place.database, place.archive)
    return sum(use.store for number, use in uses.items() if number != place.keys.newest)


@contextmanager
def _alone() -> Iterator[Installation]:
    """Two who change keys at once lose each other's, and a backup would hold half of it."""
    with installation() as place, keeping(place.settings.home_folder):
        yield place
