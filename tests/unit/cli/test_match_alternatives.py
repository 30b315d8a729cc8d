"""What `rutine match --out` says of ambiguous rows."""

from __future__ import annotations

from pathlib import Path

from tests.command_line import rutine
from tests.unit.cli.test_match import bank, table


def test_an_ambiguous_row_shows_its_alternatives_and_what_tells_them_apart(tmp_path: Path) -> None:
    """Booked on a Monday; one voucher is of the Friday before, one of the Tuesday after."""
    vouchers = tmp_path / "vouchers.csv"
    vouchers.write_text(
        "Bilagsnr;Konto;Dato;Beløp;Referanse;Tekst\r\n"
        "B1;12340512349;02.10.2026;1 250,00;KID1;Salg\r\n"
        "B2;12340512349;06.10.2026;1 250,00;KID1;Salg\r\n",
        encoding="utf-8",
        newline="",
    )
    rows = bank(tmp_path, "12340512349;05.10.2026;05.10.2026;1 250,00;KID1;Øvelse AS")
    out = tmp_path / "out"
    rutine("match", rows, vouchers, "--routine", "bank_vouchers", "--out", out, home=tmp_path)
    told = {
        (row["Årsak"], row["Muligheter"], row["Skiller mulighetene"])
        for row in table(out / "apne.csv")
    }
    assert told == {("ambiguous", "A 2 = B B1 | A 2 = B B2", "dager")}
