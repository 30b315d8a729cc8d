"""The words of the workbook of cases, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rutine.core.reason_texts import Language


@dataclass(frozen=True, slots=True)
class WorkbookTexts:
    """The workbook in one language.

    Attributes:
        front, cases, choices: names of the sheets.
        title: heading of the front page.
        headings: column -> heading.
        status: case status -> word.
        how: the steps of filling in; `{comment}` is a list of decisions.
        privacy: how to handle the file.
        made: when it was made; `{when}`, `{count}`.
        choice_error, choice_prompt: title and text of the list's messages.
        no_days: what stands for the days of rows that have none.
    """

    front: str
    cases: str
    choices: str
    title: str
    headings: Mapping[str, str]
    status: Mapping[str, str]
    how_title: str
    how: tuple[str, ...]
    privacy_title: str
    privacy: tuple[str, ...]
    made: str
    choice_error: tuple[str, str]
    choice_prompt: tuple[str, str]
    no_days: str


_NB = WorkbookTexts(
    front="Les meg",
    cases="Saker",
    choices="Valg",
    title="Saker til avgjørelse",
    headings={
        "number": "Sak",
        "reason": "Årsak",
        "advice": "Hva gjør du?",
        "employee_number": "Ansattnummer",
        "sub_unit": "Underenhet",
        "benefit": "Ytelse",
        "claimed_days": "Krevde dager",
        "paid_days": "Betalte dager",
        "claimed": "Krevd",
        "paid": "Utbetalt",
        "difference": "Forskjell",
        "suggestion": "Forslag",
        "due": "Frist",
        "status": "Status",
        "decision": "Avgjørelse",
        "comment": "Kommentar",
        "until": "Vent til",
        "case_id": "Saks-id",
        "version": "Versjon",
        "evidence": "Grunnlag",
        "seal": "Kontrollmerke",
    },
    status={"open": "Å gjøre", "waiting": "På vent"},
    how_title="Slik fyller du ut",
    how=(
        "Gå til arket «Saker». Hver rad er én sak.",
        "Klikk i kolonnen «Avgjørelse» og velg fra lista. Der står bare det saken tillater.",
        "Skriv hvorfor i «Kommentar». Disse avgjørelsene må ha en kommentar: {comment}.",
        (
            "Noen avgjørelser, som å avskrive, blir forslag som en annen må godkjenne. Det samme "
            "gjelder saker om kontonummer. Du får tallet når filen er lest inn."
        ),
        "Skal saken vente til en dag, skriv dagen i «Vent til», for eksempel 31.12.2026.",
        "La raden stå tom hvis du ikke vil avgjøre saken nå.",
        "Resten av arket er låst. Du kan filtrere, men ikke endre, kopiere eller flytte rader.",
        "Lagre filen som .xlsx. Les den inn under «Saker i Excel» i rutine.",
        (
            "En rad som ikke kan leses inn, får rad, kolonne, hva som er feil og hva du kan gjøre. "
            "Da lagres ingenting før du har rettet den, med mindre du ber om å ta med bare de "
            "gyldige radene."
        ),
    ),
    privacy_title="Ta vare på filen",
    privacy=(
        (
            "Filen sier hvem som har vært syk, gjennom ansattnummeret. Ikke send den på e-post, og "
            "slett den når den er lest inn."
        ),
        "Ikke skriv navn, fødselsnummer eller helseopplysninger i kommentaren.",
        "Saker om skjermede personer er aldri med. De avgjøres i rutine.",
    ),
    made="Laget {when}. {count} saker.",
    choice_error=("Ikke et valg", "Velg en av avgjørelsene i lista, eller la cellen stå tom."),
    choice_prompt=("Avgjørelse", "Velg fra lista, eller la cellen stå tom."),
    no_days="uten datoer",
)

_NN = WorkbookTexts(
    front="Les meg",
    cases="Saker",
    choices="Val",
    title="Saker som skal avgjerast",
    headings={
        **_NB.headings,
        "reason": "Årsak",
        "advice": "Kva gjer du?",
        "employee_number": "Tilsettnummer",
        "sub_unit": "Undereining",
        "claimed_days": "Kravde dagar",
        "paid_days": "Betalte dagar",
        "claimed": "Kravd",
        "difference": "Skilnad",
        "decision": "Avgjerd",
        "paid": "Utbetalt",
    },
    status={"open": "Å gjere", "waiting": "På vent"},
    how_title="Slik fyller du ut",
    how=(
        "Gå til arket «Saker». Kvar rad er éi sak.",
        "Klikk i kolonnen «Avgjerd» og vel frå lista. Der står berre det saka tillèt.",
        "Skriv kvifor i «Kommentar». Desse avgjerdene må ha ein kommentar: {comment}.",
        (
            "Nokre avgjerder, som å avskrive, blir forslag som ein annan må godkjenne. Det same "
            "gjeld saker om kontonummer. Du får talet når fila er lesen inn."
        ),
        "Skal saka vente til ein dag, skriv dagen i «Vent til», til dømes 31.12.2026.",
        "Lat rada stå tom om du ikkje vil avgjere saka no.",
        "Resten av arket er låst. Du kan filtrere, men ikkje endre, kopiere eller flytte rader.",
        "Lagre fila som .xlsx. Les ho inn under «Saker i Excel» i rutine.",
        (
            "Ei rad som ikkje kan lesast inn, får rad, kolonne, kva som er feil og kva du kan "
            "gjere. Då blir ingenting lagra før du har retta ho, med mindre du ber om å ta med "
            "berre dei gyldige radene."
        ),
    ),
    privacy_title="Ta vare på fila",
    privacy=(
        (
            "Fila seier kven som har vore sjuk, gjennom tilsettnummeret. Ikkje send ho på e-post, "
            "og slett ho når ho er lesen inn."
        ),
        "Ikkje skriv namn, fødselsnummer eller helseopplysningar i kommentaren.",
        "Saker om skjerma personar er aldri med. Dei blir avgjorde i rutine.",
    ),
    made="Laga {when}. {count} saker.",
    choice_error=("Ikkje eit val", "Vel ei av avgjerdene i lista, eller lat cella stå tom."),
    choice_prompt=("Avgjerd", "Vel frå lista, eller lat cella stå tom."),
    no_days="utan datoar",
)

_EN = WorkbookTexts(
    front="Read me",
    cases="Cases",
    choices="Choices",
    title="Cases to decide",
    headings={
        "number": "Case",
        "reason": "Cause",
        "advice": "What do you do?",
        "employee_number": "Employee number",
        "sub_unit": "Sub-unit",
        "benefit": "Benefit",
        "claimed_days": "Days claimed",
        "paid_days": "Days paid",
        "claimed": "Claimed",
        "paid": "Paid",
        "difference": "Difference",
        "suggestion": "Suggestion",
        "due": "Deadline",
        "status": "Status",
        "decision": "Decision",
        "comment": "Comment",
        "until": "Wait until",
        "case_id": "Case id",
        "version": "Version",
        "evidence": "Evidence",
        "seal": "Mark",
    },
    status={"open": "To do", "waiting": "On hold"},
    how_title="How to fill it in",
    how=(
        "Go to the sheet “Cases”. Each row is one case.",
        (
            "Click in the column “Decision” and choose from the list. It holds only what the case "
            "permits."
        ),
        "Say why in “Comment”. These decisions must have one: {comment}.",
        (
            "Some decisions, such as writing off, become proposals that somebody else must "
            "approve. So do cases about account numbers. You get the number when the file is read."
        ),
        "If the case is to wait for a day, write it in “Wait until”, such as 31.12.2026.",
        "Leave the row empty if you do not want to decide the case now.",
        "The rest of the sheet is locked. You may filter, but not change, copy or move rows.",
        "Save the file as .xlsx. Read it in under “Cases in Excel” in rutine.",
        (
            "A row that can't be taken in is named with its row, column, what is wrong and what to "
            "do. Nothing is stored then until you have corrected it, unless you ask for the valid "
            "rows only."
        ),
    ),
    privacy_title="Take care of the file",
    privacy=(
        (
            "Through the employee number the file tells who has been ill. Do not send it by "
            "e-mail, and delete it when it has been read in."
        ),
        "Write no name, national id or health information in the comment.",
        "Cases of protected people are never in it. They are decided in rutine.",
    ),
    made="Made {when}. {count} cases.",
    choice_error=("Not a choice", "Choose a decision from the list, or leave the cell empty."),
    choice_prompt=("Decision", "Choose from the list, or leave the cell empty."),
    no_days="without dates",
)

WORKBOOK_TEXTS: Final[Mapping[Language, WorkbookTexts]] = {
    Language.NB: _NB,
    Language.NN: _NN,
    Language.EN: _EN,
}
"""The workbook's words by language."""
