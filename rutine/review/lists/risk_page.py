"""Money at risk: what is lost if nobody acts, in order of the last day to act."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from rutine.core.charts import WIDTH, Bar, bars
from rutine.core.reason_texts import benefit_name
from rutine.refunds.at_risk import AtRisk, RiskKind, RiskView, month_sums
from rutine.refunds.at_risk.risk_texts import RiskTexts
from rutine.refunds.at_risk.texts import (
    RISK_TEXTS,
    as_of_text,
    gap_text,
    month_name,
    remarks,
    sum_text,
    who_text,
)
from rutine.review import wording
from rutine.review.catalogue import number
from rutine.review.visit import Visit

_ORE = 100
MOST_ITEMS = 500
"""Items on the page; the workbook has them all."""


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """One item in words."""

    due: str
    title: str
    remark: str
    action: str
    employee: str
    unit: str
    unit_number: str
    benefit: str
    days: str
    amount: str
    about: str


@dataclass(frozen=True, slots=True, repr=False)
class EmployerRisk:
    """One employer's part of the page. `bars` are empty where no amount is known."""

    name: str
    when: str
    caption: str
    sums: list[tuple[str, list[str]]]
    bars: list[Bar]
    items: list[Item]
    more: str
    gaps: list[str]


def show(visit: Visit) -> Response:
    """`GET /risiko`."""
    seen = [(name, view.within(visit.actor.units)) for name, view in visit.site.risks()]
    texts = RISK_TEXTS[visit.t.language]
    return visit.render(
        "risk.html",
        section="risk",
        title=texts.title,
        texts=texts,
        width=WIDTH,
        kinds=[texts.kinds[kind][0] for kind in RiskKind],
        employers=[_employer(visit, name, view) for name, view in seen],
    )


def _employer(visit: Visit, name: str, view: RiskView) -> EmployerRisk:
    t, language = visit.t, visit.t.language
    texts = RISK_TEXTS[language]
    shown = view.items[:MOST_ITEMS]
    return EmployerRisk(
        name=name,
        when=as_of_text(view, language),
        caption=t("risk.caption", name=name, count=number(len(view.items))),
        sums=[
            (
                month_name(texts, each.month.first) if each.month else texts.past,
                [sum_text(each.kinds.get(kind), texts) for kind in RiskKind],
            )
            for each in month_sums(view)
        ],
        bars=_bars(view, texts),
        items=[_item(visit, view, item) for item in shown],
        more=t("side.more", shown=number(len(shown)), total=number(len(view.items)))
        if len(shown) < len(view.items)
        else "",
        gaps=[gap_text(gap, language) for gap in view.not_known],
    )


def _bars(view: RiskView, texts: RiskTexts) -> list[Bar]:
    """What is known of each month, every kind together, in whole kroner; the table has more."""
    sums = [
        (
            month_name(texts, each.month.first) if each.month else texts.past,
            sum(int(kind.amount) for kind in each.kinds.values()) // _ORE,
        )
        for each in month_sums(view)
    ]
    if not any(kroner for _, kroner in sums):
        return []
    return bars([(month, f"{number(kroner)}\u00a0kr", kroner) for month, kroner in sums])


def _item(visit: Visit, view: RiskView, item: AtRisk) -> Item:
    language = visit.t.language
    texts = RISK_TEXTS[language]
    title, action, about = texts.kinds[item.kind]
    unit = item.sub_unit.reveal() if item.sub_unit else ""
    name = visit.site.unit_name(unit)
    return Item(
        due=wording.day(item.due),
        title=title,
        remark=remarks(item, view.window, language),
        action=action,
        employee=who_text(item, texts),
        unit=name or unit,
        unit_number=unit if name else "",
        benefit=benefit_name(item.benefit, language),
        days=f"{wording.day(item.first)}–{wording.day(item.last)}"
        if item.first and item.last
        else "",
        amount=texts.not_known if item.amount is None else str(item.amount),
        about=about,
    )
