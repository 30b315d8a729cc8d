"""The passes of the slow matcher: every row is held against every other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations

from rutine.matching.gates import Identity, Likeness, PeriodGate, Tolerance
from rutine.matching.near import same_name
from rutine.matching.passes import Decision, Method, Pass
from rutine.matching.reference_rows import (
    Row,
    beside,
    components_of,
    has_both_sides,
    has_loose_reversal,
    is_consistent,
    reverses,
    roll,
    same_days,
    sums,
)
from rutine.matching.unique import MOST_PAIRS

_DAY = timedelta(days=1)
_ID_LENGTH = 11
_D_NUMBER = 40
_PAIR = 2
_Groups = list[list[Row]]


@dataclass(slots=True)
class Finds:
    """New groups, and rows that were left alone because more than one way would do."""

    groups: _Groups = field(default_factory=list)
    ambiguous: list[Row] = field(default_factory=list)
    exceeded: list[Row] = field(default_factory=list)


def find(left: list[Row], each: Pass) -> Finds:
    """What the pass finds among the open rows."""
    finds = Finds()
    if each.method is Method.UNIQUE:
        _unique(left, each, finds)
        return finds
    for component in components_of(left):
        if each.method is Method.EXACT:
            finds.groups += _exact(component, left, each)
        elif each.method is Method.NETTING:
            _netting(component, left, each, finds)
        elif each.method is Method.GROUP_SUM:
            finds.groups += _whole(component, left, each)
        else:
            _search(component, left, each, finds)
    return finds


def _may_take(row: Row, each: Pass) -> bool:
    return each.takes(row.benefit) and (each.carry_over or not row.carried)


def _is_calm(component: list[Row], left: list[Row], *, half_dated: bool = False) -> bool:
    if reverses(component) or has_loose_reversal(component[0], left):
        return False
    return half_dated or all(row.dated for row in component)


def _exact(component: list[Row], left: list[Row], each: Pass) -> _Groups:
    if not _is_calm(component, left):
        return []
    pairs: _Groups = []
    able = [row for row in component if row.amount > 0 and _may_take(row, each)]
    free = [row for row in able if not row.is_line]
    for line in (row for row in able if row.is_line):
        for claim in free:
            same_period = (claim.first, claim.last) == (line.first, line.last)
            if same_period and claim.amount == line.amount:
                free.remove(claim)
                pairs.append([line, claim])
                break
    return pairs


def _netting(component: list[Row], left: list[Row], each: Pass, finds: Finds) -> None:
    if not all(row.dated for row in component) or has_loose_reversal(component[0], left):
        return
    alike: dict[object, list[Row]] = {}
    for row in component:
        if row.amount and _may_take(row, each):
            mark = (row.is_line, row.first, row.last, abs(row.amount))
            alike.setdefault(mark, []).append(row)
    for rows in alike.values():
        if reverses(rows) and any(row.amount > 0 for row in rows):
            if len(rows) == _PAIR:
                finds.groups.append(rows)
            else:
                finds.ambiguous += rows


def _whole(component: list[Row], left: list[Row], each: Pass) -> _Groups:
    line_count = sum(row.is_line for row in component)
    if not has_both_sides(component) or not all(_may_take(row, each) for row in component):
        return []
    if not each.sizes.admits(line_count, len(component) - line_count):
        return []
    paid, claimed = sums(component)
    if each.tolerance:
        agrees = min(paid, claimed) > 0 and abs(paid - claimed) <= _slack(
            each.tolerance, [row for row in component if not row.is_line]
        )
        agrees = agrees and same_days(component) and not reverses(component)
    else:
        agrees = paid == claimed != 0
    agrees = agrees and is_consistent(component, each.tolerance)
    return [component] if agrees and not _is_hidden(component, left) else []


def _slack(tolerance: Tolerance, claims: list[Row]) -> int:
    days = sum(len(row.weekdays()) for row in claims if row.dated)
    return tolerance.ore + tolerance.ore_per_day * days


def _is_hidden(component: list[Row], left: list[Row]) -> bool:
    """Whether something else of this person, unit and benefit may belong to the component."""
    others = beside(component[0], left)
    loose = has_loose_reversal(component[0], left)
    if loose and len(components_of(others)) > 1:
        return True
    accounted = same_days(component) and not loose and not reverses(component)
    return not accounted and any(not row.placed for row in others)


def _unique(left: list[Row], each: Pass, finds: Finds) -> None:
    pairs, crowded = candidates(left, each)
    finds.exceeded += crowded
    settles = each.tolerance is not None and each.decision is Decision.SETTLE
    times = Counter(row.place for pair in pairs for row in pair)
    for pair in pairs:
        unique = all(times[row.place] == 1 for row in pair)
        if unique and (not settles or _are_alone(*pair, left)):
            finds.groups.append(list(pair))
        else:
            finds.ambiguous += pair


def candidates(left: list[Row], each: Pass) -> tuple[list[tuple[Row, Row]], list[Row]]:
    """The pairs of a line and a claim that pass a unique pass's gates, and the rows given up."""
    able = _eligible(left, each)
    blocks: dict[object, list[Row]] = {}
    for row in able:
        blocks.setdefault(_block(row, each), []).append(row)
    crowded = {
        mark
        for mark, rows in blocks.items()
        if sum(row.is_line for row in rows) * sum(not row.is_line for row in rows) > MOST_PAIRS
    }
    given_up = [row for row in able if _block(row, each) in crowded]
    able = [row for row in able if _block(row, each) not in crowded]
    pairs = [
        (line, claim)
        for line in able
        for claim in able
        if line.is_line and not claim.is_line and _fits(line, claim, left, each)
    ]
    return pairs, given_up


