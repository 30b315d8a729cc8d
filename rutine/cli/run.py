"""`rutine run`: run a routine now, fetched or from a file at hand."""

from __future__ import annotations

import re
from pathlib import Path

from rich.console import Console

from rutine.cli.engine import load_flow
from rutine.cli.outcome import Exit
from rutine.cli.runs import run_flow
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.formats.format_file import load_format
from rutine.formats.reading import read
from rutine.installation import Installation, installation
from rutine.steps.fetch import REPORT_FORMAT
from rutine.steps.progress import listening
from rutine.steps.read import choose_format, identities
from rutine.steps.scope import CURRENT, load_rules, resolve_month

_DATED = re.compile(r"(\d{4}-\d{2})-\d{2}")


def run_routine(
    routine: str, employer: str | None, period: str | None, report: Path | None, claims: Path | None
) -> int:
    """Run the routine once for each employer, and say one plain line for each.

    Raises:
        InputError: nothing to run for, or a file that can't be read.
    """
    console = Console(highlight=False, soft_wrap=True)
    with installation() as place:
        flow = load_flow(place.settings, routine)
        month = resolve_month(period or _month_of(report) or CURRENT)
        references: dict[str, str | None] = {}
        if report is not None:
            references["report"] = _keep(place, _bytes(report), REPORT_FORMAT, "report at hand")
        if claims is not None:
            if report is None:
                raise InputError(
                    "claims_without_report",
                    "--claims belongs with --report.",
                    "For fetched reports, set `claims` under the employer in rutine.toml.",
                )
            data = _bytes(claims)
            form = choose_format(load_rules(place).formats_for("claim"), data)
            references["claims"] = _keep(place, data, form.name, "claims at hand")
        waiting = 0
        for orgnr in _employers(place, employer, report):
            with console.status("…") as status, listening(lambda said: status.update(said)):  # noqa: PLW0108 - used up within the turn
                result = run_flow(place, flow, orgnr, month, **references)
            console.print(f"[bold]{orgnr} {month}[/]  {result.line}")
            console.print(f"  {place.settings.output_folder / result.run_id / 'report.html'}")
            waiting += result.open_cases
        if waiting:
            console.print("Se sakene: rutine review")
    return Exit.OPEN_CASES if waiting else Exit.CLEAN


def _employers(place: Installation, employer: str | None, report: Path | None) -> list[str]:
    """Whose refunds: the one asked for, the report's own, or every configured employer."""
    if employer is not None:
        return [employer]
    if report is not None:
        return [_employer_in(place, report).reveal()]
    if place.settings.employers:
        return [each.orgnr.reveal() for each in place.settings.employers]
    raise InputError(
        "no_employer",
        "No employer is configured.",
        "Write [[employers]] in rutine.toml, give --employer, or try `rutine demo`.",
    )


def _employer_in(place: Installation, report: Path) -> OrgNr:
    """The employer that a report's own lines name."""
    form = load_format(place.settings.mappings / "formats" / f"{REPORT_FORMAT}.yaml")
    reading = read(form, _bytes(report), source="the report", identities=identities(place))
    owners = reading.frame["employer"].unique()
    if len(owners) != 1:
        faults = "; ".join(f"line {e.line}: {e.expected}" for e in reading.errors[:5])
        raise InputError(
            "report_without_employer",
            f"The report has no line that can be read ({faults}).",
            "Fetch it again; give --employer to keep it as a refused report.",
        )
    return OrgNr(owners[0])


def _keep(place: Installation, data: bytes, form: str, label: str) -> str:
    """Put a file's bytes in the evidence archive; the flow is given their hash only."""
    return place.archive.put(data, kind=form, label=label)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            "file_unreadable",
            f"{path} can't be read ({error.strerror}).",
            "Check the path, and that you may read the file.",
        ) from None


def _month_of(report: Path | None) -> str | None:
    """NAV's file names hold the value date: `974600013_ref-arbg_2025-10-28.csv`."""
    found = _DATED.search(report.name) if report is not None else None
    return found[1] if found else None
