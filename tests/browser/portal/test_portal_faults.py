"""The robot through every fault of the stand-ins: nothing lost, nothing believed too early."""

from dataclasses import dataclass

import pytest

from rutine.connectors.fetch_reasons import FetchReason as R
from rutine.connectors.fetching import FetchState
from rutine.practice.standins import every_fault

pytestmark = pytest.mark.browser

ONLY_1128_IS_NEW = (1120, 1129)
TWO_ARE_NEW = (1120,)


@dataclass(frozen=True)
class Expected:
    """How a fetch of August ends, when the fault concerns report 1128 only.

    `noted` must be among the steps' reasons, `detail` among their details; `refused` is the
    code of report 1128. `known` is fetched already. `hasty` is what time is meant to run
    out for.
    """

    fetched: tuple[int, ...] = (1128,)
    reason: R | None = None
    noted: R | None = None
    refused: str | None = None
    detail: str | None = None
    hasty: tuple[str, ...] = ()
    known: tuple[int, ...] = ONLY_1128_IS_NEW


def refusal(code: str, reason: R = R.REPORT_REFUSED, *, hasty: tuple[str, ...] = ()) -> Expected:
    """One bad report never loses the other."""
    return Expected((1129,), reason, refused=code, hasty=hasty, known=TWO_ARE_NEW)


EXPECTED = {
    # nothing the robot minds
    "slow": Expected(),
    "overlay": Expected(),
    "asks_again": Expected(),
    "duplicate_names": Expected(),
    "many_units": Expected(),
    "session_near_end": Expected(),
    "no_dialog": Expected(),
    # the inbox only nudges: NAV's list has the reports
    "inbox_error": Expected(noted=R.INBOX_ERROR),
    "inbox_empty": Expected(noted=R.INBOX_EMPTY),
    "inbox_never_loads": Expected(noted=R.INBOX_SLOW, hasty=("page",)),
    "party_missing": Expected(noted=R.PARTY_NOT_OFFERED, hasty=("at_once",)),
    "dialog_gone": Expected(noted=R.DIALOG_GONE),
    "dialog_without_link": Expected(noted=R.DIALOG_LINK_MISSING),
    # something may be hidden: what is seen is fetched, and a person is told
    "dialog_links_elsewhere": Expected(reason=R.DIALOG_LINK_ELSEWHERE),
    "dialog_of_unknown_report": Expected(reason=R.DIALOG_WITHOUT_REPORT),
    "no_companies": Expected(reason=R.NO_COMPANIES),
    "company_lookup_fails": Expected(reason=R.COMPANY_LOOKUP_FAILED),
    "missing_report": Expected((1129,), R.DIALOG_WITHOUT_REPORT, known=TWO_ARE_NEW),
    # nothing can be seen
    "sign_in_down": Expected(fetched=(), reason=R.SIGN_IN_FAILED, hasty=("page", "sign_in")),
    "no_access": Expected(fetched=(), reason=R.NO_ACCESS_OR_OUTAGE),
    "no_reports": Expected(fetched=(), reason=R.DIALOG_WITHOUT_REPORT),
    "page_server_error": Expected(fetched=(), reason=R.PAGE_CHANGED, hasty=("page",)),
    "list_never_loads": Expected(fetched=(), reason=R.PAGE_SLOW, hasty=("page",)),
    "changed_texts": Expected(fetched=(), reason=R.PAGE_CHANGED, detail="CARD_TEXT"),
    "renamed_buttons": Expected(
        fetched=(), reason=R.PAGE_CHANGED, detail="DOWNLOAD_CSV", hasty=("at_once",)
    ),
    # the session ends on the way
    "session_ends_early": Expected(fetched=(), reason=R.SESSION_ENDED),
    "session_ends_between_downloads": Expected((1129,), R.SESSION_ENDED, known=TWO_ARE_NEW),
    # a file is not what it should be
    "other_total": refusal("total"),
    "download_server_error": refusal("download_failed", R.DOWNLOAD_FAILED),
    "download_connection_lost": refusal("download_failed", R.DOWNLOAD_FAILED),
    "download_hangs": refusal("download_failed", R.DOWNLOAD_FAILED, hasty=("download",)),
    "download_cut_short": refusal("cut_short"),
    "download_cut_at_line": refusal("total"),
    "download_wrong_file": refusal("total"),
    "download_other_employer": refusal("other_employer"),
    "download_login_page": refusal("login_page"),
    "download_login_page_as_csv": refusal("login_page"),
    "download_empty": refusal("empty"),
    "download_wrong_type": refusal("media_type"),
}


def test_every_fault_has_its_expectation() -> None:
    assert set(EXPECTED) == set(every_fault())


@pytest.mark.parametrize("name", EXPECTED)
def test_the_robot_meets_the_fault(robot, name: str) -> None:
    expected = EXPECTED[name]
    result = robot.fetch(every_fault([1128])[name], known=expected.known, **_waits(robot, expected))
    assert tuple(report.report_id for report in result.reports) == expected.fetched
    assert result.reason is expected.reason
    good = FetchState.NEW if expected.reason is None else FetchState.INCONCLUSIVE
    assert result.state is good
    if expected.noted is not None:
        assert expected.noted in [step.reason for step in result.steps]
    if expected.detail is not None:
        assert expected.detail in [step.detail for step in result.steps]
    if expected.refused is not None:
        (refused,) = result.refused
        assert (refused.report_id, refused.code) == (1128, expected.refused)
        kept = expected.refused not in {"download_failed", "empty"}
        assert bool(refused.data) is kept  # what came is kept, to look at
        assert refused.message.endswith((".", ")"))


def _waits(robot, expected: Expected) -> dict[str, object]:
    return {"limits": robot.hasty(*expected.hasty)} if expected.hasty else {}


def test_a_server_error_is_met_with_one_more_attempt(robot) -> None:
    robot.fetch(every_fault([1129])["download_server_error"], known=[1120, 1128])
    asked = [seen.path for seen in robot.standins.requests]
    assert asked.count("/oppgjorsrapporter/rapport/1129/innhold") == 2


def test_after_the_trouble_the_next_fetch_brings_the_rest(robot) -> None:
    first = robot.fetch(every_fault([1128])["session_ends_between_downloads"])
    known = [1120, *(report.report_id for report in first.reports)]
    second = robot.fetch(known=known)
    assert second.state is FetchState.NEW
    assert [report.report_id for report in second.reports] == [1128]
