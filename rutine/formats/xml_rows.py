"""Rows of an XML file: each an element, its fields found by paths from it.

Entities and document types are refused (a file of ten lines can otherwise fill the memory), and
so is a file that is larger than any export, before it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from rutine.core.errors import InputError
from rutine.formats.blocks import BLOCK, Block
from rutine.formats.cells import Cells
from rutine.formats.format_model import FormatFile
from rutine.formats.raw_lines import RawLines, row_missing

MAX_BYTES: Final = 200_000_000
_BETWEEN: Final = "; "

_Chain = tuple[Element, ...]
"""An element and those around it, from the root."""


def xml_blocks(form: FormatFile, data: bytes, source: str) -> Iterator[Block]:
    """The rows of the file; a row's place is its number among them, from 1.

    Raises:
        InputError: `xml_too_large`, `xml_unreadable`, `xml_other` (its root is another), or
            `header_forbidden`.
    """
    rows = _rows(form, data, source)
    for start in range(0, max(1, len(rows)), BLOCK):
        some = rows[start : start + BLOCK]
        yield Block(
            np.arange(start + 1, start + 1 + len(some), dtype=np.int64),
            tuple(
                Cells.of_texts([_value(chain, field.heading) for chain in some])
                for field in form.fields
            ),
        )


def xml_lines(form: FormatFile, data: bytes, source: str) -> RawLines:
    """A function from a row's number to what the format's fields say of it, national ids left out.

    The element itself tells far more than the routine reads.
    """
    rows: list[_Chain] = []

    def line(row: int) -> str:
        if not rows:
            rows.extend(_rows(form, data, source))
        if not 1 <= row <= len(rows):
            raise row_missing(source, row)
        return _BETWEEN.join(
            f"{field.heading} = {_value(rows[row - 1], field.heading)}"
            for field in form.fields
            if field.type != "fnr"
        )

    return line


def _rows(form: FormatFile, data: bytes, source: str) -> list[_Chain]:
    root = _root(data, source)
    top, *below = str(form.row).split("/")
    if _name(root) != top:
        raise InputError(
            "xml_other",
            f"{source} is XML of another kind: its outermost element is not {top}.",
            f"Choose the right file, or correct row in the format file {form.name}.",
            source=source,
            wanted=top,
        )
    _refuse_forbidden(form, root, source)
    chains: list[_Chain] = [(root,)]
    for name in below:
        chains = [
            (*chain, child) for chain in chains for child in chain[-1] if _name(child) == name
        ]
    return chains


def _root(data: bytes, source: str) -> Element:
    if len(data) > MAX_BYTES:
        raise InputError(
            "xml_too_large",
            f"{source} is larger than {MAX_BYTES // 1_000_000} MB.",
            "Export fewer people at a time.",
            source=source,
            megabytes=MAX_BYTES // 1_000_000,
        )
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        # LookupError: an encoding that does not exist.
        raise InputError(
            "xml_unreadable",
            f"{source} is not whole XML: cut short, stored in another encoding than it says, or "
            "with a document type, which is never read.",
            "Make the export again, and don't save it from another program on the way.",
            source=source,
        ) from None
    return root


def _refuse_forbidden(form: FormatFile, root: Element, source: str) -> None:
    """Refuse a file with an element or attribute that must not be there, unless it is empty."""
    never = {word.casefold(): word for word in form.never}
    if not never:
        return
    found = {never[name] for each in root.iter() for name in _forbidden(each, never)}
    if found:
        told = ", ".join(sorted(found))
        raise InputError(
            "header_forbidden",
            f"{source} has an element that the list must not have: {told}.",
            "Export it without that element, and delete the file: nothing of it was kept.",
            source=source,
            headings=told,
        )


def _forbidden(element: Element, never: Collection[str]) -> Iterator[str]:
    """Those of the names that the element, or an attribute of it, has and says something under."""
    name = _name(element).casefold()
    if name in never and _says_something(element):
        yield name
    for attribute, text in element.items():
        own = _plain(attribute).casefold()
        if own in never and text.strip():
            yield own


def _says_something(element: Element) -> bool:
    """Also by what stands after an element within it."""
    return any(each.attrib for each in element.iter()) or any(
        text.strip() for text in element.itertext()
    )


def _value(chain: _Chain, heading: str) -> str:
    """What a heading finds: the first alternative that is there, its parts put together."""
    for way in heading.split("|"):
        parts = [_at(chain, path.split("/")) for path in way.split()]
        told = " ".join(part for part in parts if part)
        if told:
            return told
    return ""


def _at(chain: _Chain, steps: Sequence[str]) -> str:
    place = len(chain) - 1
    while steps and steps[0] == "..":
        place, steps = place - 1, steps[1:]
    if place < 0:
        return ""
    element: Element | None = chain[place]
    for step in steps:
        if element is None:
            return ""
        if step.startswith("@"):
            return (element.get(step[1:]) or "").strip()
        element = next((child for child in element if _name(child) == step), None)
    return " ".join((element.text or "").split()) if element is not None else ""


def _name(element: Element) -> str:
    """An element's name without its namespace."""
    return _plain(element.tag) if isinstance(element.tag, str) else ""


def _plain(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]
