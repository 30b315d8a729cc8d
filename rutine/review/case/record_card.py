"""A service record on the page of its case: its rows, what speaks against it, and the document."""

from __future__ import annotations

from dataclasses import dataclass

from rutine.cases.views import CaseStatus, CaseView
from rutine.core.differences import Action
from rutine.core.reason_texts import reason_text
from rutine.core.service_record import RecordDraft
from rutine.review.catalogue import Catalogue
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit
from rutine.service_records.merging import MergedPosition
from rutine.service_records.page import rows_of
from rutine.service_records.words import (
    day_text,
    flag_text,
    position_text,
    size_text,
    span_text,
)


@dataclass(frozen=True, slots=True, repr=False)
class RecordRow:
    """One row of the record, in words."""

    days: str
    position: str
    unit: str
    size: str
    sources: str


@dataclass(frozen=True, slots=True, repr=False)
class RecordTable:
    """The rows as they are if a source counts first; `title` is empty where only one table is."""

    title: str
    rows: list[RecordRow]


@dataclass(frozen=True, slots=True, repr=False)
class RecordCard:
    """What stands on the page of a request.

    Attributes:
        about: when it was asked for, and in which language the document is.
        remarks: what speaks against it: the reason's title, and the days and whose word.
        tables: the record; one for each source that may be chosen, where they disagree.
        leaves: the days of leaves that affect seniority.
        made: what is said of the document.
        sources: what may be chosen; empty unless sources disagree.
        href: where the document is asked for; empty where it can't be.
        label: of the button.
    """

    about: str
    remarks: list[tuple[str, str]]
    tables: list[RecordTable]
    leaves: list[str]
    made: str
    sources: list[tuple[str, str]]
    href: str
    label: str


def record_card(visit: Visit, case: CaseView) -> RecordCard | None:
    """None for a case that makes no document."""
    draft = case.about.record if case.about is not None else None
    if draft is None:
        return None
    t = visit.t
    decision = case.decision
    signed = (
        decision is not None and decision.action is Action.SIGN and case.status is CaseStatus.DONE
    )
    chosen = decision.source_choice if decision is not None and signed else None
    if case.proposal is not None and case.proposal.action is Action.SIGN:
        chosen = case.proposal.source_choice
    by_rule = case.status is CaseStatus.AUTO_CLOSED and draft.authority is not None
    state = "issued" if case.issued else "signed" if signed or by_rule else "draft"
    can = bool(draft.positions) and bool(draft.name) and draft.born is not None
    return RecordCard(
        about=t(
            "record.about",
            day=day_text(draft.asked),
            language=t(f"record.language.{draft.language}"),
        ),
        remarks=[_remark(t, draft, place) for place in range(len(draft.flags))],
        tables=_tables(t, draft, chosen, settled=signed or chosen is not None),
        leaves=[span_text(each.first, each.last) for each in draft.leaves],
        made=t(f"record.made.{state}"),
        sources=source_choices(t, case),
        href=Listing.here(visit).step(case.number, "tjenestebevis") if can else "",
        label=t(f"record.get.{state}"),
    )


def source_choices(t: Catalogue, case: CaseView) -> list[tuple[str, str]]:
    """The sources that disagree, of which a person chooses one; empty where none do."""
    draft = case.about.record if case.about is not None else None
    if draft is None:
        return []
    return [(source, _source(t, draft, source)) for source in draft.contested]


def _tables(
    t: Catalogue, draft: RecordDraft, chosen: str | None, *, settled: bool
) -> list[RecordTable]:
    if settled or not draft.contested:
        title = t("record.counts", source=_source(t, draft, chosen)) if chosen else ""
        return [RecordTable(title, _rows(t, draft, chosen))]
    return [
        RecordTable(
            t("record.if_counts", source=_source(t, draft, source)), _rows(t, draft, source)
        )
        for source in draft.contested
    ]


def _rows(t: Catalogue, draft: RecordDraft, chosen: str | None) -> list[RecordRow]:
    return [_row(t, draft, each) for each in rows_of(draft, chosen)]


def _row(t: Catalogue, draft: RecordDraft, row: MergedPosition) -> RecordRow:
    return RecordRow(
        days=span_text(row.first, row.last),
        position=position_text(row),
        unit=draft.units.get(row.unit, row.unit),
        size=size_text(row),
        sources=", ".join(_source(t, draft, each) for each in row.sources),
    )


def _remark(t: Catalogue, draft: RecordDraft, place: int) -> tuple[str, str]:
    flag = draft.flags[place]
    whose = ", ".join(_source(t, draft, each) for each in flag.sources)
    return reason_text(flag.code, t.language).title, " · ".join(
        part for part in (flag_text(flag), whose) if part
    )


def _source(t: Catalogue, draft: RecordDraft, source: str) -> str:
    titles = draft.sources.get(source, {})
    return titles.get(t.language.value) or titles.get("nb") or source
