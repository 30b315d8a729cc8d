"""The preferential right in plain words: who has it, how long, and when somebody is reminded."""

from __future__ import annotations

from rutine.routines.document.blocks import Facts, facts
from rutine.routines.document.document_texts import DocumentTexts
from rutine.routines.redeployment_rule import RedeploymentRule, RightText


def right_facts(rule: RedeploymentRule, texts: DocumentTexts) -> tuple[Facts, ...]:
    """What each text of the law says, and when somebody is reminded."""
    return tuple(_text(rule, text, texts) for text in rule.rules)


def _text(rule: RedeploymentRule, text: RightText, texts: DocumentTexts) -> Facts:
    before = texts.several([str(day) for day in rule.warn_days])
    first = texts("from_day", first=texts.day(text.first)) if text.first is not None else None
    employed = (
        f"{texts.length(text.employed_months, 0, 0)} {texts('right_of')} "
        f"{texts.length(text.of_months, 0, 0)}"
    )
    return facts(
        (
            (texts("holds"), first),
            (texts("right_employed"), employed),
            (texts("right_lasts"), texts.length(text.lasts_months, 0, 0)),
            (texts("right_answer"), texts.length(0, 0, text.answer_days)),
            (texts("right_warned"), texts("days_before", days=before) if before else None),
            (
                texts("right_remind"),
                texts("days_before", days=str(rule.remind_days)),
            ),
            (texts("legal_basis"), text.legal_ref),
            (texts("owner"), rule.owner),
        )
    )
