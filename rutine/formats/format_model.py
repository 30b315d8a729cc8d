"""A format file: what each field of a file means, as a process consultant writes it.

The keys' descriptions below are what the reference page and the editor's help show.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

FieldType = Literal["text", "code", "fnr", "orgnr", "account", "integer", "kroner", "ore", "day"]
DateFormat = Literal["yyyyMMdd", "yyyy-MM-dd", "dd.MM.yyyy", "dd/MM/yyyy", "ddMMyyyy"]
DATE_FORMATS: tuple[str, ...] = get_args(DateFormat)
Encoding = Literal["utf-8", "windows-1252", "iso-8859-1", "utf-16"]
Status = Literal["verified", "documentation", "guessed", "ours"]
_Word = Annotated[str, Field(min_length=1, max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class FileField(_Part):
    """One field of the file: where it stands, how it is written, and what it becomes."""

    heading: _Word = Field(
        description="The file's own name for the field. Where the file has a header, exactly the "
        "heading (upper or lower case and extra spaces don't matter); otherwise a name for people."
    )
    into: _Word | None = Field(
        default=None,
        description="The record's field that this one becomes. Left out for a field that is only "
        "checked.",
    )
    type: FieldType = Field(
        default="text",
        description="How the value is written: text; code (capital letters and digits); fnr, "
        "orgnr or account (with their control digits); integer; kroner (1 234,50); ore (whole "
        "øre); day (see date_format).",
    )
    column: int | None = Field(
        default=None,
        ge=1,
        description="The field's number, from 1, in a delimited file without a header.",
    )
    position: int | None = Field(
        default=None,
        ge=1,
        description="The first character's place, from 1, in a file of fixed positions.",
    )
    width: int | None = Field(
        default=None,
        ge=1,
        le=500,
        description="The exact number of characters. Text is padded with spaces to it.",
    )
    same_width_in_file: bool = Field(
        default=False,
        description="yes when the width may be any, but must be the same on every line.",
    )
    same_in_file: bool = Field(
        default=False, description="yes when every line of one file must hold the same value."
    )
    required: bool = Field(
        default=True, description="no when the value may be missing. Only where the record allows."
    )
    optional: bool = Field(
        default=False,
        description="yes when a file may lack the whole column: every value is then missing. Only "
        "with required: no, in a file that is read by its headings. A misspelt heading is no "
        "longer told, so never for what something rests on.",
    )
    missing: tuple[str, ...] = Field(
        default=(),
        description="What the file writes for a missing value, such as '00000000'. An empty cell "
        "is always missing.",
    )
    default: str | None = Field(
        default=None,
        description="The value, written as the file would write it, that stands for a missing one.",
    )
    constant: str | None = Field(
        default=None, description="The one text that the field always holds."
    )
    date_format: DateFormat | None = Field(
        default=None, description="How a day is written: y, M and d are its digits."
    )
    decimal: Literal[",", "."] = Field(
        default=",",
        description="The decimal separator of this column of kroner; never guessed cell by cell.",
    )
    thousands: Literal["space", ".", ",", "'", "none"] = Field(
        default="space",
        description="What may stand between groups of three digits. A space is any kind of space.",
    )
    sign: Literal["leading", "trailing"] = Field(
        default="leading",
        description="Where a minus stands. A trailing sign is always one character: '-' or space.",
    )
    minimum: int | None = Field(
        default=None, description="The lowest integer, or amount in kroner, allowed."
    )
    maximum: int | None = Field(
        default=None, description="The highest integer, or amount in kroner, allowed."
    )
    ignore: str = Field(
        default="", description="Characters to take out before reading, such as ' ' or '%'."
    )
    guarded: bool = Field(
        default=False,
        description="yes when a text that a spreadsheet would take for a formula is written "
        "behind an apostrophe, which reading takes away. For texts of files that are written.",
    )
    words: dict[str, str] = Field(
        default_factory=dict,
        description="The file's own words and the value that each becomes, such as "
        "'Sykepenger': '4'. Upper and lower case are the same.",
    )
    other_words: Literal["refuse", "keep"] = Field(
        default="refuse",
        description="What happens to a word that is not among words: refuse makes it a fault, "
        "keep lets it through as it is.",
    )


class DayOrder(_Part):
    """Two days of a row that must not be reversed."""

    first: _Word = Field(description="The record's field that holds the first day.")
    last: _Word = Field(description="The record's field that holds the last day.")


class DaysAcross(_Part):
    """Shifts laid out with a column for each day: every cell that holds a time is a shift.

    The columns are those whose heading holds a day. A cell is `10:00 – 16:00`, perhaps with the
    units behind it; an end that is not after its beginning is the next day.
    """

    date_format: DateFormat = Field(
        description="How the day is written in a heading; a weekday may stand before it."
    )
    split: _Word = Field(default="~", description="What stands between the parts of a split shift.")
    free: tuple[_Word, ...] = Field(
        default=(), description="Words of a cell that say that there is no shift that day."
    )
    units_apart: tuple[_Word, ...] = Field(
        default=("/", "+"),
        description="What may stand between several units in one cell, besides a comma.",
    )


class FormatFile(_Part):
    """How one kind of file is read into one kind of record, and written from it."""

    format: _Word = Field(description="The format's name; the same as the file's name.")
    title: _Word = Field(description="What people call the file.")
    source: _Word = Field(description="Where the description of the file comes from.")
    checked: date = Field(description="The day the description was last held against its source.")
    status: Status = Field(
        description="How sure the description is: verified against a real file; from "
        "documentation of the system that writes it; guessed; or ours, a layout that rutine asks "
        "for. Never say more than you know."
    )
    record: _Word = Field(description="The kind of record that each row becomes.")
    kind: Literal["fixed", "delimited", "xlsx", "xml"] = Field(
        description="fixed: every field at its own positions; delimited: fields between "
        "delimiters; xlsx: a sheet of a workbook; xml: elements, each heading a path from row."
    )
    row: _Word | None = Field(
        default=None,
        description="The element that each row is, by its path from the root, such as "
        "persons/person; only for xml. A heading is then a path from it: child/@attribute, .. for "
        "the element around, | between what may stand for each other, a space between what is "
        "put together.",
    )
    days_across: DaysAcross | None = Field(
        default=None,
        description="For a rota with a column for each day: how its cells are written.",
    )
    encoding: Encoding = Field(
        default="utf-8",
        description="How letters are stored. utf-8 is read with or without its mark (BOM), utf-16 "
        "only with it.",
    )
    delimiter: Literal[";", ",", "\t", "|"] = Field(
        default=";", description="The character between fields of a delimited file."
    )
    quotes: bool = Field(
        default=True, description='no when " is an ordinary character and never quotes a field.'
    )
    line_ending: Literal["crlf", "any"] = Field(
        default="any",
        description="crlf demands CR LF after every line, also the last: a line without it was "
        "cut short.",
    )
    header: bool = Field(
        default=True,
        description="Whether a row of headings stands above the rows. Columns are then found by "
        "heading, in any order, and other columns are left alone.",
    )
    sheet: _Word | None = Field(
        default=None, description="The sheet's name in a workbook; the first sheet if left out."
    )
    written: bool = Field(
        default=False,
        description="yes when rutine writes the file too: fields in the order given, each line "
        "ended by CR LF.",
    )
    fields: tuple[FileField, ...] = Field(min_length=1, description="The file's fields.")
    given: dict[str, str] = Field(
        default_factory=dict,
        description="Fields of the record that the file lacks, and the value that every row has: "
        "days as yyyy-MM-dd, kroner as 1234,50. Empty where the value may be missing. Never a "
        "national id.",
    )
    footer: tuple[_Word, ...] = Field(
        default=(),
        description="Words that a closing line begins with, such as Sum. Such lines at the very "
        "end of the file are no rows.",
    )
    never: tuple[_Word, ...] = Field(
        default=(),
        description="Words that no heading may hold, such as diagnose: a file with one tells more "
        "than the routine may know, and is refused before anything of it is kept.",
    )
    day_order: tuple[DayOrder, ...] = Field(
        default=(), description="Pairs of days where the last must not be before the first."
    )
    unique: tuple[str, ...] = Field(
        default=(), description="The record's fields that together name a row once in a file."
    )

    _sha256: str = PrivateAttr(default="")

    @property
    def name(self) -> str:
        """The format's name, such as `nav_settlement`."""
        return self.format

    @property
    def sha256(self) -> str:
        """The hash of the format file's bytes, stored with every decision made by it."""
        return self._sha256

    def sealed(self, sha256: str) -> FormatFile:
        """The same format, knowing the hash of the file it was read from."""
        self._sha256 = sha256
        return self

    @property
    def line_width(self) -> int:
        """Characters of a line in a file of fixed positions."""
        return max((f.position or 0) + (f.width or 0) - 1 for f in self.fields)
