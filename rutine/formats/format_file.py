"""Read a format file: its schema, and what it means, with every fault on its line."""

from __future__ import annotations

from pathlib import Path

from rutine.formats.format_check import check_format
from rutine.formats.format_model import DayOrder, FileField, FormatFile
from rutine.formats.yaml_source import load_yaml, mapping_invalid, parse_model

__all__ = ["DayOrder", "FileField", "FormatFile", "load_format"]


def load_format(path: Path) -> FormatFile:
    """Read a format file and check what it means.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, listing every fault with its line.
    """
    document = load_yaml(path)
    form = parse_model(document, FormatFile)
    faults = [(document.line_of(fault.path), fault.message) for fault in check_format(form)]
    if form.format != path.stem:
        line = document.line_of(("format",))
        faults.append((line, f"format must be the file's own name, {path.stem}"))
    if faults:
        raise mapping_invalid(path, faults)
    return form.sealed(document.sha256)
