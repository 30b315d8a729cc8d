"""What earlier reports say of a case, in sentences: holiday pay, recoveries and corrections.

The evidence is what `refunds.looking_back` found; here it is only put into words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rutine.core.differences import Evidence
from rutine.core.money import Ore
from rutine.core.reason_texts import benefit_name
from rutine.review import wording
from rutine.review.catalogue import Catalogue

FIELDS: Final = frozenset(
    {
        *("holiday_pay_check", "holiday_pay_why", "earning_year", "holiday_pay"),
        *("holiday_pay_days", "holiday_pay_basis", "holiday_pay_percent", "holiday_pay_age"),
        *("holiday_pay_senior", "holiday_pay_limit", "holiday_pay_before"),
        *("holiday_pay_missing", "months_missing"),
        *("concerns", "concerned_line", "may_concern", "more_lines"),
        *("looked_from", "complaint_by"),
    }
)
"""Evidence that stands here and not among what was claimed and paid."""

_CORRECTION: Final = "D27"


@dataclass(frozen=True, slots=True, repr=False)
class Background:
    """Sentences, and the earlier payments that they speak of."""

    sentences: tuple[str, ...]
    payments: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def background(t: Catalogue, reason: str, evidence: Sequence[Evidence]) -> Background | None:
    """What a case's evidence tells of earlier reports; None when it tells nothing."""
    facts = {each.field: each for each in evidence if each.field in FIELDS}
    if "holiday_pay_check" in facts:
        return Background(tuple(_holiday_pay(t, facts)))
    if "concerns" in facts:
        return _taken_back(t, reason, [each for each in evidence if each.field in FIELDS])
    return None


def readable(t: Catalogue, kind: str, raw: str) -> str | None:
    """A value of the kinds that only this evidence has; None for another kind."""
    if kind == "code":
        return t.label("word", raw)
    if kind == "periods":
        return _periods(t, raw)
    if kind == "months":
        return _months(t, raw)
    return _payment(t, raw) if kind == "line" else None


def _taken_back(t: Catalogue, reason: str, evidence: Sequence[Evidence]) -> Background:
    family = "corrected" if reason == _CORRECTION else "taken"

    def found(field: str) -> list[str]:
        return [each.left or "" for each in evidence if each.field == field]

    payments = [_payment(t, raw) for raw in (*found("concerned_line"), *found("may_concern"))]
    payments += [t("background.more", count=count) for count in found("more_lines")]
    after = [t("background.looked_from", month=_months(t, raw)) for raw in found("looked_from")]
    after += [
        t("background.complaint", day=wording.day(date.fromisoformat(raw)))
        for raw in found("complaint_by")
    ]
    sentences = [t(f"background.{family}.{how}") for how in found("concerns")]
    return Background(tuple(sentences), tuple(payments), tuple(after))


def _holiday_pay(t: Catalogue, facts: dict[str, Evidence]) -> list[str]:
    """The verdict first, then what it rests on."""
    said = _values(t, facts)
    why = facts.get("holiday_pay_why")
    both = facts.get("holiday_pay")
    if why is not None:
        found = [t(f"background.why.{why.left}", **said)]
    elif both is None or both.equal:
        found = [t("background.holiday_pay.agrees", **said)]
    else:
        found = [_difference(t, both, said)]
    if "holiday_pay_missing" in facts:
        found.append(t("background.holiday_pay.missing", **said))
    if "holiday_pay_before" in facts:
        found.append(t("background.holiday_pay.before", **said))
    if said["limit"] and said["days"] == said["limit"]:
        found.append(t("background.holiday_pay.limit", **said))
    if why is None and said["senior"] not in {"", said["percent"]}:
        found.append(t("background.holiday_pay.senior", **said))
    return found


def _difference(t: Catalogue, both: Evidence, said: dict[str, str]) -> str:
    expected, paid = int(both.left or 0), int(both.right or 0)
    if expected == 0:
        return t("background.holiday_pay.nothing", **said)
    key = "background.holiday_pay.more" if paid > expected else "background.holiday_pay.less"
    return t(key, **said, difference=str(Ore(abs(paid - expected))))


def _values(t: Catalogue, facts: dict[str, Evidence]) -> dict[str, str]:
    """What the sentences put in: amounts and numbers as the reader writes them."""

    def left(field: str) -> str:
        fact = facts.get(field)
        return "" if fact is None else fact.left or ""

    paid = (facts["holiday_pay"].right or "0") if "holiday_pay" in facts else "0"
    before = left("holiday_pay_before") or "0"
    decimal = t("background.decimal")
    return {
        "year": left("earning_year"),
        "expected": str(Ore(int(left("holiday_pay") or 0))),
        "paid": str(Ore(int(paid))),
        "before": str(Ore(int(before))),
        "now": str(Ore(int(paid) - int(before))),
        "basis": str(Ore(int(left("holiday_pay_basis") or 0))),
        "days": left("holiday_pay_days"),
        "percent": left("holiday_pay_percent").replace(".", decimal),
        "senior": left("holiday_pay_senior").replace(".", decimal),
        "age": left("holiday_pay_age"),
        "limit": left("holiday_pay_limit"),
        "periods": _periods(t, left("holiday_pay_missing")),
        "months": _months(t, left("months_missing")),
    }


def _periods(t: Catalogue, raw: str) -> str:
    return ", ".join(_period(t, each) for each in raw.split(",") if each)


def _period(t: Catalogue, raw: str) -> str:
    first, _, last = raw.partition("/")
    days = [wording.day(date.fromisoformat(each)) for each in (first, last) if each]
    if not days:
        return t("background.undated")
    if len(days) == 1 or first == last:
        return days[0]
    return t("background.range", a=days[0], b=days[1])


def _months(t: Catalogue, raw: str) -> str:
    """Months in words, those that follow each other as one stretch."""
    stretches: list[tuple[date, date]] = []
    for text in filter(None, raw.split(",")):
        month = date.fromisoformat(f"{text}-01")
        if stretches and (stretches[-1][1] + timedelta(days=32)).replace(day=1) == month:
            stretches[-1] = stretches[-1][0], month
        else:
            stretches.append((month, month))
    return ", ".join(
        _month(t, first)
        if first == last
        else t("background.range", a=_month(t, first), b=_month(t, last))
        for first, last in stretches
    )


def _month(t: Catalogue, month: date) -> str:
    return t("background.month", m=t(f"month.{month.month}"), year=month.year)


def _payment(t: Catalogue, raw: str) -> str:
    """An earlier payment, from `first/last;benefit;øre;report;value date`."""
    period, benefit, amount, report, received = raw.split(";")
    return t(
        "background.line",
        period=_period(t, period),
        benefit=benefit_name(benefit, t.language),
        amount=Ore(int(amount)),
        report=report,
        day=wording.day(date.fromisoformat(received)),
    )
