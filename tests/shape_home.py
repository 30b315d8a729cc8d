"""A home in which routines of the known shapes run, with their lists taken from the examples."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import select

from rutine.cases.access import Actor, UserRole
from rutine.cases.runs import RunSummary, find_run
from rutine.cases.tables import Case
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation, open_installation
from rutine.settings import Employer, Mode, Settings
from rutine.steps.shapes import run_whole

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "mappings" / "examples"
EMPLOYER = OrgNr("974600013")
UNIT = "970001018"
ELSEWHERE = "970001026"
TODAY = date(2026, 11, 30)


def person(*roles: UserRole, units: Sequence[str] | None = None, number: int = 1) -> Actor:
    """Somebody with these roles."""
    name = f"user:00000000-0000-0000-0000-{number:012d}"
    return Actor(name, "Liv L", frozenset(roles), None if units is None else frozenset(units))


REVIEWER = person(UserRole.REVIEWER)


class ShapeHome:
    """An installation, and the inbox that its routines read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        employer = Employer(orgnr=EMPLOYER, name="Prøve kommune", sub_units={UNIT: "Helse"})
        self.place: Installation = open_installation(
            Settings(project=ROOT, home=folder, mode=Mode.PRACTICE, employers=(employer,))
        )

    def put(self, routine: str, example: str) -> Path:
        """Let the routine's folder hold the lists of an example, and nothing else."""
        inbox = self.folder / "inbox" / routine
        shutil.rmtree(inbox, ignore_errors=True)
        inbox.mkdir(parents=True)
        for path in (EXAMPLES / routine / example).iterdir():
            if path.is_file() and not path.name.startswith("expected"):
                shutil.copy(path, inbox)
        return inbox

    def run(self, routine: str, day: date = TODAY, hour: int = 12) -> RunSummary:
        """Run the routine on a day."""
        with at(day, hour):
            run_id = run_whole(self.place, routine, EMPLOYER.reveal())
        with self.place.database.reading() as session:
            run = find_run(session, run_id)
        assert run is not None
        assert run.summary is not None
        return run.summary

    def cases(self) -> list[Case]:
        """Every case, oldest first."""
        with self.place.database.reading() as session:
            return list(session.scalars(select(Case).order_by(Case.number)))


def helped_out_elsewhere(inbox: Path) -> None:
    """Let employee 1001 have had a position in a unit of another number, a summer that is over."""
    units, positions = inbox / "unit.csv", inbox / "position.csv"
    other = "avdeling 2;HO;"
    assert other in units.read_text("utf-8")
    units.write_text(units.read_text("utf-8").replace(other, other + ELSEWHERE), "utf-8")
    with positions.open("a", encoding="utf-8") as file:
        file.write("1001;SYK2;7174;100;01.06.2024;31.08.2024;gives_medication\n")


@contextmanager
def at(day: date, hour: int = 12) -> Iterator[None]:
    """Let it be an hour of a day."""
    with clock.stopped_at(datetime.combine(day, time(hour), clock.OSLO)):
        yield