def _eligible(left: list[Row], each: Pass) -> list[Row]:
    missing = each.days is PeriodGate.MISSING
    able = [
        row
        for component in components_of(left)
        if _is_calm(component, left, half_dated=missing)
        for row in component
    ]
    if missing:
        able += [
            row
            for row in left
            if row.key and not row.placed and not row.turned and not has_loose_reversal(row, left)
        ]
    return [row for row in able if row.amount > 0 and _may_take(row, each)]


def _block(row: Row, each: Pass) -> object:
    """What must be equal before two rows are compared at all."""
    return (
        row.person if each.identity is Identity.SAME else None,
        row.unit if each.unit is Likeness.SAME else None,
        row.benefit if each.benefit is Likeness.SAME else None,
        (row.first, row.last) if each.days is PeriodGate.SAME else None,
        None if each.tolerance else row.amount,
    )


def _fits(line: Row, claim: Row, left: list[Row], each: Pass) -> bool:
    if _block(line, each) != _block(claim, each):
        return False
    if each.unit is Likeness.OTHER and line.unit == claim.unit:
        return False
    if each.benefit is Likeness.OTHER and line.benefit == claim.benefit:
        return False
    if each.identity is Identity.NEAR and not _is_near(line, claim):
        return False
    if each.tolerance:
        counted = claim if claim.dated else line
        if abs(line.amount - claim.amount) > _slack(each.tolerance, [counted]):
            return False
    return _days_fit(line, claim, left, each)


def _days_fit(line: Row, claim: Row, left: list[Row], each: Pass) -> bool:
    if each.days is PeriodGate.MISSING:
        firsts = {line.first, claim.first} - {None}
        lasts = {line.last, claim.last} - {None}
        return len(firsts) < _PAIR and len(lasts) < _PAIR and not (line.dated and claim.dated)
    if each.days is PeriodGate.WITHIN and each.shift:
        begin, end = (line.begins - claim.begins).days, (line.ends - claim.ends).days
        earlier, later = each.shift.first_earlier, each.shift.first_later
        near = -earlier <= begin <= later
        near = near and -each.shift.last_earlier <= end <= each.shift.last_later
        near = near and line.shares_a_day_with(claim)
        return near and (not each.same_key or _are_alone(line, claim, left))
    if each.days is PeriodGate.OVERLAPPING:
        return line.shares_a_day_with(claim)
    if each.days is PeriodGate.ADJACENT:
        return not line.shares_a_day_with(claim) and (
            _next_weekday(claim) == roll(line.begins, _DAY)
            or _next_weekday(line) == roll(claim.begins, _DAY)
        )
    return True


def _are_alone(line: Row, claim: Row, left: list[Row]) -> bool:
    """Whether the two are all that their component holds, and nothing of theirs lacks its days."""
    alone = any(set(found) == {line, claim} for found in components_of(left))
    return alone and all(row.placed for row in beside(line, left))


def _next_weekday(row: Row) -> object:
    return roll(roll(row.ends, -_DAY) + _DAY, _DAY)


