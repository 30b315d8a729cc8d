"""The matching's rules in plain words: what each demands, and what it may do."""

from __future__ import annotations

from collections.abc import Iterator

from rutine.core.reason_texts import benefit_name
from rutine.matching.gates import Identity, Likeness
from rutine.matching.passes import Pass
from rutine.routines.document.blocks import Block, Bullets, Grid, Paragraph, Section
from rutine.routines.document.document_texts import DocumentTexts, capital
from rutine.routines.match_texts import pass_title
from rutine.routines.routine_file import RoutineFile


def match_sections(routine: RoutineFile, texts: DocumentTexts) -> Iterator[Section]:
    """The rules, where two lists are held against each other."""
    if routine.match is None:
        return
    rows = tuple(
        (
            capital(pass_title(each, rule.title, texts.language)),
            " ".join(demands(each, texts)),
            texts.word("outcomes", each.decision.value),
        )
        for rule, each in zip(routine.match, routine.passes, strict=True)
    )
    columns = tuple(texts(key) for key in ("rule", "demands", "outcome"))
    blocks: list[Block] = [
        Paragraph(texts("rules_order")),
        Grid(texts("h_rules"), columns, rows),
    ]
    more = tuple(_limits(routine, texts))
    if more:
        blocks.append(Bullets(more))
    yield Section("rules", texts("h_rules"), tuple(blocks))


def demands(each: Pass, texts: DocumentTexts) -> Iterator[str]:
    """What a pass demands of the two sides, gate by gate."""
    loose = (
        (each.identity is not Identity.SAME, "loose_identity"),
        (each.unit is not Likeness.SAME, "loose_unit"),
        (each.benefit is not Likeness.SAME, "loose_benefit"),
    )
    yield from (texts(key) for is_loose, key in loose if is_loose)
    if each.same_key:
        yield texts("same_key")
    yield texts.word("periods", each.days.value)
    if each.shift is not None:
        first_earlier, first_later, last_earlier, last_later = each.shift.days
        yield texts(
            "shift",
            first_earlier=first_earlier,
            first_later=first_later,
            last_earlier=last_earlier,
            last_later=last_later,
        )
    yield texts.word("sizes", each.sizes.name.lower())
    yield _amount(each, texts)
    yield texts("open_items" if each.carry_over else "no_open_items")


def _amount(each: Pass, texts: DocumentTexts) -> str:
    tolerance = each.tolerance
    if tolerance is None:
        return texts("to_the_ore")
    if tolerance.ore_per_day:
        return texts("tolerance_per_day", ore=tolerance.ore, per_day=tolerance.ore_per_day)
    return texts("tolerance", ore=tolerance.ore)


def _limits(routine: RoutineFile, texts: DocumentTexts) -> Iterator[str]:
    if routine.settles:
        names = [f"{benefit_name(code, texts.for_reasons)} ({code})" for code in routine.settles]
        yield texts("settles", benefits=", ".join(names))
    waiting = routine.waiting
    if waiting is not None:
        weeks = {"soft": waiting.soft_weeks, "hard": waiting.hard_weeks}
        yield texts("waiting_rule", source=waiting.source, **weeks)
    if routine.postings is not None:
        postings = routine.postings
        yield texts("posted", voucher=postings.voucher, payroll=postings.payroll)
