"""The document of a service record, as a page of its own that nothing has to be fetched for.

It says title, size, unit and time, and no word of duties, conduct or why somebody was on leave.
The same draft, choice and signature give the same page, whenever it is made.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from rutine.core.service_record import Authority, RecordDraft, RecordLanguage, ToldLeave
from rutine.service_records.merging import FOREVER, MergedPosition, merged
from rutine.service_records.words import day_text, number_text


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, or agreed: a name and a role as the store has them, and the day."""

    name: str
    role: str
    day: date


@dataclass(frozen=True, slots=True)
class Signature:
    """Who stands for the record.

    Attributes:
        signer: who signed; or by whose authority nobody had to.
        second: who agreed, where two persons must.
        case: the number of the case, by which the employer finds it again.
    """

    signer: Signer | Authority
    second: Signer | None
    case: int


def rows_of(draft: RecordDraft, chosen: str | None = None) -> tuple[MergedPosition, ...]:
    """The rows of the record; the chosen source counts before all others."""
    order = list(draft.sources)
    if chosen in order:
        order = [str(chosen), *(each for each in order if each != chosen)]
    return merged(draft.positions, order)


def record_page(
    draft: RecordDraft, *, chosen: str | None = None, signature: Signature | None = None
) -> str:
    """The page, as a draft where nobody has signed."""
    texts = record_texts(draft.language)
    lead = texts["lead"].format(employer=draft.employer) if draft.employer else ""
    return _template().render(
        lang=draft.language,
        t=texts,
        style=_file("page.css"),
        draft=draft,
        lead=lead or texts["lead_no_employer"],
        born=day_text(draft.born) if draft.born else "",
        orgnr=f"{draft.orgnr[:3]} {draft.orgnr[3:6]} {draft.orgnr[6:]}",
        rows=[_row(draft, texts, row) for row in rows_of(draft, chosen)],
        leaves=_leaves(draft.leaves, texts),
        as_of=texts["as_of"].format(day=day_text(draft.asked)),
        signature=_signed(signature, texts) if signature is not None else None,
    )


def _row(draft: RecordDraft, texts: dict[str, Any], row: MergedPosition) -> dict[str, str]:
    if row.percent:
        size = f"{number_text(row.percent)} %"
    elif row.hours is None:
        size = texts["hours_unknown"]
    else:
        size = texts["hours"].format(hours=number_text(row.hours))
    return {
        "first": day_text(row.first),
        "last": texts["until_now"] if row.last == FOREVER else day_text(row.last),
        "title": row.title or row.code,
        "code": row.code,
        "unit": draft.units.get(row.unit, row.unit),
        "size": size,
    }


def _leaves(leaves: Sequence[ToldLeave], texts: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "first": day_text(each.first),
            "last": day_text(each.last) if each.last else texts["until_now"],
            "size": texts["whole"] if each.percent is None else f"{number_text(each.percent)} %",
        }
        for each in sorted(leaves, key=lambda each: (each.first, each.last or FOREVER))
    ]


def _signed(signature: Signature, texts: dict[str, Any]) -> dict[str, str]:
    def said(key: str, who: Signer) -> str:
        role = texts["role"].get(who.role) or texts["role"]["other"]
        words: str = texts[key].format(name=who.name, role=role, day=day_text(who.day))
        return words

    second, signer = signature.second, signature.signer
    if isinstance(signer, Authority):
        by_rule = texts["by_rule"].format(by=signer.by, day=day_text(signer.on))
        told = {"title": texts["issued"], "signer": texts["by_machine"], "signed_on": by_rule}
    else:
        told = {
            "title": texts["signed"],
            "signer": said("signer", signer),
            "signed_on": said("signed_on", signer),
        }
    return {
        **told,
        "agreed": said("agreed", second) if second is not None else "",
        "case": texts["case"].format(number=signature.case),
    }


@cache
def record_texts(language: RecordLanguage) -> dict[str, Any]:
    """What the document says, in its language."""
    return tomllib.loads(_file(f"texts/{language}.toml"))


@cache
def _file(name: str) -> str:
    return (resources.files(__package__) / name).read_text("utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("rutine.service_records", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")
