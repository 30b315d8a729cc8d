"""The files of an example that is settled as the real job does it, sorted by kind and run.

`report.csv`, `claims.csv` and the employer's other files (whatever `rutine.toml` may name)
belong to the last run. Of an earlier run, one month back each, they carry its number:
`report-1.csv` came first. A file that no run has a number of its own for holds for them all.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Final, get_args

from rutine.formats.yaml_source import did_you_mean
from rutine.settings import Employer

EXPECTED: Final = "expected.yaml"
REPORT: Final = "report"
_ENDINGS: Final = ("csv", "xlsx", "xml", "json")
_NAME: Final = re.compile(r"(?P<kind>\D+?)(?:-(?P<run>[1-9]))?\.(?P<ending>\w+)")


def settings_of_files() -> tuple[str, ...]:
    """The settings of an employer that say where a file lies."""
    fields = Employer.model_fields.items()
    return tuple(name for name, each in fields if set(get_args(each.annotation)) == {str, NoneType})


class WrongExampleError(ValueError):
    """A file of an example has a name that nothing reads; the text says what is allowed."""


@dataclass(frozen=True, slots=True)
class ExampleFiles:
    """The files of one example.

    Attributes:
        runs: how many months are run.
        files: by kind (`report` or an employer's setting) and run, counted from 1.
    """

    runs: int
    files: dict[tuple[str, int], Path]

    @classmethod
    def of(cls, folder: Path) -> ExampleFiles:
        """Sort the files of a folder.

        Raises:
            WrongExampleError: a name that is not allowed, or a month that is missing.
        """
        numbered: dict[tuple[str, int], Path] = {}
        last: dict[str, Path] = {}
        for path in sorted(folder.iterdir()):
            if path.name == EXPECTED:
                continue
            kind, run = _taken_apart(path)
            if run is None and kind not in last:
                last[kind] = path
            elif run is not None and (kind, run) not in numbered:
                numbered[kind, run] = path
            else:
                msg = f"{path}: there are two files of {kind} for the same run"
                raise WrongExampleError(msg)
        earlier = {run for _, run in numbered}
        if earlier != set(range(1, len(earlier) + 1)):
            msg = f"{folder}: the earlier runs are numbered 1, 2, ... without a gap"
            raise WrongExampleError(msg)
        alone = sorted({kind for kind, _ in numbered} - last.keys())
        if REPORT not in last or alone:
            msg = f"{folder}: {(alone or [REPORT])[0]} of the last run is missing (no number)"
            raise WrongExampleError(msg)
        runs = len(earlier) + 1
        files = {(kind, runs): path for kind, path in last.items()} | numbered
        for kind, path in last.items():
            if kind != REPORT and not any((kind, run) in numbered for run in earlier):
                files |= {(kind, run): path for run in earlier}
        return cls(runs, files)

    @property
    def kinds(self) -> frozenset[str]:
        """The employer's settings that the example has files for."""
        return frozenset(kind for kind, _ in self.files if kind != REPORT)

    def report(self, run: int) -> Path | None:
        """NAV's report of a run, None when none came."""
        return self.files.get((REPORT, run))

    def lay_out(self, place: Path, months: Iterable[str]) -> dict[str, str]:
        """Copy the employer's files into a folder for each month, as payroll exports them.

        Returns:
            The employer's settings that name them.
        """
        named = {}
        for run, month in enumerate(months, start=1):
            for kind in self.kinds:
                source = self.files.get((kind, run))
                if source is None:
                    continue
                name = f"{kind}.{source.suffix[1:]}"
                (place / month).mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, place / month / name)
                named[kind] = str(place / "{period}" / name)
        return named


def _taken_apart(path: Path) -> tuple[str, int | None]:
    """The kind and the run that a file's name says."""
    kinds = (REPORT, *settings_of_files())
    found = _NAME.fullmatch(path.name)
    if found is None or found["kind"] not in kinds or found["ending"] not in _ENDINGS:
        meant = did_you_mean(path.stem if found is None else found["kind"], kinds)
        msg = (
            f"{path}: no run reads a file of this name{meant}. Allowed: {EXPECTED}, "
            f"{', '.join(f'{kind}.csv' for kind in kinds)} (or {', '.join(_ENDINGS[1:])}), "
            "and the same with -1, -2 ... for earlier runs"
        )
        raise WrongExampleError(msg)
    return found["kind"], int(found["run"]) if found["run"] else None
