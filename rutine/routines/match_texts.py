"""What is said of two lists that were matched, in three languages, keyed by code."""

from __future__ import annotations

from typing import Final

from rutine.routines.match_file import Language

_Texts = dict[Language, str]


def _texts(nb: str, nn: str, en: str) -> _Texts:
    return {"nb": nb, "nn": nn, "en": en}


REASONS: Final[dict[str, _Texts]] = {
    "no_identity": _texts(
        "har ingen person eller referanse å høre sammen med noe ved",
        "har ingen person eller referanse å høyre saman med noko ved",
        "has no person or reference to belong with anything by",
    ),
    "benefit_never_settles": _texts(
        "er av et slag som alltid går til et menneske",
        "er av eit slag som alltid går til eit menneske",
        "is of a kind that always goes to a person",
    ),
    "period_reversed": _texts(
        "siste dag er før første dag",
        "siste dag er før første dag",
        "the last day is before the first",
    ),
    "missing_period": _texts("har ingen dato", "har ingen dato", "has no date"),
    "no_counterpart": _texts(
        "den andre listen har ingenting med samme nøkkel og samme dager",
        "den andre lista har ingenting med same nøkkel og same dagar",
        "the other list has nothing with the same key and days",
    ),
    "reversal_in_component": _texts(
        "summene er ulike, og noe er tilbakeført",
        "summane er ulike, og noko er tilbakeført",
        "the sums differ, and something is reversed",
    ),
    "sums_differ": _texts(
        "samme nøkkel og dager, men ulik sum",
        "same nøkkel og dagar, men ulik sum",
        "same key and days, but another sum",
    ),
    "nets_to_zero": _texts(
        "opphever seg selv: summen er null",
        "opphevar seg sjølv: summen er null",
        "cancels itself: the sum is nought",
    ),
    "ends_differ": _texts(
        "summene er like, men listene begynner eller slutter på ulike dager",
        "summane er like, men listene byrjar eller sluttar på ulike dagar",
        "the sums agree, but the lists begin or end on different days",
    ),
    "days_differ": _texts(
        "summene er like, men dag for dag er det betalt for noe annet enn det som er krevd",
        "summane er like, men dag for dag er det betalt for noko anna enn det som er kravd",
        "the sums agree, but day by day something else was paid for than was claimed",
    ),
    "reversal_without_period": _texts(
        "summene er like, men en tilbakeføring uten dato kan gjelde det samme",
        "summane er like, men ei tilbakeføring utan dato kan gjelde det same",
        "the sums agree, but a reversal without a date may concern the same",
    ),
    "missing_period_beside": _texts(
        "summene er like, men en rad uten dato kan høre med",
        "summane er like, men ei rad utan dato kan høyre med",
        "the sums agree, but a row without a date may belong too",
    ),
    "not_tried": _texts(
        "summene er like, men ingen regel så på summer",
        "summane er like, men ingen regel såg på summar",
        "the sums agree, but no rule looked at sums",
    ),
    "ambiguous": _texts(
        "flere måter å sette det sammen på passer like godt",
        "fleire måtar å setje det saman på passar like godt",
        "several ways to put it together fit equally well",
    ),
    "cap_exceeded": _texts(
        "for mange måter å sette det sammen på til at alle ble prøvd",
        "for mange måtar å setje det saman på til at alle vart prøvde",
        "too many ways to put it together for all to be tried",
    ),
}
"""Why a row is open. A code that is not here is shown as it is."""

GATES: Final[dict[str, _Texts]] = {
    "identity": _texts("person eller referanse", "person eller referanse", "person or reference"),
    "unit": _texts("enhet eller konto", "eining eller konto", "unit or account"),
    "benefit": _texts("slag", "slag", "kind"),
    "overlap": _texts("ingen felles dager", "ingen felles dagar", "no days in common"),
    "days": _texts("dager", "dagar", "days"),
    "amount": _texts("beløp", "beløp", "amount"),
    "free": _texts("er i en annen gruppe", "er i ei anna gruppe", "is in another group"),
}
"""The first gate that a row's nearest candidate failed."""

WORDS: Final[dict[str, _Texts]] = {
    "list": _texts("Liste", "Liste", "List"),
    "file": _texts("Fil", "Fil", "File"),
    "rows": _texts("Rader", "Rader", "Rows"),
    "sum": _texts("Sum", "Sum", "Sum"),
    "settled": _texts("Gjort opp", "Gjort opp", "Settled"),
    "suggested": _texts("Foreslått", "Foreslått", "Suggested"),
    "open": _texts("Åpne", "Opne", "Open"),
    "refused": _texts("Avvist", "Avvist", "Refused"),
    "done_before": _texts("Oppgjort fra før", "Gjort opp frå før", "Settled before"),
    "groups": _texts("grupper", "grupper", "groups"),
    "why_open": _texts("Hvorfor de er åpne", "Kvifor dei er opne", "Why they are open"),
    "and_more": _texts("og {count} til", "og {count} til", "and {count} more"),
    "written": _texts("Skrevet til", "Skrive til", "Written to"),
    "group": _texts("Gruppe", "Gruppe", "Group"),
    "outcome": _texts("Utfall", "Utfall", "Outcome"),
    "rule": _texts("Regel", "Regel", "Rule"),
    "line": _texts("Linje", "Linje", "Line"),
    "key": _texts("Nøkkel", "Nøkkel", "Key"),
    "amount": _texts("Beløp", "Beløp", "Amount"),
    "component": _texts("Sammenheng", "Samanheng", "Component"),
    "reason": _texts("Årsak", "Årsak", "Reason"),
    "explanation": _texts("Forklaring", "Forklaring", "Explanation"),
    "nearest": _texts("Nærmest", "Nærmast", "Nearest"),
    "differs_in": _texts("Skiller på", "Skil på", "Differs in"),
    "alternatives": _texts("Muligheter", "Moglegheiter", "Alternatives"),
    "told_apart_by": _texts("Skiller mulighetene", "Skil moglegheitene", "Tells them apart"),
    "nothing_in_them": _texts("ingenting i radene", "ingenting i radene", "nothing in the rows"),
    "code": _texts("Kode", "Kode", "Code"),
}
"""Headings and labels."""


def reason(code: str, language: Language = "nb") -> str:
    """Why a row is open, in words; a code without words is shown as it is."""
    return REASONS[code][language] if code in REASONS else code


def gate(name: str, language: Language = "nb") -> str:
    """What two rows differ in; empty when they differ in nothing by themselves."""
    return GATES[name][language] if name in GATES else name


def word(name: str, language: Language = "nb") -> str:
    """A heading or label."""
    return WORDS[name][language]
