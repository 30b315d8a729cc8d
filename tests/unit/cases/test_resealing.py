"""New keys: everything stays readable and found, also when whoever changes them is killed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, String

from rutine.cases.access import COMMAND_LINE
from rutine.cases.database import Database
from rutine.cases.reports.evidence import EvidenceArchive
from rutine.cases.sealing import keys as key_ring
from rutine.cases.sealing import resealing
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.resealing import change_lookup, key_uses, reseal, retire, rotate
from rutine.cases.sealing.sealed_places import KEYED, SEALED
from rutine.cases.tables import Base, Subject
from rutine.cases.trail.audit import append, verify
from rutine.core import clock
from rutine.core.errors import InputError
from tests.key_changes import Furnished, furnish, goes_on, is_as_before, ring
from tests.unit.cases.samples import KARI, Store

PLAIN = {
    "audit.prev", "audit.hash", "reports.sha256", "reports.lines_sha256",
    "input_files.sha256", "case_rows.sha256",
    "posting_files.sha256", "settled_rows.sha256", "undone_rows.sha256", "settlements.rules_sha256",
    "sign_in_journeys.state_hash", "calendar_links.token_hash",
    "web_sessions.token_hash", "first_admin_links.token_hash",
    "picked_rows.sha256", "carried_claims.sha256", "claim_parts.sha256", "claims.sha256",
    "proposals.base", "matched_rows.sha256", "matched_rows.rules_sha256",
}  # fmt: skip
"""Digests that no key is in: of bytes, of random tokens, of the trail itself."""


class KilledError(Exception):
    """The process ends here."""


@pytest.fixture
def archive(store: Store, tmp_path: Path) -> EvidenceArchive:
    return EvidenceArchive(tmp_path / "evidence", store.keys)


@pytest.fixture
def put(store: Store, archive: EvidenceArchive) -> Furnished:
    return furnish(store, archive)


def test_no_place_is_forgotten() -> None:
    columns = [column for table in Base.metadata.tables.values() for column in table.columns]
    sealed = {str(c) for c in columns if isinstance(c.type, LargeBinary)}
    digests = {str(c) for c in columns if isinstance(c.type, String) and c.type.length == 64}
    named = {str(each.column.property.columns[0]) for each in SEALED}
    keyed = {str(each.property.columns[0]) for each in KEYED}
    assert sealed == named
    assert digests - PLAIN == keyed
    # A place that is named twice would be laid under the new key twice, and never be found again.
    assert len(KEYED) == len(keyed)
    assert len(SEALED) == len(named)


def test_what_a_place_is_bound_to_is_as_it_is_written() -> None:
    source = "".join(
        path.read_text("utf-8")
        for path in Path(resealing.__file__).parents[1].rglob("*.py")
        if path.stem != "sealed_places"
    )
    for each in SEALED:
        prefix = each.context(*("\0" for _ in each.bound)).partition("\0")[0]
        assert f'"{prefix}{{' in source, prefix


def test_only_remarks_and_reasons_are_encrypted_inside_the_trail() -> None:
    """Whoever encrypts into the trail is named here and in `keys_in_trail`: its key must stay."""
    folder = Path(resealing.__file__).parents[1]
    inside = {path.stem for path in folder.rglob("*.py") if ").hex()" in path.read_text("utf-8")}
    assert inside == {"sealed_stream"}


def test_a_new_key_takes_everything_over_and_the_old_one_is_taken_away(
    store: Store, archive: EvidenceArchive, put: Furnished, tmp_path: Path
) -> None:
    before = key_uses(store.database, archive)
    assert before[1].store > 8
    assert before[1].originals == 1

    assert rotate(store.database, COMMAND_LINE) == 2
    found = reseal(store.database, archive)
    assert (found.done, found.unreadable) == (before[1].store + 1, 0)
    assert key_uses(store.database, archive)[2] == before[1]
    assert retire(store.database, archive, COMMAND_LINE) == ()  # others may not know it yet
    assert retire(store.database, archive, COMMAND_LINE, alone=True) == (1,)

    assert ring(tmp_path / "keys").made.keys() == {2}
    is_as_before(store.database, archive, put)
    goes_on(store.database, store.run_id)
    with store.database.reading() as session:
        assert verify(session) is None


def test_after_a_day_the_old_key_goes_without_asking(
    store: Store, archive: EvidenceArchive, put: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotate(store.database, COMMAND_LINE)
    reseal(store.database, archive)
    later = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert retire(store.database, archive, COMMAND_LINE) == (1,)
    is_as_before(store.database, archive, put)


def test_a_key_that_the_trail_needs_is_kept(
    store: Store, archive: EvidenceArchive, put: Furnished
) -> None:
    with store.database.writing() as session:
        case_id = put.case_ids[0]
        words = store.keys.encrypt("Står i sporet".encode(), f"remark:{case_id}").hex()
        append(session, KARI, "remarked", case_id, {"words": words})
    rotate(store.database, COMMAND_LINE)
    reseal(store.database, archive)
    assert retire(store.database, archive, COMMAND_LINE, alone=True) == ()
    assert key_uses(store.database, archive)[1].trail == 1
    is_as_before(store.database, archive, put)


def test_a_key_that_an_unknown_original_needs_is_kept(
    store: Store, archive: EvidenceArchive, put: Furnished
) -> None:
    lonely = archive.put(b"nothing points here", kind="x", label="x")
    rotate(store.database, COMMAND_LINE)
    reseal(store.database, archive)
    assert retire(store.database, archive, COMMAND_LINE, alone=True) == ()
    assert archive.get(lonely) == b"nothing points here"
    is_as_before(store.database, archive, put)


def test_whoever_is_killed_half_way_goes_on_where_it_stopped(
    store: Store, archive: EvidenceArchive, put: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "AT_ONCE", 1)
    total = key_uses(store.database, archive)[1].store + 1

    def die(count: int) -> None:
        if count == 4:
            raise KilledError

    rotate(store.database, COMMAND_LINE)
    with pytest.raises(KilledError):
        reseal(store.database, archive, die)
    is_as_before(store.database, archive, put)
    assert reseal(store.database, archive).done == total - 4
    assert reseal(store.database, archive).done == 0


def test_what_is_damaged_is_counted_and_stops_nothing(
    store: Store, archive: EvidenceArchive, put: Furnished
) -> None:
    with store.database.writing() as session:
        subject = session.query(Subject).first()
        subject.sealed = subject.sealed[:-1] + b"\0"
    rotate(store.database, COMMAND_LINE)
    found = reseal(store.database, archive)
    assert found.unreadable == 1
    assert found.done == key_uses(store.database, archive)[2].store + 1
    assert retire(store.database, archive, COMMAND_LINE, alone=True) == ()


def test_a_process_that_runs_for_months_takes_up_what_another_changed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = ring(tmp_path / "keys")
    theirs = store.keys
    theirs.rotate()
    assert mine.decrypt(theirs.encrypt(b"new", "x"), "x") == b"new"  # not known: it looks
    other = ring(tmp_path / "keys")
    theirs.rotate()
    assert key_ring.key_of(other.encrypt(b"x", "x")) == 2  # it has looked just now
    monkeypatch.setattr(key_ring, "LOOKS_AFTER", 0)
    assert key_ring.key_of(other.encrypt(b"x", "x")) == 3
    (tmp_path / "keys").write_text("damaged")
    assert other.decrypt(other.encrypt(b"still", "x"), "x") == b"still"


def test_a_new_lookup_key_finds_everybody_and_the_old_ring_nobody(
    store: Store, archive: EvidenceArchive, put: Furnished, tmp_path: Path
) -> None:
    old = (tmp_path / "keys").read_text()
    with store.database.reading() as session:
        before = set(session.scalars(select_lookups()))

    assert change_lookup(store.database, archive, COMMAND_LINE) > 8
    assert change_lookup(store.database, archive, COMMAND_LINE) > 8

    with store.database.reading() as session:
        assert before.isdisjoint(session.scalars(select_lookups()))
        assert verify(session) is None
    is_as_before(store.database, archive, put)
    goes_on(store.database, store.run_id)
    assert [path.parts[0] for path in archive.files()] == ["k3"]
    again = ring(tmp_path / "keys")
    assert (again.depth, again.is_changing) == (3, False)
    with Database.open(url_of(tmp_path), again, mode="practice") as database:
        is_as_before(database, EvidenceArchive(tmp_path / "evidence", again), put)
    with pytest.raises(InputError) as refused:
        Database.open(url_of(tmp_path), KeyRing.from_text(old), mode="practice")
    assert refused.value.code == "store_keys"


def test_what_still_ran_under_the_old_lookup_key_writes_nothing_more(
    store: Store, archive: EvidenceArchive, put: Furnished, tmp_path: Path
) -> None:
    with Database.open(url_of(tmp_path), ring(tmp_path / "keys"), mode="practice") as running:
        change_lookup(store.database, archive, COMMAND_LINE)
        with pytest.raises(InputError) as refused, running.writing():
            pass
    assert refused.value.code == "store_keys"
    is_as_before(store.database, archive, put)


@pytest.mark.parametrize("where", ["_bring", "changed_over", "move_originals"])
def test_a_change_that_is_killed_anywhere_leaves_a_store_that_opens_and_can_be_changed(  # noqa: PLR0917
    store: Store,
    archive: EvidenceArchive,
    put: Furnished,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    def die(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        if where == "move_originals":
            patched.setattr(EvidenceArchive, "move", die)
            patched.setattr(resealing, "move_originals", after_the_first(die))
        else:
            patched.setattr(Database if where == "changed_over" else resealing, where, die)
        with pytest.raises(KilledError):
            change_lookup(store.database, archive, COMMAND_LINE)
    store.database.close()

    keys = ring(tmp_path / "keys")
    again = EvidenceArchive(tmp_path / "evidence", keys)
    with Database.open(url_of(tmp_path), keys, mode="practice") as database:
        assert keys.depth == (1 if where == "_bring" else 2)
        is_as_before(database, again, put)
        change_lookup(database, again, COMMAND_LINE)
        is_as_before(database, again, put)
        assert {path.parts[0] for path in again.files()} == {f"k{keys.depth}"}
        goes_on(database, store.run_id)


def after_the_first(die):
    """Nothing the first time, and the end the next."""
    called: list[object] = []

    def move(*given: object) -> int:
        if called:
            die(*given)
        called.append(given)
        return 0

    return move


def select_lookups():
    from sqlalchemy import select

    return select(Subject.lookup)


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'rutine.db'}"
