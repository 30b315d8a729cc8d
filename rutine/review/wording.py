"""Facts put into words: days, times, amounts, ages and what differs from what.

Every difference is said in words; colour and signs only repeat it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rutine.cases.kinds import SHAPES
from rutine.core.clock import OSLO
from rutine.core.differences import Evidence
from rutine.core.money import Ore
from rutine.review.catalogue import Catalogue


def day(value: date) -> str:
    """A day as Norwegians write it: 21.11.2026."""
    return f"{value:%d.%m.%Y}"


def moment(t: Catalogue, value: datetime) -> str:
    """A moment in Norwegian time: 21.11.2026 kl. 14.03."""
    local = value.astimezone(OSLO)
    return t("format.moment", day=day(local), time=f"{local:{t('format.time')}}")


def inside(text: str) -> str:
    """A text that begins a line, as it stands inside a sentence."""
    return f"{text[:1].lower()}{text[1:]}"


def duration(t: Catalogue, value: timedelta) -> str:
    """How long something took, in seconds under two minutes and in minutes above."""
    seconds = round(value.total_seconds())
    if seconds < 120:  # noqa: PLR2004 - two minutes
        return t("duration.seconds", count=seconds)
    return t("duration.minutes", count=round(seconds / 60))


def age(t: Catalogue, created: datetime, today: date) -> str:
    """How long a case has waited, in whole days."""
    days = (today - created.astimezone(OSLO).date()).days
    return t("age.today") if days <= 0 else t.counted("age", days)


def relation(claimed: Ore, paid: Ore) -> str:
    """How what was paid relates to what was claimed, as the last part of catalogue keys."""
    if paid == claimed:
        return "equal"
    if not paid:
        return "unpaid"
    if not claimed:
        return "unclaimed" if paid > 0 else "deducted"
    return "more" if paid > claimed else "less"


def sentence(t: Catalogue, kind: str, claimed: Ore, paid: Ore) -> str:
    """What is wrong, in one sentence with its amount."""
    if kind in {"report", "fetch", "arrival", *SHAPES}:
        return t(f"case.sentence.{kind}")
    key = relation(claimed, paid)
    return t(f"case.sentence.{key}", amount=abs(paid - claimed))


def value(t: Catalogue, kind: str, raw: str | None, unit: str = "") -> str:
    """One side of a piece of evidence, readable; a dash when that side has nothing."""
    if raw is None or raw == "":
        return t("unit.none")
    if kind == "day":
        return day(date.fromisoformat(raw))
    if kind == "ore":
        return f"{Ore(int(raw))} {t('unit.kroner')}"
    return f"{raw}{unit}"


def verdict(t: Catalogue, evidence: Evidence) -> str:
    """How the two sides of a piece of evidence compare, in words."""
    left, right = evidence.left or None, evidence.right or None
    if evidence.equal:
        return t("verdict.equal")
    if left is None or right is None:
        return t("verdict.differs" if left == right else _one_sided(left))
    if evidence.kind == "day":
        return _days_apart(t, (date.fromisoformat(right) - date.fromisoformat(left)).days)
    if evidence.kind == "ore":
        apart = Ore(int(right) - int(left))
        return t(f"verdict.ore.{'more' if apart > 0 else 'less'}", amount=abs(apart))
    if evidence.kind == "count":
        more = int(right) - int(left)
        return t(f"verdict.count.{'more' if more > 0 else 'less'}", count=abs(more))
    return t("verdict.differs")


def _one_sided(left: str | None) -> str:
    return "verdict.only_paid" if left is None else "verdict.only_claimed"


def _days_apart(t: Catalogue, days: int) -> str:
    return t.counted(f"verdict.day.{'later' if days > 0 else 'earlier'}", abs(days))
