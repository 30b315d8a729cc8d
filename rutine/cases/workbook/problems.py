"""Why a row of the workbook was not taken in, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rutine.cases.workbook.texts import WORKBOOK_TEXTS
from rutine.core.reason_texts import Language


@dataclass(frozen=True, slots=True)
class Blocked:
    """One row that was not taken in.

    Attributes:
        row: its number in the sheet, as Excel shows it.
        column: one of `layout.COLUMNS`.
        code: a key of the texts below.
    """

    row: int
    column: str
    code: str


_EXPORT_AGAIN = {
    Language.NB: "Eksporter sakene på nytt og skriv avgjørelsen der.",
    Language.NN: "Eksporter sakene på nytt og skriv avgjerda der.",
    Language.EN: "Export the cases again and write the decision there.",
}

PROBLEMS: Final[Mapping[str, Mapping[Language, tuple[str, str | None]]]] = {
    "id_missing": {
        Language.NB: ("raden har ingen sak", None),
        Language.NN: ("rada har inga sak", None),
        Language.EN: ("the row has no case", None),
    },
    "id_unknown": {
        Language.NB: ("saken finnes ikke, eller du har ikke tilgang til den", None),
        Language.NN: ("saka finst ikkje, eller du har ikkje tilgang til ho", None),
        Language.EN: ("there is no such case, or you may not see it", None),
    },
    "id_repeated": {
        Language.NB: ("saken står på flere rader", "La den stå på én rad og slett de andre."),
        Language.NN: ("saka står på fleire rader", "Lat ho stå på éi rad og slett dei andre."),
        Language.EN: ("the case stands on several rows", "Keep one row and delete the others."),
    },
    "row_changed": {
        Language.NB: ("en låst celle i raden er endret", None),
        Language.NN: ("ei låst celle i rada er endra", None),
        Language.EN: ("a locked cell of the row was changed", None),
    },
    "evidence_changed": {
        Language.NB: ("grunnlaget for saken er endret etter eksporten", None),
        Language.NN: ("grunnlaget for saka er endra etter eksporten", None),
        Language.EN: ("the evidence of the case has changed since the export", None),
    },
    "case_not_open": {
        Language.NB: (
            "saken er avgjort, foreslått eller lukket etter eksporten",
            "Se hva som er gjort i rutine review, og ta bort avgjørelsen her.",
        ),
        Language.NN: (
            "saka er avgjord, foreslått eller lukka etter eksporten",
            "Sjå kva som er gjort i rutine review, og ta bort avgjerda her.",
        ),
        Language.EN: (
            "the case was decided, proposed or closed after the export",
            "See what was done in rutine review, and remove the decision here.",
        ),
    },
    "case_changed": {
        Language.NB: ("noen har endret saken etter eksporten", None),
        Language.NN: ("nokon har endra saka etter eksporten", None),
        Language.EN: ("somebody changed the case after the export", None),
    },
    "case_in_match": {
        Language.NB: (
            "rader fra saken er foreslått koblet i en annen sak",
            "Vent til forslaget er godkjent eller sendt tilbake.",
        ),
        Language.NN: (
            "rader frå saka er føreslått kopla i ei anna sak",
            "Vent til framlegget er godkjent eller sendt tilbake.",
        ),
        Language.EN: (
            "rows of the case are proposed to be matched in another case",
            "Wait until the proposal is approved or sent back.",
        ),
    },
    "rows_contested": {
        Language.NB: (
            "en rad i saken står også i en annen sak, eller er gjort opp",
            "Avgjør saken etter neste kjøring.",
        ),
        Language.NN: (
            "ei rad i saka står også i ei anna sak, eller er gjord opp",
            "Avgjer saka etter neste køyring.",
        ),
        Language.EN: (
            "a row of the case is in another case too, or settled",
            "Decide the case after the next run.",
        ),
    },
    "case_held": {
        Language.NB: (
            "en annen har saken",
            "Overta saken i rutine review først, eller la den som har den, avgjøre.",
        ),
        Language.NN: (
            "ein annan har saka",
            "Overta saka i rutine review først, eller lat den som har ho, avgjere.",
        ),
        Language.EN: (
            "somebody else has the case",
            "Take it over in rutine review first, or let whoever has it decide.",
        ),
    },
    "decision_missing": {
        Language.NB: ("kommentar uten avgjørelse", "Velg en avgjørelse, eller slett kommentaren."),
        Language.NN: ("kommentar utan avgjerd", "Vel ei avgjerd, eller slett kommentaren."),
        Language.EN: ("comment without a decision", "Choose a decision, or delete the comment."),
    },
    "decision_unknown": {
        Language.NB: ("teksten er ikke en avgjørelse", "Velg fra lista i cellen."),
        Language.NN: ("teksten er ikkje ei avgjerd", "Vel frå lista i cella."),
        Language.EN: ("the text is not a decision", "Choose from the cell's list."),
    },
    "action_not_permitted": {
        Language.NB: ("saken tillater ikke denne avgjørelsen", "Velg fra lista i cellen."),
        Language.NN: ("saka tillèt ikkje denne avgjerda", "Vel frå lista i cella."),
        Language.EN: ("the case does not permit this decision", "Choose from the cell's list."),
    },
    "comment_required": {
        Language.NB: ("avgjørelsen må ha en kommentar", "Skriv hvorfor."),
        Language.NN: ("avgjerda må ha ein kommentar", "Skriv kvifor."),
        Language.EN: ("the decision needs a comment", "Say why."),
    },
    "comment_too_long": {
        Language.NB: ("kommentaren er for lang", "Kort den ned til 2000 tegn."),
        Language.NN: ("kommentaren er for lang", "Kort han ned til 2000 teikn."),
        Language.EN: ("the comment is too long", "Shorten it to 2000 characters."),
    },
    "comment_national_id": {
        Language.NB: ("kommentaren ser ut til å ha et fødselsnummer", "Ta det bort."),
        Language.NN: ("kommentaren ser ut til å ha eit fødselsnummer", "Ta det bort."),
        Language.EN: ("the comment seems to hold a national id", "Remove it."),
    },
    "until_required": {
        Language.NB: ("avgjørelsen må ha en dag", "Skriv dagen, for eksempel 31.12.2026."),
        Language.NN: ("avgjerda må ha ein dag", "Skriv dagen, til dømes 31.12.2026."),
        Language.EN: ("the decision needs a day", "Write it, such as 31.12.2026."),
    },
    "exempt_reason_required": {
        Language.NB: ("fritak må ha en grunn", "Gi fritaket i appen, der grunnene står."),
        Language.NN: ("fritak må ha ein grunn", "Gi fritaket i appen, der grunnane står."),
        Language.EN: ("an exemption needs a reason", "Exempt in the app, which has the reasons."),
    },
    "until_past": {
        Language.NB: ("dagen er ikke etter i dag", "Skriv en senere dag."),
        Language.NN: ("dagen er ikkje etter i dag", "Skriv ein seinare dag."),
        Language.EN: ("the day is not after today", "Write a later day."),
    },
    "until_too_far": {
        Language.NB: ("dagen er mer enn et år fram", "Skriv en tidligere dag."),
        Language.NN: ("dagen er meir enn eit år fram", "Skriv ein tidlegare dag."),
        Language.EN: ("the day is more than a year ahead", "Write an earlier day."),
    },
    "until_not_asked": {
        Language.NB: ("avgjørelsen venter ikke på en dag", "Ta bort dagen."),
        Language.NN: ("avgjerda ventar ikkje på ein dag", "Ta bort dagen."),
        Language.EN: ("the decision does not wait for a day", "Remove the day."),
    },
    "until_invalid": {
        Language.NB: ("dette er ikke en dag", "Skriv den som 31.12.2026."),
        Language.NN: ("dette er ikkje ein dag", "Skriv han som 31.12.2026."),
        Language.EN: ("this is not a day", "Write it as 31.12.2026."),
    },
    "cell_unreadable": {
        Language.NB: ("cellen viser en feil eller er ikke tekst", "Skriv eller velg på nytt."),
        Language.NN: ("cella viser ein feil eller er ikkje tekst", "Skriv eller vel på nytt."),
        Language.EN: ("the cell shows an error or is not text", "Write or choose it again."),
    },
    "not_allowed": {
        Language.NB: ("du kan ikke avgjøre denne saken", "Be en som har rollen om å gjøre det."),
        Language.NN: ("du kan ikkje avgjere denne saka", "Be ein som har rolla om å gjere det."),
        Language.EN: ("you may not decide this case", "Ask somebody who has the role."),
    },
}  # fmt: skip
"""Code -> language -> what is wrong, and what to do (None: export again)."""

_LINE = {
    Language.NB: "Rad {row}, kolonne «{column}»: {wrong}. {remedy}",
    Language.NN: "Rad {row}, kolonne «{column}»: {wrong}. {remedy}",
    Language.EN: "Row {row}, column “{column}”: {wrong}. {remedy}",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A blocked row in words: which column, what is wrong, and what to do."""

    row: int
    column: str
    wrong: str
    remedy: str


def told(blocked: Blocked, language: Language) -> Told:
    """The problem in words."""
    wrong, remedy = PROBLEMS[blocked.code][language]
    column = WORKBOOK_TEXTS[language].headings[blocked.column]
    return Told(blocked.row, column, wrong, remedy or _EXPORT_AGAIN[language])


def said(blocked: Blocked, language: Language) -> str:
    """The problem in one line: row, column, what is wrong, what to do."""
    words = told(blocked, language)
    return _LINE[language].format(
        row=words.row, column=words.column, wrong=words.wrong, remedy=words.remedy
    )
