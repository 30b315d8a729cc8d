"""Three months of the practice municipality, with what people decided between the runs."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from shutil import ignore_patterns

from sqlalchemy import select

from rutine import steps
from rutine.cases.access import Actor, UserRole
from rutine.cases.decisions import approve, decide, permitted_actions, return_proposal, stakes_of
from rutine.cases.retracting import retract
from rutine.cases.tables import Case, Settlement
from rutine.cases.undo_requests import approve_undo, undo_requests
from rutine.cases.undoing import undo
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.periods import Period
from rutine.installation import Installation
from rutine.portal_settings import Portal
from rutine.practice.municipality import PracticePlan
from rutine.settings import Settings
from tests.command_line import ROOT
from tests.posting_home import PLAN
from tests.practice_home import Home

KARI = Actor("user:00000000-0000-0000-0000-00000000000a", "Kari K", frozenset(UserRole))
OLA = Actor("user:00000000-0000-0000-0000-00000000000b", "Ola O", frozenset(UserRole))


STRICT = {"exact"}
"""The only rule of a municipality that lets people look at every group."""

_LISTS = {
    "absences": "fravaer.csv",
    "income_reports": "inntektsmeldinger.csv",
    "employments": "arbeidsforhold.csv",
    "exemptions": "unntak.csv",
    "income_requests": "nav-forespoersler.csv",
    "income_submissions": "nav-inntektsmeldinger.csv",
    "sickness_applications": "nav-soeknader.csv",
}


class WholeHome(Home):
    """A practice home with every list that payroll has, and rules of its own where asked for."""

    def __init__(
        self, path: Path, plan: PracticePlan = PLAN, rules: set[str] | None = None
    ) -> None:
        super().__init__(path, plan)
        payroll = self.folder.path / "payroll" / "{period}"
        lists = {name: str(payroll / file) for name, file in _LISTS.items()}
        self.employer = self.employer.model_copy(update=lists)
        self.project = ROOT if rules is None else project_with(path / "project", rules)

    def settings(self, portal: Portal | None = None) -> Settings:
        return Settings(
            home=self.path,
            employers=(self.employer,),
            project=self.project,
            portal=portal or Portal(),
        )


def project_with(folder: Path, rules: set[str]) -> Path:
    """A project whose routine has only some of the match rules."""
    shutil.copytree(ROOT / "mappings", folder / "mappings", ignore=ignore_patterns("examples"))
    (folder / "prefect.yaml").touch()
    routine = folder / "mappings" / "routines" / "nav_refunds.yaml"
    routine.write_text(routine_with(rules), encoding="utf-8")
    return folder


def routine_with(rules: set[str], *more: str) -> str:
    """The routine file with only some of its match rules, and more of them behind."""
    text = (ROOT / "mappings" / "routines" / "nav_refunds.yaml").read_text(encoding="utf-8")
    before, _, rest = text.partition("\nmatch:\n")
    found = []
    block, _, behind = rest.partition("\n# Ytelseskoder")
    for each in re.split(r"(?m)^(?=  - name: )", block):
        name = re.match(r"  - name: (\w+)", each)
        if name and name[1] in rules:
            found.append("\n".join(line for line in each.splitlines() if "#" not in line) + "\n")
    return f"{before}\nmatch:\n{''.join(found)}{''.join(more)}\n# Ytelseskoder{behind}"


def live(home: Home, *, decisions: bool = True) -> Counter[str]:
    """Run every month some days into the next, and decide in between; what was done, counted."""
    done: Counter[str] = Counter()
    place = home.open()
    for month in home.months:
        moment = _after(month, days=4)
        with clock.stopped_at(moment):
            run_month(home, place, month)
        if decisions:
            with clock.stopped_at(moment + timedelta(days=1)):
                done += _decide_some(place)
    place.database.close()
    return done


def run_month(home: Home, place: Installation, month: str) -> None:
    scope = steps.begin(place, home.employer.orgnr.reveal(), month)
    fetched = steps.fetch(place, scope, source=home.source)
    controlled = steps.control(place, scope, steps.read(place, scope))
    steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))


def _after(month: str, *, days: int) -> datetime:
    day = Period.month(month).last + timedelta(days=days)
    return datetime.combine(day, time(9), clock.OSLO)


def _decide_some(place: Installation) -> Counter[str]:
    """Decide two of three open cases, each in the next way that it permits."""
    done: Counter[str] = Counter()
    turn = cycle(Action)
    with place.database.reading() as session:
        ids = session.scalars(
            select(Case.id).where(Case.status == CaseStatus.OPEN).order_by(Case.number)
        ).all()
        standing = session.scalars(
            select(Settlement.id)
            .where(Settlement.undone_at.is_(None))
            .order_by(Settlement.settled_at, Settlement.paid, Settlement.id)
        ).all()
    for place_in_list, case_id in enumerate(ids):
        if place_in_list % 3 == 2:
            continue
        with place.database.writing() as session:
            case = session.get_one(Case, case_id)
            permitted = permitted_actions(case, stakes_of(session, case))
            action = next(each for each in turn if each in permitted)
            until = clock.today() + timedelta(days=20) if action is Action.WAIT_UNTIL else None
            view = decide(
                *(session, place.keys, case_id),
                version=case.version,
                actor=KARI,
                action=action,
                comment="sett på",
                until=until,
            )
            done[action.value] += 1
            if view.state is DecisionState.PROPOSED and place_in_list % 4:
                approve(session, place.keys, case_id, version=case.version, actor=OLA)
                done["approved"] += 1
            elif view.state is DecisionState.PROPOSED:
                return_proposal(
                    *(session, place.keys, case_id),
                    version=case.version,
                    actor=OLA,
                    comment="se på den igjen",
                )
                done["returned"] += 1
            elif place_in_list % 7 == 0:
                retract(session, case_id, version=case.version, actor=KARI)
                done["retracted"] += 1
    for settlement_id in standing[:2]:
        with place.database.writing() as session:
            asked = undo(session, place.keys, settlement_id, actor=OLA, why="feil")
        if asked is DecisionState.PROPOSED:  # it is in the books: another person must agree
            with place.database.writing() as session:
                (request,) = undo_requests(session, place.keys, KARI)
                approve_undo(session, place.keys, request.request_id, actor=KARI)
        done["undone"] += 1
    return done
