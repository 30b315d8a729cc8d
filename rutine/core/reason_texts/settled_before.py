"""Reasons about what was settled before: taken back by a person, or changed by payroll since.

Each as (title, meaning, what to do) by language, side by side so that they say the same.
"""

from typing import Final

REASONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "D44": {
        "nb": (
            "Oppgjøret er angret",
            (
                "Noen har angret oppgjøret av disse radene. Roboten gjør dem ikke opp igjen av "
                "seg selv, heller ikke når summene stemmer."
            ),
            (
                "Finn ut hvorfor oppgjøret ble angret. Var det riktig likevel, gjør det opp som "
                "krevd. Ellers rett det som er feil hos lønn eller NAV, og avgjør saken når det "
                "stemmer."
            ),
        ),
        "nn": (
            "Oppgjeret er angra",
            (
                "Nokon har angra oppgjeret av desse radene. Roboten gjer dei ikkje opp att av seg "
                "sjølv, heller ikkje når summane stemmer."
            ),
            (
                "Finn ut kvifor oppgjeret blei angra. Var det rett likevel, gjer det opp som "
                "kravd. Elles rett det som er feil hos løn eller NAV, og avgjer saka når det "
                "stemmer."
            ),
        ),
        "en": (
            "The settlement was undone",
            (
                "Somebody undid the settlement of these rows. The robot does not settle them "
                "again by itself, not even when the sums agree."
            ),
            (
                "Find out why the settlement was undone. If it was right after all, settle it as "
                "claimed. Otherwise have payroll or NAV correct what is wrong, and decide the "
                "case when it agrees."
            ),
        ),
    },
    "D45": {
        "nb": (
            "Kravet er endret etter oppgjøret",
            (
                "Lønn har endret et krav som alt er gjort opp. Det som er krevd nå, er ikke det "
                "som ble gjort opp."
            ),
            (
                "Spør lønn hvorfor kravet er endret. Er det nye kravet riktig, be NAV om resten, "
                "eller vent et trekk hvis kravet er satt ned. Er det gamle riktig, be lønn sette "
                "kravet tilbake. Har noen avgjort saken før, må det oppgjøret angres "
                "(rutine undo) før kravet kan gjøres opp på nytt."
            ),
        ),
        "nn": (
            "Kravet er endra etter oppgjeret",
            (
                "Løn har endra eit krav som alt er gjort opp. Det som er kravd no, er ikkje det "
                "som blei gjort opp."
            ),
            (
                "Spør løn kvifor kravet er endra. Er det nye kravet rett, be NAV om resten, eller "
                "vent eit trekk om kravet er sett ned. Er det gamle rett, be løn setje kravet "
                "tilbake. Har nokon avgjort saka før, må det oppgjeret angrast (rutine undo) før "
                "kravet kan gjerast opp på nytt."
            ),
        ),
        "en": (
            "The claim was changed after it was settled",
            (
                "Payroll has changed a claim that is settled already. What is claimed now is not "
                "what was settled."
            ),
            (
                "Ask payroll why the claim was changed. If the new claim is right, ask NAV for "
                "the rest, or expect a deduction if it was lowered. If the old one is right, ask "
                "payroll to set it back. If somebody decided the case before, that settlement "
                "must be undone (rutine undo) before the claim can be settled anew."
            ),
        ),
    },
}
