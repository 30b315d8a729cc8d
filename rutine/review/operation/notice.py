"""What a letter or message says: counts and a link, never a person."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Final

from rutine.cases.figures.digest import Digest
from rutine.review.catalogue import Catalogue


class Alarm(StrEnum):
    """What is told at once, whoever it concerns."""

    RUN_FAILED = "run_failed"
    RUN_NOT_STARTED = "run_not_started"
    FETCH_INCONCLUSIVE = "fetch_inconclusive"
    REPORT_MISSING = "report_missing"


_WHAT_NOW: Final = "/status"
"""The page that says of each routine how it stands and what to do. The list of runs lacks a run
that never began, and says of a failed one only why it stopped."""

_PARTS: Final = ("overdue", "due", "undo", "new", "missing")
"""What presses most stands first."""


def lines(t: Catalogue, told: Digest) -> list[str]:
    """One line for each count that is not zero."""
    counts = asdict(told)
    return [t.counted(f"notice.{part}", counts[part]) for part in _PARTS if counts[part]]


def letter(t: Catalogue, told: Digest, address: str) -> tuple[str, str]:
    """A letter's subject and text. `address` is where the app is opened."""
    paragraphs = ["\n".join(f"- {line}" for line in lines(t, told)), t("notice.open")]
    text = "\n\n".join([t("notice.lead"), *paragraphs])
    return t("notice.subject"), f"{text}\n{address}/saker\n\n{t('notice.stop')}\n{address}/konto\n"


def message(t: Catalogue, told: Digest, address: str) -> dict[str, str | int]:
    """What a webhook is posted; `text` is what chat programs show."""
    link = f"{address}/saker"
    text = " ".join([*lines(t, told), link])
    return {**asdict(told), "link": link, "text": text}


def alarm_letter(t: Catalogue, what: Alarm, address: str) -> tuple[str, str]:
    """The subject and text of a letter about what went wrong: never whose data it was about."""
    about = t(f"alarm.{what.value}")
    return t("alarm.subject"), f"{about}\n\n{t('alarm.open')}\n{address}{_WHAT_NOW}\n"


def alarm_message(t: Catalogue, what: Alarm, address: str) -> dict[str, str | int]:
    """The same for a webhook; `text` is what chat programs show."""
    link = f"{address}{_WHAT_NOW}"
    return {"alarm": what.value, "link": link, "text": f"{t(f'alarm.{what.value}')} {link}"}
