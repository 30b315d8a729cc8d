"""A routine of a known shape tried on a folder: an example with what it says, or any lists.

The lists lie in the folder, named after their records. Where the folder has subfolders named
`1`, `2` and so on, each holds the lists of one run, on the days that `expected.yaml` names; a list
that stands outside them is every run's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.kinds import COVER, LIST, PAIR
from rutine.cases.runs import RunSummary, find_run
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case, MatchedRow
from rutine.cases.views import UNDECIDED
from rutine.core import clock
from rutine.core.differences import Subject
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.formats.yaml_source import load_yaml, parse_model
from rutine.installation import Installation
from rutine.routines.routine_file import RoutineFile
from rutine.settings import Employer, Mode, Settings
from rutine.steps.shapes.collecting import given_lists, inputs_of, paths_in
from rutine.steps.shapes.lists import ListFile
from rutine.steps.shapes.reading import read_file
from rutine.steps.shapes.scope import ShapeRules, load_shape
from rutine.steps.shapes.whole import run_whole
from rutine.temporary import temporary_installation, under_rules

EXPECTED: Final = "expected.yaml"
_EMPLOYER: Final = OrgNr("974600013")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class ShapeCaseFound(_Part):
    """A case; an example says as much of it as it is about.

    Attributes:
        reason: its code.
        who: the employee number.
        rule: the requirement or cover rule, or `rota`.
        list: the list, of a case about one.
        unit: the unit, of a case about one of a survey's.
        due: the day by which somebody must act.
        first, last: (`from`, `to`) the time that is not covered, on the wall.
        restricted: whether only few may see it.
        a, b: the rows of each side, by the list's own key or line.
    """

    model_config = ConfigDict(populate_by_name=True, extra="forbid", frozen=True)

    reason: str
    who: str | None = None
    rule: str | None = None
    list: str | None = None
    unit: str | None = None
    due: date | None = None
    first: str | None = Field(default=None, alias="from")
    last: str | None = Field(default=None, alias="to")
    restricted: bool | None = None
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()


class MatchedTogether(_Part):
    """Rows that were settled with each other."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid", frozen=True)

    of_pass: str = Field(alias="pass")
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()


class ShapeOutcome(_Part):
    """What `expected.yaml` says, and what the runs come to.

    Attributes:
        as_of: the day of the last run.
        days: the days of the runs, where there are several.
        cases: what waits for a person after the last run.
        closed: cases that closed by themselves.
        settled: rows that were settled with each other.
        suggested, open: what the matching itself says; told of by `rutine match`.
        example_of: reasons that it shows.
        not_example_of: neighbours that must not be given here.
    """

    as_of: date = date(2026, 11, 30)
    days: tuple[date, ...] = ()
    cases: tuple[ShapeCaseFound, ...] = ()
    closed: tuple[ShapeCaseFound, ...] = ()
    settled: tuple[MatchedTogether, ...] = ()
    suggested: tuple[dict[str, Any], ...] = ()
    open: tuple[dict[str, Any], ...] = ()
    example_of: tuple[str, ...] = ()
    not_example_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShapeTried:
    """How a folder stood after its last run.

    Attributes:
        summary: of the last run.
        outcome: as `expected.yaml` would say it.
        told: what the folder says; None where it says nothing.
        unlike: what came out otherwise: the part, what was told and what was found.
    """

    summary: RunSummary
    outcome: ShapeOutcome
    told: ShapeOutcome | None
    unlike: tuple[tuple[str, str | None, str | None], ...]


def try_shape(
    settings: Settings, routine: str, folder: Path, *, file: Path | None = None
) -> ShapeTried:
    """Try a routine on a folder, in an installation that is gone afterwards.

    Args:
        settings: of the real installation, which is not touched.
        routine: the routine's name.
        folder: its lists, with `expected.yaml` or without.
        file: a routine file to use instead of the one there is.

    Raises:
        InputError: a list, or a mapping, is not as it should be.
    """
    says = folder / EXPECTED
    told = parse_model(load_yaml(says), ShapeOutcome) if says.is_file() else None
    if told is not None and folder.resolve().is_relative_to(
        (settings.mappings / "examples").resolve()
    ):
        # Examples are about nobody, wherever they are tried.
        as_they_are = {name: getattr(settings, name) for name in Settings.model_fields}
        settings = Settings(**{**as_they_are, "mode": Mode.PRACTICE})
    employer = next(iter(settings.employers), Employer(orgnr=_EMPLOYER, name="Eksempel kommune"))
    with temporary_installation(settings, employers=(employer,)) as made:
        place = under_rules(made, routine=None if file is None else (routine, file))
        rules = load_shape(place, routine)
        run_id = ""
        for run_day, paths in _runs(folder, rules.routine, told):
            inputs = inputs_of(place, given_lists(place, rules, paths))
            with clock.stopped_at(datetime.combine(run_day, time(12), clock.OSLO)):
                run_id = run_whole(place, routine, employer.orgnr.reveal(), inputs=inputs)
        with place.database.reading() as session:
            run = find_run(session, run_id)
            assert run is not None and run.summary is not None  # noqa: S101, PT018 - it just ended
            outcome = _outcome(place, session, rules, told)
            return ShapeTried(run.summary, outcome, told, tuple(_unlike(told, outcome)))


