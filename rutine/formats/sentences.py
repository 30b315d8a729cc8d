"""Row errors in plain words: Norwegian bokmål, nynorsk and English, keyed by code."""

from __future__ import annotations

from typing import Final, Literal

from rutine.formats.row_error import Fault, RowError

Language = Literal["nb", "nn", "en"]
_Texts = dict[str, str]


def _texts(nb: str, nn: str, en: str) -> _Texts:
    return {"nb": nb, "nn": nn, "en": en}


PLACES: Final[dict[str, _Texts]] = {
    "line": _texts("{source}, linje {line}", "{source}, linje {line}", "{source}, line {line}"),
    "row": _texts("{source}, rad {line}", "{source}, rad {line}", "{source}, row {line}"),
    "entry": _texts("{source}, post {line}", "{source}, post {line}", "{source}, entry {line}"),
    "sheet": _texts(
        "{source}, arket «{sheet}», rad {line}",
        "{source}, arket «{sheet}», rad {line}",
        "{source}, sheet “{sheet}”, row {line}",
    ),
    "column": _texts(", «{column}»", ", «{column}»", ", “{column}”"),
}
"""Where the fault is."""

VALUES: Final[dict[str, _Texts]] = {
    "empty": _texts("Feltet er tomt.", "Feltet er tomt.", "The field is empty."),
    "digits": _texts(
        "Der står bare sifre, i alt {length}.",
        "Der står berre siffer, i alt {length}.",
        "It holds digits only, {length} in all.",
    ),
    "letters": _texts(
        "Der står bare bokstaver, i alt {length}.",
        "Der står berre bokstavar, i alt {length}.",
        "It holds letters only, {length} in all.",
    ),
    "number": _texts(
        "Der står sifre og tegn, i alt {length}.",
        "Der står siffer og teikn, i alt {length}.",
        "It holds digits and signs, {length} in all.",
    ),
    "mixed": _texts(
        "Der står en blanding av tegn, i alt {length}.",
        "Der står ei blanding av teikn, i alt {length}.",
        "It holds a mix of characters, {length} in all.",
    ),
    "control": _texts(
        "Der står tegn som ikke kan vises.",
        "Der står teikn som ikkje kan visast.",
        "It holds characters that can't be shown.",
    ),
    "fields": _texts("Antall felt er {length}.", "Talet på felt er {length}.", "It has {length}."),
    "characters": _texts(
        "Antall tegn er {length}.", "Talet på teikn er {length}.", "It has {length} in all."
    ),
    "yes_no": _texts(
        "Cellen er en ja/nei-verdi.", "Cella er ein ja/nei-verdi.", "The cell is a yes/no value."
    ),
    "date": _texts("Cellen er en dato.", "Cella er ein dato.", "The cell is a date."),
    "time": _texts(
        "Cellen er et klokkeslett eller en varighet.",
        "Cella er eit klokkeslett eller ei varigheit.",
        "The cell is a time of day or a duration.",
    ),
    "number_cell": _texts("Cellen er et tall.", "Cella er eit tal.", "The cell is a number."),
    "error_cell": _texts(
        "Cellen viser en feil, eller en formel uten resultat.",
        "Cella viser ein feil, eller ein formel utan resultat.",
        "The cell shows an error, or a formula without a result.",
    ),
    "decimal": _texts(
        "Cellen er et tall med desimaler.",
        "Cella er eit tal med desimalar.",
        "The cell is a number with decimals.",
    ),
}
"""What kind of value stands there."""

TYPES: Final[dict[str, _Texts]] = {
    "text": _texts("tekst", "tekst", "text"),
    "code": _texts("en kode", "ein kode", "a code"),
    "fnr": _texts("et fødselsnummer som tekst", "eit fødselsnummer som tekst", "a national id"),
    "orgnr": _texts("et organisasjonsnummer", "eit organisasjonsnummer", "an organisation number"),
    "account": _texts("et kontonummer som tekst", "eit kontonummer som tekst", "an account number"),
    "integer": _texts("et helt tall", "eit heilt tal", "a whole number"),
    "kroner": _texts("et beløp", "eit beløp", "an amount"),
    "ore": _texts("et beløp i øre", "eit beløp i øre", "an amount in øre"),
    "day": _texts("en dato", "ein dato", "a date"),
}
"""What a cell should have been, by the format's type."""

