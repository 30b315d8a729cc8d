"""A store with something sealed of most kinds, and what must still be so under new keys."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from rutine.cases.access import UserRole
from rutine.cases.database import Database
from rutine.cases.deciding.control import Limits
from rutine.cases.deciding.decisions import decide
from rutine.cases.lists.assignment import assign, note_of
from rutine.cases.lists.case_view import case_view
from rutine.cases.notices import choose, chosen
from rutine.cases.people.names import named
from rutine.cases.people.register import known_subjects, name_of
from rutine.cases.reports.evidence import EvidenceArchive
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Assignment, Case, Run, UserAccount
from rutine.core.differences import Action
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from tests.unit.cases.samples import (
    FNRS,
    KARI,
    NAMES,
    PER,
    Store,
    claim,
    difference,
    line,
    record,
)

FINDINGS = tuple(
    difference(line(n), claim(n), person=Fnr(FNRS[n]), name=NAMES[n]) for n in range(3)
)
LIMITS = Limits(loss=Ore(10**9), manual_match=Ore(10**9))
WHY = "Ringt NAV, de retter det"
ORIGINAL = b"the bytes of a report"


@dataclass(frozen=True)
class Furnished:
    """What was put into a store, to be found again."""

    case_ids: tuple[str, ...]
    subjects: dict[Fnr, str]
    digest: str


def furnish(store: Store, archive: EvidenceArchive) -> Furnished:
    """Cases about three people, a decision with a comment, a note, an address, an original."""
    case_ids = record(store, *FINDINGS).case_ids
    digest = archive.put(ORIGINAL, kind="nav_settlement", label="report 1")
    with store.database.writing() as session:
        session.get_one(Run, store.run_id).summary = json.dumps({"inputs": {"report": digest}})
        version = session.get_one(Case, case_ids[0]).version
        decide(
            session, store.keys, case_ids[0], version=version, actor=KARI,
            action=Action.ACCEPT_PAID, comment=WHY, limits=LIMITS,
        )  # fmt: skip
        account = session.get_one(UserAccount, PER.id.removeprefix("user:"))
        account.roles = json.dumps([UserRole.REVIEWER.value])
        session.flush()
        version = session.get_one(Case, case_ids[1]).version
        assign(session, store.keys, case_ids[1], version=version, actor=KARI, to=PER.id, note=WHY)
        choose(session, store.keys, KARI, "kari@example.org")
    return Furnished(case_ids, subjects(store.database), digest)


def subjects(database: Database) -> dict[Fnr, str]:
    """Whom the store finds by national id."""
    with database.reading() as session:
        return known_subjects(session, database.keys, [Fnr(each) for each in FNRS[:4]])


def is_as_before(database: Database, archive: EvidenceArchive, put: Furnished) -> None:
    """Everything can be read, and everybody and everything is found as it was."""
    keys = database.keys
    assert subjects(database) == put.subjects
    with database.reading() as session:
        first = case_view(session, keys, put.case_ids[0], KARI, limits=LIMITS)
        assert first.decision.comment == WHY
        assert name_of(session, keys, put.subjects[Fnr(FNRS[0])]) == NAMES[0]
        note = session.scalars(select(Assignment)).one()
        assert note_of(keys, note) == WHY
        assert chosen(session, keys, KARI.id.removeprefix("user:")) == "kari@example.org"
        found = named(keys, "Kari")
        assert found is not None
        assert session.scalars(found).all() == [put.subjects[Fnr(FNRS[0])]]
    assert archive.get(put.digest) == ORIGINAL


def goes_on(database: Database, run_id: str) -> None:
    """The same findings belong to the cases that are there; nobody is entered a second time."""
    again = record(Store(database, run_id), *FINDINGS[1:])
    assert again.new == 0
    assert len(subjects(database)) == len(FINDINGS)


def ring(path: Path) -> KeyRing:
    """The ring as another process reads it."""
    return KeyRing.load_or_create(path)
