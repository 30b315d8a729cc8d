"""Requests that NAV waits for: told of when they have waited, by month, while it still helps."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from rutine.core.periods import Period
from rutine.core.reason_texts import Language
from rutine.core.records import IncomeRequest, IncomeSubmission
from rutine.refunds.at_risk import RiskKind
from rutine.refunds.at_risk.requests import requests_unanswered, waiting_requests
from rutine.refunds.at_risk.texts import RISK_TEXTS, who_text
from tests.risk_people import PERSON, TODAY, UNIT, window

DAYS = 14


def request(number: int = 1, status: str = "AKTIV", **more: date) -> IncomeRequest:
    days = {"first": date(2026, 9, 7), "last": date(2026, 10, 9), "created": date(2026, 10, 1)}
    return IncomeRequest(number, f"N-{number}", UNIT, PERSON, status, **(days | more))


def report(status: str, sent: date, number: int = 1) -> IncomeSubmission:
    return IncomeSubmission(1, f"S-{sent}", f"N-{number}", UNIT, PERSON, status, "", sent)


def waiting(*requests: IncomeRequest, reports: tuple[IncomeSubmission, ...] = ()) -> list[str]:
    found = waiting_requests(requests, reports, window(), DAYS)
    return [each.request_id for each, _ in found]


def test_each_month_of_it_is_lost_on_a_day_of_its_own() -> None:
    found = waiting_requests([request()], [], window(), DAYS)
    items = requests_unanswered(found, window(), {PERSON.reveal(): "10480"})
    assert [(i.kind, i.first, i.last, i.due, i.amount) for i in items] == [
        (RiskKind.NOT_ANSWERED, date(2026, 9, 7), date(2026, 9, 30), date(2026, 12, 31), None),
        (RiskKind.NOT_ANSWERED, date(2026, 10, 1), date(2026, 10, 9), date(2027, 1, 31), None),
    ]
    assert {i.employee_number for i in items} == {"10480"}


def test_one_without_an_employee_number_is_found_in_the_list_where_there_is_one() -> None:
    found = waiting_requests([request(7)], [], window(), DAYS)
    (item, _) = requests_unanswered(found, window(), {})
    assert who_text(item, RISK_TEXTS[Language.EN]) == "row 7 of the list of NAV's requests"
    (item, _) = requests_unanswered(found, window(), {}, of_file=False)
    assert who_text(item, RISK_TEXTS[Language.EN]) == "not known"


@pytest.mark.parametrize("status", ["BESVART", "FORKASTET"])
def test_one_that_is_answered_or_withdrawn_waits_for_nobody(status: str) -> None:
    assert waiting(request(status=status)) == []


def test_it_may_wait_so_many_days_and_not_one_more() -> None:
    assert waiting(request(created=TODAY - timedelta(days=DAYS))) == []
    assert waiting(request(created=TODAY - timedelta(days=DAYS + 1))) == ["N-1"]


def test_the_last_row_of_a_request_is_how_it_stands() -> None:
    assert waiting(request(), request(status="BESVART")) == []


def test_a_report_on_its_way_answers_it_and_a_refused_one_does_not() -> None:
    sent = date(2026, 11, 2)
    assert waiting(request(), reports=(report("MOTTATT", sent),)) == []
    assert waiting(request(), reports=(report("FEILET", sent),)) == ["N-1"]
    mended = (report("FEILET", sent), report("GODKJENT", sent + timedelta(days=3)))
    assert waiting(request(), reports=mended) == []
    again = (report("GODKJENT", sent), report("FEILET", sent + timedelta(days=3)))
    assert waiting(request(), reports=again) == ["N-1"]


def test_what_is_lost_already_is_not_at_risk_any_more() -> None:
    assert waiting(request(first=date(2026, 6, 1), last=date(2026, 7, 31))) == []
    (kept,) = waiting_requests(
        [request(first=date(2026, 6, 1), last=date(2026, 8, 14))], [], window(), DAYS
    )
    assert kept[1] == Period(date(2026, 8, 1), date(2026, 8, 14))


def test_days_that_can_not_be_right_stop_nothing() -> None:
    assert waiting(request(first=date(2026, 10, 9), last=date(2026, 9, 7))) == []


def test_of_a_protected_person_nobody_is_shown() -> None:
    found = waiting_requests([request()], [], window(), DAYS)
    for item in requests_unanswered(found, window(), {}, {PERSON.reveal()}):
        assert item.protected
        assert (item.employee_number, item.sub_unit, item.first, item.row) == (None,) * 4


@pytest.mark.parametrize("seed", range(5))
def test_it_agrees_with_a_count_of_each_day(seed: int) -> None:
    """Precision and recall are 1.0: day by day, the last day of the third month after its own."""
    rng, rows, truth = Random(seed), [], set()  # noqa: S311 - practice
    for number in range(200):
        first = TODAY - timedelta(days=rng.randrange(250))
        last = first + timedelta(days=rng.randrange(60))
        created = first + timedelta(days=rng.randrange(40))
        status = rng.choice(("AKTIV", "AKTIV", "BESVART", "FORKASTET"))
        rows.append(request(number, status, first=first, last=last, created=created))
        if status != "AKTIV" or (TODAY - created).days <= DAYS:
            continue
        for ahead in range((last - first).days + 1):
            day = first + timedelta(days=ahead)
            years, month = divmod(day.month - 1 + 4, 12)
            due = date(day.year + years, month + 1, 1) - timedelta(days=1)
            if due >= TODAY:
                truth.add((number, due))
    found = requests_unanswered(waiting_requests(rows, [], window(), DAYS), window(), {})
    assert len(found) == len(truth)
    assert {(item.row, item.due) for item in found} == truth
