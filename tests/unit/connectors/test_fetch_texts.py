from dataclasses import astuple

import pytest

from rutine.connectors.content import ContentFault, ContentFinding
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetch_texts import en, fetch_text, nb, nn, progress_text, refusal_text
from rutine.core.reason_texts import Language

CATALOGUES = (nb, nn, en)


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_each_reason_and_fault_has_its_sentences_and_no_more(catalogue: object) -> None:
    assert set(catalogue.REASONS) == set(FetchReason)
    assert set(catalogue.CONTENT) == set(ContentFault)
    assert set(catalogue.PROGRESS) == set(nb.PROGRESS)


@pytest.mark.parametrize("reason", FetchReason)
def test_a_reason_says_what_it_means_and_what_to_do(reason: FetchReason) -> None:
    texts = [fetch_text(reason, language) for language in Language]
    assert all(sentence.endswith(".") for text in texts for sentence in astuple(text))
    assert len({text.meaning for text in texts}) == len(texts)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "reason",
    [
        FetchReason.SYSTEM_USER_MISSING,
        FetchReason.API_NO_ACCESS,
        FetchReason.API_NO_REPORTS,
        FetchReason.API_LIST_INCOMPLETE,
        FetchReason.LISTS_NO_ACCESS,
        FetchReason.NO_COMPANIES,
        FetchReason.NO_ACCESS_OR_OUTAGE,
        FetchReason.KNOWN_REPORT_MISSING,
        FetchReason.NO_REPORTS,
        FetchReason.NO_KNOWN_REPORT,
    ],
)
def test_what_may_be_access_or_an_outage_says_where_to_look(
    reason: FetchReason, language: Language
) -> None:
    assert "https://" in fetch_text(reason, language).action


def test_a_refusal_names_the_line_in_the_readers_language() -> None:
    finding = ContentFinding(ContentFault.OTHER_EMPLOYER, 7)
    assert refusal_text(finding) == "En linje gjelder en annen arbeidsgiver. (linje 7)"
    assert refusal_text(finding, Language.EN).endswith("(line 7)")
    assert "(" not in refusal_text(ContentFinding(ContentFault.EMPTY))


def test_progress_holds_the_number() -> None:
    assert progress_text("report", 1128, Language.EN) == "Report 1128 is fetched and checked"
