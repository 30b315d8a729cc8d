"""`rutine match`: two files held against each other now, without any store."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rutine.cli.outcome import Exit
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.formats.identifier_columns import Identities
from rutine.formats.sentences import sentence
from rutine.routines.match_file import Language, MatchPlan, load_match
from rutine.routines.match_output import outcomes, write_result
from rutine.routines.match_texts import reason, word
from rutine.routines.two_lists import ListAtHand, TwoLists, reconcile_files
from rutine.settings import Mode, Settings, load_settings

_IDENTITIES: dict[Mode, Identities] = {Mode.PRACTICE: "synthetic", Mode.PRODUCTION: "real"}
_LANGUAGES: dict[str, Language] = {"nb": "nb", "nn": "nn", "en": "en"}
_FAULTS_SHOWN = 5


def match_files(a: Path, b: Path, routine: str, out: Path | None) -> int:
    """Match two files, say what was found, and write it where it is asked for.

    Raises:
        InputError: no such match file, or a file that can't be read.
    """
    settings = load_settings()
    plan = load_match(find_match(settings, routine))
    done = reconcile_files(
        plan,
        a,
        b,
        formats=settings.mappings / "formats",
        identities=_IDENTITIES[settings.mode],
    )
    language = _LANGUAGES.get(settings.language, "nb")
    rows = outcomes(done)
    console = Console(highlight=False, soft_wrap=True)
    _say(console, plan, done, rows, language)
    if out is not None:
        for path in write_result(done, out, language):
            console.print(f"{word('written', language)} {escape(str(path))}")
    whole = (rows["outcome"] == "settled").all() and not done.a.refused + done.b.refused
    return Exit.CLEAN if whole else Exit.OPEN_CASES


def find_match(settings: Settings, routine: str) -> Path:
    """The file that is meant: a path, or the name of a match file or routine file.

    Raises:
        InputError: `match_unknown`, with the names there are.
    """
    given = Path(routine)
    if given.suffix in {".yaml", ".yml"}:
        return given
    folders = [settings.mappings / "matches", settings.mappings / "routines"]
    for folder in folders:
        path = folder / f"{routine}.yaml"
        if path.is_file():
            return path
    names = sorted(path.stem for folder in folders for path in folder.glob("*.yaml"))
    raise InputError(
        "match_unknown",
        f"There is no match file and no routine named {routine!r}.",
        f"There are: {', '.join(names)}. Or give the path of a match file.",
    )


def _say(
    console: Console, plan: MatchPlan, done: TwoLists, rows: pd.DataFrame, language: Language
) -> None:
    console.print(f"[bold]{escape(plan.title.get(language, plan.name))}[/]")
    console.print(_table(done, rows, language))
    groups = done.matching.groups
    for outcome in ("settled", "suggested"):
        taken = rows.loc[rows["outcome"] == outcome, "rule"].unique()
        for rule in (each.name for each in plan.passes if each.name in taken):
            count = int((groups["pass_name"] == rule).sum())
            console.print(
                f"  {word(outcome, language)}: {count} {word('groups', language)} ({escape(rule)})"
            )
    left = rows[rows["outcome"] == "open"]
    if len(left):
        console.print(f"{word('why_open', language)}:")
        counted = Counter(zip(left["reason"], left["list"], strict=True))
        for (code, side), count in sorted(counted.items()):
            console.print(f"  {side} {count:>6}  {escape(reason(code, language))}")
    for name, at_hand in (("A", done.a), ("B", done.b)):
        _say_refused(console, name, at_hand, language)


def _table(done: TwoLists, rows: pd.DataFrame, language: Language) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(word("list", language))
    table.add_column(word("file", language))
    for name in ("rows", "sum", "settled", "suggested", "open", "done_before", "refused"):
        table.add_column(word(name, language), justify="right")
    for name, at_hand in (("A", done.a), ("B", done.b)):
        mine = rows[rows["list"] == name]
        count = mine["outcome"].value_counts()
        title = at_hand.side.title.get(language, at_hand.side.record)
        table.add_row(
            f"{name} {escape(title)}",
            escape(at_hand.reading.source),
            str(at_hand.reading.rows_in),
            str(Ore(int(at_hand.reading.column(at_hand.side.amount).sum()))),
            *(str(count.get(outcome, 0)) for outcome in ("settled", "suggested", "open")),
            str(at_hand.done_before),
            str(at_hand.refused),
        )
    return table


def _say_refused(console: Console, name: str, at_hand: ListAtHand, language: Language) -> None:
    errors = at_hand.reading.errors
    for error in errors[:_FAULTS_SHOWN]:
        console.print(f"[red]✗[/] {name}: {escape(sentence(error, language))}")
    more = at_hand.reading.error_count - min(len(errors), _FAULTS_SHOWN)
    if more > 0:
        console.print(f"  {word('and_more', language).format(count=more)}")
