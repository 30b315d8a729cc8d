"""Every payroll system's format has an example in its layout, and reads all of it.

This shows that the format file does what it says; not that the system writes such files, which
only `status: verified` may claim.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.formats.format_file import load_format
from rutine.formats.reading import read
from rutine.formats.yaml_source import load_yaml

MAPPINGS = Path(__file__).parents[3] / "mappings"
EXAMPLES = sorted(p.parent for p in (MAPPINGS / "examples" / "formats").glob("*/expected.yaml"))
FORMATS = {path.stem: load_format(path) for path in (MAPPINGS / "formats").glob("*.yaml")}
RECORDS = {"claim", "absence", "income_report"}
IN_ROUTINES = {"weekly_rota_csv": MAPPINGS / "examples" / "shift_cover" / "a_week_across"}
"""Guessed formats that an example of a routine reads."""


def test_every_guessed_format_has_an_example() -> None:
    guessed = {name for name, form in FORMATS.items() if form.status == "guessed"}
    in_routines = {name for name, example in IN_ROUTINES.items() if example.is_dir()}
    assert guessed - in_routines == {folder.name for folder in EXAMPLES}
    guessed -= in_routines
    assert {FORMATS[name].record for name in guessed} == RECORDS


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_a_format_reads_its_example(folder: Path) -> None:
    expected = load_yaml(folder / "expected.yaml").data
    data = (folder / "export.csv").read_bytes()
    reading = read(FORMATS[folder.name], data, source="export", identities="synthetic")
    assert reading.errors == ()
    assert reading.count == int(expected["rows"])
    if "amount" in expected:
        assert reading.total == int(expected["amount"])


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_other_headings_are_refused_and_never_read_wrongly(folder: Path) -> None:
    data = (folder / "export.csv").read_bytes()
    first, _, rest = data.partition(b"\r\n")
    changed = first.replace(b"o", b"0") + b"\r\n" + rest
    with pytest.raises(InputError) as refused:
        read(FORMATS[folder.name], changed, source="export", identities="synthetic")
    assert refused.value.code == "header_missing"
