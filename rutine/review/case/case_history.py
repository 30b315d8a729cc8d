"""What has happened to a case, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rutine.cases.lifecycle.closing import Cause
from rutine.cases.views import CaseView, HistoryEntry
from rutine.core.reason_texts import action_text
from rutine.review import wording
from rutine.review.case.news import news
from rutine.review.catalogue import Catalogue

_WITH_CAUSE: Final = frozenset({"auto_closed", "reopened"})
_CHOOSING: Final = frozenset({"decided", "proposed", "approved"})
_UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One line of the history; `who` did it, and `kind` is `robot` or `person`."""

    kind: str
    iso: str
    when: str
    who: str
    what: str
    comment: str
    changes: list[str]


def history(t: Catalogue, case: CaseView, held: Callable[[str], str]) -> list[Event]:
    """Everything that happened, newest first; `held` names a reason to wait."""
    return [_event(t, entry, held) for entry in reversed(case.history)]


def _event(t: Catalogue, entry: HistoryEntry, held: Callable[[str], str]) -> Event:
    return Event(
        kind="person" if entry.by_name else "robot",
        iso=entry.at.isoformat(timespec="seconds"),
        when=wording.moment(t, entry.at),
        who=entry.by_name or t("history.robot"),
        what=_what(t, entry, held),
        comment=entry.comment or "",
        changes=news(t, entry.changes),
    )


def _what(t: Catalogue, entry: HistoryEntry, held: Callable[[str], str]) -> str:
    if entry.action in _WITH_CAUSE:
        return t(f"history.{entry.action}.{known_cause(entry)}", joined=entry.joined)
    choice = action_text(entry.choice, t.language).label if entry.choice else ""
    what = t(
        f"history.{entry.action}",
        action=choice,
        to=entry.to_name or t("case.unknown"),
        before=entry.from_name or t("case.unknown"),
        joined=entry.joined or "",
    )
    if entry.action not in _CHOOSING:
        return what
    more = [
        *([wording.inside(held(entry.hold_reason))] if entry.hold_reason else []),
        *([t("history.until", day=wording.day(entry.until))] if entry.until else []),
        *([t("history.amount", amount=entry.amount)] if entry.amount is not None else []),
        *([t("history.ticked", fields=_fields(t, entry))] if entry.ticked else []),
    ]
    return f"{what} ({', '.join(more)})" if more else what


def _fields(t: Catalogue, entry: HistoryEntry) -> str:
    return ", ".join(wording.inside(t.label("field", each)) for each in entry.ticked)


def known_cause(entry: HistoryEntry) -> str:
    """Why a case closed, or opened again, as the last part of catalogue keys."""
    if entry.cause == Cause.OVERTAKEN and entry.joined is None:
        return _UNKNOWN
    return entry.cause or _UNKNOWN
