"""The run's own folder: one page and the control totals, without anything about a person."""

from __future__ import annotations

import json
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from rutine.cases.plain_line import plain_line
from rutine.cases.runs import RunView, find_run
from rutine.core.clock import OSLO
from rutine.core.errors import RutineError
from rutine.core.money import Ore
from rutine.core.reason_texts import Language, reason_text
from rutine.installation import Installation
from rutine.steps.report_texts import TEXTS
from rutine.steps.scope import Scope


def report(place: Installation, scope: Scope) -> str:
    """Write `report.html` and `control.json` under `output/<run id>/`; returns the run's id.

    Raises:
        RutineError: `run_unfinished`, when the run was not ended.
    """
    with place.database.reading() as session:
        run = find_run(session, scope.run_id)
    if run is None or run.summary is None:
        raise RutineError("run_unfinished", f"Run {scope.run_id} has not ended.", "Run it again.")
    folder = place.settings.output_folder / scope.run_id
    (folder / "control.json").write_text(
        json.dumps(
            {
                "run": run.run_id,
                "employer": str(run.employer),
                "month": scope.month,
                "rules": dict(run.rules),
                **run.summary.model_dump(mode="json"),
            },
            ensure_ascii=False,
            indent=2,
        ),
        encoding="utf-8",
    )
    (folder / "report.html").write_text(_page(place, scope, run), encoding="utf-8")
    return scope.run_id


def _page(place: Installation, scope: Scope, run: RunView) -> str:
    language = Language(place.settings.language)
    employer = place.settings.employer(scope.employer)
    summary = run.summary
    assert summary is not None  # noqa: S101 - `report` has looked
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(
        files("rutine.steps").joinpath("templates/report.html").read_text(encoding="utf-8")
    )
    return template.render(
        language=language.value,
        texts=TEXTS[language],
        name=employer.name if employer else str(scope.employer),
        employer=scope.employer,
        month=scope.month,
        line=plain_line(summary, language.value),
        summary=summary,
        open_lines=summary.lines - summary.settled_lines - summary.rejected,
        controls=[
            (
                TEXTS[language][f"control_{c.name}"],
                _about(c.label, language),
                c.status,
                _shown(c.expected, c.kind),
                _shown(c.found, c.kind),
            )
            for c in summary.controls
        ],
        reasons=[
            (code, reason_text(code, language).title, count)
            for code, count in sorted(summary.reasons.items(), key=lambda each: -each[1])
        ],
        rules=run.rules,
        run_id=run.run_id,
        finished=f"{run.finished_at.astimezone(OSLO):%d.%m.%Y %H:%M}" if run.finished_at else "",
    )


def _shown(value: str | None, kind: str) -> str:
    if value is None:
        return "–"
    return str(Ore(int(value))) if kind == "ore" else value


def _about(label: str | None, language: Language) -> str | None:
    """What a control concerns, in the reader's words: `rapport 1479`."""
    return label and label.replace("report", TEXTS[language]["report"], 1)
