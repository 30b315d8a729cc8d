"""Rules in plain words say what the engine does by them, each gate and each number."""

from __future__ import annotations

from typing import Any

from rutine.routines.cover_rule import CoverRule
from rutine.routines.document.blocks import Facts, Section
from rutine.routines.document.document_texts import DocumentTexts
from rutine.routines.document.match_words import demands
from rutine.routines.document.obligation_words import (
    deadline,
    needed,
    obligation_sections,
)
from rutine.routines.document.plan_words import run_words
from rutine.routines.match_rule import MatchRule
from rutine.routines.obligation_rule import Due, Needed, ObligationRule
from rutine.routines.routine_file import RoutineFile
from rutine.routines.run_calendar import RunTime

NB = DocumentTexts("nb")


def said(**fields: Any) -> list[str]:
    rule = MatchRule.model_validate({"name": "rule", "outcome": "suggest", **fields})
    return list(demands(rule.as_pass(()), NB))


def rule(**fields: Any) -> ObligationRule:
    text = {"needs": {"type": "course", "code": "K1"}}
    given = {"id": "plan", "title": {"nb": "Plan"}, "rules": [text], **fields}
    return ObligationRule.model_validate(given)


def rows(section: Section) -> dict[str, str]:
    block = section.blocks[0]
    assert isinstance(block, Facts)
    return dict(block.rows)


def test_an_exact_rule_demands_everything() -> None:
    assert said(method="exact") == [
        "Person, enhet og ytelse må være de samme.",
        "Første og siste dag må være de samme.",
        "Én rad mot én.",
        "Beløpet må stemme på øret.",
        "Eldre åpne poster er med.",
    ]


def test_what_a_rule_loosens_is_told_with_its_numbers() -> None:
    tolerance = {"ore": 50, "ore_per_day": 25}
    told = said(method="unique", identity="near", tolerance=tolerance, carry_over=False)
    assert told[0] == "Fødselsnummeret kan være nesten det samme."
    assert "Person, enhet og ytelse må være de samme." not in told
    assert "Beløpet kan avvike med 50 øre, og 25 øre til per ukedag." in told
    assert told[-1] == "Eldre åpne poster er ikke med."
    flat = said(method="unique", unit="other", tolerance={"ore": 50})
    assert "Beløpet kan avvike med 50 øre." in flat
    shifted = said(method="unique", period="within", shift={"first_later": 2, "last_earlier": 3})
    assert any("0 dager før og 2 dager etter, siste dag 3 dager før" in each for each in shifted)


def test_proofs_are_all_or_any_and_nest() -> None:
    course = {"type": "course", "code": "K1"}
    test = {"type": "test", "code": "P1", "valid_months": 48}
    nested = {"all": [course, {"any": [test, {"type": "licence", "code": "A1"}]}]}
    told = needed(Needed.model_validate(nested), NB)
    assert told == "alle av: kurs K1, (én av: prøve P1 (gyldig i 48 måneder), autorisasjon A1)"


def test_deadlines_are_counted_from_after_and_before() -> None:
    absent = rule(event="absence_start")
    assert deadline(absent, Due(weeks=4), NB) == "4 uker etter at fraværet begynte"
    assert deadline(absent, Due(days=-7), NB) == "7 dager før fraværet begynte"
    assert deadline(absent, Due(), NB) == "den dagen fraværet begynte"
    assert deadline(absent, Due(months=3, month_end=True), NB) == (
        "3 måneder etter at fraværet begynte, til slutten av måneden"
    )
    assert deadline(absent, Due.model_validate({"on": "2026-09-01"}), NB) == "1. september 2026"


def test_a_requirement_says_whom_it_is_for_and_every_text_it_had() -> None:
    first = {"needs": {"type": "course", "code": "K1"}, "to": "2025-12-31", "warn_days": [30, 14]}
    second = {"needs": {"type": "test", "code": "P1"}, "from": "2026-01-01", "valid_months": 48}
    duty = {
        "id": "medication",
        "title": {"nb": "Legemidler"},
        "applies_to": {"unit_subtree": ["Nord", "Sør"], "min_percent": 20},
        "rules": [first, second],
        "blocking": "yes",
        "exemptions": [{"reason": "leave", "title": {"nb": "Permisjon"}, "decided_by": "Leder"}],
    }
    routine = RoutineFile.model_validate(
        {"version": 2, "name": "duty", "title": {"nb": "Krav"}, "obligations": [duty]}
    )
    (section,) = obligation_sections(routine, NB)
    block = section.blocks[0]
    assert isinstance(block, Facts)
    assert block.title == "Legemidler"
    told = rows(section)
    assert told["Gjelder"] == "enheter: Nord eller Sør; stilling på minst 20\u00a0%"
    assert told["Unntak"] == "Permisjon (gis av Leder)"
    assert told["Kan ikke gjøre arbeidet uten"] == "ja"
    listed = list(block.rows)
    assert ("Gjelder fra og til", "til 31. desember 2025") in listed
    assert ("Gjelder fra og til", "fra 1. januar 2026") in listed
    assert ("Varsles", "30 og 14 dager før fristen") in listed
    assert ("Et bevis gjelder", "48 måneder") in listed
    assert ("Et bevis gjelder", "uten utløp") in listed


def test_a_cover_rule_says_who_must_be_there_and_when() -> None:
    cover = {
        "id": "evening",
        "title": {"nb": "Kveldsvakt"},
        "place": {"unit": "Hjemmetjenesten nord"},
        "weekdays": ["sat", "sun"],
        "window": {"begins": "15:00", "ends": "22:30"},
        "need": [
            {"competence": "legemidler", "min": 1, "or_higher": ["sykepleier"]},
            {"competence": "HLR", "min": 2},
        ],
        "one_person_may_fill": 2,
        "substitute_ok": "no",
        "strictness": "soft",
    }
    routine = RoutineFile.model_validate(
        {"version": 2, "name": "cover", "title": {"nb": "Vakt"}, "cover_rules": [cover]}
    )
    assert CoverRule.model_validate(cover).one_person_may_fill == 2
    (section,) = obligation_sections(routine, NB)
    told = rows(section)
    assert told["Tid"] == "lørdag og søndag, kl. 15:00–22:30"
    assert told["Hvem som må være der"].splitlines() == [
        "minst 1 med legemidler, eller sykepleier",
        "minst 2 med HLR",
        "Én person kan fylle 2 av kravene om gangen.",
        "Vikarer teller ikke.",
    ]
    assert told["Når det ikke er oppfylt"] == "blir bare nevnt"
    assert told["Ser framover"] == "6 uker"


def test_the_calendar_is_told_as_people_say_it() -> None:
    def words(**fields: Any) -> str:
        return run_words(RunTime.model_validate({"id": "run", "at": "06:30", **fields}), NB)

    assert words(when="every_working_day") == "hver virkedag kl. 06:30"
    assert words(when="weekly", weekdays=["mon", "thu"]) == (
        "hver uke, mandag og torsdag, kl. 06:30"
    )
    assert words(when="working_days_of_month", working_days=[1, -1, -2]) == (
        "1., siste og 2. siste virkedag i måneden kl. 06:30"
    )
    moved = words(when="days_of_month", days=[15, -1], on_holidays="next_working_day")
    assert moved.startswith("15. og siste dag i måneden kl. 06:30; neste virkedag når")
    assert words(when="every_day", on_holidays="skip").endswith("ikke på helger og helligdager")
