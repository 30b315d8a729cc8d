"""One small case for each kind of pass, and the passes that are refused."""

from __future__ import annotations

import time

import pandas as pd
import pytest

from rutine.matching import Decision, Method, Pass, match
from rutine.matching.gates import (
    AmountGate,
    Cardinality,
    DayShift,
    Identity,
    Likeness,
    PeriodGate,
    Tolerance,
)
from rutine.matching.search import MOST_OPERATIONS, Failure, Item, share_out

ROUNDING = Tolerance(ore=50, ore_per_day=50)
THREE_DAYS = DayShift(3, 3, 3, 3)
SUGGEST = Decision.SUGGEST
NEAR = [Pass("near", Method.UNIQUE, SUGGEST, identity=Identity.NEAR)]
WEEK = ("2026-08-03", "2026-08-07")


def _row(first=WEEK[0], last=WEEK[1], amount=100_000, *, person="p", unit="u", benefit="4"):
    return (person, unit, benefit, first, last, amount)


def _pairs(found) -> list[tuple[int, int]]:
    both = found.lines.merge(found.claims, on="group", suffixes=("_line", "_claim"))
    both = both.dropna(subset=["group"])
    return sorted(zip(both["row_id_line"], both["row_id_claim"], strict=True))


def test_netting_cancels_a_reversal_with_the_one_payment_it_can_mean(table) -> None:
    lines = table(_row(), _row(amount=-100_000), _row(amount=70_000))
    passes = (Pass("netting", Method.NETTING), Pass("exact", Method.EXACT))
    found = match(lines, table(_row(amount=70_000)), passes)
    assert found.lines["reason"].tolist() == ["netting", "netting", "exact"]
    assert found.groups["claim_count"].tolist() == [0, 1]


def test_netting_leaves_it_open_which_of_two_equal_payments_was_taken_back(table) -> None:
    lines = table(_row(), _row(), _row(amount=-100_000))
    found = match(lines, table(), [Pass("netting", Method.NETTING)])
    assert set(found.lines["reason"]) == {"ambiguous"}


@pytest.mark.parametrize(("gap", "settles"), [(300, True), (301, False), (-300, True)])
def test_rounding_is_half_a_krone_a_day_and_half_a_krone(table, gap, settles) -> None:
    passes = [Pass("rounding", Method.UNIQUE, tolerance=ROUNDING)]
    found = match(table(_row(amount=100_000 + gap)), table(_row()), passes)
    assert (len(found.groups) == 1) is settles


def test_two_claims_that_would_do_are_ambiguous_and_none_is_taken(table) -> None:
    passes = [Pass("rounding", Method.UNIQUE, tolerance=ROUNDING)]
    claims = table(_row(amount=100_100), _row(amount=99_900))
    found = match(table(_row()), claims, passes)
    assert found.groups.empty
    assert set(found.claims["reason"]) == {"ambiguous"}


def test_the_cheapest_pair_is_not_taken_when_another_assignment_fits_as_well(table) -> None:
    """Greedy would pair the equal rows and strand the others; the best total pairs them all."""
    passes = [Pass("flat", Method.UNIQUE, SUGGEST, tolerance=Tolerance(ore=250))]
    lines = table(_row(amount=1000), _row(amount=1200))
    claims = table(_row(amount=1000), _row(amount=800))
    assert match(lines, claims, passes).groups.empty


def test_shifted_days_settle_when_the_two_rows_are_alone(table) -> None:
    passes = [Pass("shifted", Method.UNIQUE, period=PeriodGate.WITHIN, shift=THREE_DAYS)]
    line, claim = _row("2026-08-03", "2026-08-06"), _row()
    assert _pairs(match(table(line), table(claim), passes)) == [(0, 0)]
    neighbour = _row("2026-08-06", "2026-08-14", 5)
    assert match(table(line), table(claim, neighbour), passes).groups.empty


def test_the_day_before_a_month_is_not_its_first_day(table) -> None:
    passes = [Pass("shifted", Method.UNIQUE, period=PeriodGate.WITHIN, shift=THREE_DAYS)]
    line, claim = _row("2026-07-02", "2026-07-02"), _row("2026-07-01", "2026-07-01")
    assert match(table(line), table(claim), passes).groups.empty


