"""Routines: which suit automation, each in detail, and the form that describes a new one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from rutine.cases.access import MODELS, SEES_CASES
from rutine.cases.trail.audit import append
from rutine.core.errors import InputError
from rutine.review import wording
from rutine.review.filled_in import read_day
from rutine.review.modelling.routine_desk import Draft, RankedRoutine
from rutine.review.visit import Visit

OPENED: Final = "opened"
MOST_FIELDS: Final = 200
"""Fields of the form: ten for each of twelve steps, four for each of six systems, and its own."""

_NAME: Final = re.compile("[a-z][a-z0-9_]{0,59}")
_PLACE: Final = re.compile(r"(?P<part>step|system)(?P<row>\d+)_(?P<name>\w+)")


@dataclass(frozen=True, slots=True)
class Listed:
    """One fault, and the field it is in."""

    text: str
    target: str


def ranking(visit: Visit) -> Response:
    """`GET /rutiner`."""
    routines = visit.site.desk.ranking(visit.t.language)
    return visit.render(
        "routines.html",
        section="routines",
        routines=routines,
        wrong=visit.site.desk.wrong(visit.t.language),
        made_up=[each.title for each in routines if each.made_up],
        undescribed=any(each.freed == "–" for each in routines),
        models=visit.actor.may(MODELS),
    )


def one(visit: Visit) -> Response:
    """`GET /rutiner/{name}`."""
    routine, trouble = _named(visit), ""
    if visit.actor.may(MODELS):
        try:
            visit.site.desk.opened(routine.name)
        except InputError as fault:
            trouble = visit.t(f"routines.fault.{fault.code}")
    return _described(visit, routine, trouble)


def new(visit: Visit) -> Response:
    """`GET /rutiner/ny`: an empty form."""
    return _form(visit, {}, "")


def open_form(visit: Visit) -> Response:
    """`GET /rutiner/{name}/skjema`: the form of a candidate that it wrote."""
    name = visit.request.path_params["name"]
    try:
        fields, opened = visit.site.desk.opened(name if _NAME.fullmatch(name) else "")
    except InputError as fault:
        if fault.code == "routine_unknown":
            raise HTTPException(404) from None
        trouble = visit.t(f"routines.fault.{fault.code}")
        return _described(visit, _named(visit), trouble, refused=True)
    return _form(visit, _days_said(fields), opened)


def submit(visit: Visit) -> Response:
    """`POST /rutiner/ny`: show what the form comes to, fetch it as a file, or save it."""
    fields = {
        name: value
        for name, value in visit.form.items()
        if isinstance(value, str) and name not in {OPENED, "do", "csrf"}
    }
    fields = {name: value.replace("\0", "").replace("\r\n", "\n") for name, value in fields.items()}
    fields = _days_said(fields)
    opened, wish = visit.field(OPENED), visit.field("do")
    draft = visit.site.desk.draft(fields, visit.t.language)
    if not draft.sound:
        return _form(visit, fields, opened, draft, status=422)
    if wish == "fetch":
        return _file(draft)
    if wish != "save":
        return _form(visit, fields, opened, draft)
    try:
        name = visit.site.desk.save(fields, opened)
    except InputError as fault:
        trouble = visit.t(f"routines.fault.{fault.code}")
        return _form(visit, fields, opened, draft, status=409, trouble=trouble)
    with visit.site.database.writing() as session:
        append(session, visit.actor, "routine_written", data={"routine": name})
    return visit.go(f"/rutiner/{name}")


def _described(
    visit: Visit, routine: RankedRoutine, trouble: str, *, refused: bool = False
) -> Response:
    """One routine; to those who model it, the way into the form, or why there is none."""
    return visit.render(
        "routine.html",
        status=409 if refused else 200,
        section="routines",
        routine=routine,
        standings=_standings(visit, routine.name),
        models=visit.actor.may(MODELS) and not trouble,
        edits=visit.actor.may(MODELS),
        trouble=trouble,
        refused=refused,
        in_form=False,
    )


def _standings(visit: Visit, name: str) -> str:
    """Where one sees who meets the routine's requirements, or counts them; empty where none are."""
    if name not in visit.site.standings.routines():
        return ""
    page = "/kompetanse" if visit.actor.may(SEES_CASES) else "/kompetanse/endret-kode"
    return f"{page}?rutine={name}"


def _days_said(fields: Mapping[str, str]) -> dict[str, str]:
    """Days as the form shows and reads them, however typed; what is no day stays as it is."""
    said = dict(fields)
    for name in fields:
        if name.endswith("_replaced_on"):
            with suppress(InputError):
                day = read_day(fields[name])
                said[name] = wording.day(day) if day else ""
    return said


def _file(draft: Draft) -> Response:
    return Response(
        draft.text,
        media_type="application/yaml",
        headers={"Content-Disposition": f'attachment; filename="{draft.file_name}"'},
    )


def _form(
    visit: Visit,
    fields: Mapping[str, str],
    opened: str,
    draft: Draft | None = None,
    *,
    status: int = 200,
    trouble: str = "",
) -> Response:
    shape = visit.site.desk.shape
    faults = draft.faults if draft else {}
    return visit.render(
        "routine_form.html",
        status=status,
        section="routines",
        fields=defaultdict(str, fields),
        faults=defaultdict(str, faults),
        errors=[Listed(_fault(visit, name, code), name) for name, code in faults.items()],
        wrong=draft.wrong if draft else "",
        trouble=trouble,
        graded=draft.graded if draft else None,
        in_form=True,
        shape=shape,
        opened=opened,
        steps=range(1, shape.steps + 1),
        systems=range(1, shape.systems + 1),
        filled_steps=_filled(fields, "step"),
        filled_systems=_filled(fields, "system"),
    )


def _fault(visit: Visit, name: str, code: str) -> str:
    """What is wrong with a field, led by what the field is called and where it stands."""
    place = _PLACE.fullmatch(name)
    label = visit.t(f"routines.field.{place['name'] if place else name}")
    if place:
        where = visit.t(f"routines.{place['part']}_row", row=place["row"])
        label = f"{where}: {label}"
    return f"{label}: {visit.t(f'routines.wrong.{code}')}"


def _filled(fields: Mapping[str, str], part: str) -> int:
    """The last row in which something stands: rows after it stay folded."""
    rows = [
        int(place["row"])
        for name, text in fields.items()
        if text and (place := _PLACE.fullmatch(name)) and place["part"] == part
    ]
    return max(rows, default=0)


def _named(visit: Visit) -> RankedRoutine:
    name = visit.request.path_params["name"]
    routines = visit.site.desk.ranking(visit.t.language)
    found = next((each for each in routines if each.name == name), None)
    if found is None:
        raise HTTPException(404)
    return found
