"""The timetable: what runs when, next time, last result, and ways to stop and start it."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from rutine.cases.scheduling import STEERS, Wish, ask
from rutine.review.visit import Visit

_STATUS_REFUSED = 409


def show(visit: Visit) -> Response:
    """`GET /tidsplan`."""
    return _page(visit, "")


def pause(visit: Visit) -> Response:
    """`POST /tidsplan/pause`."""
    return _steer(visit, Wish.PAUSE)


def resume(visit: Visit) -> Response:
    """`POST /tidsplan/fortsett`."""
    return _steer(visit, Wish.RESUME)


def run(visit: Visit) -> Response:
    """`POST /tidsplan/kjor`."""
    return _steer(visit, Wish.RUN)


def _steer(visit: Visit, wish: Wish) -> Response:
    """Note the wish, then pass it on; what the scheduler refuses is said on the page.

    Raises:
        HTTPException: 404 for what is not in the timetable.
    """
    name, desk, language = visit.field("name"), visit.site.timetable, visit.t.language
    known = {line.name for line in desk.view(language).lines if line.steerable}
    if name not in known:
        raise HTTPException(404)
    with visit.site.database.writing() as session:
        ask(session, visit.actor, wish, name)
    pass_on = {Wish.PAUSE: desk.pause, Wish.RESUME: desk.resume, Wish.RUN: desk.run}[wish]
    trouble = pass_on(name, language)
    return _page(visit, trouble) if trouble else visit.go("/tidsplan")


def _page(visit: Visit, trouble: str) -> Response:
    view = visit.site.timetable.view(visit.t.language)
    return visit.render(
        "timetable.html",
        status=_STATUS_REFUSED if trouble else 200,
        section="runs",
        lines=view.lines,
        trouble=trouble or view.trouble,
        steers=visit.actor.may(STEERS) and not view.trouble,
    )
