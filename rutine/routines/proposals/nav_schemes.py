"""Words by which the bank's text may say that money from NAV is no refund.

A word is proposed only from this list: the text of a payment may name the person that a measure
is for, and no word of it may travel from there into a file.
"""

from __future__ import annotations

import re
from typing import Final

SCHEMES: Final = (
    "arbeidsforberedende trening",
    "arbeidstrening",
    "ekspertbistand",
    "inkluderingstilskudd",
    "inkluderingstilskot",
    "kompetansetilskudd",
    "kompetansetilskot",
    "lønnstilskudd",
    "lønstilskot",
    "mentortilskudd",
    "mentortilskot",
    "oppfølgingstilskudd",
    "oppfølgingstilskot",
    "tilretteleggingstilskudd",
    "tilretteleggingstilskot",
    "varig tilrettelagt arbeid",
)
"""NAV's measures that pay an employer (nav.no/arbeidsgiver, support for inclusion), as a bank may
write them. Travel grants are not among them: they come in the settlement report (code 8)."""


def schemes_in(*texts: str | None) -> frozenset[str]:
    """Which of the words the texts hold, whole, in upper or lower case."""
    told = " ".join(text for text in texts if text).casefold()
    return frozenset(
        word for word in SCHEMES if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told)
    )
