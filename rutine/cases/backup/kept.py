"""Which backups stay, and which copies of the keys they need: by the moments in their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

_BACKUP: Final = re.compile(r"rutine-\d{8}T\d{6}Z\.backup")
_KEYS: Final = re.compile(r"rutine-keys-\d{8}T\d{6}Z\.json")


def backups_in(names: Iterable[str]) -> list[str]:
    """Those that bear a name that tells when, the oldest first; others are nobody's business."""
    return sorted(name for name in names if _BACKUP.fullmatch(name))


def key_copies_in(names: Iterable[str]) -> list[str]:
    """The copies of the keys among the names, the oldest first."""
    return sorted(name for name in names if _KEYS.fullmatch(name))


def keys_name_at(moment: datetime) -> str:
    """The name of a copy of the keys made then, in UTC."""
    return f"rutine-keys-{moment:%Y%m%dT%H%M%SZ}.json"


def superseded(backups: Sequence[str], keep: int) -> list[str]:
    """The oldest, so that so many are left.

    Args:
        backups: names, the oldest first.
        keep: how many stay, at least 1.
    """
    return list(backups[:-keep])


def needless_keys(copies: Sequence[str], oldest_backup: str) -> list[str]:
    """Copies of the keys that no backup needs any more.

    A copy is made when the keys have changed. So a backup's own is the first that is not older
    than it, or the newest of all before: every copy stays from the newest before the oldest backup.

    Args:
        copies: names, the oldest first.
        oldest_backup: the name of the oldest backup that stays.
    """
    older = [name for name in copies if _moment(name) < _moment(oldest_backup)]
    return older[:-1]


def _moment(name: str) -> str:
    return name.partition(".")[0].rpartition("-")[2]
