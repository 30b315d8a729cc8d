"""How right the routines of a known shape are, from lists in their own formats to cases.

Made-up lists whose truth is drawn before them (`rutine.practice`) go through every step of a run,
in a home of their own: each case of the truth must be there, and no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import select

from benchmarks import figure
from rutine.cases.kinds import LIST, REGISTER
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation, open_installation
from rutine.practice.competence import competence
from rutine.practice.known_truth import Expected, KnownTruth
from rutine.practice.rota import rota
from rutine.practice.shared_registers import shared_registers
from rutine.practice.sick_leave import sick_leave
from rutine.settings import Employer, Mode, Settings
from rutine.steps.shapes import run_whole

PROJECT: Final = Path(__file__).resolve().parents[1]
SEEDS: Final = (1, 2, 3)
TODAY: Final = date(2026, 11, 30)
_EMPLOYER: Final = OrgNr("974600013")
_UNIT: Final = "970001018"

MADE_UP: Final[Mapping[str, tuple[Callable[[int, int, date], KnownTruth], int]]] = {
    "sick_leave_follow_up": (sick_leave, 300),
    "competence_renewal": (competence, 300),
    "shift_cover": (rota, 42),
    "hr_registers": (shared_registers, 150),
}
"""Routine -> what makes its lists up, and how many (employees, days or units)."""


def run() -> list[dict[str, Any]]:
    """Precision and recall of each routine, over all seeds together."""
    return [each for routine in MADE_UP for each in _figures(routine)]


def found(home: Path, routine: str, known: KnownTruth, day: date = TODAY) -> Counter[Expected]:
    """The cases that a run of the lists makes, in a new home."""
    settings = Settings(
        project=PROJECT,
        home=home,
        mode=Mode.PRACTICE,
        employers=(Employer(orgnr=_EMPLOYER, name="Prøve kommune", sub_units={_UNIT: "Helse"}),),
    )
    place = open_installation(settings)
    try:
        inbox = settings.inbox_folder / routine
        inbox.mkdir(parents=True)
        for name, text in known.lists.items():
            (inbox / f"{name}.csv").write_text(text, "utf-8")
        with clock.stopped_at(datetime.combine(day, time(12), clock.OSLO)):
            run_whole(place, routine, _EMPLOYER.reveal())
        with place.database.reading() as session:
            return Counter(_told(place, case) for case in session.scalars(select(Case)))
    finally:
        place.database.close()


def _told(place: Installation, case: Case) -> Expected:
    """A case, as the truth tells it."""
    facts = facts_of(place.keys, case)
    key = "" if facts.about is None else facts.about.key
    if case.kind == LIST:
        return Expected(case.reason, what=key)
    if case.kind == REGISTER:
        return Expected(case.reason, key)
    spans = [
        each.right or ""
        for each in facts.evidence
        if each.kind == "span" or each.field == "first_day"
    ]
    due = "" if case.due is None else case.due.isoformat()
    when = spans[0] if spans else due
    return Expected(case.reason, facts.employee_number or "", case.reference or "", when)


def _figures(routine: str) -> list[dict[str, Any]]:
    make, many = MADE_UP[routine]
    right = told = true = 0
    for seed in SEEDS:
        known = make(seed, many, TODAY)
        truth = Counter(known.truth)
        with TemporaryDirectory() as folder:
            cases = found(Path(folder) / "home", routine, known)
        right += (cases & truth).total()
        told += cases.total()
        true += truth.total()
    seeds = f"seeds {SEEDS[0]}–{SEEDS[-1]}, from the files to the cases"
    return [
        figure(
            f"truths.{routine}.{name}", right / of, "", goal=1.0, better="higher", context=context
        )
        for name, of, context in (
            ("precision", told, f"{told:,} cases; {seeds}"),
            ("recall", true, f"{true:,} cases in the truth; {seeds}"),
        )
    ]
