"""All that goes with a new routine, as files that are not written yet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rutine.formats.yaml_source import parse_model, read_yaml
from rutine.project import MARKER
from rutine.routines.new_routine.answers import Answers
from rutine.routines.new_routine.candidate import Candidate
from rutine.routines.new_routine.deployment import cron_of, days_of, with_deployment
from rutine.routines.new_routine.example_file import example_file
from rutine.routines.new_routine.example_rows import rows_shown
from rutine.routines.new_routine.flow_text import flow_text
from rutine.routines.new_routine.page_text import page_text
from rutine.routines.new_routine.question import Given
from rutine.routines.new_routine.routine_text import completed, routine_text
from rutine.routines.new_routine.slug import schedule_slug
from rutine.routines.new_routine.substitutes import Substitutes, refuse_real_ids
from rutine.routines.routine_file import RoutineFile

EXAMPLE: Final = "from_sample_files"
"""The folder of the first example."""

_TEXTS: Final = frozenset({".yaml", ".py", ".md", ".csv"})


@dataclass(slots=True)
class Bundle:
    """What is to be written.

    Attributes:
        name: the routine.
        example: the example's folder, from the project's.
        rows: how many rows the example has.
        files: path from the project's folder -> what the file is to hold.
        before: what the files hold now that are there already.
    """

    name: str
    example: Path
    rows: int = 0
    files: dict[Path, bytes] = field(default_factory=dict)
    before: dict[Path, bytes] = field(default_factory=dict)


def bundle_of(answers: Answers, project: Path, candidate: Candidate | None) -> Bundle:
    """Everything but what the example comes to, which is found by trying it.

    Args:
        answers: all of them.
        project: the folder with `prefect.yaml` and `mappings`.
        candidate: what is gone on with, or None.

    Raises:
        InputError: `deployments_unlisted`, `candidate_unlike`, `real_id_left`, or
            `mapping_invalid`: what the answers come to is no routine file.
    """
    given, name = answers.given, str(answers.given["name"])
    mappings = Path("mappings")
    bundle = Bundle(name, mappings / "examples" / name / EXAMPLE)
    sources = {file.record: file.form.name for file in answers.files.values()}
    path = mappings / "routines" / f"{name}.yaml"
    codes = answers.files["rota"].words("shift_code") if "rota" in answers.files else ()
    if candidate is None:
        text = routine_text(given, sources, codes)
    else:
        text = completed(candidate.text, given, sources, codes)
        bundle.before[path] = candidate.data
    routine = _routine(path, text)
    bundle.files[path] = text.encode()
    for file in answers.files.values():
        if file.proposed is not None:
            form = mappings / "formats" / f"{file.form.name}.yaml"
            bundle.files[form] = file.proposed.encode()
    _add_example(bundle, answers)
    bundle.files[Path("flows") / f"{name}.py"] = flow_text(given).encode()
    _add_deployment(bundle, answers, project)
    bundle.files[Path("docs") / "reference" / f"{name}.md"] = page_text(routine).encode()
    for each, data in bundle.files.items():
        if each.suffix in _TEXTS:
            refuse_real_ids(str(each), data.decode(_encoding(answers, each), "replace"))
    return bundle


def _routine(path: Path, text: str) -> RoutineFile:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return parse_model(read_yaml(path, text, sha256), RoutineFile).sealed(sha256)


def _add_example(bundle: Bundle, answers: Answers) -> None:
    files = list(answers.files.values())
    substitutes = Substitutes(_named(answers.given))
    for file, rows in zip(files, rows_shown(files), strict=True):
        ending, data = example_file(file, rows, substitutes)
        bundle.files[bundle.example / f"{file.record}{ending}"] = data
        bundle.rows += len(rows)


def _named(given: Given) -> list[str]:
    """The words of the files that the rules name."""
    found: list[str] = []
    for key in ("codes", "positions", "busy_codes", "taking_part"):
        found += given.get(key) or ()
    found += [competence for competence, _ in given.get("need") or ()]
    return [*found, str(given.get("place") or "")]


def _add_deployment(bundle: Bundle, answers: Answers, project: Path) -> None:
    given, path = answers.given, project / MARKER
    before = path.read_bytes()
    cron = cron_of(
        given["runs"],
        given["at"],
        weekday=given.get("weekday") or "mon",
        day=given.get("month_day") or 1,
    )
    about = given.get("purpose") or given["title"]
    text = with_deployment(
        before.decode(), bundle.name, about, schedule_slug(given), cron, days=days_of(given["runs"])
    )
    bundle.files[Path(MARKER)] = text.encode()
    bundle.before[Path(MARKER)] = before


def _encoding(answers: Answers, path: Path) -> str:
    """How a file is stored: those of the example as the municipality's own."""
    for file in answers.files.values():
        if path.stem == file.record and path.suffix == ".csv":
            return file.form.encoding
    return "utf-8"
