"""The timetable in words, for the review app: the same as `rutine schedule` says."""

from __future__ import annotations

from collections.abc import Callable

from rutine.cli.scheduling.timetable import Line, pause, resume, run_now, said_result, timetable
from rutine.cli.texts.error_texts import said
from rutine.cli.texts.rehearsal_texts import texts
from rutine.core.errors import RutineError
from rutine.core.reason_texts import Language
from rutine.installation import Installation
from rutine.project import MARKER
from rutine.review.catalogue import catalogue
from rutine.review.operation.timetable_desk import TimetableLine, TimetableView
from rutine.routines.timetable.cron_words import said_moment


class ServerTimetable:
    """Reads `prefect.yaml`, and asks the Prefect server over HTTP; Prefect is not imported."""

    def __init__(self, place: Installation) -> None:
        self._place = place

    def view(self, language: Language) -> TimetableView:
        """Everything that runs by itself; nothing where only the package is installed."""
        if not (self._place.settings.project / MARKER).is_file():
            return TimetableView()
        try:
            found = timetable(self._place, language)
        except RutineError as error:
            return TimetableView(trouble=_said(error, language))
        lines = [_line(each, language, answers=found.trouble is None) for each in found.lines]
        trouble = "" if found.trouble is None else _said(found.trouble, language)
        if not trouble and any(each.applied is False for each in found.lines):
            trouble = texts("schedule", language)("not_applied")
        return TimetableView(lines, trouble)

    def pause(self, name: str, language: Language) -> str:
        """Let the clock start it no more."""
        return _trouble(lambda: pause(self._place, name), language)

    def resume(self, name: str, language: Language) -> str:
        """Let the clock start it again."""
        return _trouble(lambda: resume(self._place, name), language)

    def run(self, name: str, language: Language) -> str:
        """Start it now, for every configured employer."""
        return _trouble(lambda: run_now(self._place, name), language)


def _trouble(work: Callable[[], object], language: Language) -> str:
    try:
        work()
    except RutineError as error:
        return _said(error, language)
    return ""


def _said(error: RutineError, language: Language) -> str:
    told = said(error, language.value)
    return f"{told.what} {told.remedy}".strip()


def _line(line: Line, language: Language, *, answers: bool) -> TimetableLine:
    say, t = texts("schedule", language), catalogue(language)
    last = ""
    if line.last is not None:
        result = said_result(line.last, language) or say(f"state.{line.last.state.value}")
        last = f"{said_moment(line.last.finished_at or line.last.started_at, language)}: {result}"
    remark = say("unplanned") if line.unplanned else line.skipped
    return TimetableLine(
        name=line.deployment.name,
        title=t.label("routine", line.deployment.name),
        about=line.deployment.description,
        times=line.times or (say("on_call"),),
        next=said_moment(line.next_at, language) if answers and line.next_at else "",
        last=last,
        remark=remark,
        paused=line.paused,
        steerable=bool(line.deployment.schedules),
    )
