"""What a person must look at: rights and vacancies held together, on a day.

Every vacancy within somebody's right must be assessed for them, whatever the facts say. The
findings come in a neutral order: kind, vacancy, the day the right ends, employee number. No fact
about a person moves them in it (`tests/unit/redeployment`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from rutine.redeployment.offers import Answered, Offered, OfferStanding, standing_of
from rutine.redeployment.overlap import Fact, Post, Profile, facts_of, in_common
from rutine.redeployment.rights import Answer, Right, expiry_stage
from rutine.redeployment.terms import Terms, terms_on
from rutine.refunds.expected.day_counting import months_after

Row = tuple[str, int]
_SELECTED_FROM: Final = 2
_LONGEST_NOTICE_MONTHS: Final = 6
"""The longest period of notice by law (aml § 15-3): no right began before that."""

_NO_PROFILE: Final = Profile()


class Kind(StrEnum):
    """What is found."""

    UNASSESSED = "vacancy_without_assessment"
    EXPIRES = "right_expires_soon"
    OFFER = "offer_not_accepted"
    EQUAL = "equal_candidates"
    DOUBT = "right_in_doubt"


class Over(StrEnum):
    """Why something that was found is so no more."""

    DOCUMENTED = "documented"
    """The lists have the assessment, the offer, or the answer in time."""
    ENDED = "ended"
    """The right is over, or the vacancy is withdrawn."""
    RESOLVED = "resolved"
    """What was found is not so any more."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a right, and what the list says of them. `sources` are their rows.

    `earlier` are rights of notice periods that ended before: a second notice takes no right away.
    """

    right: Right
    profile: Profile = _NO_PROFILE
    sources: tuple[Row, ...] = ()
    earlier: tuple[Right, ...] = ()

    @property
    def rights(self) -> tuple[Right, ...]:
        """Every right of the person."""
        return (self.right, *self.earlier)


@dataclass(frozen=True, slots=True)
class Assessed:
    """Somebody assessed a person against a vacancy. `source` is the row; None when in the app.

    What was said last holds, wherever it was said: `day` is when.
    """

    holder: str
    vacancy: str
    qualified: bool
    source: Row | None = None
    day: date = date.min


@dataclass(frozen=True, slots=True)
class World:
    """Everything the lists say, and what was decided in the app."""

    holders: Sequence[Holder]
    posts: Sequence[Post]
    offers: Sequence[Offered] = ()
    assessed: Sequence[Assessed] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The law's texts, and when to remind.

    Attributes:
        texts: see `Terms`.
        warn_days: so many days before the end of a right.
        remind_days: so many days before the last day to answer an offer.
    """

    texts: Sequence[Terms] = (Terms(),)
    warn_days: Sequence[int] = (90, 30, 14)
    remind_days: int = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person must look at.

    Attributes:
        kind: what.
        holder: the employee number; empty where it is about a vacancy alone.
        vacancy: its id; empty where it is about the right alone.
        own: tells several offers of one vacancy to one person apart: the day it was sent.
        due: by when.
        facts, in_common: the person beside the vacancy.
        warned: the reminder that has been reached.
        offer: how an offer stands.
        accepted: the vacancy whose offer was accepted though the right goes on.
        holders: those who were assessed as qualified, by employee number.
    """

    kind: Kind
    holder: str = ""
    vacancy: str = ""
    own: str = ""
    due: date | None = None
    facts: tuple[Fact, ...] = ()
    in_common: tuple[str, ...] = ()
    warned: int | None = None
    offer: OfferStanding | None = None
    accepted: str = ""
    holders: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What it is about, whatever is found of it."""
        return self.kind, self.vacancy, self.holder, self.own


