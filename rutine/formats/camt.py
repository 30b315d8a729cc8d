"""Bank statements and notifications: camt.053 and camt.054 (ISO 20022) into bank entries.

A notification holds the same entries as a statement, under other names and without balances.
Elements are found by name whatever version's namespace the bank uses; versions 02 to 13 are
tested. Differences between them that matter: from 08 on the booking status is wrapped in a
code and a party's name in `Pty`.

A batch is one entry, as it is on the account, whatever payments it is made of. An entry that
takes another one back (`RvslInd`) is marked; its direction is already that of the money.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError, tostring

import numpy as np
import pandas as pd
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from rutine.core.clock import OSLO
from rutine.core.errors import InputError
from rutine.core.identifiers import AccountNumber
from rutine.formats.kept_columns import FrameRows
from rutine.formats.raw_lines import row_missing
from rutine.formats.reading import Reading
from rutine.formats.refusals import refuse_other_kinds
from rutine.formats.row_error import MAX_ERRORS, Fault, RowError, value_class

FORMAT_NAME = "camt.053"
MAX_BYTES = 100_000_000

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.05[34]\.001\.\d\d")
_AMOUNT = re.compile(r"(\d{1,13})(?:\.(\d{1,5}))?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NORWEGIAN_IBAN = re.compile(r"NO\d{13}", re.ASCII)
_BANK_DIGITS = 4  # NO and two check digits stand before the account number in an IBAN
_CURRENCY = "NOK"
_NO_REFERENCE = {"", "NOTPROVIDED"}
_REVERSAL = "reversal"
_ACCOUNTS = ("Stmt", "Ntfctn")  # camt.053 and camt.054


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry: its values, or what is wrong with it."""

    read: dict[str, Any]
    faults: tuple[tuple[str, Fault, str, str], ...]  # element, fault, value class, expected


def read_camt(data: bytes, *, source: str, most_errors: int = MAX_ERRORS) -> Reading:
    """Read a bank statement or notification. Money in is positive, money out negative.

    An entry's row is its number in the file, from 1, across all statements in it.

    Args:
        data: the file, unchanged.
        source: what to call it in errors; must hold no personal data.
        most_errors: how many faults are listed; the rest are only counted.

    Raises:
        InputError: `file_empty`, `not_a_report`, `wrong_kind`, `statement_too_large` or
            `statement_unreadable`: it is neither of the two, or was cut short.
    """
    refuse_other_kinds(data, source, "xml")
    root = _root(data, source)
    statements = list(_descendants(root, *_ACCOUNTS))
    _refuse_repeated(statements, source)
    entries = [
        _read_entry(statement, entry)
        for statement in statements
        for entry in _children(statement, "Ntry")
    ]
    errors = [
        RowError(
            source=source,
            line=row,
            column=column,
            code=fault,
            value_class=seen,
            expected=expected,
            counted="entry",
        )
        for row, entry in enumerate(entries, start=1)
        for column, fault, seen, expected in entry.faults
    ]
    return Reading(
        record="bank_entry",
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        format_name=FORMAT_NAME,
        # The format is a standard, not a file of ours: its namespace stands for it.
        format_sha256=hashlib.sha256(_document(root).tag.encode()).hexdigest(),
        rows=FrameRows(_frame(entries)),
        errors=tuple(errors[:most_errors]),
        error_count=len(errors),
        rows_in=len(entries),
        lines=lambda row: _entry_text(data, source, row),
    )


def _root(data: bytes, source: str) -> Element:
    if len(data) > MAX_BYTES:
        raise InputError(
            "statement_too_large",
            f"{source} is larger than {MAX_BYTES // 1_000_000} MB.",
            "Ask the bank for one statement a month.",
            source=source,
        )
    unreadable = InputError(
        "statement_unreadable",
        f"{source} is not a whole camt.053 or camt.054 bank statement.",
        "Download it from the bank again, as camt.053 (XML).",
        source=source,
    )
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        # LookupError: an encoding that does not exist.
        raise unreadable from None
    documents = [each for each in root.iter() if _name(each) == "Document"]
    if not documents or not all(_NAMESPACE.fullmatch(_namespace(each)) for each in documents):
        raise unreadable
    found: Element = root
    return found


def _document(root: Element) -> Element:
    """The document itself: some banks send it in an envelope."""
    return next(_descendants(root, "Document"))


