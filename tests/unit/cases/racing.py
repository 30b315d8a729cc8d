"""Many who change the same cases at once, on either engine: what each was told, and what stands."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event

from sqlalchemy import select

from rutine.cases.access import COMMAND_LINE, Actor, UserRole
from rutine.cases.accounts.users import add_user
from rutine.cases.database import Database
from rutine.cases.deciding.decisions import decide
from rutine.cases.deciding.similar import Chosen, decide_together
from rutine.cases.lists.assignment import assign
from rutine.cases.tables import Assignment, Case, DecisionEntry
from rutine.cases.trail.audit import verify
from rutine.cases.views import DecisionState
from rutine.core.differences import Action, Difference
from rutine.core.errors import RutineError
from rutine.core.money import Ore
from tests.unit.cases.samples import (
    GENEROUS,
    Store,
    claim,
    difference,
    line,
    record,
)

DECIDERS = tuple(
    Actor(f"user:{number:036d}", f"Nr {number}", frozenset({UserRole.REVIEWER}))
    for number in range(10)
)
_LATE = frozenset({"case_changed", "case_not_open", "case_held"})
"""What somebody is told who was not the first."""


def found(count: int, paid: int = 1_287_900) -> list[Difference]:
    """So many differences, as a run finds them."""
    return [difference(line(n), claim(n), paid=Ore(paid)) for n in range(1, count + 1)]


def at_once(jobs: Sequence[Callable[[], Counter[str]]]) -> Counter[str]:
    """Begin all of them at the same moment; what they were told, added up."""
    gate = Barrier(len(jobs))

    def begin(job: Callable[[], Counter[str]]) -> Counter[str]:
        gate.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return sum(pool.map(begin, jobs), Counter[str]())


def attempt(change: Callable[[], object]) -> str:
    """`done`, or the code of the refusal."""
    try:
        change()
    except RutineError as error:
        return error.code
    return "done"


def decide_all(
    database: Database, case_ids: Sequence[str], actor: Actor, version: int = 1
) -> Counter[str]:
    """Decide every case, in an order of one's own, as it was at this version."""
    order = random.Random(actor.id).sample(case_ids, len(case_ids))  # noqa: S311 - only an order

    def one(case_id: str) -> None:
        with database.writing() as session:
            decide(
                session,
                database.keys,
                case_id,
                version=version,
                actor=actor,
                action=Action.ACCEPT_PAID,
                limits=GENEROUS,
            )

    return Counter(attempt(partial(one, case_id)) for case_id in order)


def ten_decide_the_same_cases(store: Store, other: Database, count: int) -> None:
    """Each of ten decides every case, half of them in another process's store."""
    case_ids = record(store, *found(count)).case_ids

    told = at_once(
        [
            partial(decide_all, (store.database, other)[n % 2], case_ids, actor)
            for n, actor in enumerate(DECIDERS)
        ]
    )

    # A machine with too much to do refuses some as busy: nothing is decided by that either.
    assert told["done"] == count, dict(told)
    assert told["case_changed"] + told["store_busy"] == 9 * count, dict(told)
    with store.database.reading() as session:
        decided = session.scalars(select(DecisionEntry)).all()
        assert Counter(each.case_id for each in decided) == Counter(case_ids)
        assert {each.state for each in decided} == {DecisionState.EFFECTIVE}
        assert set(session.scalars(select(Case.version))) == {2}
        assert verify(session) is None


def everybody_does_something_else(store: Store, other: Database, count: int) -> None:
    """Single decisions, decisions of many, cases that change hands, and a run: all at once."""
    recorded = record(store, *found(count))
    with store.database.reading() as session:
        numbers = list(session.scalars(select(Case.number).order_by(Case.number)))
    some = [Chosen(number, 1) for number in numbers]

    def together(actor: Actor) -> Counter[str]:
        keys = other.keys
        made = decide_together(
            other, keys, some, actor=actor, action=Action.ACCEPT_PAID, limits=GENEROUS
        )
        return Counter(code for _, code in made.refused) + Counter(done=len(made.decided))

    def take(actor: Actor) -> Counter[str]:
        def one(case_id: str) -> None:
            with store.database.writing() as session:
                assign(session, store.keys, case_id, version=1, actor=actor, to=actor.id)
            begun.set()

        refusals = Counter(attempt(partial(one, case_id)) for case_id in recorded.case_ids)
        return Counter({"taken" if code == "done" else code: n for code, n in refusals.items()})

    def run() -> Counter[str]:
        begun.wait(60)  # or it may be first, and all the others late
        for paid in (1_100_000, 1_200_000, 1_300_000):
            record(store, *found(count, paid))
        return Counter()

    begun = Event()
    with store.database.writing() as session:
        kari, per = (
            add_user(
                session, name, name, "riktig hest batteri", [UserRole.REVIEWER], actor=COMMAND_LINE
            )
            for name in ("gro", "siv")
        )
    told = at_once(
        [
            *(partial(decide_all, store.database, recorded.case_ids, who) for who in DECIDERS[:4]),
            *(partial(together, who) for who in DECIDERS[4:6]),
            *(partial(take, who) for who in (kari.actor, per.actor)),
            run,
        ]
    )

    assert set(told) <= {"done", "taken", *_LATE}  # nobody is told that the store is locked
    with store.database.reading() as session:
        states = Counter(
            (each.case_id, each.state) for each in session.scalars(select(DecisionEntry))
        )
        assert sum(states.values()) == told["done"]
        assert sum(states.values()) + told["taken"] > 0
        holding = [n for (_, state), n in states.items() if state == DecisionState.EFFECTIVE]
        assert max(holding, default=1) == 1
        assert len(session.scalars(select(Assignment)).all()) == told["taken"]
        cases = session.scalars(select(Case)).all()
        assert {case.paid for case in cases} == {1_300_000}  # what the run found last
        assert len(cases) == count
        assert verify(session) is None
