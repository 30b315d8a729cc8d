"""The note of a reason, as the file says it now; a file under repair says nothing."""

from __future__ import annotations

import os
from pathlib import Path

from rutine.cli.desks.reason_notes import ReasonNotes


def test_the_note_follows_the_file(tmp_path: Path) -> None:
    file = tmp_path / "routines" / "cards.yaml"
    file.parent.mkdir()
    notes = ReasonNotes(tmp_path)
    assert notes("cards", "D09") == ""
    text = "version: 2\nname: cards\ntitle: {nb: Kort}\nexceptions: [{code: D09, note: Spør}]\n"
    for number, (said, told) in enumerate(
        [
            (text, "Spør"),
            (text.replace("Spør", "Vent litt"), "Vent litt"),
            ("x: [", ""),
            (text, "Spør"),
        ]
    ):
        file.write_text(said, encoding="utf-8")
        os.utime(file, ns=(number, number))
        assert [notes("cards", "D09"), notes("cards", "D08")] == [told, ""]
    assert notes("../routines/cards", "D09") == "Spør"
    assert notes("other", "D09") == ""
