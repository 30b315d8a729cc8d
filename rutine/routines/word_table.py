"""Reads HR's table of words: `mappings/tables/question_words.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.questions.words import Vocabulary, Words
from rutine.routines.vocabulary import Label, Part

FILE: Final = "question_words.yaml"


class FamilyWords(Part):
    """The words of Norwegian, bokmål and nynorsk alike, or of English."""

    skipped: tuple[Label, ...] = Field(
        default=(), description="Words that say nothing of what is asked, in all their forms."
    )
    same: tuple[Annotated[tuple[Label, ...], Field(min_length=2)], ...] = Field(
        default=(),
        description="Words and short phrases that mean the same, group by group. Endings are "
        "taken off by the program: one form of each word is enough.",
    )


class WordFile(Part):
    """What the search for answers knows of words."""

    table: Literal["question_words"] = Field(
        description="The table's name, the same as the file's."
    )
    checked: date = Field(description="The day somebody last went through it.")
    norwegian: FamilyWords = Field(description="Bokmål and nynorsk.")
    english: FamilyWords = Field(description="English.")


@dataclass(frozen=True, slots=True)
class WordTable:
    """The table, and the sha256 of the file it came from."""

    words: Words
    sha256: str


def load_words(tables: Path) -> WordTable:
    """Read the table from the folder of tables.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, with file, line and what is allowed.
    """
    document = load_yaml(tables / FILE)
    read = parse_model(document, WordFile)
    words = Words(
        {
            "norwegian": Vocabulary(frozenset(read.norwegian.skipped), read.norwegian.same),
            "english": Vocabulary(frozenset(read.english.skipped), read.english.same),
        }
    )
    return WordTable(words, document.sha256)
