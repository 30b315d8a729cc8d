"""A process document for Word: headings, table headers, alternative texts, the language set.

The same routine file gives the same bytes: no clock, no machine's fonts, fixed times in the zip.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as Page
from docx.shared import Cm, Pt
from docx.table import Table

from rutine.formats.sentences import Language
from rutine.routines.document.blocks import (
    Block,
    Bullets,
    Drawing,
    Facts,
    Grid,
    Paragraph,
    ProcessDocument,
)
from rutine.routines.document.html_page import is_wide
from rutine.routines.document.png import png
from rutine.routines.drawing.svg import Picture, part_pictures
from rutine.routines.drawing.xml_text import xml_text

_LOCALES: Final[dict[Language, str]] = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
_SHORT, _LONG, _MARGIN = Cm(21), Cm(29.7), Cm(2)
_CM_PER_PIXEL: Final = 2.54 / 96
_WIDEST, _HIGHEST = 25.7, 15.5  # a picture on a page across, in cm, with a heading above it
_LETTER, _SIDES = 0.165, 0.55  # a letter of a table's text, and a cell's margins, in cm
_LONG_ENOUGH: Final = 200  # characters after which a column asks for no more room
_HEADER_GROUND: Final = "F1F3F5"


def docx_file(document: ProcessDocument) -> bytes:
    """The document as a .docx."""
    word = docx.Document()
    _set_up(word, document)
    word.add_paragraph(xml_text(document.kind), style="Subtitle")
    word.add_paragraph(xml_text(document.title), style="Title")
    across = False
    for section in document.sections:
        if is_wide(section) != across:
            across = not across
            _turn(word.add_section(), across=across)
        word.add_heading(xml_text(section.title), level=1)
        for block, following in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            _add(word, block, across=across)
            if isinstance(block, Paragraph) and following is not None:
                word.paragraphs[-1].paragraph_format.keep_with_next = True
    word.add_paragraph(xml_text(document.made))
    stream = io.BytesIO()
    word.save(stream)
    return _timeless(stream.getvalue())


def _set_up(word: Document, document: ProcessDocument) -> None:
    about = word.core_properties
    about.title = xml_text(document.title)[:255]
    about.subject = document.kind
    about.author = about.last_modified_by = "rutine"
    about.language = _LOCALES[document.language]
    about.comments = ""
    for name in ("dcterms:created", "dcterms:modified"):
        for element in about._element.findall(qn(name)):  # noqa: SLF001 - it can't be emptied else
            about._element.remove(element)  # noqa: SLF001
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    for lang in word.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), _LOCALES[document.language])
    _turn(word.sections[0], across=False)


def _turn(page: Page, *, across: bool) -> None:
    page.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (_LONG, _SHORT) if across else (_SHORT, _LONG)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN


def _add(word: Document, block: Block, *, across: bool) -> None:
    match block:
        case Paragraph(text):
            word.add_paragraph(xml_text(text))
        case Bullets(items):
            for item in items:
                word.add_paragraph(xml_text(item), style="List Bullet")
        case Facts(rows, title):
            if title:
                word.add_heading(xml_text(title), level=2)
            _facts(word, rows, title)
        case Grid():
            _grid(word, block, across=across)
        case Drawing(layout):
            for picture in part_pictures(layout, dark=False):
                _picture(word, picture)


def _facts(word: Document, rows: tuple[tuple[str, str], ...], title: str) -> None:
    table = _table(word, len(rows), 2, title)
    for row, (name, value) in zip(table.rows, rows, strict=True):
        _write(row.cells[0], name, bold=True)
        _write(row.cells[1], value)
    _fit(table, [Cm(5.5), Cm(11.5)])
    _look(table, first_row=False, first_column=True)
    word.add_paragraph()


def _grid(word: Document, grid: Grid, *, across: bool) -> None:
    table = _table(word, len(grid.rows) + 1, len(grid.columns), grid.caption)
    widths = _widths(grid, _WIDEST if across else 17)
    header, *rows = table.rows
    for cell, text in zip(header.cells, grid.columns, strict=True):
        _write(cell, text, bold=True)
    properties = header._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no name for it
    properties.append(OxmlElement("w:tblHeader"))
    for row, texts in zip(rows, grid.rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        for cell, text in zip(row.cells, texts, strict=True):
            _write(cell, text)
    _fit(table, widths)
    _look(table, first_row=True, first_column=False)
    word.add_paragraph()


def _fit(table: Table, widths: list[Cm]) -> None:
    """Word goes by the cells' widths, LibreOffice by the columns'."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _widths(grid: Grid, whole: float) -> list[Cm]:
    """Columns by what stands in them: no narrower than their longest word, the rest by length."""
    columns = list(zip(grid.columns, *grid.rows, strict=True))
    words = [[len(word) for text in column for word in text.split()] for column in columns]
    least = [max(each, default=1) for each in words]
    longest = [min(_LONG_ENOUGH, max(map(len, column))) for column in columns]
    narrow = [count * _LETTER + _SIDES for count in least]
    spare = max(0.0, whole - sum(narrow))
    more = [max(0, want - count) + 1 for want, count in zip(longest, least, strict=True)]
    wide = [each + spare * part / sum(more) for each, part in zip(narrow, more, strict=True)]
    return [Cm(width * whole / sum(wide)) for width in wide]


def _table(word: Document, rows: int, columns: int, caption: str) -> Table:
    table: Table = word.add_table(rows, columns, style="Table Grid")
    table.autofit = False
    if caption:
        element = OxmlElement("w:tblCaption")
        element.set(qn("w:val"), xml_text(caption))
        table._tbl.tblPr.append(element)  # noqa: SLF001
    return table


def _look(table: Table, *, first_row: bool, first_column: bool) -> None:
    """What heads the table, said to screen readers and shown by a grey ground."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001
    if look is not None:
        look.attrib.clear()
        look.set(qn("w:firstRow"), str(int(first_row)))
        look.set(qn("w:firstColumn"), str(int(first_column)))
        look.set(qn("w:noVBand"), "1")
    heads = table.rows[0].cells if first_row else [row.cells[0] for row in table.rows]
    for cell in heads:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _HEADER_GROUND)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _write(cell: Any, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(xml_text(text))
    run.bold = bold or None
    run.font.size = Pt(9)


def _picture(word: Document, picture: Picture) -> None:
    width, height = picture.width * _CM_PER_PIXEL, picture.height * _CM_PER_PIXEL
    scale = min(1, _WIDEST / width, _HIGHEST / height)
    shape = word.add_picture(io.BytesIO(png(picture)), Cm(width * scale), Cm(height * scale))
    about = shape._inline.docPr  # noqa: SLF001 - where the alternative text stands
    about.set("title", xml_text(picture.title))
    about.set("descr", xml_text(picture.told))


def _timeless(data: bytes) -> bytes:
    """The same zip with the same time on every file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return stream.getvalue()
