"""Finding people by name, without a name that can be read in the store.

Each word of a name is kept as a keyed fingerprint. A search finds whole words only: `Kari` and
`Øvrebø`, not `Øvre`. Whoever holds the store without its keys learns nothing from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import NameLookup

_WORD = re.compile(r"[^\W\d_]+")


def index_names(session: Session, keys: KeyRing, names: Mapping[str, str | None]) -> None:
    """Let people (by subject id) be found by these names, and by no earlier ones."""
    for batch in batches(sorted(names)):
        session.execute(delete(NameLookup).where(NameLookup.subject_id.in_(batch)))
    rows = [
        {"lookup": lookup, "subject_id": subject_id}
        for subject_id, name in names.items()
        for lookup in sorted(_lookups(keys, name or ""))
    ]
    if rows:
        session.execute(insert(NameLookup), rows)


def named(keys: KeyRing, search: str) -> Select[str] | None:
    """The ids of people whose name has every word of the search; None when it has no word."""
    wanted = _lookups(keys, search)
    if not wanted:
        return None
    return (
        select(NameLookup.subject_id)
        .where(NameLookup.lookup.in_(sorted(wanted)))
        .group_by(NameLookup.subject_id)
        .having(func.count() == len(wanted))
    )


def _lookups(keys: KeyRing, text: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return {keys.lookup(word, "name") for word in _WORD.findall(plain)}
