"""What a process document is made of, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass

from rutine.formats.sentences import Language
from rutine.routines.drawing.layout import Layout


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """Sentences that stand beside each other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are: a table whose first column heads its rows.

    `title` stands over it as a heading of its own, where a section has several.
    """

    rows: tuple[tuple[str, str], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a heading for each column. `caption` says what its rows are."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A procedure, drawn."""

    layout: Layout


Block = Paragraph | Bullets | Facts | Grid | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """A part under a heading; `id` is the same in every language."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ProcessDocument:
    """A whole document.

    Attributes:
        kind: what sort of document it is, in its language.
        made: how it came about: file, checksum.
    """

    title: str
    kind: str
    language: Language
    sections: tuple[Section, ...]
    made: str


def facts(rows: tuple[tuple[str, str | None], ...], title: str = "") -> Facts:
    """The names whose value is known."""
    return Facts(tuple((name, value) for name, value in rows if value), title)


def full_columns(caption: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Grid:
    """A table without the columns in which no row says anything; the first one always stays."""
    kept = [n for n in range(len(columns)) if not n or any(row[n] for row in rows)]
    return Grid(
        caption,
        tuple(columns[n] for n in kept),
        tuple(tuple(row[n] for n in kept) for row in rows),
    )
