"""Bringing a store under new keys: encrypted anew a little at a time, and found anew all at once.

Encryption: the new key encrypts from the moment that it is in the ring, and what older keys have
encrypted is encrypted anew in small transactions, while everybody works. Killed at any point, it
goes on where it stopped: what is not under the newest key is what is left.

Lookup: every fingerprint gets the new lookup key laid over it, in one transaction, whose last act
is to note the new key check. Before it the store is found by the old keys, after it by the new; the
ring holds both from before it begins until it has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Column, Table, bindparam, delete, func, inspect, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from rutine.cases.access import Actor
from rutine.cases.database import Database, key_check
from rutine.cases.reports.evidence import EvidenceArchive
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_places import (
    KEYED,
    SEALED,
    SealedColumn,
    keys_in_store,
    keys_in_trail,
    known_originals,
    mark_of,
)
from rutine.cases.tables import Home, SignInAttempts
from rutine.cases.trail.audit import append
from rutine.core.errors import InputError

AT_ONCE: Final = 500
"""Values in one transaction: a reviewer who saves meanwhile waits for some milliseconds."""

_DIGITS: Final = 64

SETTLING: Final = timedelta(days=1)
"""How long the key before the newest is kept, whatever it is needed for."""

Told = Callable[[int], None]
"""Is told how many values have been encrypted anew so far."""


def nobody(_count: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many values were encrypted anew, and how many can't be opened by any key of the ring."""

    done: int = 0
    unreadable: int = 0

    def __add__(self, other: Resealed) -> Resealed:
        return Resealed(self.done + other.done, self.unreadable + other.unreadable)


@dataclass(frozen=True, slots=True)
class KeyUse:
    """What one key is needed for: values in the store, in the trail, and originals."""

    store: int = 0
    trail: int = 0
    originals: int = 0

    @property
    def is_needed(self) -> bool:
        """Whether anything can't be read without it."""
        return bool(self.store or self.trail or self.originals)


def key_uses(database: Database, archive: EvidenceArchive) -> dict[int, KeyUse]:
    """What each key of the ring is needed for, and each that something else names."""
    with database.reading() as session:
        store, trail = keys_in_store(session), keys_in_trail(session)
    originals = archive.key_numbers()
    numbers = {*database.keys.made, *store, *trail, *originals}
    return {n: KeyUse(store[n], trail[n], originals[n]) for n in sorted(numbers)}


def rotate(database: Database, actor: Actor) -> int:
    """Add a key that encrypts from now on, and note it in the trail; returns its number."""
    number = database.keys.rotate()
    with database.writing() as session:
        append(session, actor, "key_made", data={"key": number})
    return number


def reseal(database: Database, archive: EvidenceArchive, told: Told = nobody) -> Resealed:
    """Encrypt with the newest key whatever older ones have encrypted.

    What is damaged stays as it is, and is counted. Originals that nothing in the store points at
    stay, too: they can't be opened without their hash.
    """
    found = Resealed()
    for place in SEALED:
        after: tuple[Any, ...] | None = None
        while True:
            with database.writing() as session:
                some, after = _some(session, database.keys, place, after)
            found += some
            told(found.done)
            if after is None:
                break
    with database.reading() as session:
        digests = sorted(known_originals(session))
    for digest in digests:
        found += _original(archive, digest)
        told(found.done)
    return found


def _original(archive: EvidenceArchive, digest: str) -> Resealed:
    try:
        return Resealed(done=int(archive.reseal(digest)))
    except InputError:
        return Resealed(unreadable=1)