@pytest.mark.parametrize(
    ("gates", "line"),
    [
        ({"unit": Likeness.OTHER}, _row(unit="v")),
        ({"benefit": Likeness.OTHER}, _row(benefit="7")),
        ({"period": PeriodGate.MISSING}, _row(None, None)),
        ({"period": PeriodGate.MISSING}, _row(WEEK[0], None)),
        ({"period": PeriodGate.ADJACENT}, _row("2026-08-10", "2026-08-11")),
        ({"period": PeriodGate.OVERLAPPING}, _row("2026-08-07", "2026-08-20")),
    ],
    ids=str,
)
def test_what_is_looser_only_suggests(table, gates, line) -> None:
    found = match(table(line), table(_row()), [Pass("loose", Method.UNIQUE, SUGGEST, **gates)])
    assert found.lines["outcome"].tolist() == ["suggested"]
    with pytest.raises(ValueError, match="may only suggest"):
        Pass("loose", Method.UNIQUE, **gates)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("01818112345", "01818112346", True),
        ("01818112345", "10818112345", True),
        ("01818112345", "01818112354", True),
        ("01818112345", "01818112399", False),
        ("01818112345", "41818154321", False),
        ("p", "q", False),
    ],
)
def test_a_slip_of_the_keys_is_near_whatever_the_names(table, one, other, near) -> None:
    lines, claims = table(_row(person=one)), table(_row(person=other))
    assert (len(match(lines, claims, NEAR).groups) == 1) is near
    named = (side.assign(name=name) for side, name in ((lines, "Åse Lie"), (claims, "Ola Vik")))
    assert (len(match(*named, NEAR).groups) == 1) is near


@pytest.mark.parametrize(
    ("d_number", "new", "near"),
    [
        ("41818154321", "01818112345", True),
        ("71818154321", "31818112345", True),
        ("41818154321", "02818112345", False),  # born the day after
        ("41818154321", "01818212345", False),  # born the year after
        ("01818154321", "01818112345", False),  # two national ids
        ("81818154321", "41818112345", False),  # no day of a month
    ],
)
def test_a_d_number_became_a_national_id_of_the_same_birth_date_and_name(
    table, d_number, new, near
) -> None:
    line = table(_row(person=new)).assign(name="Åse Lie".ljust(25))
    claim = table(_row(person=d_number)).assign(name="Åse Lie")
    for sides in ((line, claim), (claim, line)):
        assert (len(match(*sides, NEAR).groups) == 1) is near


@pytest.mark.parametrize(
    ("reported", "own", "same"),
    [
        ("ÅSE LIE                  ", "Åse Lie", True),
        ("Åse Lie", "A\u030ase  Lie ", True),  # composed of two characters
        ("Kari Marie Hallingstad-Øs", "Kari Marie Hallingstad-Østgårdshaugen", True),
        ("Ola Vik  Strøm           ", "Ola Vik; Strøm", True),
        ("Bo?ena Vik               ", "Božena Vik", True),
        ("Åse Lie                  ", "Åse Lien", False),
        ("Åse Lie                  ", "Ase Lie", False),
        ("                         ", "", False),
        (None, None, False),
    ],
)
def test_names_are_compared_as_navs_report_writes_them(table, reported, own, same) -> None:
    line = table(_row(person="41818154321")).assign(name=pd.array([reported], dtype="str"))
    claim = table(_row(person="01818112345")).assign(name=pd.array([own], dtype="str"))
    assert (len(match(line, claim, NEAR).groups) == 1) is same


def test_shifted_days_are_no_evidence_beside_a_row_without_dates(table) -> None:
    shifted = [Pass("days", Method.UNIQUE, period=PeriodGate.WITHIN, shift=THREE_DAYS)]
    line, claim = _row("2026-08-04"), _row()
    assert len(match(table(line), table(claim), shifted).groups) == 1
    assert match(table(line), table(claim, _row(None, None)), shifted).groups.empty


def test_cardinality_says_how_many_rows_a_group_may_hold(table) -> None:
    lines = table(_row("2026-08-03", "2026-08-04", 40_000), _row("2026-08-05", WEEK[1], 60_000))
    for cardinality, count in ((Cardinality.MANY_TO_ONE, 1), (Cardinality.ONE_TO_MANY, 0)):
        passes = [Pass("sum", Method.GROUP_SUM, cardinality=cardinality)]
        assert len(match(lines, table(_row()), passes).groups) == count


def test_a_pass_without_carry_over_leaves_older_open_rows_alone(table) -> None:
    passes = [Pass("new", Method.EXACT, carry_over=False)]
    claims = table(_row(), _row()).assign(carried=[True, False])
    assert _pairs(match(table(_row()), claims, passes)) == [(0, 1)]


def test_the_search_shares_out_claims_of_two_positions_when_one_way_is_left(table) -> None:
    lines = table(_row(amount=300))
    claims = table(_row(amount=200), _row(amount=100), _row(amount=150))
    found = match(lines, claims, [Pass("search", Method.JOINT_SEARCH)])
    assert _pairs(found) == [(0, 0), (0, 1)]
    assert found.claims["outcome"].tolist() == ["settled", "settled", "open"]


