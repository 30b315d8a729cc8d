"""Three months of the practice municipality, with what people decided between the runs."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import combinations, cycle
from pathlib import Path
from shutil import ignore_patterns
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine import steps
from rutine.cases.access import Actor, UserRole
from rutine.cases.deciding.decisions import (
    approve,
    decide,
    permitted_actions,
    return_proposal,
    stakes_of,
)
from rutine.cases.deciding.matching_by_hand import open_items, preview, propose_match
from rutine.cases.deciding.retracting import retract
from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.settling.undo_requests import approve_undo, return_undo
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import Case, Settlement, UndoRequest
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.periods import Period
from rutine.core.picked_rows import PLACES, fitting
from rutine.installation import Installation
from rutine.portal_settings import Portal
from rutine.practice.municipality import PracticePlan
from rutine.settings import Settings
from tests.command_line import ROOT
from tests.posting_home import PLAN
from tests.practice_home import Home

KARI = Actor("user:00000000-0000-0000-0000-00000000000a", "Kari K", frozenset(UserRole))
OLA = Actor("user:00000000-0000-0000-0000-00000000000b", "Ola O", frozenset(UserRole))


MOST_UNDONE: Final = 2
"""Settlements that are taken back each month."""

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
        moment = after_month(month, days=4)
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


def after_month(month: str, *, days: int) -> datetime:
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
    done += _match_some(place)
    done += _undo_some(place, standing)
    return done


def _match_some(place: Installation) -> Counter[str]:
    """Close rows against each other by hand where some fit; half of it is agreed to."""
    done: Counter[str] = Counter()
    with place.database.reading() as session:
        ids = session.scalars(
            select(Case.id)
            .where(Case.status == CaseStatus.OPEN, Case.kind == "group")
            .order_by(Case.number)
        ).all()
    for case_id in ids:
        with place.database.writing() as session:
            case = session.get_one(Case, case_id)
            found = _fitting(session, place, case) if case.status == CaseStatus.OPEN else None
            if found is None:
                continue
            picks, action = found
            try:
                seen = preview(session, place.keys, case_id, picks, actor=KARI)
            except InputError:  # a row of another case that waits for an answer
                continue
            propose_match(
                *(session, place.keys, case_id, picks),
                version=case.version,
                seal=seen.seal,
                actor=KARI,
                action=action,
                comment="samme fravær",
            )
            done["picked"] += 1
            answer = approve if case.number % 2 else return_proposal
            answer(
                *(session, place.keys, case_id),
                version=case.version,
                actor=OLA,
                comment="sett på",
            )
            done[f"picked {answer.__name__}"] += 1
    return done


def _fitting(
    session: Session, place: Installation, case: Case
) -> tuple[list[RowKey], Action] | None:
    """Some rows of the case and its person that one decision may close; None when none may."""
    shown = [
        each
        for each in open_items(session, place.keys, case.id, KARI).items
        if not each.blocked and not each.others
    ]
    for size in (2, 3):
        for rows in combinations(shown[:8], size):
            closes = fitting([each.row.picked for each in rows], PLACES)
            wanted = [each for each in closes if each is not Action.WRITE_OFF]
            own = any(each.row.case is not None and each.row.case.id == case.id for each in rows)
            offered = {Action.MATCH_BY_HAND, *map(Action, json.loads(case.permitted))}
            if own and (fits := [each for each in wanted if each in offered]):
                return [each.row.key for each in rows], fits[0]
    return None


def _undo_some(place: Installation, standing: Sequence[str]) -> Counter[str]:
    """Take the oldest settlement back, by two; of others it is only asked, or refused."""
    done: Counter[str] = Counter()
    asked = 0
    for settlement_id in standing:
        with place.database.writing() as session:
            if session.scalars(
                select(UndoRequest.id).where(UndoRequest.settlement_id == settlement_id)
            ).all():
                continue
            state = undo(session, place.keys, settlement_id, actor=OLA, why="feil")
            session.flush()
            if state is DecisionState.EFFECTIVE:
                done["undone"] += 1
            else:
                (request,) = session.scalars(
                    select(UndoRequest.id).where(
                        UndoRequest.settlement_id == settlement_id,
                        UndoRequest.state == DecisionState.PROPOSED,
                    )
                ).all()
                if asked < MOST_UNDONE:
                    approve_undo(session, place.keys, request, actor=KARI)
                    done["undone"] += 1
                elif asked == MOST_UNDONE:
                    return_undo(session, place.keys, request, actor=KARI, comment="står")
        asked += 1
        if asked > MOST_UNDONE + 1:
            break
    return done
