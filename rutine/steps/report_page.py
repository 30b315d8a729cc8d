"""The run's page: what became of the lines, why, how old the money is, and how it has gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from rutine.cases.figures.plain_line import plain_line
from rutine.cases.figures.trend import MonthOfRuns
from rutine.cases.runs import RunSummary, RunView
from rutine.core.charts import WIDTH, Bar, Column, Part, bars, columns, parts
from rutine.core.clock import OSLO
from rutine.core.money import Ore
from rutine.core.reason_texts import Language, reason_text
from rutine.steps.report_texts import TEXTS

_MOST_BARS = 10
_ORE = 100


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Everything the page is made from; nothing of it is about one person."""

    run: RunView
    summary: RunSummary
    name: str
    month: str
    months: tuple[MonthOfRuns, ...]
    language: Language


def page(facts: PageFacts) -> str:
    """The page as one file: no script, no address it fetches from."""
    summary, texts = facts.summary, TEXTS[facts.language]
    return _template().render(
        language=facts.language.value,
        texts=texts,
        width=WIDTH,
        name=facts.name,
        employer=facts.run.employer,
        month=facts.month,
        line=plain_line(summary, facts.language.value),
        figures=_figures(summary, texts),
        outcome=_outcome(summary, texts),
        reasons=_reasons(summary, facts.language),
        reason_bars=_reason_bars(summary, facts.language),
        ages=[(texts[f"age_{a.age}"], _count(a.claims), str(Ore(a.amount))) for a in summary.ages],
        age_bars=_age_bars(summary, texts),
        months=facts.months,
        month_columns=_columns(facts.months),
        controls=_controls(summary, facts.language),
        rules=facts.run.rules,
        run_id=facts.run.run_id,
        finished=f"{facts.run.finished_at.astimezone(OSLO):%d.%m.%Y %H:%M}"
        if facts.run.finished_at
        else "",
    )


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(
        files("rutine.steps").joinpath("templates/report.html").read_text(encoding="utf-8")
    )


def _figures(summary: RunSummary, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    pairs = (
        ("lines", summary.lines),
        ("settled", summary.settled_lines),
        ("open", _for_review(summary)),
        ("rejected", summary.rejected),
        ("claims", summary.claims),
        ("claims_settled", summary.settled_claims),
        ("carried", summary.carried),
        ("reopened", summary.reopened),
    )
    return [(texts[key], _count(value)) for key, value in pairs]


def _for_review(summary: RunSummary) -> int:
    return max(0, summary.lines - summary.settled_lines - summary.rejected)


def _outcome(summary: RunSummary, texts: Mapping[str, str]) -> list[Part]:
    pairs = (
        ("settled", summary.settled_lines),
        ("open", _for_review(summary)),
        ("rejected", summary.rejected),
    )
    return parts([(texts[key], _count(value), key, value) for key, value in pairs])


def _by_count(summary: RunSummary) -> list[tuple[str, int]]:
    return sorted(summary.reasons.items(), key=lambda each: (-each[1], each[0]))


@dataclass(frozen=True, slots=True)
class _Reason:
    """One line of the cases by reason: `due` is the next deadline, `late` in words."""

    code: str
    title: str
    due: str
    late: str
    count: str


def _reasons(summary: RunSummary, language: Language) -> list[_Reason]:
    texts = TEXTS[language]
    deadlines = {each.reason: each for each in summary.deadlines}
    return [
        _Reason(
            code,
            reason_text(code, language).title,
            f"{due.next:%d.%m.%Y}" if due and due.next else "–",
            texts["late"].format(count=_count(due.late)) if due and due.late else "",
            _count(count),
        )
        for code, count in _by_count(summary)
        for due in (deadlines.get(code),)
    ]


def _reason_bars(summary: RunSummary, language: Language) -> list[Bar]:
    return bars(
        [
            (reason_text(code, language).title, _count(count), count)
            for code, count in _by_count(summary)[:_MOST_BARS]
        ]
    )


def _age_bars(summary: RunSummary, texts: Mapping[str, str]) -> list[Bar]:
    """In whole kroner; the table has the øre."""
    return bars(
        [
            (texts[f"age_{a.age}"], f"{_count(a.amount // _ORE)}\u00a0kr", a.amount)
            for a in summary.ages
            if a.claims
        ]
    )


def _columns(months: tuple[MonthOfRuns, ...]) -> list[Column]:
    return columns(
        [(f"{each.month[5:]}.{each.month[2:4]}", each.lines, each.settled) for each in months]
    )


def _controls(
    summary: RunSummary, language: Language
) -> list[tuple[str, str | None, str, str, str]]:
    texts = TEXTS[language]
    return [
        (
            texts[f"control_{c.name}"],
            c.label and c.label.replace("report", texts["report"], 1),
            c.status,
            _shown(c.expected, c.kind),
            _shown(c.found, c.kind),
        )
        for c in summary.controls
    ]


def _shown(value: str | None, kind: str) -> str:
    if value is None:
        return "–"
    return str(Ore(int(value))) if kind == "ore" else value


def _count(value: int) -> str:
    return f"{value:,}".replace(",", "\u00a0")
