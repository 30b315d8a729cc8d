"""Hold the routine's two lists against each other: what is settled, and what a person must see."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import uuid4

import pandas as pd

from rutine.cases.canonical import canonical
from rutine.cases.kinds import LIST, PAIR
from rutine.cases.lifecycle.closing import Cause
from rutine.cases.settling.pair_prints import pair_print
from rutine.core.differences import Difference, Evidence, Subject
from rutine.core.money import Ore
from rutine.core.shape_reasons import ANSWERS
from rutine.installation import Installation
from rutine.matching import Matching, match
from rutine.matching.passes import Pass
from rutine.matching.result import OpenReason
from rutine.routines.list_side import TwoSides
from rutine.routines.match_texts import pass_title, reason
from rutine.routines.routine_file import RoutineFile
from rutine.routines.two_lists import match_rows
from rutine.routines.vocabulary import LANGUAGES
from rutine.steps.shapes import list_cases
from rutine.steps.shapes.found import Closed, Found, Used, gone
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.matched import Before, MatchedGroup, before_this_run
from rutine.steps.shapes.pair_rows import PairRows, rows_of_side
from rutine.steps.shapes.scope import ShapeRules, ShapeScope, load_shape

_SIDES: Final = ("a", "b")
_SEVERAL: Final = frozenset({OpenReason.AMBIGUOUS.value, OpenReason.CAP_EXCEEDED.value})

_Places = tuple[tuple[int, ...], tuple[int, ...]]
"""Places among the rows of a, and of b."""


@dataclass(eq=False, slots=True)
class _Side:
    """One side, and what became of each of its rows."""

    every: PairRows
    finished: set[int] = field(default_factory=set)
    open: set[int] = field(default_factory=set)

    def names(self, places: Sequence[int]) -> list[str]:
        return [self.every.rows["name"].iloc[place] for place in places]


def match_lists(place: Installation, scope: ShapeScope, lists: Lists) -> Found:
    """What belongs together by the routine's passes.

    A row that was settled before, or that a person has finished with, takes no part again; one
    that an earlier run left open does, until it is settled or decided.
    """
    rules = load_shape(place, scope.routine)
    routine, two = rules.routine, rules.routine.lists
    assert two is not None  # noqa: S101 - `load_shape` refuses a match without its lists
    before = before_this_run(place, scope)
    a, b = _sides(place, rules, lists, two, before)
    broken = before.broken_by(place.keys, [("a", a.every.rows), ("b", b.every.rows)])
    if broken:
        before = before.without(broken)
        a, b = _sides(place, rules, lists, two, before)
    _leave_out(place, before, a, b)
    passes = passes_of(routine)
    answer = match(_in_play(two.a, two, a), _in_play(two.b, two, b), passes)
    telling = _Telling(place, scope, two, routine, a, b, before)
    groups = []
    for places, of_pass in _groups(answer, "settled"):
        groups.append(telling.settled(places, of_pass))
    titles = {each.name: _titles(each, routine) for each in passes}
    differences: list[Difference] = []
    for places, of_pass in _groups(answer, "suggested"):
        differences += telling.suggested(places, of_pass, titles[of_pass])
    differences += _left(answer, telling)
    return Found(
        differences=[*differences, *list_cases.unreadable(lists, scope.employer)],
        closed={
            PAIR: _Ending(
                two,
                (frozenset(a.every.rows["name"]), frozenset(b.every.rows["name"])),
                frozenset(telling.told),
                _faulty(lists, two),
            ),
            LIST: gone,
        },
        used=list(_used(lists, a, b)),
        checked=sum(len(side.every.rows) for side in (a, b)),
        matched=groups,
        broken=sorted(broken),
    )


def _sides(
    place: Installation, rules: ShapeRules, lists: Lists, two: TwoSides, before: Before
) -> tuple[_Side, _Side]:
    a, b = (
        _Side(rows_of_side(place, rules, lists, side, before.carried(side.record)))
        for side in (two.a, two.b)
    )
    return a, b


def passes_of(routine: RoutineFile) -> tuple[Pass, ...]:
    """The passes of a routine with two lists: every kind of row may be settled unless it says."""
    if not routine.settles:
        return tuple(replace(rule.as_pass(()), benefits=None) for rule in routine.match or ())
    return routine.passes


def _leave_out(place: Installation, before: Before, a: _Side, b: _Side) -> None:
    """Let what was settled before, or finished with, take no part."""
    for name, side in zip(_SIDES, (a, b), strict=True):
        rows = side.every.rows
        for at, (own, content) in enumerate(zip(rows["name"], rows["content"], strict=True)):
            if before.is_over(place.keys, name, own, content):
                side.finished.add(at)


def _in_play(side: Any, two: TwoSides, rows: _Side) -> pd.DataFrame:
    kept = [place for place in range(len(rows.every.rows)) if place not in rows.finished]
    frame = rows.every.rows.iloc[kept].reset_index(drop=True)
    found = match_rows(frame, side, two.signs)
    taken = set(found["row_id"])
    # What has nothing left of its amount is finished too.
    rows.finished.update(place for at, place in enumerate(kept) if at not in taken)
    places = pd.Series(kept, dtype="int64")
    return found.assign(row_id=places.iloc[found["row_id"].to_numpy()].to_numpy())


def _groups(answer: Matching, outcome: str) -> Iterator[tuple[_Places, str]]:
    rows: dict[int, list[list[int]]] = defaultdict(lambda: [[], []])
    for number, name in enumerate(("lines", "claims")):
        frame = getattr(answer, name)
        some = frame[frame["outcome"].astype("str") == outcome]
        for row, group in zip(some["row_id"], some["group"], strict=True):
            rows[int(group)][number].append(int(row))
    names = dict(zip(answer.groups["group"], answer.groups["pass_name"].astype("str"), strict=True))
    for group in sorted(rows):
        lines, claims = rows[group]
        yield (tuple(lines), tuple(claims)), names[group]


def _left(answer: Matching, telling: _Telling) -> Iterator[Difference]:
    """Open rows: those of one key and time on both sides together, the others one by one."""
    of_component: dict[int, list[list[int]]] = defaultdict(lambda: [[], []])
    why: dict[tuple[int, int], str] = {}
    for number, name in enumerate(("lines", "claims")):
        frame = getattr(answer, name)
        some = frame[frame["outcome"].astype("str") == "open"]
        columns = zip(some["row_id"], some["component"], some["reason"].astype("str"), strict=True)
        for row, component, code in columns:
            of_component[int(component)][number].append(int(row))
            why[number, int(row)] = code
    for component in sorted(of_component):
        lines, claims = of_component[component]
        codes = {why[0, row] for row in lines} | {why[1, row] for row in claims}
        if lines and claims and OpenReason.NO_IDENTITY.value not in codes:
            several = not codes.isdisjoint(_SEVERAL)
            places = (tuple(lines), tuple(claims))
            yield telling.case("M03" if several else "M01", places, *_why(codes))
            continue
        for row in lines:
            code = why[0, row]
            yield telling.case("M03" if code in _SEVERAL else "M02", ((row,), ()), *_why({code}))
        for row in claims:
            code = why[1, row]
            yield telling.case("M03" if code in _SEVERAL else "M02", ((), (row,)), *_why({code}))


def _why(codes: set[str]) -> tuple[str, dict[str, str]]:
    """The matching's own reasons, and what they say in each language."""
    listed = sorted(codes)
    return " ".join(listed), {
        language: ", ".join(reason(code, language) for code in listed) for language in LANGUAGES
    }