def _runs(
    folder: Path, routine: RoutineFile, told: ShapeOutcome | None
) -> Iterator[tuple[date, dict[str, list[Path]]]]:
    """The day and the lists of each run, in order."""
    shared = paths_in(folder, routine)
    parts = sorted(each for each in folder.iterdir() if each.is_dir() and each.name.isdigit())
    if not parts:
        yield told.as_of if told is not None else clock.today(), shared
        return
    days = told.days if told is not None else ()
    if len(days) != len(parts):
        raise InputError(
            "example_days",
            f"{folder} has {len(parts)} runs, and expected.yaml names {len(days)} days.",
            "Write `days: [2026-11-02, 2026-11-30]`, one for each folder.",
            folder=str(folder),
            runs=len(parts),
            days=len(days),
        )
    for day, part in zip(days, parts, strict=True):
        own = paths_in(part, routine)
        yield day, {record: own[record] or shared[record] for record in routine.sources}


def _outcome(
    place: Installation, session: Session, rules: ShapeRules, told: ShapeOutcome | None
) -> ShapeOutcome:
    names = _RowNames(place, rules)
    cases: list[ShapeCaseFound] = []
    closed: list[ShapeCaseFound] = []
    for case in session.scalars(select(Case).order_by(Case.number)):
        found = _case(place, case, names)
        (cases if case.status in UNDECIDED else closed).append(found)
    return ShapeOutcome(
        as_of=told.as_of if told is not None else clock.today(),
        days=told.days if told is not None else (),
        cases=tuple(cases),
        closed=tuple(closed),
        settled=tuple(_settled(session, names)),
    )


@dataclass(eq=False, slots=True)
class _RowNames:
    """What examples call the rows of the two lists: by key, or by line."""

    place: Installation
    rules: ShapeRules

    def of(self, side: str, sha256: str, row: int) -> str:
        """One row's name."""
        two = self.rules.routine.lists
        own = getattr(two, side)
        if own.key == "row":
            return str(row)
        form = self.place.archive.describe(sha256).kind
        rows = read_file(
            self.place, self.rules, ListFile(own.record, own.record, sha256, form)
        ).rows
        return str(rows.loc[rows["row"] == row, own.key].iloc[0])


def _case(place: Installation, case: Case, names: _RowNames) -> ShapeCaseFound:
    facts = facts_of(place.keys, case)
    about = facts.about or Subject(key="")
    spans = [each.right for each in facts.evidence if each.kind == "span" and each.right]
    first, _, last = (spans[0] if spans else "").partition("/")
    rows = {
        side: tuple(
            sorted(
                names.of(side, each.sha256, each.row)
                for each in about.proofs
                if each.verdict == side
            )
        )
        for side in (("a", "b") if case.kind == PAIR else ())
    }
    return ShapeCaseFound(
        reason=case.reason,
        who=facts.employee_number,
        rule=case.reference if case.kind not in {LIST, PAIR} else None,
        list=case.reference if case.kind == LIST else None,
        unit=next((each.right for each in facts.evidence if each.field == "survey_unit"), None),
        due=case.due,
        first=first[:16].replace("T", " ") if case.kind == COVER else None,
        last=last[:16].replace("T", " ") if case.kind == COVER else None,
        restricted=case.restricted,
        **rows,
    )


def _settled(session: Session, names: _RowNames) -> Iterator[MatchedTogether]:
    groups: dict[str, list[MatchedRow]] = {}
    for row in session.scalars(select(MatchedRow).order_by(MatchedRow.side, MatchedRow.row)):
        groups.setdefault(row.group_id, []).append(row)
    for rows in groups.values():
        sides = {
            side: tuple(sorted(names.of(side, r.sha256, r.row) for r in rows if r.side == side))
            for side in ("a", "b")
        }
        yield MatchedTogether(of_pass=rows[0].pass_name, **sides)


def _unlike(
    told: ShapeOutcome | None, found: ShapeOutcome
) -> Iterator[tuple[str, str | None, str | None]]:
    if told is None:
        return
    for part in ("cases", "closed", "settled"):
        yield from _parts(part, getattr(told, part), getattr(found, part))
    reasons = {each.reason for each in (*found.cases, *found.closed)}
    for code in told.example_of:
        if code not in reasons:
            yield "example_of", code, None
    for code in told.not_example_of:
        if code in reasons:
            yield "not_example_of", None, code


def _parts(
    part: str, told: Sequence[_Part], found: Sequence[_Part]
) -> Iterator[tuple[str, str | None, str | None]]:
    """Pairs each that is told with one that agrees; what has no partner is missing, or unasked."""
    left = list(found)
    for said in told:
        own = said.model_dump(exclude_none=True, exclude_defaults=True)
        match = next((e for e in left if own.items() <= e.model_dump().items()), None)
        if match is None:
            yield part, _line(said), None
        else:
            left.remove(match)
    for each in left:
        yield part, None, _line(each)


def _line(each: _Part) -> str:
    words = each.model_dump(exclude_none=True, exclude_defaults=True, by_alias=True, mode="json")
    return ", ".join(
        f"{key}: {' '.join(value) if isinstance(value, list) else value}"
        for key, value in words.items()
    )
