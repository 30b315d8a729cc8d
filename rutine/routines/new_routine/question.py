"""What is asked about a new routine: one row a question, in the order it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from rutine.routines.new_routine import reading
from rutine.routines.new_routine.reading import Read
from rutine.routines.obligation_rule import Event, ProofType
from rutine.routines.requirements import ABSENCE, OF_POSITIONS

Shape = Literal[
    "match",
    "obligation",
    "cover",
    "registers",
    "survey",
    "questions",
    "redeployment",
    "service_record",
]
SHAPES: Final[tuple[Shape, ...]] = get_args(Shape)

Given = Mapping[str, Any]
"""What has been answered so far, read."""

RUNS: Final = ("every_working_day", "every_day", "weekly", "days_of_month")
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ALWAYS: Final = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        key: its name in the form and in the texts.
        read: how an answer is read.
        must: whether it must be answered, by the reader or by the proposal.
        proposed: what stands where nothing is answered; more proposals are made from the
            sample files, see `proposals`.
        words: the words to choose among, where there are such.
        shapes: the shapes that it is asked of; empty: all.
        when: whether it is asked of those, from what has been answered.
        is_file: whether the answer is a sample file's path.
    """

    key: str
    read: Read = reading.text
    must: bool = False
    proposed: str = _ALWAYS
    words: tuple[str, ...] = ()
    shapes: tuple[Shape, ...] = ()
    when: Callable[[Given], bool] = lambda _: True
    is_file: bool = False

    def is_asked(self, given: Given) -> bool:
        """Whether it is asked, from what has been answered."""
        return (not self.shapes or given.get("kind") in self.shapes) and self.when(given)


def _choice(key: str, words: tuple[str, ...], proposed: str, **more: Any) -> Question:
    return Question(key, reading.one_of(words), must=True, proposed=proposed, words=words, **more)


def _runs(when: str) -> Callable[[Given], bool]:
    return lambda given: given.get("runs") == when


def _counts_events(given: Given) -> bool:
    """Whether the deadline is counted from something that a list of events tells."""
    return given.get("event") not in {None, *ABSENCE, *OF_POSITIONS}


_OBLIGATION: Final[tuple[Shape, ...]] = ("obligation",)
_COVER: Final[tuple[Shape, ...]] = ("cover",)
_MATCH: Final[tuple[Shape, ...]] = ("match",)
_PEOPLE: Final[tuple[Shape, ...]] = ("obligation", "cover")
_REGISTERS: Final[tuple[Shape, ...]] = ("registers", "survey")
_OF_PEOPLE: Final[tuple[Shape, ...]] = (*_PEOPLE, *_REGISTERS)

ABOUT: Final[tuple[Question, ...]] = (
    Question("title", must=True),
    Question("name", reading.name, must=True),
    _choice("kind", SHAPES, _ALWAYS),
    Question("owner", must=True),
    Question("purpose"),
    Question("legal_basis", must=True),
    Question("team"),
)
"""Asked of every routine, first."""

