"""What settles several employers at once: a choice on the command line, without Prefect."""

from __future__ import annotations

from enum import StrEnum


class AtOnce(StrEnum):
    """What settles several employers at once."""

    THREADS = "threads"
    PROCESSES = "processes"
    DASK = "dask"
