"""Files that are not of their kind at all, seen from their first bytes."""

from __future__ import annotations

from rutine.core.errors import InputError

_BEGINNING = 2048
_ZIP = b"PK\x03\x04"
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (_ZIP, "a workbook or another zip file"),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Office file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"<?xml", "an XML file"),
)
_PAGE_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script")


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
        raise InputError("file_empty", f"{source} is empty.", "Download or export it again.")
    if _is_page(start):
        raise InputError(
            "not_a_report",
            f"{source} looks like a web page, not a file of records: the login may have expired.",
            "Sign in again and download the file anew.",
        )
    seen = next((name for signature, name in _SIGNATURES if start.startswith(signature)), None)
    if kind == "xlsx" and not start.startswith(_ZIP):
        told = seen or "a text file"
    elif kind == "xml" and not start.startswith(b"<"):
        told = seen or "another kind of file"
    elif kind == "text" and seen is not None:
        told = seen
    else:
        return
    wanted = {"xlsx": "an .xlsx workbook", "xml": "an XML file", "text": "a text file"}[kind]
    raise InputError(
        "wrong_kind",
        f"{source} is {told}, not {wanted}.",
        "Choose the right file, or the format file that describes this one.",
    )


def _is_page(start: bytes) -> bool:
    if not start.startswith(b"<"):
        return False
    lower = start.lower()
    return any(mark in lower for mark in _PAGE_MARKS)
