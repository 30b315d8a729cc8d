"""A deployment is put at the end of the list, and everything else in the file stands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rutine.core.errors import InputError
from rutine.routines.new_routine.deployment import cron_of, days_of, with_deployment

OURS = (Path(__file__).parents[4] / "prefect.yaml").read_text("utf-8")
NARROW = "name: x\ndeployments:\n- name: first   # kept\n  schedules: []\n# the end\nlater: yes\n"


@pytest.mark.parametrize("text", [OURS, NARROW, NARROW.replace("\n", "\r\n"), NARROW.rstrip()])
def test_what_stood_there_still_stands(text: str) -> None:
    new = with_deployment(text, "cards", 'Kort: «nye» og "gamle"', "every-day", "5 6 * * *")
    lines = iter(new.splitlines())
    assert all(line in lines for line in text.splitlines())  # each behind the one before
    before, after = yaml.safe_load(text), yaml.safe_load(new)
    (added,) = after["deployments"][len(before["deployments"]) :]
    assert after["deployments"][:-1] == before["deployments"]
    assert {k: v for k, v in after.items() if k != "deployments"} == {
        k: v for k, v in before.items() if k != "deployments"
    }
    assert added["name"] == "cards"
    assert added["entrypoint"] == "flows.cards.cards"
    assert added["description"] == 'Kort: «nye» og "gamle"'
    assert (added["tags"], "concurrency_limit" in added) == (["rutine"], False)
    assert added["schedules"] == [
        {"slug": "every-day", "cron": "5 6 * * *", "timezone": "Europe/Oslo"}
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (OURS, "deployment_there"),
        ("", "deployments_unlisted"),
        ("deployments: []", "deployments_unlisted"),
        ("deployments: [{name: a}]", "deployments_unlisted"),
        ("deployments:\n  a: 1", "deployments_unlisted"),
        ("- [", "deployments_unlisted"),
    ],
)
def test_a_file_that_is_otherwise_is_left_alone(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        with_deployment(text, "nav_refunds", "", "s", "0 0 * * *")
    assert caught.value.code == code


def test_times_become_cron() -> None:
    assert cron_of("every_working_day", "06:05") == "5 6 * * 1-5"
    assert cron_of("every_day", "23:30") == "30 23 * * *"
    assert cron_of("weekly", "07:00", weekday="sun") == "0 7 * * 0"
    assert cron_of("days_of_month", "07:00", day=15) == "0 7 15 * *"


def test_working_days_pass_over_holidays_and_other_days_do_not() -> None:
    of_all = {when: days_of(when) for when in ("every_working_day", "every_day", "weekly")}
    assert of_all == {"every_working_day": "working", "every_day": "any", "weekly": "any"}
    text = with_deployment(OURS, "cards", "Kort", "every-day", "5 6 * * 1-5", days="working")
    added = yaml.safe_load(text)["deployments"][-1]
    assert added["schedules"][0]["parameters"] == {"days": "working"}
