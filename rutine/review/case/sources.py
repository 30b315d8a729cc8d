"""The file's own line of each row of a case, from the evidence archive, with ids hidden."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from rutine.cases.views import CaseRow
from rutine.core.errors import InputError
from rutine.formats.raw_lines import RawLines, raw_lines
from rutine.review.configuration import Site
from rutine.review.masking import mask_national_ids

_LOG = logging.getLogger(__name__)


def source_lines(site: Site, rows: Sequence[CaseRow]) -> list[str | None]:
    """Each row's own line, None where it can't be shown. Each file is opened once."""
    files: dict[str, RawLines | None] = {}
    for row in rows:
        if row.ref.sha256 not in files:
            files[row.ref.sha256] = _open(site, row.ref.sha256)
    return [_line(files[row.ref.sha256], row.ref.row) for row in rows]


def _open(site: Site, sha256: str) -> RawLines | None:
    """The lines of an original; a page without them is better than no page."""
    try:
        original, data = site.archive.read(sha256)
        form = site.formats(original.kind)
        return None if form is None else raw_lines(form, data, original.label)
    except InputError as error:
        _LOG.warning("original %s can't be shown: %s", sha256[:12], error.code)
        return None


def _line(lines: RawLines | None, row: int) -> str | None:
    if lines is None:
        return None
    try:
        return mask_national_ids(lines(row))
    except InputError as error:
        _LOG.warning("row %d can't be shown: %s", row, error.code)
        return None
