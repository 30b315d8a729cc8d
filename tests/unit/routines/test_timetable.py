"""What runs when: read from prefect.yaml, said in plain words, and never on a holiday."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language
from rutine.core.run_days import RunDays
from rutine.routines.timetable.cron import Cron
from rutine.routines.timetable.cron_words import catalogue, said_moment, when
from rutine.routines.timetable.deployment_file import load_deployments, planned

ROOT = Path(__file__).parents[3]
ONE, OTHER = OrgNr("974600013"), OrgNr("974761076")


@pytest.mark.parametrize(
    ("cron", "days", "nb", "en"),
    [
        (
            *("30 6 * * 1-5", "working"),
            "mandag til fredag, men ikke på helligdager kl. 06.30",
            "Monday to Friday, but not on public holidays at 06:30",
        ),
        (
            *("0 12 1-12 * 1-5", "first_5"),
            "de fem første virkedagene i måneden kl. 12.00",
            "on the five first working days of the month at 12:00",
        ),
        (
            "*/15 6-17 * * 1-5",
            "any",
            "mandag til fredag hvert 15. minutt fra kl. 06.00 til 17.45",
            "",
        ),
        ("0 * * * *", "any", "hver dag hver hele time", "every day every hour on the hour"),
        ("5 4 1,15 * *", "any", "den 1. og 15. i måneden kl. 04.05", ""),
        ("0 8 1 1,7 *", "any", "den 1. i måneden i januar og juli kl. 08.00", ""),
        ("30 6,12 * * 1,3", "any", "hver mandag og onsdag kl. 06.30 og 12.30", ""),
        ("7 1-20/3 * * *", "any", "hver dag 7 ganger mellom kl. 01.07 og 19.07", ""),
        ("*/7 * * * *", "any", "hver dag 216 ganger mellom kl. 00.00 og 23.56", ""),
        ("0 7 * * 0,6", "any", "hver lørdag og søndag kl. 07.00", ""),
    ],
)
def test_cron_is_read_aloud(cron: str, days: str, nb: str, en: str) -> None:
    times, which = Cron.parse(cron, day_or=False), RunDays.parse(days)
    assert when(times, which, Language.NB) == nb
    assert not en or when(times, which, Language.EN) == en


def test_either_day_counts_unless_both_are_asked_for() -> None:
    both = [when(Cron.parse("0 7 1 * 1", day_or=o), RunDays(), Language.NB) for o in (True, False)]
    assert both == [
        "den 1. i måneden, og dessuten hver mandag kl. 07.00",
        "hver mandag, bare den 1. i måneden kl. 07.00",
    ]


@pytest.mark.parametrize(
    "text", ["@daily", "* * * *", "0 7 * * MON", "60 * * * *", "5-1 * * * *", "0 7 * * 0-0"]
)
def test_what_people_could_not_be_told_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"cron|minute|weekday"):
        Cron.parse(text)


def test_a_weekday_among_the_first_is_said_with_both() -> None:
    times = Cron.parse("0 12 * * 1")
    assert when(times, RunDays.parse("first_5"), Language.NB) == (
        "hver mandag, men bare de fem første virkedagene i måneden kl. 12.00"
    )


@pytest.mark.parametrize("language", [Language.NN, Language.EN])
def test_the_languages_have_the_same_words(language: Language) -> None:
    own, bokmaal = catalogue(language), catalogue(Language.NB)
    assert own.keys() == bokmaal.keys()
    for key, text in bokmaal.items():
        if isinstance(text, str):
            fields = [
                {f for _, f, _, _ in string.Formatter().parse(t) if f} for t in (text, own[key])
            ]
            assert fields[0] == fields[1], key
        else:
            assert len(text) == len(own[key])


def test_the_next_time_passes_over_holidays_and_follows_the_norwegian_clock() -> None:
    nav = load_deployments(ROOT).named("nav_refunds")
    assert nav is not None
    daily, first = nav.schedules
    before_easter = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)
    found = daily.next_after(before_easter)
    assert found == datetime(2026, 4, 7, 4, 30, tzinfo=UTC)
    assert said_moment(found, Language.NN) == "tysdag 7. april kl. 06.30"
    winter = daily.next_after(datetime(2026, 1, 5, 12, tzinfo=UTC))
    assert winter == datetime(2026, 1, 6, 5, 30, tzinfo=UTC)
    assert first.next_after(datetime(2026, 4, 10, 12, tzinfo=UTC)) == datetime(
        2026, 5, 4, 10, tzinfo=UTC
    )


def test_each_employer_has_schedules_of_its_own() -> None:
    file = load_deployments(ROOT)
    nav, notices = file.named("nav_refunds"), file.named("daily_notices")
    assert nav is not None
    assert notices is not None
    assert [(each.slug, each.parameters) for each in planned(nav, [ONE, OTHER])] == [
        (
            f"{slug}-{employer}",
            {"employer": employer, "period": "current", "days": days},
        )
        for slug, days in (("every-working-day", "working"), ("first-working-days", "first_5"))
        for employer in ("974600013", "974761076")
    ]
    assert [each.slug for each in planned(notices, [ONE, OTHER])] == ["every-working-day"]
    assert list(planned(nav, [])) == []


def test_backup_and_deletion_run_by_the_norwegian_clock_and_an_alarm_hears_of_them() -> None:
    file = load_deployments(ROOT)
    for name, said in (
        ("backup", "hver dag kl. 02.30"),
        ("retention", "hver mandag kl. 05.00"),
    ):
        found = file.named(name)
        assert found is not None
        (only,) = found.schedules
        assert when(only.times, only.days, Language.NB) == said
        assert {"rutine", "upkeep"} <= set(found.tags)
        assert (found.concurrency_limit, found.parameters, found.of_employers) == (1, {}, False)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('cron: "30 6 * * 1-5"', 'cron: "@daily"', "five fields"),
        ("days: working", "days: workdays", "not any, working"),
        ("timezone: Europe/Oslo", "timezone: UTC", "Europe/Oslo"),
    ],
)
def test_a_wrong_schedule_is_named(tmp_path: Path, before: str, after: str, told: str) -> None:
    text = (ROOT / "prefect.yaml").read_text()
    (tmp_path / "prefect.yaml").write_text(text.replace(before, after, 1))
    with pytest.raises(InputError, match=told) as caught:
        load_deployments(tmp_path)
    assert caught.value.code == "mapping_invalid"
