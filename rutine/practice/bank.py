"""Bank statements (camt.053.001.02): a credit for each report, and other money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final
from xml.etree.ElementTree import (
    Element,
    SubElement,
    indent,
    tostring,
)

from rutine.practice.days import Day, Month, iso_date, month_last, month_text, working_days
from rutine.practice.draws import between
from rutine.practice.organisation import Organisation

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
_NAV: Final = "ARBEIDS- OG VELFERDSETATEN"
_OPENING: Final = 2_500_000_000  # øre
_OTHERS: Final = (
    ("Skatteetaten", "Skatteoppgjør", (90_000_000, 400_000_000)),
    ("Øvelsesvik pensjonskasse", "Pensjonspremie", (-90_000_000, -10_000_000)),
    ("Øvelsesvik kraft AS", "Eiendomsskatt", (500_000, 9_000_000)),
    ("Statsforvalteren i Øvelsesfylke", "Skjønnsmidler", (10_000_000, 80_000_000)),
    ("Øvelsesvik sparebank", "Gebyrer", (-200_000, -5_000)),
    ("Arkivhuset AS", "Faktura", (-4_000_000, -300_000)),
)
_GRANT: Final = (_NAV, "Tilskudd til arbeidsplasser", (800_000, 6_000_000))
"""Money from NAV that is no refund: no report explains it (D39)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One booked entry; the amount in øre is negative when money goes out."""

    account: int
    booked: Day
    amount: int
    reference: str
    counterparty: str
    text: str


def refund_entry(report_id: int, account: int, value_date: Day, total: int) -> Entry:
    """The credit that belongs to a report."""
    reference = f"REF{report_id}"
    return Entry(account, value_date, total, reference, _NAV, "Refusjon arbeidsgiver")


def refund_without_report(rng: Random, month: Month) -> Entry:
    """A refund in the middle of a month whose report has not come: somebody must ask for it."""
    days = working_days(month)
    day = days[len(days) // 2]
    reference = f"REF{month_text(month).replace('-', '')}"
    amount = between(rng, 1_000_000, 9_000_000)
    return Entry(0, day, amount, reference, _NAV, "Refusjon arbeidsgiver")


def other_entries(rng: Random, month: Month) -> list[Entry]:
    """What else happens on the accounts in a month."""
    days = working_days(month)
    entries: list[Entry] = []
    for n, (who, text, (low, high)) in enumerate((*_OTHERS, _GRANT)):
        for k in range(between(rng, 1, 2)):
            day = days[int(rng.random() * len(days))]
            amount = between(rng, low, high)
            reference = f"B{month_text(month).replace('-', '')}{n}{k}"
            entries.append(Entry(0, day, amount, reference, who, text))
    return entries


def statement(month: Month, organisation: Organisation, entries: Sequence[Entry]) -> bytes:
    """One camt.053 document for the month, with a statement for each account."""
    root = Element("Document", xmlns=NAMESPACE)
    body = SubElement(root, "BkToCstmrStmt")
    header = SubElement(body, "GrpHdr")
    created = f"{iso_date(month_last(month))}T23:30:00+00:00"
    _text(header, "MsgId", f"OVELSE-{month_text(month)}")
    _text(header, "CreDtTm", created)
    for place, account in enumerate(organisation.accounts):
        own = sorted(
            (entry for entry in entries if entry.account == place),
            key=lambda entry: (entry.booked, entry.reference),
        )
        _account_statement(body, month, created, account, own)
    indent(root)
    text: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _account_statement(
    body: Element, month: Month, created: str, account: str, entries: Sequence[Entry]
) -> None:
    part = SubElement(body, "Stmt")
    _text(part, "Id", f"{month_text(month)}-{account[-5:]}")
    _text(part, "CreDtTm", created)
    identity = SubElement(SubElement(part, "Acct"), "Id")
    other = SubElement(identity, "Othr")
    _text(other, "Id", account)
    _text(SubElement(other, "SchmeNm"), "Cd", "BBAN")
    first, last = working_days(month)[0], working_days(month)[-1]
    _balance(part, "OPBD", _OPENING, first)
    _balance(part, "CLBD", _OPENING + sum(entry.amount for entry in entries), last)
    for entry in entries:
        _entry(part, entry)


def _balance(part: Element, code: str, amount: int, day: Day) -> None:
    balance = SubElement(part, "Bal")
    _text(SubElement(SubElement(balance, "Tp"), "CdOrPrtry"), "Cd", code)
    _amount(balance, amount)
    _text(SubElement(balance, "Dt"), "Dt", iso_date(day))


def _entry(part: Element, entry: Entry) -> None:
    there = SubElement(part, "Ntry")
    _amount(there, entry.amount)
    _text(there, "Sts", "BOOK")
    _text(SubElement(there, "BookgDt"), "Dt", iso_date(entry.booked))
    _text(SubElement(there, "ValDt"), "Dt", iso_date(entry.booked))
    _text(there, "AcctSvcrRef", entry.reference)
    code = SubElement(SubElement(there, "BkTxCd"), "Domn")
    _text(code, "Cd", "PMNT")
    family = SubElement(code, "Fmly")
    _text(family, "Cd", "RCDT" if entry.amount >= 0 else "ICDT")
    _text(family, "SubFmlyCd", "OTHR")
    details = SubElement(SubElement(there, "NtryDtls"), "TxDtls")
    _text(SubElement(details, "Refs"), "EndToEndId", entry.reference)
    parties = SubElement(details, "RltdPties")
    _text(SubElement(parties, "Dbtr" if entry.amount >= 0 else "Cdtr"), "Nm", entry.counterparty)
    _text(SubElement(details, "RmtInf"), "Ustrd", entry.text)


def _amount(there: Element, amount: int) -> None:
    whole, part = divmod(abs(amount), 100)
    _text(there, "Amt", f"{whole}.{part:02d}").set("Ccy", "NOK")
    _text(there, "CdtDbtInd", "CRDT" if amount >= 0 else "DBIT")


def _text(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = text
    return child
