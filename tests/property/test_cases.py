"""Whatever comes in which order: the store holds it once, and gives away nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from rutine.cases.deciding.decisions import decide
from rutine.cases.lifecycle.rows import RowOutcome, outcomes, record_outcomes
from rutine.cases.lists.queue import case_view
from rutine.cases.people.register import reveal
from rutine.cases.reports.evidence import EvidenceArchive
from rutine.cases.settling.settlements import record_groups
from rutine.cases.tables import Case, CaseRowEntry
from rutine.cases.trail.audit import AuditProblem, append, head, verify
from rutine.core.differences import Action, Difference, Outcome, RowRef
from rutine.core.identifiers import Fnr
from rutine.core.money import Ore
from tests.unit.cases.samples import (
    FNRS,
    KARI,
    NAMES,
    OTHER_UNIT,
    UNIT,
    Store,
    claim,
    difference,
    group,
    line,
    record,
    sqlite_store,
)

FEW = settings(max_examples=15, deadline=None)


@st.composite
def partitions(draw: st.DrawFn) -> list[Difference]:
    """Rows dealt out to differences: each row on one, each difference with a row."""
    rows = [line(n) for n in range(4)] + [claim(n) for n in range(4)]
    dealt = [draw(st.integers(0, 5)) for _ in rows]
    return [
        difference(
            *(row for row, pile in zip(rows, dealt, strict=True) if pile == number),
            person=Fnr(FNRS[draw(st.integers(0, 3))]),
            name=draw(st.sampled_from(NAMES)),
            employee_number=draw(st.sampled_from(["E-900117", "E-900222", None])),
            sub_unit=draw(st.sampled_from([UNIT, OTHER_UNIT])),
            reason=draw(st.sampled_from(["D00", "D14", "D43"])),
            paid=Ore(draw(st.sampled_from([0, 100, 200]))),
        )
        for number in sorted(set(dealt))
    ]


def contents(store: Store) -> list[tuple[Any, ...]]:
    """The cases as people see them, without ids and times."""
    with store.database.reading() as session:
        cases = session.scalars(select(Case).order_by(Case.number)).all()
        views = [case_view(session, store.keys, case.id, KARI) for case in cases]
        return [
            (
                view.number,
                view.status,
                view.version,
                view.reason,
                view.paid,
                view.sub_unit,
                view.subject and (view.subject.name, view.subject.employee_number),
                [row.ref for row in (*view.lines, *view.claims)],
            )
            for view in views
        ]


def raw(store: Store) -> list[tuple[Any, ...]]:
    """Every stored value of the cases and their rows, and the head of the trail."""
    with store.database.reading() as session:
        found: list[tuple[Any, ...]] = []
        for table in (Case.__table__, CaseRowEntry.__table__):
            found += [tuple(row) for row in session.execute(select(table).order_by(*table.c))]
        newest = head(session)
        return [*found, (newest.seq, newest.hash)]


@FEW
@given(partitions(), st.randoms(use_true_random=False))
def test_the_second_run_changes_nothing(differences: list[Difference], random: Any) -> None:
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
        first = record(store, *differences)
        before = raw(store)
        random.shuffle(differences)

        again = record(store, *differences)

        assert (again.new, again.updated, again.reopened, again.overtaken) == (0, 0, 0, 0)
        assert again.unchanged == len(differences)
        assert again.case_of == first.case_of
        assert raw(store) == before


@FEW
@given(partitions(), partitions(), st.randoms(use_true_random=False))
def test_the_order_of_differences_does_not_matter(
    one: list[Difference], two: list[Difference], random: Any
) -> None:
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        # One key ring for both, because the order among equals comes from keyed hashes.
        with sqlite_store(Path(first)) as straight:
            record(straight, *one)
            record(straight, *two)
            expected = contents(straight)
        (Path(second) / "keys").write_bytes((Path(first) / "keys").read_bytes())
        (Path(second) / "keys").chmod(0o600)
        with sqlite_store(Path(second)) as shuffled:
            for differences in (one, two):
                random.shuffle(differences)
                record(shuffled, *differences)
            assert contents(shuffled) == expected


@FEW
@given(partitions(), partitions())
def test_each_row_is_held_by_one_undecided_case(
    one: list[Difference], two: list[Difference]
) -> None:
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
        record(store, *one)
        recorded = record(store, *two)

        with store.database.reading() as session:
            held = [
                (entry.side, entry.sha256, entry.row, entry.case_id)
                for entry in session.scalars(select(CaseRowEntry).where(CaseRowEntry.held))
            ]
    assert sorted(held) == sorted(
        (ref.side, ref.sha256, ref.row, case_id) for ref, case_id in recorded.case_of.items()
    )


@FEW
@given(partitions(), st.sets(st.integers(0, 3)))
def test_every_row_ends_in_exactly_one_outcome(
    differences: list[Difference], settled: set[int]
) -> None:
    groups = [group(line(n), claim(n)) for n in sorted(settled)]
    taken: set[RowRef] = {row for each in groups for row in each.rows}
    rest = [
        each.model_copy(update={"rows": tuple(row for row in each.rows if row not in taken)})
        for each in differences
    ]
    rest = [each for each in rest if each.rows]
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
        record(store, *differences)
        with store.database.writing() as session:
            done = record_groups(session, store.keys, store.run_id, groups)
        cases = record(store, *rest)
        ends = [
            RowOutcome(ref.side, ref.sha256, ref.row, Outcome.SETTLED, None, settlement_id)
            for ref, settlement_id in done.settlement_of.items()
        ] + [
            RowOutcome(ref.side, ref.sha256, ref.row, Outcome.CASE, None, None, case_id)
            for ref, case_id in cases.case_of.items()
        ]
        with store.database.writing() as session:
            record_outcomes(session, store.run_id, ends)
        with store.database.reading() as session:
            counted = outcomes(session, store.run_id)
            problem = verify(session)

    assert sum(count.rows for count in counted) == 8
    assert sum(c.rows for c in counted if c.outcome is Outcome.SETTLED) == 2 * len(settled)
    assert problem is None


@FEW
@given(st.integers(2, 12), st.data())
def test_a_forged_entry_is_named_by_its_number(length: int, data: st.DataObject) -> None:
    seq = data.draw(st.integers(1, length))
    column = data.draw(st.sampled_from(["at", "actor", "action", "case_id", "data"]))
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
        with store.database.writing() as session:
            while head(session).seq < length:
                append(session, KARI, "decided", data={"choice": "accept_paid"})
        outside = sqlite3.connect(Path(folder) / "rutine.db")
        outside.execute("DROP TRIGGER audit_no_update")
        outside.execute(f"UPDATE audit SET {column} = 'forged' WHERE seq = ?", [seq])  # noqa: S608 - a column's name
        outside.commit()
        outside.close()

        with store.database.reading() as session:
            assert verify(session) == AuditProblem(seq, "forged")


def _everything_on_disk(folder: Path, *, without: Sequence[str]) -> bytes:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = "\n".join(str(path.relative_to(folder)) for path in files)
    texts = [path.read_bytes() for path in files if path.name not in without]
    return b"\n".join([names.encode(), *texts])


@settings(max_examples=8, deadline=None)
@given(partitions(), st.sampled_from(["utf-8", "utf-16-le", "latin-1"]))
def test_no_national_id_or_name_lies_in_any_file(
    differences: list[Difference], encoding: str
) -> None:
    comment = "Snakket med henne om fraværet"
    with TemporaryDirectory() as name, sqlite_store(Path(name)) as store:
        folder = Path(name)
        archive = EvidenceArchive(folder / "evidence", store.keys)
        file = f"8020;{FNRS[0]};{NAMES[0]};\r\n".encode("latin-1")
        archive.put(file, kind="nav_settlement", label="report 1128")
        cases = record(store, *differences)
        with store.database.writing() as session:
            record_groups(
                session, store.keys, store.run_id, [group(line(99), claim(99), name=NAMES[1])]
            )
            case = session.get_one(Case, cases.case_ids[0])
            assert case.subject_id is not None
            reveal(
                session,
                store.keys,
                case.subject_id,
                actor=KARI,
                reason=comment,
                case_id=case.id,
            )
            decide(
                session,
                store.keys,
                case.id,
                version=case.version,
                actor=KARI,
                action=Action.WRITE_OFF,
                comment=comment,
            )
        stored = _everything_on_disk(folder, without=("keys",))
        assert (folder / "rutine.db-wal").stat().st_size > 0

    surnames = [name.split(",")[0] for name in NAMES]
    secrets = [*FNRS, *NAMES, *surnames, comment, "E-900117"]
    for secret in secrets:
        assert secret.encode(encoding) not in stored
    assert KARI.name.encode() in stored  # the search itself works
