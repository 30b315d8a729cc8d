"""A case of a known shape in words: what it is about, what it rests on, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rutine.cases.kinds import COVER, OBLIGATION, PAIR, REDEPLOYMENT, RESPONDENT
from rutine.cases.views import CaseRow, CaseView
from rutine.core.differences import Evidence, Proof, RowRef, Side
from rutine.review import wording
from rutine.review.case.sources import source_lines
from rutine.review.catalogue import Catalogue
from rutine.review.visit import Visit

MOST_PROOFS: Final = 40
_SPAN: Final = "/"


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """One thing that is said of the case; `state` is `right`, `wrong` or empty."""

    label: str
    value: str
    state: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ProofRow:
    """One row that the case rests on, with the file's own line."""

    title: str
    verdict: str
    number: int
    raw: str | None


@dataclass(frozen=True, slots=True, repr=False)
class ShapeCase:
    """What stands on the page of such a case beside what every case has."""

    rule: str
    why: str
    told: list[Told]
    asked_title: str
    asked: list[tuple[str, str]]
    proofs: list[ProofRow]
    more: str
    table: str


def shape_case(visit: Visit, case: CaseView) -> ShapeCase | None:
    """None for a case about refunds."""
    about, t = case.about, visit.t
    if about is None:
        return None
    paired = case.kind == PAIR
    shown = about.proofs[:MOST_PROOFS]
    return ShapeCase(
        rule=_in_language(t, about.title) or t("shape.no_rule"),
        why=_in_language(t, about.why),
        told=[] if paired or about.record is not None else list(_told(t, case)),
        asked_title=_asked_title(t, case),
        asked=list(about.free),
        proofs=_proofs(visit, case, shown),
        more=t("side.more", shown=len(shown), total=len(about.proofs))
        if len(about.proofs) > len(shown)
        else "",
        table=f"/kompetanse?rutine={case.routine}&arbeidsgiver={case.employer}"
        if case.kind == OBLIGATION and case.routine in visit.site.standings.routines()
        else "",
    )


def _asked_title(t: Catalogue, case: CaseView) -> str:
    if case.kind == RESPONDENT:
        return t("shape.shared_by")
    concerned = case.kind == REDEPLOYMENT or (case.kind == COVER and case.reason != "C01")
    return t("shape.hangs_on" if concerned else "shape.may_be_asked")


def exemptions(t: Catalogue, case: CaseView) -> list[tuple[str, str]]:
    """The reasons for which the person may be exempted."""
    choices = case.about.exemptions if case.about is not None else ()
    return [(each.reason, _in_language(t, each.title) or each.reason) for each in choices]


def side_titles(t: Catalogue, case: CaseView) -> tuple[str, str] | None:
    """What a routine calls its own two lists."""
    if case.about is None or case.about.sides is None:
        return None
    expected, happened = case.about.sides
    return _in_language(t, expected), _in_language(t, happened)


def _in_language(t: Catalogue, texts: dict[str, str]) -> str:
    return texts.get(t.language.value) or texts.get("nb", "")


def _told(t: Catalogue, case: CaseView) -> Iterator[Told]:
    for each in case.evidence:
        yield Told(_label(t, case, each), _value(t, each), _state(each))


def _label(t: Catalogue, case: CaseView, evidence: Evidence) -> str:
    """A field of the texts; an item or competence by its type and the list's own code."""
    if evidence.kind == "item":
        kind, _, code = evidence.field.partition(" ")
        return f"{t(f'shape.item.{kind}')} {code}"
    if evidence.kind == "lacking":
        names = case.about.names if case.about is not None else {}
        named = _in_language(t, names.get(evidence.field, {}))
        return t("shape.lacking", what=wording.inside(named) if named else evidence.field)
    return t.label("shape_field", evidence.field)


def _value(t: Catalogue, evidence: Evidence) -> str:
    raw = evidence.right or ""
    if evidence.kind == "state":
        return t(f"shape.state.{raw}")
    if evidence.kind == "item":
        cause, _, until = raw.partition(" ")
        day = wording.day(date.fromisoformat(until)) if until else ""
        return t(f"shape.held.{cause}_to" if day else f"shape.held.{cause}", day=day)
    if evidence.kind == "span":
        return _span(raw)
    if evidence.kind == "weighed":
        return _weighed(t, evidence)
    return wording.value(t, evidence.kind, raw)


def _weighed(t: Catalogue, evidence: Evidence) -> str:
    """What a vacancy says and what is known of the person; unknown is told as unknown."""
    sides = {"vacancy": evidence.left, "person": evidence.right}
    words = {
        name: t(f"shape.contract.{said}") if said and evidence.field == "contract" else said or ""
        for name, said in sides.items()
    }
    unknown = [name for name, said in sides.items() if not said]
    if unknown:
        return t(f"shape.weighed.unknown_{'both' if len(unknown) > 1 else unknown[0]}", **words)
    return t(f"shape.weighed.{'agrees' if evidence.equal else 'differs'}", **words)


def _span(raw: str) -> str:
    """A time from one moment on the wall to another: the second day where it is another."""
    first, last = (datetime.fromisoformat(part) for part in raw.split(_SPAN))
    until = f"{last:%H:%M}" if last.date() == first.date() else f"{wording.day(last)} {last:%H:%M}"
    return f"{wording.day(first)} {first:%H:%M}–{until}"


def _state(evidence: Evidence) -> str:
    if evidence.kind != "item":
        return ""
    return "right" if evidence.equal else "wrong"


def _proofs(visit: Visit, case: CaseView, proofs: Sequence[Proof]) -> list[ProofRow]:
    """Each row with its line; of a protected person the line is shown to nobody."""
    rows = [
        CaseRow(RowRef(side=Side.LINE, sha256=each.sha256, row=each.row), None, None)
        for each in proofs
    ]
    lines = [None] * len(rows) if case.restricted else source_lines(visit.site, rows)
    return [
        ProofRow(_title(visit.t, case, each), _verdict(visit.t, case, each), each.row, line)
        for each, line in zip(proofs, lines, strict=True)
    ]


def _title(t: Catalogue, case: CaseView, proof: Proof) -> str:
    record = t.label("shape_record", proof.record)
    if case.kind != OBLIGATION:
        return record
    first, last = proof.days
    days = "–".join(wording.day(each) if each else "" for each in (first, last) if each or first)
    return f"{record}: {proof.words} {days}".strip()


def _verdict(t: Catalogue, case: CaseView, proof: Proof) -> str:
    if case.kind != OBLIGATION or not proof.verdict:
        return ""
    return t(f"shape.verdict.{proof.verdict}")
