"""What is new about a case, in words: each piece of evidence before and after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rutine.cases.lifecycle.facts import Change
from rutine.core.reason_texts import benefit_name
from rutine.review import wording
from rutine.review.case.background import readable
from rutine.review.catalogue import Catalogue

_ROWS: Final = frozenset({"lines_added", "lines_gone", "claims_added", "claims_gone"})


def news(t: Catalogue, changes: Iterable[Change]) -> list[str]:
    """One sentence for each change."""
    return [_sentence(t, change) for change in changes]


def _sentence(t: Catalogue, change: Change) -> str:
    if change.field in _ROWS:
        return t.counted(f"change.{change.field}", int(change.after or 0))
    if change.field == "report":
        return t("change.report", after=change.after or "")
    field = t.label("field", change.field)
    if change.side:
        field = t(f"change.{change.side}", field=field)
    before, after = _value(t, change, change.before), _value(t, change, change.after)
    if change.before is None:
        return t("change.added", field=field, after=after)
    if change.after is None:
        return t("change.gone", field=field, before=before)
    return t("change.both", field=field, before=before, after=after)


def _value(t: Catalogue, change: Change, raw: str | None) -> str:
    if change.kind == "benefit" and raw:
        return benefit_name(raw, t.language)
    found = readable(t, change.kind, raw) if raw else None
    return found or wording.value(t, change.kind, raw, " %" if change.field == "grade" else "")
