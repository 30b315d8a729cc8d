"""The questions about a new routine at a keyboard, or answered by lines from another program."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.markup import escape

from rutine.cli.texts.new_texts import Texts
from rutine.core.errors import InputError
from rutine.formats.sentences import Language
from rutine.routines.new_routine.answers import Answers
from rutine.routines.new_routine.question import QUESTIONS, Question
from rutine.routines.new_routine.question_texts import asked, choice, told
from rutine.routines.new_routine.reading import Fault, yes_no
from rutine.routines.new_routine.samples import SampleFile


def interview(answers: Answers, console: Console, say: Texts, language: Language) -> None:
    """Ask every question that nobody has answered; a wrong answer is asked about again.

    Raises:
        InputError: `answers_ended`: there is nobody there to answer.
    """
    console.print(say("begin"))
    for question in QUESTIONS:
        if not answers.is_asked(question):
            continue
        if question.key in answers.known:
            answers.take(question, "")
            continue
        _explain(question, answers, console, say, language)
        while True:
            try:
                answers.take(question, _line(console, question, language))
                break
            except Fault as fault:
                console.print(f"[red]✗[/] {escape(told(fault, language))}")
        if question.key in answers.files:
            show_sample(answers.files[question.key], console, say)


def _explain(
    question: Question, answers: Answers, console: Console, say: Texts, language: Language
) -> None:
    ask, why = asked(question.key, language)
    console.print(f"\n[bold]{escape(ask)}[/]")
    console.print(f"  {escape(why)}")
    words = answers.choices(question)
    meanings = [choice(question.key, word, language) for word in words] if question.words else []
    for place, (word, meaning) in enumerate(zip(words, meanings, strict=False), start=1):
        console.print(f"  {place:>2}  {escape(word)}: {escape(meaning)}")
    if words and not meanings:
        console.print(f"  {escape(', '.join(words))}")
    if proposed := answers.proposed(question):
        console.print(f"  {say('enter', proposed=escape(proposed))}")


def _line(console: Console, question: Question, language: Language) -> str:
    console.print("> ", end="")
    line = sys.stdin.readline()
    if not line:
        console.print()
        raise InputError(
            "answers_ended",
            f"Nobody answered: {asked(question.key, language)[0]}",
            "Answer in a form instead: rutine new --form FORM.yaml, then --from FORM.yaml.",
            question=asked(question.key, language)[0],
        )
    return line.strip()


def show_sample(file: SampleFile, console: Console, say: Texts) -> None:
    """Say how a sample file is read: by which format, and how sure each field is."""
    console.print(f"[green]✓[/] {say('sample', rows=file.reading.count, record=file.record)}")
    if file.pairing is None:
        console.print(f"  {say('known_format', name=file.form.name)}")
    else:
        for each in file.pairing.pairs:
            heading = escape(file.sample.headings[each.place])
            console.print(f"  {heading} → {each.name} ({say(each.confidence.value)})")
    if file.refused:
        console.print(f"[yellow]![/] {say('refused', count=file.refused)}")


def confirmed(console: Console, say: Texts) -> bool:
    """Whether it may be written; no answer is no."""
    while True:
        console.print(f"{say('write')} ", end="")
        line = sys.stdin.readline()
        if not line:
            console.print()
            return False
        try:
            return yes_no(line.strip())
        except Fault:
            continue
