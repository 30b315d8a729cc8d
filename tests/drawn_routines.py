"""Routines to draw: any that a file can describe, and one with twelve steps and long texts."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st

from rutine.routines.drawing.chart import Chart
from rutine.routines.drawing.procedure_charts import to_be_chart, today_chart
from rutine.routines.routine_file import RoutineFile

WASTE = ("waiting", "rework", "double_entry", "search", "transport", "over_processing")
_SIGNS = st.characters(
    codec="utf-8", exclude_categories=("Cs",), include_characters="æøåÆØÅ–…<>&\"'"
)
WORDS = st.one_of(
    st.sampled_from(("Les", "Finn kravet", "Regn ut hva NAV skulle ha betalt " * 6, "Å" * 200)),
    st.text(_SIGNS, min_size=1, max_size=120),
)
ACTORS = st.sampled_from(
    ("Refusjonsteamet", "Leder", "robot", "Fagutviklingssykepleier med ansvar for opplæring", "Å")
)
SYSTEMS = (
    {"id": "payroll", "name": "Lønnssystemet", "reached_by": "screen"},
    {"id": "bank", "name": "Nettbanken som heter noe svært langt og aldri tar slutt"},
)


@st.composite
def today_steps(draw: st.DrawFn, no: int) -> dict[str, Any]:
    step: dict[str, Any] = {
        "no": no,
        "nb": draw(WORDS),
        "actor": draw(ACTORS),
        "touch_minutes": draw(st.floats(0, 10_000)),
        "wait_hours": draw(st.sampled_from((0, 0.5, 1, 24, 71.75))),
        "share_percent": draw(st.sampled_from((100, 100, 35, 12.5, 0))),
        "decided_by": draw(st.sampled_from(("rule", "judgement"))),
        "system": draw(st.sampled_from((None, "payroll", "bank"))),
        "waste": draw(st.sampled_from((None, *WASTE))),
        "error_percent": draw(st.sampled_from((None, 0, 3.5))),
    }
    if step["share_percent"] == 100:
        step["times_a_month"] = draw(st.sampled_from((None, 0, 1, 22)))
    return step


@st.composite
def to_be_steps(draw: st.DrawFn, name: str, numbers: list[int]) -> dict[str, Any]:
    becomes = draw(st.sampled_from(("automated", "improved", "by_hand", "removed")))
    step = {"step": name, "nb": draw(WORDS), "becomes": becomes}
    if numbers:
        step["of_today"] = draw(st.lists(st.sampled_from(numbers), max_size=3, unique=True))
    if becomes in {"improved", "by_hand"}:
        step["actor"] = draw(ACTORS)
    return step


@st.composite
def routines(draw: st.DrawFn) -> RoutineFile:
    """A routine with up to nine steps today and as many to be."""
    count, later = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    today = [draw(today_steps(no)) for no in range(1, count + 1)]
    to_be = [draw(to_be_steps(f"step_{n}", list(range(1, count + 1)))) for n in range(later)]
    fields: dict[str, Any] = {
        "version": 2,
        "name": "anything",
        "stage": draw(st.sampled_from(("candidate", "pilot"))),
        "title": {"nb": draw(WORDS.filter(str.strip))},
        "identity": {"systems": SYSTEMS},
        "procedure": {"today": today, "to_be": to_be},
    }
    if draw(st.booleans()):
        fields["volume"] = {"case": {"nb": "én sak"}, "cases_a_month": draw(st.floats(0, 5000))}
    if draw(st.booleans()):
        fields["review"] = {"queue": "anything"}
    return RoutineFile.model_validate(fields)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """A chart of any routine that has something to draw."""
    routine = draw(routines())
    made = [each(routine, "nb") for each in (today_chart, to_be_chart)]
    drawn = [chart for chart in made if chart is not None]
    if not drawn:
        drawn = [made_of_one_step()]
    return draw(st.sampled_from(drawn))


def made_of_one_step(actor: str = "Leder") -> Chart:
    """The shortest chart there is."""
    step = {"no": 1, "nb": "Les", "actor": actor, "touch_minutes": 1}
    routine = RoutineFile.model_validate(
        {"version": 2, "name": "short", "title": {"nb": "Kort"}, "procedure": {"today": [step]}}
    )
    chart = today_chart(routine, "nb")
    assert chart is not None
    return chart


def long_routine() -> RoutineFile:
    """Twelve steps among four actors, with texts that no shape has room for."""
    actors = (
        "Avdelingsleder i hjemmetjenesten",
        "Turnusplanlegger",
        "Fagutviklingssykepleier med ansvar for legemiddelhåndtering",
        "HR-rådgiver",
    )
    text = (
        "Gå gjennom listen over alle ansatte med delegering, finn dem som mangler kurs, prøve "
        "eller praktisk oppdatering, og skriv dem inn i det felles regnearket"
    )
    today = [
        {
            "no": no,
            "nb": text if no % 3 == 0 else text[: 50 + 8 * no],
            "actor": actors[no * 7 // 3 % 4],
            "touch_minutes": 2.5 * no,
            "system": "rota" if no % 2 else None,
            "share_percent": 5 * no if no in {3, 4, 8} else 100,
            "decided_by": "judgement" if no in {3, 4, 8} else "rule",
            "wait_hours": 8 * no if no in {2, 4, 9} else 0,
            "waste": WASTE[no % 6] if no % 2 else None,
            "error_percent": 12.5 if no == 6 else None,
        }
        for no in range(1, 13)
    ]
    to_be = [
        {"step": "fetch", "nb": "Hent kurs", "becomes": "automated", "of_today": [1, 2]},
        {"step": "sheet", "nb": "Før inn i regnearket", "becomes": "removed", "of_today": [3]},
        {
            "step": "weigh",
            "nb": "Vurder om unntak skal gis",
            "becomes": "improved",
            "of_today": [8],
            "actor": actors[0],
        },
        {
            "step": "talk",
            "nb": "Snakk med den ansatte",
            "becomes": "by_hand",
            "of_today": [9],
            "actor": actors[2],
        },
    ]
    return RoutineFile.model_validate(
        {
            "version": 2,
            "name": "medication",
            "title": {"nb": "Kompetansekrav til legemiddelhåndtering i hjemmetjenesten " * 2},
            "identity": {
                "owner": "Leder for hjemmetjenesten",
                "units": ["Hjemmetjenesten nord", "Hjemmetjenesten sør"],
                "data_classes": ["nationalId", "health"],
                "systems": [{"id": "rota", "name": "Turnussystem med et veldig langt navn " * 2}],
            },
            "volume": {"case": {"nb": "én ansatt med delegering"}, "cases_a_month": 120},
            "procedure": {"figures": "estimated", "today": today, "to_be": to_be},
        }
    )


def answers(text: str) -> set[str]:
    """The names of the questions that a BPMN file asks."""
    return set(re.findall(r">(needs_\w+)<", text))
