"""The lists of a run as what rights are held against: people, vacancies, offers, assessments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from rutine.core.redeployment_records import (
    ACCEPTED,
    DECLINED,
    FILLED,
    QUALIFIED,
    WITHDRAWN,
)
from rutine.installation import Installation
from rutine.redeployment.assessing import Assessed, Holder, Rules, World
from rutine.redeployment.offers import Offered
from rutine.redeployment.overlap import Post, Profile, split
from rutine.redeployment.rights import Right, right_of
from rutine.redeployment.terms import Terms, terms_on
from rutine.routines.redeployment_rule import RedeploymentRule
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.people import People
from rutine.steps.shapes.reading import day, each_row

OF_PEOPLE: Final = ("preferential_right", "offer", "vacancy_assessment")
"""Lists whose rows are somebody's."""

_ANSWERS: Final = {ACCEPTED: True, DECLINED: False}


@dataclass(frozen=True, eq=False, slots=True)
class AtHand:
    """What the lists say.

    Attributes:
        world: for the assessment.
        people: everybody in the list of employees.
        nobody: record -> its rows of nobody that is known.
        posts: by id.
        units: the organisation number that cases go by, of each vacancy.
        own_units: the same of each employee number, for cases about the right alone.
        ahead: record -> rows dated after the run's day: they prove nothing yet.
        contradicting: rows of vacancies that are listed twice, and differ.
    """

    world: World
    people: People
    nobody: Mapping[str, pd.DataFrame]
    posts: Mapping[str, Post]
    units: Mapping[str, str]
    own_units: Mapping[str, str]
    ahead: Mapping[str, pd.DataFrame]
    contradicting: pd.DataFrame


def rules_of(rule: RedeploymentRule) -> Rules:
    """The routine file's rules, as the assessment takes them."""
    texts = [
        Terms(
            first=text.first,
            employed_months=text.employed_months,
            of_months=text.of_months,
            lasts_months=text.lasts_months,
            answer_days=text.answer_days,
        )
        for text in rule.rules
    ]
    return Rules(texts, rule.warn_days, rule.remind_days)


def rights_at_hand(
    lists: Lists, place: Installation, rules: Rules, today: date, decided: Sequence[Assessed] = ()
) -> AtHand:
    """The lists in the words of the assessment; `decided` is what was assessed in the app.

    Raises:
        InputError: `restricted_without_id`.
    """
    people = People(lists, place)
    nobody: dict[str, pd.DataFrame] = {"employee": people.contested}
    own: dict[str, pd.DataFrame] = {}
    for record in OF_PEOPLE:
        own[record], nobody[record] = people.whose(lists.rows(record))
    ahead = {
        record: own[record][own[record][column] > pd.Timestamp(today)]
        for record, column in (("offer", "offered"), ("vacancy_assessment", "day"))
    }
    done = {record: own[record].drop(ahead[record].index) for record in ahead}
    vacancies = lists.rows("vacancy")
    posts = {each.id: each for each in _posts(vacancies)}
    rights = own["preferential_right"]
    return AtHand(
        world=World(
            holders=[_holder(number, rows, rules) for number, rows in rights.groupby("subject")],
            posts=list(posts.values()),
            offers=list(_offers(done["offer"])),
            assessed=[*_assessed(done["vacancy_assessment"]), *decided],
        ),
        people=people,
        nobody=nobody,
        posts=posts,
        units=_units(vacancies, "vacancy_id"),
        own_units=_units(rights, "subject"),
        ahead=ahead,
        contradicting=_contradicting(vacancies),
    )


def _holder(number: Any, rows: pd.DataFrame, rules: Rules) -> Holder:
    """One person: the right of each notice period; the one that ended last is told of."""
    groups = rows.groupby("notice_ends", sort=True)
    *earlier, right = [_right(number, same, rules) for _, same in groups]
    rows = rows[rows["notice_ends"] == rows["notice_ends"].max()]
    percents = rows["percent"].dropna()
    return Holder(
        right=right,
        earlier=tuple(earlier),
        profile=Profile(
            percent=None if percents.empty else int(percents.max()),
            position_code=_first(rows["position_code"]),
            contract=_first(rows["contract"]),
            qualifications=_all_of(rows["qualifications"]),
            reach=_all_of(rows["reach"]),
        ),
        sources=tuple((each.file, int(each.row)) for each in each_row(rows)),
    )


def _right(number: Any, rows: pd.DataFrame, rules: Rules) -> Right:
    """The right of one notice period, from every stretch of employment that is listed with it."""
    notice_ends = rows["notice_ends"].iloc[0].date()
    stretches = [
        (day(each.employed_from), day(each.employed_to) or notice_ends) for each in each_row(rows)
    ]
    return right_of(
        str(number),
        notice_ends,
        stretches,
        terms_on(rules.texts, notice_ends),
        notice_given=day(rows["notice_given"].min()),
        ended=day(rows["ended"].min()),
    )


def _posts(rows: pd.DataFrame) -> Iterator[Post]:
    """Each vacancy once: the first row of it, and withdrawn only when every row says so.

    Nor is it filled while a row that is not withdrawn says otherwise: a row in doubt takes no
    vacancy away from anybody. The first day it was advertised counts, and the last it was filled.
    """
    for _, same in rows.groupby("vacancy_id", sort=True):
        each: Any = next(each_row(same))
        live = same[same["status"] != WITHDRAWN]
        filled = (live["status"] == FILLED) | live["filled"].notna()
        yield Post(
            id=each.vacancy_id,
            title=each.title,
            published=day(same["published"].min()),
            deadline=day(each.deadline),
            filled=day(live["filled"].max()) if filled.all() else None,
            is_filled=bool(filled.any() and filled.all()),
            withdrawn=bool((same["status"] == WITHDRAWN).all()),
            percent=None if pd.isna(each.percent) else int(each.percent),
            position_code=each.position_code,
            contract=each.contract,
            requirements=split(each.requirements),
            workplace=each.workplace,
            source=(each.file, int(each.row)),
        )


def _offers(rows: pd.DataFrame) -> Iterator[Offered]:
    for each in each_row(rows):
        yield Offered(
            holder=each.subject,
            vacancy=each.vacancy_id,
            offered=each.offered.date(),
            received=day(each.received),
            answered=day(each.answered),
            accepted=_ANSWERS.get(each.answer),
            source=(each.file, int(each.row)),
        )


def _assessed(rows: pd.DataFrame) -> Iterator[Assessed]:
    for each in each_row(rows):
        yield Assessed(
            holder=each.subject,
            vacancy=each.vacancy_id,
            qualified=each.outcome == QUALIFIED,
            source=(each.file, int(each.row)),
            day=each.day.date(),
        )


def _contradicting(vacancies: pd.DataFrame) -> pd.DataFrame:
    """Rows of one vacancy that do not say the same."""
    said = vacancies.drop(columns=["row", "file"]).astype("str").drop_duplicates()
    twice = said.loc[said["vacancy_id"].duplicated(keep=False), "vacancy_id"]
    return vacancies[vacancies["vacancy_id"].isin(list(twice))].reset_index(drop=True)


def _units(rows: pd.DataFrame, column: str) -> dict[str, str]:
    told = rows[rows["sub_unit"] != ""]
    return dict(zip(told[column], told["sub_unit"], strict=True))


def _first(texts: pd.Series[Any]) -> str:
    return next((text for text in texts if text), "")


def _all_of(texts: pd.Series[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for text in texts for part in split(text)))
