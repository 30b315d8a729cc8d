"""Find the lists that a routine reads, and keep the originals before anything else is done.

They lie in the routine's own folder, named after the record they hold: `employee.csv`,
`achievement_courses.xlsx`, `achievement_tests.csv`. Every file counts, so nothing that somebody
puts there is passed over in silence.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.formats.camt import FORMAT_NAME as BANK_STATEMENT
from rutine.formats.given_file import bytes_in
from rutine.formats.reading import read
from rutine.formats.refusals import may_be
from rutine.installation import Installation
from rutine.routines.routine_file import RoutineFile
from rutine.steps.list_files import identities
from rutine.steps.shapes.lists import ListFile
from rutine.steps.shapes.scope import SHORTER, ShapeRules, ShapeScope, load_shape
from rutine.steps.shapes.shared_lists import KEEPER, shared_lists

MANIFEST: Final = "manifest"
"""The kind, in the archive, of a note of which lists were given to a run."""

_ENDINGS: Final = frozenset({".csv", ".txt", ".xlsx", ".xml"})
_APART: Final = "_- .0123456789"


def collect_lists(place: Installation, scope: ShapeScope) -> tuple[ListFile, ...]:
    """Every list of the run, its bytes in the evidence archive.

    Raises:
        InputError: `list_missing` or `shared_list_missing`: a list that the routine can't do
            without is not there;
            `list_unknown`: a file that no source of the routine is.
    """
    rules = load_shape(place, scope.routine)
    folder = folder_of(place.settings.inbox_folder, scope.routine, scope.employer)
    if scope.inputs is not None:
        given = tuple(of_archive(place, rules, scope.inputs))
        return (*given, *_shared(place, scope, rules, {each.record for each in given}, folder))
    found = paths_in(folder, rules.routine)
    here = {record for record, paths in found.items() if paths}
    shared = _shared(place, scope, rules, here, folder)
    refuse_missing(rules.routine, found, folder, elsewhere={each.record for each in shared})
    return (*_kept(place, rules, found), *shared)


def _shared(
    place: Installation, scope: ShapeScope, rules: ShapeRules, here: Collection[str], folder: Path
) -> tuple[ListFile, ...]:
    """The shared lists of the day, in place of those that are not here.

    Raises:
        InputError: `shared_list_missing`.
    """
    wanted = {
        record: source
        for record, source in rules.routine.sources.items()
        if source.shared and record not in here
    }
    if not wanted:
        return ()
    names = shared_lists(place, scope.employer, scope.day, wanted)
    found = tuple(replace(each, shared=True) for each in of_archive(place, rules, names))
    there = {each.record for each in found}
    for record, source in wanted.items():
        if source.required and record not in there:
            raise _shared_missing(record, folder)
    return found


def _shared_missing(record: str, where: Path) -> InputError:
    return InputError(
        "shared_list_missing",
        f"The list {record} is neither in {where} nor among the shared lists of the day.",
        f"Run {KEEPER} first, or put the export there as {record}.csv or {record}.xlsx.",
        record=record,
        folder=str(where),
    )


def folder_of(inbox: Path, routine: str, employer: OrgNr) -> Path:
    """Where the routine's lists lie: the employer's own folder in it, where there is one."""
    folder = inbox / routine
    own = folder / employer.reveal()
    return own if own.is_dir() else folder


def has_no_list(folder: Path) -> bool:
    """Whether nothing lies there that anybody can have meant as a list."""
    return not folder.is_dir() or not any(map(_is_list, folder.iterdir()))


def _is_list(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(("expected.", "."))


def paths_in(folder: Path, routine: RoutineFile) -> dict[str, list[Path]]:
    """The files of a folder by the record that their names begin with.

    Raises:
        InputError: `list_unknown`.
    """
    found: dict[str, list[Path]] = {record: [] for record in routine.sources}
    if not folder.is_dir():
        return found
    strange = 0
    for path in sorted(folder.iterdir()):
        if not _is_list(path):
            continue
        record = record_named(path.stem, routine)
        if record is None or path.suffix.casefold() not in _ENDINGS:
            strange += 1
        else:
            found[record].append(path)
    if strange:
        names = ", ".join(routine.sources)
        raise InputError(
            "list_unknown",
            f"{strange} files in {folder} are none of the lists that {routine.name} reads.",
            f"Name each after what it holds ({names}), or move it away.",
            count=strange,
            folder=str(folder),
            routine=routine.name,
            names=names,
        )
    return found


def record_named(stem: str, routine: RoutineFile) -> str | None:
    """The record that a file's name begins with: the longest of the routine's."""
    for record in sorted(routine.sources, key=len, reverse=True):
        rest = stem.removeprefix(record)
        if rest != stem and (not rest or rest[0] in _APART):
            return record
    return None


def refuse_missing(
    routine: RoutineFile,
    found: Mapping[str, list[Path]],
    where: Path,
    *,
    elsewhere: Collection[str] = (),
) -> None:
    """Refuse to run without a list that is needed: what it holds would seem to be gone.

    `elsewhere` are the records that were found among the shared lists.

    Raises:
        InputError: `list_missing` or `shared_list_missing`.
    """
    for record, source in routine.sources.items():
        if not source.required or found[record] or record in elsewhere:
            continue
        if source.shared:
            raise _shared_missing(record, where)
        raise InputError(
            "list_missing",
            f"The list {record} is not in {where}.",
            f"Put the export there as {record}.csv or {record}.xlsx. If the routine may go "
            "without it, write `required: no` at the source in the routine file.",
            record=record,
            folder=str(where),
        )


def given_lists(
    place: Installation,
    rules: ShapeRules,
    paths: Mapping[str, list[Path]],
    *,
    shorter: bool = False,
    completed: bool = False,
) -> str:
    """Keep lists given by hand, and a note of them; returns the note's sha256.

    Args:
        place: the installation.
        rules: the routine's.
        paths: record -> its files.
        shorter: they are right, however much shorter than the last ones.
        completed: those that are not among them, and are shared, the run itself looks for.

    Raises:
        InputError: `list_missing` or `shared_list_missing`.
    """
    sources = rules.routine.sources
    every = {record: paths.get(record, []) for record in sources}
    later = {record for record, source in sources.items() if completed and source.shared}
    refuse_missing(rules.routine, every, Path(), elsewhere=later)
    inputs = {each.name: each.sha256 for each in _kept(place, rules, paths)}
    if shorter:
        inputs[SHORTER] = ""
    return place.archive.put(
        json.dumps(inputs, sort_keys=True).encode(), kind=MANIFEST, label="lists at hand"
    )


def inputs_of(place: Installation, manifest: str | None) -> dict[str, str] | None:
    """What a note of lists says: name -> sha256."""
    if manifest is None:
        return None
    found: dict[str, str] = json.loads(place.archive.get(manifest))
    return found


def _kept(
    place: Installation, rules: ShapeRules, found: Mapping[str, list[Path]]
) -> Iterator[ListFile]:
    for record, paths in found.items():
        for number, path in enumerate(paths, start=1):
            name, data = f"{record} {number}", bytes_in(path)
            form = _form_of(place, rules, record, data, path.name)
            _refuse_too_much(place, rules, form, data, path.name)
            yield ListFile(name, record, place.archive.put(data, kind=form, label=name), form)


def _refuse_too_much(
    place: Installation, rules: ShapeRules, form: str, data: bytes, source: str
) -> None:
    """Refuse a file that tells more than it may, before its bytes are kept.

    Raises:
        InputError: `header_forbidden`; or what else is wrong with such a file.
    """
    known = rules.formats.get(form)
    if known is not None and known.never:
        read(known, data, source=source, identities=identities(place))


def of_archive(
    place: Installation, rules: ShapeRules, inputs: Mapping[str, str]
) -> Iterator[ListFile]:
    """Lists that lie in the archive, by name: what a run has read, or what is given to it.

    Raises:
        InputError: `original_missing`, `original_damaged`, or no format reads one of them.
    """
    for name, sha256 in sorted(inputs.items(), key=_in_order):
        record = name.rpartition(" ")[0]
        original, data = place.archive.read(sha256)
        form = original.kind
        if form not in rules.routine.formats_of(record):
            form = _form_of(place, rules, record, data, name)
        yield ListFile(name, record, sha256, form)


def _form_of(place: Installation, rules: ShapeRules, record: str, data: bytes, source: str) -> str:
    """The first of the routine's formats that the file can be.

    Raises:
        InputError: what the last of them says is wrong with it; `no_format_fits` when none is
            of its kind.
    """
    if BANK_STATEMENT in rules.routine.formats_of(record) and data.lstrip()[:1] == b"<":
        return BANK_STATEMENT
    forms = rules.formats_for(record)
    fitting = [form for form in forms if may_be(form.kind, data)]
    if not fitting:
        raise InputError(
            "list_format_missing",
            f"No format of the list {record} reads {source}.",
            "Make one with `rutine format new`, and name it at the source in the routine file.",
            record=record,
            source=source,
        )
    for form in fitting[:-1]:
        try:
            read(form, data, source=source, identities=identities(place))
        except InputError:
            continue
        return form.name
    return fitting[-1].name


def _in_order(item: tuple[str, str]) -> tuple[str, int]:
    record, _, number = item[0].rpartition(" ")
    return record, int(number)
