"""What birthday letters say, when they fall, and when they are held."""

from datetime import date

import pytest

from careleavers.rules.dates import birthday
from careleavers.rules.reading_level import reading_level
from offers.documents.letter_markdown import read_template
from offers.rules.catalogue import (
    CouncilTaxPolicy,
    EntitlementSettings,
    LocalItem,
    Payment,
    Person,
    PersonStatus,
    entitlements,
)
from offers.rules.letter_fields import TemplateKind
from offers.rules.letter_points import MOST_POINTS, Circumstances
from offers.rules.letter_text import (
    Adviser,
    Occasion,
    Recipient,
    Sender,
    letter_for,
    occasions,
    why_not_sent,
)
from offers.rules.letter_words import SHIPPED

BORN = date(2008, 11, 30)
SENDER = Sender(
    authority="Exampleshire County Council",
    service="Leaving Care Service",
    address=("1 County Square", "Melford", "LE1 9AB"),
    phone="01632 960123",
    email="leavingcare@exampleshire.example",
    website="exampleshire.example/leaving-care",
    colour="#0b5c63",
    signed_by="Mary Okafor",
    title="Director of Children's Services",
)
JO = Adviser(name="Jo Ellis", phone="07700 900123")
ADDRESS = ("Amira Khan", "Flat 2", "12 Mill Lane", "Melford", "LE1 1AA")
FORMER = PersonStatus("former_relevant_child", "18-20", birthday(BORN, 18), birthday(BORN, 21))
ASKED = PersonStatus("former_relevant_child", "21-24 opted in", birthday(BORN, 21), birthday(BORN, 25))
STUDYING = PersonStatus("former_relevant_child", "21-24 education", birthday(BORN, 21), date(2035, 7, 1))
QUALIFYING = PersonStatus("person_qualifying", "16-20", date(2025, 1, 1), birthday(BORN, 21))
POLICY = EntitlementSettings(council_tax=CouncilTaxPolicy(start=date(2019, 4, 1)))


def recipient(**changed):
    given = {"known_as": "Amira", "address": ADDRESS, "safe_to_write": True, "status": "former_relevant_child"}
    return Recipient(**{**given, **changed})


NOTHING_SAID = Circumstances()


def letter(
    age,
    *statuses,
    adviser=JO,
    settings=POLICY,
    enclosed="Our offer to care leavers",
    late=False,
    payments=(),
    circumstances=NOTHING_SAID,
    courses=(),
):
    falls_on = birthday(BORN, age)
    person = Person(date_of_birth=BORN, statuses=statuses or (FORMER,), payments=payments, courses=courses)
    written = date(falls_on.year, 12, 4) if late else date(falls_on.year, 11, 16)
    theirs = entitlements(person, falls_on, settings)
    return letter_for(
        Occasion(age, falls_on),
        recipient(),
        SENDER,
        adviser,
        theirs,
        written,
        enclosed,
        circumstances,
        template=read_template(SHIPPED[TemplateKind.at(age)]),
    )


def words(letter):
    said = [letter.heading, letter.greeting, *texts(letter.opening), letter.points_intro]
    return "\n".join(
        [
            *said,
            *(f"{lead}. {text}" for lead, text in letter.points),
            *texts(letter.after),
            letter.ending,
        ]
    )


def texts(blocks):
    return tuple(block.text for block in blocks)


# Which birthdays


def test_18_to_24_unless_an_authority_chooses_others():
    assert [each.age for each in occasions(BORN, date(2020, 1, 1), date(2050, 1, 1))] == [18, 19, 20, 21, 22, 23, 24]
    chosen = occasions(BORN, date(2020, 1, 1), date(2050, 1, 1), ages=(25, 18, 21, 18))
    assert [each.code for each in chosen] == ["18", "21", "25"]


@pytest.mark.parametrize(
    ("first", "last", "ages"),
    [
        ("2026-11-30", "2026-11-30", [18]),
        ("2026-12-01", "2027-11-29", []),
        ("2026-11-29", "2027-11-30", [18, 19]),
    ],
)
def test_both_ends_of_the_window_count(first, last, ages):
    found = occasions(BORN, date.fromisoformat(first), date.fromisoformat(last))
    assert [each.age for each in found] == ages


