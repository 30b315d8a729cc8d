"""A case's evidence side by side: what was claimed, what was paid, and how they compare."""

from __future__ import annotations

from dataclasses import dataclass

from rutine.core.differences import Evidence
from rutine.core.reason_texts import benefit_name
from rutine.review import wording
from rutine.review.catalogue import Catalogue

SAME, DIFFERS, ONE_SIDED = "same", "differs", "one-sided"
_MARKS = {SAME: "=", DIFFERS: "≠", ONE_SIDED: "·"}


@dataclass(frozen=True, slots=True, repr=False)
class Compared:
    """One line of the comparison; `state` is `same`, `differs` or `one-sided`."""

    label: str
    left: str
    right: str
    state: str
    mark: str
    verdict: str


def compared(t: Catalogue, kind: str, evidence: Evidence) -> Compared:
    """One piece of evidence in words.

    A fact that one side never states (NAV's report has no grade) is no difference.
    """
    state = _state(evidence)
    return Compared(
        label=t.label("field", evidence.field),
        left=_side(t, evidence, evidence.left),
        right=_side(t, evidence, evidence.right),
        state=state,
        mark=_MARKS[state],
        verdict=_verdict(t, kind, evidence),
    )


def _side(t: Catalogue, evidence: Evidence, raw: str | None) -> str:
    """One side in words: a benefit by its name, a grade in percent."""
    if evidence.field == "benefit" and raw:
        return " / ".join(benefit_name(code, t.language) for code in raw.split(", "))
    return wording.value(t, evidence.kind, raw, " %" if evidence.field == "grade" else "")


def _state(evidence: Evidence) -> str:
    if evidence.equal:
        return SAME
    return ONE_SIDED if (evidence.left is None) != (evidence.right is None) else DIFFERS


def _verdict(t: Catalogue, kind: str, evidence: Evidence) -> str:
    if kind == "group":
        return wording.verdict(t, evidence)
    if kind == "arrival":
        return t("verdict.no_report")
    return _control(t, evidence)


def _control(t: Catalogue, evidence: Evidence) -> str:
    """A control of a whole report agrees or does not; nobody claimed or paid it."""
    return t("runs.ok" if evidence.equal else "runs.not_ok")
