"""Who owns the routine, who decides, with whom, and what the cases may be about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rutine.core.reasons import REASONS
from rutine.routines.check.finding import Finding, Level, error, unknown, warning
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.routine_file import RoutineFile


def identity_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """An owner and a legal basis, before anything runs; an assessment that was made."""
    identity = routine.identity
    if identity.owner is None:
        yield _when_automated(routine, warning(("identity",), "owner_missing"))
    personal = {*identity.data_classes} - {"none"}
    if personal and identity.legal_basis is None:
        yield _when_automated(routine, warning(("identity",), "legal_basis_missing"))
    dpia = identity.dpia
    if routine.automated and dpia is not None and dpia.needed and dpia.done is None:
        yield warning(("identity", "dpia"), "dpia_not_done")
    if dpia is not None and dpia.done is not None and dpia.done > around.today:
        yield error(("identity", "dpia", "done"), "day_ahead", day=f"{dpia.done}")


def review_findings(routine: RoutineFile, around: Surroundings) -> Iterator[Finding]:
    """Two-person limits with somebody to agree, and deadlines that follow severity."""
    review = routine.review
    if review is None:
        if routine.automated:
            yield error(("kind",), "review_missing")
        return
    limits = review.two_persons.model_dump(exclude_none=True) if review.two_persons else {}
    if limits and not review.approved_by:
        yield error(("review", "two_persons"), "approver_missing")
    if "reviewer" in review.approved_by:
        yield error(("review", "approved_by"), "reviewer_approves")
    for kind, kroner in limits.items():
        installed = around.two_persons.get(kind, kroner)
        if installed > kroner:
            yield warning(
                ("review", "two_persons", kind),
                "two_persons_laxer",
                kind=kind,
                wanted=kroner,
                installed=installed,
            )
    days = review.deadline_days
    if days is not None and not days.high <= days.normal <= days.low:
        yield error(("review", "deadline_days"), "deadlines_reversed")
    reasons = [hold.reason for hold in review.hold_reasons]
    for place, reason in enumerate(reasons):
        if reason in reasons[:place]:
            yield error(("review", "hold_reasons", place), "id_twice", name=reason)


def exception_findings(routine: RoutineFile, _: Surroundings) -> Iterator[Finding]:
    """Reason codes that the catalogue has and still gives."""
    if routine.automated and not routine.exceptions:
        yield warning(("kind",), "exceptions_missing")
    codes = [each.code for each in routine.exceptions]
    for place, each in enumerate(routine.exceptions):
        path = ("exceptions", place, "code")
        reason = REASONS.get(each.code)
        if reason is None:
            yield unknown(path, "reason_unknown", each.code, REASONS)
        elif reason.retired:
            yield warning(path, "reason_retired", name=each.code)
        elif each.who not in {None, reason.who}:
            where = ("exceptions", place, "who")
            yield warning(where, "reason_of_other", name=each.code, who=reason.who.value)
        if each.code in codes[:place]:
            yield error(path, "id_twice", name=each.code)


def loss_reason_findings(routine: RoutineFile, _: Surroundings) -> Iterator[Finding]:
    """Reasons that are posted as a loss."""
    if routine.postings is None:
        return
    for code in sorted(routine.postings.accounts.loss_reasons - REASONS.keys()):
        path = ("postings", "accounts", "loss_reasons")
        yield unknown(path, "reason_unknown", code, REASONS)


def _when_automated(routine: RoutineFile, found: Finding) -> Finding:
    """An error in a routine that runs, a warning in one that is only described."""
    return replace(found, level=Level.ERROR) if routine.automated else found
