"""`rutine new`: from a few answers and sample files to a routine that is checked and tried."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from rich.console import Console
from rich.markup import escape

from rutine.cli.modelling.interview import confirmed, interview, show_sample
from rutine.cli.modelling.new_trial import Proven, proven
from rutine.cli.modelling.routine_choice import find_routine
from rutine.cli.outcome import Exit
from rutine.cli.texts.error_texts import said
from rutine.cli.texts.new_texts import Texts, texts
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.formats.private_file import write_private
from rutine.formats.sentences import Language
from rutine.formats.yaml_source import did_you_mean
from rutine.project import MARKER
from rutine.routines.new_routine.answers import Answers
from rutine.routines.new_routine.bundle import Bundle, bundle_of
from rutine.routines.new_routine.candidate import Candidate, open_candidate
from rutine.routines.new_routine.form import empty_form, fill_in
from rutine.routines.new_routine.question import SHAPES
from rutine.routines.new_routine.samples import Samples
from rutine.routines.new_routine.taken import Taken
from rutine.routines.new_routine.whole_set import write_set
from rutine.settings import Settings, load_settings

_OPEN = 0o644


def write_form(path: Path, kind: str | None) -> int:
    """Write an empty form.

    Raises:
        InputError: `shape_unknown`, `output_exists` or `file_unwritable`.
    """
    if kind is not None and kind not in SHAPES:
        raise InputError(
            "shape_unknown",
            f"There is no shape named {kind!r}{did_you_mean(kind, SHAPES)}.",
            f"Choose one of: {', '.join(SHAPES)}.",
            name=kind,
        )
    settings = load_settings()
    language = cast("Language", settings.language)
    say = texts(language)
    write_private(path, empty_form(language, kind).encode(), replace=False)
    path.chmod(_OPEN)  # nobody's data: several may fill it in together
    console = Console(highlight=False, soft_wrap=True)
    console.print(say("form_written", path=path))
    console.print(say("form_next", path=path))
    return Exit.CLEAN


def make_routine(form: Path | None, candidate: str | None, *, show: bool) -> int:
    """Gather the answers, show what comes of them, check and try it, and write all of it or none.

    Args:
        form: a form that is filled in; None: the questions are asked.
        candidate: a routine file to go on from, by its name or its path.
        show: write nothing.

    Returns:
        0 when the routine is written, or shown.

    Raises:
        InputError: a form with faults, nobody who answers, no project, or what comes of the
            answers does not pass `rutine check`.
    """
    settings = load_settings()
    if not (settings.project / MARKER).is_file():
        raise InputError(
            "project_missing",
            f"There is no {MARKER} in {settings.project} or any folder above it.",
            "Go to the project's folder and try again.",
        )
    language = cast("Language", settings.language)
    console, say = Console(highlight=False, soft_wrap=True), texts(language)
    opened = open_candidate(find_routine(settings, candidate)) if candidate else None
    answers = _answers(settings, form, opened, language)
    if form is None:
        interview(answers, console, say, language)
    else:
        fill_in(form, answers)
        for file in answers.files.values():
            console.print(escape(str(file.path)))
            show_sample(file, console, say)
    bundle = bundle_of(answers, settings.project, opened)
    with console.status(""):
        proof = proven(settings, bundle, language)
    _show(console, say, bundle, proof)
    if show:
        console.print(say("shown"))
        return Exit.CLEAN
    if form is None and not confirmed(console, say):
        console.print(say("not_written"))
        return Exit.CLEAN
    _write(settings.project, bundle)
    _say_what_now(console, say, bundle)
    return Exit.CLEAN


def _answers(
    settings: Settings, form: Path | None, candidate: Candidate | None, language: Language
) -> Answers:
    told = {}
    if len(settings.employers) == 1:
        told["employer"] = settings.employers[0].orgnr.reveal()
    known = candidate.known if candidate else {}
    return Answers(
        samples=Samples(settings.mappings / "formats", told, clock.today()),
        taken=Taken(settings.mappings, settings.project, known.get("name")),
        at=form.parent if form is not None else Path(),
        said=lambda error, tongue: said(error, tongue).what,
        language=language,
        known=known,
    )


def _show(console: Console, say: Texts, bundle: Bundle, proof: Proven) -> None:
    """What will be written, the routine file whole, and what check and try say of it."""
    routine = Path("mappings") / "routines" / f"{bundle.name}.yaml"
    console.print(f"\n[bold]{say('file_says')}[/]")
    console.print(escape(bundle.files[routine].decode()))
    console.print(f"[bold]{say('will_write')}[/]")
    for path in sorted(bundle.files):
        what = say("changed_file" if path in bundle.before else "new_file")
        console.print(f"  {path} ({what})")
    console.print(say("anonymous", rows=bundle.rows))
    for warning in proof.warnings:
        console.print(f"[yellow]![/] {escape(warning)}")
    console.print(f"[green]✓[/] {say('checked', warnings=len(proof.warnings))}")
    console.print(f"[green]✓[/] {say('tried', cases=proof.cases, settled=proof.settled)}")


def _write(project: Path, bundle: Bundle) -> None:
    write_set(
        {project / path: data for path, data in bundle.files.items()},
        {project / path: data for path, data in bundle.before.items()},
    )


def _say_what_now(console: Console, say: Texts, bundle: Bundle) -> None:
    name = bundle.name
    console.print(say("written", count=len(bundle.files)))
    console.print(f"\n[bold]{say('next')}[/]")
    steps: Sequence[str] = ("next_look", "next_try", "next_files", "next_run", "next_draw")
    for step in steps:
        path = f"mappings/routines/{name}.yaml"
        console.print(f"  {escape(say(step, name=name, path=path))}")
