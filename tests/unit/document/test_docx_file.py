"""The Word file: the same bytes each time, and readable by those who do not see it."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from rutine.routines.document import png as png_module
from rutine.routines.document.blocks import Drawing, Facts, Grid
from rutine.routines.document.docx_file import docx_file
from rutine.routines.document.png import ZOOM, png
from rutine.routines.document.process_document import process_document
from rutine.routines.drawing.palette import style_sheet
from rutine.routines.drawing.svg import Picture, part_pictures
from rutine.routines.routine_file import load_routine

ROOT = Path(__file__).parents[3]
REFUNDS = load_routine(ROOT / "mappings" / "routines" / "nav_refunds.yaml")
DOCUMENT = process_document(REFUNDS, {}, "nb")


@pytest.fixture(scope="module")
def data() -> bytes:
    return docx_file(DOCUMENT)


@pytest.fixture(scope="module")
def word(data: bytes):
    return docx.Document(io.BytesIO(data))


def test_the_same_file_gives_the_same_bytes(data: bytes) -> None:
    assert docx_file(process_document(REFUNDS, {}, "nb")) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "created" not in core
    assert "modified" not in core


def test_headings_are_headings(word) -> None:
    headings = [each.text for each in word.paragraphs if each.style.name == "Heading 1"]
    assert headings == [section.title for section in DOCUMENT.sections]
    titles = [each.text for each in word.paragraphs if each.style.name == "Title"]
    assert titles == [DOCUMENT.title]


def test_tables_have_header_rows_or_header_columns(word) -> None:
    blocks = [block for section in DOCUMENT.sections for block in section.blocks]
    tables = [block for block in blocks if isinstance(block, (Grid, Facts))]
    assert len(word.tables) == len(tables)
    for table, block in zip(word.tables, tables, strict=True):
        repeated = table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert repeated == isinstance(block, Grid)
        assert look.get(qn("w:firstRow")) == str(int(repeated))
        assert look.get(qn("w:firstColumn")) == str(int(not repeated))
        if isinstance(block, Grid):
            assert tuple(cell.text for cell in table.rows[0].cells) == block.columns


def test_every_picture_says_in_words_what_it_shows(word) -> None:
    drawings = [b for s in DOCUMENT.sections for b in s.blocks if isinstance(b, Drawing)]
    parts = [part for each in drawings for part in part_pictures(each.layout, dark=False)]
    shapes = [shape._inline.docPr for shape in word.inline_shapes]
    assert [each.get("descr") for each in shapes] == [part.told for part in parts]
    assert [each.get("title") for each in shapes] == [part.title for part in parts]


def test_the_language_is_set_and_pages_turn_for_the_drawings(word) -> None:
    languages = {each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"nb-NO"}
    assert word.core_properties.language == "nb-NO"
    across = [page.page_width > page.page_height for page in word.sections]
    assert across == [False, True, False]
    for shape in word.inline_shapes:
        assert shape.width <= word.sections[1].page_width - 2 * word.sections[1].left_margin


def picture(text: str) -> Picture:
    style = f"<style>{style_sheet(dark=False)}</style>"
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="20" viewBox="0 0 100 20">'
        f'{style}<rect width="100" height="20" fill="#fff"/><text y="15">{text}</text></svg>'
    )
    return Picture(svg, 100, 20, "", "")


def test_letters_are_drawn_without_any_font_of_the_machine(monkeypatch, tmp_path) -> None:
    drawn = png(picture("Refusjon"))
    assert struct.unpack(">II", drawn[16:24]) == (100 * ZOOM, 20 * ZOOM)
    assert drawn != png(picture("Refusjan"))
    monkeypatch.setattr(png_module, "_FONTS", tmp_path)
    assert png(picture("Refusjon")) == png(picture("Refusjan"))  # so nothing else was used above
