"""Small people for the tests of expected refunds: words of day letters, jobs and questions.

Letters, one a day: S sick note, E self-certified, F holiday inside a sick note, O other holiday,
P leave, J not back at work, Y another benefit, A work, R weekend reported healthy, . nothing.
A number before a letter repeats it: `4S1A` is four sick days and a day at work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.account import CannotCompute, ExpectedRefund
from rutine.refunds.expected.asking import SICKNESS, expected
from rutine.refunds.expected.basis import AbsencePeriod, Basis, IncomeReported, Job
from rutine.refunds.expected.tables import Tables
from rutine.routines.tables import load_tables

MAPPINGS = Path(__file__).parents[1] / "mappings"
PERSON = Fnr("01819000049")
EMPLOYER, OTHER, THIRD = OrgNr("900000006"), OrgNr("900000014"), OrgNr("900000022")
MONDAY = date(2018, 1, 1)
_KINDS = {
    "S": ("sick_note",),
    "E": ("self_certification",),
    "F": ("sick_note", "holiday"),
    "O": ("holiday",),
    "P": ("leave",),
    "J": ("not_back",),
    "Y": ("other_benefit",),
    "A": ("work",),
    "R": ("work",),
    ".": (),
}


@cache
def tables() -> Tables:
    return load_tables(MAPPINGS / "tables").tables


def kroner(text: str | int) -> Ore:
    return Ore.parse(str(text))


def spelled(word: str) -> str:
    return "".join(letter * int(count or 1) for count, letter in re.findall(r"(\d*)(\D)", word))


def absences(word: str, start: date = MONDAY, grade: int = 100) -> tuple[AbsencePeriod, ...]:
    """The absences that a word of letters describes, from a day on."""
    found = []
    letters = spelled(word)
    for kind in sorted({kind for kinds in _KINDS.values() for kind in kinds}):
        for has, run in groupby(enumerate(letters), key=lambda d: kind in _KINDS[d[1]]):
            places = [place for place, _ in run]
            if has:
                found.append(
                    AbsencePeriod.model_validate(
                        {
                            "kind": kind,
                            "from": start + timedelta(days=places[0]),
                            "to": start + timedelta(days=places[-1]),
                            "grade": grade if kind == "sick_note" else 100,
                        }
                    )
                )
    return tuple(found)


def report(
    absence_from: date = MONDAY,
    income: str | int = 31_000,
    refund: str | int | None = None,
    **more: Any,
) -> IncomeReported:
    more.setdefault("sent", absence_from + timedelta(days=30))
    return IncomeReported(
        absence_from=absence_from,
        monthly_income=kroner(income),
        monthly_refund=kroner(income if refund is None else refund),
        **more,
    )


def job(word: str = "31S", employer: OrgNr = EMPLOYER, **more: Any) -> Job:
    grade, start = more.pop("grade", 100), more.pop("start", MONDAY)
    more.setdefault("incomes", (report(start),))
    return Job(employer=employer, absences=absences(word, start, grade), **more)


def basis(*jobs: Job, **more: Any) -> Basis:
    more.setdefault("birth_date", date(1990, 1, 1))
    return Basis(jobs=jobs or (job(),), **more)


def ask(
    known: Basis | None = None,
    first: date = MONDAY,
    last: date = date(2018, 1, 31),
    employer: OrgNr = EMPLOYER,
    benefit: str = SICKNESS,
) -> ExpectedRefund | CannotCompute:
    question = known or basis()
    return expected(PERSON, employer, Period(first, last), question, tables(), benefit=benefit)


def account(*args: Any, **more: Any) -> ExpectedRefund:
    found = ask(*args, **more)
    assert isinstance(found, ExpectedRefund), found
    return found


def types(found: ExpectedRefund) -> list[str]:
    return [day.type.value for day in found.days]


def runs(values: Sequence[Any]) -> list[tuple[int, Any]]:
    return [(len(list(run)), value) for value, run in groupby(values)]