@pytest.mark.parametrize(("leap_day", "falls_on"), [("1 March", date(2026, 3, 1)), ("28 February", date(2026, 2, 28))])
def test_born_on_29_february(leap_day, falls_on):
    (found,) = occasions(date(2008, 2, 29), date(2026, 1, 1), date(2026, 12, 31), leap_day=leap_day)
    assert found == Occasion(18, falls_on)


# Holds


@pytest.mark.parametrize(
    ("changed", "begins"),
    [
        ({"deceased": True, "safe_to_write": False}, "They have died."),
        ({"asked_not_to_be_written_to": True}, "They asked us not to write."),
        ({"restricted": True}, "Their record is restricted."),
        ({"status": None}, "They will not be a care leaver by law"),
        ({"status": "none"}, "They will not be a care leaver by law"),
        ({"safe_to_write": False}, "This address is not safe to write to."),
        ({"safe_to_write": None}, "Nobody has said whether this address is safe"),
        ({"address": ()}, "There is no address."),
        ({"address": ("Amira Khan", "No fixed abode", "LE1 1AA")}, "No fixed abode is not an address."),
    ],
)
def test_held(changed, begins):
    why = why_not_sent(recipient(**changed))
    assert why is not None
    assert why.startswith(begins)
    assert why.count(".") >= 2, "a hold also says what to do or what follows"


def test_held_when_a_name_cannot_be_printed():
    why = why_not_sent(recipient(), unprintable="ቢ")
    assert why == "Our fonts cannot print ቢ in the name or address. Write it in English letters."


@pytest.mark.parametrize("status", ["eligible_child", "relevant_child", "former_relevant_child", "person_qualifying"])
def test_sent(status):
    assert why_not_sent(recipient(status=status)) is None


# Words


def test_at_18_it_names_the_day_the_adviser_and_the_money():
    said = letter(18)
    assert said.heading == "Happy 18th birthday, Amira"
    assert said.written_on == "16 November 2026"
    assert said.opening[0].text.startswith("Happy birthday for Monday 30 November 2026. Turning 18 is a big step")
    assert "Jo Ellis is your personal adviser" in said.opening[1].text
    assert "until you are 25" in said.opening[1].text
    assert [point.lead for point in said.points] == [
        "Up to £3,000 to set up your home",
        "Up to £2,000 if you go to university",
        "Up to £3,000 if you start an apprenticeship",
        "Help with your council tax",
        "More help with rent until you are 25",
        "Help first if you have nowhere to stay",
    ]
    assert texts(said.after) == (
        "To ask for anything, ring Jo Ellis on 07700 900123, or us on 01632 960123. No question is too small. "
        "The leaflet with this letter tells you what else we offer.",
    )
    assert (said.signed_by, said.title) == ("Mary Okafor", "Director of Children's Services")
    assert said.enclosed == "With this letter: Our offer to care leavers"


def test_at_21_somebody_without_support_is_asked_and_somebody_with_it_is_told():
    assert "Would you like a personal adviser to help you?" in letter(21, adviser=None).opening[1].text
    assert "You can have one until you are 25" in letter(21, adviser=None).opening[1].text
    asked = letter(21, FORMER, ASKED).opening[1].text
    assert "Jo Ellis can go on helping you until you are 25. You can stop this help at any time" in asked


def test_the_adviser_who_stays_at_21_is_named():
    said = letter(21).opening[1].text
    assert "Would you like Jo Ellis to go on helping you?" in said
    assert "ring 07700 900123 and say yes" in said


@pytest.mark.parametrize(
    ("circumstances", "lost"),
    [
        ({"in_custody": True}, {"home", "council tax", "rent"}),
        ({"settled_in_own_home": True}, {"home"}),
        ({"has_been_to_university": True}, {"university"}),
        ({"has_been_an_apprentice": True}, {"apprenticeship"}),
        ({}, set()),
    ],
)
def test_what_home_or_work_contradicts_is_left_out(circumstances, lost):
    named = {"home": "your home", "university": "university", "apprenticeship": "apprenticeship"}
    named |= {"council tax": "council tax", "rent": "help with rent"}
    leads = [point.lead for point in letter(19, circumstances=Circumstances(**circumstances)).points]
    missing = {short for short, words in named.items() if not any(words in lead for lead in leads)}
    assert missing == lost


