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
    made = _Making(Random(seed))
    made.run_out()
    made.lack()
    made.contradict()
    asked = made.ask()
    every = [*made.rows, *made.more]
    made.draws.shuffle(every)
    return TroubledSet(_file(every), _file(asked), +made.truth())


class _Making:
    """A set while troubles are planted in it, each in rows that no other has touched."""

    def __init__(self, draws: Random) -> None:
        self.draws = draws
        self.rows = rows_of("answers.csv")
        self.more: list[dict[str, str]] = []
        self._cases: Counter[tuple[str, str]] = Counter()
        self._not_waiting: set[int] = set()
        names = Counter(row["Id"] for row in self.rows)
        self._untouched = [r for r in self.rows if names[r["Id"]] == 1 and not r["Enheter"]]
        draws.shuffle(self._untouched)

    def truth(self) -> Counter[tuple[str, str]]:
        """Every case there should be: what can be approved waits for it."""
        waiting = [*self.rows, *self.more]
        told = Counter(("Q01", row["Id"]) for row in waiting if id(row) not in self._not_waiting)
        return self._cases + told

    def run_out(self) -> None:
        """Rows that have run out, or will soon, or later; some are followed by another."""
        for row in self._some(_MANY):
            self._ends(row, -self.draws.randint(1, 300), "Q03")
        for row in self._some(_FEW):
            self._is_followed(row, -self.draws.randint(1, 300))
        for row in self._some(_MANY):
            self._ends(row, self.draws.randint(0, 30), "Q02")
        for row in self._some(_FEW):
            self._is_followed(row, self.draws.randint(0, 30))
        for row in self._some(_FEW):
            self._ends(row, self.draws.randint(31, 300), None)

    def lack(self) -> None:
        """Rows without an owner or a source, and one that tells too much."""
        for column, reason in (("Eier", "Q05"), ("Kilde", "Q06")):
            for row in self._some(_FEW):
                row[column] = ""
                self._cases[reason, row["Id"]] += 1
                self._not_waiting.add(id(row))
        (row,) = self._some(1)
        row["Svar"] += f" Spør {_MADE_UP_ID}."
        self._cases["L01", "question_answer 1"] += 1
        self._not_waiting.add(id(row))

    def contradict(self) -> None:
        """Rows that another one answers too, for everybody or for other units."""
        for row in self._some(_FEW):
            wording = self.draws.choice((row["Spørsmål"], *_wordings(row)))
            answer = self.draws.choice((row["Svar"], "Nei."))
            self._add(row, Spørsmål=wording, Svar=answer)
            self._cases["Q04", row["Id"]] += 1
        for row in self._some(_FEW):
            row["Enheter"] = "Skole"
            self._add(row, Svar="Nei.", Enheter="Sykehjem|Hjemmetjeneste")

    def ask(self) -> list[dict[str, str]]:
        """Some questions that the set has no answer to, in all their wordings."""
        groups = self.draws.sample(_ASKED, _MANY)
        self._cases["Q07", ""] += len(groups)
        return [
            {
                "Spørsmål": text,
                "Sist spurt": _day(AS_OF - timedelta(days=self.draws.randint(0, 90))),
                "Ganger": str(self.draws.randint(1, 9)),
                "Språk": "nb",
            }
            for group in groups
            for text in group
        ]

    def _some(self, count: int) -> list[dict[str, str]]:
        return [self._untouched.pop() for _ in range(count)]

    def _ends(self, row: dict[str, str], days: int, reason: str | None) -> None:
        row["Gjelder til"] = _day(AS_OF + timedelta(days=days))
        if reason is not None:
            self._cases[reason, row["Id"]] += 1
        if days < 0:
            self._not_waiting.add(id(row))

    def _is_followed(self, row: dict[str, str], days: int) -> None:
        first = _day(AS_OF + timedelta(days=days + 1))
        self.more.append({**row, "Gjelder fra": first, "Gjelder til": ""})
        self._ends(row, days, None)

    def _add(self, row: dict[str, str], **other: str) -> None:
        more = {**row, "Id": f"zz-{row['Id']}", "Andre måter å spørre på": "", **other}
        self.more.append(more)


def _wordings(row: dict[str, str]) -> list[str]:
    return [text for text in row["Andre måter å spørre på"].split("|") if text]


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _file(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
