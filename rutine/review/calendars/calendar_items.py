"""What is due, in words: the same lines on the page, in the workbook and in a calendar program.

A line says how many, what, where and who acts; never a person, and no amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from rutine.cases.access import Actor
from rutine.cases.lists.agenda import Due, DueKind, agenda
from rutine.core.reason_texts import reason_text, role_name
from rutine.core.reasons import PROTECTED, REASONS, Role
from rutine.refunds.at_risk import AtRisk
from rutine.refunds.at_risk.texts import RISK_TEXTS
from rutine.review import wording
from rutine.review.catalogue import Catalogue
from rutine.review.configuration import Site
from rutine.review.lists.listing import UNIT, Listing

BACK = timedelta(days=365)
"""How far back something overdue is looked for."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line.

    Attributes:
        count: how many cases, people or periods.
        said: how many of what, such as «3 saker».
        title: what it is about.
        routine: what people call the routine.
        unit: the sub-unit's organisation number; empty where there is none.
        where: what people call the unit.
        who: the role that acts.
        href: the list of just these, within the app; empty where there is none.
        key: what makes it the same line tomorrow.
        old: that nobody has counted for long, and since when; mostly empty.
    """

    day: date
    count: int
    said: str
    title: str
    routine: str
    unit: str
    where: str
    role: Role
    who: str
    href: str
    key: str
    old: str = ""


def items(
    site: Site,
    session: Session,
    viewer: Actor,
    t: Catalogue,
    days: tuple[date, date],
    *,
    leaves: bool = False,
) -> list[Item]:
    """Everything due within days, by day, as far as the viewer may see it.

    Args:
        site: the app.
        session: a reading one will do.
        viewer: whose sight counts.
        t: the reader's language.
        days: first and last, both included.
        leaves: it leaves the house (`cases.lists.agenda.agenda`).

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    told = agenda(session, viewer, *days, today=site.today(), leaves=leaves)
    found = [_item(site, t, each) for each in told]
    found += _risks(site, viewer, t, days, leaves=leaves)
    return sorted(found, key=lambda each: (each.day, each.title, each.where))


def roles_of(listed: Iterable[Item]) -> list[tuple[str, str]]:
    """The roles that act on any of them: code and name, by name."""
    return sorted({(each.role.value, each.who) for each in listed}, key=lambda pair: pair[1])


def units_of(listed: Iterable[Item]) -> list[tuple[str, str]]:
    """The units that any of them is about: number and name, by name."""
    found = {(each.unit, each.where) for each in listed if each.unit}
    return sorted(found, key=lambda pair: pair[1])


def chosen(listed: Iterable[Item], unit: str, role: str) -> list[Item]:
    """Those of one unit and one role; an empty choice leaves all."""
    return [
        each
        for each in listed
        if (not unit or each.unit == unit) and (not role or each.role.value == role)
    ]


def _item(site: Site, t: Catalogue, due: Due) -> Item:
    language = t.language
    if due.kind is DueKind.COMING:
        title = due.titles.get(language.value) or due.titles.get("nb", due.code)
        role = Role.MANAGER
    else:
        title = t("deadlines.protected") if due.code == PROTECTED else ""
        title = title or reason_text(due.code, language).title
        role = REASONS[due.code].who if due.code in REASONS else Role.HR
    unit = due.sub_unit or ""
    return Item(
        day=due.day,
        count=due.count,
        said=t.counted(f"deadlines.{due.kind.value}", due.count),
        title=title,
        routine=site.routine_name(due.routine, t),
        unit=unit,
        where=(site.unit_name(unit) or unit) if unit else "",
        role=role,
        who=role_name(role, language),
        href=_list_of(due),
        key=f"{due.kind.value}-{due.routine}-{due.code}-{unit}-{due.day.isoformat()}",
        old=t("deadlines.old", day=wording.day(due.counted_on)) if due.counted_on else "",
    )


def _list_of(due: Due) -> str:
    """The list that the cases stand in; deadlines that are no case yet have none."""
    if due.kind is DueKind.COMING or due.code == PROTECTED:
        return ""
    listing = Listing(
        status="waiting" if due.kind is DueKind.BACK else "open",
        reason=due.code,
        routine=due.routine,
        must=(UNIT + due.sub_unit,) if due.sub_unit else (),
        sort="due",
    )
    return listing.told


def _risks(
    site: Site,
    viewer: Actor,
    t: Catalogue,
    days: tuple[date, date],
    *,
    leaves: bool,
) -> Iterator[Item]:
    """Money that is lost after a day, counted by what it is and where."""
    texts = RISK_TEXTS[t.language]
    counted: dict[tuple[date, str, str], list[AtRisk]] = {}
    for _, view in site.risks():
        for each in view.within(viewer.units).items:
            if days[0] <= each.due <= days[1] and not (leaves and each.protected):
                unit = each.sub_unit.value if each.sub_unit and not each.protected else ""
                counted.setdefault((each.due, each.kind.value, unit), []).append(each)
    for (day, kind, unit), found in counted.items():
        yield Item(
            day=day,
            count=len(found),
            said=t.counted("deadlines.risk", len(found)),
            title=texts.kinds[found[0].kind][0],
            routine=site.routine_name("nav_refunds", t),
            unit=unit,
            where=(site.unit_name(unit) or unit) if unit else "",
            role=Role.HR,
            who=role_name(Role.HR, t.language),
            href="/risiko",
            key=f"risk-{kind}-{unit}-{day.isoformat()}",
        )


def weeks(listed: Sequence[Item]) -> list[tuple[date, list[Item]]]:
    """The lines by week, each week by its Monday; weeks without any are left out."""
    found: dict[date, list[Item]] = {}
    for each in listed:
        found.setdefault(each.day - timedelta(days=each.day.weekday()), []).append(each)
    return sorted(found.items())
