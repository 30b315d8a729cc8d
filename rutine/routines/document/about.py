"""Whose routine it is, how much of it there is, what it runs on and what it reads."""

from __future__ import annotations

from collections.abc import Iterator

from rutine.routines.document.blocks import Block, Grid, Paragraph, Section, facts, full_columns
from rutine.routines.document.document_texts import DocumentTexts
from rutine.routines.graded_routine import stream_of
from rutine.routines.routine_file import RoutineFile
from rutine.routines.vocabulary import said


def about_sections(routine: RoutineFile, texts: DocumentTexts) -> Iterator[Section]:
    """The sections before the procedure."""
    yield Section("about", texts("h_about"), (_identity(routine, texts),))
    if routine.volume is not None:
        yield Section("volume", texts("h_volume"), _volume(routine, texts))
    if routine.identity.systems:
        yield Section("systems", texts("h_systems"), (_systems(routine, texts),))


def source_sections(routine: RoutineFile, texts: DocumentTexts) -> Iterator[Section]:
    """What the routine reads, where it reads anything."""
    if not routine.sources:
        return
    names = {system.id: system.name for system in routine.identity.systems}
    rows = tuple(
        (
            texts.word("records", record),
            ", ".join(source.formats),
            names.get(source.system, source.system) if source.system else "",
            texts.word("fetched", source.fetched_by) if source.fetched_by else "",
            source.where or "",
        )
        for record, source in routine.sources.items()
    )
    columns = tuple(texts(key) for key in ("record", "formats", "system", "fetched_by", "where"))
    yield Section("sources", texts("h_sources"), (full_columns(texts("h_sources"), columns, rows),))


def _identity(routine: RoutineFile, texts: DocumentTexts) -> Block:
    who = routine.identity
    missing = texts("not_said")
    return facts(
        (
            (texts("purpose"), who.purpose),
            (texts("stage"), texts.word("stages", routine.stage)),
            (texts("kind"), texts.word("kinds", routine.kind) if routine.kind else None),
            (texts("owner"), who.owner or missing),
            (texts("coordinator"), who.coordinator),
            (texts("units"), texts.several(who.units)),
            (texts("legal_basis"), who.legal_basis or missing),
            (texts("legal_duty"), texts.yes(who.legal_duty)),
            (texts("rule_changes"), texts.number(who.rule_changes_a_year)),
            (texts("same_elsewhere"), texts.number(who.same_elsewhere)),
        )
    )


def _volume(routine: RoutineFile, texts: DocumentTexts) -> tuple[Block, ...]:
    volume, sums, drawn = routine.volume, stream_of(routine), texts.drawn
    if volume is None:
        return ()
    cost = volume.kroner_per_hour
    exceptions, before = volume.exception_percent, routine.baseline
    touch = sums.touch_minutes if routine.procedure.today else None
    lead = sums.lead_hours if routine.procedure.today else None
    table = facts(
        (
            (texts("case"), said(volume.case, texts.language)),
            (texts("cases_a_month"), texts.number(volume.cases_a_month)),
            (texts("peak"), texts.number(volume.peak_a_month)),
            (texts("peak_when"), volume.peak_when),
            (texts("exception_percent"), None if exceptions is None else drawn.share(exceptions)),
            (texts("staff"), texts.number(volume.staff)),
            (texts("kroner_per_hour"), texts("kroner", count=drawn.number(cost)) if cost else None),
            (texts("touch"), None if touch is None else drawn.minutes(touch)),
            (texts("lead"), None if lead is None else drawn.hours(lead)),
            (texts("measured_before"), drawn.minutes(before.minutes_per_case) if before else None),
            (texts("figures"), drawn.word("figures", volume.figures)),
            (texts("counted"), texts.day(volume.counted_on) if volume.counted_on else None),
            (texts("counted_by"), volume.source),
        )
    )
    if volume.figures == "example":
        return (Paragraph(texts("examples_shown")), table)
    return (table,)


def _systems(routine: RoutineFile, texts: DocumentTexts) -> Grid:
    keys = ("system", "used_for", "reached_by", "has_api", "in_use_since", "replaced_on")
    rows = tuple(
        (
            system.name,
            system.used_for or "",
            texts.word("reached", system.reached_by) if system.reached_by else "",
            texts.yes(system.has_api) or "",
            str(system.in_use_since or ""),
            texts.day(system.replaced_on) if system.replaced_on else "",
        )
        for system in routine.identity.systems
    )
    return full_columns(texts("h_systems"), tuple(texts(key) for key in keys), rows)
