"""Requirements and cover rules in plain words: whom they are for, what proves them, by when."""

from __future__ import annotations

from collections.abc import Iterator

from rutine.routines.cover_rule import CoverRule
from rutine.routines.document.blocks import Facts, Section, facts
from rutine.routines.document.document_texts import DocumentTexts
from rutine.routines.document.right_words import right_facts
from rutine.routines.obligation_rule import (
    AppliesTo,
    Due,
    Exemption,
    Needed,
    ObligationRule,
    ObligationText,
)
from rutine.routines.routine_file import RoutineFile
from rutine.routines.vocabulary import Dated, said


def obligation_sections(routine: RoutineFile, texts: DocumentTexts) -> Iterator[Section]:
    """A section of requirements and one of shifts, where the file has them."""
    if routine.obligations:
        parts = tuple(_obligation(rule, texts) for rule in routine.obligations)
        yield Section("obligations", texts("h_obligations"), parts)
    if routine.cover_rules:
        covers = tuple(_cover(rule, texts) for rule in routine.cover_rules)
        yield Section("cover", texts("h_cover"), covers)
    if routine.redeployment is not None:
        rights = right_facts(routine.redeployment, texts)
        yield Section("redeployment", texts("h_redeployment"), rights)


def _obligation(rule: ObligationRule, texts: DocumentTexts) -> Facts:
    rows: list[tuple[str, str | None]] = [
        (texts("applies_to"), _applies(rule.applies_to, texts)),
        *(row for text in rule.rules for row in _text_rows(rule, text, texts)),
        (texts("blocking"), texts("yes") if rule.blocking else None),
        (texts("exemptions"), "\n".join(_exemption(each, texts) for each in rule.exemptions)),
        (texts("legal_basis"), rule.legal_ref),
        (texts("owner"), rule.owner),
    ]
    return facts(tuple(rows), said(rule.title, texts.language))


def _text_rows(
    rule: ObligationRule, text: ObligationText, texts: DocumentTexts
) -> list[tuple[str, str | None]]:
    """What holds from one day to another; the days first, where there are any."""
    dated = text.first is not None or text.last is not None
    grace = texts("grace_days", days=texts.length(0, 0, text.grace_days))
    before = texts.several([str(day) for day in text.warn_days])
    extra = [texts("since_event")] if text.since_event else []
    if text.pause_after_months is not None:
        pause = texts.length(text.pause_after_months, 0, 0) or texts("days", count=0)
        back = texts.length(0, 0, text.return_days) or texts("days", count=0)
        extra.append(texts("paused", months=pause, days=back))
    valid = texts.length(text.valid_months or 0, 0, 0) or texts("for_ever")
    return [
        (texts("holds"), held(text, texts) if dated else None),
        (texts("needs"), " ".join((needed(text.needs, texts), *extra))),
        (texts("due"), deadline(rule, text.due, texts)),
        (texts("valid_for"), valid),
        (texts("reminded"), texts("days_before", days=before) if text.warn_days else None),
        (texts("grace"), grace if text.grace_days else None),
    ]


def needed(needs: Needed, texts: DocumentTexts) -> str:
    """What proves it; what lies inside another stands in brackets."""
    if needs.type is not None:
        kind = texts.word("proofs", needs.type)
        if needs.valid_months is None:
            return texts("proof", type=kind, code=needs.code)
        months = texts.length(needs.valid_months, 0, 0)
        return texts("proof_valid", type=kind, code=needs.code, months=months)
    inner = needs.all or needs.any or ()
    parts = [
        needed(each, texts) if each.type is not None else f"({needed(each, texts)})"
        for each in inner
    ]
    return texts("all_of" if needs.all else "any_of", parts=", ".join(parts))


def deadline(rule: ObligationRule, due: Due, texts: DocumentTexts) -> str:
    """By when, counted from what."""
    if due.on is not None:
        return texts("due_on", day=texts.day(due.on))
    counts = (due.months, due.weeks, due.days)
    event = texts.word("events", rule.event)
    end = texts("month_end") if due.month_end else ""
    if not any(counts):
        return texts("at_event", event=event) + end
    if all(count <= 0 for count in counts):
        length = texts.length(*(-count for count in counts))
        return texts("before_event", length=length, event=event) + end
    return texts("after_event", length=texts.length(*counts), event=event) + end


def held(dated: Dated, texts: DocumentTexts) -> str:
    """From and to which day something holds."""
    first = texts.day(dated.first) if dated.first else None
    last = texts.day(dated.last) if dated.last else None
    if first and last:
        return texts("from_to", first=first, last=last)
    if first:
        return texts("from_day", first=first)
    return texts("to_day", last=last) if last else texts("always")


def _applies(to: AppliesTo, texts: DocumentTexts) -> str:
    lists = (
        ("in_units", to.unit_subtree),
        ("in_positions", to.position_codes),
        ("with_tags", to.tags),
    )
    parts = [texts(key, names=texts.several(names, "or")) for key, names in lists if names]
    shares = (("least_percent", to.min_percent), ("least_absence", to.min_absence_percent))
    parts += [texts(key, share=texts.drawn.share(least)) for key, least in shares if least]
    return "; ".join(parts) or texts("everybody")


def _exemption(each: Exemption, texts: DocumentTexts) -> str:
    title = said(each.title, texts.language)
    if each.valid_months is not None:
        title = f"{title}, {texts.length(each.valid_months, 0, 0)}"
    if each.decided_by is None:
        return title
    return texts("exemption_by", title=title, role=each.decided_by)


def _cover(rule: CoverRule, texts: DocumentTexts) -> Facts:
    place = rule.place.unit or rule.place.vehicle or rule.place.office
    days = texts.several([texts.word("weekday", day) for day in rule.weekdays])
    window = rule.window
    hours = texts("weekdays_window", weekdays=days, begins=window.begins, ends=window.ends)
    needs = []
    for each in rule.need:
        need = texts("at_least", count=each.min, competence=each.competence)
        others = texts.several(each.or_higher, "or")
        needs.append(texts("or_higher", need=need, others=others) if others else need)
    if rule.one_person_may_fill > 1:
        needs.append(texts("one_person", count=rule.one_person_may_fill))
    if not rule.substitute_ok:
        needs.append(texts("no_substitute"))
    dated = rule.first is not None or rule.last is not None
    return facts(
        (
            (texts("place"), place),
            (texts("window"), hours),
            (texts("need"), "\n".join(needs)),
            (texts("when_not_met"), texts.word("strict", rule.strictness)),
            (texts("horizon"), texts.length(0, rule.horizon_weeks, 0)),
            (texts("holds"), held(rule, texts) if dated else None),
            (texts("legal_basis"), rule.legal_ref),
            (texts("owner"), rule.owner),
        ),
        said(rule.title, texts.language),
    )
