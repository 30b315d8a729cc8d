from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

import pytest

from rutine.connectors.content import (
    ContentFault,
    ContentFinding,
    ReportLines,
    check_content,
    lines_digest,
)
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore

EMPLOYER = OrgNr("310000019")
Line = Callable[..., bytes]


def check(data: bytes, **changes: object) -> ContentFinding | None:
    facts: dict[str, object] = {
        "employer": EMPLOYER,
        "report_id": 1128,
        "media_type": "text/csv",
        "file_name": "310000019_ref-arbg_2026-08-03_1128.csv",
        "account": AccountNumber("15030100015"),
        "total": None,
    }
    return check_content(data, **(facts | changes))


def fault(data: bytes, **changes: object) -> ContentFault | None:
    finding = check(data, **changes)
    return None if finding is None else finding.fault


def test_a_whole_report_is_accepted(line: Line) -> None:
    data = line(100) + line(-250) + line(100)
    assert len(data) == 3 * 129
    assert check(data, total=Ore(-50)) is None


def test_a_unit_number_of_another_length_is_accepted(line: Line) -> None:
    assert check(line(1, unit="320") + line(2, unit="8020")) is None


def test_every_way_of_cutting_a_report_short_is_refused(line: Line) -> None:
    data = line(100) + line(250) + line(300)
    accepted = [end for end in range(len(data)) if check(data[:end], total=Ore(650)) is None]
    assert accepted == []


def test_a_report_cut_between_lines_is_refused_by_its_total(line: Line) -> None:
    data = line(100) + line(250)
    assert fault(data[:129], total=Ore(350)) is ContentFault.TOTAL


def test_no_bytes_are_refused() -> None:
    assert fault(b"") is ContentFault.EMPTY


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\r\n  "])
def test_a_sign_in_page_is_refused_whatever_it_is_called(start: bytes) -> None:
    page = start + b"<!DOCTYPE html><html></html>\r\n"
    assert fault(page) is ContentFault.LOGIN_PAGE
    assert fault(page, media_type="text/html") is ContentFault.LOGIN_PAGE


def test_another_media_type_is_refused(line: Line) -> None:
    assert fault(line(), media_type="application/pdf") is ContentFault.MEDIA_TYPE


def test_a_file_named_for_another_report_is_refused(line: Line) -> None:
    name = "310000019_ref-arbg_2026-08-03_1129.csv"
    assert fault(line(), file_name=name) is ContentFault.WRONG_REPORT


@pytest.mark.parametrize("name", [None, "310000019_ref-arbg_2026-08-03.csv", "rapport.csv"])
def test_a_file_name_without_a_report_id_says_nothing(line: Line, name: str | None) -> None:
    assert check(line(), file_name=name) is None


def test_a_fault_tells_its_line(line: Line) -> None:
    data = line() + line(employer="310000027") + line()
    assert check(data) == ContentFinding(ContentFault.OTHER_EMPLOYER, 2)


def test_a_missing_field_is_refused(line: Line) -> None:
    broken = line().replace(b";20270301", b"")
    assert check(line() + broken) == ContentFinding(ContentFault.FIELDS, 2)


@pytest.mark.parametrize(("old", "new"), [(b";6;", b";66;"), (b"8020;", b";"), (b"8020;", b"80A;")])
def test_a_line_of_another_width_is_refused(line: Line, old: bytes, new: bytes) -> None:
    assert check(line() + line().replace(old, new, 1)) == ContentFinding(ContentFault.WIDTH, 2)


def test_an_amount_that_is_not_digits_and_a_sign_is_refused(line: Line) -> None:
    broken = line(131_352).replace(b"0000131352 ", b"000131352+ ")
    assert check(broken) == ContentFinding(ContentFault.AMOUNT, 1)


def test_several_accounts_in_one_report_are_refused(line: Line) -> None:
    data = line() + line(account="15030100023")
    assert check(data) == ContentFinding(ContentFault.SEVERAL_ACCOUNTS, 2)


def test_another_account_than_the_reports_is_refused(line: Line) -> None:
    data = line(account="15030100023")
    assert fault(data) is ContentFault.OTHER_ACCOUNT
    assert check(data, account=None) is None


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("310000019_ref-arbg_2026-08-03_1128.csv", True),
        ("310000019_ref-arbg_2026-08-03.csv", True),
        ("oppgjorsrapport_arbeidsgiver_1128.csv", True),
        (None, True),
        ("310000019_ref-arbg_2026-08-03_1129.csv", False),
        (f"310000019_ref-arbg_2026-08-03_{'9' * 5_000}.csv", False),
        ("310000019_ref-arbg_2026-08-04.csv", False),
        ("310000043_ref-arbg_2026-08-03.csv", False),
    ],
)
def test_a_name_of_another_report_is_refused_and_an_unknown_form_says_nothing(
    line: Line, name: str | None, accepted: bool
) -> None:
    found = fault(line(1), file_name=name, value_date=date(2026, 8, 3))
    assert found is (None if accepted else ContentFault.WRONG_REPORT)


def test_the_digest_of_lines_knows_how_often_a_line_comes_but_not_in_which_order() -> None:
    one, other = b"1;a\r\n", b"2;b\r\n"

    assert lines_digest(one + other) == lines_digest(other + one)
    assert lines_digest(one + other) == lines_digest(b"2;b\n1;a")
    assert lines_digest(one + other + one) != lines_digest(one + other + other)
    assert lines_digest(one) != lines_digest(one + one)
    assert lines_digest(b"1;a ;\r\n") != lines_digest(b"1;a;\r\n")


