"""How names are written, everywhere: lists, pages, envelopes."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from careleavers.models import YoungPerson
from careleavers.rules.names import given_name, known_as, legal_name
from tests.careleavers.test_people import new
from tests.cast import Cast

NAMES = [
    # first, last, preferred: known as, given name
    pytest.param("Amira", "Khan", "", "Amira Khan", "Amira", id="one and one"),
    pytest.param("Mary Ann", "Fenwick-Oduya", "", "Mary Ann Fenwick-Oduya", "Mary Ann", id="two given names"),
    pytest.param("Abdul Rahman", "Noorzai", "", "Abdul Rahman Noorzai", "Abdul Rahman", id="a given name of two words"),
    pytest.param("Elizabeth", "Carrow-Mbeki", "Betsy Lou", "Betsy Lou Carrow-Mbeki", "Betsy Lou", id="two chosen"),
    pytest.param("Elizabeth", "Carrow-Mbeki", "Betsy Carrow-Mbeki", "Betsy Carrow-Mbeki", "Betsy", id="chosen in full"),
    pytest.param("Elizabeth", "de Souza", "Betsy De Souza", "Betsy De Souza", "Betsy", id="a last name of two words"),
    pytest.param("Zabihullah", "", "", "Zabihullah", "Zabihullah", id="a given name alone"),
    pytest.param("", "Zabihullah", "", "Zabihullah", "Zabihullah", id="a last name alone"),
    pytest.param("Zabihullah", "-", "", "Zabihullah", "Zabihullah", id="a dash for no name"),
    pytest.param(".", "Zabihullah", "", "Zabihullah", "Zabihullah", id="a dot for no name"),
    pytest.param("Zabihullah", "", "Zabi", "Zabi", "Zabi", id="one name, and another in use"),
    pytest.param("Ward", "Ward", "", "Ward Ward", "Ward", id="the same name twice"),
    pytest.param("Ann", "Ward", "Ward", "Ward", "Ward", id="called by the last name alone"),
    pytest.param("محمد", "الأحمد", "", "محمد الأحمد", "محمد", id="Arabic script"),
    pytest.param("  Ana  ", " da  Silva ", "", "Ana da Silva", "Ana", id="spaces"),
    pytest.param("Anne", "Marie", "Rosemarie", "Rosemarie Marie", "Rosemarie", id="ends like the last name, in a word"),
]


@pytest.mark.parametrize(("first", "last", "preferred", "whole", "given_alone"), NAMES)
def test_no_given_name_swallows_the_family_name_and_a_single_name_is_a_name(
    first, last, preferred, whole, given_alone
) -> None:
    assert known_as(first, last, preferred) == whole
    assert given_name(first, last, preferred) == given_alone
    person = YoungPerson(first_name=first, last_name=last, preferred_name=preferred)
    assert (person.known_as, person.short_name, str(person)) == (whole, given_alone, whole)


def test_the_legal_name_is_that_of_the_record() -> None:
    assert legal_name("Elizabeth", "Carrow-Mbeki") == "Elizabeth Carrow-Mbeki"
    assert legal_name("Zabihullah", "") == "Zabihullah"
    assert YoungPerson(first_name="Zabihullah", last_name="", preferred_name="Zabi").legal_name == "Zabihullah"


@given(st.text("ab -", max_size=6), st.text("ab -", max_size=6), st.text("ab -", max_size=6))
def test_every_name_is_of_letters_with_single_spaces_and_holds_the_last_name(first, last, preferred) -> None:
    whole = known_as(first, last, preferred)
    assert whole == " ".join(whole.split())
    assert bool(whole) is any(each.isalpha() for each in first + last + preferred)
    if any(each.isalpha() for each in last):
        assert f" {whole}".casefold().endswith(f" {' '.join(last.split())}".casefold())


@pytest.mark.usefixtures("_on_the_day")
@pytest.mark.parametrize(
    ("first", "last", "added"),
    [("Zabihullah", "", True), ("", "Zabihullah", True), ("", "", False), ("-", "", False)],
)
def test_a_person_needs_one_name_and_not_two(cast: Cast, sign_in, first, last, added) -> None:
    data = new(cast, first_name=first, last_name=last, preferred_name="")
    page = sign_in(cast.mo).post(reverse("person_new"), data)
    assert YoungPerson.objects.filter(local_id="L900").exists() is added
    assert added or "Write a first name or a last name" in page.content.decode()
