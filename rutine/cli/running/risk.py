"""`rutine risk`: money at risk, month by month, and as a workbook for one who may see people."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from rutine.cases.access import SEES_CASES, require
from rutine.cases.trail.audit import append
from rutine.cli.outcome import Exit
from rutine.cli.user import signed_in
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.formats.private_file import write_private
from rutine.installation import Installation, installation
from rutine.refunds.at_risk import RiskKind, RiskView, month_sums
from rutine.refunds.at_risk.risk_texts import RiskTexts
from rutine.refunds.at_risk.texts import RISK_TEXTS, gap_text, month_name, sum_text
from rutine.settings import Employer
from rutine.steps.risk import money_at_risk
from rutine.steps.risk_workbook import risk_workbook


def show_risk(employer: str | None, xlsx: Path | None, name: str | None) -> int:
    """Print the sums, which are about nobody; write the workbook for one who sees cases.

    Raises:
        AccessDenied: `sign_in_refused` or `role_missing`.
        InputError: `no_employer`, `as_missing`, `not_xlsx`, or a file that can't be used.
    """
    if xlsx is not None and (name is None or xlsx.suffix.casefold() != ".xlsx"):
        raise InputError(
            "as_missing" if name is None else "not_xlsx",
            "The workbook holds employee numbers, so it is written for a person, as .xlsx.",
            "Give --xlsx FILE.xlsx --as USER.",
        )
    console = Console(highlight=False, soft_wrap=True, markup=False)
    with installation() as place:
        language = Language(place.settings.language)
        found = [(each, money_at_risk(place, each)) for each in _employers(place, employer)]
        if xlsx is not None and name is not None:
            _write(place, [view for _, view in found], language, xlsx, name)
        for each, view in found:
            console.print(f"{each.name} ({each.orgnr})")
            _print(console, view, RISK_TEXTS[language])
            for gap in view.not_known:
                console.print(f"– {gap_text(gap, language)}")
    return Exit.OPEN_CASES if any(view.items for _, view in found) else Exit.CLEAN


def _employers(place: Installation, asked: str | None) -> list[Employer]:
    known = [e for e in place.settings.employers if asked is None or e.orgnr.reveal() == asked]
    if not known:
        raise InputError(
            "no_employer",
            "No such employer is configured." if asked else "No employer is configured.",
            "Write [[employers]] in rutine.toml.",
        )
    return known


def _write(
    place: Installation, views: list[RiskView], language: Language, xlsx: Path, name: str
) -> None:
    """Write the workbook as this person sees it, and note who took it out."""
    actor = signed_in(place, name)
    require(actor, SEES_CASES)
    seen = [view.within(actor.units) for view in views]
    names = {
        number: unit for each in place.settings.employers for number, unit in each.sub_units.items()
    }
    with place.database.writing() as session:
        append(session, actor, "risk_exported", data={"items": sum(len(v.items) for v in seen)})
        write_private(xlsx, risk_workbook(seen, language, names))


def _print(console: Console, view: RiskView, texts: RiskTexts) -> None:
    table = Table(texts.month, title=texts.title, title_justify="left")
    for kind in RiskKind:
        table.add_column(texts.kinds[kind][0], justify="right")
    for each in month_sums(view):
        first = each.month.first if each.month else None
        label = month_name(texts, first) if first else texts.past
        table.add_row(label, *(sum_text(each.kinds.get(kind), texts) for kind in RiskKind))
    console.print(table)
