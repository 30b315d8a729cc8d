import pytest

from rutine.connectors.fetch_reasons import NOTES, FetchReason
from rutine.connectors.fetching import FetchState
from rutine.connectors.verdict import judge


def test_nothing_new_is_proven_only_by_a_report_that_was_seen_before() -> None:
    assert judge(seen=[1, 2], known=[1], fetched=0, reasons=[]) == (
        FetchState.NOTHING_NEW_PROVEN,
        None,
    )


@pytest.mark.parametrize(
    ("seen", "known", "reason"),
    [
        ([], [], FetchReason.NO_REPORTS),
        ([], [1], FetchReason.NO_REPORTS),
        ([2], [], FetchReason.NO_KNOWN_REPORT),
        ([2], [1], FetchReason.KNOWN_REPORT_MISSING),
        ([1, 3], [1, 2], FetchReason.KNOWN_REPORT_MISSING),
    ],
)
def test_seeing_nothing_is_never_nothing_new(
    seen: list[int], known: list[int], reason: FetchReason
) -> None:
    assert judge(seen=seen, known=known, fetched=0, reasons=[]) == (
        FetchState.INCONCLUSIVE,
        reason,
    )


def test_new_reports_are_new_even_on_the_first_fetch() -> None:
    assert judge(seen=[1], known=[], fetched=1, reasons=[]) == (FetchState.NEW, None)


def test_a_known_report_that_is_gone_makes_new_ones_inconclusive() -> None:
    state, reason = judge(seen=[2], known=[1], fetched=1, reasons=[])
    assert (state, reason) == (FetchState.INCONCLUSIVE, FetchReason.KNOWN_REPORT_MISSING)


@pytest.mark.parametrize("note", sorted(NOTES))
def test_a_note_changes_nothing(note: FetchReason) -> None:
    assert judge(seen=[1], known=[1], fetched=0, reasons=[note])[0] is FetchState.NOTHING_NEW_PROVEN
    assert judge(seen=[1], known=[], fetched=1, reasons=[note])[0] is FetchState.NEW


@pytest.mark.parametrize("reason", sorted(set(FetchReason) - NOTES))
def test_every_other_reason_makes_the_fetch_inconclusive(reason: FetchReason) -> None:
    verdict = judge(seen=[1], known=[1], fetched=1, reasons=[reason])
    assert verdict == (FetchState.INCONCLUSIVE, reason)


def test_the_gravest_reason_is_told_first() -> None:
    reasons = [FetchReason.REPORT_REFUSED, FetchReason.SESSION_ENDED, FetchReason.INBOX_ERROR]
    verdict = judge(seen=[1], known=[], fetched=1, reasons=reasons)
    assert verdict == (FetchState.INCONCLUSIVE, FetchReason.SESSION_ENDED)
