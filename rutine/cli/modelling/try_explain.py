"""Why one row of a trial ended where it did, in the reader's language, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from rutine.cli.texts.rehearsal_texts import Texts, texts
from rutine.core.differences import Action, Outcome
from rutine.core.reason_texts import Language, action_text, benefit_name, reason_text
from rutine.formats.sentences import Language as SentenceLanguage
from rutine.refunds.reconciliation import BY_EXPECTED
from rutine.review.case.comparison import compared
from rutine.review.catalogue import catalogue as review_catalogue
from rutine.review.masking import mask_national_ids
from rutine.routines.match_texts import pass_title, reason
from rutine.steps.scope import load_rules
from rutine.steps.trial.explaining import Near, RowTold, Told, Tried
from rutine.steps.trial.running import Trial

_LANGUAGES: dict[Language, SentenceLanguage] = {
    Language.NB: "nb",
    Language.NN: "nn",
    Language.EN: "en",
}


def explanation(told: Told, trial: Trial, language: Language) -> Iterator[str]:
    """The explanation as lines; whatever looks like a national id is masked."""
    for line in _lines(told, trial, language, texts("try", language.value)):
        yield mask_national_ids(line)


def _lines(told: Told, trial: Trial, language: Language, say: Texts) -> Iterator[str]:
    yield _row(told.row, language, say)
    ended = told.ended
    if ended is None:
        yield say("ended_nowhere", month=told.month)
    elif ended.outcome is Outcome.SETTLED:
        title = _title(ended.by, trial, language, say)
        yield say("ended_settled", month=told.month, rule=ended.by, title=title)
        if ended.reason != "D01":
            yield f"  {ended.reason}  {reason_text(ended.reason, language).title}"
        if told.undone:
            yield "  " + say("ended_undone")
    elif ended.outcome is Outcome.CASE:
        text = reason_text(ended.reason, language)
        yield say("ended_case", month=told.month, code=ended.reason, title=text.title)
        yield f"  {text.meaning}"
    else:
        yield say(f"ended_{ended.outcome.value}", month=told.month)
    if told.group:
        yield say("together")
        yield from (f"  {_row(each, language, say)}" for each in told.group)
    yield from _case(told, language, say)
    yield from _passes(told, trial, language, say)


def _title(name: str, trial: Trial, language: Language, say: Texts) -> str:
    if name == BY_EXPECTED:
        return say("by_expected")
    for rule in load_rules(trial.place).routine.match:
        if rule.name == name:
            return pass_title(rule.as_pass(()), rule.title, _LANGUAGES[language])
    return name


def _case(told: Told, language: Language, say: Texts) -> Iterator[str]:
    """The evidence of the case, claimed and paid side by side, and what it suggests."""
    if told.case is None:
        return
    t = review_catalogue(language)
    if told.case.evidence:
        yield say("evidence")
    for each in told.case.evidence:
        seen = compared(t, "group", each)
        yield "  " + say(
            "fact", field=seen.label, claimed=seen.left, paid=seen.right, verdict=seen.verdict
        )
    if told.suggestion is not None:
        yield say("suggestion", action=action_text(Action(told.suggestion), language).label)


def _passes(told: Told, trial: Trial, language: Language, say: Texts) -> Iterator[str]:
    """Each pass and what stopped it, and the nearest rows with the gates they failed."""
    if told.open_reason is not None:
        yield say("open_because", reason=reason(told.open_reason, _LANGUAGES[language]))
    if told.tried:
        yield say("tried")
    for each in told.tried:
        title = _title(each.each.name, trial, language, say)
        yield f"  {each.each.name} ({title}): {_stopped(each, told, language, say)}"
    if told.near:
        yield say("nearest")
        yield from (f"  {_near(each, language, say)}" for each in told.near)
    elif told.tried:
        yield say("no_nearest")
    if told.ways:
        yield say("ways")
        yield from (f"  {' + '.join(way)}" for way in told.ways)


def _stopped(tried: Tried, told: Told, language: Language, say: Texts) -> str:
    if not tried.takes:
        return say("not_benefit", benefit=benefit_name(told.row.benefit, language))
    if not told.near:
        return say("nobody_near")
    if tried.stopped_by is None and tried.each.compares_sums and told.open_reason is not None:
        return say("whole_group", reason=reason(told.open_reason, _LANGUAGES[language]))
    if tried.stopped_by is None:
        return say("something_beside")
    return say("stopped_by", gate=say(f"gate_{tried.stopped_by}"))


def _near(near: Near, language: Language, say: Texts) -> str:
    row = _row(near.row, language, say)
    gates = ", ".join(say(f"gate_{each}") for each in near.failed)
    return f"{row}: {say('failed', gates=gates) if gates else say('failed_nothing')}"


def _row(row: RowTold, language: Language, say: Texts) -> str:
    name = f"{say(row.side.value)} {row.name}"
    if not row.benefit:
        return name
    days = say("no_days")
    if row.first and row.last:
        days = f"{row.first:%d.%m.%Y}–{row.last:%d.%m.%Y}"
    benefit = benefit_name(row.benefit, language)
    return say("row", name=name, days=days, benefit=benefit, unit=row.sub_unit, amount=row.amount)
