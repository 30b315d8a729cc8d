"""The routine file of a new routine, as a person would have written it: with comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import yaml

from rutine.core.errors import InputError
from rutine.routines.new_routine.question import Given
from rutine.routines.new_routine.scalar import scalar
from rutine.routines.new_routine.shape_rules import RULES_OF, exceptions_of, steps_of
from rutine.routines.new_routine.slug import schedule_slug
from rutine.routines.new_routine.two_sides import sides_lines
from rutine.routines.requirements import ABSENCE
from rutine.routines.yaml_draft import YamlDraft

Sources = Mapping[str, str]
"""Record -> the format that reads it."""

_HEAD: Final = """\
# yaml-language-server: $schema=../../schemas/routine.schema.json
# {title}. Laget av `rutine new`; endre fritt, og si `rutine check` etterpå.
version: 2
"""
_DEADLINES: Final = "{high: 3, normal: 10, low: 20}"


def routine_text(given: Given, sources: Sources, codes: Sequence[str] = ()) -> str:
    """A whole file, of a routine that nobody has described before.

    Args:
        given: the answers.
        sources: the lists.
        codes: the shift codes of the rota.
    """
    title, name = str(given["title"]), str(given["name"])
    parts = [
        _HEAD.format(title=title).rstrip(),
        f"name: {name}",
        f"kind: {given['kind']}",
        "stage: pilot              # running når den er tatt i bruk",
        f"title: {{nb: {scalar(title, inside=True)}}}",
    ]
    blocks = [*_described(given), *_sections(given, sources, codes).values()]
    return "\n".join([*parts, *("\n" + "\n".join(block) for block in blocks)]) + "\n"


def completed(text: str, given: Given, sources: Sources, codes: Sequence[str] = ()) -> str:
    """A candidate's text, gone on with: what it says stays, with its comments.

    Args:
        text: what the candidate's file says.
        given: the answers.
        sources: the lists.
        codes: the shift codes of the rota.

    Raises:
        InputError: `candidate_unlike`: it is written in a way that can't be gone on with line
            by line.
    """
    draft = YamlDraft(text)
    stage = draft.value("stage")
    if stage is None:
        at = draft.key("title")
        if at is None:
            raise _unlike()
        draft.insert_lines(at.start_mark.line, "stage: pilot")
    else:
        draft.replace(stage.start_mark, stage.end_mark, "pilot")
    key = draft.key("stage")
    if key is None or key.start_mark.column:
        raise _unlike()
    kind = draft.value("kind")
    if kind is None:
        draft.insert_lines(key.start_mark.line, f"kind: {given['kind']}")
    else:
        draft.replace(kind.start_mark, kind.end_mark, str(given["kind"]))
    _complete_identity(draft, given)
    _add_steps(draft, given)
    for name, lines in _sections(given, sources, codes).items():
        if draft.key(name) is None:
            draft.insert_lines(len(draft.origins) - 1, "", *lines)
    return draft.text


def _complete_identity(draft: YamlDraft, given: Given) -> None:
    """Put into identity what is asked of a routine that runs, and stood nowhere."""
    held = draft.value("identity")
    lacking = [
        key
        for key in ("purpose", "owner", "legal_basis")
        if given.get(key) and draft.key("identity", key) is None
    ]
    if not lacking:
        return
    inside = isinstance(held, yaml.MappingNode) and bool(held.flow_style)
    told = [f"{key}: {scalar(str(given[key]), inside=inside)}" for key in lacking]
    if held is None:
        draft.insert_lines(len(draft.origins) - 1, "", "identity:", *(f"  {each}" for each in told))
    elif not isinstance(held, yaml.MappingNode):
        raise _unlike()
    elif inside:
        _put_inside(draft, held, ", ".join(told))
    else:
        indent = " " * held.start_mark.column
        draft.insert_lines(draft.last_line(held) + 1, *(f"{indent}{each}" for each in told))


def _put_inside(draft: YamlDraft, held: yaml.MappingNode, told: str) -> None:
    """Put keys into a group that is written in braces, as the app's form writes small ones."""
    end = held.end_mark
    brace = yaml.Mark(end.name, end.index - 1, end.line, end.column - 1, None, 0)
    draft.insert(brace, f", {told}" if held.value else told)


