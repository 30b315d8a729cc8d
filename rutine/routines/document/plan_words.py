"""When the routine runs, what is gained by it, and the examples that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rutine.routines.document.blocks import Facts, Grid, Paragraph, Section, facts
from rutine.routines.document.document_texts import DocumentTexts, capital
from rutine.routines.gain_card import GainCard
from rutine.routines.routine_file import RoutineFile
from rutine.routines.run_calendar import RunTime
from rutine.routines.vocabulary import said

_OF_TIME = frozenset({"touch_minutes", "saved_minutes"})


def plan_sections(
    routine: RoutineFile, shown: Mapping[str, str], texts: DocumentTexts
) -> Iterator[Section]:
    """Calendar, gains and examples, as far as the file has them.

    Args:
        routine: the routine.
        shown: what each example shows, by its folder's name.
        texts: the document's language.
    """
    if routine.calendar:
        rows = tuple(
            (capital(run_words(each, texts)), said(each.title or {}, texts.language))
            for each in routine.calendar
        )
        grid = Grid(texts("h_calendar"), (texts("time"), texts("what")), rows)
        yield Section("calendar", texts("h_calendar"), (grid,))
    if routine.gains:
        cards = tuple(_gain(card, texts) for card in routine.gains)
        yield Section("gains", texts("h_gains"), cards)
    if routine.examples:
        rows = tuple((name, shown.get(name, "")) for name in routine.examples)
        grid = Grid(texts("h_examples"), (texts("example"), texts("shows")), rows)
        intro = Paragraph(texts("example_intro"))
        yield Section("examples", texts("h_examples"), (intro, grid))


def run_words(time: RunTime, texts: DocumentTexts) -> str:
    """When something runs, in words."""
    days: list[str] = []
    match time.when:
        case "weekly":
            days = [texts.word("weekday", day) for day in time.weekdays]
        case "working_days_of_month":
            days = [_nth(day, texts) for day in time.working_days]
        case "days_of_month":
            days = [texts("last_day") if day == -1 else _nth(day, texts) for day in time.days]
    when = texts(time.when, days=texts.several(days), at=time.at)
    match time.on_holidays:
        case "skip":
            return texts("on_skip", when=when)
        case "next_working_day":
            return texts("on_next", when=when)
        case _:
            return when


def _nth(day: int, texts: DocumentTexts) -> str:
    if day == -1:
        return texts("last")
    return texts("nth", n=day) if day > 0 else texts("nth_last", n=-day)


def _gain(card: GainCard, texts: DocumentTexts) -> Facts:
    before, target = card.baseline, card.target
    use = card.use_of_saved_time or (texts("no_use") if card.indicator in _OF_TIME else None)
    return facts(
        (
            (texts("gain_type"), texts.word("types", card.type)),
            (texts("receiver"), card.receiver),
            (texts("gain_owner"), card.owner or texts("not_said")),
            (texts("indicator"), texts.word("indicators", card.indicator)),
            (texts("unit"), card.unit),
            (
                texts("baseline"),
                texts(
                    "baseline_told",
                    value=texts.number(before.value),
                    day=texts.day(before.date),
                    figures=texts.drawn.word("figures", before.figures),
                )
                if before
                else texts("not_said"),
            ),
            (texts("counted_by"), before.source if before else None),
            (
                texts("target"),
                texts("target_told", value=texts.number(target.value), day=texts.day(target.by))
                if target
                else texts("not_said"),
            ),
            (texts("measured_how"), card.measured_how),
            (texts("use_of_time"), use),
            (texts("prerequisites"), "\n".join(card.prerequisites)),
            (texts("actions"), "\n".join(card.actions)),
            (texts("risk"), card.risk),
            (texts("status"), texts.word("statuses", card.status)),
        ),
        said(card.title, texts.language),
    )