def _some(
    session: Session, keys: KeyRing, place: SealedColumn, after: tuple[Any, ...] | None
) -> tuple[Resealed, tuple[Any, ...] | None]:
    """Encrypt some values anew; how it went, and after which key to go on, None at the end."""
    table = _table(place.column)
    key = list(table.primary_key.columns)
    column = table.c[place.column.key]
    query = (
        select(*key, column, *(table.c[each.key].label(f"b_{each.key}") for each in place.bound))
        .where(column.is_not(None), mark_of(column) != keys.mark)
        .order_by(*key)
        .limit(AT_ONCE)
    )
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*after))
    rows = session.execute(query).all()
    if not rows:
        return Resealed(), None
    size = len(key)
    changed = []
    for row in rows:
        context = place.context(*row[size + 1 :])
        try:
            plain = keys.decrypt(row[size], context)
        except InputError:
            continue
        changed.append((tuple(row[:size]), keys.encrypt(plain, context)))
    _write(session, column, changed)
    return Resealed(len(changed), len(rows) - len(changed)), tuple(rows[-1][:size])


def _write(
    session: Session, column: Column[Any], changed: Sequence[tuple[tuple[Any, ...], Any]]
) -> None:
    """Give rows another value, each by its primary key.

    By the table and not by the class: a case that is encrypted anew is the same version.
    """
    table = column.table
    key = list(table.primary_key.columns)
    if changed:
        session.connection().execute(
            table.update()
            .where(*(each == bindparam(f"k_{n}") for n, each in enumerate(key)))
            .values({column.key: bindparam("anew")}),
            [{f"k_{n}": part for n, part in enumerate(k)} | {"anew": v} for k, v in changed],
        )


def retire(
    database: Database, archive: EvidenceArchive, actor: Actor, *, alone: bool = False
) -> tuple[int, ...]:
    """Take away the keys that nothing needs; returns their numbers.

    The newest stays, and so does one that was the newest within the last day: another process may
    be about to store what it encrypted with it. Not so when nothing else runs (`alone`).
    """
    with database.writing() as session:  # the one writer: nothing is encrypted meanwhile
        store, trail = keys_in_store(session), keys_in_trail(session)
        originals = archive.key_numbers()
        useless = {
            number
            for number in database.keys.replaced(timedelta(0) if alone else SETTLING)
            if not (store[number] or trail[number] or originals[number])
        }
        if not useless:
            return ()
        append(session, actor, "key_retired", data={"keys": sorted(useless)})
        session.flush()
        database.keys.retire(useless)
    return tuple(sorted(useless))


def change_lookup(database: Database, archive: EvidenceArchive, actor: Actor) -> int:
    """Lay a new lookup key over every fingerprint, and name the originals by it.

    Whatever else runs on this store should be stopped: it is refused to write from then on
    (`store_keys`), and must be started anew. Returns how many fingerprints were changed.
    """
    move_originals(archive)  # what a change that was killed has left
    keys = database.keys
    new = keys.begin_change()
    done = 0
    with database.writing() as session:
        session.execute(delete(SignInAttempts))
        for column in KEYED:
            if column.class_ is not Home:
                done += _bring(session, column, new, keys.depth)
        session.execute(update(Home).values(key_check=key_check(new)))
        append(session, actor, "lookup_changed", data={"depth": new.depth})
    database.changed_over()
    move_originals(archive)
    return done


def move_originals(archive: EvidenceArchive) -> int:
    """Give the originals their names under the newest lookup key; returns how many had others."""
    return sum(map(archive.move, list(archive.files())))


def _bring(session: Session, column: InstrumentedAttribute[Any], new: KeyRing, depth: int) -> int:
    table = _table(column)
    keyed, key = table.c[column.key], list(table.primary_key.columns)
    # A place can be a word instead of a fingerprint (`carried`).
    rows = session.execute(select(*key, keyed).where(func.length(keyed) == _DIGITS)).all()
    changed = [(tuple(row[:-1]), new.brought_under(row[-1], depth)) for row in rows]
    _write(session, keyed, changed)
    return len(changed)


def _table(column: InstrumentedAttribute[Any]) -> Table:
    table = inspect(column.class_).local_table
    if not isinstance(table, Table):
        raise InputError("store_failed", "A mapped class has no table of its own.")
    return table
