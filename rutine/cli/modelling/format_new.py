"""`rutine format new`: a format file proposed from an export, written, checked and tried."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rutine.cli.outcome import Exit
from rutine.cli.texts.format_texts import Texts, texts
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.core.records import COLUMNS
from rutine.formats.format_file import load_format
from rutine.formats.given_file import bytes_in
from rutine.formats.private_file import write_private
from rutine.formats.proposal.draft import draft, unused
from rutine.formats.proposal.pairing import RECORDS, Pairing, guess_record, pair
from rutine.formats.proposal.preview import preview
from rutine.formats.proposal.sample import Sample, take_sample
from rutine.formats.reading import Identities, Reading, read
from rutine.formats.sentences import sentence
from rutine.formats.yaml_source import did_you_mean
from rutine.settings import Mode, Settings, load_settings

_SOURCE: Final = "export"
"""What the file is called: its own name may hold a person's."""

_SHOWN_FAULTS: Final = 10
_IDENTITIES: Final[dict[Mode, Identities]] = {Mode.PRACTICE: "synthetic", Mode.PRODUCTION: "real"}
_COLORS: Final = {"sure": "green", "likely": "yellow", "guess": "red"}


def propose_format(  # noqa: PLR0917 - the command's own options
    file: Path,
    record: str | None,
    name: str | None,
    given: list[str],
    sheet: str | None,
    out: Path | None,
    *,
    force: bool,
) -> int:
    """Look at the file, write a format file for it, and show how it reads the first rows.

    Raises:
        InputError: the file can't be looked at, an option is wrong, `output_exists` or
            `file_unwritable`.
    """
    settings = load_settings()
    data = bytes_in(file)
    sample = take_sample(data, _SOURCE, sheet=sheet)
    pairing, sure = (pair(sample, _record(record)), True) if record else guess_record(sample)
    told = _given(pairing, given, settings)
    path = _path(settings, pairing.record, name, out)
    text = draft(path.stem, sample, pairing, told, clock.today())
    write_private(path, text.encode(), replace=force)
    path.chmod(0o644)  # it holds headings, nobody's data, and others work with it
    say = texts(settings.language)
    console = Console(highlight=False, soft_wrap=True)
    _show_fields(console, say, sample, pairing, path, sure=sure)
    lacking = [each for each in pairing.lacking if each not in told]
    if lacking:
        console.print(f"[red]✗[/] {say('lacking', fields=', '.join(lacking))}")
        console.print(say("lacking_remedy", path=path))
        return Exit.OPEN_CASES
    return _try(console, say, settings, path, data)


def _try(console: Console, say: Texts, settings: Settings, path: Path, data: bytes) -> int:
    """Read the file by the proposal and show what came of it."""
    form = load_format(path)
    identities = _IDENTITIES[settings.mode]
    try:
        reading = read(form, data, source=_SOURCE, identities=identities)
    except InputError as error:
        console.print(f"[red]✗[/] {escape(str(error))}")
        return Exit.OPEN_CASES
    _show_rows(console, say, reading)
    for fault in reading.errors[:_SHOWN_FAULTS]:
        console.print(f"[red]✗[/] {escape(sentence(fault, Language(settings.language).value))}")
    refused = reading.rows_in - reading.count
    console.print(say("rows", right=reading.count, refused=refused, faults=reading.error_count))
    console.print(say("next", path=path))
    return Exit.OPEN_CASES if reading.error_count else Exit.CLEAN


def _show_fields(
    console: Console,
    say: Texts,
    sample: Sample,
    pairing: Pairing,
    path: Path,
    *,
    sure: bool,
) -> None:
    stored = sample.stored.encoding if sample.stored.kind == "delimited" else sample.stored.kind
    console.print(say("looked_at", stored=stored, row=sample.header, rows=sample.rows))
    console.print(say("record" if sure else "record_unsure", record=pairing.record))
    table = Table(say("column"), say("field"), say("type"), say("confidence"), box=None)
    for each in pairing.pairs:
        level = each.confidence.value
        rivals = f" ({', '.join(each.rivals)}?)" if each.rivals else ""
        table.add_row(
            escape(sample.headings[each.place]),
            each.name,
            each.type,
            f"[{_COLORS[level]}]{say(level)}[/]{escape(rivals)}",
        )
    console.print(table)
    if left := unused(sample, pairing):
        console.print(f"[yellow]–[/] {say('unused', headings=escape(', '.join(left)))}")
    for heading in pairing.repeated:
        console.print(f"[yellow]–[/] {say('repeated', heading=escape(heading))}")
    console.print(say("written", path=path))


def _show_rows(console: Console, say: Texts, reading: Reading) -> None:
    rows = list(preview(reading))
    if not rows:
        return
    table = Table("", *(row["row"] for row in rows), box=None, title=say("preview"))
    for name in rows[0]:
        if name != "row" and any(row[name] for row in rows):
            table.add_row(name, *(escape(row[name]) for row in rows))
    console.print(table)


def _record(record: str) -> str:
    if record in RECORDS:
        return record
    raise InputError(
        "record_unknown",
        f"--record: there is no {record!r}{did_you_mean(record, RECORDS)}.",
        f"Choose one of {', '.join(RECORDS)}.",
        record=record,
        known=", ".join(RECORDS),
    )


def _given(pairing: Pairing, given: list[str], settings: Settings) -> dict[str, str]:
    """What was given for fields that the file lacks; the only employer needs not be given.

    Raises:
        InputError: `given_invalid`.
    """
    lacking = {*pairing.lacking, *pairing.given}
    told: dict[str, str] = {}
    if "employer" in lacking and len(settings.employers) == 1:
        told["employer"] = settings.employers[0].orgnr.reveal()
    for each in given:
        name, sign, value = each.partition("=")
        if not sign or name not in COLUMNS[pairing.record] or name not in lacking:
            raise InputError(
                "given_invalid",
                "--given is for a field that the file lacks, as field=value.",
                f"It lacks: {', '.join(sorted(lacking)) or 'none'}.",
                lacking=", ".join(sorted(lacking)) or "–",
            )
        told[name] = value
    return told


def _path(settings: Settings, record: str, name: str | None, out: Path | None) -> Path:
    """Where the format file is written. The export's own name may hold a person's: not used."""
    folder = out or settings.mappings / "formats"
    if folder.suffix == ".yaml":
        return folder
    return folder / f"{name or f'{record}_export'}.yaml"
