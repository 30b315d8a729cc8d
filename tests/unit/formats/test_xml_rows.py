"""Visma's export of persons, in its own bytes; and XML that is not to be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.core.made_up import national_ids
from rutine.formats import xml_rows
from rutine.formats.format_check import check_format
from rutine.formats.format_file import load_format
from rutine.formats.reading import Reading, read

FORMATS = Path(__file__).parents[3] / "mappings" / "formats"
ONE, TWO = list(zip(range(2), national_ids(), strict=False))
HEAD = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
ROOT = (
    '<personsXML xsi:noNamespaceSchemaLocation="http://localhost/hrm_ws/schemas/person/'
    'enterprisePersonsExport.xsd"\n    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
PERSON = """
    <person personIdHRM="7">
        <contactInfo><email>1001@prove.no</email></contactInfo>
        <dependents/>
        <employments>
            <employment>
                <category id="F"><description>Fast ansatt</description></category>
                <employeeId>1001</employeeId>
                <positions>
                    <position isPrimaryPosition="true" validFromDate="2020-04-03">
                        <chart id="101">
                            <unit id="SYK1" name="Sykehjem avdeling 1"><manager id="9"/></unit>
                        </chart>
                        <positionInfo>
                            <positionCode name="Sykepleier" positionCode="7174"/>
                        </positionInfo>
                        <positionPercentage>87.5</positionPercentage>
                        <positionStartDate>2020-02-01</positionStartDate>
                        <positionStatistics>
                            <businessNumber name="Sykehjemmet" value="970001018"/>
                        </positionStatistics>
                    </position>
                    <position isPrimaryPosition="false" validFromDate="2021-01-01">
                        <chart id="101"><unit id="SYK2" name="Sykehjem avdeling 2"/></chart>
                        <positionEndDate>2022-12-31</positionEndDate>
                        <positionInfo/>
                    </position>
                </positions>
                <startDate>2020-02-01</startDate>
            </employment>
        </employments>
        <familyName>Prøve</familyName>
        <givenName>Kari</givenName>
        <ssn>{ssn}</ssn>
    </person>"""


def export(*people: str, head: str = HEAD + ROOT, encoding: str = "utf-8") -> bytes:
    return f"{head}{''.join(people)}\n</personsXML>".encode(encoding)


WHOLE = export(PERSON.format(ssn=ONE[1]))


def reading(record: str, data: bytes = WHOLE) -> Reading:
    form = load_format(FORMATS / f"visma_persons_{record}_xml.yaml")
    return read(form, data, source="list 1", identities="synthetic")


def rows(record: str, *columns: str) -> list[tuple[str, ...]]:
    frame = reading(record).frame
    return [tuple(map(str, row)) for row in frame[list(columns)].itertuples(index=False)]


def test_each_employment_is_an_employee() -> None:
    told = rows("employees", "employee_number", "person", "name", "email", "hired", "left")
    day = "2020-02-01 00:00:00"
    assert told == [("1001", ONE[1], "Kari Prøve", "1001@prove.no", day, "NaT")]


def test_each_position_has_the_number_of_its_employment_and_its_own_days() -> None:
    assert rows("positions", "employee_number", "unit", "position_code", "percent", "tags") == [
        ("1001", "SYK1", "7174", "8750", "permanent"),
        ("1001", "SYK2", "", "<NA>", "permanent"),
    ]
    assert rows("positions", "first", "last") == [
        ("2020-02-01 00:00:00", "NaT"),
        ("2021-01-01 00:00:00", "2022-12-31 00:00:00"),
    ]


def test_units_are_those_of_the_positions() -> None:
    assert rows("units", "unit", "name", "sub_unit") == [
        ("SYK1", "Sykehjem avdeling 1", "970001018"),
        ("SYK2", "Sykehjem avdeling 2", ""),
    ]


def test_a_fault_is_told_by_its_element_and_the_others_are_read() -> None:
    bad = PERSON.format(ssn=TWO[1]).replace("<employeeId>1001</employeeId>", "<employeeId/>")
    found = reading("employees", export(PERSON.format(ssn=ONE[1]), bad))
    assert (found.rows_in, found.count) == (2, 1)
    (error,) = found.errors
    assert (error.line, error.column, error.counted) == (2, "employeeId", "entry")


def test_a_row_is_shown_as_what_is_read_of_it_without_national_ids() -> None:
    shown = reading("employees").raw_line(1)
    assert "employeeId = 1001" in shown
    assert ONE[1] not in shown
    with pytest.raises(InputError):
        reading("employees").raw_line(2)


@pytest.mark.parametrize(
    "more",
    [
        "<bankDetails><accountNumber>1</accountNumber></bankDetails>",
        '<taxDetails><taxDeductionCard cardId="0"/></taxDetails>',
        "<maritalStatus>gift</maritalStatus>",
        "<maritalStatus><code/>gift</maritalStatus>",
        '<family maritalStatus="gift"/>',
        '<family xmlns:v="urn:v" v:MaritalStatus="gift"/>',
    ],
)
def test_an_export_that_tells_too_much_is_refused(more: str) -> None:
    with pytest.raises(InputError) as refused:
        reading("employees", export(PERSON.format(ssn=ONE[1]), more))
    assert refused.value.code == "header_forbidden"
    assert "gift" not in str(refused.value)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><personsXML><person>&c;</person></personsXML>'
)
FETCHES = (
    '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    "<personsXML><person>&a;</person></personsXML>"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (LAUGHS.encode(), "xml_unreadable"),
        (FETCHES.encode(), "xml_unreadable"),
        (b"<!DOCTYPE personsXML><personsXML/>", "xml_unreadable"),
        (WHOLE[:-20], "xml_unreadable"),
        (WHOLE.decode().encode("windows-1252"), "xml_unreadable"),
        (WHOLE.replace(b'"utf-8"', b'"utf-99"'), "xml_unreadable"),
        (b"<unitsXML><unit/></unitsXML>", "xml_other"),
        (b"Ansattnr;Navn\n1001;Kari\n", "wrong_kind"),
        (b"", "file_empty"),
        (b"<!doctype html><html><body>Logg inn</body></html>", "not_a_report"),
    ],
)
def test_a_file_that_is_none_gives_a_clear_error(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as refused:
        reading("employees", data)
    assert refused.value.code == code


def test_a_file_larger_than_any_export_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_rows, "MAX_BYTES", len(WHOLE) - 1)
    with pytest.raises(InputError) as refused:
        reading("employees")
    assert refused.value.code == "xml_too_large"


def test_an_export_of_nobody_is_an_empty_list_and_a_namespace_is_no_hindrance() -> None:
    assert reading("employees", b"<personsXML/>").rows_in == 0
    spaced = WHOLE.replace(b"<personsXML ", b'<personsXML xmlns="urn:visma" ')
    assert reading("employees", spaced).count == 1


def test_row_belongs_with_xml() -> None:
    form = load_format(FORMATS / "visma_persons_units_xml.yaml")
    assert check_format(form) == ()
    for wrong in ({"row": None}, {"kind": "delimited"}):
        assert ("row",) in {each.path for each in check_format(form.model_copy(update=wrong))}
