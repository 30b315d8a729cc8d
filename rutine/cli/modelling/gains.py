"""`rutine gains`: every gain card with what became of it, month by month."""

from __future__ import annotations

from rich.console import Console

from rutine.cases.figures.gain_actuals import gain_actuals
from rutine.cli.modelling.routine_choice import find_routine
from rutine.cli.outcome import Exit
from rutine.core import clock
from rutine.core.reason_texts import Language
from rutine.installation import installation
from rutine.routines.gain_report import gains_of
from rutine.routines.gain_wording import CardInWords, gain_word, in_words
from rutine.routines.routine_file import load_routine


def show_gains(routine: str) -> int:
    """Print the gain cards of a routine, named or by the path of its file.

    Raises:
        InputError: no such routine file, or one that is wrong.
    """
    console = Console(highlight=False, soft_wrap=True, markup=False)
    with installation() as place:
        language = Language(place.settings.language)
        cards = load_routine(find_routine(place.settings, routine))
        with place.database.reading() as session:
            months = gain_actuals(session, cards.name, clock.today())
        shown = [in_words(each, language.value) for each in gains_of(cards, months)]
    if not shown:
        console.print(gain_word("none", language.value))
    for each in shown:
        _print(console, each)
    return Exit.CLEAN


def _print(console: Console, card: CardInWords) -> None:
    console.print(f"{card.title} – {card.indicator}")
    wide = max(len(label) for label, _ in card.facts)
    for label, text in card.facts:
        console.print(f"  {label.ljust(wide)}  {text}")
    console.print(f"  {card.progress}")
    if card.verdict:
        console.print(f"  {card.verdict}")
    for doubt in card.doubts:
        console.print(f"    – {doubt}")
    if card.months:
        console.print("  " + "  ".join(f"{month}: {value}" for month, value in card.months))
    console.print()
