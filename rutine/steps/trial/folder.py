"""A routine tried on a folder: an example with what it says, or any files of a month."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.periods import Period
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.routines.routine_file import load_refund_routine
from rutine.settings import Mode, Settings
from rutine.steps.trial.example_files import EXPECTED, ExampleFiles
from rutine.steps.trial.expected import Outcome, Unlike, unlike
from rutine.steps.trial.own_names import name_files
from rutine.steps.trial.running import Trial, run_trial

EXAMPLES: Final = "examples"


@dataclass(frozen=True, slots=True)
class Tried:
    """A folder that was tried.

    Attributes:
        trial: how it stood after the last run; its installation is open.
        unlike: what came out otherwise than the folder says; None where it says nothing.
    """

    trial: Trial
    unlike: tuple[Unlike, ...] | None


def examples_of(settings: Settings, routine: str) -> list[Path]:
    """The folders of a routine's examples.

    Raises:
        InputError: `examples_missing`.
    """
    folder = settings.mappings / EXAMPLES / routine
    found = sorted(each.parent for each in folder.glob(f"*/{EXPECTED}"))
    if not found:
        raise InputError(
            "examples_missing",
            f"There are no examples of {routine} in {folder}.",
            "Give a folder of files, or make an example (docs/how-to/examples.md).",
            routine=routine,
            folder=str(folder),
        )
    return found


def find_folder(settings: Settings, routine: str, given: Path) -> Path:
    """The folder that is meant: a path, or the name of an example.

    Raises:
        InputError: `folder_unreadable`.
    """
    for folder in (given, settings.mappings / EXAMPLES / routine / given):
        if folder.is_dir():
            return folder
    raise InputError(
        "folder_unreadable",
        f"{given} can't be read (no such folder, and no example of that name).",
        "Give a folder with the files of one example or month.",
        folder=str(given),
    )


def try_folder(
    settings: Settings, routine: str, folder: Path, *, file: Path | None = None
) -> Generator[Tried]:
    """Try a routine on a folder; what is given lives until the next is asked for, or it is closed.

    Args:
        settings: of the real installation, which is not touched.
        routine: the routine's name.
        folder: its files, with `expected.yaml` or without.
        file: a routine file to use instead of the one there is.

    Raises:
        InputError: a file of the folder, or a mapping, is not as it should be.
    """
    named, day = name_files(folder, _Formats(settings, routine))
    files = ExampleFiles.of(folder, named)
    says = (folder / EXPECTED).is_file()
    if says:
        told = parse_model(load_yaml(folder / EXPECTED), Outcome)
        if folder.resolve().is_relative_to((settings.mappings / EXAMPLES).resolve()):
            # Examples are about nobody, wherever they are tried.
            as_they_are = {name: getattr(settings, name) for name in Settings.model_fields}
            settings = Settings(**{**as_they_are, "mode": Mode.PRACTICE})
    else:
        today = clock.today()
        end = Period.month(f"{day or today:%Y-%m}").last
        told = Outcome(as_of=min(end, today))
    chosen = None if file is None else (routine, file)
    for trial in run_trial(settings, files, told, routine=chosen):
        yield Tried(trial, tuple(unlike(told, trial.outcome)) if says else None)


class _Formats:
    """The formats that a record may come in, by the routine file there is."""

    def __init__(self, settings: Settings, routine: str) -> None:
        self._folder = settings.mappings
        self._routine = load_refund_routine(settings.mappings / "routines" / f"{routine}.yaml")

    def __call__(self, record: str) -> tuple[FormatFile, ...]:
        names = self._routine.formats_of(record)
        return tuple(load_format(self._folder / "formats" / f"{name}.yaml") for name in names)
