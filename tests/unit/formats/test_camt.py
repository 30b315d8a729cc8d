"""Bank statements: entries, both versions, and what is refused."""

from __future__ import annotations

import pandas as pd
import pytest

from rutine.core.errors import InputError
from rutine.core.records import COLUMNS
from rutine.formats.camt import read_camt
from rutine.formats.row_error import Fault
from tests.golden.formats.writers import ACCOUNT, OTHER_ACCOUNT, camt, camt054, entry, iban

NAV = "<TxDtls><Refs><EndToEndId>NAV-20260803</EndToEndId></Refs><RltdPties>{}</RltdPties></TxDtls>"
DETAILS_02 = NAV.format("<Dbtr><Nm>NAV</Nm></Dbtr>")
DETAILS_08 = NAV.format("<Dbtr><Pty><Nm>NAV</Nm></Pty></Dbtr>")


@pytest.mark.parametrize(
    ("version", "status", "details"),
    [("02", "BOOK", DETAILS_02), ("08", "<Cd>BOOK</Cd>", DETAILS_08)],
)
def test_an_entry_is_read_in_each_version(version: str, status: str, details: str):
    data = camt([entry(status=status, details=details)], version=version)
    reading = read_camt(data, source="bank 2026-08")
    assert reading.errors == ()
    row = reading.frame.iloc[0]
    assert row["row"] == 1
    assert row["account"] == ACCOUNT
    assert row["booked"] == row["value_date"] == pd.Timestamp("2026-08-03")
    assert row["amount"] == 909300
    assert row["reference"] == "NAV-20260803"
    assert row["counterparty"] == "NAV"
    assert reading.record == "bank_entry"
    assert list(reading.frame.columns) == list(COLUMNS["bank_entry"])


def test_a_notification_is_read_as_a_statement_is():
    statement, notice = (
        read_camt(data([entry(details=DETAILS_02), entry("2.00")]), source="bank")
        for data in (camt, camt054)
    )
    assert notice.errors == ()
    pd.testing.assert_frame_equal(notice.frame, statement.frame)


@pytest.mark.parametrize(
    ("details", "text"),
    [
        (
            "<TxDtls><RmtInf><Ustrd>Refusjon</Ustrd><Ustrd>nr 2</Ustrd></RmtInf></TxDtls>",
            "Refusjon nr 2",
        ),
        ("<TxDtls><AddtlTxInf>Lønn</AddtlTxInf></TxDtls>", "Lønn"),
        ("<TxDtls/>", ""),
        ("<TxDtls><AddtlTxInf>En</AddtlTxInf></TxDtls><TxDtls/>", ""),
    ],
)
def test_the_text_is_what_the_payer_wrote(details: str, text: str):
    assert read_camt(camt([entry(details=details)]), source="bank").frame["text"].tolist() == [text]


def test_a_batch_has_the_banks_own_words():
    two = entry(details="<TxDtls/><TxDtls/>").replace(
        "</Ntry>", "<AddtlNtryInf>Samlepost</AddtlNtryInf></Ntry>"
    )
    assert read_camt(camt([two]), source="bank").frame["text"].tolist() == ["Samlepost"]


@pytest.mark.parametrize("own", ["<IBAN>{}</IBAN>", "<Othr><Id>{}</Id></Othr>"])
def test_a_norwegian_iban_gives_the_account_number(own: str):
    data = camt([entry()], account_id=own.format(iban(ACCOUNT)))
    assert read_camt(data, source="bank").frame["account"].tolist() == [ACCOUNT]


def test_money_out_is_negative_and_entries_are_numbered_across_statements():
    two = camt([entry("100.5", direction="DBIT"), entry("1")]).replace(
        b"</BkToCstmrStmt>",
        b"<Stmt><Acct><Id><Othr><Id>"
        + OTHER_ACCOUNT.encode()
        + b"</Id></Othr></Id></Acct>"
        + entry("2.00").encode()
        + b"</Stmt></BkToCstmrStmt>",
    )
    reading = read_camt(two, source="bank")
    assert reading.frame["amount"].tolist() == [-10050, 100, 200]
    assert reading.frame["account"].tolist() == [ACCOUNT, ACCOUNT, OTHER_ACCOUNT]
    assert reading.frame["row"].tolist() == [1, 2, 3]
    assert reading.total == -10050 + 300


