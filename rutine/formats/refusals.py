"""Files that are not of their kind at all, seen from their first bytes."""

from __future__ import annotations

from rutine.core.errors import InputError

_BEGINNING = 2048
_ZIP = b"PK\x03\x04"
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (_ZIP, "zip"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"\x1f\x8b", "compressed"),
    (b"<?xml", "xml"),
)
_KINDS = {
    "pdf": "a PDF",
    "zip": "a workbook or another zip file",
    "office": "an old or password-protected Office file",
    "compressed": "a compressed file",
    "xml": "an XML file",
    "text": "a text file",
    "xlsx": "an .xlsx workbook",
    "other": "another kind of file",
}
_PAGE_MARKS = (b"<!doctype html", b"<html", b"<head>", b"<head ", b"<body", b"<script")


def refuse_other_kinds(data: bytes, source: str, kind: str) -> None:
    """Refuse an empty file, a web page, and files that begin like another kind.

    Args:
        data: the file's bytes.
        source: what the caller calls the file.
        kind: `text`, `xlsx` or `xml`: what it should be.

    Raises:
        InputError: `file_empty`, `not_a_report` (a web page: NAV's page saves its login page
            as .csv when the session has ended, nav-reports §1) or `wrong_kind`.
    """
    start = data[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise InputError(
            "file_empty", f"{source} is empty.", "Download or export it again.", source=source
        )
    if _is_page(start):
        raise InputError(
            "not_a_report",
            f"{source} looks like a web page, not a file of records: the login may have expired.",
            "Sign in again and download the file anew.",
            source=source,
        )
    seen = next((name for signature, name in _SIGNATURES if start.startswith(signature)), None)
    if kind == "xlsx" and not start.startswith(_ZIP):
        told = seen or "text"
    elif kind == "xml" and not start.startswith(b"<"):
        told = seen or "other"
    elif kind == "text" and seen is not None:
        told = seen
    else:
        return
    raise InputError(
        "wrong_kind",
        f"{source} is {_KINDS[told]}, not {_KINDS[kind]}.",
        "Choose the right file, or the format file that describes this one.",
        source=source,
        seen=told,
        wanted=kind,
    )


def may_be(kind: str, data: bytes) -> bool:
    """Whether bytes may be of a format's kind: a workbook, XML, or text."""
    if data.startswith(b"PK") or kind == "xlsx":
        return data.startswith(b"PK") and kind == "xlsx"
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or kind != "xml"


def _is_page(start: bytes) -> bool:
    if not start.startswith(b"<"):
        return False
    lower = start.lower()
    return any(mark in lower for mark in _PAGE_MARKS)
