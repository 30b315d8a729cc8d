"""`rutine person`: tell a person everything, erase one, and erase again after a restore."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console

from rutine.cases.person.erasing import Erased, erase, erase_again
from rutine.cli.keeping.person_page import not_told, person_json, person_page
from rutine.cli.outcome import Exit
from rutine.cli.texts.keep_texts import Texts, texts
from rutine.cli.user import signed_in
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.core.reason_texts import Language
from rutine.core.whole_file import write_whole
from rutine.formats.given_file import bytes_in
from rutine.formats.private_file import write_private
from rutine.installation import Installation, installation
from rutine.routines.retention_file import load_terms, require_confirmed
from rutine.steps.access_request import lines_for, tell_all
from rutine.steps.backing_up import ERASED_FILE
from rutine.steps.person import lines_left


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    subject: str
    at: str


def export_person(file: Path, name: str, reference: str, id_file: Path | None) -> int:
    """Write everything about a person to a file (0600): a page, or JSON by the file's name.

    Raises:
        AccessDenied, InputError: as `lines_for` and `tell_all`; `national_id_invalid`,
            `output_exists` or `file_unwritable`.
    """
    with installation() as place:
        say = texts(place.settings.language)
        actor = signed_in(place, name)
        person = _national_id(say, id_file)
        lines = lines_for(place, person, actor=actor, reference=reference)
        with place.database.writing() as session:
            told = tell_all(place, session, person, lines, actor=actor, reference=reference)
            render = person_json if file.suffix.casefold() == ".json" else person_page
            data = render(told, lines, person, Language(place.settings.language), clock.now())
            write_private(file, data, replace=False)
        _console().print(say("person.exported", file=file))
    return Exit.CLEAN


def erase_person(name: str, second: str, reference: str, id_file: Path | None) -> int:
    """Erase a person as far as the law lets it, by two people.

    Raises:
        AccessDenied, InputError: as `erase`; `national_id_invalid` or `retention_unconfirmed`.
    """
    console = _console()
    with installation() as place:
        say = texts(place.settings.language)
        terms, confirmed = load_terms(place.settings.mappings)
        require_confirmed(place.settings.mappings, confirmed=confirmed)
        actor, other = signed_in(place, name), signed_in(place, second)
        person = _national_id(say, id_file)
        with place.database.writing() as session:
            done = erase(
                session,
                place.keys,
                person,
                terms,
                actor=actor,
                second=other,
                reference=reference,
            )
            # In the transaction: when it can't be noted, nobody is erased.
            _note(place, done)
        console.print(say("person.erased", cases=done.cases, settlements=done.settlements))
        if done.until is None:
            console.print(say("person.gone"))
        else:
            until = f"{done.until:%d.%m.%Y}"
            console.print(say("person.kept", count=done.kept, until=until))
        left = lines_left(place, person, terms)
        if left is not None:
            console.print(
                say(
                    "person.originals",
                    lines=left.lines,
                    files=left.originals,
                    until=f"{left.until:%d.%m.%Y}",
                )
            )
            for sentence in not_told(left.found, say):
                console.print(sentence)
        console.print(say("person.note", file=place.settings.home_folder / ERASED_FILE))
    return Exit.CLEAN


def erase_all_again() -> int:
    """Erase everybody on the list again, after an older backup was restored.

    Raises:
        InputError: `erased_list_missing` or `erased_list_damaged`.
    """
    with installation() as place:
        say = texts(place.settings.language)
        terms, _ = load_terms(place.settings.mappings)
        wanted = _noted(place)
        with place.database.writing() as session:
            found = [erase_again(session, place.keys, each, terms) for each in wanted]
        again = [each for each in found if each is not None]
        _console().print(say("person.again", count=len(again), listed=len(wanted)))
    return Exit.CLEAN


def _note(place: Installation, done: Erased) -> None:
    file = place.settings.home_folder / ERASED_FILE
    before = file.read_bytes() if file.exists() else b""
    line = _Line(subject=done.subject_id, at=clock.now().isoformat(timespec="seconds"))
    write_whole(file, before + line.model_dump_json().encode() + b"\n")


def _noted(place: Installation) -> list[str]:
    file = place.settings.home_folder / ERASED_FILE
    if not file.exists():
        raise InputError(
            "erased_list_missing",
            f"There is no list of the erased at {file}.",
            "Put the copy there that is kept with the keys; without one nobody was erased.",
            path=str(file),
        )
    try:
        lines = bytes_in(file).decode("utf-8").splitlines()
        found = [_Line.model_validate_json(line).subject for line in lines if line.strip()]
    except (UnicodeDecodeError, ValidationError):
        raise InputError(
            "erased_list_damaged",
            f"{file} is not a list of the erased.",
            "Put the copy there that is kept with the keys.",
            path=str(file),
        ) from None
    return list(dict.fromkeys(found))


def _national_id(say: Texts, file: Path | None) -> Fnr:
    """The number, from a file, typed unseen, or piped in: never an argument, which others see."""
    if file is not None:
        text = bytes_in(file).decode("utf-8", "replace")
    elif sys.stdin.isatty():
        text = getpass(say("person.number"))
    else:
        text = sys.stdin.readline()
    digits = "".join(text.split())
    if not Fnr.is_valid(digits):
        raise InputError(
            "national_id_invalid",
            "That is not a national id.",
            "Type the eleven digits, or give them in a file with --id-file.",
        )
    return Fnr(digits)


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True, markup=False)
