"""Address lines as GOV.UK Notify judges them: its error code stands in the test id."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offers.rules.addresses import LetterChannel, address_faults, address_problems, tidied

JUDGED = Path(__file__).parent.parent / "data/printing_service/addresses.jsonl"

GOOD = [
    pytest.param(["Yas Marlow", "2 Signals", "BFPO", "BFPO 58", "BF1 2AU"], id="a line BFPO beside the number"),
    pytest.param(["Ada Marlow", "14 Rue du Port", "Abidjan", "Côte d’Ivoire"], id="a curly apostrophe"),
    pytest.param(["Ada", "4 Street", "Republic of Moldova"], id="a long name"),
    pytest.param(["Ada", "4 Street", "Korea, Republic of"], id="a long name turned round"),
    pytest.param(["Ada", "4 Street", "The Socialist Republic of Viet Nam"], id="a long name with article"),
    pytest.param(["Ada", "4 Street", "Bosnia & Herzegovina"], id="& for and"),
    pytest.param(["Ada", "4 Street", "ST. LUCIA"], id="St. for Saint"),
    pytest.param(["Ada", "4 Straße", "ÖSTERREICH"], id="its own language"),
    pytest.param(["Ada", "4 вулиця", "Україна"], id="its own script"),
    pytest.param(["Ada", "4 Mill Lane", "LE1 1AA", "Wales", "United Kingdom"], id="two home countries"),
    pytest.param(["Ada\u200b", "4 Mill Lane", "LE1 1AA\ufeff", "\u2060"], id="spaces that nobody sees"),
    pytest.param(["Sam Example", "12 Mill Lane", "LE1 1AA"], id="three lines"),
    pytest.param(["Sam Example", "a", "b", "c", "d", "e", "LE1 1AA"], id="seven lines"),
    pytest.param(["Sam Example", "12 Mill Lane", "le11aa"], id="postcode without space or capitals"),
    pytest.param(["  Sam   Example ,", "", "12 Mill Lane", "LE1 1AA "], id="spaces, commas and an empty line"),
    pytest.param(["Sam Example", "12 Mill Lane", "LE1 1AA", "England"], id="a home country after the postcode"),
    pytest.param(["Sam", "a", "b", "c", "d", "e", "LE1 1AA", "United Kingdom"], id="a home country is not counted"),
    pytest.param(["Sam Example", "4 Rue Haute", "JE2 3AB", "Jersey"], id="Crown dependency"),
    pytest.param(["Sam Example", "4 Main Street", "Dublin", "Ireland"], id="abroad"),
    pytest.param(["Sam Example", "4 Marina Parade", "The Gambia"], id="abroad with its article"),
    pytest.param(["Pte Example", "1 Example Regiment", "BFPO 57"], id="BFPO number without postcode"),
    pytest.param(["Pte Example", "1 Example Regiment", "BF1 2AU", "BFPO 57"], id="BFPO number and postcode"),
    pytest.param(["Pte Example", "1 Example Regiment", "BFPO c/o 57", "UK"], id="BFPO with home country"),
    pytest.param(["Sam Example A1234BC", "HMP Example", "LE1 1AA"], id="prison with prisoner number"),
    pytest.param(["Sam Example", "Mount View Secure Children's Home", "LE1 1AA"], id="secure children's home"),
    pytest.param(["Łukasz Żółć", "12 Mill Lane", "LE1 1AA"], id="letters with accents"),
    pytest.param(["Sam Example", "Nfa House", "LE1 1AA"], id="a name that only begins like no fixed abode"),
]


@pytest.mark.parametrize("lines", GOOD)
def test_can_be_posted(lines):
    assert address_problems(lines) == ()


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        pytest.param([], ["address-is-empty"], id="address-is-empty"),
        pytest.param(["", " , "], ["address-is-empty"], id="address-is-empty: only spaces and commas"),
        pytest.param(["Sam", "LE1 1AA"], ["not-enough-address-lines"], id="not-enough-address-lines"),
        pytest.param(["Sam", "LE1 1AA", "England"], ["not-enough-address-lines"], id="home country does not count"),
        pytest.param(["Sam", *"abcdef", "LE1 1AA"], ["too-many-address-lines"], id="too-many-address-lines"),
        pytest.param(["Sam", "12 Mill Lane", "Leicester"], ["not-a-real-uk-postcode-or-country"], id="no postcode"),
        pytest.param(["Sam", "12 Mill Lane", "ZZ1 1AA"], ["not-a-real-uk-postcode-or-country"], id="no such area"),
        pytest.param(["Sam", "12 Mill Lane", "Oz LE1 1AA"], ["not-a-real-uk-postcode-or-country"], id="not on its own"),
        pytest.param(
            ["Sam", "Mill", "Row", "England"], ["not-a-real-uk-postcode-or-country"], id="England, no postcode"
        ),
        pytest.param(
            ["???", "Mill Lane", "LE1 1AA"], ["invalid-address-line-1-or-2"], id="invalid-address-line-1-or-2"
        ),
        pytest.param(
            ["أحمد", "Mill Lane", "LE1 1AA"], ["invalid-address-line-1-or-2"], id="no English letter in line 1"
        ),
        pytest.param(["Sam", "Mill", "NFA", "LE1 1AA"], ["no-fixed-abode-address"], id="NFA alone on a line"),
        pytest.param(["Sam", "No Fixed Address", "LE1 1AA"], ["no-fixed-abode-address"], id="no fixed address"),
        pytest.param(
            ["Sam", "of no fixed abode", "LE1 1AA"], ["no-fixed-abode-address"], id="no fixed abode in a line"
        ),
        pytest.param(["Pte", "1 Rgt", "BFPO 57", "Germany"], ["has-country-for-bfpo-address"], id="BFPO and country"),
        pytest.param(["Sam", "HMP Example", "LE1 1AA"], ["prisoner-number-missing"], id="prison without number"),
        pytest.param(["Sam", "HMYOI Example", "LE1 1AA"], ["prisoner-number-missing"], id="young offender institution"),
        pytest.param(
            ["Sam", "1 Rgt", "BFPO"],
            ["not-a-real-uk-postcode-or-country"],
            id="BFPO without its number",
        ),
    ],
)
def test_cannot_be_posted(lines, codes):
    assert [fault.code for fault in address_faults(lines)] == codes


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=str(case["id"])) for case in map(json.loads, JUDGED.read_text().splitlines())]
)
def test_judged_as_the_printing_service_judges(case):
    assert (address_problems(case["address"]) == ()) is case["valid"]


# Where we are stricter than the service, on purpose: the lines, and what stops them. It takes each of these.
STRICTER = [
    pytest.param(["Ada", "N.F.A.", "LE1 1AA"], "no-fixed-abode-address", id="it knows NFA without full stops alone"),
    pytest.param(["Ada", "n f a", "LE1 1AA"], "no-fixed-abode-address", id="nor with spaces"),
    pytest.param(["Ada", "HMP Example", "LE1 1AA"], "prisoner-number-missing", id="a prison sends it back"),
    pytest.param(["Ada", "“Rose” Cottage", "LE1 1AA"], "invalid-char-in-address", id="it refuses the straight quote"),
]


@pytest.mark.parametrize(("lines", "code"), STRICTER)
def test_where_we_are_stricter_than_the_printing_service(lines, code):
    """Nothing that it refuses do we take: the table above. Some that it takes we do not, and each says why."""
    assert [fault.code for fault in address_faults(lines)] == [code]


@pytest.mark.parametrize("line", ["GIR 0AA", "Kingdom of Nowhere", "Kurdistan", "of Iran", "Islamic Republic of"])
def test_a_last_line_that_is_no_country_and_no_postcode_that_the_service_takes(line):
    assert [fault.code for fault in address_faults(["Ada", "4 Street", line])] == ["not-a-real-uk-postcode-or-country"]


@pytest.mark.parametrize("name", ["محمد", "ሰላም ተስፋይ", "(Ada) Marlow"])
def test_rules_of_the_printing_service_stop_only_what_it_prints(name):
    lines = [name, "12 Mill Lane", "LE1 1AA"]
    assert address_problems(lines, channel=LetterChannel.OWN_PRINTER) == ()
    assert address_problems(lines, channel=LetterChannel.PRINTING_SERVICE) != ()


def test_what_no_post_reaches_stops_every_letter():
    for lines in ([], ["Sam", "LE1 1AA"], ["Sam", "12 Mill Lane", "Leicester"], ["Sam", "Mill", "NFA", "LE1 1AA"]):
        assert address_problems(lines, channel=LetterChannel.OWN_PRINTER) == address_problems(lines)


@pytest.mark.parametrize("character", '@()=[]"\\/,<>~')
def test_a_line_may_not_begin_with(character):
    (fault,) = address_faults(["Sam Example", f"{character}12 Mill Lane", "LE1 1AA"])
    assert fault.code == "invalid-char-in-address"


def test_abroad_only_where_the_service_allows_it():
    (abroad,) = address_faults(["Sam", "4 Main Street", "Ireland"], allow_abroad=False)
    (nowhere,) = address_faults(["Sam", "4 Main Street", "Leicester"], allow_abroad=False)
    assert (abroad.code, nowhere.code) == ("cant-send-international-letters", "not-a-real-uk-postcode")


@given(st.lists(st.text(max_size=20), max_size=9))
def test_any_lines_get_an_answer_in_sentences(lines):
    assert all(problem.endswith((".", "”). Take it out.")) for problem in address_problems(lines))
    assert tidied(tidied(lines)) == tidied(lines)