def test_the_search_takes_nothing_when_two_ways_are_left(table) -> None:
    claims = table(_row(amount=200), _row(amount=100), _row(amount=100))
    found = match(table(_row(amount=300)), claims, [Pass("search", Method.JOINT_SEARCH)])
    assert found.groups.empty
    assert set(found.claims["reason"]) == {"ambiguous"}


def test_the_search_gives_up_after_so_many_steps_and_says_so(table) -> None:
    powers = [_row(amount=2**k) for k in range(30)] + [_row(amount=3**k) for k in range(19)]
    found = match(table(_row(amount=2**30 - 1)), table(*powers), [Pass("s", Method.JOINT_SEARCH)])
    assert set(found.lines["reason"]) == {"cap_exceeded"}
    many = [Item(0, 4, 1)] * (MOST_OPERATIONS // 2)
    assert share_out(many, many[:3], all_bins=True) is Failure.EXCEEDED


@pytest.mark.parametrize("count", [60, 2_000])
def test_adversarial_inputs_stay_bounded(table, count) -> None:
    claims = table(*[_row(amount=100)] * count)
    lines = table(_row(amount=100 * count // 2), _row(amount=1700))
    passes = [
        Pass("search", Method.JOINT_SEARCH),
        Pass("near", Method.UNIQUE, SUGGEST, identity=Identity.NEAR),
        Pass("loose", Method.UNIQUE, SUGGEST, tolerance=Tolerance(ore=10**6)),
    ]
    started = time.process_time()
    found = match(lines, claims, passes)
    assert found.groups.empty
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("method", "gates", "fault"),
    [
        (Method.EXACT, {"tolerance": ROUNDING}, "does not go with a tolerance"),
        (Method.EXACT, {"unit": Likeness.OTHER}, "demands the same key"),
        (Method.EXACT, {"period": PeriodGate.MISSING}, "does not go with period missing"),
        (Method.JOINT_SEARCH, {"cardinality": Cardinality.ONE_TO_ONE}, "cardinality 1:1"),
        (Method.UNIQUE, {}, "loosens at least one gate"),
        (Method.UNIQUE, {"period": PeriodGate.WITHIN}, "go together"),
        (Method.UNIQUE, {"tolerance": Tolerance(ore=51)}, "may only suggest"),
        (
            Method.UNIQUE,
            {"tolerance": ROUNDING, "period": PeriodGate.WITHIN, "shift": THREE_DAYS},
            "both days and amount",
        ),
    ],
)
def test_gates_that_do_not_go_together_or_could_settle_wrongly_are_refused(
    method, gates, fault
) -> None:
    with pytest.raises(ValueError, match=fault):
        Pass("wrong", method, **gates)


def test_a_pass_says_which_gates_count(table) -> None:
    sums = Pass("sums", Method.GROUP_SUM, tolerance=ROUNDING)
    assert (sums.days, sums.amount) == (PeriodGate.OVERLAPPING, AmountGate.WITHIN)
    assert sums.sizes is Cardinality.MANY_TO_MANY


def test_a_rounding_settles_only_what_is_alone_in_its_component(table) -> None:
    passes = [Pass("rounding", Method.UNIQUE, tolerance=ROUNDING)]
    claims = [_row(amount=100_030), _row(first="2026-08-03", last="2026-08-07", amount=7)]
    assert len(match(table(_row()), table(claims[0]), passes).groups) == 1
    assert match(table(_row()), table(*claims), passes).groups.empty


def test_a_claim_that_several_lines_would_fill_makes_the_search_ambiguous(table) -> None:
    """Each line equals two claims, but both lines also equal the one claim beside them."""
    days = [("05", "09"), ("12", "16"), ("16", "23")]
    lines = [_of(*ends, amount) for ends, amount in zip(days, (100, 100, 70), strict=True)]
    claims = [_of("05", "07", 60), _of("08", "09", 40), _of("12", "14", 60)]
    claims += [_of("15", "16", 40), _of("16", "20", 50), _of("21", "23", 20)]
    passes = [Pass("search", Method.JOINT_SEARCH)]
    several = match(table(*lines), table(*claims, _of("05", "16", 200)), passes)
    assert set(several.claims["reason"]) == {"ambiguous"}
    other = match(table(*lines), table(*claims, _of("05", "16", 210)), passes)
    assert set(other.lines["outcome"]) == {"settled"}


def _of(first: str, last: str, amount: int):
    return ("p", "u", "4", f"2025-05-{first}", f"2025-05-{last}", amount)
