"""`settlements.csv`: what a run settled, for accounting and for whoever checks the robot.

With payroll's own claim ids and employee numbers, by which a settlement is found again in
payroll and ledger; without names and national ids, which neither of them needs for that.
Where claimed and paid differ, the reason code says why that could be settled without a person.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.people.protection import restricted_claims, restricted_subjects
from rutine.cases.tables import SettledRow, Settlement
from rutine.core.differences import Side
from rutine.core.money import Ore
from rutine.core.reason_texts import Language, benefit_name
from rutine.formats.format_file import load_format
from rutine.formats.reading import read
from rutine.formats.safe_cells import csv_text
from rutine.installation import Installation
from rutine.steps.list_files import identities
from rutine.steps.report_texts import TEXTS

_COLUMNS = (
    *("settlement", "employee_number", "sub_unit", "benefit", "rule"),
    *("reason", "line_count", "claim_ids", "claimed", "amount", "difference"),
)

_UNTOLD: Final = {"sub_unit": "", "benefit": "", "claim_ids": ""}
"""What is not said of a settlement of a protected person."""


def settlement_list(
    place: Installation, session: Session, run_id: str, language: Language
) -> bytes:
    """The settlements of a run as `;` text that a spreadsheet opens; headings always.

    UTF-8 with its mark and CR LF, as Excel wants it; amounts as `1234,50`.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(TEXTS[language][f"column_{name}"] for name in _COLUMNS)
    writer.writerows(_rows(place, session, run_id, language))
    return out.getvalue().encode("utf-8-sig")


def without_people(data: bytes, settlements: Collection[str], language: Language) -> bytes | None:
    """A list that is written already, without whom these settlements are about.

    None when it does not tell. The cells of all others stay as they are, also where a
    spreadsheet has saved the list in another encoding.
    """
    lines = [*csv.reader(io.StringIO(data.decode("utf-8", "surrogateescape")), delimiter=";")]
    hidden = [_hidden(line, language) if {*line[:1]} & {*settlements} else line for line in lines]
    if hidden == lines:
        return None
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(hidden)
    return out.getvalue().encode("utf-8", "surrogateescape")


def _hidden(line: list[str], language: Language) -> list[str]:
    """That something was settled and for how much, so that it adds up; not for whom."""
    told = _UNTOLD | {"employee_number": TEXTS[language]["protected"]}
    return [told.get(name, cell) for name, cell in zip(_COLUMNS, line, strict=False)]


def _rows(
    place: Installation, session: Session, run_id: str, language: Language
) -> Iterator[list[str]]:
    settlements = session.scalars(
        select(Settlement)
        .where(Settlement.run_id == run_id, Settlement.undone_at.is_(None))
        .order_by(Settlement.sub_unit, Settlement.id)
    ).all()
    rows = _settled_rows(session, run_id)
    numbers = _employee_numbers(
        place, {row.sha256 for each in rows.values() for row in each if row.side == Side.CLAIM}
    )
    protected, hidden = restricted_subjects(session), restricted_claims(session)
    for each in settlements:
        own = rows[each.id]
        claims = sorted(row.claim_id for row in own if row.claim_id is not None)
        who = sorted({numbers[claim] for claim in claims if claim in numbers})
        sealed = place.keys.decrypt(each.sealed, f"settlement:{each.id}")
        line = [
            each.id,
            csv_text(", ".join(who)),
            each.sub_unit,
            csv_text(benefit_name(json.loads(sealed)["benefit"], language)),
            each.pass_name,
            each.reason,
            str(sum(row.side == Side.LINE for row in own)),
            csv_text(", ".join(claims)),
            _kroner(Ore(each.claimed)),
            _kroner(Ore(each.paid)),
            _kroner(Ore(each.claimed - each.paid)),
        ]
        shows = {(row.employer, row.claim_id) for row in own if row.claim_id is not None}
        is_hidden = each.subject_id in protected or bool(shows & hidden)
        yield _hidden(line, language) if is_hidden else line


def _settled_rows(session: Session, run_id: str) -> dict[str, list[SettledRow]]:
    found: dict[str, list[SettledRow]] = defaultdict(list)
    rows = session.scalars(
        select(SettledRow)
        .join(Settlement, Settlement.id == SettledRow.settlement_id)
        .where(Settlement.run_id == run_id)
    )
    for row in rows:
        found[row.settlement_id].append(row)
    return found


def _employee_numbers(place: Installation, files: set[str]) -> dict[str, str]:
    """Claim id -> employee number, from payroll's own files in the evidence archive."""
    found: dict[str, str] = {}
    for sha256 in sorted(files):
        original = place.archive.describe(sha256)
        form = load_format(place.settings.mappings / "formats" / f"{original.kind}.yaml")
        frame = read(
            form, place.archive.get(sha256), source=original.label, identities=identities(place)
        ).frame
        found |= dict(zip(frame["claim_id"], frame["employee_number"], strict=True))
    return found


def _kroner(amount: Ore) -> str:
    """A number that Norwegian spreadsheets read: no spaces, an ordinary minus, a comma."""
    whole, part = divmod(abs(int(amount)), 100)
    return f"{'-' if amount < 0 else ''}{whole},{part:02d}"
