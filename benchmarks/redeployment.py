"""Preferential rights: every case in the known truth found, and none that is not there.

Whole runs, from files to the store, on the practice data of several seeds; and how long the core
takes for a large municipality.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from benchmarks import figure
from benchmarks.matching_parts.measuring import timed
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.installation import open_installation
from rutine.practice.redeployment import PracticeRights, Told, practice_rights
from rutine.redeployment.assessing import Holder, Rules, World, assess
from rutine.redeployment.overlap import Post, Profile
from rutine.redeployment.rights import right_of
from rutine.redeployment.terms import Terms
from rutine.settings import Employer, Mode, Settings
from rutine.steps.shapes import run_whole

SEEDS: Final = (1, 2, 3)
TODAY: Final = date(2026, 11, 30)
HOLDERS, POSTS = 200, 500
_ROOT: Final = Path(__file__).parents[1]
_EMPLOYER: Final = OrgNr("974600013")
_ROUTINE: Final = "redeployment"


def run() -> list[dict[str, Any]]:
    """Precision and recall over the seeds, and the core's time."""
    made = [practice_rights(seed, TODAY) for seed in SEEDS]
    found = [cases_of(each) for each in made]
    right = sum(len(f & m.truth) for f, m in zip(found, made, strict=True))
    told, true = sum(map(len, found)), sum(len(m.truth) for m in made)
    context = f"{true:,} cases of {sum(m.pairs for m in made):,} pairs, seeds 1 to {len(SEEDS)}"
    return [
        figure(f"{_ROUTINE}.precision", right / told, "share", goal=1, better="higher",
               context=context),
        figure(f"{_ROUTINE}.recall", right / true, "share", goal=1, better="higher",
               context=context),
        figure(
            f"{_ROUTINE}.assess.cpu_s",
            timed(large)["cpu_s"],
            "s",
            goal=5,
            context=f"{HOLDERS} persons × {POSTS} vacancies, the core alone",
        ),
    ]  # fmt: skip


def cases_of(made: PracticeRights) -> set[Told]:
    """What a whole run makes of the lists: reason, employee number, vacancy."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        inbox = home / "inbox" / _ROUTINE
        inbox.mkdir(parents=True)
        for record, text in made.files.items():
            (inbox / f"{record}.csv").write_text(text, "utf-8")
        employer = Employer(orgnr=_EMPLOYER, name="Øvelse kommune")
        settings = Settings(project=_ROOT, home=home, mode=Mode.PRACTICE, employers=(employer,))
        place = open_installation(settings)
        try:
            with clock.stopped_at(datetime.combine(TODAY, time(12), clock.OSLO)):
                run_whole(place, _ROUTINE, _EMPLOYER.reveal())
            with place.database.reading() as session:
                return {
                    (case.reason, facts_of(place.keys, case).employee_number or "",
                     case.reference or "")
                    for case in session.scalars(select(Case))
                }  # fmt: skip
        finally:
            place.database.close()


def large() -> int:
    """Everybody against every vacancy of a large municipality: how many must be assessed."""
    right = right_of("1", date(2026, 9, 30), [(date(2020, 1, 1), date(2026, 9, 30))], Terms())
    profile = Profile(10_000, "7174", "permanent", ("sykepleier",), ("Sentrum",))
    world = World(
        [Holder(replace(right, holder=str(n)), profile) for n in range(HOLDERS)],
        [
            Post(f"P{n}", published=TODAY, percent=8_000, requirements=("sykepleier",))
            for n in range(POSTS)
        ],
    )
    return len(assess(world, Rules(), TODAY).findings)
