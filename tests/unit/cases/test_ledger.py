"""A report is entered once, fetched again only when it was refused, and settled for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rutine.cases.reports.ledger import (
    UNREADABLE,
    Arrival,
    LedgerEntry,
    ReportFacts,
    ReportState,
    add_report,
    find_report,
    known_reports,
    mark,
    reports_to_read,
    search_from,
)
from rutine.cases.trail.audit import head
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import AccountNumber
from rutine.core.money import Ore
from rutine.core.periods import Period
from tests.unit.cases.samples import EMPLOYER, OTHER_EMPLOYER, Store

FETCHED = ReportFacts(
    employer=EMPLOYER,
    sha256="1" * 64,
    how="portal",
    fetched_at=datetime(2026, 8, 3, 6, 0, tzinfo=UTC),
    report_id=1128,
    value_date=date(2026, 8, 3),
    total=Ore(909_300),
    account=AccountNumber("15030100015"),
)
LOGIN_PAGE = replace(
    FETCHED, sha256="9" * 64, state=ReportState.REFUSED, reason="login_page", total=None
)
BY_HAND = replace(FETCHED, report_id=None, value_date=None, how="by_hand", account=None)


def add(store: Store, facts: ReportFacts) -> LedgerEntry:
    with store.database.writing() as session:
        return add_report(session, store.run_id, facts)


def set_state(store: Store, entry: LedgerEntry, state: ReportState) -> LedgerEntry:
    with store.database.writing() as session:
        return mark(session, entry.entry_id, state)


def known(store: Store) -> set[int]:
    with store.database.reading() as session:
        return known_reports(session, EMPLOYER)


def to_read(store: Store, month: str | None = None) -> list[int | None]:
    with store.database.reading() as session:
        period = Period.month(month) if month else None
        return [entry.report_id for entry in reports_to_read(session, EMPLOYER, period)]


def test_a_new_report_is_entered_with_its_facts(store: Store) -> None:
    entry = add(store, FETCHED)

    assert entry.arrival is Arrival.NEW
    assert (entry.total, entry.account) == (FETCHED.total, FETCHED.account)
    assert known(store) == {1128}
    assert to_read(store) == [1128]


def test_the_same_report_again_changes_nothing_and_says_so(store: Store) -> None:
    first = add(store, FETCHED)
    with store.database.reading() as session:
        before = head(session)

    again = add(store, FETCHED)

    assert (again.entry_id, again.arrival) == (first.entry_id, Arrival.KNOWN)
    with store.database.reading() as session:
        assert head(session) == before


def test_the_same_bytes_under_another_id_are_noted_and_not_read(store: Store) -> None:
    add(store, FETCHED)

    twin = add(store, replace(FETCHED, report_id=1129))

    assert (twin.arrival, twin.state) == (Arrival.SAME_BYTES, ReportState.DUPLICATE)
    assert known(store) == {1128, 1129}
    assert to_read(store) == [1128]


def test_the_same_bytes_count_for_each_employer_alone(store: Store) -> None:
    add(store, FETCHED)

    other = add(store, replace(FETCHED, employer=OTHER_EMPLOYER, report_id=7))

    assert other.arrival is Arrival.NEW


def test_other_bytes_for_a_known_report_are_for_a_person(store: Store) -> None:
    add(store, FETCHED)

    changed = add(store, replace(FETCHED, sha256="2" * 64))

    assert changed.arrival is Arrival.DIFFERS
    assert changed.sha256 == FETCHED.sha256


def test_a_report_of_another_employer_is_refused(store: Store) -> None:
    add(store, FETCHED)

    with pytest.raises(InputError) as refused:
        add(store, replace(FETCHED, employer=OTHER_EMPLOYER))

    assert refused.value.code == "report_of_other_employer"


def test_a_refused_report_is_fetched_again_and_replaced(store: Store) -> None:
    entry = add(store, LOGIN_PAGE)
    assert known(store) == set()
    assert to_read(store) == []

    replaced = add(store, FETCHED)

    assert (replaced.entry_id, replaced.arrival) == (entry.entry_id, Arrival.REPLACED)
    assert (replaced.state, replaced.sha256, replaced.reason) == (
        ReportState.FETCHED,
        FETCHED.sha256,
        None,
    )
    assert known(store) == {1128}


def test_one_login_page_can_stand_for_several_reports(store: Store) -> None:
    add(store, LOGIN_PAGE)
    other = add(store, replace(LOGIN_PAGE, report_id=1129))

    assert other.arrival is Arrival.NEW
    assert known(store) == set()


def test_a_refused_report_whose_bytes_turn_out_to_be_anothers_is_a_duplicate(store: Store) -> None:
    add(store, FETCHED)
    add(store, replace(LOGIN_PAGE, report_id=1129))

    twin = add(store, replace(FETCHED, report_id=1129))

    assert (twin.arrival, twin.state) == (Arrival.SAME_BYTES, ReportState.DUPLICATE)


def test_a_file_at_hand_is_known_by_its_bytes(store: Store) -> None:
    first = add(store, BY_HAND)

    assert add(store, BY_HAND).arrival is Arrival.KNOWN
    assert known(store) == set()
    assert to_read(store, "2026-08") == [None]

    fetched = add(store, FETCHED)
    assert (fetched.entry_id, fetched.arrival) == (first.entry_id, Arrival.KNOWN)
    assert (fetched.report_id, fetched.value_date) == (1128, FETCHED.value_date)
    assert known(store) == {1128}


def test_a_file_at_hand_that_was_fetched_before_is_known(store: Store) -> None:
    entry = add(store, FETCHED)

    assert add(store, BY_HAND).entry_id == entry.entry_id


def test_the_same_lines_in_another_order_are_the_same_report(store: Store) -> None:
    entry = add(store, replace(FETCHED, lines_sha256="a" * 64))
    turned = replace(FETCHED, sha256="2" * 64, lines_sha256="a" * 64)

    assert add(store, replace(turned, report_id=None)).entry_id == entry.entry_id
    assert add(store, turned).arrival is Arrival.KNOWN
    twin = add(store, replace(turned, report_id=1129))
    assert (twin.arrival, twin.state) == (Arrival.SAME_BYTES, ReportState.DUPLICATE)
    assert to_read(store) == [1128]
    other = add(store, replace(turned, report_id=7, employer=OTHER_EMPLOYER))
    assert other.arrival is Arrival.NEW


def test_refused_bytes_are_no_report_with_the_same_lines(store: Store) -> None:
    add(store, replace(LOGIN_PAGE, lines_sha256=None))

    assert add(store, replace(FETCHED, report_id=1129)).arrival is Arrival.NEW


def test_a_refused_file_at_hand_is_not_entered_twice(store: Store) -> None:
    entry = add(store, BY_HAND)
    set_state(store, entry, ReportState.REFUSED)

    again = add(store, BY_HAND)

    assert (again.entry_id, again.state) == (entry.entry_id, ReportState.REFUSED)


def test_a_file_that_is_accepted_after_all_tells_its_value_date(store: Store) -> None:
    refused = replace(BY_HAND, state=ReportState.REFUSED, reason="overlaps")
    entry = add(store, refused)
    assert add(store, refused).arrival is Arrival.KNOWN

    dated = add(store, replace(BY_HAND, value_date=FETCHED.value_date, lines_sha256="a" * 64))

    assert (dated.entry_id, dated.arrival) == (entry.entry_id, Arrival.REPLACED)
    assert (dated.state, dated.reason) == (ReportState.FETCHED, None)
    assert dated.value_date == FETCHED.value_date


def test_a_value_date_that_was_told_stays_when_a_file_comes_under_another_name(
    store: Store,
) -> None:
    dated = replace(BY_HAND, value_date=FETCHED.value_date)
    add(store, replace(dated, state=ReportState.REFUSED, reason="overlaps"))

    assert add(store, BY_HAND).value_date == FETCHED.value_date


def test_a_stopped_report_is_tried_again_and_a_settled_one_never(store: Store) -> None:
    entry = add(store, FETCHED)

    set_state(store, entry, ReportState.STOPPED)
    assert to_read(store) == [1128]
    set_state(store, entry, ReportState.SETTLED)
    assert to_read(store) == []
    set_state(store, entry, ReportState.SETTLED)
    with pytest.raises(InputError) as refused:
        set_state(store, entry, ReportState.READ)
    assert refused.value.code == "report_settled"


def test_marking_a_report_that_is_not_there_is_refused(store: Store) -> None:
    with store.database.writing() as session, pytest.raises(InputError) as refused:
        mark(session, "nothing", ReportState.READ)

    assert refused.value.code == "report_missing"


def test_reports_come_by_value_date_and_only_those_of_the_period(store: Store) -> None:
    for number, day in ((5, 28), (3, 14), (4, 14)):
        add(
            store,
            replace(
                FETCHED, report_id=number, sha256=f"{number}" * 64, value_date=date(2026, 8, day)
            ),
        )
    add(store, replace(FETCHED, report_id=6, sha256="6" * 64, value_date=date(2026, 9, 1)))

    assert to_read(store, "2026-08") == [3, 4, 5]
    assert to_read(store) == [3, 4, 5, 6]


def test_a_report_is_found_by_navs_number(store: Store) -> None:
    add(store, FETCHED)

    with store.database.reading() as session:
        found = find_report(session, EMPLOYER, 1128)
        assert found is not None
        assert found.sha256 == FETCHED.sha256
        assert find_report(session, EMPLOYER, 1129) is None
        assert find_report(session, OTHER_EMPLOYER, 1128) is None


def test_bytes_refused_for_what_came_with_them_are_taken_when_they_come_rightly(
    store: Store,
) -> None:
    """A wrong media type on the right bytes: the same bytes, rightly labelled, are the report."""
    wrongly = replace(FETCHED, state=ReportState.REFUSED, reason="media_type")
    add(store, wrongly)
    assert known(store) == set()
    assert add(store, wrongly).arrival is Arrival.KNOWN

    entry = add(store, FETCHED)
    assert (entry.arrival, entry.state, entry.reason) == (
        Arrival.REPLACED,
        ReportState.FETCHED,
        None,
    )
    assert known(store) == {1128}


def test_bytes_that_could_not_be_read_stay_refused_when_they_come_again(store: Store) -> None:
    entry = add(store, FETCHED)
    with store.database.writing() as session:
        mark(session, entry.entry_id, ReportState.REFUSED, reason=UNREADABLE)
    assert add(store, FETCHED).state is ReportState.REFUSED


# --- from where to search again ---


def search(store: Store) -> tuple[int, date | None]:
    with store.database.reading() as session:
        return search_from(session, EMPLOYER)


def came(report_id: int, day: date, *, ago: int = 100, **changes: object) -> ReportFacts:
    facts = {
        "report_id": report_id,
        "sha256": f"{report_id:064}",
        "value_date": day,
        "fetched_at": clock.now() - timedelta(days=ago),
        "how": "api",
    }
    return replace(FETCHED, **(facts | changes))


def test_the_first_search_of_all_is_for_everything(store: Store) -> None:
    assert search(store) == (0, None)
    add(store, came(50, date(2026, 5, 1), how="portal"))
    assert search(store) == (0, None)


def test_a_search_goes_back_over_what_came_lately_and_sixty_days_of_value_dates(
    store: Store,
) -> None:
    add(store, came(10, date(2026, 3, 1)))
    add(store, came(20, date(2026, 5, 20)))
    add(store, came(31, date(2026, 6, 1)))
    assert search(store) == (19, date(2026, 6, 1) - timedelta(days=60))
    add(store, came(15, date(2026, 3, 2), ago=2))
    assert search(store)[0] == 14


def test_a_search_always_includes_a_report_that_must_come_back(store: Store) -> None:
    add(store, came(31, date(2026, 6, 1)))
    assert search(store)[0] < 31


def test_what_was_refused_or_left_is_searched_for_however_old(store: Store) -> None:
    add(store, came(31, date(2026, 6, 1)))
    left = came(7, date(2026, 1, 1), state=ReportState.REFUSED, reason="api_unreachable")
    add(store, replace(left, value_date=None))
    assert search(store)[0] == 6
    assert known(store) == {31}
