"""Hold a list of respondents against the registers and the survey's rule.

First what is wrong with a person's place on the list, then how many respondents each unit has on
the list as decided corrections leave it: so that somebody who is put on counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rutine.surveys.findings import Correction, Finding, Kind, corrected
from rutine.surveys.people import Entry, Somebody, Units, added
from rutine.surveys.rule import SurveyRule

Decided = Callable[[Finding], bool]
"""Whether somebody has decided that the finding's correction is to be made."""

_TWO = 2


def undecided(_: Finding) -> bool:
    """Nobody has decided anything."""
    return False


@dataclass(frozen=True, eq=False, slots=True)
class Checked:
    """What was found, and the list as decided corrections leave it.

    Attributes:
        findings: everything that a person must look at, also what is decided already.
        entries: the list as it would be delivered. The protected are among them.
        taking_part: how many take part by the rule.
    """

    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...]
    taking_part: int


def check(
    entries: Sequence[Entry],
    people: Mapping[str, Somebody],
    units: Units,
    rule: SurveyRule,
    decided: Decided = undecided,
) -> Checked:
    """Everything that is wrong with the list, and what becomes of it.

    Args:
        entries: the list; each is somebody among `people`.
        people: every employee of the registers, by employee number.
        units: the units there are.
        rule: who takes part on the day.
        decided: asked of each finding that has a correction.

    Returns:
        The same findings in the same order whatever the order of the list and the registers.
    """
    scene = _Scene.of(sorted(entries, key=lambda each: each.key), people, units, rule)
    found = list(scene.findings())
    listed = corrected(scene.entries, _decided(found, decided))
    small = list(_small_units(listed, units, rule, decided))
    return Checked((*found, *small), corrected(listed, _decided(small, decided)), len(scene.right))


def _decided(findings: Sequence[Finding], decided: Decided) -> Correction:
    """The corrections that somebody has decided, as one: no two are about the same of a row.

    But for units, where somebody may be moved up more than once: there the last one counts.
    """
    every = [each.correction for each in findings if each.correction is not None and decided(each)]
    return Correction(
        drop=frozenset(key for each in every for key in each.drop),
        move=tuple(pair for each in every for pair in each.move),
        email=tuple(pair for each in every for pair in each.email),
        add=tuple(entry for each in every for entry in each.add),
    )


def _small_units(
    entries: Sequence[Entry], units: Units, rule: SurveyRule, decided: Decided
) -> Iterator[Finding]:
    """Units with too few respondents, the lowest first: those above get what is moved up."""
    of_unit: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for entry in entries:
        of_unit[entry.unit].append(entry.key)
    for unit in sorted(units.known, key=lambda unit: (-len(units.above(unit)), unit)):
        keys = tuple(of_unit[unit])
        if not 0 < len(keys) < rule.smallest_unit:
            continue
        above = next((each for each in units.above(unit) if each in units.known), "")
        finding = Finding(
            Kind.SMALL_UNIT,
            about=unit,
            should_be=above,
            count=len(keys),
            entries=keys,
            correction=Correction(move=tuple((key, above) for key in keys)) if above else None,
        )
        yield finding
        if above and decided(finding):
            of_unit[above] += of_unit.pop(unit)


