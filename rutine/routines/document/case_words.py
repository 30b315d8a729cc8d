"""What becomes a case and why, how people decide it, and how the data about people are kept."""

from __future__ import annotations

from collections.abc import Iterator

from rutine.core.reason_texts import reason_text, role_name
from rutine.core.reasons import REASONS, UNEXPLAINED
from rutine.routines.document.blocks import Block, Bullets, Grid, Paragraph, Section, facts
from rutine.routines.document.document_texts import DocumentTexts
from rutine.routines.exception_rule import ExceptionRule
from rutine.routines.review_rule import ReviewRules, TwoPersonLimits
from rutine.routines.routine_file import RoutineFile
from rutine.routines.vocabulary import said


def case_sections(routine: RoutineFile, texts: DocumentTexts) -> Iterator[Section]:
    """Exceptions, controls and data protection."""
    if routine.exceptions:
        rows = tuple(_exception(each, texts) for each in routine.exceptions)
        keys = ("code", "reason", "do", "who", "severity")
        grid = Grid(texts("h_exceptions"), tuple(texts(key) for key in keys), rows)
        intro = Paragraph(texts("exceptions_intro"))
        yield Section("exceptions", texts("h_exceptions"), (intro, grid))
    yield Section("controls", texts("h_controls"), tuple(_controls(routine, texts)))
    yield Section("protection", texts("h_protection"), tuple(_protection(routine, texts)))


def _exception(rule: ExceptionRule, texts: DocumentTexts) -> tuple[str, ...]:
    """A reason as the catalogue has it; a code that it does not have says so by itself."""
    told = reason_text(rule.code, texts.for_reasons)
    reason = REASONS.get(rule.code, REASONS[UNEXPLAINED])
    action = told.action
    if rule.note:
        action = texts("note", action=action, note=rule.note)
    return (
        rule.code,
        told.title,
        action,
        role_name(rule.who or reason.who, texts.for_reasons),
        texts.word("severities", rule.severity),
    )


def _controls(routine: RoutineFile, texts: DocumentTexts) -> Iterator[Block]:
    if routine.automated:
        keys = ("control_rows", "control_twice", "control_evidence", "control_trail")
        yield Bullets(tuple(texts(key) for key in keys))
    if routine.review is not None:
        yield _review(routine.review, texts)
    elif not routine.automated:
        yield Paragraph(texts("no_controls"))


def _review(review: ReviewRules, texts: DocumentTexts) -> Block:
    deadlines = review.deadline_days
    holds = "\n".join(
        texts(
            "hold_days",
            title=said(each.title, texts.language),
            days=texts.length(0, 0, each.days),
        )
        for each in review.hold_reasons
    )
    roles = [
        texts.several([texts.word("roles", role) for role in names], "or")
        for names in (review.decided_by, review.approved_by)
    ]
    return facts(
        (
            (texts("queue"), review.queue),
            (texts("worked_by"), review.unit),
            (texts("decided_by"), roles[0]),
            (texts("approved_by"), roles[1]),
            (texts("two_persons"), _two_persons(review.two_persons, texts)),
            (
                texts("deadline_days"),
                texts("deadlines", **deadlines.model_dump()) if deadlines else None,
            ),
            (texts("hold"), holds),
        )
    )


def _two_persons(limits: TwoPersonLimits | None, texts: DocumentTexts) -> str | None:
    if limits is None:
        return None
    told = []
    for name, kroner in limits.model_dump().items():
        if kroner is not None:
            what = texts.word("limits", name)
            least = texts.number(kroner)
            told.append(
                texts("two_from", what=what, kroner=least)
                if kroner
                else texts("two_always", what=what)
            )
    return "\n".join(told)


def _protection(routine: RoutineFile, texts: DocumentTexts) -> Iterator[Block]:
    who = routine.identity
    classes = texts.several([texts.word("classes", each) for each in who.data_classes])
    dpia = who.dpia
    state = texts("not_said")
    if dpia is not None:
        state = texts("dpia_missing" if dpia.needed else "dpia_not_needed")
        if dpia.done is not None:
            state = texts("dpia_done", day=texts.day(dpia.done))
    yield facts(
        (
            (texts("data_classes"), classes or texts("not_said")),
            (texts("legal_basis"), who.legal_basis or texts("not_said")),
            (texts("dpia"), state),
            (texts("dpia_reference"), dpia.reference if dpia else None),
            (texts("dpia_why"), dpia.why if dpia else None),
        )
    )
    if routine.automated:
        keys = ("protect_ids", "protect_logs", "protect_access")
        yield Bullets(tuple(texts(key) for key in keys))
