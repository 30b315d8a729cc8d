from __future__ import annotations

import pytest

from rutine.core.errors import InputError
from rutine.core.identifiers import AccountNumber, Fnr, OrgNr, Synthetic
from rutine.practice import people
from rutine.practice.draws import seeded
from rutine.practice.names import nav_name
from rutine.practice.organisation import ClaimStyle, Organisation, found
from rutine.practice.people import Population
from rutine.practice.rates import NORMAL, People, Units


def test_every_id_is_valid_synthetic_and_used_once() -> None:
    population = Population(3, NORMAL.people)
    numbers = [population.next_fnr(d_number=n % 5 == 0) for n in range(3000)]
    assert len(set(numbers)) == 3000
    assert {Fnr(number).synthetic for number in numbers} == {Synthetic.TENOR}
    assert [Fnr(number).is_d_number for number in numbers] == [n % 5 == 0 for n in range(3000)]


def test_a_new_number_keeps_the_birth_date_and_is_nobody_elses() -> None:
    population = Population(3, NORMAL.people)
    taken = {population.next_fnr(d_number=False) for _ in range(3000)}
    people = [population.draw(seeded(n), d_number=True) for n in range(300)]
    renewed = [population.new_fnr(person.fnr) for person in people]
    renewed += [population.new_fnr(people[0].fnr) for _ in range(10)]  # born on the same day
    assert len(taken | set(renewed)) == 3310
    for person, new in zip(people, renewed, strict=False):
        assert Fnr(new).synthetic is Synthetic.TENOR
        assert not Fnr(new).is_d_number
        assert f"{int(new[:2]) + 40}{new[2:6]}" == person.fnr[:6]
        assert Fnr(new).value != person.fnr


@pytest.mark.parametrize("d_number", ["41817912345", "41810512345"])
def test_new_numbers_of_one_birth_date_end_some_day(d_number) -> None:
    population = Population(3, NORMAL.people)
    with pytest.raises(InputError) as refused:
        [population.new_fnr(d_number) for _ in range(51)]
    assert refused.value.code == "practice_too_large"


def test_two_populations_of_one_seed_share_nobody() -> None:
    onwards = Population(3, NORMAL.people)
    backwards = Population(3, NORMAL.people, backwards=True)
    one = {onwards.next_fnr(d_number=False) for _ in range(2000)}
    two = {backwards.next_fnr(d_number=False) for _ in range(2000)}
    assert not one & two


def test_the_way_through_the_ids_meets_each_once() -> None:
    step, size = people._STEP, people._IDS
    while size:
        step, size = size, step % size
    assert step == 1


def test_a_population_that_is_used_up_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "_IDS", 10)
    population = Population(1, NORMAL.people)
    with pytest.raises(InputError) as refused:
        [population.next_fnr(d_number=False) for _ in range(11)]
    assert refused.value.code == "practice_too_large"


def test_no_person_is_printed() -> None:
    person = Population(1, NORMAL.people).draw(seeded(1))
    assert person.fnr not in repr(person)
    assert person.name not in repr(person)


def test_names_come_long_foreign_and_with_semicolons() -> None:
    rates = People(long_name=0.3, semicolon_name=0.3, foreign_letters=0.3)
    rng = seeded(1)
    names = [Population(1, rates).draw(rng).name for _ in range(200)]
    assert any(len(name) > 25 for name in names)
    assert any(";" in name for name in names)
    assert any(name != name.encode("iso-8859-1", "ignore").decode("iso-8859-1") for name in names)
    assert any(set("æøåÆØÅ") & set(name) for name in names)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Åse Lie", "Åse Lie                  "),
        ("Ola Vik; Strøm", "Ola Vik  Strøm           "),
        ('Ola "Ola"\r\n;Vik', "Ola  Ola Vik             "),
        ("Kari Marie Hallingstad-Østgårdshaugen", "Kari Marie Hallingstad-Øs"),
    ],
)
def test_nav_cuts_pads_and_cleans_names(name: str, written: str) -> None:
    assert nav_name(name) == written


def test_numbers_of_the_organisation_are_valid_and_belong_to_no_real_employer() -> None:
    organisation = found(seeded(5), 200, NORMAL.units)
    numbers = [organisation.orgnr, organisation.closed_unit.orgnr]
    numbers += [unit.orgnr for unit in organisation.sub_units]
    assert len(set(numbers)) == 202
    assert all(OrgNr(number).value.startswith("3") for number in numbers)
    assert len({AccountNumber(account) for account in organisation.accounts}) == 2
    assert len({unit.name for unit in organisation.sub_units}) == 200


def test_exact_shares_of_sub_units_are_set_up_unusually(organisation: Organisation) -> None:
    rates = Units(by_month=0.5, by_calendar=0.1, monthly_salary=0.1, uncapped=0.3, old_g=0.0)
    units = found(seeded(2), 50, rates).sub_units
    assert sum(unit.monthly_salary for unit in units) == 5
    assert sum(not unit.capped for unit in units) == 15
    # A sub-unit that claims monthly salary always claims by month.
    assert all(unit.style is ClaimStyle.MONTH for unit in units if unit.monthly_salary)
    # With twenty sub-units a rare set-up still occurs once.
    assert sum(unit.monthly_salary for unit in organisation.sub_units) == 1
