"""`rutine match`: two files held against each other now, without any store."""

from __future__ import annotations

import difflib
import filecmp
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.markup import escape

from rutine.cli.outcome import Exit
from rutine.cli.running.match_table import totals_table
from rutine.core.errors import InputError, RutineError
from rutine.formats.identifier_columns import Identities
from rutine.formats.row_error import RowError
from rutine.formats.sentences import Language, sentence
from rutine.routines.match_file import MatchPlan, load_match, matches_lists
from rutine.routines.match_output import GROUPS, OPEN, outcomes, write_refused, write_result
from rutine.routines.match_texts import pass_title, reason, word
from rutine.routines.result_folder import make_folder
from rutine.routines.two_lists import ListAtHand, TwoLists, reconcile_files
from rutine.routines.wrong_list import ListDamaged
from rutine.settings import Mode, Settings, load_settings

_IDENTITIES: dict[Mode, Identities] = {Mode.PRACTICE: "synthetic", Mode.PRODUCTION: "real"}
_LANGUAGES: dict[str, Language] = {"nb": "nb", "nn": "nn", "en": "en"}
_FAULTS_SHOWN = 5
_PIPE_WIDTH = 200  # columns where there is no terminal to fit into


def match_files(a: Path, b: Path, routine: str, out: Path | None) -> int:
    """Match two files, say what was found, and write it where it is asked for.

    Raises:
        InputError: no such match file, a file that can't be read, or nowhere to write.
    """
    settings = load_settings()
    language = _LANGUAGES.get(settings.language, "nb")
    try:
        plan = load_match(find_match(settings, routine))
        return _match(_Asked(settings, plan, a, b, out, language))
    except RutineError:
        if out is not None and any((out / name).is_file() for name in (GROUPS, OPEN)):
            told = word("earlier", language).format(folder=out)
            _console(stderr=True).print(escape(told))
        raise


@dataclass(frozen=True)
class _Asked:
    """What the command was given."""

    settings: Settings
    plan: MatchPlan
    a: Path
    b: Path
    out: Path | None
    language: Language


def _match(asked: _Asked) -> int:
    _refuse_same_file(asked.a, asked.b)
    if asked.out is not None:
        make_folder(asked.out)
    done = _reconcile(asked)
    language = asked.language
    rows = outcomes(done)
    console = _console()
    _say(console, asked.plan, done, rows, language)
    if asked.out is not None:
        written = write_result(done, asked.out, language)
        _say_written(console, written.paths, language)
        if written.looked_at < written.open_rows:
            told = word("nearest_for_some", language)
            console.print(told.format(count=written.looked_at, all=written.open_rows))
    whole = (rows["outcome"] == "settled").all() and not done.a.refused + done.b.refused
    return Exit.CLEAN if whole else Exit.OPEN_CASES


def _reconcile(asked: _Asked) -> TwoLists:
    try:
        return reconcile_files(
            asked.plan,
            asked.a,
            asked.b,
            formats=asked.settings.mappings / "formats",
            identities=_IDENTITIES[asked.settings.mode],
            every_fault=asked.out is not None,
        )
    except ListDamaged as damaged:
        console, language = _console(stderr=True), asked.language
        _say_faults(console, damaged.place, damaged.faults, damaged.count, language)
        if asked.out is not None:
            paths = write_refused(damaged.place, damaged.faults, asked.out, language)
            _say_written(console, paths, language)
        raise


def _console(*, stderr: bool = False) -> Console:
    """A console that never breaks a line, and has room enough where no terminal limits it."""
    console = Console(highlight=False, soft_wrap=True, stderr=stderr)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    return console


def _refuse_same_file(a: Path, b: Path) -> None:
    """Equal lists match completely, so that a slip of the hand would look like a clean result.

    Raises:
        InputError: `same_file_twice`.
    """
    try:
        same = filecmp.cmp(a, b, shallow=False)
    except OSError:
        return  # whoever reads it says which
    if same and a.stat().st_size:
        raise InputError(
            "same_file_twice",
            f"{b.name} is the same file as {a.name}: a list can't be matched with itself.",
            "Give the file that is missing.",
            source=b.name,
            other=a.name,
        )


