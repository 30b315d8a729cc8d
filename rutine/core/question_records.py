"""The records of a routine that answers employees: the set of answers, and what is asked.

Neither is about a person. A row whose texts hold what looks like a national id is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """One question with the answer that HR gives to it, in one language.

    `question_id` is HR's own name of it; its translations share it. `wordings` and `units` are
    apart by `|`. `source` is the paragraph, agreement or address that the answer follows from,
    `owner` the role that answers for it. Empty `units` is everywhere, and an empty last day for
    the time being.
    """

    row: int
    question_id: str
    question: str
    answer: str
    language: str = "nb"
    wordings: str = ""
    source: str = ""
    owner: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    units: str = ""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question that was asked elsewhere and got no answer, such as on the telephone.

    `times` is how often, `last` the day it was asked last.
    """

    row: int
    question: str
    last: date
    times: int | None = None
    language: str = "nb"
