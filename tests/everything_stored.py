"""Every row of every table, without what differs between two homes that hold the same."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, Table, select

from rutine.cases.database import Database
from rutine.cases.tables import Base
from rutine.cases.trail.audit import verify

_RANDOM_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SEALED_HASH = re.compile(r'(?<="why":")[0-9a-f]{64}(?=")')
"""Of a reason in words, as it lies encrypted."""

_BY_ORDER = {"audit.at", "postings.voucher", "posting_files.sha256", "runs.summary"}

_CHAINED = {"audit": {"hash", "prev"}}
_DRAWN = {"home": {"key_check"}}


def everything(database: Database, *, in_order: bool = True) -> dict[str, Counter[tuple[str, ...]]]:
    """Table -> its rows, as often as each is there.

    Left out are random ids, moments, ciphertexts (each has a nonce of its own) and the chain's
    hashes, which hold all of these; the chain itself is verified. Homes that share a key ring
    have the same fingerprints and lookups. Where runs went on at the same time, numbers were
    given in another order: then those are left out, too, and what refers to them.
    """
    with database.reading() as session:
        assert verify(session) is None
        return {
            table.name: Counter(
                tuple(_shown(table, column, row[column], in_order) for column in table.columns)
                for row in session.execute(select(table)).mappings()
            )
            for table in Base.metadata.sorted_tables
        }


def _shown(table: Table, column: Column[Any], value: Any, in_order: bool) -> str:
    if column.name in _CHAINED.get(table.name, ()) or column.name in _DRAWN.get(table.name, ()):
        return "hash"
    if value is not None and (isinstance(column.type, LargeBinary) or isinstance(value, datetime)):
        return "there"
    if not in_order and _goes_by_order(table, column):
        return "given"
    text = _SEALED_HASH.sub("hash", _RANDOM_ID.sub("id", str(value)))
    if table.name == "audit" and column.name == "data" and not in_order:
        return re.sub(r"[0-9a-f]{64}|\d+", "n", text)
    return text


def _goes_by_order(table: Table, column: Column[Any]) -> bool:
    """Whether a value depends on which run came first; summaries are compared run by run."""
    if f"{table.name}.{column.name}" in _BY_ORDER:
        return True
    return isinstance(column.type, Integer) and (
        column.primary_key or bool(column.foreign_keys) or column.name == "number"
    )