def find_match(settings: Settings, routine: str) -> Path:
    """The file that is meant: a path, or the name of a match file or routine file.

    Raises:
        InputError: `match_unknown`, `match_misspelt` or `match_without_lists`, with the names
            there are, or `matches_missing`, with the folder that has none.
    """
    given = Path(routine)
    if given.suffix in {".yaml", ".yml"}:
        return given
    folders = [settings.mappings / "matches", settings.mappings / "routines"]
    for folder in folders:
        path = folder / f"{routine}.yaml"
        if path.is_file() and matches_lists(path):
            return path
    paths = [path for folder in folders for path in folder.glob("*.yaml") if matches_lists(path)]
    found = sorted({path.stem for path in paths})
    if not found:
        raise InputError(
            "matches_missing",
            f"There are no match files and no routines in {settings.mappings}.",
            "Go to the folder that has `mappings`, or give the path of a match file.",
            folder=str(settings.mappings),
        )
    names = ", ".join(found)
    if any((folder / f"{routine}.yaml").is_file() for folder in folders):
        raise InputError(
            "match_without_lists",
            f"The routine {routine!r} has no rules that match two lists.",
            f"Choose one of: {names}.",
            name=routine,
            names=names,
        )
    unknown = f"There is no match file and no routine named {routine!r}."
    close = difflib.get_close_matches(routine, found, n=1)
    if close:
        raise InputError(
            "match_misspelt",
            unknown,
            f"Did you mean {close[0]}? There are: {names}.",
            name=routine,
            meant=close[0],
            names=names,
        )
    raise InputError(
        "match_unknown",
        unknown,
        f"There are: {names}. Or give the path of a match file.",
        name=routine,
        names=names,
    )


def _say(
    console: Console, plan: MatchPlan, done: TwoLists, rows: pd.DataFrame, language: Language
) -> None:
    console.print(f"[bold]{escape(plan.title.get(language, plan.name))}[/]")
    for name, at_hand in (("A", done.a), ("B", done.b)):
        title = at_hand.side.title.get(language, at_hand.side.record)
        console.print(f"{name}  {escape(title)}: {escape(at_hand.reading.source)}")
    console.print(totals_table(done, rows, language))
    groups = done.matching.groups
    for outcome in ("settled", "suggested"):
        taken = rows.loc[rows["outcome"] == outcome, "rule"].unique()
        for each in (each for each in plan.passes if each.name in taken):
            count = int((groups["pass_name"] == each.name).sum())
            many = word("one_group" if count == 1 else "groups", language).format(count=count)
            title = pass_title(each, plan.titles.get(each.name, {}), language)
            console.print(f"  {word(outcome, language)}: {many} ({escape(title)})")
    left = rows[rows["outcome"] == "open"]
    if len(left):
        console.print(f"{word('why_open', language)}:")
        counted = Counter(zip(left["reason"], left["list"], strict=True))
        for (code, side), count in sorted(counted.items()):
            console.print(f"  {side} {count:>6}  {escape(reason(code, language))}")
    for name, at_hand in (("A", done.a), ("B", done.b)):
        _say_refused(console, name, at_hand, language)


def _say_refused(console: Console, name: str, at_hand: ListAtHand, language: Language) -> None:
    reading = at_hand.reading
    _say_faults(console, name, reading.errors, reading.error_count, language)


def _say_faults(
    console: Console, name: str, faults: tuple[RowError, ...], count: int, language: Language
) -> None:
    shown = faults[:_FAULTS_SHOWN]
    for fault in shown:
        console.print(f"[red]✗[/] {name}: {escape(sentence(fault, language))}")
    if count > len(shown):
        console.print(f"  {word('and_more', language).format(count=count - len(shown))}")


def _say_written(console: Console, paths: Iterable[Path], language: Language) -> None:
    for path in paths:
        console.print(f"{word('written', language)} {escape(str(path))}")
