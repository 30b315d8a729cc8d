"""Every sentence that `rutine check` can say, each with a file that makes it say so.

The files are described in `check/cases.toml`; the sentences lie in `check/messages_*.txt` as
they are read. Run this file to write them anew after a change that is meant, and read the
difference before you keep it:

    python -m tests.golden.routines.check_cases
"""

from __future__ import annotations

import tempfile
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copytree

from rutine.formats.sentences import Language
from rutine.routines.check.checker import findings_of
from rutine.routines.check.finding import Finding
from rutine.routines.check.surroundings import Surroundings
from rutine.routines.check.wording import placed

FOLDER = Path(__file__).parent / "check"
ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 30)
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
_OWNER = "owner: HR-sjef"


@dataclass(frozen=True)
class Case:
    """One wrong file, as `cases.toml` says it."""

    codes: str
    file: str
    edits: tuple[tuple[bytes, bytes], ...] = ()
    made: str | None = None
    absent: bool = False
    checked: str = ""
    today: date = TODAY
    two_persons: int = 0

    @property
    def title(self) -> str:
        return f"{self.codes} ({self.checked or self.file})"


def _case(table: dict[str, object]) -> Case:
    edits = table.pop("edits", ())
    pairs = tuple((old.encode(), new.encode()) for old, new in edits)  # type: ignore[attr-defined]
    return Case(edits=pairs, **table)  # type: ignore[arg-type]


def _long(codes: str, old: str, new: bytes) -> Case:
    """A case that nobody would write out."""
    return Case(codes, "routines/service_records.yaml", ((old.encode(), new),))


CASES = (
    _long("too_large", "#", b"#" * 1_000_001),
    _long("not_utf8", "Tjenestebevis:", b"Tjenestebevis\xe6:"),
    _long("too_deep", _OWNER, f"owner: {'[' * 50}{']' * 50}".encode()),
    _long("number_too_long", "staff: 3", f"staff: 3\n  kroner_per_hour: {'9' * 5000}".encode()),
    *map(_case, tomllib.loads((FOLDER / "cases.toml").read_text("utf-8"))["case"]),
)


def make_project(folder: Path) -> None:
    """The project as it ships, and a file of each kind of rule that does not ship."""
    copytree(ROOT / "mappings", folder / "mappings")
    copytree(ROOT / "flows", folder / "flows")
    (folder / "docs" / "reference").mkdir(parents=True)
    for name in ("prefect.yaml", "docs/reference/nav_refunds.md"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    for path in FOLDER.glob("*.yaml"):
        (folder / "mappings" / "routines" / path.name).write_bytes(path.read_bytes())


def found_in(case: Case, folder: Path) -> list[Finding]:
    """What is found in the project when one file is as the case has it; it is put back."""
    mappings = folder / "mappings"
    target = folder / case.file
    if not target.exists():
        target = mappings / case.file
    aside = target.with_name(f"{target.name}.aside")
    there = target.exists()
    if there:
        target.rename(aside)
    try:
        if case.made is not None:
            target.write_text(case.made, "utf-8")
        elif not case.absent:
            target.write_bytes(_edited(case, aside.read_bytes()))
        limits = dict.fromkeys(("write_off", "loss", "manual_match"), case.two_persons)
        around = Surroundings(mappings, folder, limits, case.today)
        return findings_of(mappings / (case.checked or case.file), around)
    finally:
        if target.is_file():
            target.unlink()
        if there:
            aside.rename(target)


def _edited(case: Case, content: bytes) -> bytes:
    for old, new in case.edits:
        assert old in content, f"{case.title}: {old!r} is not there"
        content = content.replace(old, new, 1)
    return content


def all_found(folder: Path) -> list[tuple[Case, list[Finding]]]:
    """Every case and what is found in it."""
    make_project(folder)
    return [(case, found_in(case, folder)) for case in CASES]


def page(found: list[tuple[Case, list[Finding]]], language: Language) -> str:
    """All sentences of a language, as they are read."""
    rows = []
    for case, findings in found:
        rows += [case.title, *(f"  {placed(each, language)}" for each in findings)]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        told = all_found(Path(made))
    for each in LANGUAGES:
        (FOLDER / f"messages_{each}.txt").write_text(page(told, each), "utf-8", newline="\n")
