"""`rutine run`: run a routine now, fetched or from a file at hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console

from rutine.cli.outcome import Exit, report_failure
from rutine.cli.running.employer_choice import configured
from rutine.cli.running.engine import load_flow, require_flow
from rutine.cli.running.runs import RunResult, run_flow
from rutine.core.errors import InputError, RutineError
from rutine.core.identifiers import OrgNr
from rutine.formats.format_file import load_format
from rutine.formats.given_file import bytes_in
from rutine.formats.reading import read
from rutine.formats.sentences import sentence
from rutine.installation import Installation, installation
from rutine.steps.list_files import choose_format, identities
from rutine.steps.progress import listening
from rutine.steps.report_originals import REPORT_FORMAT
from rutine.steps.scope import CURRENT, ROUTINE, load_rules, resolve_month
from rutine.steps.shapes.collecting import folder_of, given_lists, paths_in
from rutine.steps.shapes.scope import employer_number, load_shape

_SHOWN_FAULTS = 5
_NAMED = re.compile(r"(\d{9})_")
_DATED = re.compile(r"(\d{4}-\d{2})-\d{2}")


def run_routine(  # noqa: PLR0917 - the command's own options
    routine: str,
    employer: str | None,
    period: str | None,
    report: Path | None,
    claims: Path | None,
    folder: Path | None = None,
    shorter_lists: bool = False,
) -> int:
    """Run the routine once for each employer, and say one plain line for each.

    Raises:
        InputError: nothing to run for, or a file that can't be read.
    """
    console = Console(highlight=False, soft_wrap=True)
    with installation() as place:
        require_flow(place.settings, routine)
        month = resolve_month(period or _month_of(report) or CURRENT)
        references: dict[str, str | None] = {}
        if folder is not None:
            references["lists"] = _lists_in(place, routine, folder, shorter=shorter_lists)
        if report is not None:
            references["report"] = _keep(place, bytes_in(report), REPORT_FORMAT, "report at hand")
        if claims is not None:
            if report is None:
                raise InputError(
                    "claims_without_report",
                    "--claims belongs with --report.",
                    "For fetched reports, set `claims` under the employer in rutine.toml.",
                )
            data = bytes_in(claims)
            form = choose_format(load_rules(place).formats_for("claim"), data)
            references["claims"] = _keep(place, data, form.name, "claims at hand")
        employers = _employers(place, employer, report)
        if routine != ROUTINE:
            load_shape(place, routine)  # what is wrong with its file is said before Prefect loads
        flow = load_flow(place.settings, routine)
        shorter = partial(_shorter, place, routine) if shorter_lists and folder is None else _as_is
        results = [
            _one(
                console,
                place,
                partial(run_flow, place, flow, orgnr, month, **references, **shorter(orgnr)),
                orgnr,
            )
            for orgnr in employers
        ]
    waiting = sum(result.open_cases for result in results if result)
    if waiting:
        console.print("Se sakene: rutine review")
    if None in results:
        return Exit.ERROR
    return Exit.OPEN_CASES if waiting else Exit.CLEAN


def _one(
    console: Console, place: Installation, work: Callable[[], RunResult], orgnr: str
) -> RunResult | None:
    """Run for one employer; a failure is said, and the next employer goes on."""
    try:
        with console.status("…") as status, listening(status.update):
            result = work()
    except RutineError as error:
        console.print(f"[bold]{orgnr}[/]")
        report_failure(error)
        return None
    console.print(f"[bold]{orgnr}[/]  {result.line}")
    output = place.settings.output_folder / result.run_id
    page = output / "report.html"
    console.print(f"  {page if page.is_file() else output}")
    return result


def _employers(place: Installation, employer: str | None, report: Path | None) -> list[str]:
    """Whose refunds: the one asked for, the report's own, or every configured employer."""
    if employer is not None:
        return [employer]
    if report is not None:
        return [_employer_in(place, report).reveal()]
    return [each.reveal() for each in configured(place)]


def _employer_in(place: Installation, report: Path) -> OrgNr:
    """The employer that a report's own lines name, else the one in NAV's file name.

    A file that is no report at all is kept as refused when its name tells whose it was.
    """
    form = load_format(place.settings.mappings / "formats" / f"{REPORT_FORMAT}.yaml")
    said = ""
    try:
        reading = read(form, bytes_in(report), source=report.name, identities=identities(place))
    except InputError as error:
        if error.code == "file_unreadable":
            raise
        said = error.message
    else:
        owners = reading.frame["employer"].unique()
        if len(owners) == 1:
            return OrgNr(owners[0])
        language = place.settings.language
        said = " ".join(sentence(fault, language) for fault in reading.errors[:_SHOWN_FAULTS])
    named = _NAMED.match(report.name)
    if named and OrgNr.is_valid(named[1]):
        return OrgNr(named[1])
    raise InputError(
        "report_without_employer",
        f"{report.name} has no line that can be read. {said}",
        "Fetch it again; give --employer to keep it as a refused report.",
        source=report.name,
    )


def _as_is(_: str) -> dict[str, str]:
    """The lists are looked for by the run itself."""
    return {}


def _shorter(place: Installation, routine: str, employer: str) -> dict[str, str]:
    """The employer's own lists, with a word that they are right although far shorter.

    Raises:
        InputError: `option_of_lists`; or as `_lists_in`.
    """
    if routine == ROUTINE:
        raise InputError(
            "option_of_lists",
            "--shorter-lists is for routines that read lists.",
            "Leave it out.",
        )
    folder = folder_of(place.settings.inbox_folder, routine, employer_number(employer))
    return {"lists": _lists_in(place, routine, folder, shorter=True)}


def _lists_in(place: Installation, routine: str, folder: Path, *, shorter: bool) -> str:
    """Keep the lists of a folder; the flow is given the hash of a note of them only.

    Raises:
        InputError: `folder_unreadable`, or a list is missing or unknown.
    """
    rules = load_shape(place, routine)
    if not folder.is_dir():
        raise InputError(
            "folder_unreadable",
            f"{folder} can't be read (no such folder).",
            "Give the folder that the routine's lists lie in.",
            folder=str(folder),
        )
    paths = paths_in(folder, rules.routine)
    return given_lists(place, rules, paths, shorter=shorter, completed=True)


def _keep(place: Installation, data: bytes, form: str, label: str) -> str:
    """Put a file's bytes in the evidence archive; the flow is given their hash only."""
    return place.archive.put(data, kind=form, label=label)


def _month_of(report: Path | None) -> str | None:
    """NAV's file names hold the value date: `974600013_ref-arbg_2025-10-28.csv`."""
    found = _DATED.search(report.name) if report is not None else None
    return found[1] if found else None
