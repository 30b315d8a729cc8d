"""The obligations and cover rules of a routine file, as their engines understand them.

The routine file speaks to consultants, the engines to proofs; this is the only place where the
words of the one become those of the other.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from rutine.obligations.cover.rule import CoverRule as Cover
from rutine.obligations.requirement import APPLIES, Requirement
from rutine.routines.cover_rule import CoverRule
from rutine.routines.obligation_rule import Needed, ObligationRule
from rutine.routines.vocabulary import said

OF_POSITIONS: Final = frozenset({APPLIES, "hired", "position_started", "position_ended"})
"""Events that a person has once, by employment and position; any other is a subject of its own."""

ABSENCE: Final = frozenset({"absence_start", "absence_day", "facilitation_missing"})
"""Events of an absence, whose days are joined from the list of absence."""


def requirement_of(rule: ObligationRule) -> Requirement:
    """One obligation as the engine takes it."""
    applies = rule.applies_to
    return Requirement.model_validate(
        {
            "id": rule.id,
            "name": said(rule.title, "nb"),
            "applies_to": {
                "units": applies.unit_subtree,
                "position_codes": applies.position_codes,
                "tags": applies.tags,
                "min_percent": applies.min_percent,
            },
            "event": rule.event,
            "rules": [
                {
                    "from": text.first,
                    "to": text.last,
                    "needs": _need(text.needs),
                    "due": text.due.model_dump(),
                    "valid_months": text.valid_months,
                    "warn_days": text.warn_days,
                    "grace_days": text.grace_days,
                    "since_event": text.since_event,
                    "pause_after_months": text.pause_after_months,
                    "return_days": text.return_days,
                }
                for text in rule.rules
            ],
            "dated_by": rule.dated_by,
            "blocking": rule.blocking,
            "legal_ref": rule.legal_ref or "",
            "owner": rule.owner or "",
        }
    )


def _need(needed: Needed) -> dict[str, Any]:
    for key in ("all", "any"):
        parts: tuple[Needed, ...] | None = getattr(needed, key)
        if parts is not None:
            return {key: [_need(part) for part in parts]}
    return {"type": needed.type, "code": needed.code, "valid_months": needed.valid_months}


def cover_of(rule: CoverRule, every_unit: Collection[str]) -> Cover:
    """One cover rule as the engine takes it; a vehicle or office is looked for in every unit."""
    place = rule.place
    resource = place.vehicle or place.office
    return Cover.model_validate(
        {
            "id": rule.id,
            "name": said(rule.title, "nb"),
            "units": list(every_unit) if place.unit is None else [place.unit],
            "resources": [] if resource is None else [resource],
            "weekdays": rule.weekdays,
            "window": {"from": rule.window.begins, "to": rule.window.ends},
            "from": rule.first,
            "to": rule.last,
            "needs": [need.model_dump() for need in rule.need],
            "one_person_may_fill": rule.one_person_may_fill,
            "substitute_ok": rule.substitute_ok,
            "strength": rule.strictness,
            "expiring_days": rule.expiring_days,
            "tell_single_point": rule.tell_single_point,
            "owner": rule.owner or "",
            "legal_ref": rule.legal_ref or "",
        }
    )
