"""Everything about a person as one page to read, or as JSON; it loads nothing from anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from html import escape
from typing import Any, Final

from rutine.cases.person.telling import Told
from rutine.cli.texts.keep_texts import Texts, texts
from rutine.cli.texts.keep_texts import catalogue as catalogue_of
from rutine.core.clock import OSLO
from rutine.core.differences import Action
from rutine.core.identifiers import Fnr
from rutine.core.reason_texts import Language, action_text, benefit_name, reason_text
from rutine.review.catalogue import catalogue
from rutine.steps.person import OwnLines

_MONEY: Final = frozenset(
    {"claimed", "paid", "settled", "amount", "day_rate", "rate", "left", "right"}
)
_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "dl{display:grid;grid-template-columns:minmax(8rem,14rem) minmax(0,1fr);gap:.15rem 1rem}"
    "dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}dd dl{margin:0 0 .6rem}"
    "dd p{margin:0}article{border-top:1px solid #555;"
    "padding:.5rem 0}pre{white-space:pre-wrap;overflow-wrap:anywhere}"
    "@media(max-width:30rem){dl{display:block}dd{margin-bottom:.4rem}}"
)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_PARTS: Final = ("cases", "settlements", "claims", "postings", "log")


def person_json(
    told: Told, lines: OwnLines, person: Fnr, language: Language, moment: datetime
) -> bytes:
    """The same as the page, for a machine. Amounts are øre."""
    whole = {
        "made_at": moment.isoformat(timespec="seconds"),
        "language": language.value,
        "national_id": person.reveal(),
        **asdict(told),
        "originals": [list(each) for each in lines.lines],
        "originals_not_read": lines.unread,
        "lists_by_number_alone": lines.unnamed,
        "rows_of_two_people": lines.contested,
        "rows_not_read": lines.refused,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, default=_plain).encode()


def person_page(
    told: Told, lines: OwnLines, person: Fnr, language: Language, moment: datetime
) -> bytes:
    """The page, in the language, with a heading for each part."""
    say = texts(language.value)
    title = escape(say("page.title"))
    about = escape(say("page.about", day=f"{moment.astimezone(OSLO):%d.%m.%Y}"))
    parts = person_parts(told, lines, person, language)
    page = (
        f'<!doctype html><html lang="{language.value}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1><p>{about}</p>{parts}</main></body></html>"
    )
    return page.encode()


def person_parts(told: Told, lines: OwnLines, person: Fnr, language: Language) -> str:
    """What is held, under headings of the second level: HTML in which every value is escaped."""
    say = texts(language.value)
    parts = [_list([("name", told.name or "–"), ("national_id", person.reveal())], say, language)]
    if told.protected:
        parts.append(f"<p>{escape(say('page.protected'))}</p>")
    for part in _PARTS:
        items: list[Mapping[str, Any]] = getattr(told, part)
        parts.append(f"<h2>{escape(say(f'page.{part}'))} ({len(items)})</h2>")
        parts += [f"<article>{_list(item.items(), say, language)}</article>" for item in items]
    parts.append(f"<h2>{escape(say('page.originals'))} ({len(lines.lines)})</h2>")
    parts += [
        f"<article><p>{escape(kind)}, {escape(day)}</p><pre>{escape(text)}</pre></article>"
        for kind, day, text in lines.lines
    ]
    parts += [f"<p>{escape(each)}</p>" for each in not_told(lines, say)]
    parts.append(f"<h2>{escape(say('page.rights'))}</h2><p>{escape(say('page.rights_text'))}</p>")
    return "".join(parts)


def not_told(lines: OwnLines, say: Texts) -> list[str]:
    """What of the originals could not be told, in sentences; one sentence where all could."""
    counts = {
        "unread": lines.unread,
        "unnamed": lines.unnamed,
        "contested": lines.contested,
        "refused": lines.refused,
    }
    said = [say(f"page.{name}", count=count) for name, count in counts.items() if count]
    return said or [say("page.all_searched")]


def _list(items: Iterable[tuple[str, Any]], say: Texts, language: Language) -> str:
    rows = [
        f"<dt>{escape(_label(name, language))}</dt><dd>{_value(name, value, say, language)}</dd>"
        for name, value in items
        if value not in (None, "", [], ())
    ]
    return f"<dl>{''.join(rows)}</dl>"


def _label(name: str, language: Language) -> str:
    """The name of a field; what a routine's own evidence is called stands as it is."""
    return catalogue_of(language.value)["label"].get(name, name.replace("_", " "))


def _value(name: str, value: Any, say: Texts, language: Language) -> str:
    if isinstance(value, list | tuple):
        return "".join(
            _list(each.items(), say, language)
            if isinstance(each, Mapping)
            else f"<p>{escape(_said(name, each, say, language))}</p>"
            for each in value
        )
    if isinstance(value, Mapping):
        return _list(value.items(), say, language)
    return escape(_said(name, value, say, language))


def _said(name: str, value: Any, say: Texts, language: Language) -> str:
    if name in _MONEY and isinstance(value, int):
        kroner, ore = divmod(abs(value), 100)
        return f"{'−' if value < 0 else ''}{kroner},{ore:02d} kr"
    if name == "at" and isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(OSLO):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    worded: dict[str, Callable[[str], str]] = {
        "benefit": lambda code: benefit_name(code, language),
        "reason": lambda code: f"{code} {reason_text(code, language).title}",
        "who": lambda code: say(f"who.{code}"),
        "action": lambda code: _action(code, language),
        "status": lambda code: catalogue(language).label("status", code),
        "field": lambda code: _label(code, language),
        "side": lambda code: say(f"side.{code}"),
        "mark": lambda code: catalogue(language).label("calendar.mark", code),
        "why": lambda code: catalogue(language).texts.get(f"calendar.why.{code}", code),
        "passed": lambda code: catalogue(language).label("nearest.gate", code),
        "failed": lambda code: catalogue(language).label("nearest.gate", code),
    }
    if _DAY.fullmatch(str(value)):
        return f"{date.fromisoformat(str(value)):%d.%m.%Y}"
    return worded.get(name, str)(str(value))


def _action(code: str, language: Language) -> str:
    """What was decided, or what happened."""
    if code in {each.value for each in Action}:
        return action_text(Action(code), language).label
    return catalogue(language).label("audit_action", code)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
