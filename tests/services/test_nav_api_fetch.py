"""Fetching from NAV's API through real sockets: what comes, what is proven, what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rutine.connectors.api_source import Lookback
from rutine.connectors.content import ContentFault
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchState
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.practice.apis import ApiFaults, Refusal
from rutine.practice.apis.world import Client, Rack
from rutine.practice.standins.faults import DownloadFault
from tests.nav_api import (
    CLIENT,
    EMPLOYER,
    HASTY,
    KEY_ID,
    OTHER,
    Line,
    connected,
    report,
    world,
)

REPORTS = (
    report(1120, "2026-05-04"),
    report(1128, "2026-08-03", 13_135_281, 250_000, 250_000),
    report(1129, "2026-08-20", -86_200),
    report(1130, "2026-08-20", employer=OTHER),
    report(1131, "2026-09-01"),
)
OURS = {1120, 1128, 1129, 1131}


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    with connected(tmp_path_factory.mktemp("api"), world(*REPORTS)) as line:
        yield line


@pytest.fixture
def line(serving: Line) -> Line:
    """The same stand-ins with everything forgotten."""
    made = serving.world
    made.shelf = Rack(REPORTS)
    made.calls.clear()
    made.audit.clear()
    made.archived.clear()
    serving.connection.maskinporten._held.clear()
    serving.told.clear()
    serving.lookback = None
    return serving


def ids(found: object) -> list[int]:
    return [each.report_id for each in found]  # type: ignore[attr-defined]


def test_the_first_fetch_brings_every_report_byte_for_byte(line: Line) -> None:
    result = line.fetch()
    assert (result.state, result.reason) == (FetchState.NEW, None)
    assert set(ids(result.reports)) == OURS
    for each in result.reports:
        assert each.data == line.world.shelf.content(each.report_id)
        assert (each.how, each.media_type, each.account.reveal()) == (
            "api",
            "text/csv",
            "15030100015",
        )
    assert line.told[:2] == ["NAV viser 4 rapporter", "4 rapporter er nye"]
    said = "\n".join([*line.told, repr(result)])
    assert "ØVING" not in said
    assert not re.search(r"\d{11}", said)


def test_only_the_periods_reports_are_downloaded(line: Line) -> None:
    result = line.fetch(period=Period.month("2026-08"))
    assert ids(result.reports) == [1128, 1129]
    assert result.seen == (1120, 1128, 1129, 1131)


def test_nothing_new_is_proven_by_a_report_that_comes_back(line: Line) -> None:
    result = line.fetch(OURS)
    assert (result.state, result.reason) == (FetchState.NOTHING_NEW_PROVEN, None)
    assert not [path for _, path in line.calls("nav") if "innhold" in path]


def test_one_token_serves_a_whole_fetch(line: Line) -> None:
    line.fetch()
    assert line.calls("maskinporten") == [("POST", "/token")]


def test_an_archived_report_is_fetched_and_proves_all_the_same(line: Line) -> None:
    line.world.archived.update({1129, 1131})
    assert set(ids(line.fetch().reports)) == OURS
    assert line.fetch(OURS).state is FetchState.NOTHING_NEW_PROVEN


def test_the_robot_never_archives(line: Line) -> None:
    line.fetch()
    assert {each.action for each in line.world.audit} == {"VARIANT_NEDLASTET"}
    assert {method for method, _ in line.calls("nav")} <= {"GET", "POST"}


def test_early_in_january_december_is_still_seen(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A default search covers this year only; ours does not."""
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 4))
    line.world.shelf.add(report(1140, "2026-12-30"))
    line.lookback = Lookback(1130, date(2026, 7, 3))
    result = line.fetch(OURS)
    assert ids(result.reports) == [1140]