Key = tuple[Kind, str, str, str]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is found, and why what is not is over: only of what the lists still speak of."""

    findings: tuple[Finding, ...]
    over: Mapping[Key, tuple[Over, tuple[Row, ...]]] = field(default_factory=dict)
    looked_at: int = 0


def must_be_assessed(right: Right, post: Post, today: date) -> bool:
    """Whether a vacancy lies within a right, so that somebody must assess it.

    It does when it was advertised, or filled, while the right was there. A vacancy advertised in
    the last days of a right is still to be assessed after them. Filled is no excuse; withdrawn is
    one. Where HR says that the right is over, only what was filled before that day is left.
    """
    if post.withdrawn:
        return False
    taken = post.filled or ((post.deadline or post.published) if post.is_filled else None)
    if right.ended is not None and right.ended <= today and (taken is None or taken >= right.ended):
        return False
    # Where the list lacks the day, it was advertised no later than any day that is known.
    advertised = post.published or min(day for day in (post.deadline, taken, today) if day)
    begun = right.begins is None or right.begins <= today
    earliest = right.begins or months_after(right.notice_ends, -_LONGEST_NOTICE_MONTHS)
    still_free = taken is None or taken >= earliest
    return begun and still_free and advertised <= right.last


def assess(world: World, rules: Rules, today: date) -> Assessment:
    """Everything that a person must look at on a day, in a neutral order."""
    rights = {each.right.holder: each for each in world.holders}
    held: dict[tuple[str, str], list[Assessed]] = defaultdict(list)
    for each in sorted(world.assessed, key=lambda each: each.day):
        held[each.holder, each.vacancy].append(each)
    offered: dict[tuple[str, str], list[Offered]] = defaultdict(list)
    for offer in world.offers:
        offered[offer.holder, offer.vacancy].append(offer)
    found: list[Finding] = []
    over: dict[Key, tuple[Over, tuple[Row, ...]]] = {}
    for finding, cause, rows in (
        *_vacancies(world, held, offered, today),
        *_rights(world, rules, today),
        *_offers(world, rights, rules, today),
        *_equals(world, held, today),
    ):
        if cause is None:
            found.append(finding)
        else:
            over[finding.key] = (cause, rows)

    def neutral(finding: Finding) -> tuple[str, str, date, str, str]:
        holder = rights.get(finding.holder)
        last = holder.right.last if holder else date.max
        return finding.kind, finding.vacancy, last, finding.holder, finding.own

    return Assessment(
        tuple(sorted(found, key=neutral)), over, len(world.holders) * len(world.posts)
    )


_Looked = Iterator[tuple[Finding, Over | None, tuple[Row, ...]]]
"""What was looked at; with why it is over, or None where it is found."""


def _vacancies(
    world: World,
    held: Mapping[tuple[str, str], Sequence[Assessed]],
    offered: Mapping[tuple[str, str], Sequence[Offered]],
    today: date,
) -> _Looked:
    for post in world.posts:
        for holder in world.holders:
            number = holder.right.holder
            finding = Finding(
                Kind.UNASSESSED,
                number,
                post.id,
                due=post.filled or post.deadline,
                facts=facts_of(holder.profile, post),
                in_common=in_common(holder.profile, post),
            )
            documents = [
                *(a.source for a in held.get((number, post.id), ()) if a.source is not None),
                *(o.source for o in offered.get((number, post.id), ())),
            ]
            if documents:
                yield finding, Over.DOCUMENTED, tuple(documents)
            else:
                within = any(must_be_assessed(each, post, today) for each in holder.rights)
                yield finding, None if within else Over.ENDED, ()


def _rights(world: World, rules: Rules, today: date) -> _Looked:
    for holder in world.holders:
        right = holder.right
        taken = next(
            (
                offer.vacancy
                for offer in sorted(world.offers, key=lambda each: (each.offered, each.vacancy))
                if offer.holder == right.holder and offer.accepted
                if right.begins is None or offer.offered >= right.begins
            ),
            "",
        )
        stage = expiry_stage(right, today, rules.warn_days)
        expires = Finding(Kind.EXPIRES, right.holder, due=right.last, warned=stage)
        ended = today > right.last or (right.ended is not None and right.ended <= today)
        yield expires, None if stage is not None else (Over.ENDED if ended else Over.RESOLVED), ()
        doubt = Finding(Kind.DOUBT, right.holder, accepted=taken)
        doubtful = right.holds_on(today) and (right.employed is Answer.NO or bool(taken))
        yield doubt, None if doubtful else (Over.ENDED if ended else Over.RESOLVED), ()


def _offers(world: World, rights: Mapping[str, Holder], rules: Rules, today: date) -> _Looked:
    for offer in _once(world.offers):
        holder = rights.get(offer.holder)
        terms = terms_on(rules.texts, offer.offered)
        standing = standing_of(offer, terms, today, rules.remind_days)
        finding = Finding(
            Kind.OFFER,
            offer.holder,
            offer.vacancy,
            own=offer.offered.isoformat(),
            due=standing.last,
            offer=standing,
        )
        if holder is None:
            continue
        if standing.answered is Answered.ACCEPTED:
            yield finding, Over.DOCUMENTED, (offer.source,)
        elif not standing.answered.is_open:
            yield finding, Over.RESOLVED, ()
        else:
            # Once HR has written that the right is over, or it ran out before, nothing hangs on it.
            gone = all(
                right.last < offer.offered or (right.ended is not None and right.ended <= today)
                for right in holder.rights
            )
            yield finding, Over.ENDED if gone else None, ()


def _once(offers: Sequence[Offered]) -> Iterator[Offered]:
    """Each offer once, also where two lists have it: the row that tells of an answer.

    Where one says yes and another no, the no is looked at: a yes would close the case.
    """
    ordered = sorted(
        offers, key=lambda each: (each.accepted is None, bool(each.accepted), each.source)
    )
    yield from {(o.holder, o.vacancy, o.offered): o for o in reversed(ordered)}.values()


def _equals(
    world: World, held: Mapping[tuple[str, str], Sequence[Assessed]], today: date
) -> _Looked:
    """Vacancies for which people have assessed several as qualified; the program assesses none."""
    for post in world.posts:
        qualified = tuple(
            sorted(
                holder.right.holder
                for holder in world.holders
                if any(must_be_assessed(each, post, today) for each in holder.rights)
                and (said := held.get((holder.right.holder, post.id)))
                and said[-1].qualified
            )
        )
        finding = Finding(
            Kind.EQUAL, vacancy=post.id, due=post.filled or post.deadline, holders=qualified
        )
        if len(qualified) >= _SELECTED_FROM:
            yield finding, None, ()
        else:
            yield finding, Over.ENDED if post.withdrawn else Over.RESOLVED, ()