def _titles(rule: Pass, routine: RoutineFile) -> dict[str, str]:
    own = next(dict(each.title) for each in routine.match or () if each.name == rule.name)
    return {language: pass_title(rule, own, language) for language in LANGUAGES}


@dataclass(eq=False, slots=True)
class _Telling:
    """Puts rows into a case, and knows which it has."""

    place: Installation
    scope: ShapeScope
    two: TwoSides
    routine: RoutineFile
    a: _Side
    b: _Side
    before: Before
    told: set[str] = field(default_factory=set)

    def settled(self, places: _Places, of_pass: str) -> MatchedGroup:
        """A group that no person need look at."""
        rows = []
        for name, some in zip(_SIDES, places, strict=True):
            side = getattr(self, name)
            rows += [(name, *side.every.place_of(row)) for row in some]
        sha256 = self.routine.sha256
        return MatchedGroup(str(uuid4()), of_pass, sha256, tuple(rows))

    def suggested(self, places: _Places, of_pass: str, why: Mapping[str, str]) -> list[Difference]:
        """A group to ask about; its rows one by one where somebody has said that it is none."""
        if not self.before.parted(self.place.keys, self.key(places)):
            return [self.case("M01", places, of_pass, why)]
        lines = [self.case("M02", ((row,), ()), "", {}) for row in places[0]]
        return [*lines, *(self.case("M02", ((), (row,)), "", {}) for row in places[1])]

    def key(self, places: _Places) -> str:
        """What the case is about: its rows, whatever is found of them."""
        return canonical([sorted(self.a.names(places[0])), sorted(self.b.names(places[1]))])

    def case(self, code: str, places: _Places, rule: str, why: Mapping[str, str]) -> Difference:
        """One case; rows whose group does not hold any more say so."""
        names = [*self.a.names(places[0]), *self.b.names(places[1])]
        if code == "M02" and not self.before.reopened.isdisjoint(
            pair_print(self.place.keys, name) for name in names
        ):
            code = "M04"
        self.a.open.update(places[0])
        self.b.open.update(places[1])
        self.told.update(names)
        sums = [self._sum(side, some) for side, some in zip(_SIDES, places, strict=True)]
        return Difference(
            kind=PAIR,
            reason=code,
            employer=self.scope.employer,
            claimed=Ore(sums[1]),
            paid=Ore(sums[0]),
            evidence=tuple(self._evidence(places, sums, rule)),
            permitted=ANSWERS[code],
            reference=self.routine.name,
            about=Subject(
                key=self.key(places),
                title=dict(self.routine.title),
                why=dict(why),
                # Every row, however many: the next run finds what is open by them.
                proofs=(
                    *(self.b.every.proof(self.place.keys, row, "b") for row in places[1]),
                    *(self.a.every.proof(self.place.keys, row, "a") for row in places[0]),
                ),
                sides=(dict(self.two.b.title), dict(self.two.a.title)),
            ),
        )

    def _sum(self, name: str, places: Sequence[int]) -> int:
        side = getattr(self.two, name)
        rows = getattr(self, name).every.rows.iloc[list(places)]
        whole = int(rows[side.amount].sum())
        return whole - (int(rows[side.less].sum()) if side.less else 0)

    def _evidence(self, places: _Places, sums: Sequence[int], rule: str) -> Iterator[Evidence]:
        if rule:
            yield list_cases.said("rule", "rule", rule)
        both = [bool(some) for some in places]
        yield _both("amount", "ore", str(sums[1]), str(sums[0]), both)
        yield _both("match_rows", "count", str(len(places[1])), str(len(places[0])), both)
        for name in ("identity", "unit", "first", "last"):
            values = [self._values(*each, name) for each in zip(_SIDES, places, strict=True)]
            if any(values):
                one = all("," not in each for each in values)
                kind = "day" if one and name in {"first", "last"} else "text"
                yield _both(f"match_{name}", kind, values[1], values[0], both)

    def _values(self, name: str, places: Sequence[int], field_: str) -> str:
        side = getattr(self.two, name)
        column = getattr(side, field_)
        if column is None or not places:
            return ""
        values = getattr(self, name).every.rows[column].iloc[list(places)]
        texts = dict.fromkeys(
            f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
            for value in values
            if not pd.isna(value)
        )
        return ", ".join(sorted(texts))


