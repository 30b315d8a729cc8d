"""A process document's sections as a page in Markdown, for the reference beside the code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rutine.routines.document.blocks import (
    Block,
    Bullets,
    Facts,
    Grid,
    Paragraph,
    ProcessDocument,
)


def markdown_sections(document: ProcessDocument, ids: Sequence[str]) -> Iterator[str]:
    """The lines of some sections, in the document's order; drawings are left out."""
    for section in document.sections:
        if section.id in ids:
            yield f"## {section.title}"
            yield ""
            for block in section.blocks:
                yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield from (text, "")
        case Bullets(items):
            yield from (*(f"- {item}" for item in items), "")
        case Facts(rows, title):
            if title:
                yield from (f"### {title}", "")
            yield from ("| | |", "|---|---|")
            yield from (f"| {_cell(name)} | {_cell(value)} |" for name, value in rows)
            yield ""
        case Grid(_, columns, rows):
            yield f"| {' | '.join(map(_cell, columns))} |"
            yield "|" + "---|" * len(columns)
            yield from (f"| {' | '.join(map(_cell, row))} |" for row in rows)
            yield ""


def _cell(text: str) -> str:
    """A text inside a table's cell, on one line."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", "<br>")
