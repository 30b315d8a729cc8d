"""An account's rules, evidence and missing facts as sentences, without any key or ISO day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rutine.core.differences import Evidence
from rutine.core.money import Ore
from rutine.core.reason_texts import Language
from rutine.refunds.expected.account import Missing, Unchecked, Used
from rutine.routines.expected_names import FIELDS, METHODS, NUMBERS, RULES, UNITS, Texts
from rutine.routines.expected_reasons import known, reason_text, spoken_day, spoken_days

_MINUS = "\u2212"
_NUMBER_ROW = re.compile(r"(\w+) from (\S+) = (\S+) (\w+)")
_ROW = re.compile(r"(\w+) from (\S+): (.+)")
_SINCE: Texts = {Language.NB: "fra", Language.NN: "frå", Language.EN: "from"}
_EVIDENCE: dict[str, Texts] = {**NUMBERS, **FIELDS}


def named(catalogue: dict[str, Texts], key: str, language: Language) -> str:
    """What a key is called; a key that nobody has named is shown without underscores."""
    return catalogue[key][language] if key in catalogue else key.replace("_", " ")


def field_text(field: str, language: Language) -> str:
    """A field of the basis, such as `jobs.0.incomes`, in words: the job's number from 1."""
    parts = field.split(".")
    if parts[0] == "tables":
        number = parts[-1] in NUMBERS
        table = named(NUMBERS, parts[-1], language) if number else parts[-1].upper()
        return f"{FIELDS['tables'][language]} {table}"
    told = named(FIELDS, parts[-1], language)
    if len(parts) > 1 and parts[1].isdigit():
        return f"{told} ({named(FIELDS, parts[0], language)} {int(parts[1]) + 1})"
    return told


def missing_text(missing: Sequence[Missing], language: Language) -> list[str]:
    """What an account lacks, one sentence each."""
    return [
        f"{field_text(each.field, language)}: {reason_text(each.reason, language)}"
        for each in missing
    ]


def unchecked_text(unchecked: Unchecked, language: Language) -> tuple[str, str]:
    """A limit that was not tested, and what is missing to test it."""
    lacking = unchecked.missing
    told = reason_text(lacking, language) if known(lacking) else field_text(lacking, language)
    return named(RULES, unchecked.rule, language), told


def used_text(used: Used, language: Language) -> str:
    """A rule with its law and the rows it takes."""
    rows = "; ".join(_row_text(row, language) for row in used.rows)
    return f"{named(RULES, used.rule, language)} ({used.law}): {rows}"


def _row_text(row: str, language: Language) -> str:
    """A row of a table, from how the rules write it: `name from day = value unit`."""
    number = _NUMBER_ROW.fullmatch(row)
    if number:
        name, first, value, unit = number.groups()
        told = f"{named(NUMBERS, name, language)}: {value} {UNITS[unit][language]}"
    else:
        found = _ROW.fullmatch(row)
        if found is None:
            return spoken_days(row)
        _, first, told = found.groups()
    if language is not Language.EN:
        told = re.sub(r"(?<=\d)\.(?=\d)", ",", told)
    return f"{told} ({_SINCE[language]} {spoken_day(date.fromisoformat(first))})"


def evidence_text(evidence: Evidence, language: Language) -> str:
    """One field seen from both sides; once when the sides are equal."""
    sides = (evidence.left, evidence.right)
    left, right = (_side(evidence.kind, value, language) for value in sides)
    told = left if left == right else f"{left} → {right}"
    return f"{named(_EVIDENCE, evidence.field, language)} {told}"


def _side(kind: str, value: str | None, language: Language) -> str:
    if value is None:
        return "–"
    if kind == "ore":
        return str(Ore(int(value)))
    if kind == "text":
        return named(METHODS, value, language)
    return signed(int(value)) if kind == "count" else spoken_days(value)


def signed(number: int) -> str:
    """A count with a real minus."""
    return str(number).replace("-", _MINUS)
