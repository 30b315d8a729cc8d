"""Some rows of each sample file, so few that a person can look through them, and of all sorts.

Rows of several files belong together by what links them: an employee number, a reference. Of
the links, a few are taken of each sort: those that all files know, those that only some know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

from rutine.formats.workbook import cell_text
from rutine.routines.new_routine.samples import SampleFile

LINKS: Final[Mapping[str, tuple[str, ...]]] = {
    "bank_entry": ("reference",),
    "voucher": ("reference",),
    "settlement_line": ("person",),
    "claim": ("person",),
}
"""Record -> the fields that link its rows with another file's; others by employee and person."""

_PEOPLE: Final = ("employee_number", "person")
_WHOLE: Final = frozenset({"unit"})
"""Records of nobody, that tell how the others hang together."""

_EACH_SORT: Final = 6
_MOST_ROWS: Final = 60


def rows_shown(files: Sequence[SampleFile]) -> list[list[int]]:
    """For each file, the places of the rows that an example shows, in the file's order."""
    linked = [_links(file) for file in files]
    sorts: dict[tuple[bool, ...], list[Hashable]] = defaultdict(list)
    every = dict.fromkeys(link for rows in linked for link in rows if link)
    for link in every:
        sorts[tuple(link in rows for rows in linked)].append(link)
    chosen = {link for links in sorts.values() for link in links[:_EACH_SORT]}
    shown = []
    for file, rows in zip(files, linked, strict=True):
        if file.record in _WHOLE:
            shown.append(list(range(len(file.sample.columns[0])))[:_MOST_ROWS])
            continue
        own = [place for link in chosen for place in rows.get(link, ())]
        own += rows.get("", ())[:_EACH_SORT]
        shown.append(sorted(own)[:_MOST_ROWS])
    return shown


def _links(file: SampleFile) -> dict[Hashable, list[int]]:
    """Each link of a file and its rows; those that have none under an empty one."""
    found: dict[Hashable, list[int]] = defaultdict(list)
    columns = _columns(file)
    for place in range(len(file.sample.columns[0])):
        link = next((text for column in columns if (text := _text(column[place]))), "")
        found[link].append(place)
    return found


def _columns(file: SampleFile) -> list[tuple[Any, ...]]:
    places = {field.into: field.heading for field in file.form.fields}
    headings = {" ".join(each.split()).casefold(): n for n, each in enumerate(file.sample.headings)}
    found = []
    for name in LINKS.get(file.record, _PEOPLE):
        heading = places.get(name)
        if heading is not None and heading.casefold() in headings:
            found.append(file.sample.columns[headings[heading.casefold()]])
    return found


def _text(cell: Any) -> str:
    return cell_text(cell).strip().casefold()
