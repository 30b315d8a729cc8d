"""What is said of graded routines, in bokmål, nynorsk and English, from `texts/score_*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from rutine.formats.sentences import Language
from rutine.routines.graded_routine import GradedRoutine
from rutine.routines.numerals import numeral
from rutine.routines.suitability import Grade, Halt, Scale
from rutine.routines.vocabulary import said

UNKNOWN: Final = "–"
"""What stands for a figure that nothing tells."""


@cache
def _texts(language: Language) -> dict[str, dict[str, str]]:
    file = resources.files(__package__) / "texts" / f"score_{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class ScoreWords:
    """The words of a language, and figures as it writes them."""

    language: Language
    scale: Scale

    def __call__(self, key: str, **values: object) -> str:
        """A text of the family `score`, or `family.key` of another."""
        family, _, name = key.rpartition(".")
        return _texts(self.language)[family or "score"][name].format(**values)

    def figure(self, value: float | None, decimals: int = 0) -> str:
        """A number with its thousands apart and the language's decimal sign."""
        return UNKNOWN if value is None else numeral(value, self.language, decimals=decimals)

    def percent(self, share: float | None, decimals: int = 0) -> str:
        """A share, 0 to 1, as a percentage."""
        return self.measured("percent", None if share is None else 100 * share, decimals)

    def measured(self, key: str, value: float | None, decimals: int = 0) -> str:
        """A figure in its unit; one that nothing tells has none."""
        return UNKNOWN if value is None else self(key, value=self.figure(value, decimals))

    def title(self, each: GradedRoutine) -> str:
        """What the routine is called."""
        return said(each.routine.title, self.language)

    def points(self, each: GradedRoutine) -> str:
        """The points it surely has, and those it could have."""
        found = each.verdict
        if found.points == found.possible:
            return str(found.points)
        return self("up_to", points=found.points, possible=found.possible)

    def effort(self, each: GradedRoutine) -> str:
        """The class of effort and its hours."""
        found = each.verdict
        return self(
            "effort_hours",
            effort=self(f"effort.{found.effort}"),
            hours=self.figure(found.effort_hours),
        )

    def pay_back(self, each: GradedRoutine) -> str:
        """Months until it is paid back."""
        months = each.pay_back_months
        return UNKNOWN if months is None else self("months", months=self.figure(months, 1))

    def freed(self, each: GradedRoutine) -> str:
        """Hours a year that go."""
        return self.figure(each.freed_hours)

    def stop(self, halt: Halt) -> str:
        """Why it is stopped, in a sentence."""
        return self(
            f"stop.{halt.stop}",
            system=halt.system,
            months=self.scale.leaves_months,
            percent=self.figure(100 * self.scale.most_judged),
        )

    def grade(self, grade: Grade) -> str:
        """A grade out of five, who gave it, or that nobody knows."""
        if grade.grade is None:
            return self("unknown")
        return f"{grade.grade} ({self('by_person')})" if grade.by_person else str(grade.grade)

    def stream(self, each: GradedRoutine) -> list[tuple[str, str]]:
        """The figures of the value stream: what each is, and what it comes to."""
        stream = each.stream
        wasted = ", ".join(
            f"{self(f'waste.{kind}')} {self('minutes', value=self.figure(minutes, 1))}"
            for kind, minutes in stream.wasted.items()
        )
        return [
            (self("touch"), self.measured("minutes", stream.touch_minutes, 1)),
            (self("lead"), self.measured("lead_hours", stream.lead_hours, 1)),
            (self("efficiency"), self.percent(stream.efficiency, 1)),
            (self("right_first"), self.percent(stream.right_first_time)),
            (self("judged"), self.percent(stream.judged_share)),
            (
                self("automatable"),
                UNKNOWN if each.freed_hours is None else self.percent(stream.automatable_share),
            ),
            (self("cost"), self.measured("kroner", each.cost_of_a_case, 2)),
            (self("wasted"), wasted or UNKNOWN),
            (self("systems"), ", ".join(stream.systems) or UNKNOWN),
        ]
