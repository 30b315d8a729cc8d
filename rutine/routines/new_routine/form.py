"""The form of a new routine: an empty one with explanations, and a filled one read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from rutine.core.errors import InputError
from rutine.formats.sentences import Language
from rutine.formats.yaml_source import YamlDocument, did_you_mean, load_yaml
from rutine.routines.new_routine.answers import Answers
from rutine.routines.new_routine.question import ABOUT, QUESTIONS, RULES, TIMES, Question
from rutine.routines.new_routine.question_texts import asked, catalogue, choice, told
from rutine.routines.new_routine.reading import Fault

_LANGUAGES: Final[tuple[Language, ...]] = ("nb", "nn", "en")


def empty_form(language: Language, shape: str | None = None) -> str:
    """The form, with a line about each question and what stands if nothing is answered.

    Args:
        language: of the explanations; the keys are the same in all.
        shape: only the questions of this one; None: of all, each under its heading.
    """
    return "\n".join(_lines(catalogue(language)["form"], language, shape)) + "\n"


def _lines(texts: dict[str, str], language: Language, shape: str | None) -> Iterator[str]:
    yield f"# {texts['head']}"
    yield f"# {texts['how']}"
    for question in ABOUT:
        filled = shape if question.key == "kind" and shape else ""
        yield from _asked(question, language, filled)
    for shapes, questions in groupby(RULES, key=lambda question: question.shapes):
        if shape is None or shape in shapes:
            yield ""
            yield from (f"# {each}: {choice('kind', each, language)}." for each in shapes)
            for question in questions:
                yield from _asked(question, language, "")
    yield ""
    for question in TIMES:
        yield from _asked(question, language, "")


def _asked(question: Question, language: Language, filled: str) -> Iterator[str]:
    ask, why = asked(question.key, language)
    texts = catalogue(language)["form"]
    yield f"# {ask} {why}."
    for word in question.words:
        yield f"#   {word}: {choice(question.key, word, language)}"
    proposed = texts.get(f"else_{question.key}", question.proposed)
    if proposed:
        yield f"#   {texts['else'].format(proposed=proposed)}"
    elif not question.must:
        yield f"#   {texts['optional']}"
    yield f"{question.key}:{' ' if filled else ''}{filled}"


def fill_in(path: Path, answers: Answers) -> None:
    """Read a filled form into the answers, all of it.

    Raises:
        InputError: `mapping_missing` or `mapping_invalid`, as `load_yaml`; or `form_faulty`,
            with each fault by its line.
    """
    document = load_yaml(path)
    faults: list[tuple[int, str, Fault]] = []
    data = document.data if isinstance(document.data, dict) else {}
    known = {question.key for question in QUESTIONS}
    for key in data:
        if key not in known:
            meant = did_you_mean(key, known).removeprefix("; did you mean ").rstrip("?")
            words = {"meant": f" ({meant}?)" if meant else ""}
            faults.append((document.line_of((key,)), key, Fault("unknown_key", words)))
    for question in QUESTIONS:
        if not answers.is_asked(question):
            continue
        try:
            answers.take(question, _text(data.get(question.key)))
        except Fault as fault:
            answers.given.setdefault(question.key, None)
            faults.append((document.line_of((question.key,)), question.key, fault))
            if question.key in {"name", "kind"}:
                break  # what is asked next, and what files are called, hangs on these
    if faults:
        raise _faulty(document, sorted(faults, key=lambda each: each[:2]))


def _text(value: Any) -> str:
    """A form's value as somebody would have typed it; a list is words apart by commas."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    if isinstance(value, str) or value is None:
        return value or ""
    raise Fault("not_text")


def _faulty(document: YamlDocument, faults: list[tuple[int, str, Fault]]) -> InputError:
    listed = {
        language: "\n".join(
            catalogue(language)["form"]["fault"].format(
                line=line, key=key, what=told(fault, language)
            )
            for line, key, fault in faults
        )
        for language in _LANGUAGES
    }
    return InputError(
        "form_faulty",
        f"{document.path} must be corrected:\n{listed['en']}",
        "Correct these lines, and run the command again.",
        path=str(document.path),
        faults=listed,
    )
