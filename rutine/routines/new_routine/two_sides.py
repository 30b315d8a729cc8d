"""The two lists of a routine that matches, as lines of its file: which fields mean what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from rutine.routines.new_routine.question import Given
from rutine.routines.new_routine.scalar import scalar

_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "bank_entry": {
        "identity": "reference",
        "unit": "account",
        "first": "value_date",
        "last": "value_date",
        "amount": "amount",
    },
    "voucher": {
        "key": "voucher_id",
        "identity": "reference",
        "unit": "account",
        "first": "posted",
        "last": "posted",
        "amount": "amount",
    },
    "settlement_line": {
        "identity": "person",
        "unit": "sub_unit",
        "benefit": "benefit",
        "first": "first",
        "last": "last",
        "amount": "amount",
    },
    "claim": {
        "key": "claim_id",
        "identity": "person",
        "unit": "sub_unit",
        "benefit": "benefit",
        "first": "first",
        "last": "last",
        "amount": "amount",
        "less": "settled",
    },
}
"""Record -> what its fields mean when it is held against another."""

LISTS: Final = tuple(_FIELDS)
"""The records that a list may be of."""

_BOTH: Final = ("unit", "benefit")


def sides_lines(given: Given, records: tuple[str, str]) -> Iterator[str]:
    """The part `lists` of the routine file.

    Args:
        given: the answers, with the lists' titles.
        records: what the two lists are of.
    """
    yield "# Hva feltene i de to listene betyr. identity og unit er porter: de må være like."
    yield "lists:"
    other = dict(zip(records, reversed(records), strict=True))
    for side, record in zip("ab", records, strict=True):
        yield f"  {side}:"
        yield f"    title: {{nb: {scalar(str(given[f'title_{side}']), inside=True)}}}"
        yield f"    record: {record}"
        for meaning, name in _FIELDS[record].items():
            if meaning not in _BOTH or meaning in _FIELDS[other[record]]:
                yield f"    {meaning}: {name}"
    yield f"  signs: {given['signs']}"
