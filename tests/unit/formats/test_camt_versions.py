"""Bank files of every version, from every bank, and files that mean harm."""

from __future__ import annotations

import time

import pytest

from rutine.core.errors import InputError
from rutine.formats.camt import read_camt
from rutine.formats.reading import Reading
from rutine.formats.row_error import Fault
from tests.golden.formats.writers import ACCOUNT, OTHER_ACCOUNT, camt, camt054, entry

PAYER = "<TxDtls><RltdPties><{role}><Nm>NAV</Nm></{role}></RltdPties></TxDtls>"
PAYER_08 = "<TxDtls><RltdPties><{role}><Pty><Nm>NAV</Nm></Pty></{role}></RltdPties></TxDtls>"


def read(data: bytes) -> Reading:
    return read_camt(data, source="bank")


@pytest.mark.parametrize("kind", ["053", "054"])
@pytest.mark.parametrize("version", [f"{number:02d}" for number in range(2, 14)])
def test_every_version_of_both_kinds_gives_the_same_entry(kind: str, version: str) -> None:
    new = int(version) >= 8
    details = (PAYER_08 if new else PAYER).format(role="Dbtr")
    status = "<Cd>BOOK</Cd>" if new else "BOOK"
    data = (camt if kind == "053" else camt054)([entry(status=status, details=details)])
    data = data.replace(f"camt.{kind}.001.02".encode(), f"camt.{kind}.001.{version}".encode())
    reading = read(data)
    assert reading.errors == ()
    row = reading.frame.iloc[0]
    assert (row["amount"], row["counterparty"], row["account"]) == (909_300, "NAV", ACCOUNT)


@pytest.mark.parametrize(
    "other", ["pain.001.001.03", "pain.002.001.03", "camt.052.001.02", "camt.056.001.08"]
)
def test_other_messages_are_refused(other: str) -> None:
    with pytest.raises(InputError) as refused:
        read(camt([entry()]).replace(b"camt.053.001.02", other.encode()))
    assert refused.value.code == "statement_unreadable"


def test_a_prefix_and_an_envelope_are_how_some_banks_send_it() -> None:
    plain = camt([entry()]).partition(b"?>\n")[2]
    wrapped = b'<?xml version="1.0"?><Envelope xmlns="urn:bank"><Header/>' + plain + b"</Envelope>"
    assert read(wrapped).frame["amount"].tolist() == [909_300]
    prefixed = plain.replace(b"xmlns=", b"xmlns:c=").replace(b"</", b"</c:")
    for name in {word.split(b">")[0].split(b" ")[0] for word in plain.split(b"<")[1:]}:
        if not name.startswith(b"/"):
            for end in (b">", b" ", b"/>"):
                prefixed = prefixed.replace(b"<" + name + end, b"<c:" + name + end)
    assert read(prefixed).frame["amount"].tolist() == [909_300]


def test_a_batch_is_one_entry_as_it_is_on_the_account() -> None:
    parts = "".join(
        f'<TxDtls><Refs><EndToEndId>{n}</EndToEndId></Refs><Amt Ccy="NOK">{n}.00</Amt></TxDtls>'
        for n in (4000, 5093)
    )
    batch = entry(details=f"<Btch><NbOfTxs>2</NbOfTxs></Btch>{parts}")
    reading = read(camt([batch, entry("1.00")]))
    assert reading.frame["amount"].tolist() == [909_300, 100]
    assert reading.frame["reference"].tolist()[0] == "BANK-1"


@pytest.mark.parametrize(("direction", "role"), [("DBIT", "Dbtr"), ("CRDT", "Cdtr")])
def test_what_takes_a_payment_back_is_marked_and_keeps_the_payments_parties(
    direction: str, role: str
) -> None:
    back = entry(direction=direction, details=PAYER.format(role=role)).replace(
        "<Sts>", "<RvslInd>true</RvslInd><Sts>"
    )
    row = read(camt([entry(), back])).frame.iloc[1]
    assert (row["reversal"], row["counterparty"]) == ("reversal", "NAV")
    assert row["amount"] == (-909_300 if direction == "DBIT" else 909_300)


def test_a_reversal_that_is_said_not_to_be_one_is_none() -> None:
    told = entry().replace("<Sts>", "<RvslInd>false</RvslInd><Sts>")
    assert read(camt([told])).frame["reversal"].tolist() == [""]


def test_each_statement_has_its_own_account() -> None:
    second = camt([entry("2.00")], account_id=f"<Othr><Id>{OTHER_ACCOUNT}</Id></Othr>")
    statement = second[second.index(b"<Stmt>") : second.index(b"</BkToCstmrStmt>")]
    data = camt([entry("1.00")]).replace(b"</BkToCstmrStmt>", statement + b"</BkToCstmrStmt>")
    reading = read(data)
    assert reading.frame["account"].tolist() == [ACCOUNT, OTHER_ACCOUNT]
    assert reading.frame["amount"].tolist() == [100, 200]