def test_a_batch_has_no_single_reference_or_counterparty():
    details = DETAILS_02 + DETAILS_02.replace("<Nm>NAV", "<Nm>Andre")
    row = read_camt(camt([entry(details=details)]), source="bank").frame.iloc[0]
    assert row["reference"] == "BANK-1"
    assert row["counterparty"] == ""


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        (entry(currency="EUR"), "Amt", Fault.CURRENCY),
        (entry("12.345"), "Amt", Fault.AMOUNT_DECIMALS),
        (entry("-12.00"), "Amt", Fault.AMOUNT_INVALID),
        (entry("12,00"), "Amt", Fault.AMOUNT_INVALID),
        (entry(""), "Amt", Fault.MISSING),
        (entry(direction="IN"), "Amt", Fault.VALUE_UNKNOWN),
        (entry(status="PDNG"), "Sts", Fault.NOT_BOOKED),
    ],
)
def test_a_faulty_entry_is_a_row_error_and_the_others_are_read(changed, column, code):
    reading = read_camt(camt([entry(), changed, entry()]), source="bank")
    assert [(e.line, e.column, e.code) for e in reading.errors] == [(2, column, code)]
    assert reading.frame["row"].tolist() == [1, 3]
    assert reading.rows_in == 3


def test_a_wrong_day_is_a_row_error_for_both_days():
    reading = read_camt(camt([entry(day="2026-02-30")]), source="bank")
    assert [(e.column, e.code) for e in reading.errors] == [
        ("BookgDt", Fault.DATE_INVALID),
        ("ValDt", Fault.DATE_INVALID),
    ]
    assert reading.frame["booked"].dtype == "datetime64[s]"


@pytest.mark.parametrize(
    "own",
    [
        f"<IBAN>NO00{ACCOUNT}</IBAN>",
        "<IBAN>DE89370400440532013000</IBAN>",
        "<Othr><Id>12345678901</Id></Othr>",
        "",
    ],
)
def test_an_account_that_is_not_norwegian_and_right_is_a_row_error(own: str):
    data = camt([entry()]).replace(f"<Othr><Id>{ACCOUNT}</Id></Othr>".encode(), own.encode())
    assert [e.column for e in read_camt(data, source="bank").errors] == ["Acct"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"<!doctype html><html></html>", "not_a_report"),
        (b"a;b;c", "wrong_kind"),
        (camt([entry()])[:-40], "statement_unreadable"),
        (camt([entry()]).replace(b"camt.053", b"camt.052"), "statement_unreadable"),
        (b"<Document/>", "statement_unreadable"),
        (b'<?xml version="1.0" encoding="x-no-such"?><Document/>', "statement_unreadable"),
        (
            b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><Document>&a;</Document>',
            "statement_unreadable",
        ),
    ],
)
def test_what_is_not_a_whole_statement_is_refused(data: bytes, code: str):
    with pytest.raises(InputError) as refused:
        read_camt(data, source="bank")
    assert refused.value.code == code


def test_a_statement_without_entries_is_empty_and_not_an_error():
    reading = read_camt(camt([]), source="bank")
    assert reading.rows_in == 0
    assert reading.frame["amount"].dtype == "int64"
    assert reading.frame["value_date"].dtype == "datetime64[s]"


def test_the_entrys_own_text_is_shown_without_namespaces():
    reading = read_camt(camt([entry("1.00"), entry("2.00")]), source="bank")
    assert reading.raw_line(2).startswith('<Ntry><Amt Ccy="NOK">2.00</Amt>')
    with pytest.raises(InputError):
        reading.raw_line(3)