@dataclass(frozen=True, eq=False, slots=True)
class _Scene:
    """The list beside the registers.

    Attributes:
        entries: every row, in the order of the files.
        of_person: employee number -> their rows.
        right: employee number of everybody who takes part -> the unit they answer in.
        members: unit -> how many answer in it by the rule.
        used: every address of the list.
        owners: address -> the employee numbers that HR has it for, without those who have left.
    """

    entries: tuple[Entry, ...]
    people: Mapping[str, Somebody]
    units: Units
    rule: SurveyRule
    of_person: Mapping[str, list[Entry]]
    right: Mapping[str, str]
    members: Counter[str]
    used: frozenset[str]
    owners: Mapping[str, frozenset[str]]

    @classmethod
    def of(
        cls,
        entries: Sequence[Entry],
        people: Mapping[str, Somebody],
        units: Units,
        rule: SurveyRule,
    ) -> _Scene:
        """The scene of a list."""
        of_person: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            of_person[entry.number].append(entry)
        right = {}
        owners: dict[str, set[str]] = defaultdict(set)
        for number, one in people.items():
            if one.email and one.ended is None:
                owners[_plain(one.email)].add(number)
            places = rule.places(one)
            if places:
                right[number] = _answers_in(places[0].unit, number, units, rule)
        return cls(
            tuple(entries),
            people,
            units,
            rule,
            of_person,
            right,
            Counter(right.values()),
            frozenset(_plain(entry.email) for entry in entries),
            {address: frozenset(numbers) for address, numbers in owners.items()},
        )

    def findings(self) -> Iterator[Finding]:
        """What is wrong with persons, then with units and addresses that several rows have."""
        kept: list[Entry] = []
        for number in sorted({*self.of_person, *self.right}):
            own = self.of_person.get(number, [])
            if self.people[number].hidden:
                yield from self._hidden(number, own)
            elif number not in self.right:
                yield self._not_taking_part(number, own)
            elif not own:
                yield self._missing(number)
            else:
                keep = self._best(own) if len(own) > 1 else own[0]
                kept.append(keep)
                if len(own) > 1:
                    yield _twice(own, keep)
                yield from self._about(keep)
        yield from self._unknown_units(kept)
        yield from self._shared(kept)

    def _hidden(self, number: str, own: Sequence[Entry]) -> Iterator[Finding]:
        if number in self.right or own:
            yield Finding(
                Kind.HIDDEN,
                number,
                unit=own[0].unit if own else "",
                should_be=self.right.get(number, ""),
                count=len(own),
            )

    def _not_taking_part(self, number: str, own: Sequence[Entry]) -> Finding:
        one = self.people[number]
        keys = tuple(entry.key for entry in own)
        return Finding(
            Kind.NOT_INCLUDED if one.ended is None else Kind.ENDED,
            number,
            unit=own[0].unit,
            count=len(own),
            entries=keys,
            correction=Correction(drop=frozenset(keys)),
        )

    def _missing(self, number: str) -> Finding:
        """Put on only with an address that is theirs alone: an invitation must not go astray."""
        email, unit = self.people[number].email, self.right[number]
        sure = self._is_free(email) and unit in self.units.known
        return Finding(
            Kind.MISSING,
            number,
            should_be=unit,
            correction=Correction(add=(added(number, unit, email),)) if sure else None,
        )

    def _is_free(self, email: str) -> bool:
        """Whether an address is one person's in HR's register, and no row has it yet."""
        plain = _plain(email)
        return len(self.owners.get(plain, ())) == 1 and plain not in self.used

    def _best(self, own: Sequence[Entry]) -> Entry:
        """The row that stays where somebody has several: in a right unit, with an address."""
        return min(
            own, key=lambda each: (each.unit not in self._allowed(each.number), not each.email)
        )

    def _about(self, entry: Entry) -> Iterator[Finding]:
        number, right = entry.number, self.right[entry.number]
        own_email = self.people[number].email
        if not entry.email:
            can = Correction(email=((entry.key, own_email),)) if self._is_free(own_email) else None
            yield Finding(
                Kind.NO_EMAIL, number, unit=entry.unit, entries=(entry.key,), correction=can
            )
        if entry.unit and entry.unit not in self.units.known:
            return  # told of once for the unit
        leads = self.rule.managers_above and self.units.is_led_by(entry.unit, number)
        if leads and entry.unit != right:
            yield self._misplaced(Kind.OWN_UNIT, entry, right)
        elif entry.unit not in self._allowed(number):
            yield self._misplaced(Kind.WRONG_UNIT, entry, right)

    def _misplaced(self, kind: Kind, entry: Entry, right: str) -> Finding:
        known = right in self.units.known
        return Finding(
            kind,
            entry.number,
            unit=entry.unit,
            should_be=right,
            entries=(entry.key,),
            correction=Correction(move=((entry.key, right),)) if known else None,
        )

    def _allowed(self, number: str) -> frozenset[str]:
        """The units in which somebody may answer.

        Where they have a position that takes part, and, where such a unit is too small for a
        result of its own, those above it.
        """
        places = self.rule.places(self.people[number])
        own = {_answers_in(held.unit, number, self.units, self.rule) for held in places}
        above = {
            unit
            for each in own
            if self.members[each] < self.rule.smallest_unit
            for unit in self.units.above(each)
        }
        return frozenset(own | above)

    def _unknown_units(self, kept: Sequence[Entry]) -> Iterator[Finding]:
        by_unit: dict[str, list[Entry]] = defaultdict(list)
        for entry in kept:
            if entry.unit and entry.unit not in self.units.known:
                by_unit[entry.unit].append(entry)
        for unit, rows in sorted(by_unit.items()):
            moves = tuple((row.key, self.right[row.number]) for row in rows)
            sure = all(right in self.units.known for _, right in moves)
            yield Finding(
                Kind.UNKNOWN_UNIT,
                about=unit,
                count=len(rows),
                entries=tuple(row.key for row in rows),
                correction=Correction(move=moves) if sure else None,
            )

    def _shared(self, kept: Sequence[Entry]) -> Iterator[Finding]:
        """Addresses of several persons, by the list and by HR's own register."""
        using: dict[str, list[Entry]] = defaultdict(list)
        for entry in kept:
            if entry.email:
                using[_plain(entry.email)].append(entry)
        for address, rows in sorted(using.items()):
            users = {row.number for row in rows} | self.owners.get(address, frozenset())
            if len(users) < _TWO:
                continue
            others = {
                row.key: self.people[row.number].email for row in rows
                if self._has_another(row.number, address)
            }  # fmt: skip
            left = users - {row.number for row in rows if row.key in others}
            yield Finding(
                Kind.SHARED_EMAIL,
                about=address,
                others=tuple(sorted(each for each in users if not self.people[each].hidden)),
                count=len(users),
                entries=tuple(row.key for row in rows),
                correction=Correction(email=tuple(sorted(others.items())))
                if others and len(left) < _TWO
                else None,
            )

    def _has_another(self, number: str, address: str) -> bool:
        """Whether HR has an address that is theirs alone, and not this one."""
        own = _plain(self.people[number].email)
        return own not in {"", address} and len(self.owners.get(own, ())) == 1


def _answers_in(unit: str, number: str, units: Units, rule: SurveyRule) -> str:
    return units.answers_in(unit, number) if rule.managers_above else unit


def _twice(own: Sequence[Entry], keep: Entry) -> Finding:
    rest = frozenset(entry.key for entry in own if entry.key != keep.key)
    return Finding(
        Kind.TWICE,
        keep.number,
        unit=keep.unit,
        count=len(own),
        entries=tuple(entry.key for entry in own),
        correction=Correction(drop=rest),
    )


def _plain(email: str) -> str:
    """An address as it is compared: mail systems do not tell capitals apart."""
    return email.strip().casefold()
