"""The practice set with troubles planted in it: the cases that there should be are known."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from rutine.practice.hr_questions.judged import rows_of

AS_OF: Final = date(2026, 11, 30)
"""The day that the set is looked at."""

_ASKED: Final = (
    ("Kan jeg ta med hund på kontoret?", "hund på kontoret", "Er det lov med hund på kontoret?"),
    ("Hvor låner jeg elsykkel?", "låne elsykkel"),
    ("Finnes det bedriftshytte?", "bedriftshytte"),
    ("Får vi julegave?",),
    ("Er det svømmebasseng for ansatte?", "svømmebasseng"),
)
"""Questions about nothing that the set has, each with other ways to ask it."""

_MANY: Final = 3
_FEW: Final = 2
_MADE_UP_ID: Final = "018160 10027"


@dataclass(frozen=True, slots=True)
class TroubledSet:
    """The two lists as files, and the truth.

    Attributes:
        answers, asked: bytes of `question_answer.csv` and `asked_question.csv`.
        cases: every case that there should be on `AS_OF`: its reason and what it is about, as
            often as it is there.
    """

    answers: bytes
    asked: bytes
    cases: Counter[tuple[str, str]]


def troubled_set(seed: int) -> TroubledSet:
    """A set in which some rows have run out, contradict others, or lack what they need."""
    draws = Random(seed)  # noqa: S311 - a made-up set, the same for a seed
    rows = rows_of("answers.csv")
    single = [r for r in rows if [q["Id"] for q in rows].count(r["Id"]) == 1 and not r["Enheter"]]
    draws.shuffle(single)
    cases: Counter[tuple[str, str]] = Counter()
    waiting = {id(row) for row in rows}
    more: list[dict[str, str]] = []

    def some(count: int) -> list[dict[str, str]]:
        return [single.pop() for _ in range(count)]

    for row in some(_MANY):  # has run out
        row["Gjelder til"] = _day(AS_OF - timedelta(days=draws.randint(1, 300)))
        cases["Q03", row["Id"]] += 1
        waiting.discard(id(row))
    for row in some(_FEW):  # has run out, and is followed
        last = AS_OF - timedelta(days=draws.randint(1, 300))
        more.append({**row, "Gjelder fra": _day(last + timedelta(days=1)), "Gjelder til": ""})
        row["Gjelder til"] = _day(last)
        cases["Q01", row["Id"]] += 1
        waiting.discard(id(row))
    for row in some(_MANY):  # runs out
        row["Gjelder til"] = _day(AS_OF + timedelta(days=draws.randint(0, 30)))
        cases["Q02", row["Id"]] += 1
    for row in some(_FEW):  # runs out, and is followed
        last = AS_OF + timedelta(days=draws.randint(0, 30))
        more.append({**row, "Gjelder fra": _day(last + timedelta(days=1)), "Gjelder til": ""})
        row["Gjelder til"] = _day(last)
        cases["Q01", row["Id"]] += 1
    for row in some(_FEW):  # runs out, but not soon
        row["Gjelder til"] = _day(AS_OF + timedelta(days=draws.randint(31, 300)))
    for row in some(_FEW):
        row["Eier"] = ""
        cases["Q05", row["Id"]] += 1
        waiting.discard(id(row))
    for row in some(_FEW):
        row["Kilde"] = ""
        cases["Q06", row["Id"]] += 1
        waiting.discard(id(row))
    for row in some(_FEW):  # is answered otherwise, or once more, by another row
        answer = draws.choice((row["Svar"], "Nei."))
        wording = draws.choice((row["Spørsmål"], *row["Andre måter å spørre på"].split("|")))
        name = f"zz-{row['Id']}"
        more.append(
            {**row, "Id": name, "Svar": answer, "Spørsmål": wording, "Andre måter å spørre på": ""}
        )
        cases["Q01", name] += 1
        cases["Q04", row["Id"]] += 1
    for row in some(_FEW):  # is answered otherwise, for others
        row["Enheter"] = "Skole"
        name = f"zz-{row['Id']}"
        more.append({**row, "Id": name, "Svar": "Nei.", "Enheter": "Sykehjem|Hjemmetjeneste"})
        cases["Q01", name] += 1
    (row,) = some(1)  # tells too much
    row["Svar"] += f" Spør {_MADE_UP_ID}."
    cases["L01", "question_answer 1"] += 1
    waiting.discard(id(row))
    for row in rows:
        cases["Q01", row["Id"]] += id(row) in waiting
    every = [*rows, *more]
    draws.shuffle(every)
    asked = []
    for group in draws.sample(_ASKED, _MANY):
        cases["Q07", ""] += 1
        asked += [
            {
                "Spørsmål": text,
                "Sist spurt": _day(AS_OF - timedelta(days=draws.randint(0, 90))),
                "Ganger": str(draws.randint(1, 9)),
                "Språk": "nb",
            }
            for text in group
        ]
    return TroubledSet(_file(every), _file(asked), +cases)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _file(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
