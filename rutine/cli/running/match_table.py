"""The totals of two matched lists: rows and kroner of each list, by what became of them."""

from __future__ import annotations

import pandas as pd
from rich.table import Table

from rutine.core.money import Ore
from rutine.formats.sentences import Language
from rutine.routines.match_output import settled_before
from rutine.routines.match_texts import word
from rutine.routines.two_lists import TwoLists


def totals_table(done: TwoLists, rows: pd.DataFrame, language: Language) -> Table:
    """A table that fits 80 columns: what was matched, not what was once claimed.

    Args:
        done: the two lists.
        rows: what `outcomes` says of them.
        language: the reader's.
    """
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in ("A", "B"):
        for heading in ("count", "sum"):
            label = f"{name} {word(heading, language).lower()}"
            table.add_column(label, justify="right", no_wrap=True)
    lists = (("A", done.a), ("B", done.b))
    for name, counts in (
        ("rows", [at_hand.reading.rows_in for _, at_hand in lists]),
        ("refused", [at_hand.refused for _, at_hand in lists]),
    ):
        table.add_row(word(name, language), str(counts[0]), "", str(counts[1]), "")
    earlier = settled_before(done)
    shares = {
        "done_before": earlier.assign(amount=earlier["less"]),
        "taking_part": rows,
        **{name: rows[rows["outcome"] == name] for name in ("settled", "suggested", "open")},
    }
    for name, share in shares.items():
        cells = [_count_and_sum(share.loc[share["list"] == at, "amount"]) for at, _ in lists]
        table.add_row(word(name, language), *cells[0], *cells[1])
    return table


def _count_and_sum(amounts: pd.Series[int]) -> tuple[str, str]:
    return str(len(amounts)), str(Ore(int(amounts.sum())))
