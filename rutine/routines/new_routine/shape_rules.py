"""The rules of each known shape, as lines of a routine file; and what else goes with the shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from rutine.routines.new_routine.question import Given
from rutine.routines.new_routine.reading import Span
from rutine.routines.new_routine.scalar import scalar
from rutine.routines.requirements import OF_POSITIONS

Rules = Callable[[Given], tuple[str, list[str]]]
"""From the answers to the key of the rules, and the rules' lines."""


def _obligation(given: Given) -> tuple[str, list[str]]:
    return "obligations", list(_obligation_lines(given))


def _obligation_lines(given: Given) -> Iterator[str]:
    yield "# Endres kravet, legg til en ny tekst under rules med from, og gi den gamle en to."
    yield "obligations:"
    yield f"  - id: {given['name']}"
    yield f"    title: {{nb: {scalar(str(given['requirement']), inside=True)}}}"
    if given.get("positions"):
        codes = ", ".join(scalar(code, inside=True) for code in given["positions"])
        yield f"    applies_to: {{position_codes: [{codes}]}}"
    yield f"    event: {given['event']}"
    yield "    rules:"
    yield f"      - needs: {_needs(given)}"
    if (due := _due(given["deadline"])) is not None:
        yield f"        due: {due}"
    if given["event"] not in OF_POSITIONS:
        yield "        since_event: yes        # bevis fra før hendelsen teller ikke"
    if given.get("valid_months"):
        yield f"        valid_months: {given['valid_months']}"
    yield f"        warn_days: [{', '.join(map(str, given['warn_days']))}]"
    if given["blocking"]:
        yield "    blocking: yes"
    yield f"    legal_ref: {scalar(str(given['legal_basis']))}"
    yield f"    owner: {scalar(str(given['owner']))}"


def _needs(given: Given) -> str:
    one = [
        f"{{type: {given['proof']}, code: {scalar(code, inside=True)}}}" for code in given["codes"]
    ]
    if len(one) == 1:
        return one[0]
    return f"{{{given['together']}: [{', '.join(one)}]}}"


def _due(span: Span) -> str | None:
    counted = {"months": span.months, "weeks": span.weeks, "days": span.days}
    told = [f"{name}: {count}" for name, count in counted.items() if count]
    return f"{{{', '.join(told)}}}" if told else None


def _cover(given: Given) -> tuple[str, list[str]]:
    return "cover_rules", list(_cover_lines(given))


def _cover_lines(given: Given) -> Iterator[str]:
    yield "cover_rules:"
    yield f"  - id: {given['name']}"
    yield f"    title: {{nb: {scalar(str(given['title']), inside=True)}}}"
    yield f"    place: {{unit: {scalar(str(given['place']), inside=True)}}}"
    yield f"    weekdays: [{', '.join(given['weekdays'])}]"
    yield f'    window: {{begins: "{given["begins"]}", ends: "{given["ends"]}"}}'
    yield "    need:"
    for competence, least in given["need"]:
        yield f"      - {{competence: {scalar(competence, inside=True)}, min: {least}}}"
    yield f"    horizon_weeks: {given['horizon_weeks']}"
    yield f"    legal_ref: {scalar(str(given['legal_basis']))}"
    yield f"    owner: {scalar(str(given['owner']))}"


def _match(given: Given) -> tuple[str, list[str]]:
    return "match", list(_match_lines(given))


def _match_lines(given: Given) -> Iterator[str]:
    yield "# Prøves i denne rekkefølgen. Det som foreslås, avgjør et menneske."
    yield "match:"
    yield from _pass("exact", "exact", "settle", "alt er likt")
    if given["sums"]:
        yield from _pass("group_sum", "group_sum", "settle", "en samlepost, summene er like")
    if given["other_day"]:
        title = "en hverdag fra hverandre"
        yield from _pass("other_day", "unique", "suggest", title, "period: adjacent")
    if given["tolerance"]:
        title = "beløpene skiller litt"
        yield from _pass(
            "tolerance", "unique", "suggest", title, f"tolerance: {{ore: {given['tolerance']}}}"
        )


def _pass(name: str, method: str, outcome: str, title: str, *gates: str) -> Iterator[str]:
    yield f"  - name: {name}"
    yield f"    title: {{nb: {scalar(title, inside=True)}}}"
    yield f"    method: {method}"
    yield from (f"    {gate}" for gate in gates)
    yield f"    outcome: {outcome}"


def _registers(_given: Given) -> tuple[str, list[str]]:
    """The lists are held against each other in one way only: there is nothing to write."""
    return "", []


def _survey(given: Given) -> tuple[str, list[str]]:
    return "survey", list(_survey_lines(given))


def _survey_lines(given: Given) -> Iterator[str]:
    yield "# Endres det hvem som skal være med, legg til en ny tekst under rules med from."
    yield "survey:"
    yield f"  id: {given['name']}"
    yield f"  title: {{nb: {scalar(str(given['title']), inside=True)}}}"
    yield f"  owner: {scalar(str(given['owner']))}"
    yield f"  legal_ref: {scalar(str(given['legal_basis']))}"
    yield "  rules:"
    yield "    - include:"
    yield "        - id: taking_part"
    yield "          title: {nb: De som skal være med}"
    if given.get("taking_part"):
        tags = ", ".join(scalar(tag, inside=True) for tag in given["taking_part"])
        yield f"          tags: [{tags}]"
    yield "      while_away: yes          # også syke og de i permisjon"
    yield f"      smallest_unit: {given['smallest_unit']}"
    yield "      managers_above: yes      # en leder svarer i enheten over sin egen"


