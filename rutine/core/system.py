"""Which system this is, where it matters: Windows has no file modes, users by number or SIGHUP."""

from __future__ import annotations

import os

ON_WINDOWS: bool = os.name == "nt"
"""Looked at when it matters, so that a test can say otherwise."""
