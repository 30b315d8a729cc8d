"""The one plain line that says how a run went, in the reader's language."""

from __future__ import annotations

from functools import partial

from rutine.cases.lists.small_counts import FEWEST, is_hidden
from rutine.cases.reports.report_lines import CUT_FILE
from rutine.cases.runs import TAKEN_BACK, RunSummary

NOTHING_NEW = "nothing_new"
INCONCLUSIVE = "inconclusive"
KNOWN_FILE = "known_file"
"""Why a run's summary has no new lines; stored in `RunSummary.reason`."""

_NBSP = "\u00a0"

_TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "nb": {
        "lines": ("linje", "linjer"),
        "settled": ("% gjort opp",),
        "checked": ("vurdering", "vurderinger"),
        "new_cases": ("ny sak", "nye saker"),
        "few": ("under {fewest}",),
        "waiting": ("venter i alt",),
        "reopened": ("oppgjør åpnet igjen", "oppgjør åpnet igjen"),
        "files": ("fil", "filer"),
        "refused": ("fil avvist", "filer avvist"),
        "cut": ("kuttet fil tatt tilbake", "kuttede filer tatt tilbake"),
        "ok": ("kontrollene stemmer",),
        "failed": ("kontrollene stemmer ikke",),
        "nothing_new": ("ingenting nytt (bekreftet)",),
        "known_file": ("filen er lest før",),
        "inconclusive": ("kunne ikke se om det er noe nytt",),
    },
    "nn": {
        "lines": ("linje", "linjer"),
        "settled": ("% gjort opp",),
        "checked": ("vurdering", "vurderingar"),
        "new_cases": ("ny sak", "nye saker"),
        "few": ("under {fewest}",),
        "waiting": ("ventar i alt",),
        "reopened": ("oppgjer opna igjen", "oppgjer opna igjen"),
        "files": ("fil", "filer"),
        "refused": ("fil avvist", "filer avviste"),
        "cut": ("kutta fil teken tilbake", "kutta filer tekne tilbake"),
        "ok": ("kontrollane stemmer",),
        "failed": ("kontrollane stemmer ikkje",),
        "nothing_new": ("ingenting nytt (stadfesta)",),
        "known_file": ("fila er lesen før",),
        "inconclusive": ("kunne ikkje sjå om det er noko nytt",),
    },
    "en": {
        "lines": ("line", "lines"),
        "settled": ("% settled",),
        "checked": ("check", "checks"),
        "new_cases": ("new case", "new cases"),
        "few": ("fewer than {fewest}",),
        "waiting": ("waiting in all",),
        "reopened": ("settlement reopened", "settlements reopened"),
        "files": ("file", "files"),
        "refused": ("file refused", "files refused"),
        "cut": ("cut file taken back", "cut files taken back"),
        "ok": ("controls balance",),
        "failed": ("controls do not balance",),
        "nothing_new": ("nothing new (proven)",),
        "known_file": ("the file was read before",),
        "inconclusive": ("could not see whether there is anything new",),
    },
}


def plain_line(summary: RunSummary, language: str, *, every_count: bool = False) -> str:
    """Say a run in one line: `1 248 linjer, 91 % gjort opp, 112 saker, 3 filer, …`.

    The share settled is rounded down: 99.9 % is not all. Low counts of a routine about health
    are said as such (`small_counts`); `every_count` is for those with the right to its cases.
    """
    texts = _TEXTS[language]
    few = "" if every_count else texts["few"][0].format(fewest=FEWEST)
    cases = partial(_told, summary, few)
    parts: list[str] = []
    if summary.lines:
        parts.append(_counted(summary.lines, texts["lines"]))
        share = 100 * summary.settled_lines // summary.lines
        parts.append(f"{share}{_NBSP}{texts['settled'][0]}")
    elif summary.reason in {NOTHING_NEW, KNOWN_FILE}:
        parts.append(texts[summary.reason][0])
    if summary.checked:
        parts.append(cases(summary.checked, texts["checked"]))
    if summary.reason == INCONCLUSIVE:
        parts.append(texts[INCONCLUSIVE][0])
    parts.append(cases(summary.new_cases, texts["new_cases"]))
    if summary.cases != summary.new_cases:
        parts.append(cases(summary.cases, texts["waiting"] * 2))
    counts = {
        "reopened": summary.reopened,
        "files": summary.files,
        "refused": summary.refused,
        "cut": sum(each.name == CUT_FILE for each in summary.controls),
    }
    parts += [_counted(number, texts[name]) for name, number in counts.items() if number]
    compared = [each.status for each in summary.controls if each.status != TAKEN_BACK]
    if compared:
        balanced = "failed" not in compared
        parts.append(texts["ok" if balanced else "failed"][0])
    return ", ".join(parts)


def _told(summary: RunSummary, few: str, number: int, words: tuple[str, ...]) -> str:
    """A number in words; a low one as `few` where the reader may not know it."""
    if not few or not is_hidden(summary, number):
        return _counted(number, words)
    return f"{few} {words[-1]}".replace(" ", _NBSP)


def _counted(number: int, words: tuple[str, ...]) -> str:
    return f"{number:,}".replace(",", _NBSP) + _NBSP + words[number != 1]
