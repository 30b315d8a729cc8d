"""Questions as people ask them, with the answers that somebody judged to be right."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib import resources
from typing import Final

_APART: Final = ";"


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """One question.

    Attributes:
        part: `tune` or `measure`.
        language: of the page it is asked on.
        text: the question.
        answers: ids of the answers that are right; none where the set has none.
    """

    part: str
    language: str
    text: str
    answers: frozenset[str]


def judged_questions() -> list[JudgedQuestion]:
    """Every judged question, in the order of the file."""
    return [
        JudgedQuestion(
            row["Part"],
            row["Language"],
            row["Question"],
            frozenset(filter(None, row["Answers"].split(","))),
        )
        for row in rows_of("judged.csv")
    ]


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of the files beside this module."""
    text = (resources.files(__package__) / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=_APART))