def _add_steps(draft: YamlDraft, given: Given) -> None:
    """Put the robot's steps into the procedure, where it does not say what it will be."""
    held = draft.value("procedure")
    if draft.key("procedure", "to_be") is not None:
        return
    if isinstance(held, yaml.MappingNode) and not held.flow_style and held.value:
        indent = " " * held.start_mark.column
        at = draft.last_line(held) + 1
        draft.insert_lines(at, *(f"{indent}{line}" for line in _to_be(given)))


def _described(given: Given) -> Iterator[list[str]]:
    """Whose the routine is, and what the robot does."""
    known = [(key, given.get(key)) for key in ("purpose", "owner", "legal_basis")]
    yield [
        "identity:",
        *(f"  {key}: {scalar(str(value))}" for key, value in known if value),
        *([f"  units: [{scalar(str(given['team']), inside=True)}]"] if given.get("team") else []),
        "  data_classes: [nationalId]   # hva slags opplysninger den behandler: rett listen",
    ]
    yield [
        "# Skriv stegene slik de gjøres i dag under today: docs/how-to/model-a-routine.md",
        "procedure:",
        *(f"  {line}" for line in _to_be(given)),
    ]


def _to_be(given: Given) -> list[str]:
    lines = ["to_be:"]
    for step, function, words in steps_of(str(given["kind"])):
        lines.append(
            f"  - {{step: {step}, nb: {scalar(words, inside=True)}, becomes: automated, "
            f"flow_step: {function}}}"
        )
    actor = scalar(str(given.get("team") or given["owner"]), inside=True)
    lines.append(f"  - {{step: review, nb: Avgjør sakene, becomes: improved, actor: {actor}}}")
    return lines


def _sections(given: Given, sources: Sources, codes: Sequence[str]) -> dict[str, list[str]]:
    """Each part that a routine has when it runs, under its own key."""
    team = given.get("team") or given["owner"]
    rules, lines = RULES_OF[str(given["kind"])](given)
    return {
        "sources": [
            "sources:",
            *(f"  {record}: {{formats: [{form}]}}" for record, form in sources.items()),
        ],
        **({"lists": list(sides_lines(given, _two(sources)))} if rules == "match" else {}),
        **_shift_codes(given, codes),
        **({rules: lines} if lines else {}),
        "exceptions": [
            "# Årsakene en sak kan ha (rutine reasons).",
            "exceptions:",
            *(
                f"  - {{code: {code}, severity: {severity}}}"
                for code, severity in exceptions_of(str(given["kind"]))
            ),
        ],
        "review": [
            "review:",
            f"  queue: {given['name']}",
            f"  unit: {scalar(str(team))}",
            *(
                ["  seen_by: follow_up       # sier noe om helse"]
                if _tells_of_health(given)
                else []
            ),
            "  decided_by: [reviewer, approver]",
            f"  deadline_days: {_DEADLINES}",
        ],
        "calendar": ["calendar:", *_time(given)],
    }


def _shift_codes(given: Given, codes: Sequence[str]) -> dict[str, list[str]]:
    """What each code of the rota means, where some mean that nobody is there."""
    busy = given.get("busy_codes") or ()
    if not busy:
        return {}
    meant = {code: "busy" if code in busy else "present" for code in [*codes, *busy]}
    listed = ", ".join(f"{scalar(code, inside=True)}: {word}" for code, word in meant.items())
    return {
        "shift_codes": [
            "# busy teller ikke, og er ikke ledig. En kode som ikke står her, teller heller ikke.",
            f"shift_codes: {{{listed}}}",
        ]
    }


def _two(sources: Sources) -> tuple[str, str]:
    """The records of the two lists, in the order in which they were given."""
    one, other = sources
    return one, other


def _tells_of_health(given: Given) -> bool:
    """Whether a case says that somebody is or has been ill."""
    return given.get("event") in {*ABSENCE, "note_received"} or given.get("proof") == "health"


def _time(given: Given) -> Iterable[str]:
    when = given["runs"]
    yield f"  - id: {schedule_slug(given)}"
    yield f"    when: {when}"
    yield f'    at: "{given["at"]}"'
    if when == "weekly":
        yield f"    weekdays: [{given['weekday']}]"
    if when == "days_of_month":
        yield f"    days: [{given['month_day']}]"


def _unlike() -> InputError:
    return InputError(
        "candidate_unlike",
        "The candidate's file is not written one key a line, and can't be gone on with.",
        "Write it as docs/how-to/model-a-routine.md shows, or make the routine anew.",
    )
