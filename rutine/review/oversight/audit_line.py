"""One entry of the audit trail in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rutine.cases.trail.audit_search import AuditLine, Who
from rutine.core.differences import Action
from rutine.core.reason_texts import action_text
from rutine.review import wording
from rutine.review.catalogue import Catalogue, number

_ACTIONS: Final = "audit_action."


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it stands on the page and in a file. `who` says robot or person in words."""

    number: str
    iso: str
    when: str
    who: str
    name: str
    what: str
    case: str
    href: str
    details: str


def line(t: Catalogue, entry: AuditLine) -> Line:
    """The entry in the reader's language."""
    case = ""
    if entry.hidden:
        case = t("audit.hidden_case")
    elif entry.case_number is not None:
        case = str(entry.case_number)
    return Line(
        number=number(entry.seq),
        iso=entry.at.isoformat(timespec="seconds"),
        when=wording.moment(t, entry.at),
        who=t(f"audit.who.{entry.who.value}"),
        name=entry.name or (t("audit.who.unknown") if entry.who is Who.PERSON else ""),
        what=t.label("audit_action", entry.action),
        case=case,
        href=f"/saker/{entry.case_number}" if entry.case_number is not None else "",
        details=_details(t, entry.details),
    )


def action_options(t: Catalogue) -> list[tuple[str, str]]:
    """Every kind of event with its words, in the order of the words."""
    kinds = [
        (key.removeprefix(_ACTIONS), text)
        for key, text in t.texts.items()
        if key.startswith(_ACTIONS)
    ]
    return sorted(kinds, key=lambda kind: kind[1].casefold())


def _details(t: Catalogue, details: Mapping[str, Any]) -> str:
    return "; ".join(f"{t(f'audit.detail.{k}')}: {_said(t, k, v)}" for k, v in details.items())


def _said(t: Catalogue, name: str, value: Any) -> str:
    if name == "choice" and value in set(Action):
        return action_text(Action(value), t.language).label
    if name == "way":
        return t.label("sign_in_way", f"{value}.name")
    if name == "why":
        return t.label("sign_in_stop", f"{value}.title")
    if name in {"role", "roles"}:
        roles = [value] if name == "role" else value
        return ", ".join(t.label("audit_role", role) for role in roles)
    if name == "ticked":
        return ", ".join(t.label("field", each) for each in value)
    return str(value)
