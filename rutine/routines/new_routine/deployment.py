"""The deployment of a new routine, put at the end of the list in `prefect.yaml`."""

from __future__ import annotations

import json
from typing import Final

import yaml

from rutine.core.errors import InputError
from rutine.core.run_days import ANY, WORKING
from rutine.routines.yaml_draft import YamlDraft

_PLACE: Final = "deployments"
_WEEKDAYS: Final = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 0}


def cron_of(when: str, at: str, *, weekday: str = "mon", day: int = 1) -> str:
    """A time of the calendar as cron.

    Working days are Monday to Friday here; `days_of` passes over Norwegian holidays.
    """
    hour, minute = (int(part) for part in at.split(":"))
    days = {
        "every_day": "* * *",
        "every_working_day": "* * 1-5",
        "weekly": f"* * {_WEEKDAYS[weekday]}",
        "days_of_month": f"{day} * *",
    }
    return f"{minute} {hour} {days[when]}"


def days_of(when: str) -> str:
    """The parameter `days` of a schedule: on which days a run does its work."""
    return WORKING if when == "every_working_day" else ANY


def with_deployment(text: str, name: str, about: str, slug: str, cron: str, days: str = ANY) -> str:
    """The text of `prefect.yaml` with one deployment more; all that stood there still stands.

    Args:
        text: what the file says now.
        name: the routine.
        about: what it does, in one sentence.
        slug: the schedule's name, as the routine's calendar has it.
        cron: when it runs.
        days: on which of those days it does its work, as `RunDays` reads it.

    Raises:
        InputError: `deployments_unreadable`: there is no list to put it in; or
            `deployment_there`.
    """
    before = _names(_held(text))
    if name in before:
        raise InputError(
            "deployment_there",
            f"prefect.yaml has a deployment named {name!r} already.",
            "Choose another name for the routine.",
            name=name,
        )
    draft, held = YamlDraft(text), _held(text)
    indent = " " * held.start_mark.column
    block = _block(name, about, slug, cron, days)
    draft.insert_lines(draft.last_line(held) + 1, "", *(f"{indent}{line}" for line in block))
    if _names(_held(draft.text)) != [*before, name]:
        raise _unreadable()
    return draft.text


def _block(name: str, about: str, slug: str, cron: str, days: str) -> list[str]:
    return [
        f"- name: {name}",
        f"  description: {json.dumps(about, ensure_ascii=False)}",
        f"  entrypoint: flows.{name}.{name}",
        "  tags: [rutine]",
        "  work_pool:",
        "    name: hr",
        "  parameters:",
        '    employer: "{{ $RUTINE_EMPLOYER }}"',
        "    period: current",
        "  schedules:",
        f"    - slug: {slug}",
        f'      cron: "{cron}"',
        "      timezone: Europe/Oslo",
        *([] if days == ANY else [f"      parameters: {{days: {days}}}"]),
    ]


def _held(text: str) -> yaml.SequenceNode:
    """The list of deployments, one under the other."""
    try:
        held = YamlDraft(text).value(_PLACE)
    except yaml.YAMLError:
        raise _unreadable() from None
    if not isinstance(held, yaml.SequenceNode) or held.flow_style or not held.value:
        raise _unreadable()
    return held


def _names(held: yaml.SequenceNode) -> list[str]:
    """The deployments of a list, in order."""
    found = []
    for each in held.value:
        pairs = each.value if isinstance(each, yaml.MappingNode) else []
        found += [value.value for key, value in pairs if key.value == "name"]
    return found


def _unreadable() -> InputError:
    return InputError(
        "deployments_unlisted",
        "prefect.yaml has no list of deployments, one under the other, to put a new one in.",
        "See that it can be read and has `deployments:` with the routines there are.",
    )
