"""The files of an example that is settled as the real job does it, sorted by kind and run.

`report.csv`, `claims.csv` and the employer's other files (whatever `rutine.toml` may name)
belong to the last run. Of an earlier run, one month back each, they carry its number:
`report-1.csv` came first. A file that no run has a number of its own for holds for them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Final, get_args

from rutine.core.errors import InputError
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


@dataclass(frozen=True, slots=True)
class ExampleFiles:
    """The files of one example.

    Attributes:
        folder: where they lie.
        runs: how many months are run.
        files: by kind (`report` or an employer's setting) and run, counted from 1.
    """

    folder: Path
    runs: int
    files: dict[tuple[str, int], Path]

    @classmethod
    def of(
        cls, folder: Path, named: dict[Path, tuple[str, int | None]] | None = None
    ) -> ExampleFiles:
        """Sort the files of a folder.

        Args:
            folder: where they lie.
            named: the kind and run of files under names of their own.

        Raises:
            InputError: `example_name` or `example_name_misspelt` for a name that is not
                allowed, `example_file_twice`, `example_run_missing` or `example_last_missing`.
        """
        numbered: dict[tuple[str, int], Path] = {}
        last: dict[str, Path] = {}
        for path in sorted(folder.iterdir()):
            if path.name == EXPECTED or path.name.startswith(".") or path.is_dir():
                continue
            kind, run = (named or {}).get(path) or named_by(path)
            if run is None and kind not in last:
                last[kind] = path
            elif run is not None and (kind, run) not in numbered:
                numbered[kind, run] = path
            else:
                raise InputError(
                    "example_file_twice",
                    f"{path}: there are two files of {kind} for the same run.",
                    "Keep one of them, or give the earlier one a number.",
                    path=str(path),
                    kind=kind,
                )
        earlier = {run for _, run in numbered}
        if earlier != set(range(1, len(earlier) + 1)):
            raise InputError(
                "example_run_missing",
                f"{folder}: the earlier runs are numbered 1, 2, ... without a gap.",
                "Give the oldest month 1, and the next 2.",
                folder=str(folder),
            )
        alone = sorted({kind for kind, _ in numbered} - last.keys())
        if REPORT not in last or alone:
            missing = (alone or [REPORT])[0]
            raise InputError(
                "example_last_missing",
                f"{folder}: {missing} of the last run is missing.",
                f"Give the newest file the name {missing}.csv, without a number.",
                folder=str(folder),
                kind=missing,
            )
        runs = len(earlier) + 1
        files = {(kind, runs): path for kind, path in last.items()} | numbered
        for kind, path in last.items():
            if kind != REPORT and not any((kind, run) in numbered for run in earlier):
                files |= {(kind, run): path for run in earlier}
        return cls(folder, runs, files)

    @property
    def kinds(self) -> frozenset[str]:
        """The employer's settings that the example has files for."""
        return frozenset(kind for kind, _ in self.files if kind != REPORT)

    def report(self, run: int) -> Path | None:
        """NAV's report of a run, None when none came."""
        return self.files.get((REPORT, run))

    def label(self, run: int) -> str:
        """What the numbers of a report's lines begin with: nothing for the last one's."""
        return "" if run == self.runs else f"{REPORT}-{run}:"


def named_by(path: Path) -> tuple[str, int | None]:
    """The kind and the run that a file's name says.

    Raises:
        InputError: `example_name`, with the names that are read, or `example_name_misspelt`.
    """
    kinds = (REPORT, *settings_of_files())
    found = _NAME.fullmatch(path.name)
    if found is not None and found["kind"] in kinds and found["ending"] in _ENDINGS:
        return found["kind"], int(found["run"]) if found["run"] else None
    meant = did_you_mean(path.stem if found is None else found["kind"], kinds)
    allowed = ", ".join(f"{kind}.csv" for kind in kinds)
    endings = ", ".join(_ENDINGS[1:])
    raise InputError(
        "example_name",
        f"{path}: no run reads a file of this name{meant}.",
        f"Allowed: {EXPECTED}, {allowed} (or {endings}), and the same with -1, -2 ... for "
        "earlier runs.",
        path=str(path),
        expected=EXPECTED,
        allowed=allowed,
        endings=endings,
    )