RULES: Final[tuple[Question, ...]] = (
    Question("people", must=True, shapes=_OF_PEOPLE, is_file=True),
    Question("units", shapes=(*_PEOPLE, "service_record"), is_file=True),
    Question("proofs", must=True, shapes=_OBLIGATION, is_file=True),
    Question("requirement", must=True, shapes=_OBLIGATION),
    _choice("proof", get_args(ProofType), "course", shapes=_OBLIGATION),
    Question("codes", reading.several, must=True, shapes=_OBLIGATION),
    _choice(
        "together",
        ("all", "any"),
        "all",
        shapes=_OBLIGATION,
        when=lambda given: len(given.get("codes") or ()) > 1,
    ),
    Question("positions", reading.several, shapes=_OBLIGATION),
    _choice("event", get_args(Event), "applies", shapes=_OBLIGATION),
    Question(
        "absences",
        must=True,
        shapes=_OBLIGATION,
        when=lambda given: given.get("event") in ABSENCE,
        is_file=True,
    ),
    Question("events", must=True, shapes=_OBLIGATION, when=_counts_events, is_file=True),
    Question("deadline", reading.span, must=True, proposed="0", shapes=_OBLIGATION),
    Question("valid_months", reading.number(1, 1200), shapes=_OBLIGATION),
    Question(
        "warn_days", reading.numbers(0, 3660), must=True, proposed="90, 30, 14", shapes=_OBLIGATION
    ),
    Question("blocking", reading.yes_no, must=True, proposed="nei", shapes=_OBLIGATION),
    Question("rota", must=True, shapes=_COVER, is_file=True),
    Question("competences", must=True, shapes=_COVER, is_file=True),
    Question("busy_codes", reading.several, shapes=_COVER),
    Question("place", must=True, shapes=_COVER),
    Question(
        "weekdays",
        reading.several_of(WEEKDAYS),
        must=True,
        proposed=", ".join(WEEKDAYS),
        words=WEEKDAYS,
        shapes=_COVER,
    ),
    Question("begins", reading.clock, must=True, proposed="15:00", shapes=_COVER),
    Question("ends", reading.clock, must=True, proposed="22:00", shapes=_COVER),
    Question("need", reading.needs, must=True, shapes=_COVER),
    Question("horizon_weeks", reading.number(1, 52), must=True, proposed="6", shapes=_COVER),
    Question("list_a", must=True, shapes=_MATCH, is_file=True),
    Question("title_a", must=True, shapes=_MATCH),
    Question("list_b", must=True, shapes=_MATCH, is_file=True),
    Question("title_b", must=True, shapes=_MATCH),
    _choice("signs", ("apart", "together"), "apart", shapes=_MATCH),
    Question("sums", reading.yes_no, must=True, proposed="ja", shapes=_MATCH),
    Question("other_day", reading.yes_no, must=True, proposed="ja", shapes=_MATCH),
    Question("tolerance", reading.ore, must=True, proposed="0", shapes=_MATCH),
    Question("all_units", must=True, shapes=_REGISTERS, is_file=True),
    Question("away", shapes=("registers",), is_file=True),
    Question("respondents", must=True, shapes=("survey",), is_file=True),
    Question("taking_part", reading.several, shapes=("survey",)),
    Question("smallest_unit", reading.number(1, 1000), must=True, proposed="3", shapes=("survey",)),
    Question("staff", must=True, shapes=("redeployment", "service_record"), is_file=True),
    Question("rights", must=True, shapes=("redeployment",), is_file=True),
    Question("vacancies", must=True, shapes=("redeployment",), is_file=True),
    Question("offers", shapes=("redeployment",), is_file=True),
    Question("assessments", shapes=("redeployment",), is_file=True),
    Question("requests", must=True, shapes=("service_record",), is_file=True),
    Question("held", must=True, shapes=("service_record",), is_file=True),
    Question("told_by", reading.names, must=True, shapes=("service_record",)),
    Question("leaves", shapes=("service_record",), is_file=True),
    Question("answers", must=True, shapes=("questions",), is_file=True),
    Question("asked", shapes=("questions",), is_file=True),
    Question("ask_instead", must=True, shapes=("questions",)),
    Question(
        "answer_days", reading.number(1, 366), must=True, proposed="30", shapes=("questions",)
    ),
)
"""What the rules of each shape need, and the sample files they are about."""

TIMES: Final[tuple[Question, ...]] = (
    _choice("runs", RUNS, "every_working_day"),
    _choice("weekday", WEEKDAYS, "mon", when=_runs("weekly")),
    Question(
        "month_day", reading.number(1, 28), must=True, proposed="1", when=_runs("days_of_month")
    ),
    Question("at", reading.clock, must=True, proposed="06:30"),
)
"""When the routine runs; asked last."""

QUESTIONS: Final = (*ABOUT, *RULES, *TIMES)
