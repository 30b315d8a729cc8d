"""The document of a service record: as a draft, and made and archived once it is signed.

It is asked for with a form, never by an address alone: making it starts a browser, and that of a
protected person is a look at the case, which is logged.
"""

from __future__ import annotations

from starlette.responses import Response

from rutine.cases.signed.issuing import Document, document_of, enter_document
from rutine.core.errors import InputError
from rutine.review.case import case_page
from rutine.review.case.case_page import Notes, Trouble
from rutine.review.visit import Visit
from rutine.service_records.page import record_page

KIND = "service_record"
"""The kind of the document in the evidence archive."""

_NOT_MADE = frozenset(
    {
        *("browser_missing", "browser_sandbox", "browser_libraries", "browser_screen"),
        *("browser_does_not_start", "pdf_not_made"),
    }
)
"""Why there is no PDF: IT can mend it, and nothing is lost meanwhile."""


def download(visit: Visit) -> Response:
    """`POST /saker/{number}/tjenestebevis`: the draft, or the document that was signed."""
    case = case_page.case_of(visit)  # of a protected person, this is the look that is logged
    with visit.site.database.reading() as session:
        document = document_of(session, visit.site.keys, case.case_id, visit.actor)
    try:
        data = _bytes(visit, case.case_id, document)
    except InputError as error:
        if error.code not in _NOT_MADE:
            raise
        trouble = Trouble(visit.t("record.not_made"))
        notes = Notes(503, title="record.not_made_title", troubles=(trouble,))
        return case_page.page(visit, case_page.case_of(visit), notes)
    word = "tjenestebevis" if document.signature is not None else "utkast"
    name = f"{word}-sak-{document.number}.pdf"
    return Response(
        data,
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def make_at_once(visit: Visit, case_id: str) -> bool:
    """Make the document of a case that has just been signed; whether there is one to be had.

    The signature stands whatever becomes of the document: it is made later where no browser is.
    """
    with visit.site.database.reading() as session:
        try:
            document = document_of(session, visit.site.keys, case_id, visit.actor)
        except InputError:
            return False
    if document.signature is None:
        return False
    try:
        _bytes(visit, case_id, document)
    except InputError as error:
        if error.code not in _NOT_MADE:
            raise
    return True


def _bytes(visit: Visit, case_id: str, document: Document) -> bytes:
    """The document; one that is signed is made once, and is the same for ever after.

    Raises:
        AccessDenied: `role_missing`: it is not made yet, and the reader may only read.
        InputError: why it can't be made, or can't be read in the archive.
    """
    site = visit.site
    if document.issued is not None:
        return site.archive.get(document.issued)
    chosen = document.chosen
    if document.signature is None:
        chosen = chosen or visit.field("source") or None  # nobody adds a choice to what is signed
    made = site.pdf(record_page(document.draft, chosen=chosen, signature=document.signature))
    if document.signature is None:
        return made
    with site.database.writing() as session:
        known = document_of(session, site.keys, case_id, visit.actor)
        if known.issued is None:
            sha256 = site.archive.put(made, kind=KIND, label=f"case {document.number}")
            enter_document(session, site.keys, case_id, sha256, actor=visit.actor)
            return made
    return site.archive.get(known.issued)  # another was first
