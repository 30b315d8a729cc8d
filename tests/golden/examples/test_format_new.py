"""Every export under `mappings/examples/format_new` is proposed as its `expected.yaml` says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rutine.formats.format_file import load_format
from rutine.formats.proposal.draft import draft
from rutine.formats.proposal.pairing import guess_record
from rutine.formats.proposal.sample import take_sample
from rutine.formats.reading import read
from rutine.formats.yaml_source import load_yaml

FOLDER = Path(__file__).parents[3] / "mappings" / "examples" / "format_new"
EXAMPLES = sorted(path.parent for path in FOLDER.glob("*/expected.yaml"))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_export_is_proposed_as_expected(folder: Path, tmp_path: Path) -> None:
    expected = load_yaml(folder / "expected.yaml").data
    (export,) = (path for path in folder.iterdir() if path.name != "expected.yaml")
    data = export.read_bytes()
    sample = take_sample(data, "export")
    pairing, _ = guess_record(sample)
    assert pairing.record == expected["record"]
    assert {sample.headings[p.place]: p.name for p in pairing.pairs} == expected["fields"]
    assert list(pairing.given) == expected["given"]
    assert list(pairing.lacking) == expected["lacking"]
    if pairing.lacking:
        assert "rows" not in expected, "what lacks a field can't be read"
        return
    path = tmp_path / "export.yaml"
    path.write_text(draft("export", sample, pairing, {}, date(2026, 11, 29)), encoding="utf-8")
    reading = read(load_format(path), data, source="export", identities="synthetic")
    assert reading.count == int(expected["rows"])
    assert [error.code.value for error in reading.errors] == expected["faults"]
