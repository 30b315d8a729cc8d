"""A proposal written as a format file, with how sure each field is beside it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from rutine.core.records import COLUMNS, OPTIONAL
from rutine.formats.format_model import FieldType
from rutine.formats.given import may_miss
from rutine.formats.proposal.contents import Problem
from rutine.formats.proposal.pairing import UNKNOWN_IS_ZERO, Confidence, Pair, Pairing, must_tell
from rutine.formats.proposal.sample import Sample
from rutine.formats.proposal.vocabulary import heading_words, known_values
from rutine.formats.workbook import cell_text

_PLAIN: Final = re.compile(r"[A-Za-zÆØÅæøå](?:[\w .,/%()+-]*[\w.,/%()])?")
_CODES: Final = {"benefit": frozenset("123456789YZAEFGHIJKM")}
_CONFIDENCE: Final = {
    Confidence.SURE: "sikker",
    Confidence.LIKELY: "trolig",
    Confidence.GUESS: "gjettet",
}
_PROBLEMS: Final[dict[Problem, str]] = {
    "zeros_lost": "tall har mistet nuller foran: eksporter kolonnen som tekst",
    "day_with_time": "datoene har klokkeslett: eksporter bare datoen",
    "day_unknown": "datoene er skrevet på en måte som ikke kan leses sikkert",
}
_GRADES: Final = {"claim": 2, "absence": 0}  # 1 is a percent cell read as a number


def draft(
    name: str,
    sample: Sample,
    pairing: Pairing,
    given: Mapping[str, str],
    today: date,
) -> str:
    """The text of a format file.

    Args:
        name: the format's name, and the file's.
        sample: the file that was looked at.
        pairing: its columns and fields.
        given: values that a person gave for fields that the file lacks.
        today: stands as the day of the check.
    """
    return "\n".join(_lines(name, sample, pairing, given, today)) + "\n"


def _lines(
    name: str, sample: Sample, pairing: Pairing, given: Mapping[str, str], today: date
) -> Iterator[str]:
    yield f"# Foreslått av `rutine format new` fra en fil med {sample.rows} rader. Se gjennom hvert"
    yield "# felt før filen tas i bruk:"
    yield "#   sikker   både overskriften og innholdet passer"
    yield "#   trolig   overskriften ligner, eller noe av innholdet passer ikke"
    yield "#   gjettet  bare innholdet passer, eller flere kolonner passer like godt"
    yield f"format: {name}"
    yield f"title: {_scalar(name.replace('_', ' '))}"
    yield "source: Foreslått fra en eksport; ikke holdt mot leverandørens beskrivelse"
    yield f"checked: {today.isoformat()}"
    yield "status: guessed             # verified når filen er brukt og kontrollert mot en ekte fil"
    yield f"record: {pairing.record}"
    yield f"kind: {sample.stored.kind}"
    if sample.stored.kind == "delimited":
        yield f"encoding: {sample.stored.encoding}"
        yield f"delimiter: {_delimiter(sample.stored.delimiter)}"
    if sample.stored.sheet is not None:
        yield f"sheet: {_scalar(sample.stored.sheet)}"
    if sample.footer:
        yield f"footer: [{', '.join(map(_scalar, sample.footer))}]"
    yield "fields:"
    for each in pairing.pairs:
        yield from _field(sample, pairing.record, each, _people(sample, pairing, each))
    yield from _given(pairing, given)
    yield from _unused(sample, pairing)
    yield from _rules(pairing, given)


def _people(sample: Sample, pairing: Pairing, pair: Pair) -> dict[str, int]:
    """In how many people's rows each word of a column stands."""
    person = next((each.place for each in pairing.pairs if each.name == "person"), None)
    if person is None or not pair.contents.words:
        return {}
    told = {
        (cell_text(word).strip(), str(who))
        for word, who in zip(sample.columns[pair.place], sample.columns[person], strict=True)
    }
    return dict(Counter(word for word, _ in told))


def _field(sample: Sample, record: str, pair: Pair, people: Mapping[str, int]) -> Iterator[str]:
    heading = sample.headings[pair.place]
    said = _CONFIDENCE[pair.confidence]
    if pair.rivals:
        said += f"; {', '.join(f'«{each}»' for each in pair.rivals)} passer like godt"
    if pair.contents.problem is not None:
        said += f"; {_PROBLEMS[pair.contents.problem]}"
    type_ = _type(pair, heading)
    yield f"  - heading: {_scalar(heading)}"
    yield f"    into: {pair.name}{' ' * max(1, 20 - len(pair.name))}# {said}"
    yield f"    type: {type_}"
    notation = pair.contents.notation[pair.type]
    if type_ == "day":
        yield f"    date_format: {notation.date_format or 'dd.MM.yyyy'}"
        if notation.missing:
            yield f"    missing: [{', '.join(json.dumps(m) for m in notation.missing)}]"
    if type_ == "kroner":
        yield f'    decimal: "{notation.decimal}"'
        yield f"    thousands: {json.dumps(notation.thousands)}"
        if notation.sign == "trailing":
            yield "    sign: trailing"
    if notation.ignore:
        yield f"    ignore: {json.dumps(notation.ignore, ensure_ascii=False)}"
    if pair.name == "grade":
        yield f"    minimum: {_GRADES[record]}"
        yield "    maximum: 100"
    yield from _presence(record, pair)
    yield from _words(pair, people)