def _is_near(line: Row, claim: Row) -> bool:
    one, other = line.person, claim.person
    if not all(len(text) == _ID_LENGTH and text.isdecimal() for text in (one, other)):
        return False
    apart = [n for n in range(_ID_LENGTH) if one[n] != other[n]]
    if len(apart) == _PAIR and apart[1] == apart[0] + 1:
        a, b = apart
        if one[a] == other[b] and one[b] == other[a]:
            return True
    if len(apart) == 1:
        return True
    # 40 is added to the day of a D-number.
    first, second = sorted((int(one[:2]), int(other[:2])))
    born_alike = first < _D_NUMBER == second - first and one[2:6] == other[2:6]
    return born_alike and same_name(line.name, claim.name)


def is_searched(component: list[Row], left: list[Row], each: Pass) -> bool:
    """Whether a joint search looks at the component."""
    able = all(row.amount > 0 and _may_take(row, each) for row in component)
    if not able or not has_both_sides(component) or len(component) <= _PAIR:
        return False
    if not _is_calm(component, left):
        return False
    claimed_days = set().union(*(row.weekdays() for row in component if not row.is_line))
    return all(row.weekdays() <= claimed_days for row in component if row.is_line)


def _search(component: list[Row], left: list[Row], each: Pass, finds: Finds) -> None:
    if not is_searched(component, left, each):
        return
    lines = [row for row in component if row.is_line]
    claims = [row for row in component if not row.is_line]
    _settle_the_only_way(component, lines, claims, each, finds)


def _settle_the_only_way(
    component: list[Row], lines: list[Row], claims: list[Row], each: Pass, finds: Finds
) -> None:
    answers = []
    for shared, filled, all_bins in ((claims, lines, True), (lines, claims, False)):
        if each.sizes.admits(*((1, 2) if all_bins else (2, 1))):
            ways = list(_ways(shared, filled, [0] * len(filled), all_bins=all_bins))
            if len(ways) > 1:
                finds.ambiguous += component
                return
            answers += [_gathered(shared, filled, way) for way in ways]
    if answers and any(answer != answers[0] for answer in answers):
        finds.ambiguous += component
    elif answers:
        groups = [[row for row in component if row.place in group] for group in answers[0]]
        if all(_covers(group) for group in groups):
            if _other_ways(lines, claims, groups):
                finds.ambiguous += component
            else:
                finds.groups += groups


def _other_ways(lines: list[Row], claims: list[Row], groups: _Groups) -> bool:
    """Whether a claim may be filled by several lines though none is, or the other way round."""
    for shared, filled, are_lines in ((lines, claims, True), (claims, lines, False)):
        most = max(sum(row.is_line is are_lines for row in group) for group in groups)
        if most == 1 and any(_several_fill(shared, each) for each in filled):
            return True
    return False


def _several_fill(shared: list[Row], filled: Row) -> bool:
    within = [row for row in shared if _contains(filled, row)]
    return any(
        sum(row.amount for row in some) == filled.amount
        for size in range(_PAIR, len(within) + 1)
        for some in combinations(within, size)
    )


def _contains(one: Row, other: Row) -> bool:
    """Whether the other's weekdays all lie in the one's."""
    begins_in = roll(one.begins, _DAY) <= roll(other.begins, _DAY)
    return begins_in and roll(other.ends, -_DAY) <= roll(one.ends, -_DAY)


def _ways(
    items: list[Row], bins: list[Row], spent: list[int], *, all_bins: bool
) -> Iterator[list[int | None]]:
    """Every way to put items into bins that contain their weekdays and are filled exactly."""
    if not items:
        full = [have == each.amount for have, each in zip(spent, bins, strict=True)]
        empty = [have == 0 for have in spent]
        if all(f or (e and not all_bins) for f, e in zip(full, empty, strict=True)):
            yield []
        return
    item, rest = items[0], items[1:]
    if all_bins:
        for way in _ways(rest, bins, spent, all_bins=all_bins):
            yield [None, *way]
    for n, each in enumerate(bins):
        if _contains(each, item) and spent[n] + item.amount <= each.amount:
            more = [*spent[:n], spent[n] + item.amount, *spent[n + 1 :]]
            for way in _ways(rest, bins, more, all_bins=all_bins):
                yield [n, *way]


def _gathered(items: list[Row], bins: list[Row], way: list[int | None]) -> set[frozenset[int]]:
    groups: dict[int, set[int]] = {}
    for item, n in zip(items, way, strict=True):
        if n is not None:
            groups.setdefault(n, {bins[n].place}).add(item.place)
    return {frozenset(group) for group in groups.values()}


def _covers(group: list[Row]) -> bool:
    return same_days(group)