SENTENCES: Final[dict[Fault, _Texts]] = {
    Fault.FIELD_COUNT: _texts(
        "linjen har feil antall felt; det skal være {expected}",
        "linja har feil tal på felt; det skal vere {expected}",
        "the line has the wrong number of fields; there should be {expected}",
    ),
    Fault.LINE_WIDTH: _texts(
        "linjen har feil lengde; den skal ha {expected} tegn",
        "linja har feil lengd; ho skal ha {expected} teikn",
        "the line has the wrong length; it should have {expected} characters",
    ),
    Fault.LINE_ENDING: _texts(
        "linjen slutter ikke med vognretur og linjeskift; filen er lagret på nytt av et program",
        "linja sluttar ikkje med vognretur og linjeskift; fila er lagra på nytt av eit program",
        "the line does not end with CR LF; some program has saved the file anew",
    ),
    Fault.CUT_SHORT: _texts(
        "filen slutter midt i; last den ned på nytt",
        "fila sluttar midt i; last ho ned på nytt",
        "the file ends in the middle; download it again",
    ),
    Fault.QUOTING: _texts(
        "anførselstegnene på linjen går ikke opp i par; et felt kan ikke gå over flere linjer",
        "hermeteikna på linja går ikkje opp i par; eit felt kan ikkje gå over fleire linjer",
        "the quotes on the line are not in pairs; a field can't span several lines",
    ),
    Fault.WIDTH: _texts(
        "feil antall tegn; feltet skal ha nøyaktig {expected}",
        "feil tal på teikn; feltet skal ha nøyaktig {expected}",
        "wrong number of characters; the field should have exactly {expected}",
    ),
    Fault.TOO_LONG: _texts(
        "for mange tegn; feltet kan ha høyst {expected}",
        "for mange teikn; feltet kan ha høgst {expected}",
        "too many characters; the field may have at most {expected}",
    ),
    Fault.CONTROL_CHARACTER: _texts(
        "feltet har styretegn som ikke hører hjemme i en tekst",
        "feltet har styreteikn som ikkje høyrer heime i ein tekst",
        "the field holds control characters that don't belong in text",
    ),
    Fault.MISSING: _texts(
        "verdien mangler og må fylles ut",
        "verdien manglar og må fyllast ut",
        "the value is missing and must be filled in",
    ),
    Fault.NOT_DIGITS: _texts(
        "skal være nøyaktig {expected} sifre",
        "skal vere nøyaktig {expected} siffer",
        "should be exactly {expected} digits",
    ),
    Fault.LEADING_ZERO_LOST: _texts(
        "nullen først i nummeret ser ut til å være borte: det skal være {expected} sifre. "
        "Kolonnen må lagres som tekst, ikke som tall",
        "nullen først i nummeret ser ut til å vere borte: det skal vere {expected} siffer. "
        "Kolonnen må lagrast som tekst, ikkje som tal",
        "the number seems to have lost its leading zero: there should be {expected} digits. "
        "The column must be stored as text, not as numbers",
    ),
    Fault.FNR_INVALID: _texts(
        "er ikke et fødselsnummer eller D-nummer: datoen eller kontrollsifrene stemmer ikke",
        "er ikkje eit fødselsnummer eller D-nummer: datoen eller kontrollsiffera stemmer ikkje",
        "is not a national id or D-number: the date or the control digits don't agree",
    ),
    Fault.ORGNR_INVALID: _texts(
        "er ikke et organisasjonsnummer: kontrollsifferet stemmer ikke",
        "er ikkje eit organisasjonsnummer: kontrollsifferet stemmer ikkje",
        "is not an organisation number: the control digit doesn't agree",
    ),
    Fault.ACCOUNT_INVALID: _texts(
        "er ikke et kontonummer: kontrollsifferet eller kontotypen stemmer ikke",
        "er ikkje eit kontonummer: kontrollsifferet eller kontotypen stemmer ikkje",
        "is not an account number: the control digit or the kind of account doesn't agree",
    ),
    Fault.PERSON_SYNTHETIC: _texts(
        "er et oppdiktet fødselsnummer, som ikke godtas i produksjon",
        "er eit oppdikta fødselsnummer, som ikkje blir godteke i produksjon",
        "is a synthetic national id, which is refused in production",
    ),
    Fault.PERSON_REAL: _texts(
        "kan tilhøre en virkelig person og godtas ikke i øvingsmodus",
        "kan høyre til ein verkeleg person og blir ikkje godteke i øvingsmodus",
        "may belong to a real person and is refused in practice mode",
    ),
    Fault.DATE_INVALID: _texts(
        "er ikke en dato skrevet som {expected}",
        "er ikkje ein dato skriven som {expected}",
        "is not a date written as {expected}",
    ),
    Fault.SIGN_INVALID: _texts(
        "fortegnet bak beløpet skal være minus eller mellomrom",
        "forteiknet bak beløpet skal vere minus eller mellomrom",
        "the sign behind the amount should be a minus or a space",
    ),
    Fault.AMOUNT_INVALID: _texts(
        "er ikke et beløp skrevet som {expected}",
        "er ikkje eit beløp skrive som {expected}",
        "is not an amount written as {expected}",
    ),
    Fault.AMOUNT_DECIMALS: _texts(
        "beløpet har flere enn to desimaler",
        "beløpet har fleire enn to desimalar",
        "the amount has more than two decimals",
    ),
    Fault.AMOUNT_TOO_LARGE: _texts(
        "beløpet er for stort til å være riktig",
        "beløpet er for stort til å vere rett",
        "the amount is too large to be right",
    ),
    Fault.INTEGER_INVALID: _texts(
        "er ikke et helt tall", "er ikkje eit heilt tal", "is not a whole number"
    ),
    Fault.OUT_OF_RANGE: _texts(
        "tallet skal være {expected}",
        "talet skal vere {expected}",
        "the number should be {expected}",
    ),
    Fault.CONSTANT_DIFFERS: _texts(
        "feltet skal alltid være «{expected}»",
        "feltet skal alltid vere «{expected}»",
        "the field should always be “{expected}”",
    ),
    Fault.CODE_INVALID: _texts(
        "er ikke en kode av store bokstaver og sifre",
        "er ikkje ein kode av store bokstavar og siffer",
        "is not a code of capital letters and digits",
    ),
    Fault.VALUE_UNKNOWN: _texts(
        "ordet er ikke kjent; lovlig er: {expected}",
        "ordet er ikkje kjent; lovleg er: {expected}",
        "the word is not known; allowed: {expected}",
    ),
    Fault.CELL_TYPE: _texts(
        "cellen har feil type; det skal være {expected}",
        "cella har feil type; det skal vere {expected}",
        "the cell has the wrong type; it should be {expected}",
    ),
    Fault.DIFFERS_IN_FILE: _texts(
        "verdien er en annen enn på første linje, men skal være den samme i hele filen",
        "verdien er ein annan enn på første linje, men skal vere den same i heile fila",
        "the value differs from the first line's, but must be the same in the whole file",
    ),
    Fault.WIDTH_VARIES: _texts(
        "feltet har en annen lengde enn på første linje, men skal ha den samme i hele filen",
        "feltet har ei anna lengd enn på første linje, men skal ha den same i heile fila",
        "the field has another width than on the first line, but must be the same in the file",
    ),
    Fault.DAYS_REVERSED: _texts(
        "siste dag er før første dag ({expected})",
        "siste dag er før første dag ({expected})",
        "the last day is before the first day ({expected})",
    ),
    Fault.KEY_REPEATED: _texts(
        "en annen linje har samme nøkkel ({expected})",
        "ei anna linje har same nøkkel ({expected})",
        "another line has the same key ({expected})",
    ),
    Fault.CURRENCY: _texts(
        "valutaen skal være {expected}",
        "valutaen skal vere {expected}",
        "the currency should be {expected}",
    ),
    Fault.NOT_BOOKED: _texts(
        "posten er ikke bokført av banken ennå",
        "posten er ikkje bokførd av banken enno",
        "the bank has not booked the entry yet",
    ),
}
"""What is wrong."""


def sentence(error: RowError, language: str = "nb") -> str:
    """One row error as a sentence for people, in a `Language`. It holds no value of the file."""
    place = PLACES[error.counted if error.sheet is None else "sheet"][language]
    words = place.format(source=error.source, sheet=error.sheet, line=error.line)
    if error.column is not None:
        words += PLACES["column"][language].format(column=error.column)
    expected = error.expected
    if error.code is Fault.CELL_TYPE:
        expected = TYPES[expected][language]
    elif error.code is Fault.DATE_INVALID and language != "en":
        expected = expected.replace("y", "å").replace("M", "m")
    what = SENTENCES[error.code][language].format(expected=expected)
    kind, _, length = error.value_class.partition(":")
    seen = f" {VALUES[kind][language].format(length=length)}" if kind in VALUES else ""
    return f"{words}: {what}.{seen}"
