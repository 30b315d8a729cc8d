"""What a report is called, by people and by what the store keeps of it."""

from __future__ import annotations


def report_label(report_id: int | None, sha256: str) -> str:
    """In cases, controls, errors and evidence: NAV's number, or the first of its hash."""
    return f"report {report_id or sha256[:12]}"
