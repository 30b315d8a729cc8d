"""A routine's own file decides with whom its cases are decided, and why they may wait."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from rutine.cases.access import DECIDES
from rutine.cases.deciding.control import Limits, Stakes, needs_second_person
from rutine.cases.deciding.decisions import decide
from rutine.cases.deciding.similar import Chosen, decide_together
from rutine.cases.deciding.terms import Terms, holds_of
from rutine.cases.lists.case_view import case_view
from rutine.cases.tables import AuditEntry
from rutine.cases.views import DecisionState, DecisionView
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError
from rutine.core.money import Ore
from rutine.routines.review_terms import RoutineTerms, terms_of
from rutine.routines.routine_file import load_routine
from tests.unit.cases.samples import KARI, LIV, Store, claim, difference, line, record

MUCH = Ore(10**12)
FREE = {"write_off": MUCH, "loss": MUCH, "manual_match": MUCH, "undo": MUCH}
LESS = Stakes("D00", Ore(1_431_000), Ore(1_287_900), has_claims=True, has_lines=True, routine="r")
CASES = Path("mappings/routines/nav_refunds.yaml")


@pytest.fixture
def mappings(tmp_path: Path) -> Path:
    (tmp_path / "routines").mkdir()
    return tmp_path


def write(mappings: Path, two_persons: str, name: str = "nav_refunds") -> None:
    """The routine's file with other limits."""
    text = CASES.read_text("utf-8").replace("{write_off: 0}", two_persons)
    text = text.replace("name: nav_refunds", f"name: {name}")
    (mappings / "routines" / f"{name}.yaml").write_text(text, "utf-8")


def choose(store: Store, case_id: str, limits: Limits, **more: Any) -> DecisionView:
    with store.database.writing() as session:
        chosen: dict[str, Any] = {"action": Action.ACCEPT_PAID, "comment": "etter avtale"} | more
        return decide(session, store.keys, case_id, version=1, actor=KARI, limits=limits, **chosen)


def test_the_roles_that_the_file_names_decide_and_no_other(store: Store, mappings: Path) -> None:
    text = CASES.read_text("utf-8").replace("[reviewer, approver]", "[approver]")
    (mappings / "routines" / "nav_refunds.yaml").write_text(text, "utf-8")
    limits = Limits(**FREE, terms=RoutineTerms(mappings))
    (case_id,) = record(store, difference(line(1), claim(1))).case_ids
    with pytest.raises(AccessDenied) as refused:
        choose(store, case_id, limits)
    assert refused.value.code == "role_missing"
    with store.database.reading() as session:
        assert not case_view(session, store.keys, case_id, KARI, limits=limits).permitted
        assert case_view(session, store.keys, case_id, LIV, limits=limits).permitted
    with store.database.writing() as session:
        decide(
            session,
            store.keys,
            case_id,
            version=1,
            actor=LIV,
            limits=limits,
            action=Action.ACCEPT_PAID,
        )
    assert terms_of(load_routine(CASES)).deciders == DECIDES


def test_decided_together_says_of_each_that_the_role_does_not_decide_it(
    store: Store, mappings: Path
) -> None:
    text = CASES.read_text("utf-8").replace("[reviewer, approver]", "[approver]")
    (mappings / "routines" / "nav_refunds.yaml").write_text(text, "utf-8")
    limits = Limits(**FREE, terms=RoutineTerms(mappings))
    record(store, difference(line(1), claim(1)))

    done = decide_together(
        store.database,
        store.keys,
        [Chosen(1, 1)],
        actor=KARI,
        action=Action.ACCEPT_PAID,
        comment="etter avtale",
        limits=limits,
    )

    assert done.refused == ((1, "role_missing"),)
    assert done.decided == done.proposed == ()


@pytest.mark.parametrize(
    ("installed", "asked", "two"),
    [
        (0, None, True),
        (0, 10_000, True),  # the file can't loosen what the installation says
        (10_000, 0, True),  # and asks for more where it says less
        (10_000, 1_431, True),
        (10_000, 1_432, False),
        (10_000, None, False),
    ],
)
def test_the_stricter_of_installation_and_file_counts(
    installed: int, asked: int | None, *, two: bool
) -> None:
    ore = None if asked is None else Ore(100 * asked)
    terms = Terms("a" * 64, loss=ore, write_off=ore)
    free = FREE | {"loss": Ore(100 * installed), "write_off": Ore(100 * installed)}
    limits = Limits(**free, terms=lambda routine: terms if routine == "r" else None)
    assert needs_second_person(LESS, Action.ACCEPT_PAID, limits) is two
    assert needs_second_person(LESS, Action.WRITE_OFF, limits) is two


