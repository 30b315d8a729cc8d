"""A process document as one HTML file: nothing is loaded from elsewhere, and it prints well."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from rutine.routines.document.blocks import Block, Drawing, ProcessDocument, Section
from rutine.routines.document.document_texts import DocumentTexts
from rutine.routines.drawing.svg import Picture, part_pictures

_HERE = Path(__file__).parent


def html_page(document: ProcessDocument) -> str:
    """The document as a page."""
    return _template().render(
        document=document,
        contents=DocumentTexts(document.language)("contents"),
        style=(_HERE / "page.css").read_text("utf-8"),
    )


def is_wide(section: Section) -> bool:
    """Whether a section is printed across the page: it has a drawing."""
    return any(isinstance(block, Drawing) for block in section.blocks)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["kind"] = _kind
    environment.filters["pictures"] = _pictures
    environment.tests["wide"] = is_wide
    return environment.get_template("page.html")


def _kind(block: Block) -> str:
    return type(block).__name__


def _pictures(drawing: Drawing) -> tuple[Picture, ...]:
    return part_pictures(drawing.layout, dark=True)
