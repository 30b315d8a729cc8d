"""Which column is which field: by what it is called and by what it holds, with how sure that is.

No column is used twice, and where two would do the proposal says so and is a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rutine.core.errors import InputError
from rutine.core.records import COLUMNS, OPTIONAL
from rutine.formats.format_model import FieldType
from rutine.formats.given import given_field, may_miss
from rutine.formats.proposal.contents import Contents, look_at
from rutine.formats.proposal.sample import Sample
from rutine.formats.proposal.vocabulary import heading_words, likeness

RECORDS: Final = (
    *("claim", "absence", "income_report", "exemption", "bank_entry", "voucher"),
    *("employee", "position", "unit", "time_away", "achievement", "event"),
    *("requirement_exemption", "shift", "question_answer", "asked_question"),
)
"""What an export may be proposed as. Files that rutine writes are not exports."""

_READABLE: Final = 0.5  # a column of which less can be read is another field's
_BY_CONTENT: Final[dict[FieldType, float]] = {"fnr": 0.6, "orgnr": 0.4, "account": 0.4}
_SURE, _LIKELY = 0.9, 0.6
_AS_GOOD: Final = 0.02
_UNCLEAR: Final = 0.05
_ROW: Final = "row"
_SAID: Final = 2.0  # surer than any heading
_NOBODY_SAID: Final[Mapping[str, str]] = MappingProxyType({})
UNKNOWN_IS_ZERO: Final = frozenset({"monthly_income", "monthly_refund", "settled"})
"""Amounts of a claim that may be given as 0: nothing is settled, or the pay is not known."""


class Confidence(StrEnum):
    """How sure a pairing is."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Pair:
    """A column that becomes a field.

    Attributes:
        name: the record's field.
        place: the column's place, from 0.
        type: the type that it is read as.
        contents: what it holds.
        confidence: how sure.
        rivals: headings of other columns that would do as well.
    """

    name: str
    place: int
    type: FieldType
    contents: Contents
    confidence: Confidence
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pairing:
    """A whole file as one kind of record.

    Attributes:
        record: the kind.
        pairs: its fields, in the record's order.
        given: fields that the file lacks and that may be empty, or 0.
        lacking: fields that the file lacks and somebody must give.
        repeated: headings that stand over several columns, so that none of them can be used.
        score: how much of the record was found, 0 to 1.
    """

    record: str
    pairs: tuple[Pair, ...]
    given: dict[str, str]
    lacking: tuple[str, ...]
    repeated: tuple[str, ...]
    score: float


def guess_record(sample: Sample) -> tuple[Pairing, bool]:
    """The best pairing over all records, and whether it is clearly the best.

    Raises:
        InputError: `nothing_recognised`.
    """
    columns = [look_at(cells) for cells in sample.columns]
    found = sorted((_pair(sample, columns, r) for r in RECORDS), key=lambda p: -p.score)
    return _something(found[0]), found[0].score - found[1].score > _UNCLEAR


def pair(sample: Sample, record: str, named: Mapping[str, str] = _NOBODY_SAID) -> Pairing:
    """Pair a file's columns with a record's fields.

    Args:
        sample: the file that was looked at.
        record: the kind of record.
        named: field -> the heading of its column, where a person has said so.

    Raises:
        InputError: `nothing_recognised`.
    """
    columns = [look_at(cells) for cells in sample.columns]
    return _something(_pair(sample, columns, record, named))


def _something(pairing: Pairing) -> Pairing:
    if pairing.pairs:
        return pairing
    raise InputError(
        "nothing_recognised",
        "No column of the file is known, by its heading or by what it holds.",
        "Check that it is the right file; a format file can also be written by hand.",
    )


def _pair(
    sample: Sample,
    columns: Sequence[Contents],
    record: str,
    named: Mapping[str, str] = _NOBODY_SAID,
) -> Pairing:
    names = [name for name in COLUMNS[record] if name != _ROW]
    headings = [heading_words(heading) for heading in sample.headings]
    plain = [heading.casefold() for heading in sample.headings]
    twice = {h for h in plain if h and plain.count(h) > 1}
    usable = [place for place, h in enumerate(plain) if h and h not in twice]
    weights = {
        (name, place): weight
        for name in names
        for place in usable
        if (weight := _weight(record, name, headings[place], columns[place])) > 0
    }
    said = {(name, plain.index(heading.casefold())) for name, heading in named.items()}
    weights |= dict.fromkeys(said, _SAID)
    pairs: dict[str, Pair] = {}
    taken: set[int] = set()
    # Surest first; then the record's and the file's own order.
    for (name, place), weight in sorted(
        weights.items(), key=lambda each: (-each[1], names.index(each[0][0]), each[0][1])
    ):
        if name in pairs or place in taken:
            continue
        rivals = tuple(
            sample.headings[other]
            for (another, other), same in weights.items()
            if another == name and other not in {place, *taken} and weight - same <= _AS_GOOD
        )
        pairs[name] = Pair(
            name,
            place,
            given_field(record, name).type,
            columns[place],
            Confidence.GUESS if rivals else _confidence(weight),
            rivals,
        )
        taken.add(place)
    missing = [n for n in names if n not in pairs and n not in OPTIONAL[record]]
    given = {
        name: "0" if name in UNKNOWN_IS_ZERO else ""
        for name in missing
        if name in UNKNOWN_IS_ZERO or (may_miss(record, name) and not must_tell(name))
    }
    # A record that can do without each of its fields is told by all of them.
    needed = [name for name in names if name not in OPTIONAL[record]] or names
    best = {
        name: max((w for (n, _), w in weights.items() if n == name), default=0) for name in pairs
    }
    used = len(taken) / max(1, len(usable))
    return Pairing(
        record,
        tuple(pairs[name] for name in names if name in pairs),
        given,
        tuple(name for name in missing if name not in given),
        tuple(dict.fromkeys(h for h in sample.headings if h.casefold() in twice)),
        (sum(best.get(name, 0.0) for name in needed) / len(needed) + used) / 2,
    )


_MUST_TELL: Final = frozenset(
    {
        *("claim_id", "benefit", "kind", "voucher_id", "employee_number", "unit", "code"),
        *("event", "requirement", "reason", "shift_id", "begins", "ends"),
    }
)


def must_tell(name: str) -> bool:
    """Texts without which a row means nothing, though a text may be empty."""
    return name in _MUST_TELL


def _weight(record: str, name: str, words: tuple[str, ...], contents: Contents) -> float:
    """How well a column fits a field, 0 to 1."""
    kind = given_field(record, name).type
    alike = likeness(words, record, name)
    if not contents.filled:
        return alike * 0.7
    readable = contents.share[kind]
    if readable < _READABLE:
        return 0.0
    if not alike:
        return _BY_CONTENT.get(kind, 0.0) * readable
    return alike * (0.5 + 0.5 * readable) * _doubt(kind, contents)


def _doubt(kind: FieldType, contents: Contents) -> float:
    """Less than 1 where the column holds something more special than the field would."""
    if kind != "text":
        return 1.0
    special = max(contents.share[other] for other in ("fnr", "day", "account"))
    return 0.4 if special > _SURE else 1.0


def _confidence(weight: float) -> Confidence:
    if weight >= _SURE:
        return Confidence.SURE
    return Confidence.LIKELY if weight >= _LIKELY else Confidence.GUESS