@pytest.mark.parametrize("age", [18, 19, 20, 22, 24])
def test_every_sum_is_for_who_has_not_had_it(age):
    for point in letter(age).points:
        if "£" in point.lead:
            assert point.lead.startswith("Up to £")
            assert "if you have not had it" in point.text


@pytest.mark.parametrize("age", [18, 19, 20, 22, 24])
def test_somebody_who_qualifies_is_promised_nothing_that_is_on_a_condition(age):
    help_to_25 = PersonStatus("person_qualifying", "21-24 education help", birthday(BORN, 21), birthday(BORN, 25))
    said = letter(age, QUALIFYING, help_to_25, circumstances=Circumstances(qualifies=True))
    assert [point.lead for point in said.points] == ["If you study or train"]
    assert said.points_intro == "You can ask us about:"


def test_the_letter_at_24_says_that_a_year_is_left():
    assert "until your next birthday" in letter(24, adviser=None).opening[1].text


def test_at_25_it_says_what_ends_and_what_stays():
    assert "personal adviser's help ends now" in letter(25).opening[1].text
    assert "records of your time in care" in letter(25).opening[1].text
    assert "until you finish the course" in letter(25, FORMER, STUDYING).opening[1].text


def test_without_an_adviser_and_without_a_leaflet():
    said = letter(19, adviser=None, enclosed="")
    assert "Your personal adviser can help you" in said.opening[1].text
    assert texts(said.after) == ("To ask for anything, ring 01632 960123. No question is too small.",)
    assert said.enclosed == ""
    assert texts(letter(19, adviser=Adviser(name="Jo Ellis")).after)[0].startswith(
        "To ask for anything, ring 01632 960123."
    )


def test_somebody_who_qualifies_for_advice_is_promised_no_adviser():
    said = words(letter(18, QUALIFYING))
    assert "adviser is" not in said
    assert "You can ask us for advice and help." in said
    assert "£3,000 to set up" not in said


def test_a_late_letter_says_sorry():
    assert "This letter is late, and we are sorry." in letter(20, late=True).opening[0].text


def test_money_already_given_is_not_promised_again():
    home = Payment("setting_up_home_allowance", date(2027, 1, 1), 1200)
    assert letter(19, payments=(home,)).points[0].lead == "£1,800 more for your home"
    rest = Payment("setting_up_home_allowance", date(2027, 2, 1), 1800)
    degree = Payment("higher_education_bursary", date(2027, 2, 1), 2000)
    leads = [point.lead for point in letter(19, payments=(home, rest, degree)).points]
    assert not any("home" in lead or "university" in lead for lead in leads)


def test_council_tax_is_named_only_where_the_authority_has_a_policy():
    assert not any("council tax" in point.lead for point in letter(19, settings=EntitlementSettings()).points)


def test_what_the_authority_gives_of_its_own_choice_comes_last_and_the_list_stays_short():
    items = tuple(
        LocalItem(code=f"item_{number}", name=f"Gift {number}", condition="It is yours.", to_age=26)
        for number in range(9)
    )
    said = letter(24, settings=EntitlementSettings(local_items=items))
    assert len(said.points) == MOST_POINTS
    assert [point.lead for point in said.points][-2:] == [
        "Council housing lists",
        "If you study or train",
    ]
    paid = tuple(
        Payment(code, date(2027, 1, 1), 3000) for code in ("setting_up_home_allowance", "apprenticeship_bursary")
    )
    assert letter(24, settings=EntitlementSettings(local_items=items), payments=paid).points[-1] == (
        "Gift 1",
        "It is yours.",
    )
    assert letter(25).points == ()
    assert letter(25).points_intro == ""


@pytest.mark.parametrize(
    ("age", "ordinal"), [(18, "18th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (24, "24th"), (11, "11th")]
)
def test_headings(age, ordinal):
    assert letter(age).heading == f"Happy {ordinal} birthday, Amira"


@pytest.mark.parametrize("age", [16, 18, 19, 20, 21, 22, 23, 24, 25])
@pytest.mark.parametrize("adviser", [JO, None], ids=["with adviser", "without"])
def test_reading_age_is_about_11(age, adviser):
    """Flesch-Kincaid grade 6 is the reading of 11 year olds; no sentence runs on."""
    level = reading_level(words(letter(age, adviser=adviser)).splitlines())
    assert level is not None
    assert level.age < 11
    assert level.longest_words <= 24
