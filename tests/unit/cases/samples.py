"""Synthetic people, differences and groups for tests of the store; nobody here exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from rutine.cases.access import Actor, UserRole
from rutine.cases.database import Database
from rutine.cases.deciding.control import Limits
from rutine.cases.deciding.decisions import decide
from rutine.cases.engines import connect
from rutine.cases.lifecycle.facts import RowFacts
from rutine.cases.lifecycle.recording import RecordedCases, record_differences
from rutine.cases.migrations import upgrade
from rutine.cases.runs import open_run
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.settling.settlements import SettledGroup
from rutine.cases.tables import Case, UserAccount
from rutine.core import clock
from rutine.core.differences import Action, Difference, Evidence, RowRef, Side
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period

ROUTINE = "nav_refunds"
MONTH = Period.month("2026-08")
REPORT, CLAIMS = "a" * 64, "c" * 64
RULES = {"routines/nav_refunds.yaml": "d" * 64}

FNRS = tuple(
    islice((f"148290{n:05d}" for n in range(100_000) if Fnr.is_valid(f"148290{n:05d}")), 12)
)
"""Month + 80: born on 14.02.1990, and nobody."""
_ORGNRS = tuple(
    islice((f"{n}" for n in range(310_000_000, 310_001_000) if OrgNr.is_valid(f"{n}")), 4)
)
EMPLOYER, UNIT, OTHER_UNIT, OTHER_EMPLOYER = (OrgNr(number) for number in _ORGNRS)
NAMES = ("Øvrebø, Kari Synnøve", "Ågård, Per Øyvind", "Sæther, Solveig")

PERMITTED = (
    Action.ACCEPT_PAID,
    Action.SETTLE_AS_CLAIMED,
    Action.CHANGE_CLAIM,
    Action.SEND_TO_NAV,
    Action.WRITE_OFF,
    Action.CANNOT_DETERMINE,
)

GENEROUS = Limits(loss=Ore(10**9), manual_match=Ore(10**9), undo=Ore(10**9))
"""One person decides everything but what is written off."""

KARI = Actor("user:00000000-0000-0000-0000-00000000000a", "Kari K", frozenset({UserRole.REVIEWER}))
PER = Actor("user:00000000-0000-0000-0000-00000000000b", "Per P", frozenset({UserRole.REVIEWER}))
LIV = Actor("user:00000000-0000-0000-0000-00000000000c", "Liv L", frozenset({UserRole.APPROVER}))
AUDITOR = Actor("user:00000000-0000-0000-0000-00000000000d", "Ane", frozenset({UserRole.AUDITOR}))
CONSULTANT = Actor(
    "user:00000000-0000-0000-0000-00000000000e", "Ola", frozenset({UserRole.CONSULTANT})
)
PEOPLE = (KARI, PER, LIV, AUDITOR, CONSULTANT)


@dataclass(frozen=True)
class Store:
    """A database with one open run."""

    database: Database
    run_id: str

    @property
    def keys(self) -> KeyRing:
        return self.database.keys


@contextmanager
def opened(url: str, keys: KeyRing) -> Iterator[Store]:
    """A store with one open run and the accounts of `PEOPLE`, without passwords."""
    with Database.open(url, keys, mode="practice") as database:
        with database.writing() as session:
            run_id = open_run(session, ROUTINE, EMPLOYER, MONTH, RULES)
            session.execute(insert(UserAccount), [_account(person) for person in PEOPLE])
        yield Store(database, run_id)


@cache
def _migrated() -> bytes:
    """A database with tables and nothing else, made once: most tests are not about migrations."""
    with TemporaryDirectory() as folder:
        both = connect(f"sqlite:///{folder}/empty.db")
        with both.writing.begin() as connection:
            upgrade(connection)
        both.dispose()
        return (Path(folder) / "empty.db").read_bytes()


@contextmanager
def sqlite_store(folder: Path) -> Iterator[Store]:
    """A store of its own in the folder."""
    (folder / "rutine.db").write_bytes(_migrated())
    with opened(f"sqlite:///{folder / 'rutine.db'}", KeyRing.load_or_create(folder / "keys")) as it:
        yield it


def _account(person: Actor) -> dict[str, Any]:
    user_id = person.id.removeprefix("user:")
    return {
        "id": user_id,
        "name": user_id[-4:],
        "display_name": person.name,
        "password_hash": "none",
        "roles": "[]",
        "enabled": True,
        "made_at": clock.now(),
    }


def line(row: int, sha256: str = REPORT) -> RowRef:
    """A settlement line."""
    return RowRef(side=Side.LINE, sha256=sha256, row=row)


def claim(row: int, sha256: str = CLAIMS) -> RowRef:
    """A claim."""
    return RowRef(side=Side.CLAIM, sha256=sha256, row=row)


def facts_of(ref: RowRef, **changed: Any) -> RowFacts:
    """Ordinary facts; a claim on row n is K<n>."""
    ordinary = {
        "label": "report 1128" if ref.side is Side.LINE else "claims 2026-08",
        "first": date(2026, 8, 3),
        "last": date(2026, 8, 14),
        "amount": Ore(1_431_000),
        "benefit": "4",
        "sub_unit": UNIT.value,
        "claim_id": f"K{ref.row}" if ref.side is Side.CLAIM else None,
        "report_id": 1128 if ref.side is Side.LINE else None,
    }
    return RowFacts(**(ordinary | changed))


def facts_for(*differences: Difference) -> Mapping[RowRef, RowFacts]:
    """Ordinary facts for all rows."""
    return {ref: facts_of(ref) for difference in differences for ref in difference.rows}


def difference(*rows: RowRef, **changed: Any) -> Difference:
    """A case about the first synthetic person: NAV paid a day too little."""
    ordinary: dict[str, Any] = {
        "kind": "group",
        "reason": "D00",
        "employer": EMPLOYER,
        "person": Fnr(FNRS[0]),
        "name": NAMES[0],
        "employee_number": "E-900117",
        "sub_unit": UNIT,
        "benefit": "4",
        "claimed": Ore(1_431_000),
        "paid": Ore(1_287_900),
        "rows": rows,
        "evidence": (
            Evidence(field="amount", kind="ore", left="1431000", right="1287900", equal=False),
        ),
        "suggestion": Action.CHANGE_CLAIM,
        "permitted": PERMITTED,
    }
    return Difference(**(ordinary | changed))


def report_difference(reason: str = "D37", **changed: Any) -> Difference:
    """A case about a whole report."""
    ordinary: dict[str, Any] = {
        "kind": "report",
        "reason": reason,
        "employer": EMPLOYER,
        "permitted": (Action.ACKNOWLEDGE, Action.FETCH_AGAIN),
        "reference": "report 1128",
    }
    return Difference(**(ordinary | changed))


def group(*rows: RowRef, **changed: Any) -> SettledGroup:
    """A settled group about the first synthetic person."""
    ordinary: dict[str, Any] = {
        "employer": EMPLOYER,
        "person": Fnr(FNRS[0]),
        "sub_unit": UNIT,
        "benefit": "4",
        "pass_name": "exact",
        "rows": rows,
        "claim_ids": tuple(f"K{ref.row}" for ref in rows if ref.side is Side.CLAIM),
        "reason": "D01",
        "claimed": Ore(1_431_000),
        "paid": Ore(1_431_000),
        "rules_sha256": "d" * 64,
    }
    return SettledGroup(**(ordinary | changed))


def record(store: Store, *differences: Difference) -> RecordedCases:
    """Record differences with ordinary facts in a transaction of its own."""
    with store.database.writing() as session:
        return record_differences(
            session, store.keys, store.run_id, ROUTINE, differences, facts=facts_for(*differences)
        )


def settle(
    store: Store, case_id: str, action: Action = Action.ACCEPT_PAID, comment: str = ""
) -> None:
    """Decide a case as somebody who may decide everything alone."""
    with store.database.writing() as session:
        version = session.get_one(Case, case_id).version
        decide(
            session,
            store.keys,
            case_id,
            version=version,
            actor=KARI,
            action=action,
            comment=comment,
            limits=GENEROUS,
        )


def tally(recorded: RecordedCases) -> tuple[int, int, int, int, int]:
    return (
        recorded.new,
        recorded.updated,
        recorded.reopened,
        recorded.unchanged,
        recorded.overtaken,
    )
