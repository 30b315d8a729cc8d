"""Bank entries that were taken back: neither they nor what took them back are a payment.

NAV's money that the bank has reversed is not on the account, and a reversed payment of ours is
money in that NAV never sent. Both would otherwise look like a report's credit.
"""

from __future__ import annotations

import pandas as pd


def without_reversed(statement: pd.DataFrame) -> pd.DataFrame:
    """The entries with the amount 0 for each reversal and for the entry that it takes back.

    The entry is the latest one before the reversal, or on its day, on the same account, with
    the opposite amount and the same reference (or, without one, the same counterparty). The
    rows stay: they tell which days the statement covers.

    Args:
        statement: bank entries; without `reversal` nothing is known to be taken back.
    """
    if "reversal" not in statement.columns or not (statement["reversal"] == "reversal").any():
        return statement
    kept = statement.copy()
    reversals = kept.index[kept["reversal"] == "reversal"]
    for index in reversals:
        entry = statement.loc[index]
        key = "reference" if entry["reference"] else "counterparty"
        candidates = kept[
            (kept["reversal"] != "reversal")
            & (kept["account"] == entry["account"])
            & (kept["amount"] == -entry["amount"])
            & (kept["booked"] <= entry["booked"])
            & (kept[key] == entry[key])
            & (entry[key] != "")
        ]
        if not candidates.empty:
            # Equal ones are the same money: it does not matter which of them is left.
            taken_back = candidates.sort_values("booked", kind="stable").index[-1]
            kept.loc[taken_back, "amount"] = 0
        kept.loc[index, "amount"] = 0
    return kept
