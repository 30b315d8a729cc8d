"""The procedure, today's and the one to be: drawn, and as a table that says all of it."""

from __future__ import annotations

from collections.abc import Iterator

from rutine.routines.document.blocks import Block, Drawing, Grid, Paragraph, Section, full_columns
from rutine.routines.document.document_texts import DocumentTexts
from rutine.routines.drawing.chart import Chart
from rutine.routines.drawing.layout import arrange
from rutine.routines.drawing.procedure_charts import fates_of_today, to_be_chart, today_chart
from rutine.routines.procedure import ROBOT, ToBeStep, TodayStep
from rutine.routines.routine_file import RoutineFile

_ALL = 100


def step_sections(routine: RoutineFile, texts: DocumentTexts) -> Iterator[Section]:
    """A section for each of the two, where the file has steps of it."""
    procedure = routine.procedure
    if procedure.today:
        chart = today_chart(routine, texts.language)
        yield Section("today", texts("h_today"), (*_drawn(chart, texts), _today(routine, texts)))
    if procedure.to_be:
        chart = to_be_chart(routine, texts.language)
        yield Section("to_be", texts("h_to_be"), (*_drawn(chart, texts), _to_be(routine, texts)))


def _drawn(chart: Chart | None, texts: DocumentTexts) -> tuple[Block, ...]:
    """The totals and the drawing; nothing where every step is gone."""
    if chart is None:
        return ()
    told = Paragraph(" ".join(chart.summary))
    return (told, Drawing(arrange(chart)), Paragraph(texts("drawn_and_told")))


def _today(routine: RoutineFile, texts: DocumentTexts) -> Grid:
    keys = (
        "no_",
        "step",
        "actor",
        "system",
        "minutes_",
        "waiting_",
        "taken_by",
        "decided",
        "errors_",
        "waste_",
        "becomes",
    )
    fates = fates_of_today(routine.procedure.to_be)
    rows = tuple(
        _today_row(routine, step, fates.get(step.no, ()), texts) for step in routine.procedure.today
    )
    return full_columns(texts("h_today"), tuple(texts(key) for key in keys), rows)


def _today_row(
    routine: RoutineFile, step: TodayStep, fates: tuple[str, ...], texts: DocumentTexts
) -> tuple[str, ...]:
    drawn = texts.drawn
    words = [step.words(texts.language)]
    words += [texts("input", text=step.input)] if step.input else []
    words += [texts("output", text=step.output)] if step.output else []
    often = texts("all_cases")
    if step.times_a_month is not None:
        often = drawn.times(step.times_a_month)
    elif step.share_percent < _ALL:
        often = texts("share_of_cases", share=drawn.share(step.share_percent))
    return (
        str(step.no),
        "\n".join(words),
        _actor(step.actor, texts),
        _system(routine, step.system),
        drawn.number(step.touch_minutes),
        drawn.hours(step.wait_hours) if step.wait_hours else "",
        often,
        texts.word("decides", step.decided_by),
        drawn.share(step.error_percent) if step.error_percent else "",
        drawn.word("waste", step.waste) if step.waste else "",
        "\n".join(drawn.word("fate", fate) for fate in fates),
    )


def _to_be(routine: RoutineFile, texts: DocumentTexts) -> Grid:
    keys = ("no_", "step", "becomes", "actor", "system", "replaces_", "flow_step")
    place, rows = 0, []
    for step in routine.procedure.to_be:
        place += step.becomes != "removed"
        rows.append(_to_be_row(routine, step, place, texts))
    return full_columns(texts("h_to_be"), tuple(texts(key) for key in keys), tuple(rows))


def _to_be_row(
    routine: RoutineFile, step: ToBeStep, place: int, texts: DocumentTexts
) -> tuple[str, ...]:
    gone = step.becomes == "removed"
    return (
        "–" if gone else str(place),
        step.words(texts.language),
        texts.drawn.word("fate", step.becomes),
        "" if gone else _actor(step.done_by or ROBOT, texts),
        _system(routine, step.system),
        ", ".join(str(no) for no in step.of_today),
        step.flow_step or "",
    )


def _actor(actor: str, texts: DocumentTexts) -> str:
    return texts.drawn("robot") if actor == ROBOT else actor


def _system(routine: RoutineFile, system: str | None) -> str:
    names = {each.id: each.name for each in routine.identity.systems}
    return names.get(system, system) if system else ""
