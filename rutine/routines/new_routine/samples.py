"""The sample files of a new routine: read by a format there is, or by one that is proposed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rutine.core.errors import InputError
from rutine.core.records import COLUMNS
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.formats.given_file import bytes_in
from rutine.formats.proposal.draft import draft
from rutine.formats.proposal.pairing import Pairing, guess_record, pair
from rutine.formats.proposal.sample import Sample, take_sample
from rutine.formats.reading import Reading, read
from rutine.formats.yaml_source import did_you_mean

SOURCE: Final = "sample"
"""What a file is called in errors: its own name may hold a person's."""


@dataclass(frozen=True, slots=True, repr=False)
class SampleFile:
    """One sample file, and how it is read.

    Attributes:
        path: where it was given.
        record: the kind of record that its rows become.
        sample: its headings and cells.
        form: the format that reads it.
        proposed: the text of that format, when it is a new one.
        pairing: how sure each field of a new format is; None for one that there is.
        reading: the rows.
    """

    path: Path
    record: str
    sample: Sample
    form: FormatFile
    proposed: str | None
    pairing: Pairing | None
    reading: Reading

    @property
    def refused(self) -> int:
        """How many rows the format can't read."""
        return self.reading.rows_in - self.reading.count

    def words(self, column: str) -> list[str]:
        """The distinct texts of a column, the most frequent first."""
        if column not in self.reading.frame:
            return []
        counted = Counter(str(text) for text in self.reading.column(column) if str(text))
        return [word for word, _ in sorted(counted.items(), key=lambda each: (-each[1], each[0]))]


class Samples:
    """Looks at sample files.

    Args:
        formats: the folder of format files.
        given: values for fields that a file may lack, such as the only employer there is.
        today: stands as the day a proposed format was checked.
    """

    def __init__(self, formats: Path, given: Mapping[str, str], today: date) -> None:
        self._formats = formats
        self._told, self._today = given, today

    def look(
        self,
        path: Path,
        record: str | None,
        name: str,
        named: Mapping[str, str],
        *,
        whole: bool = False,
    ) -> SampleFile:
        """A file as a kind of record.

        Args:
            path: the file.
            record: the kind; None: whichever fits best.
            name: the name of the format, if one must be made.
            named: field -> the heading of its column, where somebody has said so.
            whole: a format that there is must read it, and the one that reads most of it does.

        Raises:
            InputError: as `take_sample`; `sample_format_needed`: no format reads it, and one
                must; `heading_unknown` or `field_unknown`: what was said of a column is not so;
                `sample_lacks`: there are fields that the file lacks and nobody can do without;
                or `sample_unread`: no row of it can be read.
        """
        data = bytes_in(path)
        sample = take_sample(data, SOURCE)
        _refuse_unknown(sample, named)
        if whole and record is not None:
            return self._whole(path, data, sample, record)
        if record is None:
            record = guess_record(sample)[0].record
        pairing = pair(sample, record, _fields_of(record, named))
        known = None if named else self._known(data, sample, pairing.record)
        if known is not None:
            form, reading = known
            return SampleFile(path, pairing.record, sample, form, None, None, reading)
        told = {n: v for n, v in self._told.items() if n in {*pairing.lacking, *pairing.given}}
        lacking = [each for each in pairing.lacking if each not in told]
        if lacking:
            raise InputError(
                "sample_lacks",
                f"{path.name} lacks what a {pairing.record} must have: {', '.join(lacking)}.",
                "Say which column each is behind the path: file.csv; Heading = field.",
                path=str(path),
                record=pairing.record,
                lacking=", ".join(lacking),
                headings=", ".join(heading for heading in sample.headings if heading),
            )
        text = draft(name, sample, pairing, told, self._today)
        form, reading = _tried(name, text, data)
        if not reading.count:
            raise InputError(
                "sample_unread",
                f"No row of {path.name} can be read as a {pairing.record}.",
                f"Look at what is wrong with it: rutine format new {path} "
                f"--record {pairing.record}",
                path=str(path),
                record=pairing.record,
            )
        return SampleFile(path, pairing.record, sample, form, text, pairing, reading)

    def _known(self, data: bytes, sample: Sample, record: str) -> tuple[FormatFile, Reading] | None:
        """A format there is that reads every row and names no column that the file lacks."""
        return next(self._reading_it(data, sample, record), None)

    def _whole(self, path: Path, data: bytes, sample: Sample, record: str) -> SampleFile:
        """The file by the format there is that reads most of its columns.

        Raises:
            InputError: `sample_format_needed`.
        """
        found = list(self._reading_it(data, sample, record))
        if not found:
            forms = ", ".join(self._forms_of(record))
            raise InputError(
                "sample_format_needed",
                f"{path.name} is not as any format of a {record} reads it: {forms}.",
                "Write the headings as the format has them, or write a format of your own first.",
                path=str(path),
                record=record,
                forms=forms,
            )
        form, reading = max(found, key=lambda each: len(each[0].fields))
        return SampleFile(path, record, sample, form, None, None, reading)

    def _forms_of(self, record: str) -> list[str]:
        """The names of the formats that make a kind of record."""
        said = re.compile(rf"^record: *{re.escape(record)}\b", re.MULTILINE)
        paths = sorted(self._formats.glob("*.yaml"))
        return [path.stem for path in paths if said.search(path.read_text("utf-8"))]

    def _reading_it(
        self, data: bytes, sample: Sample, record: str
    ) -> Iterator[tuple[FormatFile, Reading]]:
        headings = {" ".join(heading.split()).casefold() for heading in sample.headings}
        for path in sorted(self._formats.glob("*.yaml")):
            try:
                form = load_format(path)
                wanted = {e.heading.casefold() for e in form.fields if not e.optional}
                if form.record != record or not form.header or not wanted <= headings:
                    continue
                reading = read(form, data, source=SOURCE, identities="any")
            except InputError:
                continue
            if reading.count and not reading.error_count:
                yield form, reading


def _refuse_unknown(sample: Sample, named: Mapping[str, str]) -> None:
    headings = {heading.casefold() for heading in sample.headings}
    for heading in named.values():
        if heading.casefold() not in headings:
            raise InputError(
                "heading_unknown",
                f"The file has no column headed {heading!r}.",
                "Write the heading as the file has it.",
                heading=heading,
                headings=", ".join(each for each in sample.headings if each),
            )


def _fields_of(record: str, named: Mapping[str, str]) -> dict[str, str]:
    """What was said of the fields that a record has.

    Raises:
        InputError: `field_unknown`.
    """
    known = [name for name in COLUMNS[record] if name != "row"]
    for name in named:
        if name not in known:
            raise InputError(
                "field_unknown",
                f"A {record} has no field {name!r}{did_you_mean(name, known)}.",
                f"It has: {', '.join(known)}.",
                field=name,
                record=record,
                known=", ".join(known),
            )
    return dict(named)


def _tried(name: str, text: str, data: bytes) -> tuple[FormatFile, Reading]:
    """The format that a text says, and the file read by it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        form = load_format(path)
    return form, read(form, data, source=SOURCE, identities="any")
