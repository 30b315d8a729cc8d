"""The sample files of a new routine: read by a format there is, or by one that is proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rutine.core.errors import InputError
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.formats.given_file import bytes_in
from rutine.formats.proposal.draft import draft
from rutine.formats.proposal.pairing import Pairing, guess_record, pair
from rutine.formats.proposal.sample import Sample, take_sample
from rutine.formats.reading import Reading, read

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
    """Looks at sample files, each once.

    Args:
        formats: the folder of format files.
        given: values for fields that a file may lack, such as the only employer there is.
        today: stands as the day a proposed format was checked.
    """

    def __init__(self, formats: Path, given: Mapping[str, str], today: date) -> None:
        self._formats = formats
        self._told, self._today = given, today
        self._seen: dict[tuple[Path, Sequence[str], str], SampleFile] = {}

    def look(self, path: Path, records: Sequence[str], name: str) -> SampleFile:
        """A file as one of some kinds of record.

        Args:
            path: the file.
            records: the kinds it may be; empty: whichever fits best.
            name: the name of the format, if one must be made.

        Raises:
            InputError: as `take_sample`, or `sample_lacks`: there are fields that the file
                lacks and nobody can do without; or `sample_unread`: no row of it can be read.
        """
        key = path, tuple(records), name
        if key not in self._seen:
            self._seen[key] = self._look(path, records, name)
        return self._seen[key]

    def _look(self, path: Path, records: Sequence[str], name: str) -> SampleFile:
        data = bytes_in(path)
        sample = take_sample(data, SOURCE)
        pairings = [pair(sample, record) for record in records]
        if not pairings:
            pairings = [guess_record(sample)[0]]
        pairing = max(pairings, key=lambda each: each.score)
        if (known := self._known(data, sample, pairing.record)) is not None:
            form, reading = known
            return SampleFile(path, pairing.record, sample, form, None, None, reading)
        told = {n: v for n, v in self._told.items() if n in {*pairing.lacking, *pairing.given}}
        lacking = [each for each in pairing.lacking if each not in told]
        if lacking:
            raise InputError(
                "sample_lacks",
                f"{path.name} lacks what a {pairing.record} must have: {', '.join(lacking)}.",
                "Export it with these columns, or write a format first: rutine format new.",
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

    def _known(
        self, data: bytes, sample: Sample, record: str
    ) -> tuple[FormatFile, Reading] | None:
        """A format there is that reads every row and names no column that the file lacks."""
        headings = {" ".join(heading.split()).casefold() for heading in sample.headings}
        for path in sorted(self._formats.glob("*.yaml")):
            try:
                form = load_format(path)
                wanted = {each.heading.casefold() for each in form.fields}
                if form.record != record or not form.header or not wanted <= headings:
                    continue
                reading = read(form, data, source=SOURCE, identities="any")
            except InputError:
                continue
            if reading.count and not reading.error_count:
                return form, reading
        return None


def _tried(name: str, text: str, data: bytes) -> tuple[FormatFile, Reading]:
    """The format that a text says, and the file read by it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        form = load_format(path)
    return form, read(form, data, source=SOURCE, identities="any")