def held(numbers: Iterable[int], end: bytes = b"\r\n") -> ReportLines:
    return ReportLines(b"".join(b"%d;a %s" % (number, end) for number in numbers))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        # All lines of the other, and more.
        ([1], [2, 1], True),
        ([2, 1], [1, 3, 2], True),
        ([1], [1, 1], True),
        ([1], range(1_000), True),
        # The very same: one report, not two that overlap.
        ([1, 2], [2, 1], False),
        ([], [1], False),
        # Somebody is paid a line again among others.
        ([1, 2], [1, 3], False),
        ([1, 4], [1, 2, 3], False),
        ([1, 1], [1, 2, 3], False),
        ([1, 2, 3], [1, 4, 5], False),
        ([1, 2, 3, 4, 5], [1, 2, 6, 7, 8], False),
        # Half, and at least two.
        ([1, 2, 3], [1, 2, 4], True),
        ([1, 2, 3, 4], [1, 2, 5, 6], True),
        ([1, 1, 2, 3], [1, 1, 5, 6], True),
        ([1, 1, 2, 3], [1, 5, 6, 7], False),
        (range(18), range(9, 40), True),
        (range(19), range(10, 40), False),
        # Cut at both ends, in two ways; edited by hand.
        (range(1, 99), range(100), True),
        (range(60), range(40, 100), True),
        ([*range(99), 1_000], range(100), True),
        # A tenth, and at least ten: a report with a part of another behind it.
        (range(50), range(40, 90), True),
        (range(50), range(41, 91), False),
        ([*range(1_000), *range(2_000, 2_100)], range(2_000, 3_000), True),
        ([*range(1_000), *range(2_000, 2_099)], range(2_000, 3_000), False),
    ],
)
def test_reports_overlap_when_too_many_lines_are_in_both(
    one: Iterable[int], other: Iterable[int], overlap: bool
) -> None:
    assert held(one).overlap(held(other)) is overlap
    assert held(other).overlap(held(one)) is overlap
    assert held(other, b"\n\n").overlap(held(one, b"\r\n\r\n")) is overlap


def elsewhere(one: Iterable[int], *others: Iterable[int]) -> bool:
    lines = held(one)
    shared: Counter[bytes] = Counter()
    for other in others:
        assert not lines.overlap(held(other))
        shared += lines.shared(held(other))
    return lines.are_elsewhere(shared)


@pytest.mark.parametrize(
    ("one", "others", "picked"),
    [
        # A line or a few of each of many.
        ([1, 101], [range(50), range(100, 150)], True),
        (range(0, 600, 100), [range(n, n + 100) for n in range(0, 600, 100)], True),
        ([1, 101, -1, -2], [range(50), range(100, 150)], True),
        (range(90, 110), [range(99), range(101, 200)], True),
        ([*range(-90, 0), *range(0, 500, 50)], [range(n, n + 50) for n in range(0, 500, 50)], True),
        # NAV pays a line again: once wherever it stands, and a few in a whole year.
        ([1, -1, -2], [range(n, 9) for n in (0, 1)], False),
        ([1, 101, -1, -2, -3], [range(50), range(100, 150)], False),
        (
            [*range(-91, 0), *range(0, 450, 50)],
            [range(n, n + 50) for n in range(0, 450, 50)],
            False,
        ),
        # A pair in the file, and in others: two lines, wherever each stands.
        ([1, 1, -1, -2], [[1, *range(200, 250)], [1, *range(300, 350)]], True),
        ([1, -1, -2], [[1, *range(200, 250)], [1, *range(300, 350)]], False),
        ([-1], [], False),
        ([], [[1]], False),
    ],
)
def test_a_file_that_was_picked_from_many_reports_is_found(
    one: Iterable[int], others: list[Iterable[int]], picked: bool
) -> None:
    assert elsewhere(one, *others) is picked


LINE = (
    b"8020;310000000;310000001;4;14829000018;20260803;15062222007;%s;20260807;%010d ;0000000000 ;"
)


def record(name: bytes, amount: int, unit: bytes = b"") -> bytes:
    return unit + LINE % (name.ljust(25), amount) + b"20270101\r\n"


def test_other_letters_in_a_name_make_no_other_line() -> None:
    """A file that was opened and saved with the letters of another system: NAV's own is Latin-1."""
    mine = ReportLines(record("PRØVESEN KÅRE".encode("latin-1"), 1) + record(b"NORDMANN", 2))
    dos = ReportLines(record("PRØVESEN KÅRE".encode("cp865"), 1) + record(b"NORDMANN", 2))
    padded = ReportLines(record(b"PRVESEN KRE", 1, b"0") + record(b"NORDMANN", 2))
    once_more = ReportLines(record(b"NORDMANN", 2) + record("PRØVESEN KÅRE".encode("latin-1"), 1))

    assert mine.overlap(dos)
    assert padded.overlap(mine)
    assert not mine.overlap(once_more)
    assert not mine.overlap(ReportLines(record(b"PRVESEN KRE", 3) + record(b"NORDMANN", 4)))


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ([1], [2, 1], True),
        ([1, 1], [1, 2, 1], True),
        ([1, 1], [1, 2], False),
        ([1, 2], [2, 1], False),
        ([1, 3], [1, 2], False),
        ([], [1], False),
    ],
)
def test_a_cut_report_is_part_of_the_whole_one_and_never_the_other_way(
    one: Iterable[int], other: Iterable[int], part: bool
) -> None:
    assert held(one).are_part_of(held(other)) is part
    assert not held(other).are_part_of(held(one))