def _both(field_: str, kind: str, left: str, right: str, there: Sequence[bool]) -> Evidence:
    """One thing seen from both sides, None on the side that has no row."""
    one, other = left if there[1] else None, right if there[0] else None
    return Evidence(field=field_, kind=kind, left=one, right=other, equal=one == other)


@dataclass(frozen=True, eq=False, slots=True)
class _Ending:
    """Says why a case of rows is found no more."""

    two: TwoSides
    names: tuple[frozenset[str], frozenset[str]]
    told: frozenset[str]
    faulty: frozenset[str]

    def __call__(self, _: str | None, about: Subject | None) -> Closed | None:
        """Settled; or its rows are in another case; or a complete, whole list has them no more."""
        if about is None:
            return None
        causes = set()
        for names, side, known in zip(
            json.loads(about.key), (self.two.a, self.two.b), self.names, strict=True
        ):
            for name in names:
                if name in self.told:
                    causes.add(Cause.OVERTAKEN)
                elif name in known:
                    causes.add(Cause.MATCHED)
                elif side.complete and side.record not in self.faulty:
                    causes.add(Cause.RESOLVED)
                else:
                    return None
        order = (Cause.MATCHED, Cause.OVERTAKEN, Cause.RESOLVED)
        return next((Closed(cause) for cause in order if cause in causes), None)


def _faulty(lists: Lists, two: TwoSides) -> frozenset[str]:
    """The records of which a row can't be read: one that is gone may be just that one."""
    return frozenset(side.record for side in (two.a, two.b) if lists.faulty((side.record,)))


def _used(lists: Lists, a: _Side, b: _Side) -> Iterator[Used]:
    sides = {side.every.record: side for side in (a, b)}
    for each in lists:
        side = sides[each.file.record]
        own = side.every.rows["file"] == each.file.name
        places = set(side.every.rows.index[own])
        cases = len(places & side.open)
        yield Used(
            name=each.file.name,
            record=each.file.record,
            rows=each.reading.rows_in,
            refused=each.refused_count,
            cases=cases,
            used=len(places) - cases + side.every.twice[each.file.name],
        )
