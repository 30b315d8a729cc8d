"""The laws of service records: no day lost, none told twice, whatever order the lists come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.core.service_record import RecordFlag, ToldPosition
from rutine.service_records.flags import DISAGREE, GAP, OVERLAP, Known, flags_of
from rutine.service_records.merging import FOREVER, MergedPosition, merged, named, rank

LAW = settings(max_examples=60, deadline=None)
START = date(2017, 12, 20)
DAYS = 40
ORDER = ("payroll", "hr", "old")


def day(number: int) -> date:
    return START + timedelta(days=number)


@st.composite
def positions(draw: st.DrawFn) -> ToldPosition:
    first = draw(st.integers(0, DAYS - 1))
    last = draw(st.none() | st.integers(first, DAYS - 1))
    percent = draw(st.sampled_from([None, 0, 2500, 5000, 10_000]))
    return ToldPosition(
        source=draw(st.sampled_from([*ORDER, "sheet"])),
        first=day(first),
        last=None if last is None else day(last),
        unit=draw(st.sampled_from(["A", "B"])),
        code=draw(st.sampled_from(["", "7174"])),
        title=draw(st.sampled_from(["Sykepleier", "SYKEPLEIER", "Renholder"])),
        percent=percent,
        hours=None if percent else draw(st.none() | st.integers(1, 90_000)),
    )


LISTS = st.lists(positions(), max_size=7)


def told_on(told: Sequence[ToldPosition], at: date) -> Counter[tuple[object, ...]]:
    """What the record must say of a day, found day by day: the first source that speaks, alone."""
    speaking = [each for each in told if each.first <= at <= (each.last or FOREVER)]
    if not speaking:
        return Counter()
    first = min((each.source for each in speaking), key=lambda source: rank(source, ORDER))
    return Counter(
        (each.unit, named(each.code, each.title), each.percent)
        for each in speaking
        if each.source == first
    )


def said_on(rows: Sequence[MergedPosition], at: date) -> Counter[tuple[object, ...]]:
    return Counter(
        (row.unit, named(row.code, row.title), row.percent)
        for row in rows
        if row.first <= at <= row.last
    )


def of_flags(flags: Sequence[RecordFlag], code: str) -> set[date]:
    """The days of a code's flags, within those that are looked at."""
    return {
        day(number)
        for number in range(-1, DAYS + 5)
        for flag in flags
        if flag.code == code and flag.first <= day(number) <= (flag.last or FOREVER)
    }


@given(told=LISTS)
@LAW
def test_every_day_says_what_the_first_source_that_speaks_said(told: list[ToldPosition]) -> None:
    rows = merged(told, ORDER)
    for number in range(-1, DAYS + 5):
        assert said_on(rows, day(number)) == told_on(told, day(number))


@given(told=LISTS, data=st.data())
@LAW
def test_the_order_of_the_lists_makes_no_difference(told, data) -> None:
    other = data.draw(st.permutations(told))
    assert merged(other, ORDER) == merged(told, ORDER)
    assert flags_of(other, ORDER, Known()) == flags_of(told, ORDER, Known())


def as_told(rows: Sequence[MergedPosition]) -> Iterator[ToldPosition]:
    for row in rows:
        yield ToldPosition(
            source="merged",
            first=row.first,
            last=None if row.last == FOREVER else row.last,
            unit=row.unit,
            code=row.code,
            title=row.title,
            percent=row.percent,
            hours=row.hours,
        )


@given(told=LISTS)
@LAW
def test_what_is_merged_is_not_merged_further(told: list[ToldPosition]) -> None:
    once = list(as_told(merged(told, ORDER)))
    assert list(as_told(merged(once, ["merged"]))) == once


@given(told=LISTS)
@LAW
def test_hours_are_never_counted_twice(told: list[ToldPosition]) -> None:
    counted = sum(row.hours or 0 for row in merged(told, ORDER))
    assert counted <= sum(each.hours or 0 for each in told)


@given(told=LISTS, hired=st.none() | st.integers(-2, 10), left=st.none() | st.integers(20, 45))
@LAW
def test_flags_are_of_just_the_days_that_deserve_them(told, hired, left) -> None:
    known = Known(
        hired=None if hired is None else day(hired), left=None if left is None else day(left)
    )
    flags = flags_of(told, ORDER, known)
    every = [day(number) for number in range(-1, DAYS + 5)]
    over = {at for at in every if _total(told_on(told, at)) > 10_000}
    assert of_flags(flags, OVERLAP) == over
    assert of_flags(flags, DISAGREE) == {at for at in every if _disagree(told, at)}
    covered = [at for at in every if told_on(told, at)]
    if covered:
        begin = min(covered[0], known.hired or covered[0])
        end = max(covered[-1], known.left or covered[-1])
        empty = {at for at in every if begin <= at <= end and not told_on(told, at)}
        assert of_flags(flags, GAP) == empty


def _total(told: Counter[tuple[object, ...]]) -> int:
    return sum(int(percent or 0) * count for (*_, percent), count in told.items())  # type: ignore[call-overload]


def _disagree(told: Sequence[ToldPosition], at: date) -> bool:
    said: dict[str, Counter[tuple[object, ...]]] = {}
    for each in told:
        if each.first <= at <= (each.last or FOREVER):
            what = (each.unit, named(each.code, each.title), each.percent)
            said.setdefault(each.source, Counter())[what] += 1
    return len({tuple(sorted(map(repr, one.elements()))) for one in said.values()}) > 1


@given(told=LISTS, chosen=st.sampled_from(ORDER))
@LAW
def test_a_chosen_source_counts_on_every_day_it_speaks(told, chosen) -> None:
    rows = merged(told, [chosen, *(each for each in ORDER if each != chosen)])
    own = [each for each in told if each.source == chosen]
    for number in range(DAYS):
        said = told_on(own, day(number))
        if said:
            assert said_on(rows, day(number)) == said
