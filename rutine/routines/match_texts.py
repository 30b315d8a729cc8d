"""What is said of two lists that were matched, in three languages, keyed by code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rutine.formats.sentences import Language
from rutine.matching.gates import Identity, Likeness, PeriodGate
from rutine.matching.passes import Method, Pass

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
        "for mange måtar å setje det saman på til at alle blei prøvde",
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
"""What two rows, or the two sides of a group, differ in."""

METHODS: Final[dict[str, _Texts]] = {
    "netting": _texts("opphever hverandre", "opphevar kvarandre", "cancel each other"),
    "exact": _texts("én mot én, alt likt", "ein mot ein, alt likt", "one to one, all alike"),
    "unique": _texts("den eneste som passer", "den einaste som passar", "the only one that fits"),
    "group_sum": _texts("summene er like", "summane er like", "the sums agree"),
    "joint_search": _texts(
        "kan fordeles på bare én måte",
        "kan fordelast på berre éin måte",
        "can be shared out in only one way",
    ),
}
"""How a pass finds what belongs together."""

LOOSENED: Final[dict[str, _Texts]] = {
    "identity": _texts("nesten samme nummer", "nesten same nummer", "nearly the same id"),
    "unit": _texts("annen enhet eller konto", "anna eining eller konto", "another unit or account"),
    "benefit": _texts("annet slag", "anna slag", "another kind"),
    "within": _texts("dagene litt forskjøvet", "dagane litt forskyvde", "days a little shifted"),
    "overlapping": _texts("dagene overlapper", "dagane overlappar", "the days overlap"),
    "adjacent": _texts("dagen før eller etter", "dagen før eller etter", "the day before or after"),
    "missing": _texts("en dato mangler", "ein dato manglar", "a date is missing"),
    "tolerance": _texts(
        "beløp innenfor toleransen", "beløp innanfor toleransen", "amount within the tolerance"
    ),
}
"""What a pass does not demand to be the same."""

WORDS: Final[dict[str, _Texts]] = {
    "list": _texts("Liste", "Liste", "List"),
    "file": _texts("Fil", "Fil", "File"),
    "rows": _texts("Rader i filen", "Rader i fila", "Rows in the file"),
    "count": _texts("Antall", "Tal", "Count"),
    "sum": _texts("Sum", "Sum", "Sum"),
    "taking_part": _texts("Å avstemme", "Å avstemme", "To be matched"),
    "settled": _texts("Gjort opp", "Gjort opp", "Settled"),
    "suggested": _texts("Foreslått", "Foreslått", "Suggested"),
    "open": _texts("Åpne", "Opne", "Open"),
    "refused": _texts("Avvist", "Avvist", "Refused"),
    "done_before": _texts("Oppgjort fra før", "Gjort opp frå før", "Settled before"),
    "one_group": _texts("1 gruppe", "1 gruppe", "1 group"),
    "groups": _texts("{count} grupper", "{count} grupper", "{count} groups"),
    "why_open": _texts("Hvorfor de er åpne", "Kvifor dei er opne", "Why they are open"),
    "and_more": _texts("og {count} til", "og {count} til", "and {count} more"),
    "written": _texts("Skrevet til", "Skrive til", "Written to"),
    "nearest_for_some": _texts(
        "Nærmeste rad er funnet for {count} av {all} åpne rader; de andre er merket.",
        "Nærmaste rad er funnen for {count} av {all} opne rader; dei andre er merkte.",
        "The nearest row was found for {count} of {all} open rows; the others are marked.",
    ),
    "earlier": _texts(
        "Filene i {folder} er fra en tidligere kjøring.",
        "Filene i {folder} er frå ei tidlegare køyring.",
        "The files in {folder} are from an earlier run.",
    ),
    "group": _texts("Gruppe", "Gruppe", "Group"),
    "outcome": _texts("Utfall", "Utfall", "Outcome"),
    "rule": _texts("Regel", "Regel", "Rule"),
    "line": _texts("Linje", "Linje", "Line"),
    "key": _texts("Nøkkel", "Nøkkel", "Key"),
    "first": _texts("Fra", "Frå", "From"),
    "last": _texts("Til", "Til", "To"),
    "amount": _texts("Beløp", "Beløp", "Amount"),
    "whole": _texts("Hele beløpet", "Heile beløpet", "Whole amount"),
    "less": _texts("Oppgjort fra før", "Gjort opp frå før", "Settled before"),
    "difference": _texts("Forskjell i øre", "Skilnad i øre", "Difference in øre"),
    "component": _texts("Sammenheng", "Samanheng", "Component"),
    "reason": _texts("Årsak", "Årsak", "Reason"),
    "explanation": _texts("Forklaring", "Forklaring", "Explanation"),
    "nearest": _texts("Nærmest", "Nærmast", "Nearest"),
    "differs_in": _texts("Skiller på", "Skil på", "Differs in"),
    "not_looked_at": _texts("ikke undersøkt", "ikkje undersøkt", "not looked at"),
    "alternatives": _texts("Muligheter", "Moglegheiter", "Alternatives"),
    "told_apart_by": _texts("Skiller mulighetene", "Skil moglegheitene", "Tells them apart"),
    "nothing_in_them": _texts("ingenting i radene", "ingenting i radene", "nothing in the rows"),
    "code": _texts("Kode", "Kode", "Code"),
}
"""Headings and labels."""


def pass_title(each: Pass, title: Mapping[Language, str], language: Language = "nb") -> str:
    """What a pass is called: as the match file says, else its method and what it loosens."""
    if title:
        return title.get(language) or next(iter(title.values()))
    loose = [
        (each.identity is Identity.NEAR, "identity"),
        (each.unit is Likeness.OTHER, "unit"),
        (each.benefit is Likeness.OTHER, "benefit"),
        (each.method is Method.UNIQUE and each.days is not PeriodGate.SAME, each.days.value),
        (each.tolerance is not None, "tolerance"),
    ]
    words = [METHODS[each.method.value], *(LOOSENED[name] for holds, name in loose if holds)]
    return ", ".join(text[language] for text in words)


def reason(code: str, language: Language = "nb") -> str:
    """Why a row is open, in words; a code without words is shown as it is."""
    return REASONS[code][language] if code in REASONS else code


def gate(name: str, language: Language = "nb") -> str:
    """What two rows differ in; empty when they differ in nothing by themselves."""
    return GATES[name][language] if name in GATES else name


def word(name: str, language: Language = "nb") -> str:
    """A heading or label."""
    return WORDS[name][language]
