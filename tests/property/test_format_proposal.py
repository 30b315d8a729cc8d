"""Whatever a file holds, it is proposed or refused in so many words, and no cell gets out."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.core.errors import InputError
from rutine.formats.format_file import load_format
from rutine.formats.proposal.draft import draft
from rutine.formats.proposal.pairing import guess_record
from rutine.formats.proposal.sample import take_sample
from rutine.formats.reading import read

HEADINGS = st.one_of(
    st.sampled_from(
        ["Kravnr", "Fnr", "Orgnr", "Beløp", "Fra dato", "Til", "Ytelse", "Grad", "Navn"]
    ),
    st.text(min_size=1, max_size=12),
)
CELLS = st.one_of(
    st.sampled_from(["", "01.09.2026", "2026-09-01", "1 234,50", "100 %", "974600013", "Sum", "-"]),
    st.text(max_size=8),
)
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.tuples(
        st.lists(HEADINGS, min_size=width, max_size=width),
        st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5),
    )
)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_looked_at_or_refused(data: bytes) -> None:
    with suppress(InputError):
        guess_record(take_sample(data, "export"))


@settings(max_examples=40, deadline=None)
@given(
    TABLES,
    st.sampled_from([";", "\t", "|", ","]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_proposal_is_yaml_and_lacks_nothing_but_fields(
    table: tuple[list[str], list[list[str]]], delimiter: str, encoding: str
) -> None:
    headings, rows = table
    text = "\r\n".join(delimiter.join(row) for row in (headings, *rows))
    data = text.encode(encoding, errors="ignore")
    try:
        sample = take_sample(data, "export")
        pairing, _ = guess_record(sample)
    except InputError:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.yaml"
        written = draft("export", sample, pairing, {}, date(2026, 11, 29))
        path.write_text(written, encoding="utf-8")
        if pairing.lacking:
            with pytest.raises(InputError) as refused:
                load_format(path)
            assert refused.value.message.count("no field becomes") == len(pairing.lacking)
            assert refused.value.message.count("line ") == len(pairing.lacking)
            return
        form = load_format(path)
    with suppress(InputError):
        reading = read(form, data, source="export", identities="any")
        assert reading.count <= reading.rows_in <= len(data)
