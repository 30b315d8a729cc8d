"""Who is affected when a course gets another code: counts by unit, and names within sight.

What is asked is posted: a field in which somebody may type anything is never part of an address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from starlette.responses import Response

from rutine.cases.access import SEES_CASES
from rutine.core.errors import InputError
from rutine.obligations.code_change import Affected, CodeChange, Effect, Fate
from rutine.obligations.overview import Overview
from rutine.review import wording
from rutine.review.catalogue import Catalogue, number
from rutine.review.filled_in import read_day
from rutine.review.masking import holds_eleven_digits, mask_national_ids
from rutine.review.standings.standings_cells import Cell, cell
from rutine.review.standings.standings_sight import (
    asked,
    in_order,
    looked,
    name_of,
    requirement_title,
    seen,
    unit_title,
)
from rutine.review.visit import Visit

MOST: Final = 300
"""Obligations in the list; the counts have them all."""
LONGEST: Final = 120
"""Characters of a code, as in a routine file."""
_CODE, _FATE, _BY, _FROM = "kode", "hva", "ny", "fra"
_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in, and what is wrong with it: a field's name to a key of the texts."""

    code: str
    fate: Fate
    by: str
    day: str
    wrong: dict[str, str]
    change: CodeChange | None


@dataclass(frozen=True, slots=True)
class UnitCount:
    """One unit: effect, and how many obligations it is the effect on."""

    unit: str
    counts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, repr=False)
class AffectedRow:
    """One employee and requirement, before and after."""

    name: str
    number: str
    unit: str
    hidden: bool
    requirement: str
    effect: str
    before: Cell
    after: Cell


def show(visit: Visit) -> Response:
    """`GET /kompetanse/endret-kode`, and what is asked, by `POST`; nothing is changed by either."""
    ask, t, desk = asked(visit), visit.t, visit.site.standings
    overview, trouble = None, ""
    if ask.routine and ask.employer:
        overview, trouble = looked(lambda: desk.overview(ask.routine, ask.employer))
    form = _form(visit, overview)
    common: dict[str, Any] = {
        "section": "standings",
        "asked": ask,
        "trouble": t(f"standings.trouble.{trouble}") if trouble else "",
        "overview": overview,
        "form": form,
        "fates": [
            (each.value, t(f"code_change.fate.{each.value}"), t(f"code_change.about.{each.value}"))
            for each in Fate
        ],
        "sees_people": visit.actor.may(SEES_CASES),
        "query": ask.query(),
        "longest": LONGEST,
        "suggested": _suggested(overview),
    }
    found: Sequence[Affected] | None = None
    if overview is not None and form.change is not None:
        change = form.change
        told, _ = looked(lambda: desk.affected(ask.routine, ask.employer, change))
        found = None if told is None else _within_sight(visit, *told)
    if overview is None or found is None:
        status = 422 if form.wrong else 200
        return visit.render("code_change.html", status, **common, result=False, day="")
    return visit.render(
        "code_change.html",
        **common,
        result=True,
        day=wording.day(max(form.change.first, overview.day)) if form.change else "",
        totals=_counted(t, found),
        effects=[(each.value, t(f"code_change.effect.{each.value}")) for each in Effect],
        units=_units(overview, found),
        rows=_rows(t, overview, found[:MOST]) if visit.actor.may(SEES_CASES) else [],
        more=t("code_change.more", shown=number(MOST), total=number(len(found)))
        if len(found) > MOST
        else "",
    )


def _form(visit: Visit, overview: Overview | None) -> Form:
    code, by, text = (visit.field(name)[:LONGEST] for name in (_CODE, _BY, _FROM))
    fate_said = visit.field(_FATE)
    fate = Fate(fate_said) if fate_said in set(Fate) else Fate.REPLACED
    known = overview is not None and code in overview.codes
    wrong: dict[str, str] = {}
    day: date | None = None
    if visit.request.method == "POST":
        if not known:
            wrong[_CODE] = "code_change.wrong.code"
        if fate is Fate.REPLACED and (not by or by == code or holds_eleven_digits(by)):
            wrong[_BY] = "code_change.wrong.by"
        try:
            day = read_day(text)
        except InputError:
            wrong[_FROM] = "code_change.wrong.day"
        if day is not None and not _EARLIEST <= day <= _LATEST:
            wrong[_FROM] = "code_change.wrong.day"
    change = None
    if known and not wrong:
        first = day or visit.site.today()
        change = CodeChange(code, fate, first, by if fate is Fate.REPLACED else "")
    by, text = ("" if holds_eleven_digits(each) else each for each in (by, text))
    return Form(code if known else "", fate, by, text, wrong, change)


def _suggested(overview: Overview | None) -> list[str]:
    """Codes that may be the new one: first those in the lists that nobody asks for.

    What stands in a list's column of codes is whatever somebody put there: no national id.
    """
    if overview is None:
        return []
    return [each for each in (*overview.unknown, *overview.codes) if not holds_eleven_digits(each)]


def _within_sight(
    visit: Visit, overview: Overview, found: Sequence[Affected]
) -> Sequence[Affected]:
    """Those the visitor may see, or count: in the order of unit, name and requirement."""
    mine = [each for each in found if seen(overview, visit.actor, each.unit, each.subject)]
    return sorted(
        mine,
        key=lambda each: (
            in_order(unit_title(overview, each.unit)),
            in_order(name_of(overview, each.subject)),
            each.subject,
            each.requirement,
        ),
    )


def _counted(t: Catalogue, found: Sequence[Affected]) -> list[tuple[str, str]]:
    counts = Counter(each.effect for each in found)
    return [(t(f"code_change.effect.{each.value}"), number(counts[each])) for each in Effect]


def _units(overview: Overview, found: Sequence[Affected]) -> list[UnitCount]:
    counts: dict[str, Counter[Effect]] = {}
    for each in found:
        counts.setdefault(each.unit, Counter())[each.effect] += 1
    return [
        UnitCount(
            unit_title(overview, unit),
            [(effect.value, number(by_effect[effect])) for effect in Effect],
        )
        for unit, by_effect in counts.items()
    ]


def _rows(t: Catalogue, overview: Overview, found: Sequence[Affected]) -> list[AffectedRow]:
    return [
        AffectedRow(
            name=name_of(overview, each.subject),
            number=mask_national_ids(each.subject),
            unit=unit_title(overview, each.unit),
            hidden=each.subject in overview.hidden,
            requirement=requirement_title(t, overview, each.requirement),
            effect=t(f"code_change.effect.{each.effect.value}"),
            before=cell(t, each.before),
            after=cell(t, each.after),
        )
        for each in found
    ]
