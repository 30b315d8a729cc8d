"""Runs that post, decisions, closed months: what tests of the books do to a practice home."""

from __future__ import annotations

import pandas as pd
import pytest
from sqlalchemy import select

from rutine import steps
from rutine.cases.access import Actor, UserRole
from rutine.cases.books.outbox import Target
from rutine.cases.books.period_closing import close_period
from rutine.cases.deciding.decisions import approve, decide
from rutine.cases.runs import RunView, find_run
from rutine.cases.tables import Case
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError
from rutine.formats.reading import read
from rutine.installation import Installation
from rutine.practice.municipality import PracticePlan
from rutine.steps.post import write_waiting
from rutine.steps.scope import load_rules
from tests.practice_home import Home

PLAN = PracticePlan(employees=120, sub_units=4)
LIV = Actor("user:00000000-0000-0000-0000-00000000000c", "Liv L", frozenset({UserRole.APPROVER}))
PER = Actor("user:00000000-0000-0000-0000-00000000000b", "Per P", frozenset({UserRole.REVIEWER}))


def run(place: Installation, home: Home, month: str) -> RunView:
    scope = steps.begin(place, home.folder.employer.reveal(), month)
    with steps.marking_failure(place, scope):
        fetched = steps.fetch(place, scope, source=home.source)
        controlled = steps.control(place, scope, steps.read(place, scope))
        steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
        steps.post(place, scope)
    steps.report(place, scope)
    with place.database.reading() as session:
        found = find_run(session, scope.run_id)
    assert found is not None
    return found


def written(place: Installation, target: Target) -> pd.DataFrame:
    """Every line of every file of a target, read back by its own format."""
    form = load_rules(place).posting_formats[target]
    frames = []
    for path in sorted(place.settings.output_folder.glob(f"*/postings_{target.value}_*.csv")):
        found = read(form, path.read_bytes(), source=path.name, identities="synthetic")
        assert found.errors == ()
        frames.append(found.frame)
    return pd.concat(frames, ignore_index=True)


def controls(seen: RunView) -> dict[str, str]:
    assert seen.summary is not None
    return {c.name: c.status for c in seen.summary.controls if c.name.startswith("a7_")}


def answer(place: Installation, case: Case, *actions: Action, actor: Actor = PER) -> None:
    """Decide a case with the first of the actions that it permits."""
    action = next(each for each in actions if each.value in case.permitted)
    with place.database.writing() as session:
        decide(
            session,
            place.keys,
            case.id,
            version=case.version,
            actor=actor,
            action=action,
            comment="prøve",
        )


def cases(place: Installation, status: str = "open") -> list[Case]:
    with place.database.reading() as session:
        query = select(Case).where(Case.status == status).order_by(Case.number)
        return list(session.scalars(query))


def settle_undone(place: Installation) -> None:
    """Two persons settle the one case whose settlement a person has undone."""
    (case,) = [each for each in cases(place) if each.reason == "D44"]
    answer(place, case, Action.SETTLE_AS_CLAIMED)
    for proposed in cases(place, "approval"):
        with place.database.writing() as session:
            approve(session, place.keys, proposed.id, version=proposed.version, actor=LIV)


def on_hold(place: Installation) -> None:
    for case in cases(place):
        answer(place, case, Action.SEND_TO_NAV, Action.CANNOT_DETERMINE)


def close(place: Installation, home: Home, month: str, actor: Actor = LIV) -> None:
    rules = load_rules(place).routine.postings
    assert rules is not None
    with place.database.writing() as session:
        closed = close_period(
            session, place.keys, rules.accounts, home.folder.employer, month, actor=actor
        )
    write_waiting(place, home.folder.employer, closed.run_id)


def refused(place: Installation, home: Home, month: str, actor: Actor = LIV) -> str:
    with pytest.raises((InputError, AccessDenied)) as error:
        close(place, home, month, actor)
    return error.value.code


def balance(place: Installation, account: str) -> int:
    """What the written vouchers come to on an account."""
    lines = written(place, Target.VOUCHER)
    return int(lines.loc[lines["account"] == account, "amount"].sum())