def test_a_search_from_last_year_does_not_end_with_it(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without `tilDato` a search by date ends on the last day of the year it began in."""
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 20))
    line.world.shelf.add(report(1125, "2027-01-15"))  # its id is lower than one seen before
    line.lookback = Lookback(1130, date(2026, 11, 20))
    assert ids(line.fetch(OURS).reports) == [1125]


def test_a_lower_id_that_becomes_visible_later_is_not_passed_over(line: Line) -> None:
    """Its id lies below the newest known one: the search by value date finds it."""
    line.world.shelf.add(report(1125, "2026-09-02"))
    line.lookback = Lookback(1130, date(2026, 7, 3))
    result = line.fetch(OURS)
    assert (result.state, ids(result.reports)) == (FetchState.NEW, [1125])


def test_another_type_of_report_is_not_asked_for(line: Line) -> None:
    line.world.system_users[0].resources |= {"nav_utbetaling_oppgjorsrapport-trekkoppgjor"}
    other = report(1150, "2026-09-03")
    line.world.shelf.add(
        type(other)(1150, EMPLOYER, other.value_date, other.data, kind="trekk-kred")
    )
    assert 1150 not in line.fetch().seen


# --- not proven ---


@pytest.mark.parametrize(
    ("known", "faults", "reason"),
    [
        (OURS, ApiFaults(access_down=True), FetchReason.API_NO_ACCESS),
        (set(), ApiFaults(access_down=True), FetchReason.API_NO_REPORTS),
        (OURS, ApiFaults(left_out=frozenset({1131})), FetchReason.API_LIST_INCOMPLETE),
        (OURS | {1139}, ApiFaults(), FetchReason.API_NO_ACCESS),
        (OURS, ApiFaults(misreads=True), FetchReason.API_CHANGED),
        (OURS, ApiFaults(search_is_page=True), FetchReason.API_CHANGED),
        (OURS, ApiFaults(search_drops=True), FetchReason.API_UNREACHABLE),
        (OURS, ApiFaults(search_status=503), FetchReason.API_UNREACHABLE),
        (OURS, ApiFaults(search_status=400), FetchReason.REQUEST_REFUSED),
        (OURS, ApiFaults(search_status=406), FetchReason.REQUEST_REFUSED),
        (OURS, ApiFaults(search_status=302), FetchReason.API_CHANGED),
        (OURS, ApiFaults(token_rejected=True), FetchReason.TOKEN_REJECTED),
        (OURS, ApiFaults(maskinporten_down=True), FetchReason.API_UNREACHABLE),
        (OURS, ApiFaults(token_not_json=True), FetchReason.API_CHANGED),
        (OURS, ApiFaults(clock_ahead=3600), FetchReason.CLOCK_WRONG),
        (OURS, ApiFaults(refusal=Refusal.SYSTEM_USER), FetchReason.SYSTEM_USER_MISSING),
    ],
)
def test_what_could_not_be_seen_is_inconclusive_with_its_reason(
    line: Line, known: set[int], faults: ApiFaults, reason: FetchReason
) -> None:
    result = line.fetch(known, faults=faults)
    assert (result.state, result.reason) == (FetchState.INCONCLUSIVE, reason)
    assert result.reports == ()


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[Line]:
    """The time runs out."""
    with connected(tmp_path, world(*REPORTS), patience=HASTY) as line:
        yield line


def test_answers_that_take_too_long_are_inconclusive(hasty: Line) -> None:
    result = hasty.fetch(OURS, faults=ApiFaults(slow_seconds=0.7))
    assert (result.state, result.reason) == (FetchState.INCONCLUSIVE, FetchReason.API_UNREACHABLE)
    assert result.reports == ()


@pytest.mark.parametrize(
    ("faults", "calls"),
    [
        (ApiFaults(search_status=503), 3),
        (ApiFaults(search_status=429), 3),
        (ApiFaults(search_drops=True), 3),
        (ApiFaults(search_status=400), 1),
        (ApiFaults(search_status=406), 1),
        (ApiFaults(token_rejected=True), 2),
    ],
)
def test_only_what_may_pass_is_tried_again(line: Line, faults: ApiFaults, calls: int) -> None:
    line.fetch(faults=faults)
    assert len(line.calls("nav")) == calls


def test_a_refusal_by_maskinporten_is_never_tried_again(line: Line) -> None:
    line.fetch(faults=ApiFaults(refusal=Refusal.SYSTEM_USER))
    assert line.calls("maskinporten") == [("POST", "/token")]
    assert line.calls("nav") == []


def test_an_employer_without_a_system_user_is_told_so(line: Line) -> None:
    result = line.fetch(employer=OTHER)
    assert result.reason is FetchReason.SYSTEM_USER_MISSING
    assert result.steps[0].detail == "MP-303"


def test_a_token_that_ends_in_the_middle_is_exchanged_and_nothing_is_lost(line: Line) -> None:
    """Of eight workers that are refused at once, one asks for a new token for them all."""
    for number in range(1140, 1164):
        line.world.shelf.add(report(number, "2026-09-02"))
    result = line.fetch(faults=ApiFaults(token_uses=6))
    assert result.state is FetchState.NEW
    assert set(ids(result.reports)) == OURS | set(range(1140, 1164))
    assert len(line.calls("maskinporten")) == 2


def test_a_token_whose_answer_was_lost_is_asked_for_with_a_new_grant(line: Line) -> None:
    result = line.fetch(faults=ApiFaults(lost_token=True))
    assert result.state is FetchState.NEW
    assert len(line.calls("maskinporten")) == 2


@pytest.mark.parametrize("seconds", [-60, 45])
def test_a_clock_that_is_wrong_is_made_up_for(line: Line, seconds: int) -> None:
    result = line.fetch(faults=ApiFaults(clock_ahead=seconds))
    assert result.state is FetchState.NEW
    assert round(line.connection.maskinporten.ahead.total_seconds()) == pytest.approx(
        seconds, abs=2
    )
    line.connection.maskinporten._ahead -= line.connection.maskinporten.ahead


# --- files ---


def test_what_an_outage_stopped_is_told_report_by_report(line: Line) -> None:
    """The ledger remembers what was left, so that no search by id passes over it."""
    for number in range(1140, 1160):
        line.world.shelf.add(report(number, "2026-09-02"))
    result = line.fetch(faults=ApiFaults(download=DownloadFault.SERVER_ERROR))
    assert result.reason is FetchReason.API_UNREACHABLE
    assert set(result.left) == OURS | set(range(1140, 1160))
    assert len(line.calls("nav")) < 3 * len(result.left)  # the rest was not even tried


@pytest.mark.parametrize("tells_total", [True, False])
@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (DownloadFault.CUT_SHORT, ContentFault.CUT_SHORT),
        (DownloadFault.OTHER_EMPLOYER, ContentFault.OTHER_EMPLOYER),
        (DownloadFault.LOGIN_PAGE, ContentFault.LOGIN_PAGE),
        (DownloadFault.LOGIN_PAGE_AS_CSV, ContentFault.LOGIN_PAGE),
        (DownloadFault.EMPTY, ContentFault.EMPTY),
        (DownloadFault.WRONG_TYPE, ContentFault.MEDIA_TYPE),
    ],
)
def test_a_file_that_is_not_the_report_is_refused_and_the_others_come(
    line: Line, fault: DownloadFault, found: ContentFault, tells_total: bool
) -> None:
    faults = ApiFaults(only=frozenset({1128}), download=fault, tells_total=tells_total)
    result = line.fetch(faults=faults)
    assert (result.state, result.reason) == (FetchState.INCONCLUSIVE, FetchReason.REPORT_REFUSED)
    assert set(ids(result.reports)) == OURS - {1128}
    assert [(each.report_id, each.code, each.how) for each in result.refused] == [
        (1128, found.value, "api")
    ]


@pytest.mark.parametrize("fault", [DownloadFault.CUT_AT_LINE, DownloadFault.WRONG_FILE])
def test_only_the_total_shows_that_lines_are_missing(line: Line, fault: DownloadFault) -> None:
    faults = ApiFaults(only=frozenset({1128}), download=fault, tells_total=True)
    result = line.fetch(faults=faults)
    assert [each.code for each in result.refused] == [ContentFault.TOTAL.value]


@pytest.mark.parametrize("fault", [f for f in DownloadFault if f is not DownloadFault.HANGS])
@pytest.mark.parametrize("tells_total", [True, False])
def test_a_download_that_fails_once_is_simply_done_again(
    line: Line, fault: DownloadFault, tells_total: bool
) -> None:
    faults = ApiFaults(download=fault, download_times=1, tells_total=tells_total)
    result = line.fetch(faults=faults)
    assert result.state is FetchState.NEW
    assert {each.report_id: each.data for each in result.reports} == {
        each: line.world.shelf.content(each) for each in OURS
    }


def test_without_a_total_two_downloads_must_be_alike(line: Line) -> None:
    line.fetch()
    assert len([path for _, path in line.calls("nav") if "innhold" in path]) == 2 * len(OURS)
    line.world.calls.clear()
    line.fetch(faults=ApiFaults(tells_total=True))
    assert len([path for _, path in line.calls("nav") if "innhold" in path]) == len(OURS)


def test_older_file_names_without_the_id_will_do(line: Line) -> None:
    assert line.fetch(faults=ApiFaults(file_name_with_id=False)).state is FetchState.NEW


@pytest.mark.parametrize("fault", [DownloadFault.SERVER_ERROR, DownloadFault.CONNECTION_LOST])
def test_an_outage_of_some_files_leaves_them_for_the_next_run(
    line: Line, fault: DownloadFault
) -> None:
    result = line.fetch(faults=ApiFaults(only=frozenset({1128}), download=fault))
    assert result.reason is FetchReason.API_UNREACHABLE
    assert set(ids(result.reports)) == OURS - {1128}
    assert (result.refused, result.left) == ((), (1128,))


def test_a_file_that_never_comes_stops_at_the_time_limit(hasty: Line) -> None:
    result = hasty.fetch(
        faults=ApiFaults(only=frozenset({1128}), download=DownloadFault.HANGS, tells_total=True)
    )
    assert result.reason is FetchReason.API_UNREACHABLE
    assert set(ids(result.reports)) == OURS - {1128}


def test_access_is_proven_or_not_without_a_download(line: Line) -> None:
    proof = line.source(OURS).prove_access(OrgNr(EMPLOYER), OURS)
    assert (proof.proven, proof.reason, proof.seen) == (True, None, 1)
    first = line.source().prove_access(OrgNr(EMPLOYER), ())
    assert (first.proven, first.seen) == (True, 4)
    line.world.set_faults(ApiFaults(access_down=True))
    lost = line.source(OURS).prove_access(OrgNr(EMPLOYER), OURS)
    assert (lost.proven, lost.reason) == (False, FetchReason.API_NO_ACCESS)
    assert not [path for _, path in line.calls("nav") if "innhold" in path]


def test_tokens_do_not_travel_unencrypted(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match="https"),
        connected(tmp_path, world(), nav="http://sokos-oppgjorsrapporter.nav.no"),
    ):
        pass


def test_a_wrong_key_is_told_as_such(line: Line) -> None:
    good = line.world.clients[CLIENT]
    line.world.clients[CLIENT] = Client(CLIENT, EMPLOYER, {"other": good.keys[KEY_ID]}, good.scopes)
    try:
        assert line.fetch().reason is FetchReason.KEY_UNKNOWN
        line.world.clients[CLIENT] = Client(CLIENT, EMPLOYER, good.keys, frozenset())
        assert line.fetch().reason is FetchReason.SCOPE_MISSING
        del line.world.clients[CLIENT]
        assert line.fetch().reason is FetchReason.CLIENT_UNKNOWN
    finally:
        line.world.clients[CLIENT] = good