def _type(pair: Pair, heading: str) -> FieldType:
    """The field's type; øre where the heading says so and no amount has a fraction."""
    says_ore = bool({"øre", "ore"} & set(heading_words(heading)))
    whole = pair.contents.share.get("integer", 0.0) == 1
    return "ore" if pair.type == "kroner" and says_ore and whole else pair.type


def _presence(record: str, pair: Pair) -> Iterator[str]:
    if pair.name in UNKNOWN_IS_ZERO and record == "claim":
        if pair.contents.filled < pair.contents.total:
            yield '    default: "0"'
    elif may_miss(record, pair.name) and (
        pair.name in OPTIONAL[record] or not must_tell(pair.name)
    ):
        yield "    required: no"


def _words(pair: Pair, people: Mapping[str, int]) -> Iterator[str]:
    """What the file's own words mean; those that nobody knows stand as comments.

    Of those, only words that stand in several people's rows are written: a word that stands
    in one person's may be that person's name.
    """
    known = {word.casefold(): value for word, value in known_values(pair.name).items()}
    seen = pair.contents.words
    own = _CODES.get(pair.name, frozenset(known.values()))
    if not known or not seen or all(word in own for word in seen):
        return
    told = {word: known.get(word.casefold(), word if word in own else None) for word in seen}
    unknown = [word for word, value in told.items() if value is None]
    right = {word: value for word, value in told.items() if value is not None}
    if right:
        yield "    words:"
        for word, value in right.items():
            yield f"      {json.dumps(word, ensure_ascii=False)}: {json.dumps(value)}"
    for word in unknown:
        if people.get(word, 0) > 1:
            yield f"    #   {json.dumps(word, ensure_ascii=False)}: ?   # hva betyr dette ordet?"
    rare = sum(people.get(word, 0) <= 1 for word in unknown)
    if rare:
        yield f"    #   og {rare} ord som bare gjelder én person, og derfor ikke gjengis"


def _given(pairing: Pairing, given: Mapping[str, str]) -> Iterator[str]:
    told = {**pairing.given, **given}
    lacking = [name for name in pairing.lacking if name not in told]
    if told:
        yield "given:                      # felt som filen ikke har: samme verdi i hver rad"
        for name in COLUMNS[pairing.record]:
            if name in told:
                note = "   # ikke kjent" if told[name] == "0" else ""
                yield f"  {name}: {json.dumps(told[name], ensure_ascii=False)}{note}"
    if lacking:
        yield "# Disse feltene må fylles ut før filen kan brukes: legg kolonnen til i eksporten,"
        yield "# eller gi verdien under `given` hvis den er lik i alle rader:"
        yield from (f"#   {name}: " for name in lacking)


def unused(sample: Sample, pairing: Pairing) -> tuple[str, ...]:
    """The headings of columns that no field takes."""
    taken = {each.place for each in pairing.pairs}
    return tuple(
        heading
        for place, heading in enumerate(sample.headings)
        if heading and place not in taken and heading not in pairing.repeated
    )


def _unused(sample: Sample, pairing: Pairing) -> Iterator[str]:
    if left := unused(sample, pairing):
        yield "# Kolonner i filen som ikke brukes:"
        yield from (f"#   {heading}" for heading in left)
    for heading in pairing.repeated:
        yield f"# Flere kolonner heter «{heading}»; gi dem hvert sitt navn, så de kan brukes."


def _rules(pairing: Pairing, given: Mapping[str, str]) -> Iterator[str]:
    names = {each.name for each in pairing.pairs}
    if {"first", "last"} <= names:
        yield "day_order:"
        yield "  - first: first"
        yield "    last: last"
    if "claim_id" in names and (names | given.keys()) >= {"employer"}:
        yield "unique: [employer, claim_id]"


def _scalar(text: str) -> str:
    """A text as YAML, quoted where it must be."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _delimiter(sign: str) -> str:
    """A delimiter as YAML: a tab and a bar mean something else there, or nothing."""
    return sign if sign == ";" else json.dumps(sign)
