"""`rutine schedule`: what runs when, in plain words, and ways to stop and start it."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from rutine.cli.outcome import Exit
from rutine.cli.running.engine import require_project, use_server
from rutine.cli.scheduling.timetable import Line, pause, resume, run_now, said_result, timetable
from rutine.cli.texts.error_texts import said
from rutine.cli.texts.rehearsal_texts import Texts, texts
from rutine.core.reason_texts import Language
from rutine.installation import installation
from rutine.routines.timetable.cron_words import said_moment
from rutine.routines.timetable.deployment_file import load_deployments
from rutine.settings import load_settings


def show_schedule() -> int:
    """List everything, also where no server keeps it; then say so.

    Returns:
        2 when nothing runs by itself, because no server answers or knows it; else 0.

    Raises:
        InputError: `prefect.yaml` is missing or wrong.
    """
    console = Console(highlight=False, soft_wrap=True)
    settings = load_settings()
    language = Language(settings.language)
    say = texts("schedule", language)
    require_project(settings)
    with installation() as place:
        found = timetable(place, language)
    for line in found.lines:
        _show(console, say, line, language)
    if found.trouble is not None:
        told = said(found.trouble, language.value)
        console.print(f"[bold red]{told.what_label}[/] {escape(told.what)}")
        console.print(f"[bold]{told.remedy_label}[/] {escape(told.remedy)}")
        return Exit.ERROR
    if any(line.applied is False for line in found.lines):
        console.print(f"[bold]{say('not_applied')}[/]")
        return Exit.ERROR
    return Exit.CLEAN


def _show(console: Console, say: Texts, line: Line, language: Language) -> None:
    state = f"  [yellow]{say('paused')}[/]" if line.paused else ""
    console.print(f"[bold]{line.deployment.name}[/]{state}")
    console.print(f"  {escape(line.deployment.description)}", style="dim")
    for each in line.times or (say("on_call"),):
        console.print(f"  {say('runs')} {each}")
    if line.next_at is not None:
        console.print(f"  {say('next')} {said_moment(line.next_at, language)}")
    if line.unplanned:
        console.print(f"  [yellow]{say('unplanned')}[/]")
    if line.last is not None:
        moment = said_moment(line.last.finished_at or line.last.started_at, language)
        result = said_result(line.last, language) or say(f"state.{line.last.state.value}")
        console.print(f"  {say('last')} {moment}: {result}")
    if line.skipped:
        console.print(f"  {say('said')} {escape(line.skipped)}")
    console.print()


def apply_schedule() -> int:
    """Give the file to the server.

    Raises:
        InputError: no server, or a wrong file.
    """
    settings = load_settings()
    say = texts("schedule", settings.language)
    require_project(settings)
    declared = load_deployments(settings.project)
    use_server(settings)
    from rutine.cli.scheduling.deploying import apply  # noqa: PLC0415 - Prefect comes with it

    count = apply(settings, declared)
    Console(highlight=False).print(say("applied", count=count))
    return Exit.CLEAN


def pause_schedule(name: str) -> int:
    """Pause one.

    Raises:
        RutineError: no such one, or no server.
    """
    with installation() as place:
        pause(place, name)
        say = texts("schedule", place.settings.language)
    Console(highlight=False).print(say("now_paused", name=name))
    return Exit.CLEAN


def resume_schedule(name: str) -> int:
    """Resume one.

    Raises:
        RutineError: no such one, or no server.
    """
    with installation() as place:
        resume(place, name)
        say = texts("schedule", place.settings.language)
    Console(highlight=False).print(say("now_resumed", name=name))
    return Exit.CLEAN


def run_schedule(name: str, employer: str | None, period: str) -> int:
    """Start one now.

    Raises:
        RutineError: no such one, a wrong employer or month, or no server.
    """
    with installation() as place:
        count = run_now(place, name, employer, period)
        say = texts("schedule", place.settings.language)
    Console(highlight=False).print(say("started", name=name, count=count))
    return Exit.CLEAN
