"""How old the newest backup is, by the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from rutine.cases.trail.audit import last_at

OLDEST: Final = timedelta(days=2)
"""One night may fail and be made good the next day; after that nobody looked."""


@dataclass(frozen=True, slots=True)
class BackupStanding:
    """When the newest backup was made, None where there is none, and whether that is too long ago.

    A backup by the clock counts once it was read again from end to end.
    """

    made_at: datetime | None
    is_old: bool


def backup_standing(session: Session, now: datetime) -> BackupStanding:
    """How the backup stands at a moment."""
    made = last_at(session, "backup_made")
    return BackupStanding(made, made is not None and now - made > OLDEST)