def test_one_statement_twice_in_a_file_is_refused_and_equal_entries_are_not() -> None:
    assert read(camt([entry(), entry()])).count == 2
    data = camt([entry()])
    statement = data[data.index(b"<Stmt>") : data.index(b"</BkToCstmrStmt>")]
    with pytest.raises(InputError) as refused:
        read(data.replace(b"</BkToCstmrStmt>", statement + b"</BkToCstmrStmt>"))
    assert refused.value.code == "statement_repeated"


@pytest.mark.parametrize("missing", ["BookgDt", "ValDt"])
def test_one_of_the_days_may_be_left_out(missing: str) -> None:
    one = f"<{missing}><Dt>2026-08-03</Dt></{missing}>"
    row = read(camt([entry().replace(one, "")])).frame.iloc[0]
    assert row["booked"] == row["value_date"]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-08-02T22:30:00Z", "2026-08-03"),
        ("2026-08-03T00:30:00.000+02:00", "2026-08-03"),
        ("2026-08-03T23:59:59", "2026-08-03"),
        ("2026-08-03T24:00:00", "2026-08-03"),
        ("2026-08-03+02:00", "2026-08-03"),
        ("9999-12-31T23:30:00Z", "9999-12-31"),
    ],
)
def test_a_moment_is_a_day_in_norway(moment: str, day: str) -> None:
    told = entry().replace("<BookgDt><Dt>2026-08-03</Dt>", f"<BookgDt><DtTm>{moment}</DtTm>")
    assert str(read(camt([told])).frame["booked"].iloc[0].date()) == day


def test_without_any_day_the_entry_is_faulty() -> None:
    bare = entry().replace("<BookgDt><Dt>2026-08-03</Dt></BookgDt>", "")
    bare = bare.replace("<ValDt><Dt>2026-08-03</Dt></ValDt>", "")
    assert [e.code for e in read(camt([bare])).errors] == [Fault.MISSING, Fault.MISSING]


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("9" * 14, Fault.AMOUNT_INVALID),
        ("9" * 100_000, Fault.AMOUNT_INVALID),
        ("1E9", Fault.AMOUNT_INVALID),
        ("NaN", Fault.AMOUNT_INVALID),
        ("٣٠", Fault.AMOUNT_INVALID),
        ("1.", Fault.AMOUNT_INVALID),
        ("", Fault.MISSING),
    ],
)
def test_a_number_that_is_none_is_a_faulty_entry(amount: str, code: Fault) -> None:
    reading = read(camt([entry(amount), entry("1.00")]))
    assert [error.code for error in reading.errors] == [code]
    assert reading.frame["amount"].tolist() == [100]


def test_an_entry_without_an_amount_or_in_another_currency_is_faulty() -> None:
    bare = entry().replace('<Amt Ccy="NOK">9093.00</Amt>', "")
    other = entry().replace(' Ccy="NOK"', "")
    assert [e.code for e in read(camt([bare, other])).errors] == [Fault.MISSING, Fault.CURRENCY]


def doctype(inner: str, use: str) -> bytes:
    text = camt([entry().replace("BANK-1", use)]).decode()
    return text.replace("?>\n", f"?>\n<!DOCTYPE Document [{inner}]>\n", 1).encode()


LAUGHS = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
)


@pytest.mark.parametrize(
    "data",
    [
        doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        doctype('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "&x;"),
        doctype('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;', "x"),
        doctype(LAUGHS, "&a11;"),
        doctype(f'<!ENTITY q "{"q" * 50_000}">', "&q;" * 5_000),
        doctype("", "no entity at all"),
        camt([entry()]).replace(b"?>\n", b'?>\n<!DOCTYPE Document SYSTEM "camt.dtd">\n', 1),
        camt([entry()]).replace(b"BANK-1", b"&undefined;"),
    ],
    ids=["file", "address", "parameter", "laughs", "quadratic", "bare", "elsewhere", "undefined"],
)
def test_a_file_that_means_harm_is_refused_at_once(data: bytes) -> None:
    start = time.process_time()
    with pytest.raises(InputError) as refused:
        read(data)
    assert refused.value.code == "statement_unreadable"
    assert time.process_time() - start < 1


def test_elements_without_end_are_no_crash() -> None:
    deep = b"<a>" * 20_000 + b"</a>" * 20_000
    data = camt([entry()]).replace(b"</BkToCstmrStmt>", deep + b"</BkToCstmrStmt>")
    assert read(data).count == 1
