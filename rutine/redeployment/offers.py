"""How an offer stands: accepted in time, waiting for its answer, or not accepted.

The right falls away when a *suitable* offer is not accepted within fourteen days after it was
received (aml § 14-2 fifth paragraph). The days are counted exactly: received on the 1st, the last
day is the 15th, also when it is a Sunday or a holiday. The law moves no such day, and a person
may: the case says so where the day is one of rest. Whether the offer was suitable is no question
of the calendar, so an offer never ends a right by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rutine.core.working_days import is_working_day
from rutine.redeployment.terms import Terms


class Answered(StrEnum):
    """How an offer stands on a day."""

    ACCEPTED = "accepted"
    ACCEPTED_LATE = "accepted_late"
    DECLINED = "declined"
    WAITING = "waiting"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"

    @property
    def is_open(self) -> bool:
        """Whether a person must look."""
        return self not in {Answered.ACCEPTED, Answered.WAITING}


@dataclass(frozen=True, slots=True)
class Offered:
    """One offer; `accepted` is None while there is no answer. `source` is the row it stands in."""

    holder: str
    vacancy: str
    offered: date
    received: date | None = None
    answered: date | None = None
    accepted: bool | None = None
    source: tuple[str, int] = ("", 0)


@dataclass(frozen=True, slots=True)
class OfferStanding:
    """How an offer stands.

    Attributes:
        last: the last day to answer.
        answered: how it stands.
        counted_from_sent: the day it was received is unknown, so that the days count from the
            day it was sent: the true last day may be later.
        on_day_of_rest: the last day is a Saturday, a Sunday or a public holiday.
    """

    last: date
    answered: Answered
    counted_from_sent: bool
    on_day_of_rest: bool


def standing_of(offer: Offered, terms: Terms, today: date, remind_days: int) -> OfferStanding:
    """How an offer stands on a day; it is reminded of `remind_days` before its last day."""
    last = (offer.received or offer.offered) + timedelta(days=terms.answer_days)
    return OfferStanding(
        last=last,
        answered=_answered(offer, last, today, remind_days),
        counted_from_sent=offer.received is None,
        on_day_of_rest=not is_working_day(last),
    )


def _answered(offer: Offered, last: date, today: date, remind_days: int) -> Answered:
    if offer.accepted is False:
        return Answered.DECLINED
    if offer.accepted:
        # Accepted on a day that the list does not tell: nobody is late by a missing day.
        late = offer.answered is not None and offer.answered > last
        return Answered.ACCEPTED_LATE if late else Answered.ACCEPTED
    if today > last:
        return Answered.OVERDUE
    return Answered.DUE_SOON if (last - today).days <= remind_days else Answered.WAITING
