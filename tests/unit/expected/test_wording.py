"""The account in bokmål, nynorsk and English: no key, no ISO day and no other language in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from openpyxl import load_workbook

from rutine.core.differences import Evidence
from rutine.core.reason_texts import Language
from rutine.refunds.expected import basis as basis_module
from rutine.refunds.expected.account import ExpectedRefund
from rutine.refunds.expected.explanation import explain
from rutine.refunds.expected.laws import LAWS
from rutine.refunds.expected.tables import NumberName
from rutine.routines import expected_files, expected_totals
from rutine.routines.expected_case import load_case
from rutine.routines.expected_files import RefusedPerson
from rutine.routines.expected_names import CODES, FIELDS, METHODS, NUMBERS, RULES, UNITS
from rutine.routines.expected_output import as_text, explanation_as_text, write_workbook
from rutine.routines.expected_reasons import known, reason_text
from rutine.routines.expected_wording import evidence_text, field_text
from tests.expected_people import MAPPINGS, account, ask, basis, job, tables

EXAMPLES = sorted((MAPPINGS / "examples" / "expected_refund").iterdir())
RULES_FOLDER = Path(basis_module.__file__).parent
NORWEGIAN = [Language.NB, Language.NN]
ENGLISH = re.compile(
    r"\b(the|of|on|from|no|not|is|days?|weeks?|months?|years?|hours|percent|income|report|"
    r"absence|missing|employer|paid|pay|benefit|unknown|holiday|salary|table|when|what)\b"
)
CONSTANT_PARTS = 2


def assert_norwegian(text: str) -> None:
    assert not re.findall(r"[a-z0-9]+_[a-z0-9_]+", text)
    assert not ENGLISH.findall(text)
    assert not re.findall(r"\d{4}-\d\d-\d\d", text)
    assert not re.findall(r"(?<![\w–])-\d", text)


def written(call: ast.Call, place: int) -> str | None:
    """The text of an argument, with a day in place of what varies; None when it is no text."""
    if len(call.args) <= place:
        return None
    part = call.args[place]
    if isinstance(part, ast.Constant):
        return str(part.value)
    if isinstance(part, ast.JoinedStr):
        return "".join(
            str(v.value) if isinstance(v, ast.Constant) else "2018-01-01" for v in part.values
        )
    return None


def calls(name: str) -> Iterator[ast.Call]:
    for path in sorted(RULES_FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == name:
                yield node


@pytest.mark.parametrize("language", NORWEGIAN)
@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_is_written_in_norwegian_only(folder: Path, language: Language):
    case = load_case(folder / "input.yaml")
    found = case.answer(tables())
    assert_norwegian(as_text(found, language))
    paid = case.payment()
    if paid is not None and isinstance(found, ExpectedRefund):
        assert_norwegian(explanation_as_text(explain(found, paid, case.claimed), language))


@pytest.mark.parametrize("language", NORWEGIAN)
def test_an_account_that_cannot_be_made_is_written_in_norwegian_only(language: Language):
    assert_norwegian(as_text(ask(basis(job(incomes=()))), language))
    assert_norwegian(as_text(ask(benefit="?"), language))
    assert_norwegian(as_text(ask(benefit="2"), language))


def test_the_lowest_income_shows_half_and_double_g():
    text = as_text(account(), Language.EN)
    assert "Lowest income (ftrl §§ 8-3, 8-51): 0.5G = 46\xa0817,00, 2G = 187\xa0268,00" in text


def test_every_reason_of_the_rules_has_its_sentences():
    told = {written(call, 1) for call in calls("Missing")} - {None}
    told |= {
        lacking
        for call in calls("Unchecked")
        if (lacking := written(call, 1)) is not None and " " in lacking
    }
    assert len(told) > CONSTANT_PARTS
    # `when` is put together by itself in sickness.py; the examples cover it.
    unknown = {t for t in told if not known(str(t).replace(" 2018-01-01", " for the absence"))}
    assert {t for t in unknown if not known(str(t))} <= {
        "no income report 2018-01-01",
        "when it was sent, 2018-01-01",
    }


def test_every_refusal_of_a_basis_has_its_sentences():
    source = Path(basis_module.__file__).read_text(encoding="utf-8")
    messages = [m for m in re.findall(r'msg = "(.+)"', source) if "{" not in m]
    assert len(messages) > CONSTANT_PARTS
    for message in messages:
        text = reason_text(f"The input cannot be right: jobs.0: {message}.", Language.NB)
        assert_norwegian(text)
        assert text != reason_text("nobody knows this", Language.NB), message


def test_every_key_of_the_rules_has_a_name():
    rules = {written(call, 0) for call in calls("Unchecked")} - {None}
    assert rules | set(LAWS) <= set(RULES)
    assert set(NUMBERS) == set(get_args(NumberName))
    fields = {
        written(call, 0) for name in ("money", "days", "number", "words") for call in calls(name)
    } - {None}
    assert fields <= {*FIELDS, *NUMBERS}
    codes = {written(call, 1) for call in calls("CannotCompute")} - {None}
    assert codes <= set(CODES)
    for texts in [*RULES.values(), *NUMBERS.values(), *UNITS.values(), *CODES.values()]:
        assert set(texts) == set(Language)
    for texts in [*FIELDS.values(), *METHODS.values()]:
        assert set(texts) == set(Language)


def test_fields_and_evidence_are_named():
    assert field_text("jobs.1.incomes.sent", Language.NB) == "sendt (arbeidsforhold 2)"
    count = Evidence(field="grade", kind="count", left="-1", right="80", equal=False)
    assert evidence_text(count, Language.NN) == "grad −1 → 80"
    word = Evidence(field="counted", kind="text", left="as_expected", right="days", equal=False)
    assert evidence_text(word, Language.NB) == "regnet som forventet → et annet antall dager"
    gone = Evidence(field="death", kind="day", left="2018-01-31", right=None, equal=False)
    assert evidence_text(gone, Language.EN) == "day of death 31.01.2018 → –"


def test_refused_rows_in_the_workbook_are_in_the_readers_language(tmp_path: Path):
    rows = [
        RefusedPerson("absences", (2,), "The input cannot be right: to: `to` is before `from`."),
        RefusedPerson("absences", (3,), "kind: unknown day type; allowed: ferie, permisjon"),
        RefusedPerson("income_reports", (4, 5), "grade: Input should be less than 100"),
    ]
    path = tmp_path / "forventa.xlsx"
    write_workbook(path, [], rows, language=Language.NN)
    told = [row[-1] for row in load_workbook(path)["Avviste rader"].iter_rows(values_only=True)]
    assert told == [
        "Merknad",
        "til-datoen er før frå-datoen",
        "ukjend fråværstype, tillate er ferie, permisjon",
        "verdien er ikkje tillaten",
    ]
    last = list(load_workbook(path)["Avviste rader"].iter_rows(values_only=True))[-1]
    assert last[:2] == ("Inntektsmeldingar", "4, 5")
    write_workbook(path, [], rows, language=Language.EN)
    english = [row[-1] for row in load_workbook(path)["Refused rows"].iter_rows(values_only=True)]
    assert english[1] == "the last day is before the first"


def test_the_reasons_of_the_file_path_have_their_sentences():
    for module in (expected_files, expected_totals):
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        for reason in re.findall(r'\(?"((?:kind|to|absences|year|grade|care_days): .+?)"', source):
            assert_norwegian(reason_text(reason.replace("{allowed}", "ferie"), Language.NB))
            assert reason_text(reason, Language.NB) != reason_text("unheard of", Language.NB)
