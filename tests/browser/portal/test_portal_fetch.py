"""The robot when the pages work: what it brings, what it proves, what it leaves behind."""

import logging
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchResult, FetchState, Step
from rutine.connectors.portal import (
    PortalSource,
    PracticeSignIn,
    fetch_from_portal,
    fetch_with,
)
from rutine.connectors.source import AccessProof, proof_in
from rutine.core.errors import ConnectorError
from rutine.core.identifiers import Fnr, OrgNr
from rutine.practice.standins import Faults, StandIns

pytestmark = pytest.mark.browser


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Chromium's sockets lie in the temporary folder, and a socket's path has 107 bytes at most."""
    with tempfile.TemporaryDirectory(prefix="r") as folder:
        yield Path(folder)


def test_a_whole_session_brings_each_new_report_and_leaves_nothing_on_disk(
    robot, practice_folder: Path, short_folder: Path, monkeypatch, caplog
) -> None:
    monkeypatch.setenv("TMPDIR", str(short_folder))
    caplog.set_level(logging.DEBUG)
    arguments = robot.arguments(browser=robot.chromium.choice, period=None, known=[])
    result = robot.chromium.elsewhere(lambda: fetch_from_portal(**arguments))
    assert result.state is FetchState.NEW
    assert result.seen == (1120, 1128, 1129, 1131)
    assert [report.report_id for report in result.reports] == [1120, 1128, 1129, 1131]
    for report in result.reports:
        original = (practice_folder / "reports" / f"{report.report_id}.csv").read_bytes()
        assert report.data == original
        assert report.media_type == "text/csv"
        assert report.how == "portal"
    totals = {report.report_id: int(report.total) for report in result.reports}
    assert totals == {1120: 400_000, 1128: 13_635_281, 1129: -86_200, 1131: 700_000}
    left = [path for path in short_folder.rglob("*") if path.is_file()]
    assert left == []
    said = "\n".join([*robot.told, caplog.text, repr(result)])
    assert "ØVING" not in said
    assert not [digits for digits in re.findall(r"\d{11}", said) if Fnr.is_valid(digits)]
    assert "131352" not in repr(result)


def test_only_the_period_is_fetched_and_each_message_is_followed(robot) -> None:
    result = robot.fetch()
    assert result.state is FetchState.NEW
    assert [report.report_id for report in result.reports] == [1128, 1129]
    visited = [seen.path for seen in robot.standins.requests]
    assert visited.count("/oppgjorsrapporter/rapport/1128") == 1
    assert visited.count("/oppgjorsrapporter/rapport/1129") == 1
    assert "/oppgjorsrapporter/rapport/1131" not in visited
    assert robot.told == [
        "Innboksen viser 5 meldinger om oppgjørsrapporter",
        "NAVs side viser 4 rapporter",
        "2 rapporter er nye",
        "Rapport 1129 er hentet og kontrollert",
        "Rapport 1128 er hentet og kontrollert",
    ]


def test_a_second_fetch_proves_that_nothing_is_new_and_downloads_nothing(robot) -> None:
    result = robot.fetch(known=[1120, 1128, 1129])
    assert (result.state, result.reason) == (FetchState.NOTHING_NEW_PROVEN, None)
    assert not any("innhold" in seen.path for seen in robot.standins.requests)
    assert not any(seen.path.startswith("/inbox/") for seen in robot.standins.requests)


def test_a_known_report_that_is_gone_is_never_nothing_new(robot) -> None:
    result = robot.fetch(known=[1120, 1128, 1129, 999])
    assert (result.state, result.reason) == (
        FetchState.INCONCLUSIVE,
        FetchReason.KNOWN_REPORT_MISSING,
    )


def test_a_period_without_reports_proves_nothing_on_the_first_fetch(robot) -> None:
    period = robot.arguments()["period"].month("2026-07")
    result = robot.fetch(known=[], period=period)
    assert result.reason is FetchReason.NO_KNOWN_REPORT


def test_another_employer_gets_its_own_reports(robot) -> None:
    result = robot.fetch(employer=OrgNr("310000043"), known=[])
    assert [report.report_id for report in result.reports] == [1130]
    assert result.seen == (1130,)


def test_a_person_without_rights_sees_nothing_and_it_is_not_called_nothing_new(robot) -> None:
    result = robot.fetch(person=PracticeSignIn("Fersk Nykommer"), limits=robot.hasty("at_once"))
    assert (result.state, result.reason) == (FetchState.INCONCLUSIVE, FetchReason.NO_COMPANIES)
    reasons = [step.reason for step in result.steps]
    assert FetchReason.PARTY_NOT_OFFERED in reasons
    assert FetchReason.NO_ACCESS_OR_OUTAGE in reasons


@pytest.mark.parametrize("person", [None, PracticeSignIn("Ukjent Person")])
def test_without_someone_to_sign_in_it_says_so(robot, person) -> None:
    result = robot.fetch(person=person, limits=robot.hasty("page", "sign_in"))
    assert (result.state, result.reason) == (FetchState.INCONCLUSIVE, FetchReason.SIGN_IN_FAILED)


def test_the_robot_signs_out_everywhere(robot) -> None:
    robot.fetch(known=[1120, 1128, 1129])
    assert [seen.path for seen in robot.standins.requests][-2:] == [
        "/oppgjorsrapporter/oauth2/logout",
        "/logout",
    ]


def test_every_page_of_a_long_inbox_is_read(robot, tmp_path: Path) -> None:
    reports = {2000 + day: (f"2026-08-{day:02d}", "310000019", [100 * day]) for day in range(1, 30)}
    with StandIns(robot.write_folder(tmp_path / "long", reports)) as long:
        robot.standins = long
        result = robot.fetch(known=sorted(reports))
    assert result.steps[0] == Step("inbox", count=29)
    assert result.state is FetchState.NOTHING_NEW_PROVEN


def test_a_site_that_does_not_answer_is_a_connector_error(robot) -> None:
    nowhere = "http://127.0.0.1:9"
    with pytest.raises(ConnectorError) as error:
        robot.fetch(inbox_url=nowhere, nav_url=nowhere)
    assert error.value.code == "portal_unreachable"
    assert error.value.remedy


def test_an_inbox_that_does_not_answer_is_not_needed(robot) -> None:
    result = robot.fetch(inbox_url="http://127.0.0.1:9")
    assert result.state is FetchState.NEW
    assert result.steps[0].reason is FetchReason.INBOX_UNREACHABLE


def test_a_browser_that_stops_keeps_what_was_fetched(robot) -> None:
    stopped = []

    def work(browser: Browser) -> FetchResult:
        def stop(sentence: str) -> None:
            if "1129 er hentet" in sentence:
                stopped.append(sentence)
                browser.contexts[0].close()

        return fetch_with(browser, **robot.arguments(progress=stop))

    result = robot.chromium.run(work)
    assert stopped
    assert [report.report_id for report in result.reports] == [1129]
    assert (result.state, result.reason) == (FetchState.INCONCLUSIVE, FetchReason.BROWSER_STOPPED)


def test_a_look_lists_everything_and_downloads_nothing(robot) -> None:
    source = PortalSource(
        inbox_url=robot.standins.inbox_url,
        nav_url=robot.standins.nav_url,
        browser=robot.chromium.choice,
        person=PracticeSignIn("Ivrig Lønning"),
        limits=robot.arguments()["limits"],
    )
    employer = robot.arguments()["employer"]
    found = robot.chromium.elsewhere(lambda: source.discover(employer, [1120]))
    assert found.seen == (1120, 1128, 1129, 1131)
    assert {int(each.total) for each in found.listed} == {400_000, 13_635_281, -86_200, 700_000}
    assert not any("innhold" in seen.path for seen in robot.standins.requests)
    assert proof_in(found) == AccessProof(proven=True, reason=None, seen=4)
    robot.standins.set_faults(Faults(no_access=True))
    lost = robot.chromium.elsewhere(lambda: source.prove_access(employer, [1120]))
    assert (lost.proven, lost.reason) == (False, FetchReason.NO_ACCESS_OR_OUTAGE)
