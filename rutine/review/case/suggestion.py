"""Why the program proposes what it does, in sentences that the reader can hold against the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rutine.cases.views import CaseView
from rutine.core.reason_texts import action_text
from rutine.review.case.comparison import DIFFERS, SAME, Compared, days_in_question, expected_amount
from rutine.review.catalogue import Catalogue

MOST: Final = 4
"""Differences that are named; the comparison has them all."""


@dataclass(frozen=True, slots=True, repr=False)
class Suggestion:
    """What is proposed, and why; `title` says so when nothing is."""

    title: str
    reasons: list[str]


def suggestion(t: Catalogue, case: CaseView, comparison: Sequence[Compared]) -> Suggestion:
    """The proposal with its reasons; without a proposal, what speaks for what."""
    title = (
        t("suggestion.title", action=action_text(case.suggestion, t.language).label)
        if case.suggestion
        else t("suggestion.none")
    )
    differing = [f"{row.label}: {row.verdict}" for row in comparison if row.state == DIFFERS]
    alike = [row.label for row in comparison if row.state == SAME]
    reasons = [
        *_by_rules(t, case),
        *(t("suggestion.differs", what=each) for each in differing[:MOST]),
    ]
    if alike and case.kind == "group":
        reasons.append(t("suggestion.alike", what=", ".join(alike)))
    return Suggestion(title, reasons)


def _by_rules(t: Catalogue, case: CaseView) -> list[str]:
    """Which of the two sides is what the rules give."""
    days = days_in_question(case)
    if not days or case.paid == case.claimed:
        return []
    expected = expected_amount(days)
    said = {"amount": expected}
    if expected == case.paid and case.lines:
        return [t("suggestion.paid_by_rules", **said)]
    if expected == case.claimed and case.claims:
        return [t("suggestion.claimed_by_rules", **said)]
    return [t("suggestion.neither_by_rules", **said)]