def _questions(given: Given) -> tuple[str, list[str]]:
    return "questions", [
        "questions:",
        f"  ask_instead: {{nb: {scalar(str(given['ask_instead']), inside=True)}}}",
        f"  warn_days: {given['answer_days']}",
    ]


def _redeployment(given: Given) -> tuple[str, list[str]]:
    return "redeployment", [
        "# Lovens tall, aml § 14-2. Endres loven, legg til en ny tekst under rules med from.",
        "redeployment:",
        f"  owner: {scalar(str(given['owner']))}",
        "  rules:",
        "    - employed_months: 12",
        "      of_months: 24",
        "      lasts_months: 12",
        "      answer_days: 14",
        f"      legal_ref: {scalar(str(given['legal_basis']))}",
        "  warn_days: [90, 30, 14]",
        "  remind_days: 4",
    ]


def _service_record(given: Given) -> tuple[str, list[str]]:
    return "service_record", [
        "# I rekkefølgen de gjelder: forteller flere om samme dag, gjelder den første.",
        "service_record:",
        "  sources:",
        *(f"    - {{id: {name}, title: {{nb: {name}}}}}" for name in given["told_by"]),
        "  two_persons: no",
    ]


RULES_OF: Final[Mapping[str, Rules]] = {
    "obligation": _obligation,
    "cover": _cover,
    "match": _match,
    "registers": _registers,
    "survey": _survey,
    "questions": _questions,
    "redeployment": _redeployment,
    "service_record": _service_record,
}
"""Shape -> its rules."""

_LISTS: Final = (
    ("L01", "high"),
    ("L02", "normal"),
    ("L03", "low"),
    ("L04", "low"),
    ("L05", "normal"),
)
_EXCEPTIONS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "obligation": (
        ("O01", "normal"),
        ("O02", "high"),
        ("O03", "normal"),
        ("O04", "high"),
        ("O05", "high"),
        *_LISTS,
    ),
    "cover": (
        ("C01", "high"),
        ("C02", "normal"),
        ("C04", "high"),
        ("C05", "high"),
        ("C06", "normal"),
        ("C08", "normal"),
        *_LISTS,
    ),
    "match": (
        ("M01", "normal"),
        ("M02", "normal"),
        ("M03", "normal"),
        ("M04", "high"),
        ("L01", "high"),
    ),
    "registers": (
        *((f"H0{number}", "high") for number in range(1, 5)),
        *((f"H0{number}", "normal") for number in range(5, 8)),
        ("L01", "high"),
        ("L02", "high"),
    ),
    "survey": (
        *((f"U{number:02}", "normal") for number in range(1, 12)),
        ("L01", "high"),
        ("L02", "normal"),
    ),
    "questions": (*((f"Q0{number}", "normal") for number in range(1, 8)), ("L01", "high")),
    "redeployment": (
        *((f"R0{number}", "high") for number in range(1, 5)),
        ("R05", "normal"),
        *_LISTS[:2],
        *_LISTS[3:],
    ),
    "service_record": (*((f"S0{number}", "normal") for number in range(1, 10)), *_LISTS[:3]),
}


def exceptions_of(shape: str) -> tuple[tuple[str, str], ...]:
    """The reasons that a case of the shape may have, each with its severity."""
    return _EXCEPTIONS[shape]


_DELIVERS: Final = {
    "survey": (("deliver", "deliver_list", "Skriv listen slik den skal leveres"),),
}
"""Shape -> what it does with its cases stored, before the report."""

_STEPS: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    shape: (
        ("collect", "collect_lists", "Hent listene, og ta vare på originalene"),
        ("read", "read_lists", "Les hver rad i hver liste"),
        ("check", function, words),
        (
            "queue",
            "queue_cases",
            "Legg det som må ses på, i sakslisten, og lukk det som er i orden",
        ),
        *_DELIVERS.get(shape, ()),
        ("report", "report_run", "Skriv én linje om kjøringen, med kontrollsummer"),
    )
    for shape, function, words in (
        ("obligation", "check_obligations", "Hold hvert krav mot listene"),
        ("cover", "check_cover", "Hold hver vakt mot reglene"),
        ("match", "match_lists", "Finn det som hører sammen på de to listene"),
        ("registers", "check_shared_lists", "Hold listene mot hverandre"),
        ("survey", "check_respondents", "Hold listen over respondenter mot de ansatte"),
        ("questions", "check_questions", "Se etter hvert svar og hvert ubesvart spørsmål"),
        ("redeployment", "assess_vacancies", "Hold ledige stillinger mot fortrinnsretten"),
        ("service_record", "draft_records", "Lag et utkast av hvert tjenestebevis"),
    )
}


def steps_of(shape: str) -> tuple[tuple[str, str, str], ...]:
    """What the robot does: each step's name, the function in the flow, and in words."""
    return _STEPS[shape]
