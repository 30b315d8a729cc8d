"""`rutine document`: the form that is asked for, by a word or by the file's ending."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import pytest

from rutine.cli.modelling.document import write_document
from rutine.core.errors import InputError
from tests.command_line import CANDIDATE, rutine

ROUTINE = CANDIDATE


def test_the_ending_says_the_form(tmp_path: Path) -> None:
    for name, begins in {
        "a.docx": b"PK",
        "deep/b.html": b"<!doctype html>",
        "c.HTML": b"<!doc",
    }.items():
        answer = rutine("document", ROUTINE, "--out", tmp_path / name, home=tmp_path)
        assert answer.returncode == 0, answer.stderr
        path = (tmp_path / name).with_suffix((tmp_path / name).suffix.lower())
        assert path.read_bytes().startswith(begins)
        assert f"Skrevet: {path}" in answer.stdout


def test_both_are_written_beside_each_other(tmp_path: Path) -> None:
    out = tmp_path / "rutine"
    words = ("document", ROUTINE, "--docx", "--html", "--out", out, "--language", "nn")
    answer = rutine(*words, home=tmp_path)
    assert answer.returncode == 0
    page = out.with_suffix(".html").read_text("utf-8")
    assert '<html lang="nn">' in page
    assert "Tenestebevis til tidlegare tilsette" in page
    assert out.with_suffix(".docx").is_file()


def test_without_a_file_it_is_a_page_named_after_the_routine(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("RUTINE_HOME", str(tmp_path / "home"))
    with chdir(tmp_path):
        assert write_document(str(ROUTINE), (), None, None) == 0
        with pytest.raises(InputError, match="no routine files"):
            write_document("service_records", (), None, None)
    assert (tmp_path / "service_records.html").is_file()


@pytest.mark.parametrize("name", ["a.pdf", "a.doc"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    answer = rutine("document", ROUTINE, "--out", tmp_path / name, home=tmp_path)
    assert answer.returncode == 2
    assert f"{name} er verken en .docx eller en .html." in answer.stderr
    assert not (tmp_path / name).exists()
