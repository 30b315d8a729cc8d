"""What has happened to a case, in words."""

from __future__ import annotations

from dataclasses import dataclass

from rutine.cases.views import CaseView, HistoryEntry
from rutine.core.reason_texts import action_text
from rutine.review import wording
from rutine.review.catalogue import Catalogue


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One line of the history."""

    iso: str
    when: str
    who: str
    what: str
    comment: str


def history(t: Catalogue, case: CaseView) -> list[Event]:
    """Everything that happened, newest first."""
    return [_event(t, entry) for entry in reversed(case.history)]


def _event(t: Catalogue, entry: HistoryEntry) -> Event:
    choice = action_text(entry.choice, t.language).label if entry.choice else ""
    return Event(
        iso=entry.at.isoformat(timespec="seconds"),
        when=wording.moment(t, entry.at),
        who=entry.by_name or t("history.robot"),
        what=t(f"history.{entry.action}", action=choice),
        comment=entry.comment or "",
    )
