"""Format files: those that come with the program, and what is told about wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.core.records import RECORD_TYPES
from rutine.formats.format_file import FileField, FormatFile, load_format

FOLDER = Path(__file__).parents[3] / "mappings/formats"
SHIPPED = sorted(FOLDER.glob("*.yaml"))

HEAD = """format: absences
title: Fravær
source: test
checked: 2026-08-31
record: absence
kind: delimited
fields:
"""
FIELDS = """  - {heading: A, into: employer, type: orgnr}
  - {heading: B, into: sub_unit, type: orgnr}
  - {heading: C, into: person, type: fnr}
  - {heading: D, into: kind}
  - {heading: E, into: first, type: day, date_format: dd.MM.yyyy}
  - {heading: F, into: last, type: day, date_format: dd.MM.yyyy}
  - {heading: G, into: grade, type: integer}
"""


STATUS = "status: guessed\n"


def told(tmp_path: Path, content: str, name: str = "absences") -> str:
    path = tmp_path / f"{name}.yaml"
    path.write_text(content + STATUS, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_format(path)
    assert error.value.code == "mapping_invalid"
    return error.value.message


def test_a_format_is_kept_until_its_file_says_something_else(tmp_path: Path):
    path = tmp_path / "absences.yaml"
    path.write_text(HEAD + FIELDS + STATUS, encoding="utf-8")
    first = load_format(path)
    assert load_format(path) is first
    path.write_text(HEAD.replace("Fravær", "Ferie") + FIELDS + STATUS, encoding="utf-8")
    assert (load_format(path).title, first.title) == ("Ferie", "Fravær")
    assert load_format(path).sha256 != first.sha256
    path.write_text(HEAD + FIELDS, encoding="utf-8")
    with pytest.raises(InputError, match="status"):
        load_format(path)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_format_is_right_and_knows_its_hash(path: Path):
    form = load_format(path)
    assert form.name == path.stem
    assert len(form.sha256) == 64
    assert form.record in RECORD_TYPES


def test_the_shipped_formats_are_those_that_the_job_needs():
    assert {path.stem for path in SHIPPED} >= {
        "absences_csv",
        "employments_csv",
        "exemptions_csv",
        "income_reports_csv",
        "income_requests_csv",
        "income_submissions_csv",
        "nav_settlement",
        "payroll_claims_csv",
        "payroll_claims_xlsx",
        "sickness_applications_csv",
    }


@pytest.mark.parametrize("model", [FormatFile, FileField])
def test_every_key_is_described_for_those_who_write_it(model):
    for name, field in model.model_fields.items():
        assert field.description, name
        assert field.description.endswith((".", "?"))


def test_a_whole_format_is_accepted(tmp_path: Path):
    path = tmp_path / "absences.yaml"
    path.write_text(HEAD + FIELDS + STATUS, encoding="utf-8")
    assert load_format(path).fields[2].type == "fnr"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("record: absence", "record: absense", "line 5: no record 'absense'; allowed:"),
        ("record: absence", "record: absense", "did you mean 'absence'?"),
        ("kind: delimited", "kind: csv", "line 6: kind: 'csv' is not allowed; allowed: fixed"),
        ("into: person", "into: persn", "the record absence has no 'persn'; allowed:"),
        ("into: person", "into: persn", "did you mean 'person'?"),
        ("into: person", "into: persn", "no field becomes 'person'"),
        ("type: fnr", "type: orgnr", "line 10: 'person' is made from type fnr, not orgnr"),
        ("type: fnr", "type: fodselsnr", "line 10: fields.3.type: 'fodselsnr' is not allowed"),
        ("heading: D", "heading: a", "line 11: another field has the same heading"),
        (", date_format: dd.MM.yyyy}", "}", "line 12: date_format belongs with type: day"),
        ("into: first, type: day", "into: first, type: day, required: no", "can't be missing"),
        ("into: kind", "into: kind, minimum: 3", "maximum need type: integer or kroner"),
        ("into: kind", "into: kind, column: 3", "column has no meaning"),
        ("into: kind", "into: kind, words: {a: b}, constant: x", "a constant is only checked"),
        ("type: integer", "type: integer, words: {a: b}", "words need type: text"),
        ("type: integer", "type: integer, sign: trailing", "needs kroner or ore"),
        ("kind: delimited", "kind: delimited\nsheet: Ark1", "only a workbook"),
        ("kind: delimited", "kind: xlsx\nheader: no", "a workbook is read by its headings"),
        ("kind: delimited", "kind: fixed", "line 8: 'A' needs position"),
        ("kind: delimited", "kind: fixed", "write header: no"),
        ("kind: delimited", "kind: delimited\nheader: no", "column must number the fields"),
        ("fields:", "unique: [persn]\nfields:", "has no 'persn'; did you mean 'person'?"),
        ("fields:", "day_order: [{first: fist, last: last}]\nfields:", "did you mean 'first'?"),
        ("format: absences", "format: other", "line 1: format must be the file's own name"),
        ("title: Fravær\n", "", "the key 'title' is missing"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_is_allowed(tmp_path, old, new, message):
    assert message in told(tmp_path, (HEAD + FIELDS).replace(old, new, 1))


def test_fields_of_fixed_positions_may_not_overlap(tmp_path: Path):
    fields = "".join(
        line.replace("}", f", position: {place * 5 + 1}, width: {width}}}") + "\n"
        for place, (line, width) in enumerate(
            zip(FIELDS.splitlines(), (9, 5, 5, 5, 10, 5, 5), strict=True)
        )
    )
    message = told(tmp_path, HEAD.replace("delimited", "fixed\nheader: no") + fields)
    assert "line 10: begins before the field in front of it ends" in message
    assert "dd.MM.yyyy has 10 characters" in message
