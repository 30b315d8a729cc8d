"""Read a format file: its schema, and what it means, with every fault on its line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rutine.formats.format_check import check_format
from rutine.formats.format_model import DayOrder, FileField, FormatFile
from rutine.formats.yaml_source import mapping_invalid, parse_model, read_text, read_yaml

__all__ = ["DayOrder", "FileField", "FormatFile", "load_format"]


def load_format(path: Path) -> FormatFile:
    """Read a format file and check what it means.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, listing every fault with its line.
    """
    return _format(path, *read_text(path))


@lru_cache(maxsize=128)
def _format(path: Path, text: str, sha256: str) -> FormatFile:
    """Kept, since each step of a run reads a dozen anew; by the text, so a changed one is read."""
    document = read_yaml(path, text, sha256)
    form = parse_model(document, FormatFile)
    faults = [(document.line_of(fault.path), fault.message) for fault in check_format(form)]
    if form.format != path.stem:
        line = document.line_of(("format",))
        faults.append((line, f"format must be the file's own name, {path.stem}"))
    if faults:
        raise mapping_invalid(path, faults)
    return form.sealed(document.sha256)