@pytest.mark.parametrize(
    ("stakes", "action"),
    [
        (LESS, Action.WRITE_OFF),
        (LESS, Action.SETTLE_AS_CLAIMED),
        (LESS, Action.ACCEPT_PART),
        (replace(LESS, reason="D36"), Action.ACKNOWLEDGE),
        (replace(LESS, picked=True), Action.MATCH_BY_HAND),
    ],
)
def test_no_file_takes_away_what_always_needs_two(stakes: Stakes, action: Action) -> None:
    generous = Terms("a" * 64, MUCH, MUCH, MUCH)
    assert needs_second_person(stakes, action, Limits(terms=lambda _: generous))


def test_a_changed_limit_in_the_file_counts_from_the_next_decision(
    store: Store, mappings: Path
) -> None:
    rows = [difference(line(n), claim(n)) for n in (1, 2, 3)]
    first, second, third = record(store, *rows).case_ids
    limits = Limits(**FREE, terms=RoutineTerms(mappings))
    write(mappings, "{write_off: 0}")
    assert choose(store, first, limits).state is DecisionState.EFFECTIVE
    write(mappings, "{write_off: 0, loss: 0}")
    assert choose(store, second, limits).state is DecisionState.PROPOSED
    (mappings / "routines" / "nav_refunds.yaml").write_text("kind: mach\n", "utf-8")
    assert choose(store, third, limits).state is DecisionState.PROPOSED
    with store.database.reading() as session:
        entries = session.scalars(
            select(AuditEntry.data).where(AuditEntry.action.in_(("decided", "proposed")))
        ).all()
    rules = [json.loads(each)["rules"] for each in entries]
    assert [len(each) for each in rules] == [64, 64, 0]
    assert rules[0] != rules[1]


def test_a_file_that_was_there_and_is_gone_asks_for_two(store: Store, mappings: Path) -> None:
    """An editor or git takes the old one away first; nobody gets by in between."""
    first, second = record(
        store, difference(line(1), claim(1)), difference(line(2), claim(2))
    ).case_ids
    limits = Limits(**FREE, terms=RoutineTerms(mappings))
    write(mappings, "{write_off: 0}")
    assert choose(store, first, limits).state is DecisionState.EFFECTIVE
    (mappings / "routines" / "nav_refunds.yaml").unlink()
    assert choose(store, second, limits).state is DecisionState.PROPOSED


def test_another_routines_file_says_nothing(store: Store, mappings: Path) -> None:
    (case_id,) = record(store, difference(line(1), claim(1))).case_ids
    write(mappings, "{write_off: 0, loss: 0}", name="another")
    limits = Limits(**FREE, terms=RoutineTerms(mappings))
    assert choose(store, case_id, limits).state is DecisionState.EFFECTIVE


def test_the_file_says_what_may_be_waited_for_and_how_long(store: Store, mappings: Path) -> None:
    (case_id,) = record(store, difference(line(1), claim(1))).case_ids
    write(mappings, "{write_off: 0}")
    limits = Limits(**FREE, terms=RoutineTerms(mappings))
    wait: dict[str, Any] = {"action": Action.WAIT_UNTIL, "comment": ""}
    with pytest.raises(InputError) as caught:
        choose(store, case_id, limits, hold_reason="nav", **wait)
    assert caught.value.code == "hold_reason_unknown"
    view = choose(store, case_id, limits, hold_reason="waiting_for_nav", **wait)
    assert (view.hold_reason, view.until) == (
        "waiting_for_nav",
        clock.today() + timedelta(days=14),
    )


def test_the_file_says_within_how_many_working_days(mappings: Path) -> None:
    write(mappings, "{write_off: 0}")
    terms = RoutineTerms(mappings)("nav_refunds")
    assert terms is not None
    assert [terms.days_for(code) for code in ("D14", "D00", "D35", "Z99")] == [3, 10, 20, 10]
    assert Terms().days_for("D14") is None


def test_without_a_file_the_programs_own_reasons_are_offered(mappings: Path) -> None:
    own = [each.reason for each in holds_of(RoutineTerms(mappings)("nav_refunds"))]
    assert own == ["nav", "payroll", "leader", "employee", "other"]
    write(mappings, "{write_off: 0}")
    found = [each.reason for each in holds_of(RoutineTerms(mappings)("nav_refunds"))]
    assert found == ["waiting_for_nav", "waiting_for_payroll", "waiting_for_manager", "other"]