def _namespace(element: Element) -> str:
    return element.tag.partition("}")[0].removeprefix("{")


def _refuse_repeated(statements: list[Element], source: str) -> None:
    """Refuse a file that holds one statement twice: its money would count twice.

    Raises:
        InputError: `statement_repeated`. Equal entries in one statement are genuine.
    """
    seen: set[bytes] = set()
    for statement in statements:
        if not _text(statement, "Id") or not _children(statement, "Ntry"):
            continue
        content = hashlib.sha256(tostring(statement)).digest()
        if content in seen:
            raise InputError(
                "statement_repeated",
                f"{source} holds the same statement twice.",
                "Download it from the bank again; if it always comes so, ask the bank.",
                source=source,
            )
        seen.add(content)


def _name(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def _children(parent: Element | None, name: str) -> list[Element]:
    return [] if parent is None else [child for child in parent if _name(child) == name]


def _descendants(root: Element, *names: str) -> Iterator[Element]:
    return (element for element in root.iter() if _name(element) in names)


def _find(parent: Element | None, path: str) -> Element | None:
    """The first element at a path of names, in any namespace."""
    for name in path.split("/"):
        parent = next(iter(_children(parent, name)), None)
    return parent


def _text(parent: Element | None, *paths: str) -> str:
    """The text of the first path that has one."""
    for path in paths:
        element = _find(parent, path)
        if element is not None and element.text and element.text.strip():
            return element.text.strip()
    return ""


def _read_entry(statement: Element, entry: Element) -> _Entry:
    read: dict[str, Any] = {}
    faults: list[tuple[str, Fault, str, str]] = []

    def keep(name: str, column: str, found: Any) -> None:
        if isinstance(found, tuple):
            faults.append((column, *found))
        else:
            read[name] = found

    keep("account", "Acct", _account(statement))
    # Either may be left out by the bank; both are then the same day.
    booked = _text(entry, "BookgDt/Dt", "BookgDt/DtTm")
    value_date = _text(entry, "ValDt/Dt", "ValDt/DtTm")
    keep("booked", "BookgDt", _day(booked or value_date))
    keep("value_date", "ValDt", _day(value_date or booked))
    keep("amount", "Amt", _amount(entry))
    status = _text(entry, "Sts/Cd", "Sts")
    if status != "BOOK":
        faults.append(("Sts", Fault.NOT_BOOKED, value_class(status), "BOOK"))
    details = [d for part in _children(entry, "NtryDtls") for d in _children(part, "TxDtls")]
    read["reference"] = _reference(entry, details)
    read["counterparty"] = _counterparty(entry, details)
    read["text"] = _words(entry, details)
    read["reversal"] = _REVERSAL if _is_reversal(entry) else ""
    return _Entry(read, tuple(faults))


_Found = tuple[Fault, str, str]


def _account(statement: Element) -> str | _Found:
    """The statement's own account: 11 digits, also when it is given as a Norwegian IBAN."""
    iban = _text(statement, "Acct/Id/IBAN").replace(" ", "").upper()
    number = _text(statement, "Acct/Id/Othr/Id").replace(" ", "").replace(".", "")
    if not iban and _NORWEGIAN_IBAN.fullmatch(number.upper()):
        iban, number = number.upper(), ""
    if iban:
        turned = iban[_BANK_DIGITS:] + "2324" + iban[2:_BANK_DIGITS]  # N is 23 and O is 24
        if not _NORWEGIAN_IBAN.fullmatch(iban) or int(turned) % 97 != 1:
            return Fault.ACCOUNT_INVALID, value_class(iban), ""
        number = iban[_BANK_DIGITS:]
    if not number:
        return Fault.MISSING, "empty", ""
    if not AccountNumber.is_valid(number):
        return Fault.ACCOUNT_INVALID, value_class(number), ""
    return number


def _day(text: str) -> date | _Found:
    if not text:
        return Fault.MISSING, "empty", ""
    day = text[: len("yyyy-MM-dd")]
    try:
        told = date.fromisoformat(day if _DAY.fullmatch(day) else "")
    except ValueError:
        return Fault.DATE_INVALID, value_class(text), "yyyy-MM-dd"
    try:
        moment = datetime.fromisoformat(text)
        # 22:30 in Greenwich is the next day here; a day with a zone has no such hour.
        return moment.astimezone(OSLO).date() if moment.tzinfo and "T" in text else told
    except (ValueError, OverflowError):
        return told


def _amount(entry: Element) -> int | _Found:
    """The entry's amount in øre, negative when money left the account."""
    element = _find(entry, "Amt")
    if element is None or not (element.text or "").strip():
        return Fault.MISSING, "empty", ""
    text = (element.text or "").strip()
    if element.get("Ccy") != _CURRENCY:
        return Fault.CURRENCY, value_class(element.get("Ccy") or ""), _CURRENCY
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return Fault.AMOUNT_INVALID, value_class(text), "1234.50"
    kroner, part = found.group(1), (found.group(2) or "").rstrip("0")
    if len(part) > 2:  # noqa: PLR2004 - øre are hundredths
        return Fault.AMOUNT_DECIMALS, value_class(text), ""
    ore = int(kroner) * 100 + int(part.ljust(2, "0"))
    direction = _text(entry, "CdtDbtInd")
    if direction not in {"CRDT", "DBIT"}:
        return Fault.VALUE_UNKNOWN, value_class(direction), "CRDT, DBIT"
    return ore if direction == "CRDT" else -ore


def _reference(entry: Element, details: list[Element]) -> str:
    """What identifies the payment: the payee's own reference first, the bank's last."""
    paths = (
        "RmtInf/Strd/CdtrRefInf/Ref",
        "Refs/EndToEndId",
        "RmtInf/Ustrd",
        "Refs/AcctSvcrRef",
    )
    if len(details) == 1:
        for path in paths:
            found = _text(details[0], path)
            if found not in _NO_REFERENCE:
                return found
    return _text(entry, "AcctSvcrRef", "NtryRef")


def _counterparty(entry: Element, details: list[Element]) -> str:
    """The other party's name, when all of the entry's payments have the same.

    When a payment is taken back, its parties keep the roles that they had in it.
    """
    came_in = _text(entry, "CdtDbtInd") == "CRDT"
    role = "Dbtr" if came_in != _is_reversal(entry) else "Cdtr"
    paths = (f"RltdPties/{role}/Nm", f"RltdPties/{role}/Pty/Nm")
    names = {_text(detail, *paths) for detail in details}
    return names.pop() if len(names) == 1 else ""


def _is_reversal(entry: Element) -> bool:
    return _text(entry, "RvslInd").casefold() in {"true", "1"}


def _words(entry: Element, details: list[Element]) -> str:
    """What the payer wrote, when it is one payment; else the bank's own words, if any."""
    if len(details) == 1:
        written = (
            (part.text or "").strip()
            for information in _children(details[0], "RmtInf")
            for part in _children(information, "Ustrd")
        )
        told = " ".join(part for part in written if part) or _text(details[0], "AddtlTxInf")
        if told:
            return told
    return _text(entry, "AddtlNtryInf")


def _frame(entries: list[_Entry]) -> pd.DataFrame:
    right = [(row, e.read) for row, e in enumerate(entries, start=1) if not e.faults]

    def column(name: str) -> list[Any]:
        return [values[name] for _, values in right]

    days = {
        name: np.array(column(name), dtype="datetime64[D]").astype("datetime64[s]")
        for name in ("booked", "value_date")
    }
    return pd.DataFrame(
        {
            "row": pd.Series([row for row, _ in right], dtype="int64"),
            "account": pd.Series(column("account"), dtype="str"),
            "booked": days["booked"],
            "value_date": days["value_date"],
            "amount": pd.Series(column("amount"), dtype="int64"),
            "reference": pd.Series(column("reference"), dtype="str"),
            "counterparty": pd.Series(column("counterparty"), dtype="str"),
            "text": pd.Series(column("text"), dtype="str"),
            "reversal": pd.Series(column("reversal"), dtype="str"),
        }
    )


def _entry_text(data: bytes, source: str, row: int) -> str:
    """An entry's own XML, parsed anew, for showing beside the record."""
    root = _root(data, source)
    entries = [
        entry
        for statement in _descendants(root, *_ACCOUNTS)
        for entry in _children(statement, "Ntry")
    ]
    if not 1 <= row <= len(entries):
        raise row_missing(source, row)
    entry = entries[row - 1]
    for element in entry.iter():
        element.tag = _name(element)  # the namespace on every tag would hide the content
    return " ".join(tostring(entry, encoding="unicode").split())
